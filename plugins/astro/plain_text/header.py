"""The optional header of an essay, `Key: value` lines above an empty line, and what its file name says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import takewhile
from typing import NamedTuple

from ..problem import Problem
from .essay import Line
from .values import wrong_value

KEYS = (
    *("Title", "Date", "Modified", "Tags", "Slug", "Status", "Summary"),
    *("Lang", "Author", "Authors", "Related", "Unrelated", "Former"),
)
_KNOWN = {key.lower(): key for key in KEYS}
# Ways to say "not yet" in other tools; published by mistake they cannot be taken back.
_FOREIGN = {"draft": "Status: draft", "published": "Status: draft", "publish": "Status: draft"}
# Keys that no paragraph begins with.
_IN_HEADER = ("date", "lang", "modified", "slug", "status", "tags")
_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z_-]*)\s*:(?P<value>(?!//).*)$")


class Field(NamedTuple):
    """One line of the header."""

    line: int
    key: str
    """Lower case, as it was written."""
    value: str
    """Without the white space around it."""


def split_header(lines: Sequence[Line]) -> tuple[list[Field], list[Line], list[Line]]:
    """The header's fields, those of its lines that are no field, and the lines of the essay below it.

    A block of lines above the first empty line is a header when its first line has a known key, or when all of it
    is `Key: value` and a key is known or nearly so: "AI: a title" alone is none.
    """
    start = next((i for i, line in enumerate(lines) if line.text), len(lines))
    end = next((i for i, line in enumerate(lines) if i >= start and not line.text), len(lines))
    block = lines[start:end]
    if not (block and _field(block[0])):
        return [], [], list(lines)
    fields = _fields(block)
    starts = fields[0].key in _KNOWN
    whole = len(fields) == len(block) and end < len(lines) and any(map(_meant, fields))
    if not (starts or whole):
        return [], [], list(lines)
    strays = [line for line in block if not _field(line)]
    return fields, strays, list(lines[end:])


def check_header(
    fields: Sequence[Field], strays: Sequence[Line], path: str, also: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Everything that is wrong with the header; `also` are further known keys, in lower case."""
    if strays:  # the first is enough: what follows it is the essay
        text = "this line of the header is not `Key: value`; write each value on one line and end the header with"
        text += " an empty line above the essay, or write `Title: …` if line 1 was meant as the title"
        yield Problem(path, strays[0].number, text)
        return
    seen: dict[str, int] = {}
    for each in fields:
        if each.key not in _KNOWN and each.key not in also:
            yield Problem(path, each.line, _unknown_key(each))
        elif each.key in seen:
            yield Problem(path, each.line, f"{each.key.capitalize()} stands in line {seen[each.key]} already; keep one")
        elif not each.value:
            yield Problem(path, each.line, f"{each.key.capitalize()} has no value; write one, or delete the line")
        elif wrong := wrong_value(each.key, each.value) or wrong_direction(each.value):
            yield Problem(path, each.line, wrong)
        seen.setdefault(each.key, each.line)


def check_title(title: str, below: Sequence[Line], path: str) -> Iterator[Problem]:
    """Whether a header stands where none is read: in fences, or under the title.

    Published by mistake, a draft cannot be taken back.
    """
    if title.strip("-") == "":
        yield Problem(
            path, 1, "`---` is no title; the header stands at the very top without fences, `Key: value` a line"
        )
    if wrong := wrong_direction(title):
        yield Problem(path, 1, wrong)
    block = list(takewhile(lambda line: line.text, below))
    fields = _fields(block)
    is_whole = len(fields) == len(block) and any(field.key in _IN_HEADER for field in fields)
    is_header = is_whole and _meant(fields[0])
    for line, field in zip(block, fields, strict=False):
        if line.number != field.line or not (is_header or field.key in _IN_HEADER or _says_status(field)):
            break
        yield Problem(
            path, line.number, f"`{line.text}` stands under the title; header lines stand above it, at the top"
        )


def check_meant(title: str, fields: Sequence[Field], path: str) -> Iterator[Problem]:
    """Whether the only line of a header may be the title, as what was taken for that is a sentence."""
    if len(fields) == 1 and fields[0].key not in ("title", *_IN_HEADER) and title.endswith((".", "。")):
        text = "this line is read as a header, and the sentence below it as the title; write `Title: …` in front of"
        yield Problem(path, fields[0].line, f"{text} the one that is the title")


def wrong_direction(value: str) -> str | None:
    """Whether a value turns the direction of the titles that stand beside it in a list."""
    turned = "\u202d" in value or "\u202e" in value
    return f"`{value}` turns the direction of what follows it; delete U+202D and U+202E" if turned else None


def _fields(lines: Sequence[Line]) -> list[Field]:
    """Those of the lines that are `Key: value`."""
    return [Field(line.number, m["key"].lower(), m["value"].strip()) for line in lines if (m := _field(line))]


def _field(line: Line) -> re.Match[str] | None:
    return _FIELD.match(line.text)


def _meant(field: Field) -> bool:
    return field.key in _KNOWN or field.key in _FOREIGN or bool(get_close_matches(field.key, _KNOWN, 1, 0.8))


def _says_status(field: Field) -> bool:
    """Whether a line is `Status: draft`, maybe misspelt, or as other tools write it, and so no sentence."""
    if field.key in _FOREIGN:
        return field.value.lower() in ("true", "false", "yes", "no")
    return bool(get_close_matches(field.key, ["status"], 1, 0.8)) and wrong_value("status", field.value) is None


def _unknown_key(field: Field) -> str:
    if field.key in _FOREIGN:
        return f"unknown key `{field.key}`; an essay that is not ready says `{_FOREIGN[field.key]}`"
    near = get_close_matches(field.key, _KNOWN, 1)
    hint = f"did you mean {_KNOWN[near[0]]}?" if near else f"known are {', '.join(KEYS)}"
    return f"unknown key `{field.key}`; {hint} (a title with a colon is written `Title: …`)"
