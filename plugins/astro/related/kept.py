"""What was worked out of pairs of essays holds as long as both are what they were among all others.

Each essay comes to a mark: of its own texts, of how many essays have each of its terms, of which of its headings name a
subject, of how much of its end other essays have too, and of how many essays there are. Nothing else has a part in its
weights, so a pair of equal marks has an equal score, proof, section and reason. An edit leaves most essays their marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from .hashes import ODD
from .rows import Numbers
from .weigh import Weighed

T = TypeVar("T")
Form = tuple[dict[bytes, Any], ...]
_KINDS = ("score", "proof", "told")


class Kept:
    """What is known of pairs from the last time, and what of it this one has used or added."""

    def __init__(self, form: Form = ({}, {}, {})) -> None:
        self._before = dict(zip(_KINDS, form, strict=True))
        self._now: dict[str, dict[bytes, Any]] = {kind: {} for kind in _KINDS}
        self._marks: list[bytes] = []

    @property
    def form(self) -> Form:
        """What the next time is given, as data."""
        return tuple(self._now[kind] for kind in _KINDS)

    def all(self, kind: str, keys: Sequence[bytes], compute: Callable[[list[int]], Iterable[T]]) -> list[T]:
        """The value of each key; of those that are not known `compute` returns it, given their places."""
        now, before = self._now[kind], self._before[kind]
        unknown = [i for i, key in enumerate(keys) if key not in before and key not in now]
        fresh = zip((keys[i] for i in unknown), compute(unknown) if unknown else (), strict=True)
        now |= {key: before[key] for key in keys if key in before} | dict(fresh)
        return [now[key] for key in keys]

    def keys(self, weighed: Weighed, one: Numbers, other: Numbers) -> list[bytes]:
        """The key of each pair of the essays that are held against each other, which are always the same ones."""
        self._marks = self._marks or marks(weighed)
        mark = self._marks.__getitem__
        return list(map(bytes.__add__, map(mark, one.tolist()), map(mark, other.tolist())))


def marks(weighed: Weighed) -> list[bytes]:
    """The mark of each essay; where those have no keys, of which nothing is known the next time, a number."""
    if not all(essay.key for essay in weighed.essays):
        return [number.to_bytes(4) for number in range(len(weighed.essays))]
    codes = weighed.codes
    phrases = codes[weighed.phrases[:, 0]] * ODD + codes[weighed.phrases[:, 1]]
    held = np.empty(len(weighed.whole.columns), [("term", "<u8"), ("df", "<u4")])
    held["term"] = np.concatenate([codes, phrases])[weighed.whole.columns]
    held["df"] = weighed.df[weighed.whole.columns]
    terms, nameless = held.tobytes(), weighed.nameless.tobytes()
    own = pairwise((weighed.whole.starts * held.itemsize).tolist())
    sections = pairwise(weighed.first.tolist())
    found = []
    for essay, (a, b), (c, d), ending in zip(weighed.essays, own, sections, weighed.endings.tolist(), strict=True):
        head = f"{len(weighed.essays)} {essay.outline.slug} {essay.outline.date} {essay.key} {ending} {d - c} ".encode()
        found.append(blake2b(head + nameless[c:d] + terms[a:b], digest_size=16).digest())
    return found
