"""A plain-text file -> an `Essay`, or everything that is wrong with it.

The grammar is the README's "Write an essay", with "Where a line could be two things".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile
from pathlib import PurePosixPath

from ..problem import EssayError, Problem
from ..regex import regex
from .body import parse_body
from .ending import MARKER, check_sign_off, split_marker, without_sign_off
from .essay import Block, Essay, Heading, Line, Paragraph
from .header import Field, check_draft, check_header, first_values, header_pins, split_header
from .lines import read_lines
from .misread import check_body, check_marker, check_marks, check_meant, check_title
from .summary import first_of, summarize
from .values import is_before, lowered, split_name, wrong_date, wrong_slug
from .wrapped import is_wrapped_title

_DATE_LIKE = regex(r"(\d{4})[-_.]?(\d{1,2})[-_.]?(\d{1,2})(?!\d)[-_ ]*")


def parse(
    source: bytes,
    path: str,
    *,
    sign_off: tuple[str, str] = ("", ""),
    dated: bool = True,
    lang: str = "en",
    strict: bool = True,
) -> Essay:
    """The essay in `source`, the bytes of the file at `path` (whose name gives date and slug where no header does).

    `sign_off` is the site's name and tagline, which the essay's end may carry and the page's footer prints. An
    undated page (`dated` false) needs no date. `lang` is the language of an essay that names none.
    Raises EssayError with all that is wrong, in the order of the lines; where not `strict`, only for what is no text.
    """
    lines = read_lines(source, path)
    fields, strays, rest = split_header(lines)
    problems = list(check_header(fields, strays, path))
    header = first_values(fields)
    slug, date = identity(header, path)
    problems += check_identity(fields, slug, date, path, dated=dated)
    if strays and strict:  # where the header ends is unknown, and so is everything below it
        raise EssayError(problems)

    title, body = _split_title(header, rest)
    problems += _check_beginning(title, fields, body, rest, path) if title else ()
    body, pins = split_marker(without_sign_off(body, sign_off))
    body = without_sign_off(body, sign_off)  # which may stand before the pins, too
    blocks = parse_body(body)
    if title or "title" not in header:  # that it has no value is said already
        problems += _check_words(title, blocks, rest, path, fields if "title" not in header else ())
    problems += (*check_meant(title, fields, path), *check_marks(title, blocks, rest, path))
    problems += (*check_marker(body, MARKER, path), *(check_sign_off(body, sign_off, path) if dated else ()))
    if problems and strict:
        raise EssayError(problems)
    summary = header.get("summary") or summarize(first_of(blocks), header.get("lang", lang))
    taken = ("title", "date", "slug", "summary", "related")
    others = {key: value for key, value in lowered(header).items() if key not in taken}
    return Essay(title, blocks, (*header_pins(fields), *pins), slug, date, summary, others)


def identity(header: dict[str, str], path: str) -> tuple[str, str]:
    """(slug, date), the header's before the file name's."""
    named_date, named_slug = split_name(PurePosixPath(path).stem)
    return header.get("slug") or named_slug, header.get("date") or named_date


def check_identity(fields: Sequence[Field], slug: str, date: str, path: str, *, dated: bool) -> Iterator[Problem]:
    """What is wrong with the date and slug of an essay, and with their order."""
    given = {field.key: field for field in fields}
    if not date and dated:
        text, name = "no date; begin the file's name with it", PurePosixPath(path)
        day, stem = "2025-01-20", name.stem
        if found := _DATE_LIKE.match(stem):
            said = "-".join(part.zfill(2) for part in found.groups())
            day, stem = (day, stem) if wrong_date(said) else (said, stem[found.end() :])
        key = ":date:" if name.suffix == ".rst" else "Date:"
        yield Problem(path, 1, f"{text} ({day}-{stem}{name.suffix}), or write `{key} {day}`")
    if "date" not in given and date and (wrong := wrong_date(date)):
        yield Problem(path, 1, f"in the file's name {wrong}")
    if not slug:
        key = ":slug:" if path.endswith(".rst") else "Slug:"
        said = f"the file's name has no words for the address; write some behind the day, or a `{key} …`"
        yield Problem(path, 1, said)
    elif "slug" not in given and (wrong := wrong_slug(slug)):
        yield Problem(path, 1, f"in the file's name {wrong}")
    modified = given.get("modified")
    if modified and not wrong_date(modified.value) and not wrong_date(date) and is_before(modified.value, date):
        yield Problem(
            path, modified.line, f"Modified ({modified.value}) is before the date {date}; correct one of them"
        )


def _split_title(header: dict[str, str], rest: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """The title and the lines under it; the title is empty where there is none."""
    if "title" in header:
        return header["title"], rest
    lines = list(dropwhile(lambda line: not line.text, rest))
    end = 2 if is_wrapped_title([line.text for line in lines[:3]]) else 1
    return " ".join(line.text for line in lines[:end]), lines[end:]


def _check_beginning(
    title: str, fields: Sequence[Field], body: Sequence[Line], rest: Sequence[Line], path: str
) -> Iterator[Problem]:
    """What is wrong with the title and the lines below it that may be meant as a header."""
    stands = [field.line for field in fields if field.key == "title"]
    below = list(dropwhile(lambda line: not line.text, body)) if stands else body
    number = stands[0] if stands else next(line.number for line in rest if line.text)
    headed = [*check_title(title, number, below, path)]
    yield from headed or check_body(title if stands else "", rest, path)
    yield from () if stands else check_draft(rest, path)


def _check_words(
    title: str, blocks: Sequence[Block], rest: Sequence[Line], path: str, fields: Sequence[Field]
) -> Iterator[Problem]:
    """A problem where the title or the text is missing; `fields` are those that may be words of the essay."""
    line = next((line.number for line in rest if line.text), 1)
    if not title:
        yield Problem(path, 1, "no title; write it in the first line")
    elif not any(isinstance(block, Paragraph) for block in blocks):
        what = "headings" if any(isinstance(block, Heading) for block in blocks) else "a title"
        read = f", as line {fields[0].line} is read as its header" if fields else ""
        yield Problem(path, line, f"{what} but no paragraph{read}; write the essay below")
