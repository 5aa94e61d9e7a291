"""A file of a built site -> what its check needs to know of it, without the rest of the site."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, MutableMapping
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit

from ..regex import regex
from .feeds import link_to, parts_of
from .links import target_of
from .page import Page, page_of
from .rules import RULES, led_to
from .styles import html_of_style

FEED_ENDINGS = (".xml", ".json", ".atom", ".rss")
_ENDINGS = (".html", ".css", *FEED_ENDINGS)
# Begins an address that means the same on every page: one of the site, or of another.
WHOLE = regex(r"(?:https?:)?//[^/?#\\\s]|/(?![/\\\s])")
_Target = tuple[str | None, str | None]
Pairs = tuple[tuple[str, str], ...]


class Facts(NamedTuple):
    """What is known of one file. Its parts are data, and so are remembered from one build to the next."""

    ids: tuple[str, ...]
    """Each once."""
    targets: tuple[str, ...]
    """Where its links lead on the site (see `target_of`), each once."""
    faults: Pairs
    """(a mark to find it by, what is wrong and what to do) of the file by itself."""
    nowhere: Pairs
    """(link, what is wrong and what to do) of those that lead nowhere whatever the site holds."""


class Known:
    """What was found in this build and comes again: pieces of feeds, and links that mean the same on every page."""

    def __init__(self) -> None:
        self.pieces: dict[bytes, Page] = {}
        self.targets: dict[str, _Target] = {}


def is_looked_into(name: str) -> bool:
    """Whether the file at a path on the site says anything to the check."""
    return name.endswith(_ENDINGS) or name == RULES


def facts_of(name: str, text: str, site: str, known: Known) -> Facts:
    """The facts of the file at the path `name` on the site at the address `site`.

    Raises UnreadableError for a feed that no reader can read.
    """
    site = site.rstrip("/")
    pages = _pages(name, text, known.pieces)
    ids = dict.fromkeys(id_ for page in pages for id_ in page.ids)
    targets: dict[str, None] = {}
    nowhere: list[tuple[str, str]] = []
    for value in dict.fromkeys(link for page in pages for link in page.links):
        if value.startswith("#") and value[1:] in ids:  # browsers look for it to the letter first
            continue
        target, wrong = _target(value, name, site, known.targets)
        if wrong and name != RULES:  # of a host all the addresses of which are not the site's
            nowhere.append((value, wrong))
        elif target:
            targets[target] = None
    faults = _programs(pages) if name.endswith(FEED_ENDINGS) else _faults(pages[0], site)
    return Facts(tuple(ids), tuple(targets), tuple(faults), tuple(nowhere))


def links_to(targets: Container[str], name: str, text: str, site: str) -> Iterator[tuple[str, str]]:
    """(link as it stands, its target) of the links in a file that lead to these targets."""
    pages = _pages(name, text, {})
    for value in dict.fromkeys(link for page in pages for link in page.links):
        target, _ = target_of(value, name, site.rstrip("/"))
        if target is not None and target in targets:
            yield value, target


def _pages(name: str, text: str, pieces: MutableMapping[bytes, Page]) -> list[Page]:
    """What a file holds: one page, or the many of a feed, of which `pieces` remembers each by a digest of its HTML."""
    if name.endswith(".css"):
        return [page_of(html_of_style(text))]
    if name.endswith(".html"):
        return [page_of(text)]
    htmls, addresses = ([], led_to(text)) if name == RULES else parts_of(name, text)
    found = [page_of("".join(map(link_to, addresses)))]
    for html in htmls:
        key = sha256(html.encode("utf-8", "surrogatepass")).digest()
        if key not in pieces:
            pieces[key] = page_of(html)
        found.append(pieces[key])
    return found


def _target(value: str, name: str, site: str, known: MutableMapping[str, _Target]) -> _Target:
    """As `target_of`; what means the same on every page is worked out once."""
    if value not in known:
        target = target_of(value, name, site)
        if not WHOLE.match(value):
            return target
        known[value] = target
    return known[value]


def _faults(page: Page, site: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a page by itself: its structure, programs in it, and what it loads from elsewhere."""
    for id_, times in page.ids.items():
        if times > 1:
            yield id_, f"id `{id_}` stands {times} times on the page, in its text or template; change one of them"
    yield from page.faults
    for value in page.loads:
        if _host(value) and _host(value) != _host(site):
            yield (
                value,
                f"`{value}` would be loaded from another site; save it in content/images and show it from there",
            )


def _programs(pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """Programs in feeds; their HTML comes in pieces, which are whole where the pages are."""
    for page in pages:
        yield from ((mark, text) for mark, text in page.faults if "is a script" in text or "is a program" in text)


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).netloc.lower()
    except ValueError:
        return "?"
