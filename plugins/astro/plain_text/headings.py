"""Which lines of an essay are headings without marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category

from ..regex import regex
from .pieces import Piece
from .shape import looks_like_heading
from .wrapped import ends_a_sentence, goes_on, is_full

_COUNT = regex(r"(?:\d+\.)*\d+(?=\.?\s)")
# What counts an item, in any digits or letters; `2. ` is a mark of plain text already.
_MARK = regex(r"(?P<open>[(（]?)(?:(?P<count>\d{1,3}|[^\W\d_])(?P<close>[.-]\s|\s?[．、)）])|(?P<sign>[①-⑳]))")
_NUMBERS = "〇一二三四五六七八九十"
_OPENING = "\"'“‘„«‹「『（("
_LEADS_ON = (":", ",", "：", "，")


def find_headings(pieces: list[Piece]) -> None:
    """Make headings of short lines that a paragraph follows, which is no such line itself, or what they count above.

    What is shown below a sentence that leads to it, such as a command, is none.
    """
    _find_counting(pieces)
    are = [*map(_may_be, pieces), True]
    found = [i for i in range(len(pieces)) if are[i] and not are[i + 1] and _heads(pieces[i], pieces[i + 1])]
    found = [i for i in found if not (i and _counts_on(pieces[i - 1], pieces[i].text))]
    shown = {i for i in found if _is_shown(pieces, i)}
    named = {pieces[i].indent for i in found if i not in shown and _begins_large(pieces[i].text)}
    for i in found:
        if i not in shown or (_begins_large(pieces[i].text) and pieces[i].indent in named):  # one of several
            pieces[i].kind, pieces[i].number = "heading", 2
    for i in range(len(pieces) - 2, -1, -1):
        if are[i] and pieces[i + 1].kind == "heading" and _counts_above(pieces[i].text, pieces[i + 1].text):
            pieces[i].kind, pieces[i].number = "heading", 2


def _find_counting(pieces: list[Piece]) -> None:
    """Make a text of a first item that no second one follows, before a text that counts on: both are headings."""
    first: Piece | None = None
    is_apart = False
    for piece in pieces:
        if first and is_apart and piece.kind == "text" and piece.lines[0].startswith("2. "):
            first.kind, first.lines[0] = "text", f"1. {first.lines[0]}"
        if piece.kind == "number" or (piece.kind == "text" and piece.lines[0].startswith("2. ")):
            first, is_apart = (piece if piece.number == 1 else None), False
        is_apart = is_apart or (piece.kind == "text" and piece is not first)


def _may_be(piece: Piece) -> bool:
    return piece.kind == "text" and len(piece.lines) == 1 and not piece.begins and looks_like_heading(piece.text)


def _heads(line: Piece, below: Piece) -> bool:
    """Whether a paragraph stands below, not a line of hyphens, nor one that goes on from a line broken by an editor."""
    says = below.kind == "text" and any(map(str.isalnum, below.text))
    return says and not (is_full(line.end, below.lines[0]) and goes_on(line.end, below.lines[0]))


def _is_shown(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a line is what the sentence above leads to, or breaks off before, such as a command.

    Its looks say so, too: it is indented, or begins with a small letter or a sign.
    """
    line, below = pieces[place], pieces[place + 1]
    is_indented = line.indent > below.indent
    if not is_indented and _begins_large(line.text):
        return False
    above = place - 1
    while above > 0 and is_indented and _may_be(pieces[above]) and pieces[above].indent == line.indent:
        above -= 1
    if above < 0 or pieces[above].kind not in ("text", "bullet", "number"):
        return False
    text = pieces[above]
    breaks_off = len(text.lines) > 1 and text.end[-1].isalnum() and is_indented
    return text.end.endswith(_LEADS_ON) or breaks_off


def _counts_on(above: Piece, below: str) -> bool:
    """Whether a line is an item that counts on from the one above, in whatever digits or letters."""
    first, second = _MARK.match(above.text), _MARK.match(below)
    if len(above.lines) > 1 or ends_a_sentence(above.end) or not (first and second):
        return False
    are_alike = first.group("open", "close") == second.group("open", "close")
    return are_alike and _number(second) == _number(first) + 1


def _number(mark: re.Match[str]) -> int:
    count: str = mark["count"] or mark["sign"]
    if count.isdecimal():
        return int(count)
    return _NUMBERS.find(count) if count in _NUMBERS else ord(count.lower()[0])


def _begins_large(text: str) -> bool:
    """Whether it begins with a capital, a digit or a letter without case, in quotes or not."""
    first = text.lstrip(_OPENING)[:1]
    return first.isupper() or (first != "" and category(first) in ("Lo", "Nd"))


def _counts_above(text: str, below: str) -> bool:
    """Whether a heading begins with `4.` and the next one with `4.1`."""
    upper, lower = _COUNT.match(text), _COUNT.match(below)
    return upper is not None and lower is not None and lower[0] == f"{upper[0]}.1"
