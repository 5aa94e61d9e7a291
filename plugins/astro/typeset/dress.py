"""The tree of an essay -> the tree of its page: figures, tables, code and notes as readers expect them.

`undress` takes out again what only the page has: feeds get the plain essay, and dressing twice is dressing once.
"""

from __future__ import annotations

from ..tree.node import Tag
from .code import colour, uncolour
from .endnotes import make_endnotes
from .figures import make_figures, size_images, unpicture
from .notes import add_sidenotes, remove_sidenotes
from .picture import Lookup
from .tables import align_cells, make_scroll, unscroll

_MATTER = ("<img", "<table", "<pre", "footnote", "style=")


def needs_dress(html: str) -> bool:
    """Whether an essay has anything but headings and text; most have not, and are done sooner."""
    return any(mark in html for mark in _MATTER)


def prepare(tree: Tag) -> None:
    """Bring a tree, of an essay or of its page, into the form whose words and headings are read."""
    undress(tree)
    make_endnotes(tree)
    make_figures(tree)


def dress(tree: Tag, picture_of: Lookup, own_lang: str = "", lang: str = "") -> None:
    """Give a tree all that its page shows; `own_lang` is that of added words, where the tree has another, `lang`."""
    size_images(tree, picture_of)
    align_cells(tree)
    colour(tree)
    make_scroll(tree, own_lang, lang)
    add_sidenotes(tree, own_lang, lang)


def undress(tree: Tag) -> None:
    """Take from a tree what stands on the page alone; figures, sizes of images and roles stay."""
    remove_sidenotes(tree)
    unscroll(tree)
    uncolour(tree)
    unpicture(tree)
