"""A built page as a browser takes it: its ids, its links, what it loads, and what is wrong with its structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from ..tree.strict import VOID
from .scan import scan
from .tag import StartTag, tag_of


class Page(NamedTuple):
    """What stands in a page, in order and each once."""

    ids: Mapping[str, int]
    """How often each stands there."""
    links: tuple[str, ...]
    loads: tuple[str, ...]
    """The addresses that a browser fetches by itself."""
    faults: tuple[tuple[str, str], ...]
    """(a mark to find it by in the essay, what is wrong and what to do)."""


def page_of(html: str) -> Page:
    """What stands in a page, or in a piece of one."""
    tags = scan(html)
    return parsed(html) if tags is None else _page(tags)


def parsed(html: str) -> Page:
    """The same for HTML of any form, and slower; what it lacks and has too much of is a fault."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    unclosed = [(f"<{tag}", f"<{tag}> is never closed; close it") for tag in reader.open]
    return _page(reader.tags, [*reader.faults, *unclosed])


def _page(tags: Sequence[StartTag], faults: Iterable[tuple[str, str]] = ()) -> Page:
    ids = Counter(tag.id for tag in tags if tag.id)
    links = dict.fromkeys(link for tag in tags for link in tag.links)
    loads = dict.fromkeys(load for tag in tags for load in tag.loads)
    said = dict.fromkeys(fault for tag in tags for fault in tag.faults)
    return Page(ids, tuple(links), tuple(loads), (*said, *faults))


class _Reader(HTMLParser):
    """Reads a page once; no tree is built."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[StartTag] = []
        self.faults: list[tuple[str, str]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the tag says."""
        if tag not in VOID:
            self.open.append(tag)
        if said := tag_of(tag, {name: value or "" for name, value in attrs}):
            self.tags.append(said)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, which must be the one opened last."""
        if tag in VOID:
            return
        if tag not in self.open:
            self.faults.append((f"</{tag}", f"</{tag}> closes nothing; take it out"))
            return
        while (last := self.open.pop()) != tag:
            self.faults.append((f"<{last}", f"<{last}> is not closed before </{tag}>; close it"))
