"""What a converter of Markdown finds wrong, and at which line of the file it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..plain_text.essay import Line
from .places import unfenced
from .references import without_places


class Fault(NamedTuple):
    """What a converter found wrong."""

    where: int | str
    """The place of a line of the text, or what the line begins with."""
    text: str
    """What is wrong; what to do."""

    def line(self, lines: Sequence[Line]) -> int:
        """The number of its line in the file; of several that begin so the last."""
        if isinstance(self.where, int):
            return lines[self.where].number
        start = " ".join(self.where.split())
        starts = (start, start.replace(".", ")", 1))  # which a number may have behind it
        texts = [" ".join(line.text.lstrip(" >\t").split()) for line in lines]
        places = [[i for i, text in enumerate(each) if text.startswith(starts)] for each in (unfenced(texts), texts)]
        return next((lines[those[-1]].number for those in places if those), 1)


def numbered(faults: Sequence[Fault], lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each fault found in these lines."""
    for where, text in faults:
        fault = Fault(where if isinstance(where, int) else without_places(where), without_places(text))
        yield fault.line(lines), fault.text
