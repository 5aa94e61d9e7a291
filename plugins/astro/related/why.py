"""Why two essays are linked: the terms that they share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import numpy as np

from .reading import is_han
from .rows import Floats, Numbers, begins
from .similar import vectors
from .weigh import Weighed
from .whole import REASONS
from .wording import written

STRONGEST = 12  # shared terms that a reason is made of
SHORTEST = 2  # letters of a word that has no plural
TELLING = 0.1  # of what the strongest brings a term must bring


def gains(weighed: Weighed, one: int, other: int) -> tuple[Numbers, Floats]:
    """(the terms that two essays share, what each brings to their cosine), strongest first; symmetric."""
    _, terms, brought = _shared(weighed, *_pair(one, other))
    order = np.argsort(-brought, kind="stable")
    return terms[order], brought[order]


def reasons(weighed: Weighed, one: int, other: int) -> tuple[str, ...]:
    """Two or three terms that bring most, phrases first, as `other` writes them; none where they prove too little."""
    (reason,) = written(weighed.outlines[other], [(weighed.outlines[one], proof(weighed, one, other))])
    return reason


def proof(weighed: Weighed, one: int, other: int) -> tuple[str, ...]:
    """The terms of the reason for linking two essays, none where they prove too little; symmetric."""
    return proofs(weighed, *_pair(one, other))[0]


def proofs(weighed: Weighed, one: Numbers, other: Numbers) -> list[tuple[str, ...]]:
    """The terms of the reason for linking the two essays of each pair, none where they prove too little.

    Proof is a shared phrase, or two terms one of which stands in a title or heading of one of the two, or two that
    are rare in this blog. A number proves nothing, nor does what it counts, nor what one of the two says in code alone,
    nor what brings next to nothing beside the strongest. In each pair `one` is the lower number, and it rises.
    """
    pair, term = _telling(weighed, one, other)
    is_phrase = term >= len(weighed.words)
    is_named = weighed.named.has(one[pair], term) | weighed.named.has(other[pair], term)
    is_rare = weighed.df[term] <= max(2, len(weighed.outlines) / 10)
    terms, phrases, named, rare = (
        np.bincount(pair[some], minlength=len(one)) for some in (slice(None), is_phrase, is_named, is_rare)
    )
    proved = (phrases > 0) | (terms > 1) & (named > 0) | (rare > 1)
    order = np.argsort(pair * 2 + ~is_phrase, kind="stable")
    best, ends = term[order].tolist(), np.cumsum(terms).tolist()
    return [
        _enough(map(weighed.term, _chosen(weighed, best[first:end]))) if is_proved else ()
        for first, end, is_proved in zip([0, *ends], ends, proved.tolist(), strict=False)
    ]


def _enough(terms: Iterator[str]) -> tuple[str, ...]:
    """As many as a reason has; more in scripts without spaces, where several may be of one word."""
    few = tuple(islice(terms, REASONS))
    return (*few, *terms) if any(is_han(term[0]) or is_han(term[-1]) for term in few) else few


def _pair(one: int, other: int) -> tuple[Numbers, Numbers]:
    return np.array([min(one, other)]), np.array([max(one, other)])


def _telling(weighed: Weighed, one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """(number of the pair, term) of the strongest that each pair shares, strongest first.

    Of equal ones phrases come first, and each kind by alphabet.
    """
    pair, term, brought = _shared(weighed, one, other)
    is_said = np.flatnonzero(~(weighed.in_code.has(one[pair], term) | weighed.in_code.has(other[pair], term)))
    pair, term, brought = pair[is_said], term[is_said], brought[is_said]
    first = begins(pair)
    sizes = np.diff(first, append=len(pair))
    most = np.repeat(np.maximum.reduceat(brought, first), sizes) if len(first) else brought
    telling = np.flatnonzero(brought >= TELLING * most)
    telling = telling[np.argsort(term[telling] < len(weighed.words), kind="stable")]
    telling = telling[np.argsort(pair[telling] - brought[telling].astype(np.float64), kind="stable")]
    pair, term = pair[telling], term[telling]
    first = begins(pair)
    place = np.arange(len(pair)) - np.repeat(first, np.diff(first, append=len(pair)))
    proves = (place < STRONGEST) & ~weighed.proves_nothing[term]
    return pair[proves], term[proves]


def _shared(weighed: Weighed, one: Numbers, other: Numbers) -> tuple[Numbers, Numbers, Floats]:
    """(number of the pair, term, what it brings to their cosine) of all that each pair shares, in rising order."""
    places, pair = weighed.whole.places(other)
    terms = weighed.whole.columns[places]
    bounds = np.searchsorted(pair, np.arange(len(other) + 1)).tolist()
    found = [dense.take(terms[bounds[span.start] : bounds[span.stop]]) for span, dense in vectors(weighed, one)]
    brought = np.concatenate([np.empty(0, np.float32), *found]) * weighed.whole.values[places]
    shared = np.flatnonzero(brought)
    return pair[shared], terms[shared], brought[shared]


def _chosen(weighed: Weighed, best: list[int]) -> Iterator[int]:
    """Those of some terms in which no word comes twice, nor in another form of it."""
    said: set[str] = set()
    for term in best:
        words = weighed.words_of(term)
        if said.isdisjoint(words):
            for word in words:
                said.update(_forms(word))
            yield term


@lru_cache(maxsize=1 << 12)  # the same words are shared by many pairs
def _forms(word: str) -> tuple[str, ...]:
    """A word, its plurals, and what it may be the plural of: `model`, `models`; `library`, `libraries`."""
    if len(word) <= SHORTEST:
        return (word, f"{word}s")
    several = (word, f"{word}s", f"{word}es")
    if word[-1] == "y":
        return (*several, f"{word[:-1]}ies")
    single = (word[: -len(end)] for end in ("s", "es") if word.endswith(end) and len(word) >= SHORTEST + len(end))
    of_y = (f"{word[:-3]}y",) if word.endswith("ies") else ()
    return (*several, *single, *of_y) if word[-1] == "s" else several
