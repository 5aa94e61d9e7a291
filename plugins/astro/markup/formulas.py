"""Formulas in Markdown, in dollars or in brackets behind backslashes, which stay as they are: their marks are TeX's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from ..regex import regex

# What is code or a formula already stands between these, as Markdown has it.
_ELSE = r"(?:\\.|[^\\$\x02\x03])"
# As Pandoc has it, no space stands right after the `$` that begins one, nor before the one that ends it; prices differ.
_FORMULA = rf"(?<![\\$])\$\$({_ELSE}+?)\$\$(?!\$)|(?<![\\$0-9A-Za-z])\$(?!\s)({_ELSE}+?)(?<!\s)\$(?![$0-9A-Za-z])"
# `\(x^2\)`, `\[ … \]`: with a command, or what is raised or lowered behind a letter or bracket; else words in brackets.
_ANY = r"(?:\\\\|(?!\\[()\[\]]|://)[^\x02\x03]){0,500}?"
_TEX = r"(?:\\[A-Za-z]{2,}|(?<![A-Za-z\\])[A-Za-z)}][\^_]|[)}0-9]\^[0-9{-])"
_FORMULA += rf"|(?<![\\\]])\\\({_ANY}{_TEX}{_ANY}\\\)|(?<!\\)\\\[{_ANY}{_TEX}{_ANY}\\\]"
_FOUND = regex(_FORMULA)
_DISPLAYED = regex(r"^[ ]*\\\[[^\]\n]*$", re.MULTILINE)  # `\[words](…)` is no such
_IS_TEX = regex(r"[\\^_{}]|\s[=<>]\s")


def without_formulas(text: str) -> str:
    """A text of which those are taken out."""
    return _FOUND.sub(lambda found: found[0] if _are_prices(found) else "", text)


def apart(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, and of each whether it is a formula."""
    at = 0
    for found in _FOUND.finditer(text):
        if not _are_prices(found):
            yield text[at : found.start()], False
            yield found[0], True
            at = found.end()
    yield text[at:], False


def _are_prices(found: re.Match[str]) -> bool:
    return bool(found[2]) and " " in found[2] and not _IS_TEX.search(found[2])


class Formula(InlineProcessor):  # type: ignore[misc]  # Markdown has no types
    """Takes a formula out before any mark in it is read."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(_FORMULA, markdown)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # noqa: N802
        """(what it is kept under, where it begins, where it ends); nothing of what may be words between two prices."""
        del data
        if _are_prices(m):
            return None, None, None
        return self.md.htmlStash.store(escape(m[0])), m.start(), m.end()


def is_open_formula(text: str) -> bool:
    """Whether a formula of several lines begins in a text and does not end in it."""
    is_open = len(_DISPLAYED.findall(text)) > text.count("\\]") or text.count("\\begin{") > text.count("\\end{")
    return text.count("$$") % 2 == 1 or is_open
