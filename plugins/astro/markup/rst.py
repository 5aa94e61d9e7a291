"""An essay in reStructuredText before docutils reads it: its field list, and the words that no page would show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..plain_text.essay import Line
from ..plain_text.header import Field
from ..plain_text.lines import decode_lines
from ..problem import Problem
from ..regex import regex
from .front import Front, front_of
from .yaml_header import joined

_FIELD = regex(r":(?P<key>[^:\s][^:]*):(?:\s+(?P<value>.*))?$")
_UNDERLINE = regex(r"([!-/:-@\[-`{-~])\1*$")
_OF_SHEETS = regex(r"\s*\.\.\s+(?:header|footer)::", re.IGNORECASE)
_DIRECTIVES = (
    "admonition attention caution code code-block container contents csv-table danger epigraph error figure highlights "
    "hint image important list-table math note parsed-literal pull-quote rubric sidebar sourcecode table tip topic "
    "warning"
)
_STARS = regex(r"\*(?: \*){2,}\s*$")
_DATE = regex(r"\s*\.\.\s+\|[^|]+\|\s+(date::)")
_COMMENT = regex(rf"\s*\.\.\s+({'|'.join(_DIRECTIVES.split())})(?::(?:\s|$)|$)")
_NOTE = regex(r"\s*\.\.\s+(\[[^\]]*\s[^\]]*\])\s")  # docutils takes such a one for a comment
_ENOUGH = 7  # lines of a title and a subtitle, with their rules, and the first field


def read_rst(source: bytes, path: str, *, dated: bool) -> Front:
    """The field list of an essay in reStructuredText, above or below its title; the title is docutils' to find.

    Raises EssayError where there is nothing.
    """
    lines = decode_lines(source, path)
    words = [line for line in lines if line.text.strip()]
    above = [line for line in words if not line.text.startswith("..")][:_ENOUGH]
    start = next((words.index(line) for line in above if _FIELD.match(line.text)), len(words))
    fields: list[Field] = []
    numbers = {line.number for line in words}
    for line in words[start:]:
        match = _FIELD.match(line.text)
        if match and (not fields or {line.number - 1} & numbers or line.number == fields[-1].line + 1):
            fields.append(Field(line.number, match["key"].lower().strip(), (match["value"] or "").strip()))
        elif fields and line.text[0].isspace():
            fields[-1] = fields[-1]._replace(value=joined(fields[-1].key, fields[-1].value, line.text))
        else:
            break
    last = fields[-1].line if fields else 0
    body = [line for line in lines if line.number > last and line.text.strip() and not _is_underline(line)]
    problems = [
        Problem(path, field.line, "another title than the underlined one above; take one of them out")
        for field in fields
        if field.key == "title" and any(line.number < fields[0].line and _is_underline(line) for line in words)
    ]
    return front_of(fields, [], body[0 if fields else 1 :], path, problems, dated=dated, untitled="")


def untitled(lines: Sequence[Line]) -> tuple[int, str]:
    """(line, what is wrong) of an essay of which docutils finds no title, being the only heading of its kind."""
    pairs = [(line, below.text.strip()) for line, below in pairwise(lines) if _is_underline(below)]
    first = next((mark[0] for _, mark in pairs), "")
    if len(alike := [line for line, mark in pairs if mark[0] == first and not _is_underline(line)]) > 1:
        return alike[1].number, f"`{alike[1].text}` is underlined like the title above; give it another mark"
    return 1, "no title; underline the first line with `====`, or write `:title: …`"


def words_of_no_page(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of what docutils shows on sheets of paper, not on a page of the web, or nowhere."""
    for line in lines:
        if found := _OF_SHEETS.match(line.text):
            text = f"`{found[0].strip()}` puts words above or below sheets of paper; write them into the text"
            yield line.number, text
        elif _STARS.match(line.text):
            yield line.number, f"`{line.text.strip()}` is a list in lists; a break is `----`"
        elif found := _DATE.match(line.text):
            yield line.number, f"`{found[1]}` would be another day at each build; write the day itself"
        elif found := _COMMENT.match(line.text):
            yield line.number, f"`{line.text.strip()}` is a comment, and shown nowhere; write `.. {found[1]}::`"
        elif (found := _NOTE.match(line.text)) and any(f"{found[1]}_" in each.text for each in lines):
            yield line.number, f"`{found[1]}` is no label of a note, as it has blanks; choose another, here and there"


def _is_underline(line: Line) -> bool:
    return _UNDERLINE.match(line.text.strip()) is not None
