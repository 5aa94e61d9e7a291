"""Lines that a hand has broken, and not an editor: of verse, an address, a table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, starmap
from unicodedata import category

from .essay import Line
from .wrapped import FULL, ends_a_sentence, goes_on, is_full, width

_FEWEST = 3  # lines
_SPARE = 15  # columns behind a line and the next word: so much no editor leaves


def room_of_editor(lines: Sequence[Line]) -> int:
    """The columns that an editor has surely had, at most FULL: that, too, where it has broken no sentence."""
    pairs = [(above.text, below.text) for above, below in pairwise(lines) if above.text and below.text]
    return min(FULL, max((width(above) for above, below in pairs if goes_on(above, below)), default=FULL))


def are_kept(texts: Sequence[str], room: int) -> bool:
    """Whether some lines that follow on each other stay lines: each had room for the next word.

    Half of them at least break off within a sentence, and the next one does not go on with it: who writes a sentence a
    line, or a clause, or without capital letters, has them joined.
    """
    pairs = [*pairwise(texts)]
    if len(texts) < _FEWEST or width(texts[-1]) > room or not all(_had_room(*pair, room) for pair in pairs):
        return False
    return 2 * sum(starmap(_is_broken, pairs)) >= len(pairs)


def _had_room(above: str, below: str, room: int) -> bool:
    return not is_full(above, below, room - _SPARE if goes_on(above, below) else room)


def _is_broken(above: str, below: str) -> bool:
    is_of_no_case = category(below[0]) == "Lo"  # where nothing tells whether it goes on
    says = any(map(str.isalnum, above))
    return says and not (is_of_no_case or goes_on(above, below) or ends_a_sentence(above))
