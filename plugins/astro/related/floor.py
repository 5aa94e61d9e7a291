"""The score that a link needs."""

from __future__ import annotations

import numpy as np

from .rows import Floats, Numbers

SHORT, LONG = 500, 1000  # words, without stop words; longer essays share more by chance


def floor(essays: int, one: Numbers | int, other: Numbers | int) -> Floats:
    """The score that two of so many essays must reach, with so many words each, stop words left out.

    .105 (1 - 1/N) for short essays, .11 + .18/(N + 1) for long ones, which share more words by chance, where two essays
    count as three; in between, between. Fitted on the links that the authors of two blogs made, confirmed on a third
    (`make bench-related`).
    """
    is_long = np.clip(((one + other) / 2 - SHORT) / (LONG - SHORT), 0, 1)
    least: Floats = (1 - is_long) * 0.105 * (1 - 1 / essays) + is_long * (0.11 + 0.18 / (max(essays, 3) + 1))
    return least
