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
from numpy.typing import NDArray

from ..sections.outline import Outline
from .code import in_code_alone
from .essays import BODY, Essay, parts_of, shared_headings
from .hashes import Codes
from .reading import join
from .rows import Floats, Numbers, Rows, counted, total
from .terms import Terms, find_terms
from .titles import shares_of
from .weak import prove_nothing

ALONE = 0.5  # of its rarity a word counts that no other essay has: it says little of what the essay is about


@dataclass(frozen=True)
class Weighed:
    """All essays of a language; a term is a word or a phrase that stands in two of them or more."""

    outlines: tuple[Outline, ...]
    essays: tuple[Essay, ...]
    """The same, with their words."""
    words: tuple[str, ...]
    """By number of term."""
    codes: Codes
    """(words,)"""
    phrases: Numbers
    """(phrases, 2) their words; phrase k is term `len(words) + k`."""
    df: Numbers
    """(terms,) how many essays have each."""
    rarity: Floats
    """(terms,)"""
    whole: Rows
    """(essays, terms) weights, in rows of length 1 with the words that no other essay has."""
    sections: Rows
    """(sections, terms) weights of the sections of all essays one after the other, likewise."""
    lengths: Floats
    """(sections,) what the weights of `sections` were divided by."""
    first: Numbers
    """(essays + 1,) the row in `sections` of what stands before the first heading of each essay."""
    titles: Rows
    """(essays, terms) the share of each word in the rarity of a title; a row sums up to 1 or less."""
    named: Rows
    """(essays, terms) the terms of the title and of headings that name a subject."""
    headings: Rows
    """(sections, terms) the terms of each heading that names a subject."""
    nameless: NDArray[np.bool_]
    """(sections,) whether its heading names no subject."""
    in_code: Rows
    """(essays, terms) the terms that stand in code alone."""
    sizes: Numbers
    """(essays,) how many words each has, stop words left out."""
    endings: Numbers
    """(essays,) how many of them, at its end, are not counted, as other essays end so too."""

    def term(self, number: int) -> str:
        """A term, casefolded."""
        words = self.words_of(number)
        return words[0] if len(words) == 1 else join(*words)

    def words_of(self, number: int) -> tuple[str, ...]:
        """The word of a term, or the two of a phrase."""
        if number < len(self.words):
            return (self.words[number],)
        first, second = self._phrases
        return self.words[first[number - len(self.words)]], self.words[second[number - len(self.words)]]

    @cached_property
    def _phrases(self) -> list[list[int]]:
        columns: list[list[int]] = self.phrases.T.tolist()  # of which one number is had many times as fast
        return columns

    @cached_property
    def proves_nothing(self) -> NDArray[np.bool_]:
        """(terms,) which of them do, as `weak` has it."""
        return prove_nothing(self.words, self.phrases, self.outlines[0].lang)

    @cached_property
    def holders(self) -> Rows:
        """(terms, essays) `whole` turned round."""
        return self.whole.turned(len(self.df))


def weigh(essays: Sequence[Essay]) -> Weighed:
    """The weights of one essay or more, sorted by their slugs."""
    shared = shared_headings(each.headings for each in essays)
    parts = parts_of(essays, shared)
    terms = find_terms(essays, parts)
    n = len(essays)
    rarity, lone = np.log((n + 1) / (terms.df + 0.5)), log((n + 1) / 1.5)
    first = np.cumsum([0, *(1 + len(each.sections) for each in essays)])
    lift = parts.lift[terms.part]
    whole, _ = _unit(terms, parts.essay, lift, parts.lift, rarity, lone, n)
    sections, lengths = _unit(terms, parts.section, lift, parts.lift, rarity, lone, int(first[-1]))
    is_named = lift > BODY
    part, term, often = terms.part[is_named], terms.term[is_named], lift[is_named]
    nameless = np.zeros(int(first[-1]), bool)
    nameless[parts.section[(parts.lift == 0) & (parts.section >= 0)]] = True
    return Weighed(
        outlines=tuple(each.outline for each in essays),
        essays=tuple(essays),
        words=terms.words,
        codes=terms.codes,
        phrases=terms.phrases,
        df=terms.df,
        rarity=rarity,
        whole=whole,
        sections=sections,
        lengths=lengths,
        first=first,
        titles=shares_of(terms, parts, np.append(rarity, lone), n),
        named=counted(parts.essay[part], term, often, n, len(rarity)),
        headings=counted(parts.section[part], term, often, int(first[-1]), len(rarity)),
        nameless=nameless,
        in_code=in_code_alone(terms, parts, n, len(rarity)),
        sizes=np.array([len(each.said.goes_on) for each in essays]),
        endings=terms.endings,
    )


def _unit(
    terms: Terms, texts: Numbers, often: Numbers, lift: Numbers, rarity: Floats, lone: float, count: int
) -> tuple[Rows, Floats]:
    """(weights of the terms of each of `count` texts, in rows of length 1; what they were divided by).

    `texts` and `lift` are those of each part, `often` is the lift of each mention. A lone word is of rarity `lone`.
    """
    of_lone = texts[terms.lone_part]
    inside = of_lone >= 0
    lone_lifts = total(of_lone[inside], lift[terms.lone_part[inside]], count)
    rows = counted(texts[terms.part], terms.term, often, count, len(rarity))
    return rows.weighted(rarity, lone_lifts * (ALONE * lone) ** 2)
