"""The records of a plain-text essay: what `parse` returns and `render` reads.

Named tuples, of which a class is made in a fifth of the time that a frozen dataclass takes, and one of them in half of
it. What pages show is a dataclass, told by its fields in `writing`.
"""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line of the file without the white space around it."""

    number: int
    """1-based."""
    text: str
    begins: bool = False
    """Whether it begins a paragraph whatever stands above: indented by U+3000, as in Japanese, or see `begun`."""
    indent: int = 0
    """How many columns of white space stand before it."""


class Heading(NamedTuple):
    """A line that names what follows it."""

    text: str
    level: int
    """2-6; the essay's title is level 1."""


class Paragraph(NamedTuple):
    """Words that belong together; a line break of the file is still one here, KEPT where pages keep it."""

    text: str


class List(NamedTuple):
    """Items that were marked `- ` or, counting, `1. `."""

    items: tuple[str, ...]
    numbered: bool
    start: int = 1
    """The number of the first item: above 1 where the list goes on after one that stands in it."""


class Quotation(NamedTuple):
    """Paragraphs that were marked `> `."""

    paragraphs: tuple[str, ...]


class Break(NamedTuple):
    """A `* * *` between two parts."""


KEPT = "\u2028"
"""A line break in a text that pages keep; no file has this character."""

Block = Heading | Paragraph | List | Quotation | Break


class Rendered(NamedTuple):
    """HTML, and the blocks that it says: of it they are known without a look at it."""

    html: str
    blocks: tuple[Block, ...]


class Essay(NamedTuple):
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
    header: dict[str, str]
    """The header's other entries by their lower-case key, as they were written."""
