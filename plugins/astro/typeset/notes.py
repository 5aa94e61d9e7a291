"""Footnotes: at the end of the essay on a phone and on paper, beside their words where there is a margin.

The note beside is a copy of the one at the end; the stylesheet shows one of the two. It stands before the paragraph
that refers to it and floats: two near each other cannot overlap, and the lines of the paragraph are of its own words
alone, so that the browser still balances them.
"""

from __future__ import annotations

from copy import copy
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

SIDENOTE, ASIDE = "sidenote", "aside"
_NARROW = ("table", "figure", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")  # no float fits in there
_COPIED = f"div.{SIDENOTE}[role=note]"
_BLOCKS = ("p", "li", "dd", "dt")


def add_sidenotes(tree: BeautifulSoup, own_lang: str = "", lang: str = "") -> None:
    """Name the parts of footnotes, and copy each note of plain paragraphs to the paragraph that refers to it."""
    notes = tree.select_one("div.footnote, section.footnote")
    if notes is None:
        return
    notes.name = "section"
    notes["role"], notes["aria-label"] = "doc-endnotes", "Notes"
    if own_lang:  # a name is of the language of what it names
        notes["lang"] = own_lang
        for own in notes.find_all("ol", recursive=False):
            own["lang"] = lang
    references = _references(tree)
    for number, note in enumerate(notes.select("ol > li"), start=1):
        for back in note.select("a.footnote-backref"):
            back["role"], back["aria-label"] = "doc-backlink", f"Back to the text of note {number}"
            back.attrs.pop("title", None)
            if own_lang:
                back["lang"] = own_lang
        reference = references.get(str(note.get("id")))
        block = reference and reference.find_parent(_BLOCKS)
        if reference and block and _is_plain(note) and reference.find_parent(_NARROW) is None:
            note["class"], note["value"] = ASIDE, str(number)
            _put_beside(block, _sidenote(tree, note, number))


def remove_sidenotes(tree: BeautifulSoup) -> None:
    """Take the copies away."""
    for copied in tree.select(_COPIED):
        copied.decompose()
    for note in tree.select(f"li.{ASIDE}"):
        del note["class"], note["value"]


def _references(tree: BeautifulSoup) -> dict[str, Tag]:
    """The first mark that refers to each note, by the note's id."""
    marks: dict[str, Tag] = {}
    for link in tree.select("sup > a.footnote-ref"):
        link["role"] = "doc-noteref"
        if link.parent is not None:
            marks.setdefault(unquote(str(link["href"]))[1:], link.parent)
    return marks


def _is_plain(note: Tag) -> bool:
    """Whether a note is paragraphs of mere text; lists, code and pictures stay at the end."""
    return not note.find(("ul", "ol", "pre", "table", "blockquote", "figure", "img", "dl")) and bool(note.find("p"))


def _put_beside(block: Tag, note: Tag) -> None:
    """Before a paragraph, or at the start of the item of a list, after the notes already there."""
    if block.name == "p":
        block.insert_before(note)
    else:
        block.insert(len(block.find_all("div", class_=SIDENOTE, recursive=False)), note)


def _sidenote(tree: BeautifulSoup, note: Tag, number: int) -> Tag:
    beside = tree.new_tag("div", attrs={"class": SIDENOTE, "role": "note"})
    mark = tree.new_tag("sup")
    mark.string = str(number)
    beside.append(mark)
    for paragraph in note.find_all("p", recursive=False):
        beside.append(" ")
        for node in copy(paragraph).contents[:]:
            beside.append(node)
    for back in beside.select("a.footnote-backref"):
        if isinstance(back.previous_sibling, NavigableString):
            back.previous_sibling.replace_with(back.previous_sibling.rstrip())
        back.decompose()
    for tag in beside.find_all(id=True):
        del tag["id"]
    return beside
