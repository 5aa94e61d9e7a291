"""Which essays think about the same thing, in which section, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..sections.outline import Outline
from .links import LIMIT, RelatedLink
from .mentions import Numbered, parts
from .rows import Numbers
from .section import best_section
from .similar import Scores, compare
from .stop_words import stop_words
from .terms import Vocabulary, number, words_of
from .weigh import Weighed, weigh
from .why import reasons

SHORT, LONG = 500, 1000  # words, without stop words; longer essays share more by chance
Others = Mapping[str, Collection[str]]  # slugs by a slug


@dataclass(frozen=True, slots=True)
class Compared:
    """The essays of a language, held against each other."""

    weighed: Weighed
    scores: Scores
    order: Numbers
    """The pairs of `scores` by essay: best first, then newer, then by slug."""
    starts: Numbers
    """(essays + 1,) where those of each essay begin in `order`."""


def rank(
    outlines: Iterable[Outline],
    *,
    unrelated: Others | None = None,
    linked: Others | None = None,
    neighbours: Others | None = None,
    limit: int = LIMIT,
    read: Callable[[Outline], list[str]] = lambda essay: words_of(parts(essay)),
) -> dict[str, tuple[RelatedLink, ...]]:
    """For each essay, by its slug, at most `limit` links to others: best first, then newer, then by slug.

    `outlines` are the essays of one language, each slug once; their order does not matter. Pairs in `unrelated` are
    left out in both directions, those in `linked` in the one in which the essay leads to the other already;
    `neighbours` come in only where nothing else fills the list. A link needs a score over the floor and a reason that
    a reader would accept, so an essay may have none. `read` gives the words of an essay, as `words_of` does.
    """
    essays = list(outlines)
    if len(essays) < 2:
        return {essay.slug: () for essay in essays}
    compared = hold_together(essays, read)
    apart, had, near = unrelated or {}, linked or {}, neighbours or {}
    ranking = {}
    for i, essay in enumerate(compared.weighed.essays):
        slug = essay.slug
        out = {*apart.get(slug, ()), *had.get(slug, ())}
        found = (
            link for link in links_of(compared, i) if link.essay not in out and slug not in apart.get(link.essay, ())
        )
        ranking[slug] = _filled(found, near.get(slug, ()), limit)
    return ranking


def hold_together(
    outlines: Iterable[Outline], read: Callable[[Outline], list[str]] = lambda essay: words_of(parts(essay))
) -> Compared:
    """All essays of a language, one or more, weighed and compared."""
    essays = sorted(outlines, key=lambda outline: outline.slug)
    vocabulary = Vocabulary(stop_words(essays[0].lang))
    weighed = weigh([Numbered(essay, number(read(essay), vocabulary)) for essay in essays], vocabulary)
    scores = compare(weighed)
    _, age = np.unique([essay.date for essay in essays], return_inverse=True)
    order = np.lexsort((scores.other, -age[scores.other], -scores.score, scores.one))
    return Compared(weighed, scores, order, np.searchsorted(scores.one, np.arange(len(essays) + 1)))


def nearest(compared: Compared, essay: int) -> Iterator[tuple[int, float]]:
    """(another essay, its score) of all that were compared with it, best first, without regard to the floor."""
    for pair in compared.order[compared.starts[essay] : compared.starts[essay + 1]]:
        yield int(compared.scores.other[pair]), float(compared.scores.score[pair])


def links_of(compared: Compared, essay: int) -> Iterator[RelatedLink]:
    """The links that an essay could have, best first: those over the floor that have a reason."""
    weighed = compared.weighed
    for other, score in nearest(compared, essay):
        if score < floor(len(weighed.essays), 0, 0):
            break
        if score < floor(len(weighed.essays), weighed.sizes[essay], weighed.sizes[other]):
            continue
        if reason := reasons(weighed, essay, other):
            yield RelatedLink(weighed.essays[other].slug, best_section(weighed, essay, other), reason, score)


def floor(essays: int, one: int, other: int) -> float:
    """The score that two of so many essays must reach, with so many words each, stop words left out.

    .105 (1 - 1/N) for short essays, .105 + .18/(N + 1) for long ones, which share more words by chance; in between,
    between.
    Fitted on the links that the authors of two blogs made, confirmed on a third (`make bench-related`).
    """
    is_long = min(1.0, max(0.0, ((one + other) / 2 - SHORT) / (LONG - SHORT)))
    return (1 - is_long) * 0.105 * (1 - 1 / essays) + is_long * (0.105 + 0.18 / (essays + 1))


def _filled(found: Iterable[RelatedLink], neighbours: Collection[str], limit: int) -> tuple[RelatedLink, ...]:
    """The first `limit` links, neighbours only where there are no others; in the order in which they were found."""
    first: list[tuple[int, RelatedLink]] = []
    aside: list[tuple[int, RelatedLink]] = []
    for place in enumerate(found):
        (aside if place[1].essay in neighbours else first).append(place)
        if len(first) == limit:
            break
    chosen = [*first, *aside[: limit - len(first)]]
    return tuple(link for _, link in sorted(chosen, key=lambda place: place[0]))
