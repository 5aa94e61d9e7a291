"""What naming the sections of an essay gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .ids import Heading
from .marks import Page, plain_page
from .outline import Lines, Section, nest

FIRST = 3  # paragraphs, of which the summary is taken


class Anchored(NamedTuple):
    """One essay's HTML after its headings were named."""

    page: Page
    """For the essay's own page: each section heading has an id and, as its sibling, a link to itself."""
    plain: str
    """For feeds, lists and summaries: no section id, no anchor link."""
    intro: str
    """The words before the first section, plain text, each block a line."""
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
    code: tuple[Lines, ...] = ()
    """As that of an `Outline`."""


def sections_of(
    headings: Sequence[Heading], ids: Sequence[str], aliases: Sequence[Sequence[str]] = ()
) -> tuple[Section, ...]:
    """The top-level sections of an essay with these headings; `aliases` are those of each, where there are any."""
    named = zip(headings, ids, aliases or [()] * len(headings), strict=True)
    return nest(Section(each.level, id_, each.text, each.under, aliases=tuple(own)) for each, id_, own in named)


def to_data(anchored: Anchored, html: str) -> tuple[object, ...]:
    """What became of `html` as data; only for sections that have no aliases.

    Of what is `html` itself that alone is told: the page is True where it is the `plain_page` of `html`, False where it
    is `html` as it stands, and `plain` is None.
    """
    flat = tuple(section.id for top in anchored.sections for section in top)
    headings = tuple((each.level, each.text, each.id, each.under) for each in anchored.headings)
    lists = (anchored.repeated, anchored.unfit, headings, anchored.taken, anchored.paragraphs, anchored.code)
    page = anchored.page.html if anchored.page.html != html else bool(anchored.page.titles)
    return (page, None if anchored.plain == html else anchored.plain, anchored.intro, flat, *lists)


def from_data(form: Any, html: str) -> Anchored:
    """What `to_data` was given."""
    page, plain, intro, names, repeated, unfit, known, *rest = form
    headings = tuple(Heading(*each) for each in known)
    sections = sections_of(headings, names)
    shown = plain_page(html, headings, names) if page is True else Page(page if page is not False else html)
    return Anchored(shown, html if plain is None else plain, intro, sections, repeated, unfit, headings, *rest)
