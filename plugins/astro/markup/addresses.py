"""Web addresses that stand bare in Markdown, `https://x.org/__init__.py`: no mark in them is one of emphasis."""

from __future__ import annotations

import re
from html import escape

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

# What is code, a link or a character behind a backslash already stands between these, as Markdown has it.
_ADDRESS = r"(?<![\w\"'=])https?://[^\s<>\"\x02\x03]+"
_BEHIND = re.compile(r"[*_~][^\w/]*\Z")  # which may end what stands around it
_MARKS = re.compile(r"[*_~]")


class Address(InlineProcessor):  # type: ignore[misc]  # Markdown has no types
    """Takes an address out before a mark in it is read."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(_ADDRESS, markdown)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # noqa: N802
        """(what it is kept under, where it begins, where it ends); nothing of one that has no marks."""
        del data
        text = _BEHIND.sub("", m[0])
        if not _MARKS.search(text):
            return None, None, None
        return self.md.htmlStash.store(escape(text, quote=False)), m.start(), m.start() + len(text)
