"""New elements of HTML, and which elements of an essay are let through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..tree.node import Node, Tag
from .characters import sendable

# Elements that go with all that is in them. What else is unknown goes alone: its words stay.
DROPPED = frozenset(
    [
        *("script", "style", "template", "noscript", "head", "title", "link", "meta", "base", "svg", "canvas", "map"),
        *("button", "input", "select", "textarea", "datalist", "dialog", "source", "track", "param", "wbr", "col"),
    ]
)


def element(name: str, children: Iterable[Node] = (), **attributes: str) -> Tag:
    """A new element; attributes that are empty are left out, except `alt`."""
    return Tag(name, {key: value for key, value in attributes.items() if value or key == "alt"}, children)


def is_dropped(node: Node) -> bool:
    """Whether a node is no part of the essay's text: a script, what is hidden or there for the eye alone."""
    return isinstance(node, Tag) and (node.name in DROPPED or (bool(node.attrs) and _is_hidden(node.attrs)))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or "sidenote" in attributes.get("class", "").split()


def is_blank(pieces: Iterable[Node]) -> bool:
    """Whether nothing in a run of inline content can be seen."""
    return not any(map(_is_seen, pieces))


def _is_seen(piece: Node) -> bool:
    if isinstance(piece, Tag):
        return piece.name == "img" or any(map(_is_seen, piece.children))
    return bool(piece.strip())


def stripped(pieces: list[Node]) -> list[Node]:
    """Content without the white space around it."""
    if pieces and isinstance(first := pieces[0], str):
        pieces[0] = first.lstrip()
    if pieces and isinstance(last := pieces[-1], str):
        pieces[-1] = last.rstrip()
    return pieces


def preformatted(node: Node) -> str:
    """The characters of preformatted text, each line break one."""
    if is_dropped(node):
        return ""
    if not isinstance(node, Tag):
        return sendable(node)
    return "\n" if node.name == "br" else "".join(map(preformatted, node.children))
