"""Quotations that end, and nest lists, as CommonMark has them.

Python-Markdown takes all lines below into a quotation, and the next one, too. Here a line without its `>` goes on with
it in the middle of a paragraph alone, and what stands below an empty line is another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockQuoteProcessor

from ..regex import regex
from .lists import nested

_MARK = regex(r"[ ]{0,3}>[ ]?")
_ENDS = regex(r"[ ]*(?:#{1,6}(?:[ ].*)?)?$")  # an empty line, a heading
_BEGINS = regex(r"[ ]{0,3}(?:#{1,6}(?:[ ]|$)|(?:[*+-]|\d{1,9}[.)])[ ]+\S)")  # a heading, an item


class Quotations(BlockQuoteProcessor):  # type: ignore[misc]  # Markdown has no types
    """Reads each quotation as one of its own."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read what stands above it and the quotation, and leave the rest for the next reader."""
        lines = blocks.pop(0).split("\n")
        marks = [_MARK.match(line) for line in lines]
        first = next(i for i, mark in enumerate(marks) if mark)
        words = [line[mark.end() :] if mark else line for line, mark in zip(lines, marks, strict=True)]
        end = next((i for i in range(first, len(lines)) if not marks[i] and _parts(words[i - 1 : i + 1])), len(lines))
        if first:
            self.parser.parseBlocks(parent, ["\n".join(lines[:first])])
        if end < len(lines):
            blocks.insert(0, "\n".join(lines[end:]))
        quotation = SubElement(parent, "blockquote")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(quotation, "\n".join(nested(words[first:end])).rstrip("\n"))
        self.parser.state.reset()


def _parts(two: Sequence[str]) -> bool:
    """Whether of two lines the second one is in no paragraph that the first one is in."""
    above, line = two
    return bool(_ENDS.match(above) or _BEGINS.match(line))
