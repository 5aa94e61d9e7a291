"""Which lines begin a paragraph below another one: what is indented as by a typewriter, and what somebody says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, starmap

from .essay import Line
from .pieces import BULLETS
from .wrapped import ends_a_sentence, is_full

_INDENTS = range(2, 9)  # columns, of a typewriter
_ITEM = re.compile(rf"(?:[{BULLETS}*>+]|\[?\(?[\w]{{1,3}}[.)\]])\s")
_SPEAKER = re.compile(r"(?=[^\W\d_])[\w.'’-]{1,15}(?: [\w.'’-]{1,15})?[:：]\s*\S")  # `A: Yes.`, `Mrs. Karp: Yes.`


def begun(run: Sequence[Line], room: int) -> Sequence[Line]:
    """The lines of a run, told which begin a paragraph; an editor may have wrapped them in `room` columns."""
    begins = (_are_typed(run, room) or _are_said(run, room)) if len(run) > 1 else set()
    return [line._replace(begins=True) if line.number in begins else line for line in run] if begins else run


def _are_typed(run: Sequence[Line], room: int) -> set[int]:
    """The numbers of the indented lines, where these are what begins the paragraphs of a run.

    All are indented alike, each below the end of a sentence, and the lines that are not go on from full ones. Items and
    the books of a list are indented from their second line on, and only there.
    """
    indents = {line.indent for line in run if line.indent}
    if len(indents) != 1 or indents.isdisjoint(_INDENTS) or any(is_item(line.text) for line in run):
        return set()
    pairs = [*pairwise(run)]
    ends = [ends_a_sentence(above.text) for above, below in pairs if below.indent]
    first = [(above.text, below.text, room - above.indent) for above, below in pairs if above.indent > below.indent]
    is_wrapped = any(_goes_on(*pair) for pair in pairs if pair[0].indent == pair[1].indent == 0)
    are = bool(first) and all(ends) and all(starmap(is_full, first)) and (is_wrapped or bool(run[0].indent))
    return {line.number for line in run if line.indent} if are else set()


def is_item(text: str) -> bool:
    """Whether a line begins with a mark of an item, of a note or of a quotation."""
    return _ITEM.match(text) is not None


def _goes_on(above: Line, below: Line) -> bool:
    return is_full(above.text, below.text) and not ends_a_sentence(above.text)


def _are_said(run: Sequence[Line], room: int) -> set[int]:
    """The numbers of the lines that begin with who says them, where a run is a talk and begins so.

    Each stands below the end of a sentence, or a line with room for its first word; most of what is said ends one.
    """
    if not _SPEAKER.match(run[0].text):
        return set()
    said = {line.number for line in run if _SPEAKER.match(line.text)}
    above = [(upper.text, lower.text) for upper, lower in pairwise(run) if lower.number in said]
    ended = sum(ends_a_sentence(upper) for upper, _ in above)
    are = all(ends_a_sentence(upper) or not is_full(upper, lower, room) for upper, lower in above)
    return said if above and are and 2 * ended > len(above) else set()
