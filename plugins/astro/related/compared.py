"""The essays of a language, held against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .essays import Essay
from .floor import floor
from .kept import Kept
from .near import NEAREST, both_ways, pairs
from .rows import Floats, Numbers
from .similar import measure
from .weigh import Weighed, weigh

Offers = list[tuple[int, float]]
"""(another essay, its score), best first."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The essays of a language, held against each other; the pairs that were compared in columns, both ways round."""

    weighed: Weighed
    one: Numbers
    other: Numbers
    """By `one`, the best first, then newer ones, then by slug."""
    score: Floats
    starts: Numbers
    """(essays + 1,) where the pairs of each essay begin."""


def hold_together(
    essays: Iterable[Essay],
    only: Collection[str] = (),
    many: int = NEAREST,
    kept: Kept | None = None,
) -> Compared:
    """All essays of a language, weighed and each compared with so many of the nearest or more.

    With `only` some slugs those are compared with all, and no others. What is `kept` of pairs is not worked out again.
    """
    weighed = weigh(sorted(essays, key=lambda essay: essay.outline.slug))
    asked = np.flatnonzero([not only or essay.slug in only for essay in weighed.outlines])
    one, other = pairs(weighed, asked, many)
    score = _scores(weighed, one, other, kept or Kept())
    days = {day: i for i, day in enumerate(sorted({essay.date for essay in weighed.outlines}))}
    age = np.array([days[essay.date] for essay in weighed.outlines])
    order = np.lexsort((other, -age[other], -score, one))
    starts = np.searchsorted(one, np.arange(len(weighed.outlines) + 1))
    return Compared(weighed, one[order], other[order], score[order], starts)


def _scores(weighed: Weighed, one: Numbers, other: Numbers, kept: Kept) -> Floats:
    """The scores of pairs, which are the same both ways round."""
    later = np.flatnonzero(one < other)

    def compute(places: list[int]) -> list[float]:
        some = both_ways(one[later[places]], other[later[places]])
        found: list[float] = measure(weighed, *some).score[some[0] < some[1]].tolist()
        return found

    score = np.zeros(len(one))
    score[later] = kept.all("score", kept.keys(weighed, one[later], other[later]), compute)
    return np.where(one < other, score, score[np.argsort(other * len(weighed.outlines) + one)])


def nearest(compared: Compared, essay: int) -> Iterator[tuple[int, float]]:
    """(another essay, its score) of all that were compared with it, best first, without regard to the floor."""
    span = slice(compared.starts[essay], compared.starts[essay + 1])
    yield from zip(compared.other[span].tolist(), compared.score[span].tolist(), strict=True)


def offers(compared: Compared) -> list[Offers]:
    """For each essay those of the same that are over the floor."""
    sizes = compared.weighed.sizes
    good = np.flatnonzero(compared.score >= floor(len(sizes), sizes[compared.one], sizes[compared.other]))
    found = list(zip(compared.other[good].tolist(), compared.score[good].tolist(), strict=True))
    return [found[first:end] for first, end in pairwise(np.searchsorted(good, compared.starts).tolist())]
