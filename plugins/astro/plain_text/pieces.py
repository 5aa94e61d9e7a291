"""A line of an essay by its marks: a piece of a block, before it is known what its neighbours are."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKED_HEADING = re.compile(r"(#{2,6})\s+(?=\S)")
_BULLET = re.compile(r"-\s+(?=\S)")
_NUMBER = re.compile(r"([1-9][0-9]{0,8})\.\s+(?=\S)")
_QUOTE = re.compile(r">(?:\s+|$)")


@dataclass(slots=True)
class Piece:
    """A block in the making: what a line is before it is known what its neighbours are."""

    kind: str
    """text, heading, bullet, number, quote or break."""
    text: str
    chunk: int
    """Which run of lines it stands in; lines of one run are joined."""
    number: int = 0
    """Of a heading its level, of a numbered item its number."""
    lines: int = 1
    begins: bool = False
    """Whether it is indented as a paragraph is, see `Line`."""


def piece_of(text: str, chunk: int) -> Piece:
    """The piece that a line is, without its mark."""
    if match := _MARKED_HEADING.match(text):
        return Piece("heading", text[match.end() :], chunk, number=len(match[1]))
    if match := _BULLET.match(text):
        return Piece("bullet", text[match.end() :], chunk)
    if match := _NUMBER.match(text):
        return Piece("number", text[match.end() :], chunk, number=int(match[1]))
    if match := _QUOTE.match(text):
        return Piece("quote", text[match.end() :], chunk)
    if text.split() == ["*", "*", "*"]:
        return Piece("break", "", chunk)
    return Piece("text", text, chunk)
