"""Headings with a line below them, as CommonMark has them; and ids of headings that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from ..plain_text.essay import Line
from ..regex import regex
from .formulas import is_open_formula
from .lists import RULE
from .places import without_code

# What is no title, whatever stands below it.
_ANOTHER = rf"[ ]{{0,3}}(?:>|#{{1,6}}[ ]|(?:[*+:-]|\d{{1,9}}[.)])[ ]|\*?\[[^\]\n]+\]:|\{{:|!\[|<img\b|{RULE})"
_LINE = rf"(?!{_ANOTHER})[^\n]+"
_UNDERLINED = regex(rf"(?P<title>{_LINE}(?:\n{_LINE})*?)\n[ ]{{0,3}}(?P<line>=+|-+)[ ]*(?:\n|$)", re.MULTILINE)
_MARKED, _BELOW = regex(r"(?:[ ]{0,3}>)*[ ]{0,3}#"), regex(r"[ >]*(?:=+|-+)[ ]*$")
_NO_ID = regex(r"(\{:?[ ]*#[^\s{}<>]++)[^{}\n]*+\}\s*</h[1-6]>")


class Underlined(BlockProcessor):  # type: ignore[misc]  # Markdown has no types
    """Reads a heading of one line or several."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a block begins with one."""
        del parent
        if not ("\n=" in block or "\n-" in block or "\n " in block) or self.parser.state.isstate("list"):
            return False
        found = _UNDERLINED.match(block)
        return found is not None and not is_open_formula(found["title"])

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read it, and leave the rest for the next reader."""
        block = blocks.pop(0)
        if found := _UNDERLINED.match(block):
            heading = SubElement(parent, "h1" if found["line"][0] == "=" else "h2")
            heading.text = found["title"].strip()
            if rest := block[found.end() :]:
                blocks.insert(0, rest)


def wrong_ids(html: str, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each heading with its author's id still in its words, without a backslash before it."""
    starts = sorted({unescape(found[1]) for found in _NO_ID.finditer(html)}, key=len, reverse=True)
    texts = without_code([line.text for line in lines]) if starts else ()
    for line, text, below in zip(lines, texts, [*texts[1:], ""], strict=bool(starts)):
        start = next((each for each in starts if each in text and f"\\{each}" not in text), "")
        if start and (_MARKED.match(text) or _BELOW.match(below)):
            do = "write `{#one-word}`, or backticks around what is meant as words"
            yield line.number, f"`{start} …}}` would stand in the heading and in its address; {do}"
