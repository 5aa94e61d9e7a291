"""What a list says of an essay before it is opened: how it begins, and how long it takes; by its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS_A_MINUTE = 230
SIGNS_A_MINUTE = 400  # of scripts that write a word with one or two signs and no spaces
ENOUGH = 120  # words of a beginning
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def minutes(text: str) -> int:
    """Whole minutes that reading takes, at least 1."""
    signs = len(_SIGN.findall(text))
    words = len((_SIGN.sub(" ", text) if signs else text).split())
    return max(1, round(words / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE))


def enough(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The first of an essay's paragraphs, up to the one that makes it ENOUGH words; no empty one."""
    taken: list[str] = []
    words = 0
    for paragraph in paragraphs:
        if words >= ENOUGH:
            break
        taken.append(paragraph)
        words += len(paragraph.split())
    return tuple(filter(None, taken))
