"""Feeds in Atom, RSS and JSON Feed, in place of Pelican's own.

Pelican asks its writer for each feed; `FeedWriter` answers with documents that the pure modules make of articles. An
entry's identity, the moment it was published and the related links it began with come from `astro.permanence`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from ..memory import MEMORY
from ..permanence import STATE, remember_sent
from ..related import Entry as Related
from ..related.links import RelatedLink
from ..sections import articles_of, blocks_of
from ..sections.direction import is_rtl
from ..staging import STAGE
from ..writing import PageWriter, write_put_off
from .atom import atom
from .characters import clean
from .feed import Entry, Feed, changed, documents
from .jsonfeed import json_feed
from .place import Place, SafeHtml
from .plain import safe_blocks
from .related import Link, Sent, read_sent, related_html
from .rss import rss

FORMATS = {"atom": atom, "rss": rss, "json": json_feed}


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
    site, name = context["SITEURL"], Markup(context["SITENAME"]).striptags()
    tag = next((tag.url for each in elements for tag in getattr(each, "tags", ()) if tag.name == title), "")
    own = STATE.found.register.feed if STATE.found else ""
    address = f"{site}/{path}"
    return Feed(
        id=f"{own}:/{path}" if own else address,
        title=clean(f"{name}: {title}" if title else name),
        subtitle=clean(Markup(context.get("SITESUBTITLE") or "").striptags()),
        author=context["AUTHOR"],
        lang=context["DEFAULT_LANG"],
        home=f"{site}/{tag}",
        address=address,
        stylesheet=f"{site}/{context['THEME_STATIC_DIR']}/feed.css",
        icon=f"{site}/{context['FEED_ICON']}" if context.get("FEED_ICON") else "",
        hub=context.get("FEED_HUB") or "",
    )


class Told:
    """An article as feeds tell it; what takes long is made where a document needs it, once for all that hold it."""

    def __init__(self, article: Article, context: Mapping[str, Any], own: str | None) -> None:
        """With the key of what the article carries; None where it cannot be told."""
        self._article, self._context, self._own = article, context, own
        self.bare = _bare(article)

    @cached_property
    def key(self) -> str | None:
        """That of all that the entry follows from; None where it cannot be told."""
        return self._own and MEMORY.key(self._own, repr((self.bare, [*map(tuple, self._links)])))

    @cached_property
    def entry(self) -> Entry:
        """The whole entry."""
        safe = self.safe()
        content = safe.html + related_html(self._links)
        markdown = _markdown(content) if self._context.get("FEED_MARKDOWN") else ""
        whole = _described(self._article, self.bare, self._place.address, self._links)
        return whole._replace(content=content, image=safe.image, markdown=markdown)

    @cached_property
    def _links(self) -> list[Link]:
        return [_link(related, self._context["SITEURL"]) for related in self._article.feed_related]

    @cached_property
    def _html(self) -> str:
        html: str = self._article.get_content(self._context["SITEURL"])
        return html

    @cached_property
    def _place(self) -> Place:
        return Place(f"{self._context['SITEURL']}/{self._article.url}", _key(self._article))

    def safe(self) -> SafeHtml:
        """The essay's HTML for feeds, of before or of now."""
        forms = partial(_to_data, html=self._html), partial(_from_data, html=self._html)
        safe: SafeHtml = MEMORY.recall("safe", self._safe_key, self._safe_now, *forms)
        return safe

    def takes_long(self) -> bool:
        """Whether its HTML is to be read as a tree, and was not before."""
        return not blocks_of(self._article, self._html) and not MEMORY.knows("safe", self._safe_key)

    @cached_property
    def _safe_key(self) -> str:
        place = self._place
        return MEMORY.key(self._html, place.address, place.key, self._article.lang)

    def _safe_now(self) -> SafeHtml:
        def by_tree(html: str) -> SafeHtml:
            from .safe import safe_html  # noqa: PLC0415  # a blog in plain text never needs the tree

            return safe_html(html, self._place, self._article.lang)

        blocks = blocks_of(self._article, self._html)
        if blocks and not is_rtl(self._article.lang):
            return SafeHtml(safe_blocks(blocks, self._html, lambda html: by_tree(html).html), image="")
        return by_tree(self._html)


def _bare(article: Article) -> Entry:
    """An entry that only has its identity and its moment, by which it has its place in a feed."""
    moment = datetime.fromisoformat(article.feed_published)
    return Entry(article.feed_identity, "", "", (), moment, moment, "", "", "", ())


def _described(article: Article, entry: Entry, address: str, links: Sequence[Link]) -> Entry:
    """The entry of an article without its content."""
    title = clean(article.outline.title)
    return entry._replace(
        link=address,
        title=title,
        authors=tuple(clean(author.name) for author in getattr(article, "authors", [article.author])),
        updated=changed(entry.published, getattr(article, "modified", None), article.feed_identity),
        lang=article.lang,
        summary=clean(Markup(article.summary).striptags()) or title,
        tags=tuple(clean(tag.name) for tag in getattr(article, "tags", ())),
        related=tuple(link.section_address or link.address for link in links),
    )


def _markdown(html: str) -> str:
    from markdownify import markdownify  # noqa: PLC0415  # only for an owner who asks for it

    return str(markdownify(html, heading_style="ATX").strip())


def _to_data(safe: SafeHtml, html: str) -> list[str | None]:
    return [None if safe.html == f"{html}\n" else safe.html, safe.image]  # as nearly all plain text is


def _from_data(form: Any, html: str) -> SafeHtml:
    sent, image = form
    return SafeHtml(f"{html}\n" if sent is None else sent, image)


def _key(article: Article) -> str:
    key: str = article.feed_identity.split(":", 2)[2]
    return key


def relate_in_feeds(generators: Sequence[Generator]) -> None:
    """Give each article `feed_related`: its author's links and those it was first sent with, all to older essays.

    The found ones are frozen on the day of publishing: what is nearest to an essay changes with every new one, and no
    entry may.
    """
    public = {_key(each): each for each in articles_of(generators) if getattr(each, "feed_identity", "")}
    sent: dict[str, tuple[str, ...]] = {}
    for article in public.values():
        older = [each for each in getattr(article, "related_thinking", ()) if _is_sent(each, article)]
        pins = [each for each in older if not each.link.score]
        links = article.feed_sent
        if links is None:
            found = (each for each in older if each.link.score)
            links = [str(Sent(_key(each.article), each.link.section, each.link.reason)) for each in found]
            sent[article.url] = tuple(links)
        pinned = {_key(pin.article) for pin in pins if pin.article}
        kept = [link for link in map(read_sent, links) if link.key in public and link.key not in pinned]
        article.feed_related = [*pins, *(_found(link, public[link.key]) for link in kept)]
    remember_sent(sent)


def _is_sent(related: Related, article: Article) -> bool:
    """Whether a link goes to an address elsewhere or to an essay published before this one."""
    if related.article is None:
        return bool(related.link.address)
    moment = getattr(related.article, "feed_published", "")
    return bool(moment) and datetime.fromisoformat(moment) < datetime.fromisoformat(article.feed_published)


def _found(link: Sent, article: Article) -> Related:
    """A link that an entry began with, as it leads today; a section that was let go leads to the whole essay."""
    sections = (each for each in article.outline if link.section in (each.id, *each.aliases))
    section = next(sections, None) if link.section else None
    return Related(article, section, RelatedLink(article.slug, link.section, link.reason))


def _link(related: Related, site: str) -> Link:
    if related.article is None:
        return Link(related.link.address, related.link.address, note=related.link.note)
    address, section = f"{site}/{related.article.url}", related.section
    return Link(
        address=address,
        title=related.article.outline.title,
        section_address=f"{address}#{section.id}" if section else "",
        section=(section.title or section.id) if section else "",
        note=related.link.note,
        reason=related.link.reason,
    )


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


def writer_of(pelican: Pelican) -> type[Writer]:
    """The writer of this site."""
    del pelican
    return FeedWriter


def register() -> None:
    """Connect the room to Pelican; it needs `astro.permanence` and `astro.related` before it."""
    signals.all_generators_finalized.connect(relate_in_feeds)
    signals.get_writer.connect(writer_of)
    signals.article_writer_finalized.connect(write_put_off)
    signals.article_writer_finalized.connect(write_json)
