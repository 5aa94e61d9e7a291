"""Why two essays are linked, in the words of the one that the link leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from .forms import normal
from .mentions import parts
from .rows import Floats, Numbers
from .weigh import Weighed

REASONS = 3
STRONGEST = 12  # shared terms that a reason is made of
TELLING = 0.1  # of what the strongest brings a term must bring


def gains(weighed: Weighed, one: int, other: int) -> tuple[Numbers, Floats]:
    """(the terms that two essays share, what each brings to their cosine), strongest first; symmetric."""
    mine, here = weighed.whole.of(min(one, other))
    theirs, there = weighed.whole.of(max(one, other))
    if not len(mine):
        return mine, here
    found = np.minimum(np.searchsorted(mine, theirs), len(mine) - 1)
    shared = mine[found] == theirs
    brought = here[found[shared]] * there[shared]
    order = np.argsort(-brought, kind="stable")
    return theirs[shared][order], brought[order]


def reasons(weighed: Weighed, one: int, other: int) -> tuple[str, ...]:
    """Two or three terms that bring most, phrases first, as `other` writes them; none where they prove too little."""
    return written(weighed, proof(weighed, one, other), other)


def proof(weighed: Weighed, one: int, other: int) -> tuple[int, ...]:
    """The terms of the reason for linking two essays, none where they prove too little; symmetric.

    Proof is a shared phrase, or two terms one of which stands in a title or heading of one of the two, or two that
    are rare in this blog. A number proves nothing, nor what brings next to nothing beside the strongest.
    """
    terms, brought = gains(weighed, one, other)
    telling = terms[:STRONGEST][brought[:STRONGEST] >= TELLING * brought[:1]].tolist()
    words = len(weighed.words)
    phrases = [term for term in telling if term >= words]
    others = [term for term in telling if term < words and not weighed.words[term].isdecimal()]
    best = [*phrases, *others]
    if not phrases and not (len(best) > 1 and _is_named(weighed, best, one, other)):
        rare = max(2, len(weighed.essays) / 10)
        if sum(df <= rare for df in weighed.df[best].tolist()) < 2:
            return ()
    return tuple(islice(_chosen(weighed, best), REASONS))


def _is_named(weighed: Weighed, terms: list[int], one: int, other: int) -> bool:
    """Whether one of some terms stands in a title or heading of one of two essays."""
    return any(not set(weighed.named.of(essay)[0].tolist()).isdisjoint(terms) for essay in (one, other))


def _chosen(weighed: Weighed, best: list[int]) -> Iterator[int]:
    """Those of some terms in which no word comes twice, nor in another form of it."""
    said: list[str] = []
    for term in best:
        words = weighed.words_of(term)
        if not any(_is_form_of(one, other) for one in words for other in said):
            said += words
            yield term


def _is_form_of(one: str, other: str) -> bool:
    """Whether two words are one, or one and its plural: `model`, `models`."""
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) > 2 and long.startswith(short) and long[len(short) :] in ("s", "es"))


def written(weighed: Weighed, terms: Sequence[int], essay: int) -> tuple[str, ...]:
    """Terms as an essay writes them."""
    if not terms:
        return ()
    text = "\n".join(parts(weighed.essays[essay]))
    folded = normal(text)
    return tuple(_written(weighed.term(term), text, folded) for term in terms)


def _written(term: str, text: str, folded: str) -> str:
    """`term` as it stands in `text`, of several ways one with the fewest capitals, which sentences begin with.

    As it is where folding has moved the characters of the text, or a mark parts the two words there.
    """
    ways = [term]
    for form in (term, term.replace(" ", "-")) if len(folded) == len(text) else ():
        start = folded.find(form)
        while start >= 0:
            end = start + len(form)
            if not form.isascii() or not (folded[start - 1 : start].isalnum() or folded[end : end + 1].isalnum()):
                ways.append(text[start:end])
                if text[start:end] == form:
                    return form
            start = folded.find(form, end)
    return min(ways[1:] or ways, key=lambda way: sum(map(str.isupper, way)))
