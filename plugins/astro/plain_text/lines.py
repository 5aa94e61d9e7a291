"""Bytes of a file -> its lines, or what makes them unreadable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from ..problem import EssayError, Problem
from ..regex import regex
from .essay import Line

# What XML 1.0 forbids, and the controls and non-characters that HTML forbids besides; tab and newlines are text.
UNFIT = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
_BREAKS = "\x0b\u2028\u2029"  # as word processors break lines
TURNS = "\u202d\u202e"  # what stands beside a title in a list, too
TURNED = "turns the direction of what follows it; delete it"
_CONTROL = regex(f"[{UNFIT}{_BREAKS}{TURNS}]")
_INDENT = "\u3000"
_INVISIBLE = "\ufeff\u200b\u2060"  # left behind by editors at the ends of lines; no words


def read_lines(source: bytes, path: str) -> tuple[Line, ...]:
    """All lines of `source`, empty ones too, without the white space and form feeds around each; a BOM is dropped.

    Raises EssayError where `source` is not UTF-8 or holds characters that no page or feed can carry.
    """
    lines = _texts(source, path)
    texts = (text.strip().strip(_INVISIBLE).strip() for text in lines)
    return tuple(map(Line, count(1), texts, (text[:1] == _INDENT for text in lines), map(_indent, lines)))


def decode_lines(source: bytes, path: str) -> tuple[Line, ...]:
    """The lines of a file with their white space, numbered from 1."""
    return tuple(map(Line, count(1), _texts(source, path)))


def split_lines(text: str) -> list[str]:
    """The lines of a text as editors count them; `str.splitlines` ends one at U+2028 too."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def one_line(text: str) -> str:
    """The words of a text on one line, a space between two of them."""
    return " ".join(text.split())


def _indent(text: str) -> int:
    if text[:1] not in (" ", "\t"):
        return 0
    text = text.expandtabs()
    return len(text) - len(text.lstrip(" "))


def _texts(source: bytes, path: str) -> list[str]:
    """All lines as they stand in the file; raises EssayError."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EssayError([_not_utf8(source, error, path)]) from None
    lines = split_lines(text)
    if "\f" in text:  # with which a page of paper begins
        lines = [line.strip("\f") for line in lines]
    if source.count(0) > len(source) // 4:
        raise EssayError([Problem(path, 1, "is UTF-16, not UTF-8; save the file as UTF-8")])
    if any(_CONTROL.search(line) for line in lines if not line.isprintable()):
        raise EssayError(_controls(lines, path))
    return lines


def _not_utf8(source: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    line = len(split_lines(source[: error.start].decode("utf-8", "replace")))
    return Problem(path, line, f"byte 0x{source[error.start]:02x} is not UTF-8; save the file as UTF-8")


def _controls(lines: Iterable[str], path: str) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        if found := _CONTROL.search(line):
            what = f"control character U+{ord(found[0]):04X} in column {found.start() + 1}"
            if found[0] in TURNS:
                yield Problem(path, number, f"{what} {TURNED}")
            else:
                do = "begin a new line there" if found[0] in _BREAKS else "delete it"
                yield Problem(path, number, f"{what} cannot be shown or sent in a feed; {do}")
