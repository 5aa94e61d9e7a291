"""Why two essays are linked, and in which section it shows: both from the arithmetic of the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from .weigh import BODY, Counts, Weighed, count, normal, weights

REASONS = 3
STRONGEST = 12  # shared words that a reason is made of


def reasons(source: Weighed, target: Weighed, essays: int, rarity: Mapping[str, float]) -> tuple[str, ...]:
    """The shared terms that bring most of the score, as `target` writes them; none where they prove too little.

    Proof is a shared phrase or a term of a title or heading of one of the two, or else two terms that are rare in
    this blog.
    """
    gains = {term: weight * target.vector[term] for term, weight in source.vector.items() if term in target.vector}
    best = sorted(gains, key=lambda term: (-gains[term], term))[:STRONGEST]
    phrases = _phrases(source, target, best)
    named = source.counts.named | target.counts.named
    if not (phrases or named.intersection(best) or sum(_is_rare(rarity[term], essays) for term in best) > 1):
        return ()
    inside = {word for phrase in phrases for word in phrase.split()}
    chosen = [*phrases, *(term for term in best if term not in inside)]
    return tuple(target.counts.written[term] for term in chosen[:REASONS])


def _phrases(source: Weighed, target: Weighed, best: Sequence[str]) -> list[str]:
    """The phrases that both say of the strongest shared words, those of the strongest first; no word comes twice."""
    places = {term: place for place, term in enumerate(best)}
    both = (phrase for phrase in source.counts.phrases if phrase in target.counts.phrases)
    known = [(phrase, phrase.split()) for phrase in both]
    ranked = sorted(
        (sum(places[word] for word in pair), phrase) for phrase, pair in known if places.keys() >= set(pair)
    )
    chosen: list[str] = []
    for _, phrase in ranked:
        if not set(phrase.split()).intersection(" ".join(chosen).split()):
            chosen.append(phrase)
    return chosen


def _is_rare(rarity: float, essays: int) -> bool:
    """Whether at most one essay in ten has the term, or two of a few."""
    return rarity >= log((essays + 1) / (max(2, essays / 10) + 0.5))


def best_section(source: Weighed, target: Weighed, rarity: Mapping[str, float], shared: frozenset[str]) -> str:
    """The id of the section of `target` that carries most of what the two share; empty where its beginning does.

    A section whose heading names no subject is no place to lead to. Of equal ones the first.
    """
    named = [("", count([(target.outline.intro, BODY)]))]
    for section, counts in zip(target.outline, target.sections, strict=True):
        if normal(section.title) not in shared:
            named.append((section.id, counts))
    return max(named, key=lambda each: _carried(source, each[1], rarity))[0]


def _carried(source: Weighed, part: Counts, rarity: Mapping[str, float]) -> float:
    """What a part of an essay brings to the score; long parts bring more, which finds the place more often."""
    vector, _ = weights(part, rarity, 1)
    return sum(weight * source.vector.get(term, 0.0) for term, weight in vector.items())
