"""A feed -> RSS 2.0, by the best practices of the RSS Advisory Board."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape

from lxml import etree

from .characters import reads_as_html
from .feed import Entry, Feed, rfc3339
from .xmldoc import ATOM, GENERATOR, HISTORY, add, add_links, document

MEDIA_TYPE = "application/rss+xml"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_SOURCE = "http://source.scripting.com/"


def rss(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    spaces = {"atom": ATOM, "content": _CONTENT, "dc": _DC}
    spaces |= {"fh": HISTORY} if feed.current else {}
    spaces |= {"source": _SOURCE} if any(entry.markdown for entry in feed.entries) else {}
    root = etree.Element("rss", {"version": "2.0"}, nsmap=spaces)
    channel = add(root, "channel")
    _add_text(channel, "title", feed.title)
    add(channel, "link", feed.home)
    _add_text(channel, "description", feed.subtitle or feed.title)
    add(channel, "language", feed.lang)
    _add_text(channel, "copyright", f"© {feed.author}")
    add(channel, "lastBuildDate", format_datetime(feed.updated))
    add(channel, "generator", GENERATOR)
    add_links(channel, feed, MEDIA_TYPE)
    if feed.icon:
        image = add(channel, "image")
        add(image, "url", feed.icon)
        _add_text(image, "title", feed.title)
        add(image, "link", feed.home)
    for entry in feed.entries:
        _add_item(channel, entry, feed.lang)
    return document(root, feed.stylesheet)


def _add_item(channel: etree._Element, entry: Entry, lang: str) -> None:
    item = add(channel, "item")
    _add_text(item, "title", entry.title)
    add(item, "link", entry.link)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", format_datetime(entry.published))
    if entry.updated != entry.published:
        add(item, f"{{{ATOM}}}updated", rfc3339(entry.updated))
    for name in entry.authors:
        add(item, f"{{{_DC}}}creator", name)
    if entry.lang != lang:
        add(item, f"{{{_DC}}}language", entry.lang)
    for tag in entry.tags:
        _add_text(item, "category", tag)
    add(item, "description", escape(entry.summary, quote=False) if reads_as_html(entry.summary) else entry.summary)
    add(item, f"{{{_CONTENT}}}encoded", entry.content)
    if entry.markdown:
        add(item, f"{{{_SOURCE}}}markdown", entry.markdown)


def _add_text(parent: etree._Element, name: str, text: str) -> None:
    """A plain text in an element that RSS leaves open: where reading it as HTML would change it, it is sent as HTML.

    An ampersand of such a text is written as `&#x26;`, which is how the best practices and the W3C's validator know
    that it is meant.
    """
    if not reads_as_html(text):
        add(parent, name, text)
        return
    first, *others = escape(text, quote=False).split("&")
    child = add(parent, name, first)
    for part in others:
        ampersand = etree.Entity("#x26")
        ampersand.tail = part
        child.append(ampersand)
