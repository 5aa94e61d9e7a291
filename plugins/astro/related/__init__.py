"""Related thinking: links from each essay to the sections of others that think about the same thing.

Each article gets `related_thinking`, what its page prints at the end. `shelf` looks up the essays of a language and
their authors' wishes, `rankings` what is found for them; this module puts both together, and says what has changed in
anyone's list.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import Generator

from ..problem import Problem
from ..sections.contents import PUBLISHED, articles_of, line_of_key, pages_of, source_name, unread
from ..sections.outline import Section
from ..staging import write_whole
from .changes import changes
from .links import RelatedLink
from .pins import combine
from .rankings import rankings
from .shelf import Shelf, pinned, shelve

logger = logging.getLogger(__name__)
_DAMAGED = (OSError, ValueError, TypeError, AttributeError, RecursionError)  # what reading a memory may end with
_FIELDS = ("essay", "section", "address", "score")  # where a link leads, and how near that is
RENAMED: dict[str, str] = {}  # the slug of an essay in this build, by each that it was published with before
_OF_A_PAGE = "a page has no related links; take the"
LISTS: dict[str, tuple[RelatedLink, ...]] = {}  # of published essays in this build, by file; own sections left out


class Related(NamedTuple):
    """One entry of "Related thinking", as the theme prints it."""

    article: Article | None
    """The essay it leads to; None for a web address."""
    section: Section | None
    """The section that carries the match."""
    link: RelatedLink
    """The reason, the author's note, the web address."""


def relate(generators: Sequence[Generator]) -> None:
    """Give every article its `related_thinking`; published essays of its language are found, any visible one pinned."""
    LISTS.clear()
    RENAMED.clear()
    articles = list(articles_of(generators))
    published = {id(article) for article in articles_of(generators, PUBLISHED)}
    not_read = cache(partial(unread, generators))
    for lang in sorted({article.lang for article in articles}):
        shelf = shelve(articles, published, lang, not_read)
        ranking = rankings(shelf)
        RENAMED.update((old, each.slug) for old, each in shelf.by_slug.items() if old in each.outline.former)
        for article in shelf.articles:
            links = _links(article, ranking.get(article.slug, ()), shelf)
            if id(article) in published:
                LISTS[source_name(article)] = tuple(link for link in links if link.essay != article.slug)
            article.related_thinking = [_entry(link, shelf.by_slug) for link in links]
    for page in pages_of(generators):
        if pins := getattr(page, "pins", ()):
            logger.error(Problem(source_name(page), pins[0].number, f"{_OF_A_PAGE} lines out, or make an essay of it"))
        if getattr(page, "unrelated", ""):
            text = f"{_OF_A_PAGE} line out, or make an essay of it"
            logger.error(Problem(source_name(page), line_of_key(page, "unrelated"), text))


def _links(article: Article, found: Sequence[RelatedLink], shelf: Shelf) -> tuple[RelatedLink, ...]:
    hand = shelf.hands[article.slug]
    pins = list(pinned(article, hand.pins, shelf))
    if hand.is_empty or (hand.only_pins and not pins):
        return ()
    return combine(pins, () if hand.only_pins else found, article.outline)


def _entry(link: RelatedLink, by_slug: Mapping[str, Article]) -> Related:
    article = by_slug.get(link.essay)
    sections = article.outline if article and link.section else ()
    return Related(article, next((section for section in sections if section.id == link.section), None), link)


def _now(link: RelatedLink) -> RelatedLink:
    """A link of the last build to where it leads in this one; raises ValueError where its score is no number."""
    return replace(link, essay=RENAMED.get(link.essay, link.essay), score=float(link.score))


def tell_changes(pelican: Pelican) -> None:
    """Print which lists differ from those of the last build of the same site, and how; remember today's lists."""
    site = "public" if pelican.settings["SITEURL"] else "desk"
    memory = Path(pelican.settings["CACHE_PATH"]) / f"related-{site}.json"
    lists = {file: [{name: getattr(link, name) for name in _FIELDS} for link in LISTS[file]] for file in sorted(LISTS)}
    before: dict[str, list[RelatedLink]] = {}
    with suppress(*_DAMAGED):  # without a memory nothing has changed
        known = json.loads(memory.read_text("utf-8"))
        if known == lists:
            return
        others = ((file, links) for file, links in known.items() if links != lists.get(file))
        before = {file: [_now(RelatedLink(**link)) for link in links] for file, links in others}
    for line in changes(before, LISTS):
        print(line)
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        write_whole(memory, json.dumps(lists))


def register() -> None:
    """Connect the room to Pelican; it needs the outlines of `astro.sections`."""
    signals.all_generators_finalized.connect(relate)
