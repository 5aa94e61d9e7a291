"""What is found for the essays of a language, of before or of now."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pelican.contents import Article

from ..memory import MEMORY
from ..sections import outline_key
from .links import RelatedLink
from .shelf import Shelf

if TYPE_CHECKING:
    from .essays import Essay
    from .kept import Kept
    from .said import Said

# Else numpy, as soon as it is loaded, begins threads that wait at full speed for work of a kind that nobody has here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
Ranking = dict[str, tuple[RelatedLink, ...]]
"""The links that are found for each essay, by its slug."""
LATER: set[str] = set()  # modules that the next build may need, though this one may do without them


def rankings(shelf: Shelf) -> Ranking:
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
    from .essays import read_essays  # noqa: PLC0415
    from .kept import Kept  # noqa: PLC0415  # it loads numpy, which a blog of one essay can do without

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
        then = {each.slug for each in shelf.published if each.date.date().isoformat() <= day}
        ranking |= dict.fromkeys(frozen, ())
        for some in filter(None, (frozen & then, frozen - then)):  # those of then, and those that nobody saw then
            held = tuple(each for each in articles if each.slug in then | some)
            ranking |= _rank(shelf, essays, held, some, apart=some.isdisjoint(then))
    return ranking


def _said(articles: Sequence[Article], keys: Sequence[str], stop_words: Collection[str]) -> list[Said]:
    """What essays of a language say, of before or of now, which is known by their keys."""
    from .essays import parts  # noqa: PLC0415  # as above
    from .reading import said_in  # noqa: PLC0415
    from .said import from_form, to_form  # noqa: PLC0415

    forms = [MEMORY.get("said", key) for key in keys]
    unknown = [parts(article.outline) for article, form in zip(articles, forms, strict=True) if form is None]
    fresh = iter(said_in(unknown, stop_words, articles[0].lang))  # all at once, which is much faster than one by one
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
    given = [essays[article.slug] for article in articles]
    return rank(given, unrelated=shelf.unrelated, linked=out, neighbours=neighbours, only=only, kept=kept)
