"""Weighed essays -> how much each resembles those that are nearest to it.

A score is made of: the cosine of the two essays; that of each with the section of the other that is nearest to it; the
share of a title that the other essay says; and how near in time they were written, which tells of a series, an answer,
a subject that its author was busy with. What each of them brings is measured by tests/bench/related.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from .rows import Floats, Numbers, total
from .weigh import Weighed

WHOLE, SECTION, TITLE = 1.0, 1.0, 0.1
RECENT, DAYS = 0.5, 90.0  # essays of one day count 1.5 times, of a quarter apart 1.25 times
STRONGEST = 128  # terms of an essay by which those that may be near are found
NEAREST = 24  # essays of which the score is worked out


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


def compare(weighed: Weighed) -> Scores:
    """The scores of each essay with those that are nearest to it; symmetric."""
    one, other = _candidates(weighed)
    starts = np.searchsorted(one, np.arange(len(weighed.essays) + 1))
    empty = np.zeros((2, len(weighed.rarity)))  # made once: it is as long as the blog has terms
    found = [_against(weighed, i, other[starts[i] : starts[i + 1]], *empty) for i in range(len(weighed.essays))]
    back = np.lexsort((one, other))  # the places of the same pairs the other way round
    whole, section, title = ((column + column[back]) / 2 for column in np.concatenate(found, axis=1))
    days = np.array([date.fromisoformat(essay.date[:10]).toordinal() for essay in weighed.essays])
    time = 1 + RECENT / (1 + np.abs(days[one] - days[other]) / DAYS)
    words = (WHOLE * whole + SECTION * section + TITLE * title) / (WHOLE + SECTION + TITLE)
    score = np.round(words * time / (1 + RECENT), 6)
    return Scores(one, other, whole, section, title, time, np.clip(score, 0, 1))


def _candidates(weighed: Weighed) -> tuple[Numbers, Numbers]:
    """The pairs worth comparing, both ways round: for each essay those that share most of its strongest terms."""
    count = len(weighed.essays)
    pairs = [i * count + _nearest(weighed, i) for i in range(count)]
    keys = np.concatenate(pairs) if pairs else np.empty(0, np.int64)
    both = np.unique(np.concatenate([keys, keys % count * count + keys // count]))
    return both // count, both % count


def _nearest(weighed: Weighed, essay: int) -> Numbers:
    terms, weights = weighed.whole.of(essay)
    strongest = np.argsort(-weights, kind="stable")[:STRONGEST]
    places, term = weighed.holders.places(terms[strongest])
    shared = weighed.holders.values[places] * weights[strongest][term]
    scores = total(weighed.holders.columns[places], shared, len(weighed.essays))
    scores[essay] = 0
    near = np.flatnonzero(scores)
    if len(near) > NEAREST:
        near = near[np.argpartition(-scores[near], NEAREST)[:NEAREST]]
    return near


def _against(weighed: Weighed, essay: int, others: Numbers, dense: Floats, share: Floats) -> Floats:
    """(3, others): the cosine, the cosine with the nearest section, the share of the title that is said there.

    `dense` and `share` are (terms,) and hold 0, before and after.
    """
    vectors = ((dense, *weighed.whole.of(essay)), (share, *weighed.titles.of(essay)))
    for vector, terms, values in vectors:
        vector[terms] = values
    places, row = weighed.whole.places(others)
    said = weighed.whole.columns[places]
    whole = total(row, weighed.whole.values[places] * dense[said], len(others))
    title = total(row, share[said], len(others))
    sizes = weighed.first[others + 1] - weighed.first[others]
    begins = np.cumsum(sizes) - sizes
    sections = np.arange(sizes.sum()) + np.repeat(weighed.first[others] - begins, sizes)
    nearest = np.maximum.reduceat(weighed.parts.dots(sections, dense), begins) if len(others) else whole
    for vector, terms, _ in vectors:
        vector[terms] = 0
    return np.stack([whole, nearest, title])
