"""The blocks of an essay -> the few blocks that every feed reader keeps.

Readers unwrap what they do not know and glue the words together, so all text stands in a paragraph, a list item, a cell
or a heading here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..sections.texts import is_number
from ..tree.lines import LINES
from ..tree.node import Node, Tag
from .elements import element, is_blank, is_dropped, preformatted, stripped
from .inline import WORDS, inline, inline_node
from .place import Place

_HEADINGS = {"h1": "h2", **{f"h{level}": f"h{level}" for level in range(2, 7)}}
_BLOCKS = frozenset(("p", "blockquote", "pre", "ul", "ol", "hr", "table", "figure", "figcaption", *_HEADINGS.values()))
_COUNTED = frozenset("aAiI")  # by letters, by Roman numbers
_PARTS = {
    "table": ("caption", "thead", "tbody", "tfoot", "tr"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ("tr",)),
    "tr": ("td", "th"),
}


def flow(parent: Tag, place: Place, wrap: str = "p") -> list[Tag]:
    """The blocks in an element; what is inline between them stands in elements of the name `wrap`."""
    return _grouped(_pieces(parent, place), wrap)


def _grouped(pieces: Iterable[Node], wrap: str) -> list[Tag]:
    blocks: list[Tag] = []
    run: list[Node] = []
    for piece in pieces:
        if isinstance(piece, Tag) and piece.name in _BLOCKS:
            blocks += [*_wrapped(run, wrap), piece]
            run = []
        else:
            run.append(piece)
    return blocks + _wrapped(run, wrap)


def _wrapped(run: list[Node], wrap: str) -> list[Tag]:
    return [] if is_blank(run) else [element(wrap, stripped(run))]


def _pieces(parent: Tag, place: Place) -> list[Node]:
    """What is in an element, wrappers taken away: blocks, and inline content between them."""
    pieces: list[Node] = []
    for child in parent.children:
        pieces += _piece(child, place)
    return pieces


def _piece(node: Node, place: Place) -> Sequence[Node]:
    if not isinstance(node, Tag) or is_dropped(node) or node.name in WORDS:
        return inline_node(node, place)
    if node.name not in LINES:
        return _pieces(node, place)
    blocks = list(_block(node, place))
    if blocks and (id_ := place.note_id(node)):
        blocks[0].attrs["id"] = id_
    return blocks


def _block(node: Tag, place: Place) -> Iterator[Tag]:
    match node.name:
        case "ul" | "ol" | "menu":
            yield from _list(node, place)
        case "table":
            yield from _strays(node, place)
            yield element("table", _parts(node, place))
        case "pre":
            yield element("pre", [element("code", [preformatted(node)])])
        case "hr":
            yield element("hr")
        case "blockquote":
            yield element("blockquote", flow(node, place))
        case "figure":
            yield element("figure", _figure(node, place))
        case "figcaption" if node.above("figure"):
            yield element("figcaption", _loose(node, place))
        case "dt":
            yield element("p", [element("strong", stripped(inline(node, place)))])
        case _:
            yield from flow(node, place, _HEADINGS.get(node.name, "p"))


def _loose(node: Tag, place: Place) -> list[Node]:
    """The content of an element that may hold text and blocks side by side."""
    return stripped(_pieces(node, place))


def _list(node: Tag, place: Place) -> Iterator[Tag]:
    items = []
    for child in node.children:
        if isinstance(child, Tag) and child.name == "li":
            value = child.get("value") if is_number(child.get("value")) else ""
            items.append(element("li", _loose(child, place), id=place.note_id(child), value=value))
        elif not is_blank(content := _piece(child, place)):
            items.append(element("li", content))
    if items:
        start, kind = node.get("start"), node.get("type")
        counted = {"start": start if is_number(start) else "", "type": kind if kind in _COUNTED else ""}
        counted["reversed"] = "reversed" if "reversed" in node.attrs else ""
        yield element("ol", items, **counted) if node.name == "ol" else element("ul", items)


def _figure(node: Tag, place: Place) -> Iterator[Node]:
    """The blocks of a figure; an image stands in it without a paragraph."""
    for block in flow(node, place):
        alone = block.name == "p" and block.first("img") and not block.text.strip()
        yield from block.take() if alone else [block]


def _parts(node: Tag, place: Place) -> Iterator[Tag]:
    """Caption, groups and rows of a table or a part of it, or the cells of a row."""
    for child in node.elements:
        if child.name not in _PARTS[node.name]:
            continue
        if child.name in _PARTS:
            yield element(child.name, _parts(child, place))
        elif child.name == "caption":
            yield element("caption", stripped(inline(child, place)))
        else:
            spans = {name: child.get(name) for name in ("colspan", "rowspan")}
            given = {name: value for name, value in spans.items() if value.isdecimal()}
            yield element(child.name, _loose(child, place), **given)


def _strays(node: Tag, place: Place) -> Iterator[Tag]:
    """What stands in a table and in none of its cells: it goes before the table, as in a browser."""
    for child in node.children:
        if not isinstance(child, Tag) or child.name not in _PARTS[node.name]:
            yield from _grouped(_piece(child, place), "p")
        elif child.name in _PARTS:
            yield from _strays(child, place)
