"""Markdown inside elements of HTML: as CommonMark has it, an empty line in an element begins Markdown again.

Python-Markdown reads what is in an element for Markdown where the tag says `markdown="1"`, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown.preprocessors import Preprocessor

from ..regex import regex

_NAMES = "article|aside|blockquote|center|details|div|figure|section"
_TAG = regex(rf"<(/?)({_NAMES})(?![\w-])", re.IGNORECASE)
_OPENING = regex(rf"[ ]{{0,3}}<(?P<name>{_NAMES})(?P<rest>(?:\s[^<>]*)?)>", re.IGNORECASE)


class Inside(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    """Says `markdown="1"` in the tag of each element that holds an empty line and is closed."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines, with that in some tags that stand at the beginning of one."""
        ends = _ends(lines)
        return [self._told(lines, place, ends) if place in ends else line for place, line in enumerate(lines)]

    def _told(self, lines: Sequence[str], place: int, ends: dict[int, dict[str, int]]) -> str:
        told, rest = "", lines[place]
        while opening := _OPENING.match(rest):
            end = ends[place].get(opening["name"].lower(), place)
            inside = lines[place:end]  # of a table its HTML is laid out, too
            is_plain = all(each.strip() for each in inside) or any("<td" in each.lower() for each in inside)
            is_told = is_plain or "markdown" in opening["rest"]
            told += opening[0] if is_told else f'{opening[0][:-1]} markdown="1">'
            rest = rest[opening.end() :]
        return told + rest


def _ends(lines: Sequence[str]) -> dict[int, dict[str, int]]:
    """For the place of each line in which an element begins and is closed the place where it ends, by its name."""
    ends: dict[int, dict[str, int]] = {}
    left: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        for closes, name in _TAG.findall(line) if "<" in line else ():
            begun = left.setdefault(name.lower(), [])
            if not closes:
                begun.append(place)
            elif begun:
                ends.setdefault(begun.pop(), {})[name.lower()] = place
    return {place: {name: end for name, end in those.items() if end > place} for place, those in ends.items()}
