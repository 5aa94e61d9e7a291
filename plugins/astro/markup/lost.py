"""Whether every word of an essay in Markdown stands in its HTML: what a mark in the wrong place swallows is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from ..plain_text.essay import Line
from ..regex import regex
from .attributes import IS_LIST

_TARGET = regex(r"\]\([^()\n]*\)")
_TAG = regex(r"<[^>]*>")
_OTHERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_LETTERS = bytes(byte if byte > 127 or chr(byte).isalpha() else 32 for byte in range(256))
# What is no word of the essay: comments and the insides of tags, what stands behind a fence, the targets of links and
# the names of notes, and definitions of links, used or not; but `[Anna]: Hello` is none.
_UNSAID = regex(
    r"<!--.*?-->|</?[a-zA-Z][^<>]*>|(?m:^[ >]*(?:[*+-][ ]+)?(?:`{3,}|~{3,})[^\n`]*$)|(?<=\])[ ]?\[[^\]\n]*\]"
    r"|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|\[\^[^\]\n]*\]|(?m:^[ ]*\*\[[^\]\n]*\]:.*$)",
    re.DOTALL,
)
_DEFINITION = regex(
    r"^[ ]{0,3}\[[^\]\n^][^\]\n]*\]:[ ]*<?[^\s<]*[/.#:][^\n]*(?:\n[ ]+[\"'(][^\n]*)?",
    re.MULTILINE,
)


def lost_words(html: str, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of the first line of an essay that has a word which its `html` has not; one at most."""
    text = "\n".join(line.text for line in lines)
    if _letters(_TARGET.sub("", text)) == _letters(unescape(_TAG.sub("", html))):  # as of most essays
        return
    said, words = _words(html), _split(text)
    if said.issuperset(words):
        return
    missing = {*words} - said
    there = re.compile("|".join(re.escape(word.decode("utf-8", "replace")) for word in sorted(missing)))
    doubtful = [line.text for line in lines if there.search(line.text)]  # which is much less to look at
    if not _lost("\n".join(doubtful), said):
        return
    said |= _words(unescape(html))
    for line, shown in zip(lines, _shown(text).split("\n"), strict=False):
        if lost := _lost(shown, said):
            do = "look at the marks in it and above it; write `\\` before one that is none"
            yield line.number, f"`{lost}` would stand nowhere on the page; {do}"
            return


def _letters(text: str) -> int:
    """How many bytes of it are letters."""
    return len(text.encode("utf-8", "surrogatepass").translate(None, _OTHERS))


def _words(text: str) -> set[bytes]:
    """What stands between the marks and figures of ASCII."""
    return set(_split(text))


def _split(text: str) -> list[bytes]:
    spaced = text if text.isascii() else text.replace("\u3000", " ").replace("\xa0", " ")
    return spaced.encode("utf-8", "surrogatepass").translate(_LETTERS).split()


def _lost(text: str, said: set[bytes]) -> str:
    """The first word of a text that is not said; empty where there is none."""
    shown = _shown(text)
    for each in (shown, unescape(shown)):  # `caf&eacute;` is said
        if not any(len(word) > 1 for word in _words(each) - said):
            return ""
    return next(word for word in _split(shown) if len(word) > 1 and word not in said).decode("utf-8", "replace")


def _shown(text: str) -> str:
    """A text without what is no word of it, line by line."""
    return IS_LIST.sub(_blank, _UNSAID.sub(_blank, _DEFINITION.sub(_blank, text)))


def _blank(match: re.Match[str]) -> str:
    return " " + "\n" * match[0].count("\n")
