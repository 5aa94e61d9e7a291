"""Lists that nest as CommonMark has them, by the column of an item's words, for Python-Markdown, which counts by four.

A line that stands far enough to the right already stays where it is. A number may have a `)` behind it, and a heading
up to three spaces in front. A definition is an item, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..regex import regex

RULE = r"(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$"
_ITEM = regex(rf"[ ]*(?!{RULE})(?:(?P<bullet>[*+:-])|(?P<number>\d{{1,9}})(?P<sign>[.)]))[ ]+(?=\S)")
_WHOLE = regex(rf"[ ]{{0,3}}(?:#{{1,6}}(?:[ ]|$)|>|{RULE})")  # no line of a paragraph
_OTHERS = regex(r"[ ]{1,3}#|[ ]*(?:[*+-][ ]+)*\d{1,9}\)[ ]")
_TAB = 4


def nested(lines: list[str]) -> list[str]:
    """The lines, with more white space before some, and an empty line where an item would be taken for words."""
    kinds = {_kind(item) for item in map(_ITEM.match, lines) if item}
    are_plain = len(kinds) < 2 and ":" not in kinds and not (kinds and any(line[:1] in (" ", ">") for line in lines))
    if are_plain and not any(map(_OTHERS.match, lines)):
        return lines
    text = _Text()
    return [moved for line in lines for moved in text.moved(line)]


def _kind(item: re.Match[str]) -> str:
    """Of lists those of one kind are one list: bullets, numbers, definitions."""
    return "1" if item["number"] else ":" if item["bullet"] == ":" else "-"


@dataclass
class _Item:
    """One that is open."""

    column: int
    """Where its words begin."""
    kind: str
    has_empty_line: bool = False


@dataclass
class _Text:
    """What stands above a line."""

    items: list[_Item] = field(default_factory=list)
    """Those around it."""
    is_apart: bool = True
    """Whether the line above it is empty."""
    is_paragraph: bool = False
    """Whether it is in the middle of one, if not of an item."""
    further: int = 0
    """How far to the right the block of code in an item is moved."""
    is_quoted: bool = False
    """Whether it is of a quotation in an item."""
    was_moved: bool = False
    """Whether it was moved itself."""
    is_formula: bool = False
    """Whether it is of a formula, in which nothing else begins."""

    def moved(self, line: str) -> Iterator[str]:
        """The next line where it belongs, maybe below an empty one."""
        words = line.lstrip(" ")
        if not words:
            self.is_apart, self.is_quoted, self.is_formula = True, False, False
            if self.items:
                self.items[-1].has_empty_line = True
            yield line
            return
        indent = len(line) - len(words)
        item = None if self.is_formula else self._item(line, indent)
        is_whole = bool(_WHOLE.match(line)) and not self.is_formula
        self.is_formula ^= line.count("$$") % 2 == 1
        if self._is_parted(indent, item, is_quotation=words[0] == ">", is_new=bool(item) or is_whole):
            self.is_apart = True
            if self.items:
                self.items[-1].has_empty_line = True
            yield ""
        needed = _TAB * len(self.items)
        column = self.items[-1].column if self.items else 0
        is_inside = bool(self.items) and indent >= column
        is_code = is_inside and indent >= column + _TAB and bool(self.further or (self.is_apart and not item))
        self.further = (self.further or max(0, needed + _TAB - indent)) if is_code else 0
        is_term = bool(self.items) and self.items[-1].kind == ":" and not is_whole and words[:2] != "</"
        begins_apart = item and _kind(item) != ":"  # a definition stands right below its term
        is_more = self.is_quoted and self.was_moved and words[0] == ">"
        may_move = bool(begins_apart or self.is_apart or is_term or is_more)
        is_moved = (is_inside or is_term) and indent < needed and may_move
        begins = item and not self.further and (is_inside or indent < _TAB)
        while begins and item:
            self.items.append(_Item(item.end(), _kind(item)))
            words = words.replace(")", ".", 1) if item["sign"] == ")" else words
            item = _ITEM.match(line, item.end())
        is_heading = is_whole and words[0] == "#" and not is_inside
        white = " " * needed if is_moved else " " * (0 if is_heading else self.further + indent)
        self.is_apart, self.is_paragraph, self.was_moved = False, not is_whole, is_moved
        self.is_quoted = is_inside and words[0] == ">"
        yield white + words

    def _is_parted(self, indent: int, item: re.Match[str] | None, *, is_quotation: bool, is_new: bool) -> bool:
        """End the items that a line at this column is not in; return whether an empty line is to part it from them."""
        is_parted = self._end(indent, item, is_new=is_new)
        if self.is_apart or not self.items:
            return is_parted
        column = self.items[-1].column
        is_inner = is_quotation and not self.is_quoted and max(_TAB, column) <= indent < column + _TAB
        return is_parted or is_inner or (item is not None and self.items[-1].kind == ":")

    def _item(self, line: str, indent: int) -> re.Match[str] | None:
        """The mark of an item, if a line begins with one; a number in a paragraph is one where it is 1."""
        item = _ITEM.match(line)
        is_within = bool(self.items) and indent >= self.items[-1].column and item is not None and item["sign"] == ")"
        begins = self.is_apart or not self.is_paragraph or (bool(self.items) and not is_within)
        return item if item and (begins or item["number"] is None or int(item["number"]) == 1) else None

    def _end(self, indent: int, item: re.Match[str] | None, *, is_new: bool) -> bool:
        """The same, for a line that stands in no item that is left, or in one of another kind than those that end."""
        is_parted = is_loose = False
        while (is_new or self.is_apart) and self.items and indent < self.items[-1].column:
            last = self.items.pop()
            is_loose = last.has_empty_line or is_loose
            is_parted = is_loose or not item or {last.kind, _kind(item)} == {"-", "1"}
        if is_loose and self.items:
            self.items[-1].has_empty_line = True  # what follows an empty line is this one's
        return is_parted and not self.is_apart
