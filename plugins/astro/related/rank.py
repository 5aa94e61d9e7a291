"""Which essays think about the same thing, in which section, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from .compared import hold_together, offers
from .essays import Essay
from .found import Link, found, prove, tell
from .kept import Kept
from .links import LIMIT, RelatedLink
from .near import ENOUGH

Others = Mapping[str, Collection[str]]  # slugs by a slug


def rank(
    essays: Sequence[Essay],
    *,
    unrelated: Others | None = None,
    linked: Others | None = None,
    neighbours: Others | None = None,
    limit: int = LIMIT,
    only: Collection[str] = (),
    kept: Kept | None = None,
) -> dict[str, tuple[RelatedLink, ...]]:
    """For each essay, by its slug, at most `limit` links to others: best first, then newer, then by slug.

    `essays` are those of one language, each slug once; their order does not matter. Pairs in `unrelated` are
    left out in both directions, those in `linked` in the one in which the essay leads to the other already;
    `neighbours` come in only where nothing else fills the list. A link needs a score over the floor and a reason that
    a reader would accept, so an essay may have none. With `only` some slugs the others are found, but get no list.
    What is `kept` of pairs is not worked out again.
    """
    if len(essays) < 2:
        return {essay.outline.slug: () for essay in essays}
    kept = kept or Kept()
    compared = hold_together(essays, only, ENOUGH, kept)
    weighed = compared.weighed
    number = {essay.slug: i for i, essay in enumerate(weighed.outlines)}
    slugs = [essay.slug for essay in weighed.outlines]  # of a blog that will be refused, one may be there twice
    out = _numbers(number, slugs, unrelated or {}, linked or {}, _turned(unrelated or {}))
    near = _numbers(number, slugs, neighbours or {})
    asked = [i for slug, i in number.items() if not only or slug in only]
    offered = [[offer for offer in those if offer[0] not in out[i]] for i, those in enumerate(offers(compared))]
    likely = prove(weighed, ((i, other) for i in asked for other, _ in offered[i][: limit + 1]), kept)
    chosen = [link for i in asked for link in _filled(found(weighed, i, offered[i], likely), near[i], limit)]
    lists: dict[str, tuple[RelatedLink, ...]] = dict.fromkeys((weighed.outlines[i].slug for i in asked), ())
    for link, told in zip(chosen, tell(weighed, chosen, kept), strict=True):
        lists[weighed.outlines[link.one].slug] += (told,)
    return lists


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


def _filled(links: Iterable[Link], neighbours: Collection[int], limit: int) -> list[Link]:
    """The first `limit` links, neighbours only where there are no others; in the order in which they were found."""
    first: list[tuple[int, Link]] = []
    aside: list[tuple[int, Link]] = []
    for place in enumerate(links):
        (aside if place[1].other in neighbours else first).append(place)
        if len(first) == limit:
            break
    chosen = [*first, *aside[: limit - len(first)]]
    return [link for _, link in sorted(chosen, key=lambda place: place[0])]
