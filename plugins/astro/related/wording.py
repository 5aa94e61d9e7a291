"""Shared terms -> reasons, as the essay that a link leads to writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from ..regex import regex
from ..sections.outline import Outline
from .essays import parts
from .forms import aligned, normal
from .stop_words import stop_words
from .whole import Text, grows, whole_terms

_JOINED = regex(r"(?<![\w-])(?:\w+-){0,2}(\w+)-\Z")
_FAR = 40  # characters before a term in which the rest of its word is looked for


class _Essay(NamedTuple):
    """An essay as terms are looked for in it."""

    text: str
    """What stands under its headings, then the title and headings."""
    body: int
    """Where those begin."""
    folded: Text
    places: Sequence[int]
    """Where in `text` each character of `folded` stands."""
    lang: str


class _Way(NamedTuple):
    """How an essay writes a term."""

    way: str
    is_within: bool
    """Whether it stands so within sentences."""
    bare: str
    """Without the beginning of a word that the term lacks: `depth` of `in-depth`."""


def written(essay: Outline, several: Iterable[tuple[Outline, Sequence[str]]]) -> list[tuple[str, ...]]:
    """Each of several reasons, given by the essay that shares its terms, as `essay` writes them."""
    own, stop = _read(essay), stop_words(essay.lang)
    may_grow = cache(lambda term: grows(term, own.folded, stop))
    ways: dict[str, _Way] = {}
    found = []
    for source, terms in several:
        texts = (own.folded, _folded(source)) if any(map(may_grow, terms)) else ()
        whole = whole_terms(terms, texts, stop) if texts else terms
        for term in whole:
            if term not in ways:
                ways[term] = _written(term, own)
        told = [_as_both_say(ways[term], source) for term in whole]
        begins = any(each.way[0].isupper() and not each.is_within for each in told)
        begun = _read(source) if begins else own
        found.append(tuple(_without_capital(each, begun) for each in told))
    return found


def _folded(outline: Outline) -> Text:
    return Text(normal("\n".join(parts(outline)), outline.lang))


def _as_both_say(told: _Way, source: Outline) -> _Way:
    """Without what only one essay has before a hyphen: `depth`, where the other does not say `in-depth`."""
    if told.way == told.bare or _folded(source).places(normal(told.way, source.lang)):
        return told
    return told._replace(way=told.bare)


def _read(outline: Outline) -> _Essay:
    said = parts(outline)
    body = normalize("NFC", "\n".join(said[1::3]))
    text = "\n".join([body, *(normalize("NFC", title) for title in said[::3])])
    folded, places = aligned(text, outline.lang)
    return _Essay(text, len(body), Text(folded), places, outline.lang)


def _without_capital(told: _Way, source: _Essay) -> str:
    """A way in which a term only begins sentences or stands in titles, small where `source` writes it so in others."""
    way, is_within, _ = told
    small = way[:1].lower() + way[1:]
    return (
        way if is_within or way == small or (small, True) != _written(normal(way, source.lang), source)[:2] else small
    )


def _written(term: str, essay: _Essay) -> _Way:
    """How `term` mostly stands within the sentences of an essay.

    Of ways that stand there equally often it is one with the fewest capitals, which sentences and titles begin with,
    and without a hyphen, which words have before others. As it is where a mark parts the two words there.
    """
    text, body, folded, at, lang = essay
    ways: dict[str, int] = {}
    bare: dict[str, str] = {}
    for start, end in folded.places(term):
        first = at[start]
        way = text[first : at[end]]
        if text[first - 1 : first] == "-" and (whole := _whole_from(text, first, lang)) < first:
            bare[text[whole : at[end]]] = way
            first, way = whole, text[whole : at[end]]
        ways[way] = ways.get(way, 0) + (first < body and _goes_on(text, first))
    best = min(ways, key=lambda way: (-ways[way], sum(map(str.isupper, way)), "-" in way), default=term)
    return _Way(best, ways.get(best, 0) > 0, bare.get(best, best))


def _goes_on(text: str, place: int) -> bool:
    """Whether a sentence goes on at a place."""
    return place > 1 and text[place - 1] == " " and (text[place - 2].isalnum() or text[place - 2] in ",;")


def _whole_from(text: str, first: int, lang: str) -> int:
    """Where a word begins whose beginning before a hyphen no term has: `X-ray`, `in-depth`, `proof-of-stake`."""
    before = _JOINED.search(text, max(0, first - _FAR), first)
    if not before:
        return first
    return before.start() if len(before[1]) == 1 or normal(before[1], lang) in stop_words(lang) else first
