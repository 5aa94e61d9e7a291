"""Which essays think about the same thing, in which section, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..sections.outline import Outline
from .compared import Compared, hold_together, nearest
from .links import LIMIT, RelatedLink
from .mentions import Essay
from .section import best_section, best_sections
from .weigh import Weighed
from .why import proof, written

SHORT, LONG = 500, 1000  # words, without stop words; longer essays share more by chance
Others = Mapping[str, Collection[str]]  # slugs by a slug


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one essay to another, in numbers."""

    one: int
    other: int
    slug: str
    proof: tuple[int, ...]
    score: float


Proofs = dict[tuple[int, int], tuple[int, ...]]
"""The terms of the reason of each pair of essays, the lower number first."""


def rank(
    outlines: Iterable[Outline | Essay],
    *,
    unrelated: Others | None = None,
    linked: Others | None = None,
    neighbours: Others | None = None,
    limit: int = LIMIT,
    only: Collection[str] = (),
) -> dict[str, tuple[RelatedLink, ...]]:
    """For each essay, by its slug, at most `limit` links to others: best first, then newer, then by slug.

    `outlines` are the essays of one language, each slug once; their order does not matter. Pairs in `unrelated` are
    left out in both directions, those in `linked` in the one in which the essay leads to the other already;
    `neighbours` come in only where nothing else fills the list. A link needs a score over the floor and a reason that
    a reader would accept, so an essay may have none. With `only` some slugs the others are found, but get no list.
    """
    essays = list(outlines)
    if len(essays) < 2:
        return {_outline(essay).slug: () for essay in essays}
    compared = hold_together(essays, only)
    apart, had, near = unrelated or {}, linked or {}, neighbours or {}
    because: dict[str, set[str]] = {}
    for slug, others in apart.items():
        for other in others:
            because.setdefault(other, set()).add(slug)
    chosen: dict[str, tuple[Link, ...]] = {}
    proofs: Proofs = {}
    for i, essay in enumerate(compared.weighed.essays):
        slug = essay.slug
        if only and slug not in only:
            continue
        out = {*apart.get(slug, ()), *had.get(slug, ()), *because.get(slug, ())}
        chosen[slug] = _filled(_found(compared, i, out, proofs), near.get(slug, ()), limit)
    links = [link for those in chosen.values() for link in those]
    sections = iter(best_sections(compared.weighed, [link.one for link in links], [link.other for link in links]))
    return {
        slug: tuple(_told(compared.weighed, link, next(sections)) for link in those) for slug, those in chosen.items()
    }


def links_of(compared: Compared, essay: int) -> Iterator[RelatedLink]:
    """The links that an essay could have, best first: those over the floor that have a reason."""
    for link in _found(compared, essay, (), {}):
        yield _told(compared.weighed, link, best_section(compared.weighed, essay, link.other))


def _found(compared: Compared, essay: int, out: Collection[str], proofs: Proofs) -> Iterator[Link]:
    """The same but to the slugs `out`; `proofs` are those of pairs that were asked for before."""
    weighed = compared.weighed
    for other, score in nearest(compared, essay):
        if score < floor(len(weighed.essays), 0, 0):
            break
        slug = weighed.essays[other].slug
        if slug in out or score < floor(len(weighed.essays), weighed.sizes[essay], weighed.sizes[other]):
            continue
        pair = min(essay, other), max(essay, other)
        if pair not in proofs:
            proofs[pair] = proof(weighed, *pair)
        if proofs[pair]:
            yield Link(essay, other, slug, proofs[pair], score)


def _told(weighed: Weighed, link: Link, section: str) -> RelatedLink:
    return RelatedLink(link.slug, section, written(weighed, link.proof, link.other), link.score)


def _outline(essay: Outline | Essay) -> Outline:
    return essay.outline if isinstance(essay, Essay) else essay


def floor(essays: int, one: int, other: int) -> float:
    """The score that two of so many essays must reach, with so many words each, stop words left out.

    .105 (1 - 1/N) for short essays, .105 + .18/(N + 1) for long ones, which share more words by chance; in between,
    between.
    Fitted on the links that the authors of two blogs made, confirmed on a third (`make bench-related`).
    """
    is_long = min(1.0, max(0.0, ((one + other) / 2 - SHORT) / (LONG - SHORT)))
    return (1 - is_long) * 0.105 * (1 - 1 / essays) + is_long * (0.105 + 0.18 / (essays + 1))


def _filled(found: Iterable[Link], neighbours: Collection[str], limit: int) -> tuple[Link, ...]:
    """The first `limit` links, neighbours only where there are no others; in the order in which they were found."""
    first: list[tuple[int, Link]] = []
    aside: list[tuple[int, Link]] = []
    for place in enumerate(found):
        (aside if place[1].slug in neighbours else first).append(place)
        if len(first) == limit:
            break
    chosen = [*first, *aside[: limit - len(first)]]
    return tuple(link for _, link in sorted(chosen, key=lambda place: place[0]))
