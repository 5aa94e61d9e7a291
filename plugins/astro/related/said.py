"""The words of an essay as they are remembered: counted once, until the essay is another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .rows import Numbers

Form = tuple[str, bytes, bytes]
ESSAYS_AT_ONCE = 64  # essays that are read together; of more, less stays in a processor's cache


@dataclass(frozen=True, slots=True)
class Said:
    """What an essay says, of all its parts."""

    words: str
    """Each with a space after it."""
    sizes: Numbers
    """(parts,) how many words stand in each."""
    goes_on: NDArray[np.bool_]
    """(words,) whether each makes a phrase with the next one."""


def to_form(said: Said) -> Form:
    """What an essay says, as data."""
    return said.words, said.sizes.astype("<u4").tobytes(), np.packbits(said.goes_on).tobytes()


def from_form(form: Form) -> Said:
    """What `to_form` was given."""
    words, sizes, goes_on = form
    counts = np.frombuffer(sizes, "<u4").astype(np.int32)
    return Said(words, counts, np.unpackbits(np.frombuffer(goes_on, np.uint8), count=int(counts.sum())).view(bool))
