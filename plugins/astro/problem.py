"""What is wrong with an essay, in the one form in which the author reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# In the name of a file a terminal would obey them.
_CONTROLS = {sign: f"\\x{sign:02x}" for sign in (*range(9), *range(10, 0x20), *range(0x7F, 0xA0))}


class Problem(NamedTuple):
    """One thing that is wrong; the order is that of files and lines."""

    path: str
    """The file, relative to the project: `content/essays/x.txt`."""
    line: int
    """1-based; 1 where the whole file is meant."""
    text: str
    """What is wrong; what to do."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}".translate(_CONTROLS)


class EssayError(ValueError):
    """Raised with everything that is wrong with one essay."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
