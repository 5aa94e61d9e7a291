"""A built feed -> the pages that its readers see, or why no feed reader can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any
from xml.etree import ElementTree as ET  # it reads what this build has written

_HTML = ("content", "encoded", "description", "summary")
_PICTURES = ("icon", "favicon", "avatar")
_ADDRESSES = ("href", "url", "src")


class UnreadableError(ValueError):
    """Raised for a feed that is not well-formed; the message says why and what to do."""


def html_of(name: str, text: str) -> str:
    """All HTML that a feed, a sitemap or another file of XML or JSON holds, and its addresses as links.

    Raises UnreadableError where it is not well-formed.
    """
    try:
        if name.endswith(".json"):
            return "\n".join(_json(json.loads(text), ""))
        return "\n".join((*_stylesheets(text), *_xml(ET.fromstring(text.encode()))))  # noqa: S314  # see above
    except (ET.ParseError, ValueError) as error:
        raise UnreadableError(f"no feed reader can read it ({error}); look for a character that XML has not") from None


class _Stylesheets(ET.TreeBuilder):
    """Keeps the addresses of the stylesheets that instructions of a document name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def pi(self, target: str, text: str | None = None) -> ET.Element:
        """Its fields are written as those of an element."""
        if target == "xml-stylesheet":
            self.found.append(ET.fromstring(f"<x {text or ''}/>").get("href", ""))  # noqa: S314  # see above
        return super().pi(target, text)


def _stylesheets(text: str) -> Iterator[str]:
    builder = _Stylesheets()
    ET.XMLParser(target=builder).feed(text.encode())  # noqa: S314  # see above
    yield from map(_link, builder.found)


def _xml(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        words = (element.text or "").strip()
        if tag in _HTML and "<" in words:
            yield words
        elif tag in ("link", "loc", "url") and words:
            yield _link(words)
        if not tag.startswith("stylesheet"):
            yield from (_link(element.get(name, "")) for name in _ADDRESSES if element.get(name))


def _json(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _json(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _json(each, key)
    elif isinstance(value, str) and key == "content_html":
        yield value
    elif isinstance(value, str) and (key.endswith("url") or key in _PICTURES):
        yield _link(value)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}"></a>'
