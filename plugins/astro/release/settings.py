"""Settings of Pelican's that this site cannot have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_ADDRESSES = {"URL": "/", "SAVE_AS": "/index.html"}


def refusals(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with settings; what to do, of each that is wrong."""
    if settings.get("RELATIVE_URLS"):
        yield "RELATIVE_URLS makes addresses that feeds and other sites cannot use; take it out"
    if settings.get("LOAD_CONTENT_CACHE"):
        yield "LOAD_CONTENT_CACHE would publish what an earlier build has read as a draft; take it out"
    for kind in ("ARTICLE", "ARTICLE_LANG"):
        for name, end in _ADDRESSES.items():
            if not str(settings.get(f"{kind}_{name}", end)).endswith(end):
                text = "let it end with `{}`, as the text and the card of an essay stand beside its page"
                yield f"{kind}_{name} is `{settings[f'{kind}_{name}']}`; {text.format(end)}"
    if not settings.get("AUTHOR"):
        yield "AUTHOR is missing, whom feeds and pages name; write it"
    most = settings.get("FEED_MAX_ITEMS", 1)
    if not (isinstance(most, int) and most > 0):
        yield f"FEED_MAX_ITEMS is `{most}`; write how many entries a feed has"
