"""Footnotes in Markdown to which no word of the essay leads, so that nobody would come upon them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from ..plain_text.essay import Line

_CODE = re.compile(r"<(pre|code)[ >].*?</\1>", re.DOTALL)
_MARK = re.compile(r"\[\^([^\]\s<]+)\]")
_BACK = re.compile(r'href="#(fnref-([^"]*))"')  # to the first mark of a note


def lone_notes(html: str, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each note of the essay in `html`, which Python-Markdown made of `lines`, and each mark.

    A note needs a mark in the text, and a mark a note where there are any or it has a number; `[^a-z]` may be another
    thing.
    """
    notes = _BACK.findall(html)
    for id_, label in notes:
        if f'id="{id_}"' not in html:
            start = f"[^{unescape(label)}]:"
            yield _line(start, lines), f"nothing refers to the note `{start[:-1]}`; refer to it, or take it out"
    for label in _MARK.findall(_CODE.sub("", html)) if "[^" in html else ():
        if notes or label.isdecimal():
            mark = f"[^{unescape(label)}]"
            yield _line(mark, lines), f"`{mark}` is no note; write `{mark}: …` below, or put it in backticks"


def _line(mark: str, lines: Sequence[Line]) -> int:
    return next((line.number for line in lines if mark in line.text), 1)
