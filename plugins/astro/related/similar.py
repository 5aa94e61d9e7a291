"""Weighed essays -> how much each resembles those that are nearest to it.

A score is made of: the cosine of the two essays; that of each with the section of the other that is nearest to it; the
share of a title that the other essay says; and how near in time they were written, which tells of a series, an answer,
a subject that its author was busy with. What each of them brings is measured by tests/bench/related.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .rows import Floats, Numbers, begins, total
from .weigh import Weighed

WHOLE, SECTION, TITLE = 1.0, 1.0, 0.1
RECENT, DAYS = 0.5, 90.0  # essays of one day count 1.5 times, of a quarter apart 1.25 times
STRONGEST = 128  # terms of an essay by which those that may be near are found
NEAREST = 24  # essays of which the score is worked out for a long ranking
ENOUGH = 12  # of which it is worked out for a list of a few
AT_ONCE = 1 << 16  # pairs of which it is asked whether they are worth comparing


@dataclass(frozen=True, slots=True)
class Scores:
    """The pairs of essays that were compared, both ways round, in columns; rising by `one`, then by `other`."""

    one: Numbers
    other: Numbers
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


def compare(weighed: Weighed, only: Numbers | None = None, nearest: int = NEAREST) -> Scores:
    """The scores of each essay, or of `only` some, with so many that are nearest to it or more; symmetric."""
    days = np.array([date.fromisoformat(essay.date[:10]).toordinal() for essay in weighed.essays])
    one, other = _pairs(weighed, days, np.arange(len(weighed.essays)) if only is None else only, nearest)
    whole, section = _cosines(weighed, one, other)
    title = _titles_said(weighed, one, other)
    back = np.argsort(other * len(weighed.essays) + one)  # the places of the same pairs the other way round
    whole = np.where(one < other, whole, whole[back])
    section, title = ((column + column[back]) / 2 for column in (section, title))
    time = _nearness(days[one], days[other])
    words = (WHOLE * whole + SECTION * section + TITLE * title) / (WHOLE + SECTION + TITLE)
    score = np.round(words * time / (1 + RECENT), 6)
    return Scores(one, other, whole, section, title, time, np.clip(score, 0, 1))


def _nearness(one: Numbers, other: Numbers) -> Floats:
    """What nearness in time multiplies a score by, of two days each; above 1 and up to 1 + RECENT."""
    nearness: Floats = 1 + np.float32(RECENT) / (1 + np.abs(one - other).astype(np.float32) / np.float32(DAYS))
    return nearness


def _pairs(weighed: Weighed, days: Numbers, essays: Numbers, nearest: int) -> tuple[Numbers, Numbers]:
    """The pairs worth comparing, both ways round: for each of `essays` those that share most of its strongest terms."""
    count = len(weighed.essays)
    keys = [np.empty(0, np.int64)]
    at_once = max(1, AT_ONCE // count)
    for i in range(0, len(essays), at_once):
        some = essays[i : i + at_once]
        place, other = _nearest(weighed, days, some, nearest)
        keys.append(some[place] * count + other)
    pairs = np.concatenate(keys)
    both = np.sort(np.concatenate([pairs, pairs % count * count + pairs // count]))
    both = both[begins(both)]
    return both // count, both % count


def _nearest(weighed: Weighed, days: Numbers, essays: Numbers, nearest: int) -> tuple[Numbers, Numbers]:
    """(the place of one in `essays`, another essay) of the pairs worth comparing."""
    count = len(weighed.essays)
    at, place = weighed.whole.places(essays)
    strong = _strongest(weighed.whole.values[at], place)
    at, place = at[strong], place[strong]
    held, entry = weighed.holders.places(weighed.whole.columns[at])
    shared = weighed.holders.values[held] * weighed.whole.values[at][entry]
    found = np.bincount(place[entry] * count + weighed.holders.columns[held], shared, len(essays) * count)
    scores = found.astype(np.float32).reshape(len(essays), count)
    scores *= _nearness(days[essays][:, None], days)
    scores[np.arange(len(essays)), essays] = 0
    least = np.partition(scores, -nearest, axis=1)[:, [-nearest]] if count > nearest else np.float32(0)
    near, other = np.nonzero((scores >= least) & (scores > 0))
    return near, other


def _strongest(values: Floats, place: Numbers) -> NDArray[np.bool_]:
    """Whether a value is one of the STRONGEST of its row, or as strong as the last of them; `place` rises."""
    first = begins(place)
    sizes = np.diff(first, append=len(place))
    row = np.repeat(np.arange(len(first)), sizes)
    wide = np.zeros((len(first), max(STRONGEST, *sizes.tolist(), 0)), np.float32)
    wide[row, np.arange(len(row)) - first[row]] = values
    is_strong: NDArray[np.bool_] = values >= np.partition(wide, -STRONGEST, axis=1)[:, -STRONGEST][row]
    return is_strong


def _cosines(weighed: Weighed, one: Numbers, other: Numbers) -> tuple[Floats, Floats]:
    """(the cosine of each pair with one < other and 0 of others, the cosine of one with the nearest section of other).

    `one` rises.
    """
    whole, later = np.zeros(len(one)), np.flatnonzero(one < other)
    whole[later] = weighed.whole.dots(spread(weighed, one[later]), other[later], other[later] + 1)
    products, firsts = of_sections(weighed, one, other)
    return whole, np.maximum.reduceat(products, firsts) if len(one) else whole


def spread(weighed: Weighed, one: Numbers) -> Iterator[tuple[slice, Floats]]:
    """For each essay in `one`, which rises: (its pairs, its weights with a place for every term).

    The weights are good until the next ones are asked for: to make them anew would take longer than to use them.
    """
    dense = np.zeros(len(weighed.rarity), np.float32)
    bounds = [*begins(one).tolist(), len(one)]
    for first, end in pairwise(bounds):
        terms, values = weighed.whole.of(one[first])
        dense[terms] = values
        yield slice(first, end), dense
        dense[terms] = 0


def of_sections(weighed: Weighed, one: Numbers, other: Numbers) -> tuple[Floats, Numbers]:
    """(the product of each section of `other` with `one`, pair by pair; where those of each pair begin).

    `one` rises.
    """
    firsts, ends = weighed.first[other], weighed.first[other + 1]
    return weighed.parts.dots(spread(weighed, one), firsts, ends), np.cumsum(ends - firsts) - (ends - firsts)


def _titles_said(weighed: Weighed, one: Numbers, other: Numbers) -> Floats:
    """The share of the title of one that the other says."""
    at, pair = weighed.titles.places(one)
    found = weighed.whole.has(other[pair], weighed.titles.columns[at])
    return total(pair[found], weighed.titles.values[at[found]], len(one))
