"""Where in an essay's file something stands that was found in its HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import pairwise

from ..plain_text.lines import split_lines
from ..regex import regex

_FENCE = regex(r"\s*(`{3,}|~{3,})")
_CODE = regex(r"`[^`]+`")
_LAID_OUT = regex(r"(<pre\b[^>]*>)(.*?)(?=</pre>)", re.DOTALL | re.IGNORECASE)
_TAG = regex(r"</?([a-z][a-z0-9]*)")
_ATTRIBUTE = regex(r"<([a-z][a-z0-9]*) (\S+)")
_VALUES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_ENDS = r"(?![\w/#.%-])"  # of an address: what goes on is another one
_BEFORE = ("](", "](<", '="', "='", "]: ", "<")  # the address that a link leads to


def line_of_mark(mark: str, source: str) -> int:
    """The line (1-based) of a tag, an attribute (`<p onclick`) or an address of the essay's HTML; 1 where none has it.

    Of the tags of one name it is the one that is not closed, at least not in its paragraph, or that closes nothing.
    What stands in code is passed over where it stands outside, too.
    """
    lines = split_lines(source.lower())
    read = [unescape(line) for line in lines]
    places = (_line_of(mark.lower(), each) for each in (without_code(lines), lines, read))
    return next((place + 1 for place in places if place is not None), 1)


def _line_of(mark: str, lines: Sequence[str]) -> int | None:
    if attribute := _ATTRIBUTE.fullmatch(mark):
        tag, mark = attribute.groups()
        text = "\n".join(lines)
        if found := re.search(rf"<{tag}\s(?:{_VALUES}\s)?({re.escape(mark)})(?=[\s=>])", text):
            return text.count("\n", 0, found.start(1))
    elif of := _TAG.match(mark):
        lone = _lone(of[1], lines, ends=mark.startswith("</"))
        return _lone_in_paragraph(of[1], lines) if lone is None else lone
    return next(iter(places_of_address(mark, lines)), None)


def places_of_address(address: str, lines: Sequence[str]) -> list[int]:
    """The places of all lines from which a link leads to an address; where none does, of the first that has it."""
    targets = [f"{before}{address}" for before in _BEFORE]  # it may be talked of further up
    whole = re.compile(f"(?:{'|'.join(map(re.escape, targets))}){_ENDS}")
    places = [place for place, line in enumerate(lines) if address in line]
    led = [place for place in places if whole.search(lines[place])]
    begun = (place for place in places if any(each in lines[place] for each in targets))
    return led or [*begun, *places][:1]


def _lone(name: str, lines: Sequence[str], *, ends: bool) -> int | None:
    """The place of the first end tag without a start, or of the last start without an end."""
    tag = re.compile(rf"<(/?){name}(?![a-z0-9-])")
    left = 0
    for place in range(len(lines)) if ends else reversed(range(len(lines))):
        found = tag.findall(lines[place])
        for closes in found if ends else reversed(found):
            left += 1 if bool(closes) != ends else -1
            if left < 0:
                return place
        left = max(left, 0)
    return None


def _lone_in_paragraph(name: str, lines: Sequence[str]) -> int | None:
    """The place of the first start without an end before the next empty line."""
    ends = [place for place, line in enumerate(lines) if not line.strip(" >")]
    found = ((first, _lone(name, lines[first:end], ends=False)) for first, end in pairwise([0, *ends, len(lines)]))
    return next((first + place for first, place in found if place is not None), None)


def without_code(lines: Sequence[str]) -> list[str]:
    """Lines of Markdown without the code in them, and what HTML has as it is laid out; one of nothing else is empty."""
    text = "\n".join(_CODE.sub("", line) for line in unfenced(lines))
    return _LAID_OUT.sub(lambda found: found[1] + "\n" * found[2].count("\n"), text).split("\n") if lines else []


def unfenced(lines: Sequence[str]) -> list[str]:
    """Lines of Markdown of which those between fences, and these, are empty."""
    kept: list[str] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        kept.append("" if fence or mark else line)
    return kept
