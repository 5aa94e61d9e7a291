"""Words of any script in the first of several fonts that has their letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from PIL import ImageFont, features

_OF_TWO = frozenset("ำຳ")  # of Thai and Lao, drawn as two letters: two that are lacking look like none that is
_NO_LETTER = "\U0010fffe"
# Arabic letters join, Indic vowels change places: without FriBiDi and HarfBuzz in Pillow they would be wrong.
_SHAPED = (
    *("ARABIC", "HEBREW", "SYRIAC", "THAANA", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "TAMIL", "TELUGU"),
    *("KANNADA", "MALAYALAM", "SINHALA", "ORIYA", "KHMER", "MYANMAR"),
)


def can_set(text: str) -> bool:
    """Whether this machine's Pillow can shape the scripts of a text."""
    names = (unicodedata.name(character, "") for character in text)
    return features.check("raqm") or not any(name.startswith(_SHAPED) for name in names)


def width(text: str, size: int, fonts: Sequence[str]) -> float:
    """Pixels that a text takes on one line; `size` is that of its letters in pixels, `fonts` are paths."""
    return sum(font_of(font, size).getlength(run) for font, run in runs(text, fonts))


def runs(text: str, fonts: Sequence[str]) -> list[tuple[str, str]]:
    """(font, the letters it draws), in order; a letter that no font has is left out."""
    chosen: list[tuple[str, str]] = []
    for character in text:
        # A space, digit or mark stays in the font of the letter before it; after a picture it does not.
        stays = bool(chosen) and not character.isalpha() and unicodedata.category(chosen[-1][1]) != "So"
        candidates = (chosen[-1][0], *fonts) if stays else fonts
        font = next((font for font in candidates if _has(font, character)), None)
        chosen += [(font, character)] if font else []
    return [(font, "".join(letter for _, letter in run)) for font, run in groupby(chosen, key=lambda each: each[0])]


@cache
def font_of(path: str, size: int) -> ImageFont.FreeTypeFont:
    """A variable font in one size, as a title or as small text."""
    font = ImageFont.truetype(path, size)
    axes = [axis["name"] for axis in font.get_variation_axes()]
    weight = {b"Weight": 600 if size > 30 else 400, b"Optical Size": min(size, 60)}
    font.set_variation_by_axes([weight.get(name, 100) for name in axes])
    return font


@cache
def _has(path: str, character: str) -> bool:
    if character in _OF_TWO:
        return all(_has(path, part) for part in unicodedata.normalize("NFKD", character))
    font = font_of(path, 40)
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask(_NO_LETTER))
