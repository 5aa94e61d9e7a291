"""Words as numbers of 64 bits that follow from their letters alone, so that equal words have equal ones.

Words of up to eight bytes never share a code; that two longer ones of a blog do is less likely than one in a million.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from .rows import Numbers

Codes = NDArray[np.uint64]
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)  # of the first bytes of eight
ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_TOP = np.uint64(48)


def codes_of(text: bytes, start: Numbers, end: Numbers) -> Codes:
    """The code of each word of a text, eight bytes of all of them at a time."""
    eights = np.ndarray(len(text) + 1, "<u8", text + bytes(8), strides=(1,))  # those that begin at each byte
    size = end - start
    codes = _mixed(eights[start] & _MASKS[np.minimum(size, 8)])
    longer = np.flatnonzero(size > 8)
    at = 8
    while len(longer):
        rest = np.minimum(size[longer] - at, 8)
        codes[longer] = _mixed(codes[longer] + (eights[start[longer] + at] & _MASKS[rest]))
        at += 8
        longer = longer[size[longer] > at]
    return codes


def codes_of_words(words: Collection[str]) -> Codes:
    """The code of each word, in their order."""
    texts = [word.encode("utf-8", "surrogatepass") for word in words]
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    return codes_of(b"".join(texts), np.append(0, ends)[:-1], ends) if texts else np.empty(0, np.uint64)


def is_among(codes: Codes, some: Codes) -> NDArray[np.bool_]:
    """Whether each of many codes is one of some."""
    found = np.zeros(len(codes), bool)
    top = (codes >> _TOP).astype(np.int64)
    while len(some):  # few of them have their first bits in common, so once is mostly enough
        table = np.zeros(1 << 16, np.uint64)
        places = (some >> _TOP).astype(np.int64)
        table[places] = some
        found |= table[top] == codes
        some = some[table[places] != some]
    return found


def _mixed(numbers: Codes) -> Codes:
    numbers = numbers * ODD
    return numbers ^ (numbers >> _HALF)
