"""The lines of an essay -> its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from .essay import Block, Break, Heading, Line, List, Paragraph, Quotation

MAX_HEADING_WORDS = 12
_MARKED_HEADING = re.compile(r"(#{2,6})\s+(?=\S)")
_BULLET = re.compile(r"-\s+(?=\S)")
_NUMBER = re.compile(r"([1-9][0-9]{0,8})\.\s+(?=\S)")
_QUOTE = re.compile(r">(?:\s+|$)")
_CLOSING = tuple(".!?…:;,‽—–·。．｡！？：；，、؟۔؛،।॥։።၊။")
_CLOSERS = "\"'”’»›)]}」』）】》〉"
# Scripts without spaces, of which two characters count as a word; compiled for the first text that has two of them.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


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
    between them are joined.
    """
    pieces: list[_Piece] = []
    for chunk, text in _chunks(lines):
        _add(pieces, _piece(text, chunk) if text[0] in "#->*123456789" else _Piece("text", text, chunk))
    _find_headings(pieces)
    return tuple(_blocks(pieces))


def looks_like_heading(text: str) -> bool:
    """Whether a line is short, unpunctuated at its end and says something; a bare web address is none."""
    if text.rstrip(_CLOSERS).endswith(_CLOSING):
        return False
    words = len(text.split())
    if len(text.encode()) - len(text) >= 4:  # each takes at least two bytes more than a letter of English
        words += len(re.findall(_UNSPACED, text)) // 2
    return words <= MAX_HEADING_WORDS and "://" not in text and any(map(str.isalnum, text))


def _chunks(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Each line that is not empty, with the number of the run of lines that it belongs to."""
    texts = [line.text for line in lines]
    while texts and not texts[-1]:
        texts.pop()
    while texts and not texts[0]:
        texts.pop(0)
    separated = "" in texts
    chunk = 0
    for text in texts:
        chunk += not (separated and text)
        if text:
            yield chunk, text


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


def _add(pieces: list[_Piece], piece: _Piece) -> None:
    """Append a piece, or join it to the last one where it goes on in the same run of lines."""
    last = pieces[-1] if pieces else None
    if piece.kind == "number" and not (piece.number == 1 or _follows(last, piece)):
        piece.kind, piece.text = "text", f"{piece.number}. {piece.text}"  # "1984. A year." is no list of 1,984 items
    if last and last.chunk == piece.chunk and _goes_on(last, piece):
        last.text += "\n" + piece.text
        last.lines += 1
    else:
        pieces.append(piece)


def _follows(last: _Piece | None, piece: _Piece) -> bool:
    return last is not None and last.kind == "number" and last.number == piece.number - 1


def _goes_on(last: _Piece, piece: _Piece) -> bool:
    if piece.kind == "quote":
        return last.kind == "quote" and bool(last.text and piece.text)
    return piece.kind == "text" and last.kind in ("text", "bullet", "number")


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
            yield from (Heading(piece.text, piece.number) for piece in run)
        elif kind == "break":
            yield from (Break() for _ in run)
        else:
            yield from (Paragraph(piece.text) for piece in run)


def _numbered(run: list[_Piece]) -> Iterator[List]:
    """A list for each count that starts at 1."""
    starts = [i for i, piece in enumerate(run) if piece.number == 1] + [len(run)]
    for start, end in pairwise(starts):
        yield List(tuple(piece.text for piece in run[start:end]), numbered=True)


def _quotations(run: list[_Piece]) -> Iterator[Quotation]:
    """One quotation for quoted lines that only empty lines separate; a lone `>` parts its paragraphs too."""
    paragraphs = tuple(piece.text for piece in run if piece.text)
    if paragraphs:
        yield Quotation(paragraphs)
