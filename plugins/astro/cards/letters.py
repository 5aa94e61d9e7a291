"""Words of any script in the first of several fonts that has their letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from unicodedata import category, name, normalize

from PIL import ImageFont, features

_OF_TWO = frozenset("ำຳ")  # of Thai and Lao, drawn as two letters: two that are lacking look like none that is
_NO_LETTER, _CIRCLE = "\U0010fffe", "\u25cc"
_PICTURES = {"So", "Me"}  # categories of Unicode: of symbols, and of the frame of a key
# Arabic letters join, Indic vowels change places: without FriBiDi and HarfBuzz in Pillow they would be wrong.
_SHAPED = (
    *("ARABIC", "HEBREW", "SYRIAC", "THAANA", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "TAMIL", "TELUGU"),
    *("KANNADA", "MALAYALAM", "SINHALA", "ORIYA", "KHMER", "MYANMAR"),
)


def can_set(text: str) -> bool:
    """Whether this machine's Pillow can shape the scripts of a text."""
    names = (name(character, "") for character in text)
    return features.check("raqm") or not any(each.startswith(_SHAPED) for each in names)


def settable(text: str, fonts: Sequence[str]) -> str:
    """A text, its letters that no font has in their plainer form (NFKC); empty where all cannot be drawn even so."""
    words = " ".join("".join(each if _is_drawn(each, fonts) else normalize("NFKC", each) for each in text).split())
    return words if can_set(words) and all(_is_drawn(each, fonts) for each in words) else ""


def _is_drawn(character: str, fonts: Sequence[str]) -> bool:
    """Whether a font has a letter; whatever is no letter may be left out."""
    return not character.isalpha() or any(_has(font, character) for font in fonts)


def width(text: str, size: int, fonts: Sequence[str]) -> float:
    """Pixels that a text takes on one line; `size` is that of its letters in pixels, `fonts` are paths."""
    return sum(font_of(font, size).getlength(run) for font, run in runs(text, fonts))


def runs(text: str, fonts: Sequence[str]) -> list[tuple[str, str]]:
    """(font, the letters it draws), in order; a letter that no font has is left out, and so is a mark by itself."""
    chosen: list[tuple[str, str]] = []
    for letter in _with_marks(text):
        # A space or digit stays in the font of the letter before it; after a picture it does not.
        stays = bool(chosen) and not letter[0].isalpha() and _PICTURES.isdisjoint(map(category, chosen[-1][1]))
        candidates = (chosen[-1][0], *fonts) if stays else fonts
        if font := _first_that_has(letter, candidates):
            chosen.append((font, "".join(each for each in letter if _has(font, each))))
    return [(font, "".join(letter for _, letter in run)) for font, run in groupby(chosen, key=lambda each: each[0])]


def _first_that_has(letter: str, fonts: Sequence[str]) -> str:
    """The first font that has a letter with all its marks, else the first that has the letter, else an empty string."""
    able = (font for font in fonts if _has(font, letter[0]))  # one after the other, as asking takes long
    first = next(able, "")
    if not first or len(letter) == 1:
        return first
    return next((font for font in (first, *able) if all(_has(font, mark) for mark in letter[1:])), first)


def _with_marks(text: str) -> list[str]:
    """Each letter of a text with the marks behind it, which one font is to draw; but for what has no letter before."""
    letters: list[str] = []
    for character in text:
        if not category(character).startswith("M"):
            letters.append(character)
        elif letters:
            letters[-1] += character
    return letters


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
        return all(_has(path, part) for part in normalize("NFKD", character))
    if character == " ":
        return True
    return _drawn(path, character) not in _lacking(path)


@cache
def _lacking(path: str) -> set[bytes]:
    """How a font draws what it does not have: a mark without a letter gets a circle, be it there or not."""
    return {_drawn(path, each) for each in (_NO_LETTER, f"{_CIRCLE}{_NO_LETTER}")}


def _drawn(path: str, text: str) -> bytes:
    return bytes(font_of(path, 40).getmask(text))
