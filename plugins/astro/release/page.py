"""A built page as a browser takes it: its ids, its links, what it loads, and what is wrong with its structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from ..markup.raw import programs

_LINKS = ("href", "src", "poster", "action")
_LOADING = frozenset({"img", "script", "iframe", "video", "audio", "source", "track", "embed", "object", "input"})
_LOADED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "apple-touch-icon", "manifest", "mask-icon"})
_SHARED = frozenset({"og:image", "og:url", "twitter:image"})  # what other sites show of a page
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_DATA_BLOCKS = frozenset({"application/ld+json", "speculationrules"})


class Page(HTMLParser):
    """Reads a page once; no tree is built, as every page of every build is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.loads: list[str] = []
        """The addresses that a browser fetches by itself."""
        self.faults: list[tuple[str, str]] = []
        """(a mark to find it by in the essay, what is wrong and what to do)."""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        for tag in self._open:
            self.faults.append((f"<{tag}", f"<{tag}> is never closed; close it"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the tag says."""
        if tag not in _VOID:
            self._open.append(tag)
        values = {name: value or "" for name, value in attrs}
        if values.get("id"):
            self.ids[values["id"]] += 1
        links = [value for name, value in values.items() if name in _LINKS]
        links += [*_sources(values.get("srcset", "")), *filter(None, [values.get("data")])]
        self.links += links
        if tag in _LOADING or (tag == "link" and not _LOADED.isdisjoint(values.get("rel", "").lower().split())):
            self.loads += links
        elif tag == "meta" and values.get("property", values.get("name", "")) in _SHARED:
            self.links.append(values.get("content", ""))
        self.faults += _scripts(tag, values)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, which must be the one opened last."""
        if tag in _VOID:
            return
        if tag not in self._open:
            self.faults.append((f"</{tag}", f"</{tag}> closes nothing; take it out"))
            return
        while (last := self._open.pop()) != tag:
            self.faults.append((f"<{last}", f"<{last}> is not closed before </{tag}>; close it"))


def _sources(srcset: str) -> Iterator[str]:
    """The addresses of a `srcset`."""
    yield from (each.split()[0] for each in srcset.split(",") if each.strip())


def _scripts(tag: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What would run in the reader's browser."""
    yield from programs(tag, values)
    if tag == "script" and "src" not in values and values.get("type", "").lower() not in _DATA_BLOCKS:
        yield "<script", "<script> stands in the page; put it into a file of the theme"
