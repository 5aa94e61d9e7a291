"""What a list says of an essay before it is opened: how it begins, and how long it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..plain_text.scripts import CHINESE_AND_JAPANESE, THAI_LAO_BURMESE_KHMER, UNSPACED, may_be_unspaced

WORDS_A_MINUTE = 230
SIGNS_A_MINUTE = 400  # of scripts that write a word with one or two signs and no spaces
LETTERS_A_MINUTE = 1000  # of scripts that put no spaces between words of several letters
ENOUGH = 120  # words of a beginning
_SIGN = f"[{CHINESE_AND_JAPANESE}]"
_LETTER = f"[{THAI_LAO_BURMESE_KHMER}]"


def minutes(text: str) -> int:
    """Whole minutes that reading takes, at least 1."""
    taken, left = 0.0, text
    for kind, a_minute in ((_SIGN, SIGNS_A_MINUTE), (_LETTER, LETTERS_A_MINUTE)) if may_be_unspaced(text) else ():
        left, count = re.subn(kind, " ", left)
        taken += count / a_minute
    return max(1, round(taken + len(left.split()) / WORDS_A_MINUTE))


def word_count(text: str) -> int | None:
    """How many words a text has; None where its script puts no spaces between them."""
    words = len(text.split())
    return words if not may_be_unspaced(text) or len(re.findall(f"[{UNSPACED}]", text)) <= words else None


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
