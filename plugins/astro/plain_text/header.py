"""The optional header of an essay, `Key: value` lines above an empty line, and what its file name says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import dropwhile, takewhile
from typing import NamedTuple

from ..problem import Problem
from ..regex import regex
from .essay import Line
from .values import split_pins, wrong_value

KEYS = (
    *("Title", "Date", "Modified", "Tags", "Slug", "Status", "Summary"),
    *("Lang", "Author", "Authors", "Related", "Unrelated", "Former"),
)
_TWINS = {"author": "authors", "authors": "author"}  # of which an essay has one
_KNOWN = {key.lower(): key for key in KEYS}
_OF_OLD = ("aliases", "redirect_from", "permalink", "url", "save_as")  # in the headers of other tools, with a path
# Ways to say "not yet" in other tools; published by mistake they cannot be taken back.
FOREIGN = {"draft": "Status: draft", "published": "Status: draft", "publish": "Status: draft"}
_DRAFT = """rascunho borrador brouillon entwurf bozza utkast kladde koncept vázlat luonnos taslak ciornă nacrt чернетка
    черновик πρόχειρο 下書き 下书き 草稿 초안 nháp مسودة پیش‌نویس טיוטה ร่าง मसौदा प्रारूप"""
_SAYS_DRAFT = regex(rf"[^:：]{{1,30}}[:：]\s*(?:{'|'.join(_DRAFT.split())})", re.IGNORECASE)
# What other tools call what is known here.
_ELSEWHERE = {
    **dict.fromkeys(("description", "excerpt", "subtitle"), "Summary"),
    **dict.fromkeys(("date_published", "published_at", "publishdate", "pubdate", "created", "created_at"), "Date"),
    **dict.fromkeys(("lastmod", "updated", "updated_at", "date_updated", "last_modified_at"), "Modified"),
    **dict.fromkeys(("categories", "category", "keywords"), "Tags (one line for all)"),
    **dict.fromkeys(("language", "locale"), "Lang"),
    **dict.fromkeys(("hidden", "unlisted", "visibility", "is_published"), "Status (draft, hidden or published)"),
}
# Keys that no paragraph begins with.
IN_HEADER = ("date", "lang", "modified", "slug", "status", "tags")
_OF_GIT = regex(r"([<>])\1{6}\s+\w")
_FIELD = regex(r"(?P<key>[^\W\d_][^\s:：]*)\s*[:：](?P<value>(?!//).*)$")


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
    fields = fields_of(block)
    starts = fields[0].key in _KNOWN
    whole = len(fields) == len(block) and end < len(lines) and any(map(is_meant, fields))
    if not (starts or whole):
        return [], [], list(lines)
    return fields, [line for line in block if not _field(line)], list(lines[end:])


def check_header(
    fields: Sequence[Field], strays: Sequence[Line], path: str, also: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Everything that is wrong with the header; `also` are further known keys, in lower case."""
    if strays:  # the first is enough: what follows it is the essay
        text = "this line of the header is not `Key: value`; write each value on one line and end the header with"
        text += " an empty line above the essay, or write `Title: …` if line 1 was meant as the title"
        yield Problem(path, strays[0].number, of_two_versions(strays[0].text) or text)
        return
    seen: dict[str, int] = {}
    for each in fields:
        if each.key not in _KNOWN and each.key not in also:
            yield Problem(path, each.line, _unknown_key(each))
        elif first := next((key for key in (each.key, _TWINS.get(each.key, "")) if key in seen), ""):
            yield Problem(path, each.line, f"{first.capitalize()} stands in line {seen[first]} already; keep one")
        elif not each.value:
            yield Problem(path, each.line, f"{each.key.capitalize()} has no value; write one, or delete the line")
        elif wrong := wrong_value(each.key, each.value):
            yield Problem(path, each.line, wrong)
        seen.setdefault(each.key, each.line)


def of_two_versions(line: str) -> str:
    """What is wrong with a line that git has put between two versions; empty of any other."""
    if not _OF_GIT.match(line):
        return ""
    return f"`{line[:40].rstrip()}` is git's mark of two versions that differ; keep one, without the marks"


def check_draft(lines: Sequence[Line], path: str) -> Iterator[Problem]:
    """A problem for a line of the first block, which is no header, that says in another language: a draft."""
    for line in takewhile(lambda line: line.text, dropwhile(lambda line: not line.text, lines)):
        if _SAYS_DRAFT.fullmatch(line.text):
            do = "a draft says `Status: draft` (a title with a colon is written `Title: …`)"
            yield Problem(path, line.number, f"`{line.text}` would be published; {do}")


def fields_of(lines: Sequence[Line]) -> list[Field]:
    """Those of the lines that are `Key: value`."""
    return [Field(line.number, m["key"].lower(), m["value"].strip()) for line in lines if (m := _field(line))]


def first_values(fields: Sequence[Field]) -> dict[str, str]:
    """The value of each key as it was written; of a key that is given twice the first counts."""
    values: dict[str, str] = {}
    for field in fields:
        values.setdefault(field.key, field.value)
    return values


def header_pins(fields: Sequence[Field]) -> Iterator[Line]:
    """The pins of a header's `Related`, each with its line."""
    for field in fields:
        if field.key == "related":
            yield from (Line(field.line, entry) for entry in split_pins(field.value))


def _field(line: Line) -> re.Match[str] | None:
    return _FIELD.match(line.text)


def is_meant(field: Field) -> bool:
    """Whether a field has a key that is known, here or elsewhere, or nearly so."""
    return field.key in _KNOWN or field.key in FOREIGN or bool(get_close_matches(field.key, _KNOWN, 1, 0.8))


def _unknown_key(field: Field) -> str:
    if field.key in FOREIGN:
        is_ready = field.value.lower() in (("false", "no") if field.key == "draft" else ("true", "yes"))
        do = "delete the line" if is_ready else f"an essay that is not ready says `{FOREIGN[field.key]}`"
        return f"unknown key `{field.key}`; {do}"
    if field.key in _OF_OLD:
        rule = "`/its/old/address /its-slug/ 301` in content/extra/_redirects"
        return f"unknown key `{field.key}`; an address that is not astro's is kept by a line {rule}"
    if field.key in _ELSEWHERE:
        return f"unknown key `{field.key}`; it is {_ELSEWHERE[field.key]} here"
    near = get_close_matches(field.key, _KNOWN, 1, 0.7)
    hint = f"did you mean {_KNOWN[near[0]]}?" if near else f"known are {', '.join(KEYS)}"
    return f"unknown key `{field.key}`; {hint} (a title with a colon is written `Title: …`)"
