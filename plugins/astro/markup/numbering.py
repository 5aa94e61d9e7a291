"""Footnotes are counted in the order in which a reader comes to their marks, wherever the notes stand in the file.

Python-Markdown counts them as they are written down, or as it comes to the marks, which is by depth and not by place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from xml.etree.ElementTree import Element

from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

WHEN = 19  # marks are made at 20, the links back to them at 15


class InOrder(Treeprocessor):  # type: ignore[misc]  # Markdown has no types
    """Puts the notes at the end in the order of their marks, and numbers both."""

    def __init__(self, notes: FootnoteExtension) -> None:
        super().__init__(notes.parser.md)
        self._notes = notes
        # Python-Markdown takes any list in a `div` that is called `footnote` for the notes.
        twice = self.md.treeprocessors["footnote-duplicate"]
        twice.get_num_duplicates = partial(_times, twice.get_num_duplicates, notes)

    def run(self, root: Element) -> None:
        """Change the tree of a text that has notes."""
        own = {self._notes.makeFootnoteId(name) for name in self._notes.footnotes}
        lists = (div.find("ol") for div in root.iter("div") if div.get("class") == "footnote")
        parent = next((each for each in lists if each is not None and {note.get("id") for note in each} == own), None)
        if not own or parent is None:
            return
        notes = {f"#{note.get('id')}": note for note in parent}
        order = list(dict.fromkeys([*_in_order(root, parent, notes), *notes]))
        parent[:] = [notes[address] for address in order]
        numbers = {address: number for number, address in enumerate(order, start=1)}
        ids: dict[str, list[str]] = {}  # of the marks of each note, the first one first
        for mark, link in _marks(root):
            ids.setdefault(link.get("href", ""), []).append(mark.get("id", ""))
        left = {address: iter(sorted(those, key=lambda id_: (len(id_), id_))) for address, those in ids.items()}
        for mark, link in _marks(root):
            address = link.get("href", "")
            mark.set("id", next(left[address]))
            link.text = self._notes.getConfig("SUPERSCRIPT_TEXT").format(numbers[address])
        for address, number in numbers.items():
            for link in notes[address].iter("a"):
                if link.get("class") == "footnote-backref":
                    link.set("title", self._notes.getConfig("BACKLINK_TITLE").format(number))


def _times(count: Callable[[Element], int], notes: FootnoteExtension, item: Element) -> int:
    """How often a note is referred to; an item of an author's list of a like name is none."""
    return count(item) if notes.get_separator() in item.get("id", "") else 0


def _in_order(root: Element, parent: Element, notes: Mapping[str, Element]) -> list[str]:
    """The addresses of the notes as a reader comes to them: by the marks in the text, then by those in these notes."""
    within = {mark for mark, _ in _marks(parent)}
    found = list(dict.fromkeys(link.get("href", "") for mark, link in _marks(root) if mark not in within))
    for address in found:
        for _, link in _marks(notes[address]):
            if link.get("href", "") not in found:
                found.append(link.get("href", ""))
    return found


def _marks(tree: Element) -> Iterator[tuple[Element, Element]]:
    """(the mark, the link in it) of all that refer to notes."""
    for mark in tree.iter("sup"):
        if len(mark) and mark[0].get("class") == "footnote-ref":
            yield mark, mark[0]
