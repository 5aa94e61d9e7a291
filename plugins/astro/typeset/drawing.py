"""The size of a drawing: what its SVG says of it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import XMLPullParser

from ..regex import regex

BEGINNING = 1 << 16  # bytes, in which the size stands
_LENGTH = regex(r"\s*\+?((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*)\s*", re.IGNORECASE)
_WIDEST = 100_000  # pixels
_INCH = 96  # pixels; https://www.w3.org/TR/css-values-3/#absolute-lengths
_UNITS = {"": 1, "px": 1, "pt": _INCH / 72, "pc": _INCH / 6, "in": _INCH, "cm": _INCH / 2.54, "mm": _INCH / 25.4}


def size_of(svg: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels, by the beginning of an SVG; None where it has none of its own, or is no SVG."""
    parser: Any = XMLPullParser(["start"])
    with suppress(SyntaxError, ValueError, LookupError):  # as Python says it where it knows no encoding of this name
        parser.feed(svg)
        for _, root in parser.read_events():
            width, height = (_pixels(root.get(side, "")) for side in ("width", "height"))
            return (width, height) if root.tag.rpartition("}")[2] == "svg" and width and height else None
    return None


def _pixels(length: str) -> int:
    """A length; 0 of one that depends on where the drawing stands, or that no screen has."""
    found = _LENGTH.fullmatch(length)
    pixels = float(found[1]) * _UNITS.get(found[2].lower(), 0) if found else 0
    return round(pixels) if pixels < _WIDEST else 0
