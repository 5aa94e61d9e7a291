"""Fenced blocks of code, wherever they stand and whatever is said of them, for Python-Markdown's reader of fences.

That one knows fences at the beginning of a line, with a language or a list of attributes; others it takes for text,
and then the text below for code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from ..regex import regex
from .attributes import IS_LIST
from .faults import Fault
from .tabs import Typed

_OPENING = regex(
    r"(?P<quote>(?:[ ]*+>[ ]?)*+)(?P<item>[ ]*(?:[*+-]|\d+[.)]|\[\^[^\]]+\]:)[ ]+)?(?P<indent>[ ]*)"
    r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ ]*(?P<info>.*)$"
)
_ITEM = regex(r"(?P<indent>[ ]*)(?:(?P<list>[*+-]|\d+[.)])|\[\^[^\]]+\]:|:)(?:[ ]+|$)")
_QUOTE = regex(r"(?:[ ]*+>[ ]?)*+")
_LANGUAGE = regex(r"(?:\{[^}]*?[{\s](?=\.)|[{.\s]*)\.?(?P<name>[\w#+-][\w#.+-]*)?")
_TAB = 4  # by so many spaces Python-Markdown nests


class Fences(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    """Takes out the blocks of code that stand between fences; one that never ends is a fault."""

    def __init__(self, markdown: Markdown, typed: Typed, faults: list[Fault]) -> None:
        super().__init__(markdown)
        self._fenced = markdown.preprocessors["fenced_code_block"]
        self._typed = typed
        self._faults = faults

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each block, as the reader of fences leaves it."""
        if not any("```" in line or "~~~" in line for line in lines):
            return lines
        read: list[str] = []
        above = _Above(read)
        place = 0
        while place < len(lines):
            opening = _OPENING.match(lines[place]) if "```" in lines[place] or "~~~" in lines[place] else None
            nested = opening and _nested(opening, above)
            if not opening or nested is None:
                read.append(lines[place])
                place += 1
                continue
            code, end = _code(lines, self._typed, place, opening)
            if end is None:
                text = "a block of code begins here and never ends; write the same marks below it"
                self._faults.append(Fault(place, text))
                end = len(lines)
            taken = [f"{nested}{line}" for line in self._taken(opening, code) if line]
            apart = [] if opening["item"] else [nested.rstrip()]  # from the words beside it, another paragraph
            read += apart if _says(read[-1:]) else []
            read += taken
            read += apart if _says(lines[end : end + 1]) else []
            place = end
        return read

    def _taken(self, opening: re.Match[str], code: Sequence[str]) -> Sequence[str]:
        fence, info = opening["fence"], opening["info"].strip().removeprefix("language-")
        block = [fence + info, *code, fence]
        if not self._fenced.FENCED_BLOCK_RE.match("\n".join(block)) or (info[:1] == "{" and not IS_LIST.match(info)):
            language = _LANGUAGE.match(info)
            block[0] = fence + ((language["name"] or "") if language else "")
        taken: Sequence[str] = self._fenced.run(block)
        return taken


class _Above:
    """The lines that have been read above a place."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._edges: dict[tuple[int, int], tuple[list[str], int]] = {}

    def edge(self, quote: str) -> Iterator[str]:
        """Of those in a quotation, without its marks, each further left than all below it, the last first."""
        key = quote.count(">"), len(quote)
        edge, known = self._edges.get(key, ([], 0))  # kept, so that no fence goes through all lines above it
        for line in self._lines[known:]:
            if (text := line[len(quote) :]).strip() and depth(line) >= key[0]:
                while edge and _indent(edge[-1]) >= _indent(text):
                    edge.pop()
                edge.append(text)
        self._edges[key] = edge, len(self._lines)
        return reversed(edge)


def _says(lines: Sequence[str]) -> bool:
    return any(line.strip(" >") for line in lines)


def _code(lines: Sequence[str], typed: Typed, place: int, opening: re.Match[str]) -> tuple[list[str], int | None]:
    """(the lines of the block, the place of the line below its end); None for the place where it never ends."""
    depth, fence = opening["quote"].count(">"), opening["fence"]
    indent = len(opening["item"] or "") + len(opening["indent"])
    quoted = re.compile(rf"(?:[ ]*>[ ]?){{{depth}}}")
    code: list[str] = []
    for i in range(place + 1, len(lines)):
        if not (match := quoted.match(lines[i])):
            return code, i  # the quotation ends, and the block in it
        line = lines[i][match.end() :]
        cut = min(indent, _indent(line))
        line, mark = line[cut:], line.strip()
        if mark.startswith(fence) and not mark.strip(fence[0]) and _indent(line) < _TAB:
            return code, i + 1
        code.append(typed.cut(i, lines[i], match.end() + cut))
    return code, None


def depth(line: str) -> int:
    """In how many quotations a line stands."""
    match = _QUOTE.match(line)
    return match[0].count(">") if match else 0


def _nested(opening: re.Match[str], above: _Above) -> str | None:
    """What a placeholder has before it to stand where the fence does; None where that is code that shows a fence."""
    quote, indent = opening["quote"], len(opening["indent"])
    if (column := _indent(quote or opening["item"] or "")) >= _TAB:
        item = outer(above.edge(""), column)
        if not item or column >= item.end() + _TAB:
            return None
    if opening["item"]:
        return f"{quote}{opening['item']}" if indent < _TAB else None
    item = outer(above.edge(quote), indent)
    if item and indent <= item.end() + _TAB:
        if item["list"] and not quote:  # which `Nesting` is to see
            return " " * min(indent, item.end() + _TAB - 1)
        return quote + " " * (_TAB * (len(item["indent"]) // _TAB + 1))
    return quote if indent < _TAB else None


def outer(above: Iterator[str], column: int) -> re.Match[str] | None:
    """The mark of the item in which a line at this column stands, of the lines above it the last first."""
    line = next((line for line in above if line.strip() and _indent(line) < column), "")
    item = _ITEM.match(line)
    is_code = item is not None and _indent(line) >= _TAB and not outer(above, _indent(line))
    return None if is_code else item


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
