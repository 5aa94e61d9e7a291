"""A line of an essay by its marks: a piece of a block, before it is known what its neighbours are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..regex import regex
from .essay import KEPT
from .wrapped import CLOSING, goes_on, is_full, joined

_MARKED_HEADING = regex(r"(#{2,6})\s+(?=\S)")
BULLETS = "-•◦‣▪●⁃\uf0b7"  # and those of word processors
_BULLET = regex(rf"[{BULLETS}]\s+(?=\S)")
_NUMBER = regex(r"([1-9][0-9]{0,8})\.\s+(?=\S)")
_QUOTE = regex(r">(?:\s+|$)")


@dataclass(slots=True)
class Piece:
    """A block in the making: what a line is before it is known what its neighbours are."""

    kind: str
    """text, heading, bullet, number, quote or break."""
    lines: list[str]
    """What it is joined of, the first one without its mark."""
    chunk: int
    """Which run of lines it stands in; lines of one run are joined."""
    number: int = 0
    """Of a heading its level, of a numbered item its number."""
    mark: str = ""
    """Of an item, with what stands behind it."""
    begins: bool = False
    """Whether its first line begins a paragraph, see `Line`."""
    indent: int = 0
    """How far its first line is indented."""
    is_kept: bool = False
    """Whether its lines stay lines."""

    @property
    def text(self) -> str:
        """Its lines, joined."""
        return KEPT.join(self.lines) if self.is_kept else joined(self.lines)

    @property
    def end(self) -> str:
        """The last of its lines."""
        return self.lines[-1]


def piece_of(text: str, chunk: int) -> Piece:
    """The piece that a line is, without its mark."""
    if match := _MARKED_HEADING.match(text):
        return Piece("heading", [text[match.end() :]], chunk, number=len(match[1]))
    if match := _BULLET.match(text):
        return Piece("bullet", [text[match.end() :]], chunk, mark=match[0])
    if match := _NUMBER.match(text):
        return Piece("number", [text[match.end() :]], chunk, number=int(match[1]), mark=match[0])
    if match := _QUOTE.match(text):
        return Piece("quote", [text[match.end() :]], chunk)
    if text.split() == ["*", "*", "*"]:
        return Piece("break", [""], chunk)
    return Piece("text", [text], chunk)


def without_false_items(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a lone item that breaks off a sentence being part of it: an editor has wrapped before a dash or day.

    A lone `1. ` before a small letter is no item either, but the first of a month.
    """
    kept: list[Piece] = []
    last = {piece.number: place for place, piece in enumerate(pieces) if piece.kind == "number"}
    for place, piece in enumerate(pieces):
        above = kept[-1] if kept else None
        if piece.kind == "number":
            is_lone = last.get(piece.number + 1, place) <= place
        else:
            is_lone = piece.kind == "bullet" and not any(
                each.kind == "bullet" for each in pieces[place + 1 : place + 2]
            )
        if above and above.kind == "text" and above.chunk == piece.chunk and is_lone and _goes_on(above.end, piece):
            above.lines += [f"{piece.mark}{piece.lines[0]}", *piece.lines[1:]]
            continue
        if is_lone and piece.number == 1 and piece.text[0].islower() and not (above and above.kind == "number"):
            piece.kind, piece.lines[0] = "text", f"{piece.mark}{piece.lines[0]}"
        kept.append(piece)
    return kept


def _goes_on(above: str, item: Piece) -> bool:
    """Whether a sentence may go on from a full line with what else is an item; with a dash it must for sure."""
    if not is_full(above, item.mark):
        return False
    if item.kind == "number":
        return above[-1].isalnum()
    return goes_on(above, item.text) if item.mark[:1] == "-" else not above.endswith(CLOSING)
