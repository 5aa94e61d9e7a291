"""Section anchors and the outline, from the HTML of any reader.

After all content is read, each article and page has: `anchored`, its HTML with ids and anchor links, for its own page;
`outline`, an `Outline`; and as Pelican's `content`, which feeds and summaries take, HTML without either.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from pelican import signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from ..problem import Problem
from .anchors import anchor
from .outline import Outline, Section

__all__ = ["Outline", "Section", "articles_of", "register"]

logger = logging.getLogger(__name__)

_ARTICLES = ("articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations")
_PAGES = ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations")


def articles_of(generators: Sequence[Generator], lists: Sequence[str] = _ARTICLES) -> Iterator[Content]:
    """The articles of Pelican's `lists`, all of them by default, in Pelican's order."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for name in lists:
                yield from getattr(generator, name)


def anchor_all(generators: Sequence[Generator]) -> None:
    """Give all articles and pages their anchors and outlines, before any of their content was asked for."""
    pages = [generator for generator in generators if isinstance(generator, PagesGenerator)]
    for content in articles_of(generators):
        _anchor(content)
    for content in (each for generator in pages for name in _PAGES for each in getattr(generator, name)):
        _anchor(content)


def _anchor(content: Content) -> None:
    # Pelican resolves {filename} to the essay's address, in the page and in the feeds alike.
    result = anchor(content._content or "", "{filename}/" + quote(content.relative_source_path))
    content._content = result.plain
    content.anchored = content.metadata["anchored"] = result.page  # listed in FORMATTED_FIELDS, for its links
    content.outline = Outline(
        slug=content.slug,
        title=Markup(content.title).striptags(),
        date=content.date.isoformat() if hasattr(content, "date") else "",
        lang=content.lang,
        intro=result.intro,
        sections=result.sections,
    )
    for id_ in result.repeated:
        logger.error(_repeated(content, id_))


def _repeated(content: Content, id_: str) -> Problem:
    source = Path(content.source_path)
    marks = (f"#{id_}", f'"{id_}"', f"_{id_}:")
    lines = source.read_text("utf-8-sig").splitlines()
    at = [number for number, line in enumerate(lines, start=1) if any(mark in line for mark in marks)] or [1]
    path = f"{Path(content.settings['PATH']).name}/{content.relative_source_path}"
    return Problem(path, at[-1], f"id `{id_}` is given twice (lines {', '.join(map(str, at))}); change one of them")


def register() -> None:
    """Connect the room to Pelican."""
    signals.all_generators_finalized.connect(anchor_all)
