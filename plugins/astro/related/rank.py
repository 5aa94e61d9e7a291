"""Which essays think about the same thing, in which section, and why.

The method is TF-IDF with cosine similarity over the words of title, headings and body counted together; the weights,
the rarity and the floor are those that found most of the links that the authors of 17 blogs made by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

from ..sections.outline import Outline
from .weigh import BODY, TITLE, Counts, Weighed, count, count_section, merge, rarities, shared_headings, weights
from .why import best_section, reasons

LIMIT = 3
YOUNG = 10  # essays; fewer cannot tell which words are rare, so nearly all of their scores are low
PHRASE = 0.6  # of the floor is enough on a young blog for two essays that share a phrase
LONG = 1500  # words; longer essays share more words by chance


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link under "Related thinking"."""

    essay: str
    """The slug of the essay it leads to; empty for an address elsewhere."""
    section: str = ""
    """The id of the section it leads to; empty for the whole essay."""
    reason: tuple[str, ...] = ()
    """The shared terms as the other essay writes them, strongest first."""
    score: float = 0.0
    """0-1; 0 for a link that the author chose or that leads to the essay's own sections."""
    address: str = ""
    """The web address of a pin that leads elsewhere."""
    note: str = ""
    """The author's own reason for a pin."""


def rank(
    outlines: Iterable[Outline], *, unrelated: Mapping[str, Collection[str]] | None = None, limit: int = LIMIT
) -> dict[str, tuple[RelatedLink, ...]]:
    """For each essay, by its slug, at most `limit` links to others: best first, then newer, then by slug.

    `outlines` are the essays of one language, each slug once; their order does not matter. Pairs in `unrelated` are
    left out in both directions. A link needs a score over the floor and a reason that a reader would accept, so an
    essay may have none.
    """
    essays = sorted(outlines, key=lambda outline: outline.slug)
    shared = shared_headings(essays)
    sections = [tuple(count_section(section, shared) for section in outline) for outline in essays]
    counts = [_count(outline, parts) for outline, parts in zip(essays, sections, strict=True)]
    rarity = rarities(counts)
    vectors = [weights(each, rarity, len(essays)) for each in counts]
    weighed = [
        Weighed(outline, each, parts, vector, length)
        for outline, each, parts, (vector, length) in zip(essays, counts, sections, vectors, strict=True)
    ]
    rows = similarities(weighed)
    apart = unrelated or {}
    least = floor(essays)
    enough = least * PHRASE if len(essays) < YOUNG else least
    ranking: dict[str, tuple[RelatedLink, ...]] = {}
    for source, row in zip(weighed, rows, strict=True):
        candidates = _candidates(source, row, weighed, apart, enough)
        links = (_link(source, target, score, rarity, shared, len(essays)) for score, target in candidates)
        accepted = (link for link in links if link and (link.score >= least or " " in link.reason[0]))
        ranking[source.outline.slug] = tuple(islice(accepted, limit))
    return ranking


def _count(outline: Outline, sections: Iterable[Counts]) -> Counts:
    return merge([count([(outline.title, TITLE), (outline.intro, BODY)]), *sections])


def floor(essays: Sequence[Outline]) -> float:
    """The score that a link must reach: .11 (1 - 1/N)^2, and .14 (1 - 1/N) where most essays are long.

    Fitted on essays of 13 blogs: it passes half to three quarters of the pairs that an author linked and under a
    tenth of the others.
    """
    if not essays:
        return 0.0
    share = 1 - 1 / len(essays)
    is_long = median(_length(outline) for outline in essays) > LONG
    return 0.14 * share if is_long else 0.11 * share * share


def _length(outline: Outline) -> int:
    return len(outline.intro.split()) + sum(len(section.text.split()) for section in outline)


def similarities(weighed: Sequence[Weighed]) -> list[dict[int, float]]:
    """For each essay the cosine with every other that shares a term with it, by its place; symmetric, 0-1."""
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    rows: list[dict[int, float]] = [{} for _ in weighed]
    for i, each in enumerate(weighed):
        dots: defaultdict[int, float] = defaultdict(float)
        for term in sorted(each.vector):
            weight, others = each.vector[term], holders[term]
            for j, other in others:
                dots[j] += weight * other
            others.append((i, weight))
        for j, dot in dots.items():
            rows[i][j] = rows[j][i] = round(dot / (each.length * weighed[j].length), 6)
    return rows


def _candidates(
    source: Weighed,
    scores: Mapping[int, float],
    weighed: Sequence[Weighed],
    unrelated: Mapping[str, Collection[str]],
    least: float,
) -> list[tuple[float, Weighed]]:
    """The essays that reach `least`, best first."""
    slug = source.outline.slug
    found = [(score, weighed[j]) for j, score in scores.items() if score >= least]
    allowed = [
        (score, target)
        for score, target in sorted(found, key=lambda pair: pair[1].outline.slug)
        if target.outline.slug not in unrelated.get(slug, ()) and slug not in unrelated.get(target.outline.slug, ())
    ]
    return sorted(allowed, key=lambda pair: (pair[0], pair[1].outline.date), reverse=True)


def _link(
    source: Weighed,
    target: Weighed,
    score: float,
    rarity: Mapping[str, float],
    shared: frozenset[str],
    essays: int,
) -> RelatedLink | None:
    reason = reasons(source, target, essays, rarity)
    section = best_section(source, target, rarity, shared)
    return RelatedLink(target.outline.slug, section, reason, score) if reason else None
