"""New elements of HTML, and which elements of an essay are let through."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.element import NavigableString, PageElement, PreformattedString
from bs4.formatter import HTMLFormatter

from .characters import clean

# Elements that go with all that is in them. What else is unknown goes alone: its words stay.
DROPPED = frozenset(
    [
        *("script", "style", "template", "noscript", "head", "title", "link", "meta", "base", "svg", "canvas", "map"),
        *("button", "input", "select", "textarea", "datalist", "dialog", "source", "track", "param", "wbr", "col"),
    ]
)
_HTML5 = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")
_FACTORY = BeautifulSoup("", "html.parser")


def element(name: str, children: Iterable[PageElement] = (), **attributes: str) -> Tag:
    """A new element; attributes that are empty are left out, except `alt`."""
    given = {key: value for key, value in attributes.items() if value or key == "alt"}
    tag = _FACTORY.new_tag(name, attrs=given)
    tag.extend(list(children))
    return tag


def is_dropped(node: PageElement) -> bool:
    """Whether a node is no part of the essay's text: a comment, a script, what is hidden or there for the eye alone."""
    if not isinstance(node, Tag):
        return isinstance(node, PreformattedString)
    return node.name in DROPPED or node.has_attr("hidden") or node.get("aria-hidden") == "true"


def is_blank(pieces: Iterable[PageElement]) -> bool:
    """Whether nothing in a run of inline content can be seen."""
    tags = [piece for piece in pieces if isinstance(piece, Tag)]
    texts = [piece for piece in pieces if not isinstance(piece, Tag)]
    shown = any(tag.get_text(strip=True) or tag.name == "img" or tag.find("img") for tag in tags)
    return not shown and not any(str(text).strip() for text in texts)


def stripped(pieces: list[PageElement]) -> list[PageElement]:
    """Content without the white space around it."""
    if pieces and not isinstance(pieces[0], Tag):
        pieces[0] = NavigableString(str(pieces[0]).lstrip())
    if pieces and not isinstance(pieces[-1], Tag):
        pieces[-1] = NavigableString(str(pieces[-1]).rstrip())
    return pieces


def preformatted(node: PageElement) -> str:
    """The characters of preformatted text, each line break one."""
    if is_dropped(node) or not isinstance(node, Tag):
        return "" if is_dropped(node) else clean(str(node))
    return "\n" if node.name == "br" else "".join(map(preformatted, node.children))


def write(parent: Tag) -> str:
    """The HTML of what is in an element."""
    return parent.decode_contents(formatter=_HTML5)
