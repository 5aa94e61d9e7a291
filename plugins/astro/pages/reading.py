"""What a list says of an essay before it is opened: how it begins, how long it takes, and of which day it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from ..plain_text.scripts import CHINESE_AND_JAPANESE

WORDS_A_MINUTE = 230
SIGNS_A_MINUTE = 400  # of scripts that write a word with one or two signs and no spaces
ENOUGH = 120  # words of a beginning
# Compiled for the first text that may have one: that takes longer than to read an essay.
_SIGN = f"[{CHINESE_AND_JAPANESE}]"


def minutes(text: str) -> int:
    """Whole minutes that reading takes, at least 1."""
    signs = 0 if text.isascii() else len(re.findall(_SIGN, text))
    words = len((re.sub(_SIGN, " ", text) if signs else text).split())
    return max(1, round(words / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE))


def day_in_words(moment: datetime) -> str:
    """The day as lists tell it: `20 January 2025`."""
    return _in_words(moment.date())


@lru_cache(maxsize=1 << 12)  # an essay's day stands on several pages
def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


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
