"""What an essay ends with: the related links that its author chose, and the sign-off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..problem import Problem
from ..regex import regex
from .essay import Line

MARKER = "related thinking:"
_BULLET = regex(r"^[-*•]\s+")
_QUOTES = str.maketrans("’‘“”", "''\"\"")


def without_sign_off(lines: Sequence[Line], sign_off: tuple[str, str]) -> Sequence[Line]:
    """`lines` without the site's name and tagline at their end, which an editor may have wrapped.

    The name alone is a sign-off too where it ends the related links.
    """
    name, tagline = map(_fold, sign_off)
    words = [i for i, line in enumerate(lines) if line.text]
    left = "".join(f"{name}{tagline}".split()) if tagline else ""
    for i in reversed(words):
        text = "".join(_fold(lines[i].text).split())
        if not left.endswith(text):
            break
        left = left.removesuffix(text)
        if not left:
            return lines[:i]
    if words and _fold(lines[words[-1]].text) == name and any(_is_marker(line.text) for line in lines):
        return lines[: words[-1]]
    return lines


def check_sign_off(lines: Sequence[Line], sign_off: tuple[str, str], path: str) -> Iterator[Problem]:
    """What is wrong where the site's name, on a line, and its tagline stand before other words of an essay."""
    name, tagline = map(_fold, sign_off)
    for i, line in enumerate(lines):
        # Most lines are told by their first character, which takes a tenth of the time.
        if not name.startswith(line.text[:1].casefold().translate(_QUOTES)) or _fold(line.text) != name:
            continue
        left = "".join(tagline.split())
        for below in lines[i + 1 :]:
            text = "".join(_fold(below.text).split())
            if not left.startswith(text):
                break
            left = left.removeprefix(text)
            if text and not left:
                said = "the sign-off would be a section here; take it out, or what stands below it"
                yield Problem(path, line.number, said)
                break


def split_marker(lines: Sequence[Line]) -> tuple[Sequence[Line], tuple[Line, ...]]:
    """The lines above `Related thinking:` and the pins below it, without the marks of a list."""
    closed = [i for i, line in enumerate(lines) if line.text.endswith(MARKER[-1])]
    marker = next((i for i in closed if _is_marker(lines[i].text)), len(lines))
    pins = (line._replace(text=_BULLET.sub("", line.text)) for line in lines[marker + 1 :])
    return lines[:marker], tuple(pin for pin in pins if pin.text)


def _is_marker(text: str) -> bool:
    return _fold(text) == MARKER


def _fold(text: str) -> str:
    """`text` for comparing: without regard to case, kind of quotes and width of spaces."""
    return " ".join(text.casefold().translate(_QUOTES).split())
