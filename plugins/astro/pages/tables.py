"""A table -> its captions, its rows of cells, and what stands in it outside of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..tree.node import Node, Tag

_CELLS = ("td", "th")


def captions(table: Tag) -> list[Tag]:
    """Its captions; there may be more than the one that HTML allows."""
    return _own(table, "table", "caption")


def rows(table: Tag) -> list[list[Tag]]:
    """The cells of each of its rows."""
    return [_own(row, "tr", *_CELLS) for row in _own(table, "table", "tr")]


def outside(parent: Tag) -> Iterator[Node]:
    """What stands in a table and in no cell of a row: browsers show it above the table."""
    for node in parent.children:
        if not isinstance(node, Tag) or node.name == "table" or _is_astray(node):
            yield node
            continue
        yield " "  # between what stands before and behind it
        if node.name not in (*_CELLS, "caption"):
            yield from outside(node)
            yield " "


def _is_astray(tag: Tag) -> bool:
    """Whether it is a cell of no row, or something else that is no frame around rows or cells."""
    if tag.name in _CELLS:
        return tag.above("table", "tr") is tag.above("table")
    return tag.name != "caption" and tag.first("tr", *_CELLS) is None


def _own(tag: Tag, outer: str, *names: str) -> list[Tag]:
    """The elements of these names in a table or row, but for those of another one in it."""
    return [each for each in tag.tags(*names) if each.above(outer) is tag]
