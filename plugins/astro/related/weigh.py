"""Outlines -> weighted terms, the arithmetic behind both the ranking and the reason printed with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt

from ..sections.outline import Outline, Section
from .terms import words

TITLE, HEADING, BODY = 5, 3, 1
# Headings that name a place in an essay, not its subject; with two essays a blog cannot know which those are.
GENERIC = frozenset(
    [
        *("acknowledgements", "afterword", "appendix", "background", "closing thoughts", "conclusion", "conclusions"),
        *("discussion", "epilogue", "everything else", "faq", "final thoughts", "footnotes", "further reading"),
        *("in closing", "introduction", "lessons learned", "looking ahead", "notes", "overview", "prologue"),
        *("questions", "references", "related thinking", "resources", "results", "summary", "takeaways", "thanks"),
        *("the open question", "tl;dr", "update", "updates", "what i'm watching", "what's next", "wrapping up"),
    ]
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How often an essay, or a part of it, says each term."""

    terms: Counter[str]
    """The single words; each mention counts by where it stands: TITLE, HEADING or BODY."""
    phrases: Counter[str]
    """The same of two words that follow each other, with a space between them."""
    named: frozenset[str]
    """The terms of the title and of headings that name a subject."""
    written: dict[str, str]
    """How a term is written; of several ways the one with the fewest capitals, which sentences begin with."""


def count(parts: Iterable[tuple[str, int]]) -> Counts:
    """The terms of texts, each text with what a mention in it counts (TITLE, HEADING or BODY)."""
    counts = Counts(Counter(), Counter(), frozenset(), {})
    named: set[str] = set()
    for text, weight in parts:
        previous = None
        for word in words(text):
            counts.terms[word.term] += weight
            _write(counts.written, word.term, word.written)
            if weight > BODY:
                named.add(word.term)
            if previous and word.phrase_goes_on:
                phrase = f"{previous.term} {word.term}"
                counts.phrases[phrase] += weight
                _write(counts.written, phrase, f"{previous.written} {word.written}")
            previous = word
    return replace(counts, named=frozenset(named))


def merge(parts: Iterable[Counts]) -> Counts:
    """The counts of all parts together."""
    all_ = Counts(Counter(), Counter(), frozenset(), {})
    for part in parts:
        all_.terms.update(part.terms)
        all_.phrases.update(part.phrases)
        all_ = replace(all_, named=all_.named | part.named)
        for term, written in part.written.items():
            _write(all_.written, term, written)
    return all_


def _write(ways: dict[str, str], term: str, written: str) -> None:
    known = ways.setdefault(term, written)
    if known != written and _capitals(written) < _capitals(known):
        ways[term] = written


def _capitals(text: str) -> int:
    return sum(map(str.isupper, text))


def normal(title: str) -> str:
    """A heading for comparing: case, kind of apostrophe and spaces do not matter."""
    return " ".join(title.casefold().replace("’", "'").split())


def shared_headings(outlines: Sequence[Outline]) -> frozenset[str]:
    """The normal forms of headings that name no subject: generic ones, and those that stand in two essays or more."""
    essays = Counter(title for outline in outlines for title in {normal(section.title) for section in outline})
    return GENERIC | {title for title, n in essays.items() if n > 1}


def count_section(section: Section, shared: frozenset[str]) -> Counts:
    """The counts of one section, without those below it; a shared heading says nothing."""
    heading = "" if normal(section.title) in shared else section.title
    return count([(heading, HEADING), (section.text, BODY)])


def rarities(counts: Sequence[Counts]) -> dict[str, float]:
    """ln((N + 1) / (df + .5)) of each term in two essays or more (of N, df have it); always above 0."""
    essays = Counter(term for each in counts for term in each.terms)
    return {term: log((len(counts) + 1) / (df + 0.5)) for term, df in essays.items() if df > 1}


def weights(counts: Counts, rarity: Mapping[str, float], essays: int) -> tuple[dict[str, float], float]:
    """((1 + ln tf) * rarity of the terms that another essay shares, the length of the vector of all terms)."""
    alone = log((essays + 1) / 1.5)
    vector: dict[str, float] = {}
    squares = 0.0
    for term, tf in counts.terms.items():
        weight = (1 + log(tf)) * rarity.get(term, alone)
        if term in rarity:
            vector[term] = weight
        squares += weight * weight
    return vector, sqrt(squares)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An essay as the ranking sees it."""

    outline: Outline
    counts: Counts
    sections: tuple[Counts, ...]
    """Those of the outline, in reading order."""
    vector: Mapping[str, float]
    length: float
