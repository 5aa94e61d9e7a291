"""Less work for Markdown, with the same outcome: it looks for its marks only where one of them can begin.

Markdown asks of each block whether it is one of a dozen kinds, and searches each text once for each kind of mark; most
blocks are paragraphs, and most texts hold no mark. A paragraph is taken for one by the first letters of its lines. What
is an `AtomicString` Markdown passes over, so that texts in which no mark can begin are made one before it looks for
marks, and are none after; and of the kinds of marks it looks for those that the rest of the texts may hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown import inlinepatterns as inline
from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..regex import regex
from .dialect import BREAK, DELETED, Below
from .headings import Underlined
from .nesting import Within
from .quotations import Quotations
from .tables import Tables

# Marks of Markdown itself, and of footnotes; a text that holds one has one of these characters, and a beginning of a
# mark. What was taken out of a text before stands there behind STX.
_MARKS = {
    inline.BACKTICK_RE: ("`",),
    inline.ESCAPE_RE: ("\\",),
    inline.REFERENCE_RE: ("[",),
    inline.LINK_RE: ("[",),
    inline.IMAGE_LINK_RE: ("![",),
    inline.IMAGE_REFERENCE_RE: ("![",),
    inline.AUTOLINK_RE: ("<",),
    inline.AUTOMAIL_RE: ("<",),
    inline.LINE_BREAK_RE: ("  \n",),
    inline.HTML_RE: ("<",),
    inline.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),
    r"\[\^([^\]]*)\]": ("[^",),
    BREAK: ("\\\n",),
    DELETED: ("~~",),
}
_BEGINNING = regex(r"[\\`*_\[<&\x02]|~~|  \n")
# What knows blocks, none of which but paragraphs has a letter at the beginning of each line.
_BLOCKS = frozenset(
    [
        "markdown.blockprocessors",
        Below.__module__,
        Underlined.__module__,
        Within.__module__,
        Quotations.__module__,
        Tables.__module__,
        *(f"markdown.extensions.{name}" for name in ("abbr", "admonition", "def_list", "footnotes", "md_in_html")),
        *(f"markdown.extensions.{name}" for name in ("sane_lists", "tables")),
    ]
)
_LETTERS_FIRST = regex(r"[^\W\d_].*(?:\n[^\W\d_].*)*")


class _Paragraph(BlockProcessor):  # type: ignore[misc]  # Markdown has no types
    def test(self, parent: Element, block: str) -> bool:
        is_apart = not self._is_in_list or not (len(parent) or parent.text)
        return is_apart and bool(_LETTERS_FIRST.fullmatch(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        element = parent if self._is_in_list else SubElement(parent, "p")
        element.text = blocks.pop(0)

    @property
    def _is_in_list(self) -> bool:
        """Whether it is the text of an item that no empty line parts from others."""
        is_in_list: bool = self.parser.state.isstate("list")
        return is_in_list


class _Words(AtomicString):  # type: ignore[misc]
    pass


class _Before(Treeprocessor):  # type: ignore[misc]
    def run(self, root: Element) -> None:
        text = "\0".join(_rest(root))
        kinds = [each for each in self.md.inlinePatterns if any(mark in text for mark in _MARKS[each.pattern])]
        self.md.treeprocessors["inline"].inlinePatterns = kinds


def _rest(root: Element) -> Iterator[str]:
    """The texts in which a mark may begin; all others are made words."""
    for element in root.iter():
        if type(element.text) is str:
            if _BEGINNING.search(element.text):
                yield element.text
            else:
                element.text = _Words(element.text)
        yield element.tail or ""


class _After(Treeprocessor):  # type: ignore[misc]
    def run(self, root: Element) -> None:
        for element in root.iter():
            if type(element.text) is _Words:
                element.text = str(element.text)


def take_shortcuts(markdown: Markdown) -> None:
    """Have a converter look for marks only where one may be; one that knows marks of other kinds stays as it is."""
    if all(getattr(each, "pattern", None) in _MARKS for each in markdown.inlinePatterns):
        markdown.treeprocessors.register(_Before(markdown), "before-marks", 20.1)  # that of marks is at 20
        markdown.treeprocessors.register(_After(markdown), "after-marks", 19.9)
    if all(type(each).__module__ in _BLOCKS for each in markdown.parser.blockprocessors):
        markdown.parser.blockprocessors.register(_Paragraph(markdown.parser), "paragraph-of-letters", 1000)
