"""Related thinking: links from each essay to the sections of others that think about the same thing.

Each article gets `related_thinking`, what its page prints at the end; `rank` and `pins` decide, this module looks the
articles up and reports pins that name nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator

from ..plain_text.values import split_list, split_pins
from ..problem import Problem
from ..sections import articles_of, pages_of, source_name
from ..sections.outline import Outline, Section
from .pins import UnknownPinError, combine, resolve
from .rank import RelatedLink, rank

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of "Related thinking", as the theme prints it."""

    article: Article | None
    """The essay it leads to; None for a web address."""
    section: Section | None
    """The section that carries the match."""
    link: RelatedLink
    """The reason, the author's note, the web address."""


def relate(generators: Sequence[Generator]) -> None:
    """Give every article its `related_thinking`; published essays of its language are found, any visible one pinned."""
    published = list(articles_of(generators, ("articles", "translations")))
    articles = list(articles_of(generators))
    for lang in sorted({article.lang for article in articles}):
        shelf = _shelf(articles, lang)
        of_lang = [article for article in articles if article.lang == lang]
        _relate_language(of_lang, {article.slug for article in of_lang if article in published}, shelf)
    for page in pages_of(generators):
        if pins := getattr(page, "pins", ()):
            text = "a page has no related links; take the lines out, or make an essay of it"
            logger.error(Problem(source_name(page), pins[0].number, text))


def _shelf(articles: Sequence[Article], lang: str) -> dict[str, Article]:
    """All articles by their slugs, present before former ones; of translations the one in `lang`."""
    former = {slug: article for article in articles for slug in article.outline.former}
    others = {article.slug: article for article in articles if article.lang != lang}
    return former | others | {article.slug: article for article in articles if article.lang == lang}


def _relate_language(articles: Sequence[Article], published: set[str], shelf: Mapping[str, Article]) -> None:
    apart = {article.slug: _unrelated(article, shelf) for article in articles}
    outlines = {article.slug: article.outline for article in articles}
    ranking = rank((outlines[slug] for slug in published), unrelated=apart)
    if unpublished := outlines.keys() - published:  # they see the published ones, and are not seen
        alone = {slug: apart[slug] | unpublished for slug in unpublished}
        desk = rank(outlines.values(), unrelated=apart | alone)
        ranking |= {slug: desk[slug] for slug in unpublished}
    for article in articles:
        links = combine(list(_pinned(article, shelf)), ranking[article.slug], article.outline)
        article.related_thinking = [_entry(link, shelf) for link in links]


def _entry(link: RelatedLink, shelf: Mapping[str, Article]) -> Entry:
    article = shelf.get(link.essay)
    sections = article.outline if article else ()
    return Entry(article, next((section for section in sections if section.id == link.section), None), link)


def _pinned(article: Article, shelf: Mapping[str, Article]) -> Iterator[RelatedLink]:
    known: dict[str, Outline] = {slug: each.outline for slug, each in shelf.items()}
    for line, text in _pins(article):
        where = (source_name(article), line)
        try:
            link = resolve(text, known)
        except UnknownPinError as error:
            logger.error(Problem(*where, f"related link {error}"))
            continue
        if link.essay == article.slug:
            logger.error(Problem(*where, f"related link `{text}` leads to this essay itself; take the line out"))
        elif link.essay and shelf[link.essay].status == "draft":
            logger.warning(Problem(*where, f"related link `{text}` is left out; it waits for that essay's publication"))
        else:
            yield link


def _pins(article: Article) -> list[tuple[int, str]]:
    """(line, text) of each pin: a plain-text reader hands lines over, others the value of a field `Related`."""
    if hasattr(article, "pins"):
        return [(pin.number, pin.text) for pin in article.pins]
    line = _line_of(article, "related")
    values = getattr(article, "related", "")  # Pelican makes a list of a field on several lines
    value = "; ".join(values) if isinstance(values, list) else values
    return [(line, text) for text in split_pins(value)]


def _unrelated(article: Article, shelf: Mapping[str, Article]) -> set[str]:
    slugs = split_list(str(getattr(article, "unrelated", "")))
    for slug in slugs:
        if slug not in shelf:
            text = f"`{slug}` in Unrelated names no essay; write the slug of one"
            logger.error(Problem(source_name(article), _line_of(article, "unrelated"), text))
    return {shelf[slug].slug for slug in slugs if slug in shelf}


def _line_of(article: Article, key: str) -> int:
    lines = Path(article.source_path).read_text("utf-8-sig").splitlines()
    return next((i for i, line in enumerate(lines, start=1) if line.lower().lstrip(" :").startswith(key)), 1)


def register() -> None:
    """Connect the room to Pelican; it needs the outlines of `astro.sections`."""
    signals.all_generators_finalized.connect(relate)
