"""Tabs stay tabs in blocks of code and in HTML, for Python-Markdown makes all of them spaces.

A Makefile that a reader copies would not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape, unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .references import with_places

_TAB = 4  # by so many columns Python-Markdown makes them spaces


class Typed(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    """Keeps the lines of a text before tabs are made spaces."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown)
        self._lines: Sequence[str] = ()

    def run(self, lines: list[str]) -> list[str]:
        """The lines."""
        self._lines = lines
        return lines

    def cut(self, place: int, line: str, columns: int) -> str:
        """A line without its first columns, with its tabs; `line` is the same with spaces for them."""
        typed = self._lines[place] if place < len(self._lines) else ""
        return _cut(typed, columns) if typed.expandtabs(_TAB) == line else line[columns:]

    def tabbed(self) -> Iterator[tuple[str, str]]:
        """(the line as Markdown has it, as it was typed) of each that has a tab."""
        lines = (with_places(line) for line in self._lines if "\t" in line)
        return ((line.expandtabs(_TAB), line) for line in lines)


class Tabs(Treeprocessor):  # type: ignore[misc]
    """Gives blocks of HTML, and of code that is only further to the right, their tabs back."""

    def __init__(self, markdown: Markdown, typed: Typed) -> None:
        super().__init__(markdown)
        self._typed = typed

    def run(self, root: Element) -> None:
        """Change the tree, and what was taken out of it."""
        if not (typed := dict(self._typed.tabbed())):
            return
        stash = self.md.htmlStash.rawHtmlBlocks
        for i, block in enumerate(stash):
            if isinstance(block, str):
                stash[i] = "\n".join(typed.get(line, line) for line in block.split("\n"))
        words = {line.lstrip(" >"): line for line in typed}
        for code in root.iterfind(".//pre/code"):
            lines = unescape(code.text or "").split("\n")
            code.text = AtomicString(escape("\n".join(_restored(line, words, typed) for line in lines), quote=False))


def _restored(line: str, words: dict[str, str], typed: dict[str, str]) -> str:
    whole = words.get(line.lstrip(" "), "")
    return _cut(typed[whole], len(whole) - len(line)) if whole.endswith(line) and whole else line


def _cut(typed: str, columns: int) -> str:
    """A line without its first columns, as it was typed."""
    column = place = 0
    while column < columns:
        column += _TAB - column % _TAB if typed[place] == "\t" else 1
        place += 1
    return " " * (column - columns) + typed[place:]
