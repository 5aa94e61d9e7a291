"""The blocks of a plain-text essay -> what `as_text` and `opening` make of their HTML, without building a tree of it.

Tests hold both ways to the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from ..plain_text.essay import KEPT, Block, Break, Heading, List, Paragraph, Quotation
from ..plain_text.lines import one_line
from .reading import enough


def blocks_as_text(title: str, blocks: Iterable[Block]) -> str:
    """The words of an essay: its title, then its blocks, with an empty line between two of them."""
    return "\n\n".join([title, *filter(None, map(_text, blocks))]) + "\n"


def opening_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The first paragraphs: up to the first heading, and to the one that makes it ENOUGH words."""
    before = takewhile(lambda block: not isinstance(block, Heading), blocks)
    return enough(one_line(block.text) for block in before if isinstance(block, Paragraph))


def _text(block: Block) -> str:
    match block:
        case Paragraph(text):
            return _lines("", text)
        case Heading(text, level):
            return f"{'#' * level} {one_line(text)}"
        case List():
            return "\n".join(_items(block))
        case Quotation(paragraphs):
            return "\n>\n".join(_lines("> ", text, "> ") for text in paragraphs)
        case Break():
            return "* * *"


def _items(block: List) -> Iterator[str]:
    for number, item in enumerate(block.items, start=block.start):
        yield _lines(f"{number}. " if block.numbered else "- ", item)


def _lines(mark: str, text: str, below: str | None = None) -> str:
    """A text behind a mark, its lines that are kept below each other."""
    first, *others = map(one_line, text.split(KEPT))
    return "\n".join([mark + first, *((" " * len(mark) if below is None else below) + line for line in others)])
