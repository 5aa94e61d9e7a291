"""Lists that nest as CommonMark has them, by the column of an item's words, for Python-Markdown, which counts by four.

A line that stands far enough to the right already stays where it is.
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

_ITEM = re.compile(r"[ ]*(?:[*+-]|\d{1,9}\.)[ ]+(?=\S)")
_TAB = 4


class Nesting(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    """Moves what belongs to an item to the right until it does for Python-Markdown, too."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines, with more white space before some, and an empty line where an item would be taken for words."""
        if not any(line[:1] == " " for line in lines) or not any(map(_ITEM.match, lines)):
            return lines
        moved: list[str] = []
        items: list[list[int]] = []  # those around a line: (column of its words, whether it has an empty line)
        is_apart = True
        further = 0  # to the right that a block of code in an item is moved
        for line in lines:
            words = line.lstrip(" ")
            if not words:
                is_apart = True
                moved.append(line)
                if items:
                    items[-1][1] = 1
                continue
            indent, item = len(line) - len(words), _ITEM.match(line)
            is_loose = False
            while items and indent < items[-1][0] and (item or is_apart):
                is_loose = bool(items.pop()[1]) or is_loose
            if is_loose and items and not item:
                items[-1][1] = 1  # what follows an empty line is this one's
            if is_loose and item and not is_apart:
                moved.append("")
            needed = _TAB * len(items)
            is_inside = bool(items) and indent >= items[-1][0]
            is_code = is_inside and indent >= items[-1][0] + _TAB and (further or (is_apart and not item))
            further = (further or max(0, needed + _TAB - indent)) if is_code else 0
            is_moved = is_inside and indent < needed and (item or is_apart)
            moved.append(" " * needed + words if is_moved else " " * further + line)
            if item and not further and (is_inside or indent < _TAB):
                items.append([item.end(), 0])
            is_apart = False
        return moved
