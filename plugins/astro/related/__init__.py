"""Related thinking: links from each essay to the sections of others that think about the same thing.

Each article gets `related_thinking`, what its page prints at the end. `rank`, `hand` and `pins` decide; this module
looks the articles up, reports pins that name nothing, and says what has changed in anyone's list.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import Generator

from ..memory import MEMORY
from ..plain_text.essay import Line
from ..plain_text.values import split_list, split_pins
from ..problem import Problem
from ..sections import articles_of, outline_key, pages_of, source_name
from ..sections.outline import Outline, Section
from .changes import changes
from .hand import Hand, HandError, read_hand
from .linked import addresses_in, linked_essays
from .links import RelatedLink
from .pins import UnknownPinError, combine, resolve

if TYPE_CHECKING:
    from .kept import Kept
    from .mentions import Essay
    from .said import Said

# Else numpy, as soon as it is loaded, begins threads that wait at full speed for work of a kind that nobody has here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
logger = logging.getLogger(__name__)
Ranking = dict[str, tuple[RelatedLink, ...]]
"""The links that are found for each essay, by its slug."""
_FIELDS = ("essay", "section", "address")  # where a link leads
LATER: set[str] = set()  # modules that the next build may need, though this one may do without them
LISTS: dict[str, tuple[RelatedLink, ...]] = {}  # of published essays in this build, by file; own sections left out


class Entry(NamedTuple):
    """One entry of "Related thinking", as the theme prints it."""

    article: Article | None
    """The essay it leads to; None for a web address."""
    section: Section | None
    """The section that carries the match."""
    link: RelatedLink
    """The reason, the author's note, the web address."""


class Shelf(NamedTuple):
    """The essays of one language, and what their authors say of their company."""

    published: tuple[Article, ...]
    """Oldest first."""
    others: tuple[Article, ...]
    """Drafts, hidden ones: they see the published ones, and are not seen."""
    by_slug: Mapping[str, Article]
    """All articles by their slugs, present before former ones; those of other languages also by `lang/slug`."""
    hands: Mapping[str, Hand]
    unrelated: Mapping[str, set[str]]
    linked: Mapping[str, set[str]]

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of the language."""
        return self.published + self.others


def relate(generators: Sequence[Generator]) -> None:
    """Give every article its `related_thinking`; published essays of its language are found, any visible one pinned."""
    LISTS.clear()
    articles = list(articles_of(generators))
    published = {id(article) for article in articles_of(generators, ("articles", "translations"))}
    for lang in sorted({article.lang for article in articles}):
        shelf = _shelf(articles, published, lang)
        ranking = _rankings(shelf)
        for article in shelf.articles:
            links = _links(article, ranking.get(article.slug, ()), shelf)
            if id(article) in published:
                LISTS[source_name(article)] = tuple(link for link in links if link.essay != article.slug)
            article.related_thinking = [_entry(link, shelf.by_slug) for link in links]
    for page in pages_of(generators):
        if pins := getattr(page, "pins", ()):
            text = "a page has no related links; take the lines out, or make an essay of it"
            logger.error(Problem(source_name(page), pins[0].number, text))


def _shelf(articles: Sequence[Article], published: set[int], lang: str) -> Shelf:
    former = {slug: article for article in articles for slug in article.outline.former}
    others = [article for article in articles if article.lang != lang]
    elsewhere = {name: article for article in others for name in (article.slug, article.url.strip("/"))}
    here = sorted((article for article in articles if article.lang == lang), key=lambda each: (each.date, each.slug))
    by_slug = former | elsewhere | {article.slug: article for article in here}
    places = _places(here)
    return Shelf(
        published=tuple(article for article in here if id(article) in published),
        others=tuple(article for article in here if id(article) not in published),
        by_slug=by_slug,
        hands={article.slug: _hand(article) for article in here},
        unrelated={article.slug: _unrelated(article, by_slug) for article in here},
        linked={
            article.slug: set(linked_essays(_addresses(article), article.relative_source_path, places))
            for article in here
        },
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


def _rankings(shelf: Shelf) -> Ranking:
    """What is found for each essay: for published ones, then for those that nobody sees yet, then for frozen ones."""
    articles = shelf.articles
    if len(articles) < 2:
        return {}
    LATER.update(("astro.related.kept", "astro.related.rank"))
    keys = list(map(outline_key, articles))
    pairs = MEMORY.key("pairs", articles[0].lang)  # each of them has the key of all that it follows from
    MEMORY.hold("said", keys)
    MEMORY.hold("pairs", [pairs])
    key = MEMORY.key("ranking", *map(repr, _followed(shelf, keys)))
    return MEMORY.recall("ranking", key, lambda: _ranked_now(shelf, keys, pairs), _to_form, _from_form)


def _to_form(ranking: Ranking) -> Any:
    return {
        slug: [(link.essay, link.section, link.reason, link.score) for link in links] for slug, links in ranking.items()
    }


def _from_form(form: Any) -> Ranking:
    return {slug: tuple(RelatedLink(*link) for link in links) for slug, links in form.items()}


def _followed(shelf: Shelf, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """What the lists of a language follow from, essay by essay."""
    yield len(shelf.published), len(shelf.others)
    for article, key in zip(shelf.articles, keys, strict=True):
        slug = article.slug
        yield slug, key, str(article.date), shelf.hands[slug].frozen
        yield sorted(shelf.linked[slug]), sorted(shelf.unrelated[slug])


def _ranked_now(shelf: Shelf, keys: Sequence[str], pairs: str) -> Ranking:
    """The same, worked out from what the essays say and from what is known of their pairs."""
    from .kept import Kept  # noqa: PLC0415  # it loads numpy, which a blog of one essay can do without
    from .mentions import read_essays  # noqa: PLC0415

    articles = shelf.articles
    read = read_essays([article.outline for article in articles], partial(_said, articles, keys), keys)
    essays = {article.slug: essay for article, essay in zip(articles, read, strict=True)}
    kept = Kept(MEMORY.get("pairs", pairs) or ({}, {}, {}))
    ranking = _rank(shelf, essays, shelf.published, kept=kept)
    MEMORY.put("pairs", pairs, kept.form)
    if unseen := {article.slug for article in shelf.others}:
        ranking |= _rank(shelf, essays, articles, unseen, apart=True)
    for day in sorted({hand.frozen for hand in shelf.hands.values()} - {""}):
        frozen = {slug for slug, hand in shelf.hands.items() if hand.frozen == day}
        then = tuple(each for each in shelf.published if each.slug in frozen or each.date.date().isoformat() <= day)
        ranking |= dict.fromkeys(frozen, ()) | _rank(shelf, essays, then, frozen & {article.slug for article in then})
    return ranking


def _said(articles: Sequence[Article], keys: Sequence[str], stop_words: Collection[str]) -> list[Said]:
    """What essays of a language say, of before or of now, which is known by their keys."""
    from .mentions import parts  # noqa: PLC0415  # as above
    from .said import from_form, to_form  # noqa: PLC0415
    from .terms import said_in  # noqa: PLC0415

    forms = [MEMORY.get("said", key) for key in keys]
    unknown = [parts(article.outline) for article, form in zip(articles, forms, strict=True) if form is None]
    fresh = iter(said_in(unknown, stop_words))  # all at once, which is much faster than one by one
    found = [next(fresh) if form is None else from_form(form) for form in forms]
    for key, form, said in zip(keys, forms, found, strict=True):
        if form is None:
            MEMORY.put("said", key, to_form(said))
    return found


def _rank(
    shelf: Shelf,
    essays: Mapping[str, Essay],
    articles: tuple[Article, ...],
    only: Collection[str] = (),
    *,
    apart: bool = False,
    kept: Kept | None = None,
) -> Ranking:
    """The lists of `articles`, or of `only` some, which are not seen themselves if they are `apart`."""
    if len(articles) < 2:
        return {}
    from .rank import rank  # noqa: PLC0415  # as above

    out = {slug: shelf.linked[slug] | (set(only) if apart else set()) for slug in shelf.linked}
    neighbours: dict[str, set[str]] = {article.slug: set() for article in articles}
    for older, newer in pairwise(articles):
        neighbours[older.slug].add(newer.slug)
        neighbours[newer.slug].add(older.slug)
    given = (essays[article.slug] for article in articles)
    return rank(given, unrelated=shelf.unrelated, linked=out, neighbours=neighbours, only=only, kept=kept)


def _links(article: Article, found: Sequence[RelatedLink], shelf: Shelf) -> tuple[RelatedLink, ...]:
    hand = shelf.hands[article.slug]
    pinned = list(_pinned(article, hand.pins, shelf))
    if hand.is_empty or (hand.only_pins and not pinned):
        return ()
    return combine(pinned, () if hand.only_pins else found, article.outline)


def _entry(link: RelatedLink, by_slug: Mapping[str, Article]) -> Entry:
    article = by_slug.get(link.essay)
    sections = article.outline if article and link.section else ()
    return Entry(article, next((section for section in sections if section.id == link.section), None), link)


def _hand(article: Article) -> Hand:
    day = getattr(article, "modified", article.date).date().isoformat()
    try:
        return read_hand(_lines(article), day)
    except HandError as error:
        logger.error(Problem(source_name(article), error.line, f"related link {error}"))
        return Hand()


def _lines(article: Article) -> list[Line]:
    """The lines of related links: a plain-text reader hands them over, others the value of a field `Related`."""
    if hasattr(article, "pins"):
        return list(article.pins)
    values = getattr(article, "related", "")  # Pelican makes a list of a field on several lines
    entries = split_pins("; ".join(values) if isinstance(values, list) else values)
    line = _line_of(article, "related") if entries else 1  # what a plugin has made may have no file
    return [Line(line, text) for text in entries]


def _pinned(article: Article, pins: Sequence[Line], shelf: Shelf) -> Iterator[RelatedLink]:
    by_slug = shelf.by_slug
    known: dict[str, Outline] = {slug: each.outline for slug, each in by_slug.items()} if pins else {}
    for pin in pins:
        where = (source_name(article), pin.number)
        try:
            link = resolve(pin.text, known)
        except UnknownPinError as error:
            logger.error(Problem(*where, f"related link {error}"))
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


def _unrelated_of(article: Article, by_slug: Mapping[str, Article]) -> list[Article]:
    slugs = split_list(str(getattr(article, "unrelated", "")))
    return [by_slug[slug] for slug in slugs if slug in by_slug]


def _unrelated(article: Article, by_slug: Mapping[str, Article]) -> set[str]:
    """The slugs of essays of its language in its Unrelated; what names none is reported."""
    slugs = split_list(str(getattr(article, "unrelated", "")))
    for slug in slugs:
        wrong = "names no essay" if slug not in by_slug else "names this essay itself" if slug == article.slug else ""
        if wrong:
            text = f"`{slug}` in Unrelated {wrong}; write the slug of another one"
            logger.error(Problem(source_name(article), _line_of(article, "unrelated"), text))
    return {other.slug for other in _unrelated_of(article, by_slug) if other.lang == article.lang}


def _line_of(article: Article, key: str) -> int:
    lines = Path(article.source_path).read_text("utf-8-sig").splitlines()
    return next((i for i, line in enumerate(lines, start=1) if line.lower().lstrip(" :").startswith(key)), 1)


def tell_changes(pelican: Pelican) -> None:
    """Print what is another in anyone's list than in the last build of the same site, and remember today's lists."""
    site = "public" if pelican.settings["SITEURL"] else "desk"
    memory = Path(pelican.settings["CACHE_PATH"]) / f"related-{site}.json"
    lists = {file: [{name: getattr(link, name) for name in _FIELDS} for link in LISTS[file]] for file in sorted(LISTS)}
    before: dict[str, list[RelatedLink]] = {}
    with suppress(OSError, ValueError, TypeError, AttributeError):  # without a memory nothing has changed
        known = json.loads(memory.read_text("utf-8"))
        if known == lists:
            return
        others = ((file, links) for file, links in known.items() if links != lists.get(file))
        before = {file: [RelatedLink(**link) for link in links] for file, links in others}
    for line in changes(before, LISTS):
        print(line)
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps(lists), "utf-8")


def register() -> None:
    """Connect the room to Pelican; it needs the outlines of `astro.sections`."""
    signals.all_generators_finalized.connect(relate)
