"""Less work for Markdown, with the same outcome: it looks through mere words for none of its marks.

Markdown searches each text of an essay once for each kind of mark, and most texts hold none. What is an `AtomicString`
it passes over, so that texts in which no mark can begin are made one before it looks for marks, and are none after.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown import inlinepatterns as inline
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

# Marks of Markdown itself, and of footnotes; each begins with a character of _BEGINNING. What was taken out of a text
# before stands there behind STX.
_MARKS = frozenset(
    [
        *(inline.BACKTICK_RE, inline.ESCAPE_RE, inline.REFERENCE_RE, inline.LINK_RE, inline.IMAGE_LINK_RE),
        *(inline.IMAGE_REFERENCE_RE, inline.AUTOLINK_RE, inline.AUTOMAIL_RE, inline.LINE_BREAK_RE, inline.HTML_RE),
        *(inline.ENTITY_RE, r"\*|_", r"\[\^([^\]]*)\]"),
    ]
)
_BEGINNING = re.compile(r"[\\`*_\[<&\x02]|  \n")


class _Words(AtomicString):  # type: ignore[misc]  # Markdown has no types
    pass


class _Before(Treeprocessor):  # type: ignore[misc]
    def run(self, root: Element) -> None:
        for element in root.iter():
            if type(element.text) is str and not _BEGINNING.search(element.text):
                element.text = _Words(element.text)


class _After(Treeprocessor):  # type: ignore[misc]
    def run(self, root: Element) -> None:
        for element in root.iter():
            if type(element.text) is _Words:
                element.text = str(element.text)


def pass_over_words(markdown: Markdown) -> None:
    """Have a converter look for marks only where one may be; one that knows marks of other kinds stays as it is."""
    if all(getattr(each, "pattern", None) in _MARKS for each in markdown.inlinePatterns):
        markdown.treeprocessors.register(_Before(markdown), "before-marks", 20.1)  # that of marks is at 20
        markdown.treeprocessors.register(_After(markdown), "after-marks", 19.9)
