"""Web addresses that stand bare in Markdown, `https://x.org/__init__.py`: no mark in them is one of emphasis."""

from __future__ import annotations

import re
from html import escape

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from ..plain_text.render import ADDRESS
from ..plain_text.wrapped import may_be_wide
from ..regex import regex

# What is code, a link or a character behind a backslash already stands between these, as Markdown has it.
_PART = regex(r"[^\x02\x03]+")
_MARKS = regex(r"\*+|~~+|_+")
_OPENING = regex(r"(?<![\\*])\*{1,3}(?=[^\s*])|(?<![\\~])~~(?=[^\s~])|(?<![\w\\])_{1,3}(?=[^\s_])")
_CLOSING = regex(r"(?<=[^\s*])\*{1,3}(?!\*)|(?<=[^\s~])~~(?!~)|(?<=[^\s_])_{1,3}(?!\w)")


class Address(InlineProcessor):  # type: ignore[misc]  # Markdown has no types
    """Takes an address out before a mark in it is read."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(rf"(?<![\w\"'=])(?:{ADDRESS})", markdown)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # noqa: N802
        """(what it is kept under, where it begins, where it ends); nothing of one that has no marks."""
        found = _PART.match(m[0])
        address = found[0] if found else ""
        # What stands before is gone through only where it may matter: a paragraph may be a list of addresses.
        is_marked = any(mark in address and data.find(mark, 0, m.start()) >= 0 for mark in "*~_")
        text = _within(address, _open(data[: m.start()]) if is_marked else set())
        if not _MARKS.search(text):
            return None, None, None
        return self.md.htmlStash.store(escape(text, quote=False)), m.start(), m.start() + len(text)


def _open(before: str) -> set[str]:
    """The marks of emphasis that are opened in a text and not closed in it."""
    opened = [mark[0] for mark in _OPENING.finditer(before)]
    closed = [mark[0] for mark in _CLOSING.finditer(before)]
    at_end = _MARKS.search(before[-3:])
    right_before = {before[-len(at_end[0]) :]} if at_end and before.endswith(at_end[0]) else set()
    return {mark for mark in opened if opened.count(mark) > closed.count(mark)} | right_before


def _within(address: str, marks: set[str]) -> str:
    """The part of an address before Chinese or Japanese, before what ends emphasis that is open, and before its end."""
    wide = next((i for i, sign in enumerate(address) if may_be_wide(sign)), len(address))
    ends = [i for mark in marks if (i := address.find(mark)) >= 0]
    text = address[: min(wide, *ends, len(address))]
    words = len(text)
    while words and not (text[words - 1].isalnum() or text[words - 1] == "/"):
        words -= 1
    last = _MARKS.search(text, words)
    return text[: last.start()] if last else text
