"""With what several essays end alike: thanks, a bio, an invitation to subscribe. It is no evidence of a common subject.

What they begin with alike is: an essay of a series begins so (`make bench-related` finds fewer linked essays without).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .hashes import Codes
from .rows import Numbers
from .said import Said

LEAST = 5  # words in a row, stop words left out; fewer may be a phrase of anybody's


def shared_endings(codes: Codes, said: Sequence[Said]) -> tuple[Numbers, NDArray[np.bool_]]:
    """((essays,) how many words at the end of each essay another one ends with too, (words,) which ones those are).

    0 for fewer than LEAST, and where they are more than half of the essay. `codes` are those of all words that the
    essays say; code that stands in the last section is passed over.
    """
    bounds = np.cumsum([0, *(len(each.goes_on) for each in said)])
    ends: list[int] = (bounds[1:] - [each.sizes[-1] for each in said]).tolist()
    sizes = [end - start for start, end in zip(bounds.tolist(), ends, strict=False)]
    shared = np.array(_shared(codes, ends, sizes), np.int64)
    shared[2 * shared > np.array(sizes)] = 0
    are = np.zeros(len(codes), bool)
    for end, size in zip(ends, shared.tolist(), strict=True):
        are[end - size : end] = True
    return shared, are


def _shared(codes: Codes, ends: Sequence[int], sizes: Sequence[int]) -> list[int]:
    shared, size = [0] * len(ends), LEAST
    long = (essay for essay, words in enumerate(sizes) if words >= size)
    groups = _alike((codes[ends[essay] - size : ends[essay]].tobytes(), essay) for essay in long)
    while groups:
        for essay in (essay for group in groups for essay in group):
            shared[essay] = size
        size += 1
        longer = ((i, essay) for i, group in enumerate(groups) for essay in group if sizes[essay] >= size)
        groups = _alike(((i, int(codes[ends[essay] - size])), essay) for i, essay in longer)
    return shared


def _alike(essays: Iterable[tuple[object, int]]) -> list[list[int]]:
    """Those of some essays that have their key in common with others."""
    groups: dict[object, list[int]] = {}
    for key, essay in essays:
        groups.setdefault(key, []).append(essay)
    return [group for group in groups.values() if len(group) > 1]
