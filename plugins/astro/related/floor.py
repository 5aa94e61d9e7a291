"""The score that a link needs."""

from __future__ import annotations

import math

import numpy as np

from .rows import Floats, Numbers

SHORT, LONG = 500, 1000  # words, without stop words; longer essays share more by chance


def floor(essays: int, one: Numbers | int, other: Numbers | int) -> Floats:
    """The score that two of so many essays must reach, with so many words each, stop words left out.

    .1 (1 - 1/N) for short essays, .1 + .052 exp(-N/7) for long ones, which share more words by chance; in between,
    between. The longer the more: beyond LONG it grows with a fifth root. Fitted on the links that the authors of two
    blogs made, confirmed on a third (`make bench-related`).
    """
    words = (one + other) / 2
    is_long = np.clip((words - SHORT) / (LONG - SHORT), 0, 1)
    long = (0.1 + 0.052 * math.exp(-essays / 7)) * np.maximum(words / LONG, 1) ** 0.2
    least: Floats = (1 - is_long) * 0.1 * (1 - 1 / essays) + is_long * long
    return least
