"""Which lines begin a paragraph below another one: by their indentation, or as they are what somebody says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, starmap

from ..regex import regex
from .essay import Line
from .pieces import BULLETS
from .scripts import SIGNS
from .wrapped import ends_a_sentence, goes_on, is_full

_INDENTS = range(2, 9)  # columns, of a typewriter
_ITEM = regex(rf"(?:[{BULLETS}*>+]|\[?\(?(?:\d{{1,3}}|[a-zA-Z]|[ivxIVX]+)[.)\]])\s")
_NAME = rf"[\w.'’{SIGNS}-]{{1,15}}"
_SPEAKER = regex(  # `A: Yes.`, `Mrs. Karp (laughing): Yes.`, `Anna : Oui.`, and the years of a chronicle
    rf"(?:\d{{3,4}}|(?=[^\W\d_]){_NAME}(?: {_NAME}){{0,2}}(?: \([^()]{{1,30}}\))?)\s?[:：](?!\d|//)\s*\S"
)
_LEADS_ON = (":", "—", "--")  # to what somebody says


def begun(run: Sequence[Line], room: int) -> Sequence[Line]:
    """The lines of a run, told which begin a paragraph; an editor may have wrapped them in `room` columns."""
    if len(run) == 1:
        return run
    begins = _are_typed(run, room) or _are_hung(run, room) or _are_said(run, room)
    return [line._replace(begins=True) if line.number in begins else line for line in run] if begins else run


def is_item(text: str) -> bool:
    """Whether a line begins with a mark of an item, of a note or of a quotation."""
    return _ITEM.match(text) is not None


def _are_typed(run: Sequence[Line], room: int) -> set[int]:
    """The numbers of the indented lines, where these begin the paragraphs of a run, as typewriters had it.

    All are indented alike, each below the end of a sentence, and the lines that are not go on from full ones.
    """
    indents = {line.indent for line in run if line.indent}
    if len(indents) != 1 or indents.isdisjoint(_INDENTS) or _has_items(run):
        return set()
    pairs = [*pairwise(run)]
    ends = [ends_a_sentence(above.text) or above.text.endswith(_LEADS_ON) for above, below in pairs if below.indent]
    first = [(above.text, below.text, room - above.indent) for above, below in pairs if above.indent > below.indent]
    is_wrapped = any(_is_cut(*pair) for pair in pairs if pair[0].indent == pair[1].indent == 0)
    are = bool(first) and all(ends) and all(starmap(is_full, first)) and (is_wrapped or bool(run[0].indent))
    return {line.number for line in run if line.indent} if are else set()


def _are_hung(run: Sequence[Line], room: int) -> set[int]:
    """The numbers of the lines that are not indented, where all others are, as in a list of books.

    Each stands below the end of a sentence, and the indented lines go on from full ones.
    """
    if run[0].indent or len({line.indent for line in run}) != 2 or _has_items(run):
        return set()
    pairs = [*pairwise(run)]
    ends = [ends_a_sentence(above.text) for above, below in pairs if not below.indent]
    first = [(above.text, below.text, room - above.indent) for above, below in pairs if below.indent]
    return {line.number for line in run if not line.indent} if all(ends) and all(starmap(is_full, first)) else set()


def _has_items(run: Sequence[Line]) -> bool:
    """Whether what is indented in a run belongs to items, or is one."""
    hung = (above for above, below in pairwise(run) if below.indent)
    return any(is_item(line.text) for line in (run[0], *hung, *(line for line in run if line.indent)))


def _is_cut(above: Line, below: Line) -> bool:
    """Whether an editor has broken a sentence between two lines."""
    return is_full(above.text, below.text) and not ends_a_sentence(above.text)


def _are_said(run: Sequence[Line], room: int) -> set[int]:
    """The numbers of the lines that begin with who says them, where a run is a talk and begins so.

    Each stands below the end of a sentence, or a line with room for its first word; most of what is said ends one.
    """
    if not _SPEAKER.match(run[0].text):
        return set()
    said = [(upper.text, lower) for upper, lower in pairwise(run) if _SPEAKER.match(lower.text)]
    above = [(upper, lower.text) for upper, lower in said if not goes_on(upper, lower.text)]
    ended = sum(ends_a_sentence(upper) for upper, _ in above)
    are = all(ends_a_sentence(upper) or not is_full(upper, lower, room) for upper, lower in above)
    begins = {run[0].number, *(lower.number for upper, lower in said if not goes_on(upper, lower.text))}
    return begins if are and 2 * ended > len(above) else set()
