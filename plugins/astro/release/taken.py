"""Addresses that are taken: none may be that of two essays, files or tags, or one of the site's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from posixpath import splitext

from ..regex import regex

_PART = regex(r"[^a-z0-9-]|-(?=[A-Z ])")  # begins what other programs write behind a name: ` (1)`, `-DESKTOP-7`
# First parts of addresses that the site itself takes, besides those that its settings name.
TAKEN = frozenset({"index", "404", "search", "pagefind"})


def fold(address: str) -> str:
    """What two addresses share that some disk or host takes for one: without case, in one Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", address).casefold())


def spelt(tag: str) -> str:
    """What two tags share that are written as one: without case and apostrophes, spaces and hyphens as one."""
    return re.sub(r"[\s_-]+", " ", re.sub("['’‘ʼ]", "", fold(tag))).strip()


def shared(addresses: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(source, address, the source that has it already) for every address that is taken; `addresses`: (source, it)."""
    taken: dict[str, str] = {}
    for source, address in addresses:
        if taken.setdefault(fold(address), source) != source:
            yield source, address, taken[fold(address)]


def copies(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(copy, file) of those that a sync program or a file manager may have made of others beside them."""
    known = {splitext(file) for file in files}
    for stem, ending in sorted(known):
        start = stem.rfind("/") + 1
        parts = (stem[: found.start()] for found in _PART.finditer(stem, start + 1))
        if original := next((part for part in parts if (part, ending) in known), None):
            yield f"{stem}{ending}", f"{original}{ending}"


def reserved(places: Iterable[str]) -> frozenset[str]:
    """The first parts of addresses that no essay may have; `places` are paths of what the site writes of itself.

    Those are its folders, and its pages, as some hosts show `x.html` at `/x` too. A file like `robots.txt` is in no
    essay's way.
    """
    parts = {place.partition("/")[0].removesuffix(".html") for place in places if not place.startswith("{")}
    return frozenset(fold(part) for part in parts if part and "." not in part) | TAKEN
