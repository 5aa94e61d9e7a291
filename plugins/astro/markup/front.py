"""What stands above an essay in Markdown or reStructuredText, by the rules for the header of one in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..plain_text.essay import Line
from ..plain_text.header import Field, check_header, check_title, split_header
from ..plain_text.lines import decode_lines
from ..plain_text.parse import check_identity, header_pins, identity
from ..problem import EssayError, Problem

_FENCES = ("---", "...")
_RST_FIELD = re.compile(r":(?P<key>[^:\s][^:]*):(?:\s+(?P<value>.*))?$")
_YAML = re.compile(r"([\"'].*[\"']|[\[{].*|[|>][+-]?)$")
_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1*$")
_OVERRIDES = re.compile("[\u202d\u202e]")
_ENOUGH = 5  # lines of a title, with its rules and a subtitle


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above an essay."""

    header: dict[str, str]
    """The values by their lower-case keys, as they were written."""
    slug: str
    date: str
    """As `plain_text.essay.Essay` has them."""
    pins: tuple[Line, ...]
    body: tuple[Line, ...]
    """The lines below, with their white space."""


def read_markdown(source: bytes, path: str, *, dated: bool) -> Front:
    """The front matter of an essay in Markdown: up to the first empty line, or between two lines `---`.

    Raises EssayError with all that is wrong.
    """
    lines = decode_lines(source, path)
    start = next((i for i, line in enumerate(lines) if line.text.strip()), len(lines))
    if start < len(lines) and lines[start].text.strip() == "---":
        fields, strays, body, problems = _fenced(lines, start, path)
    else:
        merged = [replace(line, text=line.text.strip()) for line in _merged(lines)]
        fields, strays, rest = split_header(merged)
        first = rest[0].number if rest and fields else lines[start].number if start < len(lines) else 1
        body, problems = [line for line in lines if line.number >= first], []
    return _front(fields, strays, body, path, problems, dated=dated, title=True)


def read_rst(source: bytes, path: str, *, dated: bool) -> Front:
    """The field list of an essay in reStructuredText, above or below its title; the title is docutils' to find.

    Raises EssayError with all that is wrong.
    """
    lines = decode_lines(source, path)
    words = [line for line in lines if line.text.strip() and not line.text.startswith("..")]
    start = next((i for i, line in enumerate(words[:_ENOUGH]) if _RST_FIELD.match(line.text)), None)
    fields: list[Field] = []
    numbers = {line.number for line in words}
    for line in words[start:] if start is not None else []:
        match = _RST_FIELD.match(line.text)
        if match and (not fields or {line.number - 1} & numbers or line.number == fields[-1].line + 1):
            fields.append(Field(line.number, match["key"].lower().strip(), (match["value"] or "").strip()))
        elif fields and line.text[0].isspace():
            fields[-1] = replace(fields[-1], value=_joined(fields[-1].key, fields[-1].value, line.text))
        else:
            break
    last = fields[-1].line if fields else 0
    body = [line for line in words if line.number > last and not _UNDERLINE.match(line.text.strip())]
    return _front(fields, [], body[0 if fields else 1 :], path, [], dated=dated, title=False)


def _front(
    fields: Sequence[Field],
    strays: Sequence[Line],
    body: Sequence[Line],
    path: str,
    problems: list[Problem],
    *,
    dated: bool,
    title: bool,
) -> Front:
    header: dict[str, str] = {}
    for field in fields:
        header.setdefault(field.key, field.value)
    slug, date = identity(header, path)
    problems += check_header(fields, strays, path)
    problems += check_identity(fields, slug, date, path, dated=dated)
    problems += _check_words(fields, body, path, title=title)
    if problems:
        raise EssayError(problems)
    pins = tuple(header_pins(fields))
    lowered = {key: value.lower() if key in ("lang", "status") else value for key, value in header.items()}
    return Front(lowered, slug, date, pins, tuple(body))


def _check_words(fields: Sequence[Field], body: Sequence[Line], path: str, *, title: bool) -> Iterator[Problem]:
    keys = {field.key for field in fields}
    if title and "title" not in keys:
        yield Problem(path, 1, "no title; write `Title: …` in the first line, and an empty line above the essay")
    text = [replace(line, text=line.text.strip()) for line in body]
    while text and not text[0].text:
        text.pop(0)
    if not title and not text and not fields:
        yield Problem(path, 1, "no title; write it in the first line, underlined with `====`")
    if not text and (fields or title):
        yield Problem(path, 1, "a title but no text; write the essay below")
    yield from check_title("x", text, path)
    for field in fields:
        if _OVERRIDES.search(field.value):
            yield Problem(
                path, field.line, f"{field.key} turns the direction of what follows it; delete U+202D, U+202E"
            )


def _merged(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with each indented one of the header joined to the field above it."""
    waiting: Line | None = None
    header = True
    for line in lines:
        header = header and (waiting is None or bool(line.text.strip()) or not waiting.text.strip())
        if header and waiting and waiting.text.strip() and line.text[:1].isspace() and line.text.strip():
            key = waiting.text.partition(":")[0].strip().lower()
            waiting = replace(waiting, text=_joined(key, waiting.text, line.text))
            continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def _joined(key: str, value: str, more: str) -> str:
    return f"{value}{';' if key == 'related' and value else ''} {more.strip()}".strip()


def _fenced(lines: Sequence[Line], start: int, path: str) -> tuple[list[Field], list[Line], list[Line], list[Problem]]:
    """Fields, strays, body and problems of a header between fences."""
    end = next((i for i in range(start + 1, len(lines)) if lines[i].text.strip() in _FENCES), None)
    if end is None:
        return (
            [],
            [],
            [],
            [Problem(path, start + 1, "the header begins with `---` and never ends; write `---` below it")],
        )
    block = [replace(line, text=line.text.strip()) for line in lines[start + 1 : end] if line.text.strip()]
    found = [(line, re.match(r"(?P<key>[\w-]+)\s*:(?P<value>.*)$", line.text)) for line in block]
    fields = [Field(line.number, m["key"].lower(), m["value"].strip()) for line, m in found if m]
    strays = [line for line, match in found if not match]
    quoted = "quotes, brackets and signs of YAML would be taken as they stand; write the plain words"
    problems = [Problem(path, field.line, f"`{field.value}`: {quoted}") for field in fields if _YAML.match(field.value)]
    return fields, strays, list(lines[end + 1 :]), problems
