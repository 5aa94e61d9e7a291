"""Weighed essays -> which of them are near enough to be compared: by the terms that are strongest, and in time."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from .rows import Floats, Numbers, begins
from .weigh import Weighed

RECENT, DAYS = 0.5, 90.0  # essays of one day count 1.5 times, of a quarter apart 1.25 times
STRONGEST = 128  # terms of an essay by which those that may be near are found
NEAREST = 24  # essays of which the score is worked out for a long ranking
ENOUGH = 12  # of which it is worked out for a list of a few
GROUP = 32  # essays of which first the nearest one is looked for
PAIRS_AT_ONCE = 1 << 16  # pairs of which it is asked whether they are worth comparing


def days_of(weighed: Weighed) -> Numbers:
    """The day of each essay, as a number."""
    return np.array([date.fromisoformat(essay.date[:10]).toordinal() for essay in weighed.outlines])


def nearness(one: Numbers, other: Numbers) -> Floats:
    """What nearness in time multiplies a score by, of two days each; above 1 and up to 1 + RECENT."""
    nearness: Floats = 1 + np.float32(RECENT) / (1 + np.abs(one - other).astype(np.float32) / np.float32(DAYS))
    return nearness


def pairs(weighed: Weighed, essays: Numbers, nearest: int) -> tuple[Numbers, Numbers]:
    """The pairs worth comparing, as `both_ways`: of each of some essays, those near it by strong terms."""
    count, days = len(weighed.outlines), days_of(weighed)
    keys = [np.empty(0, np.int64)]
    at_once = max(1, PAIRS_AT_ONCE // count)
    for i in range(0, len(essays), at_once):
        some = essays[i : i + at_once]
        place, other = _nearest(weighed, days, some, nearest)
        keys.append(some[place] * count + other)
    found = np.concatenate(keys)
    return both_ways(found // count, found % count)


def both_ways(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Some pairs and their other way round, each once; they rise by the first of them, then by the other."""
    count = 1 + int(max(one.max(initial=0), other.max(initial=0)))
    both = np.sort(np.concatenate([one * count + other, other * count + one]))
    both = both[begins(both)]
    return both // count, both % count


def _nearest(weighed: Weighed, days: Numbers, essays: Numbers, nearest: int) -> tuple[Numbers, Numbers]:
    """(the place of one in `essays`, another essay) of the pairs worth comparing."""
    count = len(weighed.outlines)
    at, place = weighed.whole.places(essays)
    strong = _greatest(weighed.whole.values[at], place, STRONGEST)
    at, place = at[strong], place[strong]
    held, entry = weighed.holders.places(weighed.whole.columns[at])
    shared = weighed.holders.values[held] * weighed.whole.values[at][entry]
    found = np.bincount((place * count)[entry] + weighed.holders.columns[held], shared, len(essays) * count)
    scores = found.astype(np.float32).reshape(len(essays), count)
    scores *= nearness(days[essays][:, None], days)
    scores[np.arange(len(essays)), essays] = 0
    near, other = np.divmod(np.flatnonzero((scores >= _least(scores, nearest)) & (scores > 0)), count)
    greatest = _greatest(scores[near, other], near, nearest)
    return near[greatest], other[greatest]


def _least(scores: Floats, many: int) -> Floats:
    """For each row a score that so `many` of it reach; of a wide row few others do.

    It is the last of the greatest scores of as many groups of columns, which are found sooner than those of all.
    """
    greatest = np.maximum.reduceat(scores, np.arange(0, scores.shape[1], GROUP), axis=1)
    if greatest.shape[1] < many:
        return np.zeros((len(scores), 1), np.float32)
    least: Floats = np.partition(greatest, -many, axis=1)[:, [-many]]
    return least


def _greatest(values: Floats, place: Numbers, many: int) -> NDArray[np.bool_]:
    """Whether a value is one of so `many` greatest of its row, or as great as the last of them; `place` rises."""
    first = begins(place)
    sizes = np.diff(first, append=len(place))
    row = np.repeat(np.arange(len(first)), sizes)
    wide = np.zeros((len(first), max(many, *sizes.tolist(), 0)), np.float32)
    wide[row, np.arange(len(row)) - first[row]] = values
    is_great: NDArray[np.bool_] = values >= np.partition(wide, -many, axis=1)[:, -many][row]
    return is_great
