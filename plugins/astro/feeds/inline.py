"""The inline content of an essay -> the few inline elements that every feed reader keeps."""

from __future__ import annotations

from ..sections.texts import around
from ..tree.node import Node, Tag
from .characters import sendable
from .elements import element, is_blank, is_dropped
from .place import Place

# What stands for what; all others are unwrapped.
INLINE = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s"), "del"),
    "sup": "sup",
    "sub": "sub",
}
PLAYED = frozenset(("audio", "video", "iframe", "embed", "object"))
WORDS = PLAYED.union(INLINE, ("a", "img", "br", "q", "ruby"))
"""The elements that are inline content, whatever is in them."""


def inline(parent: Tag, place: Place, *, linked: bool = False) -> list[Node]:
    """What is in an element, as inline content; no link in one that is `linked`, no block at all."""
    content: list[Node] = []
    for child in parent.children:
        content += inline_node(child, place, linked=linked)
    return content


def inline_node(node: Node, place: Place, *, linked: bool = False) -> list[Node]:
    """One node as inline content: none, one, or all that was in it."""
    if is_dropped(node):
        return []
    if not isinstance(node, Tag):
        return [sendable(node)]
    if node.name in ("img", "br"):
        return [_image(node, place) if node.name == "img" else element("br")]
    if node.name == "a" or node.name in PLAYED:
        return _link(node, place, linked=linked)
    content = inline(node, place, linked=linked)
    if node.name in INLINE:
        return [element(INLINE[node.name], content, id=place.note_id(node))]
    before, after = _around(node)
    return [before, *content, after] if before else content


def _around(node: Tag) -> tuple[str, str]:
    """What pages show around an element by its kind alone."""
    if node.name == "rt":  # where no `rp` says so
        return ("", "") if node.parent is not None and node.parent.first("rp") else ("(", ")")
    return around(node)


def _link(node: Tag, place: Place, *, linked: bool) -> list[Node]:
    """A link; also to what is played on the page, as no reader plays it."""
    played = node.name in PLAYED
    sources = [node, *node.tags("source")] if played else []
    given = next((tag.attrs[name] for tag in sources for name in ("src", "data") if name in tag.attrs), None)
    address = place.absolute(given if played else node.attrs.get("href"))
    content: list[Node]
    content = [sendable(node.get("title") or address)] if played else inline(node, place, linked=True)
    if linked or not address:
        return [] if played else content
    return [] if is_blank(content) else [element("a", content, href=address, id=place.note_id(node))]


def _image(node: Tag, place: Place) -> Node:
    """An image with its size, as `typeset` found it; its text alone where it has no address of its own."""
    address, alt = place.absolute(node.attrs.get("src")), sendable(" ".join(node.get("alt").split()))
    if not address.startswith("http"):
        return alt
    size = {name: node.get(name) for name in ("width", "height")}
    return element("img", src=address, alt=alt, **(size if all(map(str.isdecimal, size.values())) else {}))
