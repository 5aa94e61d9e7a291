"""Shared terms of Chinese and Japanese as whole as both essays say them.

They are compared by two and three characters, wherever words begin and end: of `然语言`, which two texts say in
`自然语言处理`, that is what is shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from .reading import is_han

# They stand beside a Chinese word and are part of none; other such characters are part of some.
PARTICLES = frozenset("的了是也我你他她它这這那")


def whole_word(term: str, texts: Sequence[str]) -> str:
    """A term with what stands beside it wherever two texts say it, without particles at its ends."""
    return _grown(_grown(_trimmed(_joined(term, texts)), texts, 1), texts, -1)


def _starts(term: str, text: str) -> Iterator[int]:
    """Where a term begins in a text."""
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + len(term))


def _joined(term: str, texts: Sequence[str]) -> str:
    """A phrase without its space where texts have none there: `css的`."""
    joined = term.replace(" ", "")
    return joined if all(joined in text and term not in text for text in texts) else term


def _trimmed(term: str) -> str:
    """A term without particles at its ends."""
    return term.strip("".join(PARTICLES)).strip()


def _grown(term: str, texts: Sequence[str], way: int) -> str:
    """A term with the characters that follow it in most places of each text, or with those before it (`way` -1)."""
    while term and is_han(term[-1 if way > 0 else 0]):
        beside = {_beside(term, text, way) for text in texts}
        if len(beside) > 1 or "" in beside:
            break
        (more,) = beside
        term = term + more if way > 0 else more + term
    return term


def _beside(term: str, text: str, way: int) -> str:
    """The character that stands beside most mentions of a term; empty where none does that could be of a word."""
    found = [*_starts(term, text)]
    if not found:
        return ""
    at = [start + len(term) if way > 0 else start - 1 for start in found]
    (more, often), *_ = Counter(text[i : i + 1] if i >= 0 else "" for i in at).most_common(1)
    return more if 2 * often > len(found) and is_han(more) and more not in PARTICLES else ""
