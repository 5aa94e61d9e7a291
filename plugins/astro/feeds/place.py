"""Where an essay stands, and what feeds send of its HTML."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from ..regex import regex
from ..tree.node import Tag

_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_NOTE = regex(r"(fn|fnref\d*|footnote-reference|footnote)[:_-](.+)")
_NOTE_KINDS = {"footnote": "fn", "footnote-reference": "fnref"}


class Place(NamedTuple):
    """Where an essay stands."""

    address: str
    """Its absolute address."""
    key: str
    """What tells it apart from all other essays, for ids of footnotes."""

    def absolute(self, link: str | None) -> str:
        """The absolute address of a link on the essay's page; empty for one that no feed may hold."""
        try:
            address = urljoin(self.address, (link or "").strip()).replace(" ", "%20")
            return address if link is not None and urlsplit(address).scheme in _SCHEMES else ""
        except ValueError:
            return ""

    def note_id(self, tag: Tag) -> str:
        """The id of a footnote, or of a reference to one, as no other essay has it; empty for what is neither."""
        found = _NOTE.fullmatch(tag.attrs["id"]) if "id" in tag.attrs else None
        return f"{_NOTE_KINDS.get(found[1], found[1])}:{self.key}-{found[2]}" if found else ""


class SafeHtml(NamedTuple):
    """What feeds send of an essay."""

    html: str
    """Each link absolute, each block on a line of its own."""
    image: str
    """The absolute address of the first image; empty where there is none."""
