"""The section of an essay that carries what another shares with it."""

from __future__ import annotations

import numpy as np

from .rows import Numbers, begins, spans, total
from .similar import of_sections
from .weigh import Weighed

LEAD = 1.2  # times what any other section carries
SHARE = 0.2  # of what the whole essay carries


def best_section(weighed: Weighed, one: int, other: int) -> str:
    """The id of the section of `other` that carries most of what it shares with `one`; empty where none clearly does.

    It must lead what stands before the first heading too, and carry a fifth of it all; where much is said everywhere,
    to lead is chance. Its heading must have a word in common with `one`. A section whose heading names no subject is no
    place to lead to. What long sections carry is not divided by their length: that finds the section that an author
    linked more often.
    """
    (section,) = best_sections(weighed, np.array([one]), np.array([other]))
    return section


def best_sections(weighed: Weighed, one: Numbers, other: Numbers) -> list[str]:
    """The best section of each pair; `one` rises."""
    products, firsts = of_sections(weighed, one, other)
    section, pair = spans(weighed.first[other], weighed.first[other + 1])
    carried = products * weighed.lengths[section]
    enough = SHARE * total(pair, carried, len(one))
    carried[weighed.nameless[section]] = 0
    most = np.maximum.reduceat(carried, firsts)
    place = np.flatnonzero(carried == most[pair])
    place = place[begins(pair[place])]
    carried[place] = 0
    leads = (place > firsts) & (most > 0) & (most >= np.maximum(enough, LEAD * np.maximum.reduceat(carried, firsts)))
    at, asked = weighed.headings.places(section[place[leads]])
    said = weighed.whole.has(one[leads][asked], weighed.headings.columns[at])
    ids = [""] * len(one)
    asked = asked[said]
    for i in np.flatnonzero(leads)[asked[begins(asked)]].tolist():
        ids[i] = weighed.essays[other[i]].sections[place[i] - firsts[i] - 1].id
    return ids
