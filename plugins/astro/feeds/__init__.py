"""Feeds in Atom, RSS and JSON Feed, in place of Pelican's own.

Pelican asks its writer for each feed; `FeedWriter` answers with documents that the pure modules make of articles. An
entry's identity, the moment it was published and the related links it began with come from `astro.permanence`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import imagesize
from markdownify import markdownify
from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from ..memory import MEMORY
from ..permanence import ROOM, remember_sent
from ..related import Entry as Related
from ..related.links import RelatedLink
from ..sections import articles_of
from ..writing import PageWriter
from .atom import atom
from .characters import clean
from .elements import Place
from .feed import Entry, Feed, changed, documents, feed_id
from .jsonfeed import json_feed
from .related import Link, Sent, read_sent, related_html
from .rss import rss
from .safe import SafeHtml, safe_html

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
        entries = [_entry(article, context) for article in elements]
        feed = _feed(path, feed_title or "", elements, context)
        for each in documents(feed, entries, self.settings["FEED_MAX_ITEMS"]):
            name = each.address.removeprefix(f"{context['SITEURL']}/")
            last = Path(self.settings["PATH"]).parent / "output" / name  # the site that stands while this one is built
            target = Path(self.output_path) / name
            write_if_changed(target, last, FORMATS[feed_type](each))
            signals.feed_written.send(str(target), context=context, feed=each)


def _feed(path: str, title: str, elements: Sequence[Article], context: Mapping[str, Any]) -> Feed:
    site, name = context["SITEURL"], Markup(context["SITENAME"]).striptags()
    tag = next((tag.url for each in elements for tag in getattr(each, "tags", ()) if tag.name == title), "")
    known = ROOM.found.register.essays if ROOM.found else ()
    address = f"{site}/{path}"
    return Feed(
        id=feed_id(path, [(each.published, each.feed) for each in known if each.feed], address),
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


def _entry(article: Article, context: Mapping[str, Any]) -> Entry:
    """The entry of an article; made once, as several feeds hold it."""
    if not hasattr(article, "feed_entry"):
        article.feed_entry = _new_entry(article, context)
    entry: Entry = article.feed_entry
    return entry


def _new_entry(article: Article, context: Mapping[str, Any]) -> Entry:
    site, title = context["SITEURL"], clean(Markup(article.title).striptags())
    place = Place(f"{site}/{article.url}", _key(article), _sizes(context))
    safe = _safe(article.get_content(site), place, article.lang)
    published = datetime.fromisoformat(article.feed_published)
    links = [_link(related, site) for related in article.feed_related]
    content = safe.html + related_html(links)
    return Entry(
        id=article.feed_identity,
        link=place.address,
        title=title,
        authors=tuple(clean(author.name) for author in getattr(article, "authors", [article.author])),
        published=published,
        updated=changed(published, getattr(article, "modified", None), article.feed_identity),
        lang=article.lang,
        summary=clean(Markup(article.summary).striptags()) or title,
        content=content,
        tags=tuple(clean(tag.name) for tag in getattr(article, "tags", ())),
        related=tuple(link.section_address or link.address for link in links),
        image=safe.image,
        markdown=markdownify(content, heading_style="ATX").strip() if context.get("FEED_MARKDOWN") else "",
    )


def _safe(html: str, place: Place, lang: str) -> SafeHtml:
    """An essay's HTML for feeds, of before or of now."""
    sizes = repr(sorted(place.sizes.items())) if "<img" in html else ""
    key = MEMORY.key(html, place.address, place.key, lang, sizes)
    return MEMORY.recall("safe", key, lambda: safe_html(html, place, lang), _to_json, _from_json)


def _to_json(safe: SafeHtml) -> list[str]:
    return [safe.html, safe.image]


def _from_json(form: list[str]) -> SafeHtml:
    return SafeHtml(*form)


def _key(article: Article) -> str:
    key: str = article.feed_identity.split(":", 2)[2]
    return key


def _sizes(context: Mapping[str, Any]) -> Mapping[str, tuple[int, int]]:
    """The size of each image of the site's files, by its address."""
    if "feed_sizes" not in context:
        files = context.get("static_content", {}).values()
        known = {f"{context['SITEURL']}/{each.url}": _size(each.source_path) for each in files}
        context["feed_sizes"] = {address: size for address, size in known.items() if min(size) > 0}  # type: ignore[index]
    return context["feed_sizes"]  # type: ignore[no-any-return]


def _size(path: str) -> tuple[int, int]:
    try:
        width, height = imagesize.get(path)
    except (OSError, ValueError):  # no image that it knows, or a broken one
        return 0, 0
    return int(width), int(height)


def relate_in_feeds(generators: Sequence[Generator]) -> None:
    """Give each article `feed_related`: its author's links and those it was first sent with, all to older essays.

    The found ones are frozen on the day of publishing: what is nearest to an essay changes with every new one, and no
    entry may.
    """
    public = {_key(each): each for each in articles_of(generators) if getattr(each, "feed_identity", "")}
    sent: dict[str, tuple[str, ...]] = {}
    for article in public.values():
        older = [each for each in article.related_thinking if _is_sent(each, article)]
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
        title=Markup(related.article.title).striptags(),
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


def write_if_changed(path: Path, last: Path, data: bytes) -> None:
    """Write a feed; where it is as it was, at `path` or else in the `last` site, it keeps its modification time.

    Else its time is at least a second later, the unit of HTTP: readers ask for what is newer than what they have.
    """
    before = path if path.exists() else last
    old = before.stat().st_mtime if before.is_file() else None
    if old is None or before.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        later = max(path.stat().st_mtime, int(old or 0) + 1)
        os.utime(path, (later, later))
    elif before != path:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(before, path)


def writer_of(pelican: Pelican) -> type[Writer]:
    """The writer of this site."""
    del pelican
    return FeedWriter


def register() -> None:
    """Connect the room to Pelican; it needs `astro.permanence` and `astro.related` before it."""
    signals.all_generators_finalized.connect(relate_in_feeds)
    signals.get_writer.connect(writer_of)
    signals.article_writer_finalized.connect(write_json)
