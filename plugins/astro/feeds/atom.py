"""A feed -> Atom (RFC 4287)."""

from __future__ import annotations

from html import escape

from lxml import etree

from .characters import reads_as_html
from .feed import Entry, Feed, rfc3339
from .xmldoc import ATOM, GENERATOR, GENERATOR_ADDRESS, HISTORY, LANG, add, add_links, document

MEDIA_TYPE = "application/atom+xml"


def atom(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    spaces = {None: ATOM} | ({"fh": HISTORY} if feed.current else {})
    root = etree.Element(f"{{{ATOM}}}feed", {LANG: feed.lang}, nsmap=spaces)
    _add(root, "id", feed.id)
    _add_text(root, "title", feed.title)
    if feed.subtitle:
        _add_text(root, "subtitle", feed.subtitle)
    _add(root, "updated", rfc3339(feed.updated))
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    add_links(root, feed, MEDIA_TYPE)
    _add(_add(root, "author"), "name", feed.author)
    if feed.icon:
        _add(root, "icon", feed.icon)
        _add(root, "logo", feed.icon)
    _add(root, "generator", GENERATOR, uri=GENERATOR_ADDRESS)
    _add_text(root, "rights", f"© {feed.author}")
    for entry in feed.entries:
        _add_entry(root, entry, feed.lang)
    return document(root, feed.stylesheet)


def _add_entry(root: etree._Element, entry: Entry, lang: str) -> None:
    element = _add(root, "entry")
    if entry.lang != lang:
        element.set(LANG, entry.lang)
    _add(element, "id", entry.id)
    _add_text(element, "title", entry.title)
    _add(element, "link", rel="alternate", type="text/html", href=entry.link)
    for address in entry.related:
        _add(element, "link", rel="related", href=address)
    _add(element, "published", rfc3339(entry.published))
    _add(element, "updated", rfc3339(entry.updated))
    for name in entry.authors:
        _add(_add(element, "author"), "name", name)
    for tag in entry.tags:
        _add(element, "category", term=tag)
    _add_text(element, "summary", entry.summary)
    _add(element, "content", entry.content, type="html")


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    return add(parent, f"{{{ATOM}}}{name}", text, **attributes)


def _add_text(parent: etree._Element, name: str, text: str) -> None:
    """A plain text; as HTML where validators and readers would take it for some."""
    if reads_as_html(text):
        _add(parent, name, escape(text, quote=False), type="html")
    else:
        _add(parent, name, text, type="text")
