"""Lines that a hand has broken, and not an editor: of verse, an address, a table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, starmap
from unicodedata import category

from .begun import is_item
from .essay import Line
from .wrapped import FULL, ends_a_sentence, goes_on, is_full, width

_FEWEST = 3  # lines
_NARROWEST = 25  # columns, of an editor
_MANY = 4  # more than one of so many


def are_by_hand(lines: Sequence[Line]) -> bool:
    """Whether an essay has lines that sentences go on below though there was room: a clause a line, or a narrow editor.

    Lines mean nothing there.
    """
    pairs = [(above.text, below.text) for above, below in pairwise(lines) if above.text and below.text]
    broken = [is_full(*pair) for pair in pairs if goes_on(*pair) and not is_item(pair[1]) and "://" not in pair[0]]
    early = broken.count(False)
    return early >= _FEWEST and early * _MANY > len(broken)


def are_kept(texts: Sequence[str]) -> bool:
    """Whether some lines that follow on each other stay lines: each had room for the next word.

    Half of them at least break off within a sentence, and the next one does not go on with it: who writes a sentence a
    line, or a clause, or without capital letters, has them joined.
    """
    if len(texts) < _FEWEST or width(texts[-1]) > FULL:
        return False
    pairs = [*pairwise(texts)]
    longest = max(map(width, texts))
    are_full = [is_full(*pair, longest) for pair in pairs]
    if longest >= _NARROWEST and all(are_full):  # as a narrow editor leaves them
        return False
    go_on = any(full and goes_on(*pair) for full, pair in zip(are_full, pairs, strict=True))
    return not (go_on or any(starmap(is_full, pairs))) and 2 * sum(starmap(_is_broken, pairs)) >= len(pairs)


def _is_broken(above: str, below: str) -> bool:
    is_of_no_case = category(below[0]) == "Lo"  # where nothing tells whether it goes on
    says = any(map(str.isalnum, above))
    return says and not (is_of_no_case or goes_on(above, below) or ends_a_sentence(above))
