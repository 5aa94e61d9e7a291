"""Lines of a header that are read as words of the essay, and words of the essay that are read as its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import takewhile

from ..problem import Problem
from .essay import Line
from .header import FOREIGN, IN_HEADER, Field, fields_of, is_meant, wrong_direction
from .values import wrong_value

_AROUND = " #*_:："


def check_title(title: str, number: int, below: Sequence[Line], path: str) -> Iterator[Problem]:
    """Whether a header stands where none is read: in fences, or under the title, which stands in line `number`.

    Published by mistake, a draft cannot be taken back.
    """
    if title.strip("-") == "":
        yield Problem(
            path, number, "`---` is no title; the header stands at the very top without fences, `Key: value` a line"
        )
    if wrong := wrong_direction(title):
        yield Problem(path, number, wrong)
    block = list(takewhile(lambda line: line.text, below))
    if block and block[0].text in ("---", "+++"):
        block = block[1:]
        if any(line.text == below[0].text for line in block) and any(map(_is_setting, block)):
            yield Problem(path, below[0].number, "a header stands under the title; write its lines at the top")
            return
    fields = fields_of(block)
    is_whole = len(fields) == len(block) and any(field.key in IN_HEADER for field in fields)
    is_header = is_whole and is_meant(fields[0])
    for line, field in zip(block, fields, strict=False):
        if line.number != field.line or not (is_header or field.key in IN_HEADER or _says_status(field)):
            break
        yield Problem(
            path, line.number, f"`{line.text}` stands under the title; header lines stand above it, at the top"
        )


def check_meant(title: str, fields: Sequence[Field], path: str) -> Iterator[Problem]:
    """Whether the only line of a header may be the title, as what was taken for that is a sentence."""
    if len(fields) == 1 and fields[0].key not in ("title", *IN_HEADER) and title.endswith((".", "。")):
        text = "this line is read as a header, and the sentence below it as the title; write `Title: …` in front of"
        yield Problem(path, fields[0].line, f"{text} the one that is the title")


def check_marker(lines: Sequence[Line], marker: str, path: str) -> Iterator[Problem]:
    """Whether a line has the words that begin the related links, and goes on, or has them without their colon."""
    for line in lines:
        if line.text.casefold().startswith(marker):
            text = f"`{line.text[: len(marker)]}` stands on a line of its own; write what follows it below it"
            yield Problem(path, line.number, text)
        elif line.text.casefold().strip(_AROUND) == marker.strip(_AROUND):
            text = (
                f"`{line.text}` begins no related links; write `{marker.capitalize()}`, or call the heading otherwise"
            )
            yield Problem(path, line.number, text)


def _is_setting(line: Line) -> bool:
    """Whether a line is one of a header, in whatever form."""
    key, mark, _ = line.text.replace("=", ":", 1).partition(":")
    return bool(mark) and is_meant(Field(line.number, key.strip().lower(), ""))


def _says_status(field: Field) -> bool:
    """Whether a line is `Status: draft`, maybe misspelt, or as other tools write it, and so no sentence."""
    if field.key in FOREIGN:
        return field.value.lower() in ("true", "false", "yes", "no")
    return bool(get_close_matches(field.key, ["status"], 1, 0.8)) and wrong_value("status", field.value) is None
