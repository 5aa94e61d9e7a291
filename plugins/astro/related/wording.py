"""Shared terms -> reasons, as the essay that a link leads to writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from ..sections.outline import Outline
from .forms import aligned, normal
from .mentions import parts
from .terms import is_han

REASONS = 3
# They stand beside a Chinese word and are part of none; other such characters are part of some.
PARTICLES = frozenset("的了是也我你他她它这那")


class _Essay(NamedTuple):
    """An essay as terms are looked for in it."""

    text: str
    """What stands under its headings, then the title and headings."""
    body: int
    """Where those begin."""
    folded: str
    places: Sequence[int]
    """Where in `text` each character of `folded` stands."""


def written(essay: Outline, several: Iterable[tuple[Outline, Sequence[str]]]) -> list[tuple[str, ...]]:
    """Each of several reasons, given by the essay that shares its terms, as `essay` writes them."""
    own = _read(essay)
    ways: dict[str, tuple[str, bool]] = {}
    found = []
    for source, terms in several:
        is_unspaced = any(is_han(term[0]) or is_han(term[-1]) for term in terms)
        whole = whole_words(terms, (own.folded, normal("\n".join(parts(source))))) if is_unspaced else terms
        for term in whole:
            if term not in ways:
                ways[term] = _written(term, own)
        told = [ways[term] for term in whole]
        begins = any(way[0].isupper() and not is_within for way, is_within in told)
        begun = _read(source) if begins else own
        found.append(tuple(_without_capital(each, begun) for each in told))
    return found


def _read(outline: Outline) -> _Essay:
    said = parts(outline)
    body = normalize("NFC", "\n".join(said[1::3]))
    text = "\n".join([body, *(normalize("NFC", title) for title in said[::3])])
    return _Essay(text, len(body), *aligned(text))


def whole_words(terms: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The first few terms, each with what stands beside it wherever two texts say it, but none within another.

    Chinese and Japanese are compared by two and three characters, wherever words begin and end: of `然语言`, which both
    texts say in `自然语言处理`, that is what is shared.
    """
    found: list[str] = []
    for term in terms:
        whole = _grown(_grown(_trimmed(_joined(term, texts)), texts, 1), texts, -1)
        if len(whole) > 1 and not any(_is_within(whole, other) for other in found):
            found = [other for other in found if not _is_within(other, whole)] + [whole]
    return (found or [*terms])[:REASONS]


def _joined(term: str, texts: Sequence[str]) -> str:
    """A phrase without its space where texts have none there: `css的`."""
    joined = term.replace(" ", "")
    return joined if all(joined in text and term not in text for text in texts) else term


def _is_within(term: str, other: str) -> bool:
    return is_han(term[0]) and term in other


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
    places = [*_places(term, text)]
    if not places:
        return ""
    at = [start + len(term) if way > 0 else start - 1 for start in places]
    (more, often), *_ = Counter(text[i : i + 1] if i >= 0 else "" for i in at).most_common(1)
    return more if 2 * often > len(places) and is_han(more) and more not in PARTICLES else ""


def _places(term: str, text: str) -> Iterator[int]:
    """Where a term begins in a text."""
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + len(term))


def _without_capital(told: tuple[str, bool], source: _Essay) -> str:
    """A way in which a term only begins sentences or stands in titles, small where `source` writes it so in others."""
    way, is_within = told
    small = way[:1].lower() + way[1:]
    return way if is_within or way == small or (small, True) != _written(normal(way), source) else small


def _written(term: str, essay: _Essay) -> tuple[str, bool]:
    """(`term` as it mostly stands within the sentences of an essay, whether it stands there).

    Of ways that stand there equally often it is one with the fewest capitals, which sentences and titles begin with.
    As it is where a mark parts the two words there.
    """
    text, body, folded, places = essay
    ways: dict[str, int] = {}
    for form in (term, term.replace(" ", "-")) if " " in term else (term,):
        is_ascii = form.isascii()
        for start in _places(form, folded):
            end = start + len(form)
            if not (is_ascii and (folded[start - 1 : start].isalnum() or folded[end : end + 1].isalnum())):
                first = places[start]
                way = text[first : places[end]]
                ways[way] = ways.get(way, 0) + (first < body and _goes_on(text, first))
    best = min(ways, key=lambda way: (-ways[way], sum(map(str.isupper, way))), default=term)
    return best, ways.get(best, 0) > 0


def _goes_on(text: str, place: int) -> bool:
    """Whether a sentence goes on at a place."""
    return place > 1 and text[place - 1] == " " and (text[place - 2].isalnum() or text[place - 2] in ",;")
