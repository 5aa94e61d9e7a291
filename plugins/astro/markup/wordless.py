"""Links that nobody sees, and a screen reader calls nothing but a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_EMPTY = re.compile(r'<a((?:\s[^\s"=<>]+="[^"]*")+)>\s*</a>')
_LEADS = re.compile(r'\shref="([^"]*)"')


def wordless_links(html: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each link without words or a picture."""
    for link in _EMPTY.finditer(html):
        if (leads := _LEADS.search(link[1])) and ' id="' not in link[1]:  # which is a target, too
            address = unescape(leads[1])
            yield address, f"the link to `{address[:60]}` has no words; write some, or take it out"
