"""Related thinking: links from each essay to the sections of others that think about the same thing.

Each article gets `related_thinking`, what its page prints at the end; `rank` and `pins` decide, this module looks the
articles up and reports pins that name nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator

from ..problem import Problem
from ..sections import articles_of, source_name
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
    """Give every article its `related_thinking`; only published essays of the same language are linked."""
    published = list(articles_of(generators, ("articles", "translations")))
    others = [each for each in articles_of(generators) if each not in published]
    for lang in sorted({article.lang for article in (*published, *others)}):
        _relate_language(
            {each.slug: each for each in published if each.lang == lang},
            [each for each in others if each.lang == lang],
        )


def _relate_language(published: Mapping[str, Article], others: Sequence[Article]) -> None:
    outlines = {slug: article.outline for slug, article in published.items()}
    apart = {article.slug: _unrelated(article, outlines) for article in (*published.values(), *others)}
    ranking = rank(outlines.values(), unrelated=apart)
    for slug, article in published.items():
        _give(article, ranking[slug], published, others)
    for article in others:  # an unpublished essay sees the others, and they do not see it
        around = [outline for slug, outline in outlines.items() if slug != article.slug]
        _give(article, rank([*around, article.outline], unrelated=apart)[article.slug], published, others)


def _give(
    article: Article, ranked: Iterable[RelatedLink], published: Mapping[str, Article], others: Sequence[Article]
) -> None:
    links = combine(list(_pinned(article, published, others)), ranked, article.outline)
    article.related_thinking = [_entry(link, article, published) for link in links]


def _entry(link: RelatedLink, own: Article, published: Mapping[str, Article]) -> Entry:
    article = own if link.essay == own.slug else published.get(link.essay)
    sections = article.outline if article else ()
    return Entry(article, next((section for section in sections if section.id == link.section), None), link)


def _pinned(article: Article, published: Mapping[str, Article], others: Sequence[Article]) -> Iterable[RelatedLink]:
    known: dict[str, Outline] = {each.slug: each.outline for each in (*others, *published.values())}
    known.pop(article.slug, None)
    for line, text in _pins(article):
        try:
            link = resolve(text, known)
        except UnknownPinError as error:
            logger.error(Problem(source_name(article), line, f"related link {error}"))
            continue
        if link.essay in published or link.address:
            yield link
        else:
            logger.warning(
                Problem(source_name(article), line, f"related link `{text}` waits until that essay is published")
            )


def _pins(article: Article) -> list[tuple[int, str]]:
    """(line, text) of each pin: a plain-text reader hands lines over, others the value of a field `Related`."""
    if hasattr(article, "pins"):
        return [(pin.number, pin.text) for pin in article.pins]
    line = _line_of(article, "related")
    return [(line, text.strip()) for text in str(getattr(article, "related", "")).split(";") if text.strip()]


def _unrelated(article: Article, outlines: Mapping[str, Outline]) -> frozenset[str]:
    slugs = [slug.strip() for slug in str(getattr(article, "unrelated", "")).replace(",", ";").split(";")]
    for slug in slugs:
        if slug and slug not in outlines:
            text = f"`{slug}` in Unrelated names no published essay; write the slug of one"
            logger.error(Problem(source_name(article), _line_of(article, "unrelated"), text))
    return frozenset(filter(None, slugs))


def _line_of(article: Article, key: str) -> int:
    lines = Path(article.source_path).read_text("utf-8-sig").splitlines()
    return next((i for i, line in enumerate(lines, start=1) if line.lower().lstrip(" :").startswith(key)), 1)


def register() -> None:
    """Connect the room to Pelican; it needs the outlines of `astro.sections`."""
    signals.all_generators_finalized.connect(relate)
