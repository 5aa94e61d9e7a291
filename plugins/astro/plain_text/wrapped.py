"""What an editor wraps: where a line of an essay goes on in the one below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from unicodedata import category, east_asian_width

from ..regex import regex
from .essay import Line
from .scripts import may_be_unspaced

FULL = 60  # characters that were too many for a line, at least, where an editor has wrapped it
_ENDS = tuple(".!?…:。．｡！？：؟۔।॥։။។៕།༎")  # of sentences
CLOSING = (*_ENDS, *";,‽—–·；，、؛،።၊")
CLOSERS = "\"'”’»›“‘«‹)]}」』）】》〉 \u00a0\u202f"

# Chinese and Japanese, with their marks, and the marks that they share with other scripts: what an editor breaks there
# has no space (CSS Text 3, "segment break transformation rules"). Korean has spaces.
_WIDE = regex("[\u2e80-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
# What stands between two words of which the first has left out its half: and, or, to, as well as.
_BETWEEN = "and as but if nor not or plus rather than then through to versus vs als beziehungsweise bis bzw noch oder"
_BETWEEN += " sowie statt und wie e et ed ma mais ni o ou pero u y en of ook och eller og albo czy i lub oraz až nebo"
_BETWEEN += " és vagy ja sekä tai ve veya και ή и или та або"
_TWO_WORDS = regex(rf"(?:{_BETWEEN.replace(' ', '|')})\b")
_SHARED_MARKS = "“”‘’—…"


def room_of(lines: Sequence[Line]) -> int:
    """The columns that an editor which has wrapped some lines has surely had, at most FULL.

    They are those of the longest line of which a sentence goes on below; where none does, of the longest one. A web
    address, which no editor can wrap, tells nothing.
    """
    texts = [line.text for line in lines]
    wrapped = [width(above) for above, below in pairwise(texts) if above and below and goes_on(above, below)]
    return min(FULL, max(wrapped or [width(text) for text in texts if "://" not in text], default=FULL))


def width(line: str) -> int:
    """The columns that an editor counts: two for each sign of Chinese, Japanese and Korean."""
    return len(line) if line.isascii() else sum(1 + (east_asian_width(sign) in "WF") for sign in line)


def is_full(above: str, below: str, room: int = FULL) -> bool:
    """Whether an editor may have found no room in the line above for the first word of the one below."""
    word = 2 if may_be_wide(below[0]) else width(below.split(maxsplit=1)[0])
    return width(above) + 1 + word > room


def ends_a_sentence(line: str) -> bool:
    """Whether a line ends with the mark of one, in quotes or brackets or not."""
    return line.rstrip(CLOSERS).endswith(_ENDS) and not line.endswith(":")


def goes_on(above: str, below: str) -> bool:
    """Whether a sentence of the line above certainly goes on in the one below."""
    return below[0].islower() and not above.rstrip(CLOSERS).endswith(_ENDS)


def may_go_on(above: str, below: str) -> bool:
    """Whether it does for all that can be told: where a script has no small letters, no mark closes a full line."""
    is_of_no_case = category(below[0]) == "Lo" and not above.rstrip(CLOSERS).endswith(CLOSING)
    return goes_on(above, below) or (is_of_no_case and width(above) > FULL)


def is_wrapped_title(texts: Sequence[str]) -> bool:
    """Whether the second of an essay's first lines belongs to its title: it goes on there and ends at an empty line."""
    is_alone = len(texts) > 2 and bool(texts[1]) and not texts[2]
    return is_alone and not texts[1].endswith(".") and is_full(texts[0], texts[1]) and goes_on(texts[0], texts[1])


def may_be_wide(text: str) -> bool:
    """Whether any of it is Chinese or Japanese."""
    return may_be_unspaced(text) and _WIDE.search(text) is not None


def between(above: str, below: str) -> str:
    """What stands between two lines that an editor has wrapped: a line break, or nothing where words have no spaces.

    Nor has a word that was broken at its hyphen; one that is left out of two, `pre- and post-war`, has a space there.
    """
    if above.endswith("-") and above[-2:-1].isalpha() and _may_be_half(below):
        return ""
    if above.isascii() or below.isascii() or below[0] == "・":  # which begins an item, and no line of a wrapped text
        return "\n"
    ends = above[-1], below[0]
    wide = [end for end in ends if may_be_wide(end)]
    return "" if wide and all(end in wide or end in _SHARED_MARKS for end in ends) else "\n"


def joined(lines: Sequence[str]) -> str:
    """The text of lines that an editor has wrapped."""
    text = lines[0]
    for above, below in pairwise(lines):
        text += between(above, below) + below
    return text


def _may_be_half(below: str) -> bool:
    """Whether a line may begin with the second half of a word: not what may be a name, or part two words."""
    return (below[0].islower() or below[0].isdigit()) and not _TWO_WORDS.match(below)
