"""Related thinking in a feed: links that were right on the day an essay was published, and stay so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from ..plain_text.render import render_text
from .characters import sendable

_MARK = " — "
_COMMA = ", "


class Sent(NamedTuple):
    """A found link that an entry began with, as the register keeps it."""

    key: str
    """Of the essay that it leads to."""
    section: str
    """The id of the section it leads to; empty for the whole essay."""
    reason: tuple[str, ...]

    def __str__(self) -> str:
        """`KEY#ID — term, term`; without what is empty."""
        section = f"#{self.section}" if self.section else ""
        return f"{self.key}{section}{_MARK if self.reason else ''}{_COMMA.join(self.reason)}"


def read_sent(text: str) -> Sent:
    """The link that a line of the register keeps."""
    place, _, reason = text.partition(_MARK)
    key, _, section = place.partition("#")
    return Sent(key, section, tuple(reason.split(_COMMA)) if reason else ())


class Link(NamedTuple):
    """A related link as it is printed; all texts are plain, both addresses absolute."""

    address: str
    title: str
    section_address: str = ""
    section: str = ""
    """The heading; empty for a link to the whole essay."""
    note: str = ""
    """The author's own reason."""
    reason: tuple[str, ...] = ()
    """The terms that both essays share."""


def related_html(links: Sequence[Link]) -> str:
    """A heading and the list of links; nothing at all where there is none."""
    if not links:
        return ""
    items = "".join(f"<li>{_item(link)}</li>" for link in links)
    return sendable(f"<h2>Related thinking</h2>\n<ul>{items}</ul>\n")


def _item(link: Link) -> str:
    item = _anchor(link.address, link.title)
    if link.section:
        item += _COMMA + _anchor(link.section_address, link.section)
    if link.note:
        item += render_text(f"{_MARK}{link.note}")
    elif link.reason:
        item += render_text(f"{_MARK}both on {_COMMA.join(link.reason)}")
    return item


def _anchor(address: str, words: str) -> str:
    return f"<a href={quoteattr(address)}>{render_text(words)}</a>"
