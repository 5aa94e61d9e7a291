"""The essays of a language, held against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..sections.outline import Outline
from .floor import floor
from .mentions import Essay, read_essays
from .rows import Numbers
from .similar import NEAREST, Scores, compare
from .weigh import Weighed, weigh

Offers = list[tuple[int, float]]
"""(another essay, its score), best first."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The essays of a language, held against each other."""

    weighed: Weighed
    scores: Scores
    order: Numbers
    """The pairs of `scores` by essay: best first, then newer, then by slug."""
    starts: Numbers
    """(essays + 1,) where those of each essay begin in `order`."""


def hold_together(outlines: Iterable[Outline | Essay], only: Collection[str] = (), nearest: int = NEAREST) -> Compared:
    """All essays of a language, weighed and each compared with so many of the nearest or more.

    With `only` some slugs those are compared with all, and no others.
    """
    given = list(outlines)
    essays = [each for each in given if isinstance(each, Essay)]
    essays += read_essays([each for each in given if isinstance(each, Outline)])
    weighed = weigh(sorted(essays, key=lambda essay: essay.outline.slug))
    asked = np.flatnonzero([not only or essay.slug in only for essay in weighed.essays])
    scores = compare(weighed, asked, nearest)
    days = {day: i for i, day in enumerate(sorted({essay.date for essay in weighed.essays}))}
    age = np.array([days[essay.date] for essay in weighed.essays])
    order = np.lexsort((scores.other, -age[scores.other], -scores.score, scores.one))
    return Compared(weighed, scores, order, np.searchsorted(scores.one, np.arange(len(weighed.essays) + 1)))


def nearest(compared: Compared, essay: int) -> Iterator[tuple[int, float]]:
    """(another essay, its score) of all that were compared with it, best first, without regard to the floor."""
    for pair in compared.order[compared.starts[essay] : compared.starts[essay + 1]]:
        yield int(compared.scores.other[pair]), float(compared.scores.score[pair])


def offers(compared: Compared) -> list[Offers]:
    """For each essay those of the same that are over the floor."""
    one, other = compared.scores.one[compared.order], compared.scores.other[compared.order]
    score, sizes = compared.scores.score[compared.order], compared.weighed.sizes
    good = np.flatnonzero(score >= floor(len(sizes), sizes[one], sizes[other]))
    found = list(zip(other[good].tolist(), score[good].tolist(), strict=True))
    return [found[first:end] for first, end in pairwise(np.searchsorted(good, compared.starts).tolist())]
