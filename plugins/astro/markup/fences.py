"""The two forms of a header that plain text does not have: between fences, and with values that go on below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..plain_text.essay import Line
from ..plain_text.header import Field
from ..problem import Problem

_FENCES = ("---", "...")
_YAML = re.compile(r"([\"'].*[\"']|[\[{].*|[|>][+-]?)$")


def merged(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with each indented one of the header joined to the field above it."""
    waiting: Line | None = None
    header = True
    for line in lines:
        header = header and (waiting is None or bool(line.text.strip()) or not waiting.text.strip())
        if header and waiting and waiting.text.strip() and line.text[:1].isspace() and line.text.strip():
            key = waiting.text.partition(":")[0].strip().lower()
            waiting = waiting._replace(text=joined(key, waiting.text, line.text))
            continue
        if waiting:
            yield waiting
        waiting = line
    if waiting:
        yield waiting


def joined(key: str, value: str, more: str) -> str:
    """A value with the next line of it; pins stand apart."""
    return f"{value}{';' if key == 'related' and value else ''} {more.strip()}".strip()


def fenced(lines: Sequence[Line], start: int, path: str) -> tuple[list[Field], list[Line], list[Line], list[Problem]]:
    """Fields, strays, body and problems of a header between fences."""
    end = next((i for i in range(start + 1, len(lines)) if lines[i].text.strip() in _FENCES), None)
    if end is None:
        return (
            [],
            [],
            [],
            [Problem(path, start + 1, "the header begins with `---` and never ends; write `---` below it")],
        )
    block = [line._replace(text=line.text.strip()) for line in lines[start + 1 : end] if line.text.strip()]
    found = [(line, re.match(r"(?P<key>[\w-]+)\s*:(?P<value>.*)$", line.text)) for line in block]
    fields = [Field(line.number, m["key"].lower(), m["value"].strip()) for line, m in found if m]
    strays = [line for line, match in found if not match]
    quoted = "quotes, brackets and signs of YAML would be taken as they stand; write the plain words"
    problems = [Problem(path, field.line, f"`{field.value}`: {quoted}") for field in fields if _YAML.match(field.value)]
    return fields, strays, list(lines[end + 1 :]), problems
