"""The optional header of an essay, `Key: value` lines above an empty line, and what its file name says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from ..problem import Problem
from .essay import Line

KEYS = (
    *("Title", "Date", "Modified", "Tags", "Slug", "Status", "Summary"),
    *("Lang", "Author", "Authors", "Related", "Unrelated", "Former"),
)
STATUSES = ("published", "draft", "hidden")
_KNOWN = {key.lower(): key for key in KEYS}
# Ways to say "not yet" in other tools; published by mistake they cannot be taken back.
_FOREIGN = {"draft": "Status: draft", "published": "Status: draft", "publish": "Status: draft"}
_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z_-]*)\s*:(?P<value>\s.*|)$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?")
_DATED_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:-(?P<slug>.*))?$")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Field:
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
    end = next((i for i, line in enumerate(lines) if not line.text), len(lines))
    block = lines[:end]
    fields = [Field(line.number, m["key"].lower(), m["value"].strip()) for line in block if (m := _field(line))]
    starts = bool(fields) and fields[0].line == block[0].number and fields[0].key in _KNOWN
    whole = bool(fields) and len(fields) == len(block) and end < len(lines) and any(map(_meant, fields))
    if not (starts or whole):
        return [], [], list(lines)
    strays = [line for line in block if not _field(line)]
    return fields, strays, list(lines[end:])


def check_header(fields: Sequence[Field], strays: Sequence[Line], path: str) -> Iterator[Problem]:
    """Everything that is wrong with the header."""
    if strays:  # the first is enough: what follows it is the essay
        text = "this line of the header is not `Key: value`; end the header with an empty line above the essay, or"
        yield Problem(path, strays[0].number, f"{text} write `Title: …` if line 1 was meant as the title")
        return
    seen: dict[str, int] = {}
    for each in fields:
        if each.key not in _KNOWN:
            yield Problem(path, each.line, _unknown_key(each))
        elif each.key in seen:
            yield Problem(path, each.line, f"{_KNOWN[each.key]} stands in line {seen[each.key]} already; keep one")
        elif not each.value:
            yield Problem(path, each.line, f"{_KNOWN[each.key]} has no value; write one, or delete the line")
        elif wrong := _wrong_value(each.key, each.value):
            yield Problem(path, each.line, wrong)
        seen.setdefault(each.key, each.line)


def _field(line: Line) -> re.Match[str] | None:
    return _FIELD.match(line.text)


def _meant(field: Field) -> bool:
    return field.key in _KNOWN or field.key in _FOREIGN or bool(get_close_matches(field.key, _KNOWN, 1, 0.8))


def _unknown_key(field: Field) -> str:
    if field.key in _FOREIGN:
        return f"unknown key `{field.key}`; an essay that is not ready says `{_FOREIGN[field.key]}`"
    near = get_close_matches(field.key, _KNOWN, 1)
    hint = f"did you mean {_KNOWN[near[0]]}?" if near else f"known are {', '.join(KEYS)}"
    return f"unknown key `{field.key}`; {hint} (a title with a colon is written `Title: …`)"


def _wrong_value(key: str, value: str) -> str | None:
    """What is wrong with the value of a known key; None where it is right."""
    if key in ("date", "modified"):
        return wrong_date(value)
    if key == "status" and value.lower() not in STATUSES:
        near = get_close_matches(value.lower(), STATUSES, 1)
        return f"unknown status `{value}`; " + (f"did you mean {near[0]}?" if near else f"use {', '.join(STATUSES)}")
    if key == "slug":
        return wrong_slug(value)
    if key == "lang" and not _LANG.fullmatch(value):
        return f"unknown language `{value}`; write a code such as en, pt-BR or zh"
    if key == "tags" and (bad := [tag for tag in split_list(value) if not any(map(str.isalnum, tag))]):
        return f"tag `{bad[0]}` has no letter or digit; give it a word"
    return None


def wrong_date(value: str) -> str | None:
    """What is wrong with a date; None where it is a whole, possible one.

    Vague dates ("January 2025", "2025", "01/02/2025") are refused: filled up with the day of the build they would
    mean another day tomorrow.
    """
    if not _DATE.fullmatch(value):
        return f"`{value}` is not a whole date; write year, month and day: 2025-01-20 or 2025-01-20 18:30"
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        return f"`{value}` is not possible ({error}); write year, month and day: 2025-01-20 or 2025-01-20 18:30"
    return None


def wrong_slug(value: str) -> str | None:
    """What is wrong with a slug; None where it is words of a-z and 0-9 joined by hyphens."""
    if _SLUG.fullmatch(value):
        return None
    plain = "".join(c for c in unicodedata.normalize("NFKD", value.casefold()) if not unicodedata.combining(c))
    better = "-".join(re.findall(r"[a-z0-9]+", plain)) or "the-open-question"
    return f"`{value}` makes no address; use a-z, 0-9 and single hyphens: `{better}`, or write `Slug: {better}`"


def split_list(value: str) -> list[str]:
    """The entries of a list, split at semicolons where there are any, else at commas, as Pelican does."""
    entries = value.split(";") if ";" in value else value.split(",")
    return [entry.strip() for entry in entries if entry.strip()]


def split_name(stem: str) -> tuple[str, str]:
    """(date, slug) of a file name without its ending; the date is empty where the name does not begin with one."""
    match = _DATED_NAME.match(stem)
    return (match["date"], match["slug"] or "") if match else ("", stem)
