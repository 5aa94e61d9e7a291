"""What stands above an essay in Markdown, by the rules for the header of one in plain text, which all formats share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..plain_text.ending import MARKER
from ..plain_text.essay import Line
from ..plain_text.header import Field, check_header, first_values, header_pins, split_header
from ..plain_text.lines import decode_lines
from ..plain_text.misread import check_body, check_title
from ..plain_text.parse import check_identity, identity
from ..plain_text.values import MAX_SLUG, lowered, slug_of
from ..problem import EssayError, Problem
from ..regex import regex
from .places import unfenced
from .yaml_header import fenced, merged

_HTML = regex(r"<pre\b.*?</pre>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_OF_ESSAYS = frozenset({"category"})  # shown nowhere, and in most files that come from another blog
_OF_PAGES = frozenset({"template"})  # a page about the site may need more than words


class Front(NamedTuple):
    """What stands above an essay."""

    header: dict[str, str]
    """The values by their lower-case keys, as they were written."""
    slug: str
    date: str
    """As `plain_text.essay.Essay` has them."""
    pins: tuple[Line, ...]
    body: tuple[Line, ...]
    """The lines below, with their white space."""
    problems: tuple[Problem, ...]
    """All that is wrong with it, where the body could be told apart."""


def read_markdown(source: bytes, path: str, *, dated: bool) -> Front:
    """The metadata of an essay in Markdown: up to the first empty line, or between two lines `---`.

    Raises EssayError where it is unknown where it ends.
    """
    lines = decode_lines(source, path)
    start = next((i for i, line in enumerate(lines) if line.text.strip()), len(lines))
    first_line = lines[start].text.strip() if start < len(lines) else ""
    if first_line == "---":
        strays: list[Line] = []
        fields, body, problems = fenced(lines, start, path)
    else:
        fields, strays, rest = split_header([_stripped(line) for line in merged(lines[: _end(lines, start) + 1])])
        first = rest[0].number if rest and fields else lines[start].number if start < len(lines) else 1
        body, problems = [line for line in lines if line.number >= first], []
    return front_of(fields, strays, body, path, problems, dated=dated, untitled=_untitled(first_line))


def _untitled(first: str) -> str:
    """What is to be done where there is no title, by the first line."""
    if first == "---":
        return "write `title: …` between the lines `---`"
    if first == "+++" or first.startswith("{"):
        kind = "TOML" if first == "+++" else "JSON"
        return f"the header is {kind}; write it as lines `Title: …`, between two lines `---`"
    if first.startswith("# "):
        return f"write `Title: {first.strip('# ')}` in the place of `{first}`, and an empty line above the essay"
    return "write `Title: …` in the first line, and an empty line above the essay"


def front_of(
    fields: Sequence[Field],
    strays: Sequence[Line],
    body: Sequence[Line],
    path: str,
    problems: list[Problem],
    *,
    dated: bool,
    untitled: str,
) -> Front:
    """The front of a file with these fields; raises EssayError where it is unknown where they end, or nothing is there.

    `strays` are lines among the fields that are none, `problems` what is wrong already; `untitled` says what is to be
    done where there is no title, and is empty where that stands in the body.
    """
    unended = bool(problems) and not (fields or body)  # nothing could be told apart, and that is all to say of it
    header = first_values(fields)
    slug, date = identity(header, path)
    if "slug" not in header:
        slug = slug_of(slug)[:MAX_SLUG].strip("-") or slug  # file names of other blogs have spaces and capitals
    problems += check_header(fields, strays, path, _OF_ESSAYS if dated else _OF_PAGES)
    problems += check_identity(fields, slug, date, path, dated=dated)
    if not unended:
        problems += _check_words(fields, body, path, untitled)
    if problems and (strays or not (fields or body)):
        raise EssayError(problems)
    pins = tuple(header_pins(fields))
    return Front(lowered(header), slug, date, pins, tuple(body), tuple(problems))


def _check_words(fields: Sequence[Field], body: Sequence[Line], path: str, untitled: str) -> Iterator[Problem]:
    """What is missing; `untitled` says what to do without a title, where the header must have it."""
    if untitled and "title" not in {field.key for field in fields}:
        yield Problem(path, 1, f"no title; {untitled}")
    text = _first_block(body)
    if not untitled and not text and not fields:
        yield Problem(path, 1, "no title; write it in the first line, underlined with `====`")
    if not text and fields:
        yield Problem(path, 1, "a header but no text; write the essay below")
    headed = [*check_title("x", 1, text, path)] if fields or not untitled else []
    shown = [*zip(body, unfenced([line.text for line in body]), strict=True)]
    title = next((field.value for field in fields if field.key == "title"), "") if untitled else ""
    texts = _HTML.sub(_blank, "\n".join(words for _, words in shown)).split("\n")
    below = [
        line._replace(text=words) for (line, _), words in zip(shown, texts, strict=False) if not words[:1].isspace()
    ]
    yield from headed or check_body(title, below, path, marked=True)
    for line, words in shown:
        if words.casefold().rstrip() == MARKER:
            do = f"`{words.rstrip()}` begins no links here; write them into the header: `Related: one; another`"
            yield Problem(path, line.number, do)


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _first_block(lines: Sequence[Line]) -> list[Line]:
    """The lines before the first empty one that is below words."""
    start = next((i for i, line in enumerate(lines) if line.text.strip()), len(lines))
    return [_stripped(line) for line in lines[start : _end(lines, start)]]


def _end(lines: Sequence[Line], start: int) -> int:
    return next((i for i in range(start, len(lines)) if not lines[i].text.strip()), len(lines))


def _stripped(line: Line) -> Line:
    return line._replace(text=line.text.strip())
