"""Footnotes: at the end of the essay on a phone and on paper, beside their words where there is a margin.

The note beside is a copy of the one at the end; the stylesheet shows one of the two. It stands before the paragraph
that refers to it and floats: two near each other cannot overlap, and the lines of the paragraph are of its own words
alone, so that the browser still balances them.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from ..tree.lines import HEADINGS
from ..tree.node import Tag

SIDENOTE, ASIDE = "sidenote", "aside"
_NARROW = ("table", "figure", "pre", "blockquote", *HEADINGS)  # no float fits in there
_BLOCKS = ("p", "li", "dd", "dt")


def add_sidenotes(tree: Tag, own_lang: str, lang: str) -> None:
    """Name the parts of footnotes, and copy each note of plain paragraphs to the paragraph that refers to it."""
    notes = _notes(tree)
    if notes is None:
        return
    notes.name = "section"
    notes.attrs |= {"role": "doc-endnotes", "aria-label": "Notes"}
    if own_lang:  # a name is of the language of what it names
        notes.attrs["lang"] = own_lang
        for own in notes.elements:
            if own.name == "ol":
                own.attrs["lang"] = lang
    references = _references(tree)
    for number, note in enumerate(_items(notes), start=1):
        note.attrs["value"] = str(number)  # those before it may not be shown
        for place, back in enumerate(_backs(note), start=1):
            again = f", place {place}" if place > 1 else ""
            back.attrs |= {"role": "doc-backlink", "aria-label": f"Back to the text of note {number}{again}"}
            back.attrs.pop("title", None)
            if own_lang:
                back.attrs["lang"] = own_lang
        reference = references.get(note.get("id"))
        block = reference and reference.above(*_BLOCKS)
        if reference and block and _is_plain(note) and reference.above(*_NARROW) is None:
            note.attrs["class"] = ASIDE
            _put_beside(block, _sidenote(note, number))


def remove_sidenotes(tree: Tag) -> None:
    """Take the copies away."""
    for tag in tree.tags("div"):
        if SIDENOTE in tag.classes and tag.get("role") == "note":
            tag.remove()
    if notes := _notes(tree):
        for note in _items(notes):
            note.attrs.pop("value", None)
            if ASIDE in note.classes:
                del note.attrs["class"]


def _notes(tree: Tag) -> Tag | None:
    """What holds the notes at the end."""
    return next((tag for tag in tree.tags("div", "section") if "footnote" in tag.classes), None)


def _items(notes: Tag) -> list[Tag]:
    """The notes, in order."""
    return [item for item in notes.tags("li") if item.parent and item.parent.parent is notes]


def _references(tree: Tag) -> dict[str, Tag]:
    """The first mark that refers to each note, by the note's id."""
    marks: dict[str, Tag] = {}
    for link in tree.tags("a"):
        if "footnote-ref" in link.classes and link.parent is not None and link.parent.name == "sup":
            link.attrs["role"] = "doc-noteref"
            marks.setdefault(unquote(link.get("href"))[1:], link.parent)
    return marks


def _backs(tag: Tag) -> Iterator[Tag]:
    """The links in a note that lead back to its marks."""
    return (link for link in tag.tags("a") if "footnote-backref" in link.classes)


def _is_plain(note: Tag) -> bool:
    """Whether a note is paragraphs of mere text; lists, code and pictures stay at the end."""
    return not note.tags("ul", "ol", "pre", "table", "blockquote", "figure", "img", "dl") and bool(note.tags("p"))


def _put_beside(block: Tag, note: Tag) -> None:
    """Before a paragraph, or at the start of the item of a list, after the notes already there."""
    if block.name == "p":
        block.before([note])
    else:
        block.insert(sum(SIDENOTE in tag.classes for tag in block.elements if tag.name == "div"), note)


def _sidenote(note: Tag, number: int) -> Tag:
    # What is called extra, reader modes leave out: the note at the end is theirs.
    beside = Tag("div", {"class": f"{SIDENOTE} extra", "role": "note"}, [Tag("sup", children=[str(number)])])
    for paragraph in note.elements:
        if paragraph.name == "p":
            beside.extend([" ", *paragraph.copy().take()])
    for back in list(_backs(beside)):
        parent, place = back.beside()
        if place and not isinstance(before := parent.children[place - 1], Tag):
            parent.children[place - 1] = before.rstrip()
        back.remove()
    for tag in beside.tags():
        tag.attrs.pop("id", None)
    return beside
