"""Old things and new ones, paired best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product

from ..sections.ids import Heading
from .fingerprint import containment, overlap
from .known import KnownSection

# What speaks for two sections being the same, beside the share of their words that is in both (0-1). Unrelated
# texts share next to no pairs of words, so a quarter is enough; equal headings alone are, too. Where both have no
# words, as a part above its chapters has none, a like heading is enough, and so are the same neighbours. A heading
# alone takes no address back that its author has led elsewhere.
OWN_ID, SAME_HEADING, LIKE_HEADING, NEIGHBOURS = 3.0, 0.5, 0.15, 0.05
STILL_THERE = 0.5  # besides, for an equal heading whose words are all there still: it has grown by another's
ENOUGH = 0.25
MERGED = 0.5  # the share of a section's words that is found in another
LIKE = 0.6  # of a heading's characters


def best_first(scores: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """One-to-one pairs old -> new from (score, old, new), the highest scores first, none under ENOUGH.

    Of equal scores the pair that stands nearest in both orders goes first, then the earlier one.
    """
    ranked = sorted(scores, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1], each[2]))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, old, new in ranked:
        if score >= ENOUGH and old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)
    return pairs


def pair_sections(known: Sequence[KnownSection], headings: Sequence[Heading], prints: Sequence[str]) -> dict[int, int]:
    """Which known section is which heading today; sections that did not change are found without comparing all."""
    claimed = {heading.id for heading in headings if heading.id}
    unchanged: dict[tuple[str, str], list[int]] = {}
    for j, heading in enumerate(headings):
        if not heading.id:
            unchanged.setdefault((heading.text, prints[j]), []).append(j)
    pairs: dict[int, int] = {}
    for i, old in enumerate(known):
        same = unchanged.get((old.heading, old.words))
        if same and claimed.isdisjoint({old.id, *old.aliases}):
            pairs[i] = same.pop(0)
    rest = (
        [i for i in range(len(known)) if i not in pairs],
        sorted(set(range(len(headings))).difference(pairs.values())),
    )
    return pairs | best_first(_scores(known, headings, prints, *rest)) if all(rest) else pairs


def without_given(
    known: Sequence[KnownSection], headings: Sequence[Heading], prints: Sequence[str]
) -> tuple[KnownSection, ...]:
    """Known sections without the ids that their author has given to another section, while their own words still stand.

    A section that has no other id goes with that one.
    """
    left: dict[str, KnownSection] = {}
    for old in known:
        own = {old.id, *old.aliases}
        given = {
            heading.id
            for heading, print_ in zip(headings, prints, strict=True)
            if heading.id in own and heading.text != old.heading and overlap(old.words, print_) < ENOUGH
        }
        others = (print_ for heading, print_ in zip(headings, prints, strict=True) if heading.id not in own)
        if given and old.gone is None and _held(old, [*others]) and (rest := old.without(given)):
            left[old.id] = rest
    names = {id_: rest.id for id_, rest in left.items()}
    return tuple(left.get(each.id, each).led(names) for each in known) if left else tuple(known)


def _scores(
    known: Sequence[KnownSection],
    headings: Sequence[Heading],
    prints: Sequence[str],
    olds: Sequence[int],
    news: Sequence[int],
) -> Iterator[tuple[float, int, int]]:
    elsewhere = {i: _held(known[i], prints) for i in olds if known[i].gone is not None}
    for i, j in product(olds, news):
        old, heading = known[i], headings[j]
        score, is_bare = overlap(old.words, prints[j]), not (old.words or prints[j])
        if heading.id and heading.id in (old.id, *old.aliases):
            score += OWN_ID
        elif containment(old.words, prints[j]) < elsewhere.get(i, 0):
            continue
        if old.heading == heading.text and not (old.answered and score < ENOUGH and not is_bare):
            score += SAME_HEADING + STILL_THERE * (containment(old.words, prints[j]) >= MERGED)
        elif (is_bare or score + LIKE_HEADING + NEIGHBOURS >= ENOUGH) and _is_like(old.heading, heading.text):
            score += ENOUGH if is_bare else LIKE_HEADING
        if _same_neighbours(known, headings, i, j):
            score += ENOUGH if is_bare and old.gone is None and old.level == heading.level else NEIGHBOURS
        yield score, i, j


def _held(old: KnownSection, prints: Sequence[str]) -> float:
    """How much of a section's words at most stands under one heading; 0 where that is too little to be merged there."""
    share = max((containment(old.words, print_) for print_ in prints), default=0.0)
    return share if share >= MERGED else 0.0


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    return matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def _same_neighbours(known: Sequence[KnownSection], headings: Sequence[Heading], i: int, j: int) -> bool:
    before = known[i - 1].heading if i else None, headings[j - 1].text if j else None
    after = (
        known[i + 1].heading if i + 1 < len(known) else None,
        headings[j + 1].text if j + 1 < len(headings) else None,
    )
    return before[0] == before[1] and after[0] == after[1]
