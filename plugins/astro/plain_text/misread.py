"""Lines of a header that are read as words of the essay, and words of the essay that are read as its header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import dropwhile, pairwise, takewhile

from ..problem import Problem
from ..regex import regex
from .essay import Block, Heading, Line
from .header import FOREIGN, IN_HEADER, KEYS, Field, fields_of, is_meant, of_two_versions
from .shape import looks_like_heading
from .values import wrong_title, wrong_value

_AROUND = " #*_:："
_MARKS_OF_KEYS = str.maketrans("=：", "::")
_HASHES = regex(r"#{2,6}[^\s#]|#{7}|(#{2,6})\s.*\s\1$")
_QUESTIONS = " ?？؟"  # at the end of a line it is no heading without marks
_STATUS = regex(r"\**status:\**\s*(?:draft|hidden)", re.IGNORECASE)
_UNDERLINE = regex(r"={3,}|-{3,}|([~*^_#+])\1{3,}")


def check_title(title: str, number: int, below: Sequence[Line], path: str) -> Iterator[Problem]:
    """A problem for a header that stands where none is read: in fences, or under the title, which is line `number`.

    Published by mistake, a draft cannot be taken back. What an empty line parts from the title may be words of the
    essay, but where all of it is right in a header, or says a status.
    """
    if title.strip("-+") == "":
        text = f"`{title}` is no title; the header stands at the very top without fences, `Key: value` a line"
        yield Problem(path, number, text)
    elif wrong := wrong_title(title):
        yield Problem(path, number, wrong)
    if below and _UNDERLINE.fullmatch(below[0].text) and not (below[0].text == "---" and below[1:2] and below[1].text):
        below = below[1:]  # which is said by `check_marks`; with words right below it may be a fence
    is_apart = bool(below) and not below[0].text
    block = list(takewhile(lambda line: line.text, dropwhile(lambda line: not line.text, below)))
    if block and block[0].text in ("---", "+++"):
        fence, *block = block
        if any(line.text == fence.text for line in block) and any(map(_is_setting, block)):
            yield Problem(path, fence.number, "a header stands under the title; write its lines at the top")
            return
    fields = fields_of(block)
    is_whole = len(fields) == len(block) and any(field.key in IN_HEADER for field in fields)
    is_right = not is_apart or not any(wrong_value(field.key, field.value) for field in fields)
    is_header = is_whole and is_right and is_meant(fields[0])
    for line, field in zip(block, fields, strict=False):
        is_one = is_header or (field.key in IN_HEADER and not is_apart) or _says_status(field)
        if line.number != field.line or not is_one:
            break
        yield Problem(
            path, line.number, f"`{line.text}` stands under the title; header lines stand above it, at the top"
        )


def check_body(title: str, lines: Sequence[Line], path: str, *, marked: bool = False) -> Iterator[Problem]:
    """A problem where the title stands once more above the essay, and for its status in it, and each mark of git's.

    `title` is one that the header has, else empty; `lines` are those below the header, of which headings are `marked`,
    as Markdown has them, or have no marks.
    """
    first, below, *_ = [*dropwhile(lambda line: not line.text.strip(), lines), Line(0, ""), Line(0, "")]
    is_heading = first.text[:1] == "#" if marked else not below.text[:1].islower()
    if title and is_heading and _fold(first.text) == _fold(title):
        yield Problem(path, first.number, "the title would stand twice on the page; take this line out")
    for line in lines:
        if _STATUS.fullmatch(line.text.rstrip()):
            text = f"`{line.text.rstrip()}` hides nothing here; write it into the header, at the very top"
            yield Problem(path, line.number, text)
        elif text := of_two_versions(line.text):
            yield Problem(path, line.number, text)


def _fold(text: str) -> str:
    return " ".join(text.strip("# ").casefold().split())


def check_meant(title: str, fields: Sequence[Field], path: str) -> Iterator[Problem]:
    """A problem where the only line of a header may be the title, as what was taken for that is a sentence."""
    is_of_words = len(fields) == 1 and fields[0].key.capitalize() in KEYS and fields[0].key not in IN_HEADER
    if is_of_words and fields[0].key != "title" and title.endswith((".", "。")):
        text = "this line is read as a header, and the sentence below it as the title; write `Title: …` in front of"
        yield Problem(path, fields[0].line, f"{text} the one that is the title")


def check_marks(title: str, blocks: Sequence[Block], lines: Sequence[Line], path: str) -> Iterator[Problem]:
    """A problem for the title and each heading that has the marks of Markdown, and for code that is marked so.

    `lines` are those of the essay below its header.
    """
    named = {title, *(block.text for block in blocks if isinstance(block, Heading))}
    below = [*(line.text for line in lines), ""][1:]
    fences: set[str] = set()  # that are open
    for (above, line), after in zip(pairwise([Line(0, ""), *lines]), below, strict=True):
        is_alone = not above.text and not after
        if line.text.startswith("# ") and (line.text in named or (is_alone and _may_head(line))):
            do = "take the `#` out" if line.text == title else "write `##`"
            yield Problem(path, line.number, f"the `#` of `{line.text}` would stand on the page; {do}")
        elif _HASHES.match(line.text) and (line.text.lstrip("# ") in {name.lstrip("# ") for name in named}):
            text = f"the marks of `{line.text}` would stand on the page; write `## ` before it, nothing behind"
            yield Problem(path, line.number, text)
        elif line.text in fences:
            fences.remove(line.text)
        elif _UNDERLINE.fullmatch(line.text) and (above.text == title or _may_head(_unboxed(above, line.text[0]))):
            do = " and write `##` in front of the line above, or write `* * *` for a break"
            do = "" if above.text == title else do
            text = f"`{line.text[:3]}` underlines nothing, and would stand on the page; delete it{do}"
            yield Problem(path, line.number, text)
        elif line.text.startswith("~~~"):
            fences.add(line.text)
    if code := next((line for line in lines if line.text.startswith("```")), None):
        text = "``` begins code in Markdown, whose lines would be joined here; save the essay as .md, with a `Title: …`"
        yield Problem(path, code.number, text)


def _unboxed(line: Line, sign: str) -> Line:
    """A line without the sides of a box of such signs."""
    return line._replace(text=line.text.strip(f"{sign} ")) if sign in "*#" else line


def _may_head(line: Line) -> bool:
    return looks_like_heading(line.text.rstrip(_QUESTIONS)) and not fields_of([line])


def check_marker(lines: Sequence[Line], marker: str, path: str) -> Iterator[Problem]:
    """A problem for a line that begins as the related links do, and goes on, or does so without the colon."""
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
    key, mark, _ = line.text.translate(_MARKS_OF_KEYS).partition(":")
    return bool(mark) and is_meant(Field(line.number, key.strip().lower(), ""))


def _says_status(field: Field) -> bool:
    """Whether a line is `Status: draft`, maybe misspelt, or as other tools write it, and so no sentence."""
    if field.key in FOREIGN:
        return field.value.lower() in ("true", "false", "yes", "no")
    return bool(get_close_matches(field.key, ["status"], 1, 0.8)) and wrong_value("status", field.value) is None
