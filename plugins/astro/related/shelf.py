"""Articles -> shelves, one for each language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from pelican.contents import Article

from ..memory import MEMORY
from ..permanence.moments import oldest_first
from ..plain_text.essay import Line
from ..plain_text.values import split_list, split_pins
from ..problem import Problem
from ..sections.contents import line_of_key, source_name
from ..sections.outline import Outline
from .hand import Hand, HandError, read_hand
from .linked import addresses_in, linked_essays
from .links import RelatedLink
from .pins import UnknownPinError, resolve

logger = logging.getLogger(__name__)
Unread = Callable[[], Iterable[str]]
_SIGN_OFF = " (the site's name and tagline may close an essay as SITENAME and SITESUBTITLE have them)"


class Shelf(NamedTuple):
    """The essays of one language, and what their authors say of their company."""

    published: tuple[Article, ...]
    """Oldest first."""
    others: tuple[Article, ...]
    """Drafts, hidden ones: they see the published ones, and are not seen."""
    by_slug: Mapping[str, Article]
    """All articles by their slugs, present before former ones; also by their addresses, `lang/slug`."""
    hands: Mapping[str, Hand]
    unrelated: Mapping[str, set[str]]
    linked: Mapping[str, set[str]]
    unread: Unread
    """The files that could not be read: what leads to the essay in one of these may be right."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of the language."""
        return self.published + self.others


def shelve(articles: Sequence[Article], published: set[int], lang: str, unread: Unread) -> Shelf:
    """The essays of a language among all articles; `published` are the ids of those that everybody sees.

    What its author wishes of an essay's links and cannot have is reported.
    """
    former = {slug: article for article in articles for slug in article.outline.former}
    others = [article for article in articles if article.lang != lang]
    elsewhere = {name: article for article in others for name in (article.slug, article.url.strip("/"))}
    here = oldest_first(article for article in articles if article.lang == lang)
    own = {article.url.strip("/"): article for article in here}
    by_slug = former | elsewhere | own | {article.slug: article for article in here}
    places = _places(here)
    return Shelf(
        published=tuple(article for article in here if id(article) in published),
        others=tuple(article for article in here if id(article) not in published),
        by_slug=by_slug,
        hands={article.slug: _hand(article) for article in here},
        unrelated={article.slug: _unrelated(article, by_slug, unread) for article in here},
        linked={
            article.slug: set(linked_essays(_addresses(article), article.relative_source_path, places))
            for article in here
        },
        unread=unread,
    )


def _addresses(article: Article) -> list[str]:
    """Where its links lead, of before or of now."""
    html = article._content
    return MEMORY.recall("links", MEMORY.key("links", html), lambda: addresses_in(html)) if "<a " in html else []


def _places(articles: Sequence[Article]) -> dict[str, str]:
    places = {}
    for article in articles:
        for place in (
            article.relative_source_path,
            f"/{article.url}",
            f"{article.settings['SITEURL']}/{article.url}",
        ):
            places[place] = article.slug
    return places


def _hand(article: Article) -> Hand:
    day = getattr(article, "modified", article.date).date().isoformat()
    try:
        return read_hand(_lines(article), day)
    except HandError as error:
        logger.error(Problem(source_name(article), error.line, f"related link {error}"))
        return Hand()


def _lines(article: Article) -> list[Line]:
    """The lines of related links: our readers hand them over, another plugin's the value of a field `Related`."""
    if hasattr(article, "pins"):
        return list(article.pins)
    values = getattr(article, "related", "")  # Pelican makes a list of a field on several lines
    entries = split_pins("; ".join(values) if isinstance(values, list) else values)
    line = line_of_key(article, "related") if entries else 1  # what a plugin has made may have no file
    return [Line(line, text) for text in entries]


def pinned(article: Article, pins: Sequence[Line], shelf: Shelf) -> Iterator[RelatedLink]:
    """The links that an author has chosen; a pin that leads nowhere, or where none may, is reported."""
    by_slug = shelf.by_slug
    known: dict[str, Outline] = {slug: each.outline for slug, each in by_slug.items()} if pins else {}
    for pin in pins:
        where = (source_name(article), pin.number)
        try:
            link = resolve(pin.text, known, article.slug)
        except UnknownPinError as error:
            if not _may_be_unread(pin.text, shelf.unread):
                hint = _SIGN_OFF if pin in pins[-2:] and "names no essay; write" in str(error) else ""
                logger.error(Problem(*where, f"related link {error}{hint}"))
            continue
        if link.essay == article.slug:
            logger.error(Problem(*where, f"related link `{pin.text}` leads to this essay itself; take the line out"))
        elif link.essay and by_slug[link.essay] in _unrelated_of(article, by_slug):
            text = f"related link `{pin.text}` leads to an essay that stands in Unrelated; take one of the two out"
            logger.error(Problem(*where, text))
        elif link.essay and by_slug[link.essay].status == "draft":
            text = f"related link `{pin.text}` is left out; it waits for that essay's publication"
            logger.warning(Problem(*where, text))
        else:
            yield link


def _may_be_unread(pin: str, unread: Unread) -> bool:
    """Whether a pin may name an essay that could not be read: by the end of its file's name, or by a title."""
    name = pin.partition("#")[0].split(" — ", 1)[0].rpartition("/")[2].strip()
    return any(" " in name or PurePath(file).stem.endswith(name) for file in unread())


def _unrelated_of(article: Article, by_slug: Mapping[str, Article]) -> list[Article]:
    slugs = split_list(str(getattr(article, "unrelated", "")))
    return [by_slug[slug] for slug in slugs if slug in by_slug]


def _unrelated(article: Article, by_slug: Mapping[str, Article], unread: Unread) -> set[str]:
    """The slugs of essays of its language in its Unrelated; what names none is reported."""
    slugs = split_list(str(getattr(article, "unrelated", "")))
    for slug in slugs:
        wrong = "names no essay" if slug not in by_slug else "names this essay itself" if slug == article.slug else ""
        if wrong and (slug in by_slug or not _may_be_unread(slug, unread)):
            text = f"`{slug}` in Unrelated {wrong}; write the slug of another one"
            logger.error(Problem(source_name(article), line_of_key(article, "unrelated"), text))
    return {other.slug for other in _unrelated_of(article, by_slug) if other.lang == article.lang}
