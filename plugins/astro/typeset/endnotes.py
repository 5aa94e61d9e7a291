"""Footnotes of reStructuredText, which docutils writes as tables -> the form that Markdown gives them."""

from __future__ import annotations

from collections.abc import Iterable

from ..tree.node import Node, Tag


def make_endnotes(tree: Tag) -> None:
    """Turn tables of notes into one list at the end, in the order of their numbers.

    Nothing is done where a note has a symbol or a number is left out: a list would change its mark.
    """
    notes = (tag for tag in tree.tags("table") if "footnote" in tag.classes and "id" in tag.attrs)
    tables = {_number(table): table for table in notes}
    if not tables or sorted(tables) != list(range(1, len(tables) + 1)):
        return
    items = Tag("ol")
    for number in sorted(tables):
        items.append(_note(tables[number]))
        for mark in tree.tags("a"):
            if "footnote-reference" in mark.classes and mark.get("href") == f"#{tables[number].get('id')}":
                _mark(mark, number)
        parent, place = tables[number].beside()
        if isinstance(space := _at(parent, place + 1), str) and not space.strip():
            del parent.children[place + 1]
        tables[number].remove()
    tree.append(Tag("div", {"class": "footnote"}, [Tag("hr"), items]))
    for tag in [tree, *tree.tags()]:
        tag.children = _joined(tag.children)  # as it would be parsed again


def _number(table: Tag) -> int:
    """The number of a note; 0 where it has none."""
    label = next((cell for cell in table.tags("td") if "label" in cell.classes), None)
    text = label.text.strip("[] \n") if label else ""
    return int(text) if text.isdecimal() else 0


def _note(table: Tag) -> Tag:
    backs = [link.get("href") for link in table.tags("a") if "fn-backref" in link.classes]
    body = table.tags("td")[-1]
    if len(backs) > 1 and (several := body.first("em")):  # docutils counts them: "(1, 2) "
        parent, place = several.beside()
        if isinstance(space := _at(parent, place + 1), str):
            parent.children[place + 1] = space.lstrip()
        several.remove()
    note = Tag("li", {"id": table.get("id")}, body.take())
    if not any(tag.name == "p" for tag in note.elements):
        note.append(Tag("p", children=note.take()))
    last = [tag for tag in note.elements if tag.name == "p"][-1]
    for back in backs:
        last.extend(["\N{NO-BREAK SPACE}", Tag("a", {"class": "footnote-backref", "href": back}, ["↩"])])
    return note


def _mark(mark: Tag, number: int) -> None:
    """A raised number, close to the word before it, in the place of `[1]`."""
    mark.children, mark.attrs["class"] = [str(number)], "footnote-ref"
    raised = mark.wrap(Tag("sup", {"id": mark.attrs.pop("id", "")}))
    parent, place = raised.beside()
    if place and type(before := parent.children[place - 1]) is str and (before.strip() or place > 1):
        parent.children[place - 1] = before.rstrip()


def _at(parent: Tag, place: int) -> Node | None:
    return parent.children[place] if place < len(parent.children) else None


def _joined(nodes: Iterable[Node]) -> list[Node]:
    """The nodes with neighbouring strings as one."""
    joined: list[Node] = []
    for node in nodes:
        if joined and type(node) is str and type(before := joined[-1]) is str:
            joined[-1] = before + node
        else:
            joined.append(node)
    return joined
