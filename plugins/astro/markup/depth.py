"""How deep the elements of an essay stand in each other."""

from __future__ import annotations

from itertools import accumulate

from ..regex import regex
from ..tree.strict import VOID

_DEEPEST = 100  # a hundred quotations in one another; Python gives up at some three hundred
_TAG = regex(r"<(/?)([a-z][a-z0-9]*)")


def is_too_deep(html: str) -> bool:
    """Whether elements of harmless `html` stand deeper than any text needs; Python could not walk its tree."""
    steps = (0 if name in VOID else -1 if ends else 1 for ends, name in _TAG.findall(html))
    return max(accumulate(steps), default=0) > _DEEPEST
