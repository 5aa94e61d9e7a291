"""The words of essays in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .codes import Codes, codes_of
from .rows import Numbers
from .said import AT_ONCE, Said


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an essay that say something."""

    text: bytes
    """What they were read from."""
    start: Numbers
    end: Numbers
    """Where each stands in `text`."""
    code: Codes
    goes_on: NDArray[np.bool_]
    """Whether it makes a phrase with the next one."""
    sizes: Numbers
    """(parts,) how many stand in each part of the essay; all others are columns of as many as there are words."""

    def texts_of(self, places: Numbers) -> list[str]:
        """The words at some places."""
        spans = zip(self.start[places].tolist(), self.end[places].tolist(), strict=True)
        return [self.text[start:end].decode("utf-8", "surrogatepass") for start, end in spans]


def words_of(essays: Sequence[Said]) -> list[Words]:
    """The words of each of some essays."""
    return [words for i in range(0, len(essays), AT_ONCE) for words in _words_of(essays[i : i + AT_ONCE])]


def _words_of(essays: Sequence[Said]) -> Iterator[Words]:
    text = "".join(essay.words for essay in essays).encode("utf-8", "surrogatepass")
    end = np.flatnonzero(np.frombuffer(text, np.uint8) == ord(" "))
    start = np.append(0, end + 1)[: len(end)]
    code = codes_of(text, start, end)
    start, end = start.astype(np.int32), end.astype(np.int32)
    cuts = np.cumsum([0, *(len(essay.goes_on) for essay in essays)]).tolist()
    for essay, (a, b) in zip(essays, pairwise(cuts), strict=True):
        yield Words(text, start[a:b], end[a:b], code[a:b], essay.goes_on, essay.sizes)
