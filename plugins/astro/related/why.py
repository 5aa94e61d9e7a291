"""Why two essays are linked, in the words of the one that the link leads to."""

from __future__ import annotations

from collections.abc import Iterator
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
    """(the terms that two essays share, what each brings to their cosine), strongest first, then alphabetical."""
    mine, here = weighed.whole.of(one)
    theirs, there = weighed.whole.of(other)
    terms, i, j = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
    brought = np.round(here[i] * there[j], 12)
    order = np.argsort(-brought, kind="stable")
    return terms[order], brought[order]


def reasons(weighed: Weighed, one: int, other: int) -> tuple[str, ...]:
    """Two or three terms that bring most, phrases first, as `other` writes them; none where they prove too little.

    Proof is a shared phrase, or two terms one of which stands in a title or heading of one of the two, or two that
    are rare in this blog. A number proves nothing, nor what brings next to nothing beside the strongest.
    """
    terms, brought = gains(weighed, one, other)
    telling = terms[:STRONGEST][brought[:STRONGEST] >= TELLING * brought[:1]]
    best = [int(term) for term in telling if not weighed.term(int(term)).isdecimal()]
    named = {*weighed.named.of(one)[0].tolist(), *weighed.named.of(other)[0].tolist()}
    rare = max(2, len(weighed.essays) / 10)
    is_named = len(best) > 1 and not named.isdisjoint(best)
    if not (any(map(weighed.is_phrase, best)) or is_named or sum(weighed.df[term] <= rare for term in best) > 1):
        return ()
    text = "\n".join(parts(weighed.essays[other]))
    folded = normal(text)
    chosen = islice(_chosen(weighed, best), REASONS)
    return tuple(_written(weighed.term(term), text, folded) for term in chosen)


def _chosen(weighed: Weighed, best: list[int]) -> Iterator[int]:
    """The phrases, then the words; no word comes twice, nor in another form of it."""
    said: list[str] = []
    for term in sorted(best, key=lambda term: not weighed.is_phrase(term)):
        numbers = weighed.phrases[term - len(weighed.words)] if weighed.is_phrase(term) else (term,)
        words = [weighed.words[number] for number in numbers]
        if not any(_is_form_of(one, other) for one in words for other in said):
            said += words
            yield term


def _is_form_of(one: str, other: str) -> bool:
    """Whether two words are one, or one and its plural: `model`, `models`."""
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) > 2 and long.startswith(short) and long[len(short) :] in ("s", "es"))


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
