"""What Atom and RSS have in common: elements, links to archives, the way a document is written."""

from __future__ import annotations

from html import escape

from lxml import etree

from .feed import Feed

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
GENERATOR, GENERATOR_ADDRESS = "Pelican", "https://getpelican.com/"


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new last child; `name` as lxml writes it, `{namespace}name`; attributes that are empty are left out."""
    child = etree.SubElement(parent, name, {key: value for key, value in attributes.items() if value})
    child.text = text or None
    return child


def add_links(parent: etree._Element, feed: Feed, media_type: str) -> None:
    """The links of a document: itself, the archive before it, the feed it is an archive of, the hub; all of Atom."""
    add(parent, f"{{{ATOM}}}link", rel="self", type=media_type, href=feed.address)
    for rel, address in (("prev-archive", feed.previous), ("current", feed.current), ("hub", feed.hub)):
        if address:
            add(parent, f"{{{ATOM}}}link", rel=rel, type="" if rel == "hub" else media_type, href=address)
    if feed.current:
        add(parent, f"{{{HISTORY}}}archive")


def document(root: etree._Element, stylesheet: str) -> bytes:
    """A whole document, with the stylesheet that a browser shows it by."""
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{escape(stylesheet)}"'))
    tree = root.getroottree()
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written
