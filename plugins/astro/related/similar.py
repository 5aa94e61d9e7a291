"""Weighed essays -> how much each resembles those that are nearest to it.

A score is made of: the cosine of the two essays; that of each with the section of the other that is nearest to it; the
share of a title that the other essay says; and how near in time they were written, which tells of a series, an answer,
a subject that its author was busy with. What each of them brings is measured by tests/bench/related.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .near import RECENT, days_of, nearness
from .rows import Floats, Numbers, begins, total
from .weigh import Weighed

WHOLE, SECTION, TITLE = 1.0, 1.0, 0.1


@dataclass(frozen=True, slots=True)
class Scores:
    """Of the pairs of essays that were compared, in their order, in columns."""

    whole: Floats
    """0-1, the cosine of the two."""
    section: Floats
    """0-1, the mean of the cosines of each with the nearest section of the other."""
    title: Floats
    """0-1, the mean share of each title that the other says."""
    time: Floats
    """Above 1 and up to 1 + RECENT."""
    score: Floats
    """0-1, all of them together, to six places."""


def measure(weighed: Weighed, one: Numbers, other: Numbers) -> Scores:
    """The scores of pairs, which are given as by `near.both_ways`; symmetric."""
    days = days_of(weighed)
    whole, section = _cosines(weighed, one, other)
    title = _titles_said(weighed, one, other)
    back = np.argsort(other * len(weighed.outlines) + one)  # the places of the same pairs the other way round
    whole = np.where(one < other, whole, whole[back])
    section, title = ((column + column[back]) / 2 for column in (section, title))
    time = nearness(days[one], days[other])
    words = (WHOLE * whole + SECTION * section + TITLE * title) / (WHOLE + SECTION + TITLE)
    score = np.round(words * time / (1 + RECENT), 6)
    return Scores(whole, section, title, time, np.clip(score, 0, 1))


def _cosines(weighed: Weighed, one: Numbers, other: Numbers) -> tuple[Floats, Floats]:
    """(the cosine of each pair with one < other and 0 of others, the cosine of one with the nearest section of other).

    `one` rises.
    """
    whole, later = np.zeros(len(one)), np.flatnonzero(one < other)
    whole[later] = weighed.whole.dots(vectors(weighed, one[later]), other[later], other[later] + 1)
    products, firsts = of_sections(weighed, one, other)
    return whole, np.maximum.reduceat(products, firsts) if len(one) else whole


def vectors(weighed: Weighed, one: Numbers) -> Iterator[tuple[slice, Floats]]:
    """For each essay in `one`, which rises: (its pairs, its weights with a place for every term).

    The weights are good until the next ones are asked for: to make them anew would take longer than to use them.
    """
    dense = np.zeros(len(weighed.rarity), np.float32)
    bounds = [*begins(one).tolist(), len(one)]
    for first, end in pairwise(bounds):
        columns, values = weighed.whole.of(one[first])
        terms = columns.astype(np.intp)  # else numpy does that each time
        dense[terms] = values
        yield slice(first, end), dense
        dense[terms] = 0


def of_sections(weighed: Weighed, one: Numbers, other: Numbers) -> tuple[Floats, Numbers]:
    """(the product of each section of `other` with `one`, pair by pair; where those of each pair begin).

    `one` rises.
    """
    firsts, ends = weighed.first[other], weighed.first[other + 1]
    return weighed.sections.dots(vectors(weighed, one), firsts, ends), np.cumsum(ends - firsts) - (ends - firsts)


def _titles_said(weighed: Weighed, one: Numbers, other: Numbers) -> Floats:
    """The share of the title of one that the other says."""
    at, pair = weighed.titles.places(one)
    found = weighed.whole.has(other[pair], weighed.titles.columns[at])
    return total(pair[found], weighed.titles.values[at[found]], len(one))
