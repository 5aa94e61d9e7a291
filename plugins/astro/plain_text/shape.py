"""What lines are by their looks."""

from __future__ import annotations

import re

from ..regex import regex
from .scripts import UNSPACED
from .wrapped import CLOSERS, CLOSING, FULL, ends_a_sentence, is_full

MAX_HEADING_WORDS = 12
# Of lists, tables, code, notes, attributions and mail in other hands; Word's bullet is a character of its own.
_SIGNS = "*•◦‣▪●○⁃□☐☑✓✗→·・※†‡|<>+–—\uf0b7"
MARKS = (*_SIGNS, "--")
_DASHES = {"—", "–", "--"}  # within a heading
# Notes, items that are counted by letters, asides, what somebody says in Japanese, where no mark closes a sentence in
# quotes, formulas, commands, and addresses without `https://`.
_NO_HEADING = regex(
    r"「[^「」]*[ぁ-ゖ][^「」]*」$|\[|\(?(?:[a-zA-Z]|[ivxIVX]+)\)|[¹²³⁴-⁹]|\(.*\)$|\$[\s$]|www\.|\S+@\S+$"
)
# What begins an item of a list in other hands, or a speech: no line of a wrapped text where there was room above.
_ITEM = regex(rf"(?:[{_SIGNS}]|--|\(?(?:\d{{1,3}}|[a-z]|[ivx]+)\))\s+\S|[—–][^\W\d_]|[—–][¿¡«“]|o\t\S|\d{{1,9}}\.\s|・")
_REFERENCE = regex(r"\[\d{1,3}\]\s+\S")
_PART = regex(r"\(?(?:[a-z]|[ivx]+)\)\s+\S")  # of an item
_PAGE = regex(r"\s{4,}\d+\Z")  # the number of one of paper
_NOTE = regex(r"(?:\[[^\[\]]{1,20}\]|\(\d{1,3}\))\Z")  # its mark, behind the end of a sentence
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def looks_like_heading(text: str) -> bool:
    """Whether a line is short, unpunctuated at its end and says something; a bare web address is none."""
    if _is_closed(text) or text.startswith(MARKS) or _NO_HEADING.match(text) or _PAGE.search(text):
        return False
    words = sum(word not in _DASHES for word in text.split())
    if len(text.encode()) - len(text) >= 4:  # each takes at least two bytes more than a letter of English
        words += len(re.findall(f"[{UNSPACED}]", text)) // 2  # two characters count as a word
    return words <= MAX_HEADING_WORDS and "://" not in text and any(map(str.isalnum, text))


def is_apart(above: str, below: str, room: int) -> bool:
    """Whether a line that begins as an item or a note does is one, not the line above going on.

    A sentence may begin with the mark of a note, too.
    """
    is_note = _REFERENCE.match(below) is not None
    if not (is_note or _ITEM.match(below)):
        return False
    return not is_full(above, below, room) or (ends_a_sentence(above) and not is_note)


def are_references(first: str, below: str) -> bool:
    """Whether a line is another note of a list, `[2] A book.`, of which `first` is one."""
    return _REFERENCE.match(first) is not None and _REFERENCE.match(below) is not None


def is_part(text: str) -> bool:
    """Whether a line begins as a part of a counted item does: `a) one`."""
    return _PART.match(text) is not None


def _is_closed(text: str) -> bool:
    return text.rstrip(CLOSERS).endswith(CLOSING) or _ends_a_sentence(text)


def _ends_a_sentence(text: str) -> bool:
    """Whether nothing but marks of notes, signs and pictures stands behind the end of one, and not many of these."""
    text = text[-FULL:]
    while text and not text.endswith((".", "!", "?", "…")):
        note = _NOTE.search(text, max(0, len(text) - 22))
        if not note and text[-1].isalnum() and text[-1] not in _RAISED:
            return False
        text = text[: note.start() if note else -1]
    return bool(text)
