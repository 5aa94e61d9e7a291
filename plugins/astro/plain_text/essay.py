"""The records of a plain-text essay: what `parse` returns and `render` reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):  # a tuple is made in half the time, and an essay has many
    """A line of the file without the white space around it."""

    number: int
    """1-based."""
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows it."""

    text: str
    level: int
    """2-6; the essay's title is level 1."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together; a line break of the file is still a line break here."""

    text: str


@dataclass(frozen=True, slots=True)
class List:
    """Items that were marked `- ` or, numbered from 1, `1. `."""

    items: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """Paragraphs that were marked `> `."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A `* * *` between two parts."""


Block = Heading | Paragraph | List | Quotation | Break


@dataclass(frozen=True, slots=True)
class Essay:
    """A plain-text essay, understood; every text in it is still plain text, nothing is escaped."""

    title: str
    blocks: tuple[Block, ...]
    pins: tuple[Line, ...]
    """The lines after `Related thinking:` and the entries of the header's `Related`, in this order."""
    slug: str
    """The last part of the address: a-z, 0-9 and hyphens."""
    date: str
    """`YYYY-MM-DD`, with ` HH:MM[:SS][offset]` where a time is known; empty for an undated page."""
    summary: str
    """The author's, or the first one or two sentences; never cut."""
    header: dict[str, str] = field(default_factory=dict)
    """The header's other entries by their lower-case key, as they were written."""
