"""Elements that begin a paragraph and are never closed: Markdown takes all that follows for HTML, and reads no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..plain_text.essay import Line
from ..regex import regex
from ..tree.lines import LINES
from .places import line_of_mark

_START = regex(r"\s*<([a-z][a-z0-9]*)\b", re.IGNORECASE)
# With words, or what stands among words: where every paragraph is an element of its own nothing is lost.
_GOES_ON = regex(rf"\n[ \t]*\n\s*(?!</?(?:{'|'.join(sorted(LINES))})\b)\S")
_COMMENT = regex(r"<!--.*?-->", re.DOTALL)


def swallowed(blocks: Iterable[object], lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each of the `blocks` of HTML in an essay that goes on below an empty line, unclosed."""
    for block in blocks:
        start = _START.match(block) if isinstance(block, str) else None
        text = _COMMENT.sub("", block) if start and isinstance(block, str) else ""
        if start and _GOES_ON.search(text):
            name = start[1].lower()
            opened, closed = (len(re.findall(rf"<{mark}{name}(?![\w.-])", text, re.IGNORECASE)) for mark in ("", "/"))
            if opened > closed:
                place = line_of_mark(f"<{name}", "\n".join(line.text for line in lines)) - 1
                do = f"close it, or write `&lt;{name}>` where the words are meant"
                yield lines[place].number, f"<{name}> is never closed, and Markdown reads nothing below it; {do}"
