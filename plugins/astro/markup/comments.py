"""Comments with an empty line in them, wherever they begin a line: what is private would be published as words.

Python-Markdown drops such a one at the margin alone; in an item, a quotation or a note it takes it for paragraphs. One
within a line may be words, and is left to `as_typed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown.preprocessors import Preprocessor

from ..regex import regex
from .code import depth, outer
from .places import without_code

_BEGIN = regex(
    r"^(?P<quote>(?:[ ]*+>[ ]?)*+)(?P<indent>[ ]*+)(?:(?:[*+-]|\d+[.)]|\[\^[^\]\n]+\]:|:)[ ]{1,4})*+<!--", re.MULTILINE
)
_END = regex(r"--!?>")
_EMPTY_LINE = regex(r"\n[ >]*\n")
_OPEN = regex(r"&lt;!--[\W_]*(\w*)")
_DROPPED = regex(r"^[ >]*<!--.*?-->|<!--(?:(?!\n[ >]*\n|<!--).)*-->", re.DOTALL | re.MULTILINE)
_ENDS_AT_ONCE = regex(r"(<!---?>)(?:(?!<!--).)*?-->", re.DOTALL)
_TAB = 4


class Comments(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    """Leaves nothing but their marks of them."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines, without those of such comments."""
        text = "\n".join(lines)
        kept: list[str] = []
        copied = place = 0
        while (begin := _BEGIN.search(text, place)) and (end := _END.search(text, begin.end())):
            if not _EMPTY_LINE.search(text, begin.end(), end.start()):
                place = end.end()
            elif "<!--" in text[begin.end() : end.end()] or _is_code(begin, lines):
                place = begin.end()  # the one in which another begins was never closed
            else:
                kept.append(f"{text[copied : begin.end()]} -->")
                copied = place = end.end()
        return "".join([*kept, text[copied:]]).split("\n") if kept else lines


def _is_code(begin: re.Match[str], lines: Sequence[str]) -> bool:
    """Whether a comment begins in a block of code that is only further to the right, or may do so."""
    quote, indent = begin["quote"], len(begin["indent"])
    if indent < _TAB:
        return False
    above = (lines[i] for i in reversed(range(begin.string.count("\n", 0, begin.start()))))
    item = outer((line[len(quote) :] for line in above if depth(line) >= quote.count(">")), indent)
    return item is None or indent >= min(item.end(), len(item["indent"]) + _TAB) + _TAB


def typed_comments(plain: str, markdown: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong) of each comment of `markdown` that is words of its HTML.

    `plain` is that HTML without tags, code and formulas; one with a backslash before its mark is meant.
    """
    is_there = "<!--" in markdown and ("&lt;!--" in plain or "--&gt;" in plain)
    source = "\n".join(without_code(markdown.split("\n"))) if is_there else ""
    for first in dict.fromkeys(_OPEN.findall(plain)) if source else ():
        begin, word = r"(?<!\\)<!--", rf"[\W_]*{re.escape(first)}"
        is_meant = re.search(rf"(?:\\<|&lt;)!--{word}", source)
        rest = "" if is_meant else _DROPPED.sub("", source)  # where marks of emphasis have been read in the word
        if found := re.search(begin + word, source) or re.search(begin, rest):
            shown = " ".join(found[0].split())[:40]
            do = "let it begin a line, close it by `-->`, or put it in backticks where it is words"
            yield found[0].partition("\n")[0], f"the comment `{shown} …` would stand on the page; {do}"
    for at_once in _ENDS_AT_ONCE.finditer(source) if "--&gt;" in plain else ():
        do = "write `<!-- … -->`, with blanks, or put it in backticks"
        yield at_once[1], f"`{at_once[1]}` is a whole comment, and what follows would stand on the page; {do}"
