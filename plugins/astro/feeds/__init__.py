"""Feeds in Atom, RSS and JSON Feed, in place of Pelican's own.

Pelican asks its writer for each feed; `FeedWriter` answers with documents that the pure modules make of articles. An
entry's identity, the moment it was published and the related links it began with come from `astro.permanence`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from ..memory import MEMORY
from ..permanence import KEPT, STATE, remember_sent
from ..permanence.moments import moment_of
from ..related import Related
from ..related.links import RelatedLink
from ..sections import blocks_of
from ..sections.contents import PUBLISHED, articles_of
from ..staging import STAGE
from ..writing import PageWriter, write_put_off
from .atom import atom
from .characters import sendable
from .feed import Feed, documents
from .jsonfeed import json_feed
from .related import Sent, read_sent
from .rss import rss
from .told import Told, key_of

FORMATS = {"atom": atom, "rss": rss, "json": json_feed}
BEGUN: list[Callable[[], None]] = []  # waits for what was begun in another process


class FeedWriter(PageWriter):
    """Pelican's writer of pages, with feeds of our own."""

    def write_feed(
        self,
        elements: Sequence[Article],
        context: Mapping[str, Any],
        path: str = "",
        url: str | None = None,
        feed_type: str = "atom",
        override_output: bool = False,  # noqa: FBT001, FBT002  # Pelican's signature
        feed_title: str | None = None,
    ) -> None:
        """Write a feed and its archives; of a tag (`feed_title`) only where it has two essays or more."""
        del url, override_output
        if feed_title and len(elements) < 2:
            return
        told = {each.feed_identity: self._told(each, context) for each in elements}
        feed = _feed(path, feed_title or "", elements, context)
        new: dict[str, tuple[Feed, list[Told]]] = {}
        for each in documents(feed, [one.bare for one in told.values()], self.settings["FEED_MAX_ITEMS"]):
            name = each.address.removeprefix(f"{context['SITEURL']}/")
            essays = [told[entry.id] for entry in each.entries]
            keys = [essay.key for essay in essays]
            key = MEMORY.key(feed_type, repr(each._replace(entries=())), *filter(None, keys))
            if not all(keys) or not STAGE.keep(name, key):
                new[name] = each, essays
        if BEGUN:
            BEGUN.pop()()
        long = [essay for _, essays in new.values() for essay in essays if essay.takes_long()]
        MEMORY.ahead(long, Told.safe)
        for name, (each, essays) in new.items():
            document = each._replace(entries=tuple(essay.entry for essay in essays))
            target = Path(self.output_path) / name
            write_feed_file(target, STAGE.last(name), FORMATS[feed_type](document))
            signals.feed_written.send(str(target), context=context, feed=document)

    def _told(self, article: Article, context: Mapping[str, Any]) -> Told:
        """The article as all feeds tell it."""
        if not hasattr(article, "feed_told"):
            article.feed_told = Told(article, context, self.keys.own(article))
        told: Told = article.feed_told
        return told


def _feed(path: str, title: str, elements: Sequence[Article], context: Mapping[str, Any]) -> Feed:
    site, name = context["SITEURL"], context["SITENAME"]
    tag = next((tag.url for each in elements for tag in getattr(each, "tags", ()) if tag.name == title), "")
    own = STATE.found.register.feed if STATE.found else ""
    address = f"{site}/{path}"
    return Feed(
        id=f"{own}:/{path}" if own else address,
        title=sendable(f"{name}: {title}" if title else name),
        subtitle=sendable(context.get("SITESUBTITLE") or ""),
        author=context["AUTHOR"],
        lang=context["DEFAULT_LANG"],
        home=f"{site}/{tag}",
        address=address,
        stylesheet=f"{site}/{context['THEME_STATIC_DIR']}/feed.css",
        icon=f"{site}/{context['FEED_ICON']}" if context.get("FEED_ICON") else "",
        hub=context.get("FEED_HUB") or "",
    )


def begin_ahead(generators: Sequence[Generator]) -> None:
    """Where nothing is known of essays yet, begin to make them fit for feeds, while this process relates them.

    Plain text is fit as it stands.
    """
    BEGUN.clear()
    settings = generators[0].settings
    if MEMORY.is_empty and any(settings.get(f"FEED_ALL_{name.upper()}") for name in FORMATS):
        # Of two articles with one address one is not public, and the build will stop for it.
        public = (each for each in articles_of(generators, PUBLISHED) if hasattr(each, "feed_published"))
        long = [each for each in public if not blocks_of(each, each._content)]
        told = [Told(each, generators[0].context, None) for each in long]
        BEGUN.append(MEMORY.beside(told, Told.safe))


def relate_in_feeds(generators: Sequence[Generator]) -> None:
    """Give each article `feed_related`: its author's links and those it was first sent with, all to older essays.

    The found ones are frozen on the day of publishing: what is nearest to an essay changes with every new one, and no
    entry may.
    """
    public = {key_of(each): each for each in articles_of(generators) if getattr(each, "feed_identity", "")}
    listed = {key for key, each in public.items() if each.status == "published"}
    sent: dict[str, tuple[str, ...]] = {}
    for article in public.values():
        older = [each for each in getattr(article, "related_thinking", ()) if _is_sent(each, article)]
        pins = [each for each in older if not each.link.score]
        links = article.feed_sent
        if links is None:
            found = (each for each in older if each.link.score)
            links = [str(Sent(key_of(each.article), each.link.section, each.link.reason)) for each in found]
            sent[article.url] = tuple(links)
        pinned = {key_of(pin.article) for pin in pins if pin.article}
        kept = [link for link in map(read_sent, links) if link.key in listed and link.key not in pinned]
        article.feed_related = [*pins, *(_found(link, public[link.key]) for link in kept)]
    remember_sent(sent)


def _is_sent(related: Related, article: Article) -> bool:
    """Whether a link goes to an address elsewhere or to an essay published before this one."""
    if related.article is None:
        return bool(related.link.address)
    moment = getattr(related.article, "feed_published", "")
    return bool(moment) and moment_of(moment) < moment_of(article.feed_published)


def _found(link: Sent, article: Article) -> Related:
    """A link that an entry began with, as it leads today; a section that was let go leads to the whole essay."""
    sections = (each for each in article.outline if link.section in (each.id, *each.aliases))
    section = next(sections, None) if link.section else None
    return Related(article, section, RelatedLink(article.slug, link.section, link.reason))


def write_json(generator: Generator, writer: Writer) -> None:
    """Write the feeds in JSON; Pelican asks for those in XML alone."""
    if not isinstance(generator, ArticlesGenerator) or not isinstance(writer, FeedWriter):
        return
    settings, context = generator.settings, generator.context
    if path := settings.get("FEED_ALL_JSON"):
        translations = (each for article in generator.articles for each in article.translations)
        writer.write_feed([*generator.articles, *translations], context, path, feed_type="json")
    if path := settings.get("TAG_FEED_JSON"):
        for tag, articles in generator.tags.items():
            writer.write_feed(articles, context, path.format(slug=tag.slug), feed_type="json", feed_title=tag.name)


def write_feed_file(path: Path, last: Path | None, data: bytes) -> None:
    """Write a feed; where the `last` site has the same, it keeps its modification time.

    Else its time is at least a second later, the unit of HTTP: readers ask for what is newer than what they have.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if last is not None:
        old = last.stat().st_mtime_ns
        now = path.stat().st_mtime_ns
        time = old if last.read_bytes() == data else max(now, (old // 10**9 + 1) * 10**9)
        os.utime(path, ns=(time, time))


def writer_of(_: Pelican) -> type[Writer]:
    """The writer of this site."""
    return FeedWriter


def register() -> None:
    """Connect the room to Pelican; it needs `astro.permanence` and `astro.related` before it."""
    KEPT.connect(begin_ahead)
    signals.all_generators_finalized.connect(relate_in_feeds)
    signals.get_writer.connect(writer_of)
    signals.article_writer_finalized.connect(write_put_off)
    signals.article_writer_finalized.connect(write_json)
