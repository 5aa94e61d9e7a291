"""The lines of an essay -> its blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from .broken import are_by_hand, are_kept
from .essay import Block, Break, Heading, Line, List, Paragraph, Quotation
from .headings import find_headings
from .pieces import BULLETS, Piece, piece_of, without_false_items
from .runs import chunks
from .shape import are_references, is_apart, is_part
from .wrapped import FULL, goes_on, is_full, may_go_on, room_of, width

_MARKS = f"#>*123456789{BULLETS}"


def parse_body(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of the essay in reading order; no word is lost but the marks `##`, `-`, `1.`, `>` and `* * *`.

    Without an empty line among `lines` each line is a block, unless an editor has wrapped them; with one, empty lines
    separate blocks and the lines between them are joined, where they are no paragraphs themselves (`runs.chunks`) and
    no hand has broken them (`broken`).
    """
    pieces: list[Piece] = []
    counted, room = 0, room_of(lines)
    for chunk, line in chunks(lines):
        text = line.text
        piece = piece_of(text, chunk) if text[0] in _MARKS else Piece("text", [text], chunk)
        piece.begins, piece.indent = line.begins, line.indent
        _add(pieces, piece, counted, room)
        counted = piece.number if piece.kind == "number" else counted
    pieces = without_false_items(pieces)
    find_headings(pieces)
    broken = [piece for piece in pieces if piece.kind != "heading" and are_kept(piece.lines)]
    for piece in broken if broken and not are_by_hand(lines) else ():
        piece.is_kept = True
    return tuple(_blocks(pieces))


def _add(pieces: list[Piece], piece: Piece, counted: int, room: int) -> None:
    """Append a piece, or join it to the last one where it goes on in the same run of lines.

    `counted` is the number of the last numbered item; the next one is none where a full line leads to it, as to a day.
    """
    last, is_next = pieces[-1] if pieces else None, False
    if piece.kind == "number" and piece.number > 1:
        is_next = piece.number == counted + 1
        if not (is_next and _is_item_of_last(pieces, piece)):
            piece.kind, piece.lines = "text", [f"{piece.number}. {piece.text}"]  # "1984. A year." is no such long list
    if last and last.chunk == piece.chunk and _goes_on(last, piece, room) and not (is_next and _ends(last, piece)):
        last.lines += piece.lines
    else:
        pieces.append(piece)


def _ends(last: Piece, item: Piece) -> bool:
    """Whether the last piece surely ends above an item: an editor breaks full lines, of which a sentence goes on."""
    return not (is_full(last.end, item.mark) and last.end[-1].isalnum())


def _is_item_of_last(pieces: Sequence[Piece], piece: Piece) -> bool:
    """Whether the last list goes on with a number: right after it, right below bullets, or past short parts, `a) x`."""
    below, has_parts = piece.chunk, False
    for each in reversed(pieces):
        is_near = below - each.chunk < 2  # lines of two runs are further apart
        if each.kind == "number":
            return each is pieces[-1] or is_near or has_parts
        are_parts = each.kind == "text" and is_part(each.lines[0]) and (is_near or width(each.text) <= FULL)
        if not are_parts and not (each.kind == "bullet" and is_near):
            break
        below, has_parts = each.chunk, has_parts or are_parts
    return False


def _goes_on(last: Piece, piece: Piece, room: int) -> bool:
    if piece.kind == "quote":
        return last.kind == "quote" and bool(last.end and piece.end)
    if piece.kind != "text" or not last.end:
        return False
    if last.kind == "quote":  # an answer may stand right below what it quotes
        return may_go_on(last.end, piece.text)
    if last.kind == "heading":
        return is_full(last.end, piece.text) and goes_on(last.end, piece.text)
    are_apart = is_apart(last.end, piece.text, room) or are_references(last.lines[0], piece.text)
    return last.kind in ("text", "bullet", "number") and not are_apart


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
