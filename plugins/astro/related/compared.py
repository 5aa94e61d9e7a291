"""The essays of a language, held against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ..sections.outline import Outline
from .mentions import Essay, read_essays
from .rows import Numbers
from .similar import Scores, compare
from .weigh import Weighed, weigh


@dataclass(frozen=True, slots=True)
class Compared:
    """The essays of a language, held against each other."""

    weighed: Weighed
    scores: Scores
    order: Numbers
    """The pairs of `scores` by essay: best first, then newer, then by slug."""
    starts: Numbers
    """(essays + 1,) where those of each essay begin in `order`."""


def hold_together(outlines: Iterable[Outline | Essay], only: Collection[str] = ()) -> Compared:
    """All essays of a language, weighed and compared; with `only` some slugs those with all, and no others."""
    given = list(outlines)
    essays = [each for each in given if isinstance(each, Essay)]
    essays += read_essays([each for each in given if isinstance(each, Outline)])
    weighed = weigh(sorted(essays, key=lambda essay: essay.outline.slug))
    asked = np.flatnonzero([not only or essay.slug in only for essay in weighed.essays])
    scores = compare(weighed, asked)
    _, age = np.unique([essay.date for essay in weighed.essays], return_inverse=True)
    order = np.lexsort((scores.other, -age[scores.other], -scores.score, scores.one))
    return Compared(weighed, scores, order, np.searchsorted(scores.one, np.arange(len(weighed.essays) + 1)))


def nearest(compared: Compared, essay: int) -> Iterator[tuple[int, float]]:
    """(another essay, its score) of all that were compared with it, best first, without regard to the floor."""
    for pair in compared.order[compared.starts[essay] : compared.starts[essay + 1]]:
        yield int(compared.scores.other[pair]), float(compared.scores.score[pair])
