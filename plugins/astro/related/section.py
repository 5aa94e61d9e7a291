"""The section of an essay that carries what another shares with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .similar import of_sections, spread
from .weigh import Weighed

LEAD = 1.2  # times what any other section carries


def best_section(weighed: Weighed, one: int, other: int) -> str:
    """The id of the section of `other` that carries most of what it shares with `one`; empty where none clearly does.

    It must lead what stands before the first heading too, and its heading must have a word in common with `one`. A
    section whose heading names no subject is no place to lead to. What long sections carry is not divided by their
    length: that finds the section that an author linked more often.
    """
    (section,) = best_sections(weighed, [one], [other])
    return section


def best_sections(weighed: Weighed, one: Sequence[int], other: Sequence[int]) -> list[str]:
    """The best section of each pair; `one` rises."""
    found = []
    for pairs, dense in spread(weighed, np.array(one, np.int64)):
        others = np.array(other[pairs], np.int64)
        products, firsts = of_sections(weighed, others, dense)
        for place, first in zip(others.tolist(), firsts.tolist(), strict=True):
            rows = slice(int(weighed.first[place]), int(weighed.first[place + 1]))
            carried = products[first : first + rows.stop - rows.start] * weighed.lengths[rows]
            found.append(_leading(weighed, one[pairs.start], place, carried.tolist()))
    return found


def _leading(weighed: Weighed, one: int, other: int, carried: list[float]) -> str:
    essay = weighed.read[other]
    carried[1:] = [
        0.0 if heading in weighed.shared else value for heading, value in zip(essay.headings, carried[1:], strict=True)
    ]
    first = max(range(len(carried)), key=carried.__getitem__)
    second = max([value for i, value in enumerate(carried) if i != first], default=0.0)
    if first == 0 or carried[first] == 0 or carried[first] < LEAD * second:
        return ""
    a, b = np.searchsorted(essay.words.part, [2 * first, 2 * first + 1]).tolist()  # title, intro, heading, text, ...
    heading = {weighed.number.get(essay.words.text_of(place), -1) for place in range(a, b)}
    return "" if heading.isdisjoint(weighed.whole.of(one)[0].tolist()) else essay.sections[first - 1].id
