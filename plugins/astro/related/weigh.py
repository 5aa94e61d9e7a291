"""Mentions -> weighted terms: the arithmetic behind the ranking, the section and the reason.

A term's weight in a text is the square root of how often it stands there, lifted mentions counting more, times how
rare it is in the blog: ln((N + 1) / (df + .5)) where df of N essays have it, above 0 also on a blog of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from ..sections.outline import Outline
from .mentions import BODY, TITLE, Mentions, Numbered, find_mentions, shared_headings
from .naming import name_terms
from .rows import Floats, Numbers, Rows, rows_of, total
from .terms import Vocabulary, join

ALONE = 0.5  # of its rarity a word counts that no other essay has: it says little of what the essay is about


@dataclass(frozen=True)
class Weighed:
    """All essays of a language; a term is a word or a phrase that stands in two of them or more."""

    essays: tuple[Outline, ...]
    words: tuple[str, ...]
    """By number of term, in alphabetical order."""
    phrases: tuple[tuple[int, int], ...]
    """Their words; phrase k is term `len(words) + k`."""
    df: Numbers
    """(terms,) how many essays have each."""
    rarity: Floats
    """(terms,)"""
    whole: Rows
    """(essays, terms) weights, in rows of length 1 with the words that no other essay has."""
    parts: Rows
    """(sections, terms) weights of the sections of all essays one after the other, likewise."""
    lengths: Floats
    """(sections,) what the weights of `parts` were divided by."""
    first: Numbers
    """(essays + 1,) the row in `parts` of what stands before the first heading of each essay."""
    titles: Rows
    """(essays, terms) the share of each word in the rarity of a title; a row sums up to 1 or less."""
    named: Rows
    """(essays, terms) the terms of the title and of headings that name a subject."""
    shared: frozenset[str]
    """The plain forms of headings that name no subject."""
    sizes: tuple[int, ...]
    """(essays,) how many words each has, stop words left out."""

    def term(self, number: int) -> str:
        """A term, casefolded."""
        if number < len(self.words):
            return self.words[number]
        first, second = self.phrases[number - len(self.words)]
        return join(self.words[first], self.words[second])

    def is_phrase(self, number: int) -> bool:
        """Whether a term is a phrase."""
        return number >= len(self.words)

    @cached_property
    def number(self) -> dict[str, int]:
        """The term of each word."""
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def holders(self) -> Rows:
        """(terms, essays) `whole` turned round."""
        return self.whole.turned(len(self.df))


def weigh(essays: Sequence[Numbered], vocabulary: Vocabulary) -> Weighed:
    """The weights of one essay or more, sorted by their slugs and numbered by one vocabulary."""
    outlines = tuple(each.outline for each in essays)
    shared = shared_headings(outlines)
    n, size = len(essays), len(vocabulary.words)
    words, phrases = find_mentions(essays, shared, size)
    terms = name_terms(words, phrases, n, vocabulary)
    rarity = np.log((n + 1) / (terms.df + 0.5))
    lone = log((n + 1) / 1.5)
    first = np.cumsum([0, *(1 + sum(1 for _ in outline) for outline in outlines)])
    mentions = terms.of(words, phrases)
    alone = words.only(terms.place[words.word] < 0)
    whole, _ = _unit(mentions, alone, n, rarity, lone)
    parts, lengths = _unit(mentions.of_sections(), alone.of_sections(), int(first[-1]), rarity, lone)
    named = mentions.only(mentions.lift > BODY)
    return Weighed(
        essays=outlines,
        words=terms.words,
        phrases=terms.phrases,
        df=terms.df,
        rarity=rarity,
        whole=whole,
        parts=parts,
        lengths=lengths,
        first=first,
        titles=_titles(words.only(words.lift == TITLE), terms.place, np.append(rarity, lone), n),
        named=rows_of(named.essay, named.word, named.lift, n, len(rarity)),
        shared=shared,
        sizes=tuple(int((each.numbers >= 0).sum()) for each in essays),
    )


def _unit(mentions: Mentions, alone: Mentions, texts: int, rarity: Floats, lone: float) -> tuple[Rows, Floats]:
    """(weights of the terms of each text, in rows of length 1; what they were divided by).

    `alone` are the words that no other essay has, which are of rarity `lone`.
    """
    rows = rows_of(mentions.essay, mentions.word, mentions.lift, texts, len(rarity))
    return rows.weighted(rarity, total(alone.essay, alone.lift, texts) * (ALONE * lone) ** 2)


def _titles(words: Mentions, place: Numbers, rarity: Floats, essays: int) -> Rows:
    """The share of each word in the rarity of its title; that of a word that no other essay has is lost.

    `rarity` has that of such a word at its end.
    """
    once = np.unique(np.stack([words.essay, words.word]), axis=1)
    essay, term = once[0], place[once[1]]
    share = rarity[term] / total(essay, rarity[term], essays)[essay]
    return rows_of(essay[term >= 0], term[term >= 0], share[term >= 0], essays, len(rarity))
