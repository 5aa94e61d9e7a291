"""Shared terms as whole as both essays say them: `data availability sampling`, not `availability sampling`.

Essays are compared by words and by phrases of two; what both say may be longer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from ..plain_text.scripts import SIGNS
from ..regex import regex
from .reading import is_han
from .unspaced import whole_word

REASONS = 3
LONGEST = 4  # words of a phrase; what both say at greater length is a quotation
_WORD = rf"\w[\w{SIGNS}']*"
_AFTER, _BEFORE = regex(rf" ({_WORD})"), regex(rf"(?<![\w{SIGNS}'])({_WORD}) \Z")
_FAR = 40  # characters before a phrase in which a word is looked for


class Text:
    """A folded text in which terms are looked for, each once; a hyphen joins words as a space does."""

    def __init__(self, folded: str) -> None:
        self.folded = folded.replace("-", " ")
        self._places: dict[str, list[tuple[int, int]]] = {}

    def places(self, term: str) -> list[tuple[int, int]]:
        """(where a term begins, where it ends), as whole words."""
        if term not in self._places:
            self._places[term] = [*_places(term.replace("-", " "), self.folded)]
        return self._places[term]


def whole_terms(terms: Sequence[str], texts: Sequence[Text], stop: Collection[str]) -> list[str]:
    """The first few terms, each with what stands beside it wherever two texts say it, none of which repeats another.

    They are as the first text says them. A phrase is given no word of `stop`.
    """
    found: list[str] = []
    for term in terms:
        whole = _whole(term, texts, stop)
        others = [other for other in found if _is_within(other, whole)]
        if others:
            found[found.index(others[0])] = whole
            found = [other for other in found if other not in others[1:]]
        elif len(whole) > 1 and not any(_repeats(whole, other) for other in found):
            found.append(whole)
        if len(found) == REASONS:
            break
    return found or [*terms[:REASONS]]


def grows(term: str, text: Text, stop: Collection[str]) -> bool:
    """Whether a text may say a term as a part of something longer."""
    return _is_unspaced(term) or (" " in term and any(_word_beside(term, text, way, stop) for way in (1, -1)))


def _places(term: str, text: str) -> Iterator[tuple[int, int]]:
    is_ascii, start = term.isascii(), text.find(term)
    while start >= 0:
        end = start + len(term)
        if not (is_ascii and (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())):
            yield start, end
        start = text.find(term, end)


def _whole(term: str, texts: Sequence[Text], stop: Collection[str]) -> str:
    if _is_unspaced(term):
        return whole_word(term, [text.folded for text in texts])
    return _longer(term, texts, stop) if " " in term else term


def _is_unspaced(term: str) -> bool:
    return is_han(term[0]) or is_han(term[-1])


def _is_within(term: str, other: str) -> bool:
    return term in other if is_han(term[0]) else _words(term) <= _words(other)


def _repeats(term: str, other: str) -> bool:
    """Whether a term is part of another one, or says most of its words again, or two of them."""
    words = _words(term)
    again = len(words & _words(other))
    return term in other if is_han(term[0]) else 2 * again > len(words) or again > 1


@lru_cache(maxsize=1 << 12)  # the same terms are shared by many pairs
def _words(term: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in term.split())


def _longer(phrase: str, texts: Sequence[Text], stop: Collection[str]) -> str:
    """A phrase with the words that follow it in most places of each text, then with those before it.

    A word may be a plural in one of them.
    """
    phrases = [phrase] * len(texts)
    for way in (1, -1):
        while phrases[0].count(" ") + 1 < LONGEST:
            more = [_word_beside(*each, way, stop) for each in zip(phrases, texts, strict=True)]
            if not all(more) or len(_words(" ".join(more))) > 1:
                break
            phrases = [f"{a} {b}" if way > 0 else f"{b} {a}" for a, b in zip(phrases, more, strict=True)]
    return phrases[0]


def _word_beside(phrase: str, text: Text, way: int, stop: Collection[str]) -> str:
    """The word that follows most mentions of a phrase, or that stands before them (`way` -1); empty where none does."""
    beside = _word_after if way > 0 else _word_before
    words = [beside(text.folded, place) for place in text.places(phrase)]
    word = next((word for word in words[: len(words) // 2 + 1] if 2 * words.count(word) > len(words)), "")
    return word if len(word) > 1 and not (word.isdecimal() or word in stop or word in phrase.split()) else ""


def _word_after(text: str, place: tuple[int, int]) -> str:
    found = _AFTER.match(text, place[1])
    return found[1].removesuffix("'s") if found else ""


def _word_before(text: str, place: tuple[int, int]) -> str:
    found = _BEFORE.search(text, max(0, place[0] - _FAR), place[0])
    return found[1] if found else ""
