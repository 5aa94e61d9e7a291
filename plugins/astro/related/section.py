"""The section of an essay that carries what another shares with it."""

from __future__ import annotations

import numpy as np

from .forms import plain
from .terms import words
from .weigh import Weighed

LEAD = 1.2  # times what any other section carries


def best_section(weighed: Weighed, one: int, other: int) -> str:
    """The id of the section of `other` that carries most of what it shares with `one`; empty where none clearly does.

    It must lead what stands before the first heading too, and its heading must have a word in common with `one`. A
    section whose heading names no subject is no place to lead to. What long sections carry is not divided by their
    length: that finds the section that an author linked more often.
    """
    rows = np.arange(weighed.first[other], weighed.first[other + 1])
    terms, values = weighed.whole.of(one)
    if not len(terms):
        return ""
    carried = weighed.parts.products(rows, terms, values) * weighed.lengths[rows]
    sections = list(weighed.essays[other])
    for i, section in enumerate(sections, start=1):
        if plain(section.title) in weighed.shared:
            carried[i] = 0
    first, *others = np.argsort(-carried, kind="stable")
    second = carried[others[0]] if others else 0.0
    if first == 0 or carried[first] == 0 or carried[first] < LEAD * second:
        return ""
    heading = [weighed.number[word] for word in words(sections[first - 1].title) if word in weighed.number]
    return "" if set(heading).isdisjoint(terms.tolist()) else sections[first - 1].id
