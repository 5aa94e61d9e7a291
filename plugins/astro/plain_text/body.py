"""The lines of an essay -> its blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from .essay import Block, Break, Heading, Line, List, Paragraph, Quotation
from .pieces import BULLETS, Piece, piece_of, without_dashes
from .shape import chunks, is_apart, looks_like_heading
from .wrapped import between, goes_on, is_full, may_go_on, room_of

_MARKS = f"#>*123456789{BULLETS}"


def parse_body(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of the essay in reading order; no word is lost but the marks `##`, `-`, `1.`, `>` and `* * *`.

    Without an empty line among `lines` each line is a block, unless an editor has wrapped them; with one, empty lines
    separate blocks and the lines between them are joined, where they are no paragraphs themselves (`shape.chunks`).
    """
    pieces: list[Piece] = []
    counted, room = 0, room_of(lines)
    for chunk, line in chunks(lines):
        text = line.text
        piece = piece_of(text, chunk) if text[0] in _MARKS else Piece("text", text, chunk)
        piece.begins = line.begins
        _add(pieces, piece, counted, room)
        counted = piece.number if piece.kind == "number" else counted
    pieces = without_dashes(pieces)
    _find_counting_headings(pieces)
    _find_headings(pieces)
    return tuple(_blocks(pieces))


def _add(pieces: list[Piece], piece: Piece, counted: int, room: int) -> None:
    """Append a piece, or join it to the last one where it goes on in the same run of lines.

    `counted` is the number of the last numbered item.
    """
    last, is_next = pieces[-1] if pieces else None, False
    if piece.kind == "number" and piece.number > 1:
        is_next = piece.number == counted + 1
        if not (is_next and _is_item_of_last(pieces, piece)):
            piece.kind, piece.text = "text", f"{piece.number}. {piece.text}"  # "1984. A year." is no such long list
            piece.end = piece.text
    if last and last.chunk == piece.chunk and _goes_on(last, piece, room) and not is_next:
        last.text += between(last.text, piece.text) + piece.text
        last.end, last.lines = piece.text, last.lines + 1
    else:
        pieces.append(piece)


def _is_item_of_last(pieces: Sequence[Piece], piece: Piece) -> bool:
    """Whether the last list goes on with a number: right after it, or past bullets without an empty line."""
    after = piece.chunk
    for each in reversed(pieces):
        if each.kind == "number":
            return each is pieces[-1] or after - each.chunk < 2  # lines of two runs are further apart
        if each.kind != "bullet" or after - each.chunk > 1:
            return False
        after = each.chunk
    return False


def _goes_on(last: Piece, piece: Piece, room: int) -> bool:
    if piece.kind == "quote":
        return last.kind == "quote" and bool(last.text and piece.text)
    if piece.kind != "text" or not last.end:
        return False
    if last.kind == "quote":  # an answer may stand right below what it quotes
        return may_go_on(last.end, piece.text)
    if last.kind == "heading":
        return is_full(last.end, piece.text) and goes_on(last.end, piece.text)
    return last.kind in ("text", "bullet", "number") and not is_apart(last.end, piece.text, room)


def _find_counting_headings(pieces: list[Piece]) -> None:
    """Make a text of a first item that no second one follows, before a text that counts on: both are headings."""
    first: Piece | None = None
    is_apart = False
    for piece in pieces:
        if first and is_apart and piece.kind == "text" and piece.text.startswith("2. "):
            first.kind, first.text = "text", f"1. {first.text}"
        if piece.kind == "number" or (piece.kind == "text" and piece.text.startswith("2. ")):
            first, is_apart = (piece if piece.number == 1 else None), False
        is_apart = is_apart or (piece.kind == "text" and piece is not first)


def _find_headings(pieces: list[Piece]) -> None:
    """Make headings of the short lines that a paragraph follows, which is no such line itself."""
    are = [*map(_is_candidate, pieces), True]
    for i in [i for i in range(len(pieces)) if are[i] and not are[i + 1] and _says(pieces[i + 1])]:
        pieces[i].kind, pieces[i].number = "heading", 2


def _says(piece: Piece) -> bool:
    """Whether it is a paragraph, not a line of hyphens."""
    return piece.kind == "text" and any(map(str.isalnum, piece.text))


def _is_candidate(piece: Piece) -> bool:
    return piece.kind == "text" and piece.lines == 1 and not piece.begins and looks_like_heading(piece.text)


def _blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
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


def _numbered(run: list[Piece]) -> Iterator[List]:
    """A list for each count, which starts at 1, or goes on after a list of another kind."""
    starts = sorted({0, len(run), *(i for i, piece in enumerate(run) if piece.number == 1)})
    for start, end in pairwise(starts):
        yield List(tuple(piece.text for piece in run[start:end]), numbered=True, start=run[start].number)


def _quotations(run: list[Piece]) -> Iterator[Quotation]:
    """One quotation for quoted lines that only empty lines separate; a lone `>` parts its paragraphs too."""
    paragraphs = tuple(piece.text for piece in run if piece.text)
    if paragraphs:
        yield Quotation(paragraphs)
