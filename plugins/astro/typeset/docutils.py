"""Footnotes of reStructuredText, which docutils writes as tables -> the form that Markdown gives them."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString


def make_endnotes(tree: BeautifulSoup) -> None:
    """Turn tables of notes into one list at the end, in the order of their numbers.

    Nothing is done where a note has a symbol or a number is left out: a list would change its mark.
    """
    tables = {_number(table): table for table in tree.select("table.footnote[id]")}
    if not tables or sorted(tables) != list(range(1, len(tables) + 1)):
        return
    notes = tree.new_tag("div", attrs={"class": "footnote"})
    items = tree.new_tag("ol")
    notes.extend([tree.new_tag("hr"), items])
    for number in sorted(tables):
        items.append(_note(tree, tables[number]))
        for mark in tree.select(f"a.footnote-reference[href='#{tables[number]['id']}']"):
            _mark(tree, mark, number)
        if isinstance(space := tables[number].next_sibling, NavigableString) and not space.strip():
            space.extract()
        tables[number].decompose()
    tree.append(notes)
    tree.smooth()  # as it would be parsed again


def _number(table: Tag) -> int:
    """The number of a note; 0 where it has none."""
    label = table.select_one("td.label")
    text = label.get_text().strip("[] \n") if label else ""
    return int(text) if text.isdecimal() else 0


def _note(tree: BeautifulSoup, table: Tag) -> Tag:
    backs = [str(back["href"]) for back in table.select("a.fn-backref")]
    body = table.select("td")[-1]
    if len(backs) > 1 and (several := body.find("em")):  # docutils counts them: "(1, 2) "
        if isinstance(space := several.next_sibling, NavigableString):
            space.replace_with(space.lstrip())
        several.decompose()
    note = tree.new_tag("li", attrs={"id": str(table["id"])})
    note.extend(body.contents[:])
    if not note.find("p", recursive=False):
        only = tree.new_tag("p")
        only.extend(note.contents[:])
        note.append(only)
    for back in backs:
        link = tree.new_tag("a", attrs={"class": "footnote-backref", "href": back})
        link.string = "↩"
        note.find_all("p", recursive=False)[-1].extend(["\N{NO-BREAK SPACE}", link])
    return note


def _mark(tree: BeautifulSoup, mark: Tag, number: int) -> None:
    """A raised number, close to the word before it, in the place of `[1]`."""
    mark.string, mark["class"] = str(number), "footnote-ref"
    raised = mark.wrap(tree.new_tag("sup", attrs={"id": str(mark.attrs.pop("id"))}))
    before = raised.previous_sibling
    if type(before) is NavigableString and before.strip():
        before.replace_with(before.rstrip())
