"""Pairs over the floor -> links: those that have a reason, in the words of the essay that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .compared import Compared, Offers, offers
from .kept import Kept
from .links import RelatedLink
from .rows import Numbers
from .section import best_sections
from .weigh import Weighed
from .why import proof, proofs
from .wording import written

PAIRS_AT_ONCE = 1 << 11  # pairs of which the proofs are worked out together
Pair = tuple[int, int]
Proof = tuple[str, ...]
"""The terms of a reason."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one essay to another, in numbers."""

    one: int
    other: int
    proof: Proof
    score: float


def links_of(compared: Compared) -> Iterator[Iterator[RelatedLink]]:
    """The links that each essay could have, best first: those over the floor that have a reason."""
    weighed = compared.weighed
    for essay, offered in enumerate(offers(compared)):
        yield (told for link in found(weighed, essay, offered, {}) for told in tell(weighed, [link], Kept()))


def prove(weighed: Weighed, pairs: Iterable[Pair], kept: Kept) -> dict[Pair, Proof]:
    """The proofs of pairs, the lower number first, worked out together, which is much faster than one by one."""
    wanted = sorted({(min(pair), max(pair)) for pair in pairs})

    def compute(places: list[int]) -> Iterator[Proof]:
        for i in range(0, len(places), PAIRS_AT_ONCE):  # of a large blog the terms of all pairs take much memory
            yield from proofs(weighed, *_columns(wanted[place] for place in places[i : i + PAIRS_AT_ONCE]))

    return dict(zip(wanted, kept.all("proof", kept.keys(weighed, *_columns(wanted)), compute), strict=True))


def found(weighed: Weighed, essay: int, offered: Offers, known: dict[Pair, Proof]) -> Iterator[Link]:
    """The links of an essay to those offered that have a reason; `known` are the proofs of those that are likely."""
    for other, score in offered:
        pair = min(essay, other), max(essay, other)
        if pair not in known:
            known[pair] = proof(weighed, *pair)
        if known[pair]:
            yield Link(essay, other, known[pair], score)


def tell(weighed: Weighed, links: Sequence[Link], kept: Kept) -> Iterator[RelatedLink]:
    """Links in the words of the essays that they lead to; the numbers of those that they stand in rise."""

    def compute(places: list[int]) -> Iterator[tuple[str, Proof]]:
        some = [links[place] for place in places]
        return zip(best_sections(weighed, *_ends(some)), _reasons(weighed, some), strict=True)

    for link, (section, reason) in zip(
        links, kept.all("told", kept.keys(weighed, *_ends(links)), compute), strict=True
    ):
        yield RelatedLink(weighed.outlines[link.other].slug, section, reason, link.score)


def _reasons(weighed: Weighed, links: Sequence[Link]) -> list[Proof]:
    """The proof of each link as the essay that it leads to writes it."""
    by_other: dict[int, list[Link]] = {}
    for link in links:
        by_other.setdefault(link.other, []).append(link)
    reasons = {
        (link.one, other): reason
        for other, those in by_other.items()
        for link, reason in zip(
            those,
            written(weighed.outlines[other], ((weighed.outlines[link.one], link.proof) for link in those)),
            strict=True,
        )
    }
    return [reasons[link.one, link.other] for link in links]


def _ends(links: Iterable[Link]) -> tuple[Numbers, Numbers]:
    return _columns((link.one, link.other) for link in links)


def _columns(pairs: Iterable[Pair]) -> tuple[Numbers, Numbers]:
    one, other = np.array([*pairs], np.int64).reshape(-1, 2).T
    return one, other
