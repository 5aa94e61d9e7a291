"""Lines that a hand has broken, and not an editor: of verse, an address, a table of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise, starmap
from unicodedata import category

from ..regex import regex
from .begun import is_item
from .essay import Line
from .wrapped import FULL, ends_a_sentence, goes_on, is_full, width

_FEWEST = 3  # lines
_NARROWEST = 25  # columns, of an editor
_I = regex(r"I\b(?!\.)")
_MANY = 4  # more than one of so many


def are_by_hand(lines: Sequence[Line]) -> bool:
    """Whether an essay has sentences that go on below a line though there was room: a clause a line, a narrow editor.

    Lines mean nothing there. Looked at are runs of lines that end with a sentence, which songs and code rarely do.
    """
    groups = groupby(lines, key=lambda line: bool(line.text))
    runs = [[line.text for line in run] for has_words, run in groups if has_words]
    pairs = [pair for run in runs if ends_a_sentence(run[-1]) for pair in pairwise(run)]
    broken = [is_full(*pair) for pair in pairs if _goes_on(*pair) and not is_item(pair[1]) and "://" not in pair[0]]
    early = broken.count(False)
    return early >= _FEWEST and early * _MANY > len(broken)


def are_kept(texts: Sequence[str]) -> bool:
    """Whether some lines that follow on each other stay lines: each had room for the next word.

    Half of them at least break off within a sentence, and the next one does not go on with it: who writes a sentence a
    line, or a clause, or without capital letters, has them joined.
    """
    pairs = [*pairwise(texts)]
    if len(texts) < _FEWEST or width(texts[-1]) > FULL or any(starmap(is_full, pairs)):
        return False
    longest = max(map(width, texts))
    full = [pair for pair in pairs if is_full(*pair, longest)]  # as a narrow editor leaves lines
    may_be_narrow = longest >= _NARROWEST and len(full) == len(pairs)
    is_verse = len(texts) > _FEWEST and all(text[0].isupper() for text in texts)
    if any(_goes_on(*pair) for pair in full) or (may_be_narrow and not is_verse):
        return False
    return 2 * sum(starmap(_is_broken, pairs)) >= len(pairs)


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence goes on below, which it does with no address."""
    return goes_on(above, below) and not re.match(r"\S*(?:://|@)", below)


def _is_broken(above: str, below: str) -> bool:
    """Whether a sentence certainly breaks off: not where nothing tells that, a script without capitals, or an `I`."""
    tells_nothing = category(below[0]) == "Lo" or _I.match(below)
    says = any(map(str.isalnum, above))
    return says and not (tells_nothing or _goes_on(above.rstrip(":"), below) or ends_a_sentence(above))
