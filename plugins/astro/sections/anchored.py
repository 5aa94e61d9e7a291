"""What naming the sections of an essay gives, and the names that it uses on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .ids import Heading
from .outline import Section, nest

# The classes of what anchors add to a page.
WRAPPER, LINK, ALIAS = "section-heading", "anchor-link", "alias"
# Ids of the theme's own elements, which no section may take.
RESERVED = frozenset(
    {"main", "outline", "outline-heading", "related-thinking", "search-words", "search-found", "search-results"}
)


@dataclass(frozen=True, slots=True)
class Anchored:
    """One essay's HTML after its headings were named."""

    page: str
    """For the essay's own page: each section heading has an id and, as its sibling, a link to itself."""
    plain: str
    """For feeds, lists and summaries: no section id, no anchor link."""
    intro: str
    """The words before the first section, plain text."""
    sections: tuple[Section, ...]
    """The top-level ones."""
    repeated: tuple[str, ...]
    """Ids that the author gave twice, in order; a link to one of them would be ambiguous."""
    unfit: tuple[str, ...]
    """Ids of the author's that are the page's own, or that no address can hold."""
    headings: tuple[Heading, ...]
    """What the ids were made from, in reading order."""
    taken: frozenset[str]
    """The ids of elements that are no section's heading."""
    paragraphs: tuple[str, ...]
    """The text of the first ones."""


def words_of_link(title: str) -> str:
    """The hidden words of the link beside a heading, plain text."""
    return f"Link to section “{title}”"


def to_json(anchored: Anchored, html: str) -> list[object]:
    """What a JSON file can hold of what became of `html`; only for sections that have no aliases."""
    flat = (section.id for top in anchored.sections for section in top)
    headings = [[each.level, each.text, each.id, each.under] for each in anchored.headings]
    lists = (anchored.repeated, anchored.unfit, sorted(anchored.taken), anchored.paragraphs)
    plain = None if anchored.plain == html else anchored.plain
    return [anchored.page, plain, anchored.intro, list(flat), headings, *map(list, lists)]


def from_json(form: Any, html: str) -> Anchored:
    """What `to_json` was given."""
    page, plain, intro, names, known, repeated, unfit, taken, paragraphs = form
    headings = tuple(Heading(*each) for each in known)
    sections = nest(Section(each.level, id_, each.text, each.under) for each, id_ in zip(headings, names, strict=True))
    lists = (tuple(repeated), tuple(unfit), headings, frozenset(taken), tuple(paragraphs))
    return Anchored(page, html if plain is None else plain, intro, sections, *lists)
