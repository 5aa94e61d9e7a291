"""The outline: what an essay says where. It knows no HTML; a table of contents is one rendering of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

FOLLOWS = {"told": False}  # it follows from the essay's HTML, which `writing.inputs` tells beside it
Lines = tuple[int, ...]
"""Some lines of a text, by their numbers from 0."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and the sections nested in it."""

    level: int
    """2-6, the heading's."""
    id: str
    """Unique in its page, never empty, without `#`."""
    title: str
    """The heading's words, plain text."""
    text: str = field(metadata=FOLLOWS)
    """The words between this heading and the next of any level, plain text, each block a line."""
    children: tuple[Section, ...] = ()
    """In reading order."""
    aliases: tuple[str, ...] = ()
    """Other ids that lead to it: those it once had, and those of sections that it took in."""

    def __iter__(self) -> Iterator[Section]:
        """The section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child


@dataclass(frozen=True, slots=True)
class Outline:
    """One essay by its sections, with what other essays need to know of it."""

    slug: str
    title: str
    """Plain text."""
    date: str
    """ISO 8601; empty for an undated page."""
    lang: str
    intro: str = field(metadata=FOLLOWS)
    """The words before the first heading, plain text, each block a line."""
    sections: tuple[Section, ...] = field(metadata=FOLLOWS)
    """The top-level ones, in reading order."""
    former: tuple[str, ...] = ()
    """Slugs that it once had."""
    code: tuple[Lines, ...] = field(default=(), metadata=FOLLOWS)
    """Which lines of the intro, and of the text of each section in reading order, are code; empty where none are."""

    def __iter__(self) -> Iterator[Section]:
        """All sections, in reading order."""
        for section in self.sections:
            yield from section

    @property
    def words(self) -> str:
        """All its words, in order."""
        return " ".join([self.title, self.intro, *(f"{each.title} {each.text}" for each in self)])


def nest(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Flat sections in reading order -> the top-level ones, each with those of a deeper level after it as children."""
    flat = list(sections)
    if len({each.level for each in flat}) < 2:  # as in most essays
        return tuple(flat)
    top: list[Section] = []
    while flat:
        first = flat.pop(0)
        below = next((i for i, each in enumerate(flat) if each.level <= first.level), len(flat))
        top.append(replace(first, children=nest(flat[:below])) if below else first)
        flat = flat[below:]
    return tuple(top)
