"""The lines of an essay -> its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from .essay import Block, Break, Heading, Line, List, Paragraph, Quotation
from .shape import between, chunks, goes_on, looks_like_heading

_MARKED_HEADING = re.compile(r"(#{2,6})\s+(?=\S)")
_BULLET = re.compile(r"-\s+(?=\S)")
_NUMBER = re.compile(r"([1-9][0-9]{0,8})\.\s+(?=\S)")
_QUOTE = re.compile(r">(?:\s+|$)")


@dataclass(slots=True)
class _Piece:
    """A block in the making: what a line is before it is known what its neighbours are."""

    kind: str
    """text, heading, bullet, number, quote or break."""
    text: str
    chunk: int
    """Which run of lines it stands in; lines of one run are joined."""
    number: int = 0
    """Of a heading its level, of a numbered item its number."""
    lines: int = 1


def parse_body(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of the essay in reading order; no word is lost but the marks `##`, `-`, `1.`, `>` and `* * *`.

    Without an empty line among `lines` each line is a block; with one, empty lines separate blocks and the lines
    between them are joined, where they are no paragraphs themselves (`shape.chunks`).
    """
    pieces: list[_Piece] = []
    counted = 0
    for chunk, text in chunks(lines):
        piece = _piece(text, chunk) if text[0] in "#->*123456789" else _Piece("text", text, chunk)
        _add(pieces, piece, counted)
        counted = piece.number if piece.kind == "number" else counted
    _find_counting_headings(pieces)
    _find_headings(pieces)
    return tuple(_blocks(pieces))


def _piece(text: str, chunk: int) -> _Piece:
    if match := _MARKED_HEADING.match(text):
        return _Piece("heading", text[match.end() :], chunk, number=len(match[1]))
    if match := _BULLET.match(text):
        return _Piece("bullet", text[match.end() :], chunk)
    if match := _NUMBER.match(text):
        return _Piece("number", text[match.end() :], chunk, number=int(match[1]))
    if match := _QUOTE.match(text):
        return _Piece("quote", text[match.end() :], chunk)
    if text.split() == ["*", "*", "*"]:
        return _Piece("break", "", chunk)
    return _Piece("text", text, chunk)


def _add(pieces: list[_Piece], piece: _Piece, counted: int) -> None:
    """Append a piece, or join it to the last one where it goes on in the same run of lines.

    `counted` is the number of the last numbered item.
    """
    last, is_next = pieces[-1] if pieces else None, False
    if piece.kind == "number" and piece.number > 1:
        is_next = piece.number == counted + 1
        if not (is_next and _is_item_of_last(pieces, piece)):
            piece.kind, piece.text = "text", f"{piece.number}. {piece.text}"  # "1984. A year." is no such long list
    if last and last.chunk == piece.chunk and _goes_on(last, piece) and not is_next:
        last.text += between(last.text, piece.text) + piece.text
        last.lines += 1
    else:
        pieces.append(piece)


def _is_item_of_last(pieces: Sequence[_Piece], piece: _Piece) -> bool:
    """Whether the last list goes on with a number: right after it, or past bullets without an empty line."""
    after = piece.chunk
    for each in reversed(pieces):
        if each.kind == "number":
            return each is pieces[-1] or after - each.chunk < 2  # lines of two runs are further apart
        if each.kind != "bullet" or after - each.chunk > 1:
            return False
        after = each.chunk
    return False


def _goes_on(last: _Piece, piece: _Piece) -> bool:
    if piece.kind == "quote":
        return last.kind == "quote" and bool(last.text and piece.text)
    if piece.kind == "text" and last.kind in ("quote", "heading"):  # an answer may stand right below what it quotes
        return bool(last.text) and goes_on(last.text, piece.text)
    return piece.kind == "text" and last.kind in ("text", "bullet", "number")


def _find_counting_headings(pieces: list[_Piece]) -> None:
    """Make a text of a first item that no second one follows, before a text that counts on: both are headings."""
    seconds = [i for i, piece in enumerate(pieces) if piece.kind == "text" and piece.text.startswith("2. ")]
    for i in range(seconds[-1] if seconds else 0):
        piece = pieces[i]
        if piece.kind == "number" and piece.number == 1 and pieces[i + 1].kind == "text":
            piece.kind, piece.text = "text", f"1. {piece.text}"


def _find_headings(pieces: list[_Piece]) -> None:
    """Make headings of the short lines that a paragraph follows, which is no such line itself."""
    are = [*map(_is_candidate, pieces), True]
    for i in [i for i in range(len(pieces)) if are[i] and not are[i + 1] and pieces[i + 1].kind == "text"]:
        pieces[i].kind, pieces[i].number = "heading", 2


def _is_candidate(piece: _Piece) -> bool:
    return piece.kind == "text" and piece.lines == 1 and looks_like_heading(piece.text)


def _blocks(pieces: Iterable[_Piece]) -> Iterator[Block]:
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        run = list(group)
        if kind == "bullet":
            yield List(tuple(piece.text for piece in run), numbered=False)
        elif kind == "number":
            yield from _numbered(run)
        elif kind == "quote":
            yield from _quotations(run)
        elif kind == "heading":
            yield from (Heading(piece.text.replace("\n", " "), piece.number) for piece in run)
        elif kind == "break":
            yield from (Break() for _ in run)
        else:
            yield from (Paragraph(piece.text) for piece in run)


def _numbered(run: list[_Piece]) -> Iterator[List]:
    """A list for each count, which starts at 1, or goes on after a list of another kind."""
    starts = sorted({0, len(run), *(i for i, piece in enumerate(run) if piece.number == 1)})
    for start, end in pairwise(starts):
        yield List(tuple(piece.text for piece in run[start:end]), numbered=True, start=run[start].number)


def _quotations(run: list[_Piece]) -> Iterator[Quotation]:
    """One quotation for quoted lines that only empty lines separate; a lone `>` parts its paragraphs too."""
    paragraphs = tuple(piece.text for piece in run if piece.text)
    if paragraphs:
        yield Quotation(paragraphs)
