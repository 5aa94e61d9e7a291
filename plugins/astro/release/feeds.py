"""A built feed -> the HTML that its readers see and its addresses, or why no feed reader can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

_HTML = ("content", "encoded", "description", "summary")
_PICTURES = ("icon", "favicon", "avatar")
_ADDRESSES = ("href", "url", "src")
Part = tuple[str, bool]
"""(HTML or an address, whether it is HTML)."""


class UnreadableError(ValueError):
    """Raised for a feed that is not well-formed; the message says why and what to do."""


def parts_of(name: str, text: str) -> tuple[list[str], list[str]]:
    """(pieces of HTML, addresses) that a feed, a sitemap or another file of XML or JSON holds.

    Raises UnreadableError where it is not well-formed.
    """
    try:
        parts = list(_json(json.loads(text), "") if name.endswith(".json") else _document(text))
    except (etree.XMLSyntaxError, ValueError, RecursionError) as error:
        text = f"no feed reader can read it ({error}); look for a character that it may not hold"
        raise UnreadableError(text) from None
    return [part for part, is_html in parts if is_html], [part for part, is_html in parts if not is_html]


def link_to(address: str) -> str:
    """An address as a link of a page."""
    return f'<a href="{escape(address)}"></a>'


def _document(text: str) -> Iterator[Part]:
    root = _root(text)
    for instruction in root.xpath("//processing-instruction('xml-stylesheet')"):
        yield _root(f"<x {instruction.text or ''}/>").get("href", ""), False  # its fields are written like an element's
    yield from _xml(root)


def _root(text: str) -> etree._Element:
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _xml(root: etree._Element) -> Iterator[Part]:
    for element in root.iter(etree.Element):
        tag = element.tag.rpartition("}")[2]
        words = (element.text or "").strip()
        if tag in _HTML and "<" in words:
            yield words, True
        elif tag in ("link", "loc", "url") and words:
            yield words, False
        if not tag.startswith("stylesheet"):
            yield from ((address, False) for name in _ADDRESSES if (address := element.get(name)))


def _json(value: Any, key: str) -> Iterator[Part]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _json(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _json(each, key)
    elif isinstance(value, str) and key == "content_html":
        yield value, True
    elif isinstance(value, str) and (key.endswith("url") or key in _PICTURES):
        yield value, False
