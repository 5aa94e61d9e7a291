"""Which essays think about the same thing, in which section, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..sections.outline import Outline
from .compared import Compared, Offers, hold_together, offers
from .links import LIMIT, RelatedLink
from .mentions import Essay
from .rows import Numbers
from .section import best_sections
from .similar import ENOUGH
from .weigh import Weighed
from .why import proof, proofs, written

Others = Mapping[str, Collection[str]]  # slugs by a slug
AT_ONCE = 1 << 12  # pairs of which the proofs are worked out together


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one essay to another, in numbers."""

    one: int
    other: int
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
    compared = hold_together(essays, only, ENOUGH)
    weighed = compared.weighed
    number = {essay.slug: i for i, essay in enumerate(weighed.essays)}
    slugs = [essay.slug for essay in weighed.essays]  # of a blog that will be refused, one may be there twice
    out = _numbers(number, slugs, unrelated or {}, linked or {}, _turned(unrelated or {}))
    near = _numbers(number, slugs, neighbours or {})
    asked = [i for slug, i in number.items() if not only or slug in only]
    offered = [[offer for offer in those if offer[0] not in out[i]] for i, those in enumerate(offers(compared))]
    known = _proofs(weighed, ((i, other) for i in asked for other, _ in offered[i][: limit + 1]))
    chosen = [link for i in asked for link in _filled(_found(weighed, i, offered[i], known), near[i], limit)]
    lists: dict[str, tuple[RelatedLink, ...]] = dict.fromkeys((weighed.essays[i].slug for i in asked), ())
    for link, told in zip(chosen, _told(weighed, chosen), strict=True):
        lists[weighed.essays[link.one].slug] += (told,)
    return lists


def links_of(compared: Compared) -> Iterator[Iterator[RelatedLink]]:
    """The links that each essay could have, best first: those over the floor that have a reason."""
    for essay, offered in enumerate(offers(compared)):
        found = _found(compared.weighed, essay, offered, {})
        yield (told for link in found for told in _told(compared.weighed, [link]))


def _numbers(number: Mapping[str, int], slugs: Iterable[str], *several: Others) -> list[set[int]]:
    """For each of the essays with these slugs the numbers of those that any of `several` names."""
    return [
        {number[other] for others in several for other in others.get(slug, ()) if other in number} for slug in slugs
    ]


def _turned(others: Others) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {}
    for slug, those in others.items():
        for other in those:
            turned.setdefault(other, set()).add(slug)
    return turned


def _proofs(weighed: Weighed, pairs: Iterable[tuple[int, int]]) -> Proofs:
    """The proofs of pairs, either way round, worked out together, which is much faster than one by one."""
    wanted = sorted({(min(pair), max(pair)) for pair in pairs})
    found: Proofs = {}
    for i in range(0, len(wanted), AT_ONCE):  # of a large blog the terms of all pairs take much memory
        some = wanted[i : i + AT_ONCE]
        found |= zip(some, proofs(weighed, *_columns(some)), strict=True)
    return found


def _columns(pairs: Iterable[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    one, other = np.array([*pairs], np.int64).reshape(-1, 2).T
    return one, other


def _found(weighed: Weighed, essay: int, offered: Offers, known: Proofs) -> Iterator[Link]:
    """The links to those offered that have a reason; `known` are those of pairs that were asked for before."""
    for other, score in offered:
        pair = min(essay, other), max(essay, other)
        if pair not in known:
            known[pair] = proof(weighed, *pair)
        if known[pair]:
            yield Link(essay, other, known[pair], score)


def _told(weighed: Weighed, links: Sequence[Link]) -> Iterator[RelatedLink]:
    """Links in the words of the essays that they lead to; the numbers of those that they stand in rise."""
    by_other: dict[int, list[Link]] = {}
    for link in links:
        by_other.setdefault(link.other, []).append(link)
    reasons = {
        (link.one, other): reason
        for other, those in by_other.items()
        for link, reason in zip(those, written(weighed, other, (link.proof for link in those)), strict=True)
    }
    sections = best_sections(weighed, *_columns((link.one, link.other) for link in links))
    for link, section in zip(links, sections, strict=True):
        yield RelatedLink(weighed.essays[link.other].slug, section, reasons[link.one, link.other], link.score)


def _outline(essay: Outline | Essay) -> Outline:
    return essay.outline if isinstance(essay, Essay) else essay


def _filled(found: Iterable[Link], neighbours: Collection[int], limit: int) -> list[Link]:
    """The first `limit` links, neighbours only where there are no others; in the order in which they were found."""
    first: list[tuple[int, Link]] = []
    aside: list[tuple[int, Link]] = []
    for place in enumerate(found):
        (aside if place[1].other in neighbours else first).append(place)
        if len(first) == limit:
            break
    chosen = [*first, *aside[: limit - len(first)]]
    return [link for _, link in sorted(chosen, key=lambda place: place[0])]
