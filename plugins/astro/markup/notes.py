"""Footnotes in Markdown to which no word of the essay leads, so that nobody would come upon them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from ..plain_text.essay import Line
from ..problem import Problem

_BACK = re.compile(r'href="#(fnref-([^"]*))"')  # to the first mark of a note


def lone_notes(html: str, lines: Sequence[Line], path: str) -> Iterator[Problem]:
    """A problem for each note of the essay in `html`, as Python-Markdown made it of `lines`, that nothing refers to."""
    for id_, label in _BACK.findall(html):
        if f'id="{id_}"' not in html:
            start = f"[^{unescape(label)}]:"
            line = next((line.number for line in lines if line.text.lstrip().startswith(start)), 1)
            yield Problem(path, line, f"nothing refers to the note `{start[:-1]}`; refer to it, or take it out")
