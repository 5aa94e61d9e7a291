"""The picture that other sites show of a link: title, date and the site's line, in any script and of any length."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageColor, ImageDraw, features

from ..sections.direction import direction
from .letters import font_of, runs, settable, width

WIDTH, HEIGHT, EDGE = 1200, 630, 80
PAPER, INK, SOFT, ACCENT = "#fffdf9", "#1d1c1a", "#524d46", "#1a4f8b"
SHADES = (12, 6, 3)
_SMALL = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"  # signs of Japanese that no line begins with
_SIZES = range(108, 35, -6)  # pixels, of a title: the largest in which it fits
_TITLE_HEIGHT = 330
_LEADING = 1.22
_STAR = ((50, 0), (60, 40), (100, 50), (60, 60), (50, 100), (40, 60), (0, 50), (40, 40))


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card, plain text, and the language of its title; all but `name` may be empty."""

    title: str
    date: str
    lang: str
    name: str
    tagline: str


def draw_card(card: Card, fonts: Sequence[str], shades: int = SHADES[0]) -> Image.Image:
    """A picture of WIDTH x HEIGHT pixels; `fonts` are the paths of font files, the first that has a letter draws it.

    With fewer `shades` of its few colours it takes fewer bytes.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    top = EDGE
    title = settable(card.title, fonts)
    is_rtl = direction(card.lang, title or card.name) == "rtl"
    for line, size in fit(title or card.name, fonts):
        left = WIDTH - EDGE - width(line, size, fonts) if is_rtl else EDGE
        _draw_runs(pen, line, (left, top), size, INK, fonts, mirrored=is_rtl)
        top += round(size * _LEADING)
    pen.polygon([(EDGE + x * 0.4, HEIGHT - EDGE - 62 + y * 0.4) for x, y in _STAR], fill=ACCENT)
    left = float(EDGE + 60)
    for text in _name(card):
        is_turned = direction("", text) == "rtl"
        left = _draw_runs(pen, text, (left, HEIGHT - EDGE - 62), 32, INK, fonts, mirrored=is_turned)
    tagline = _cut(card.tagline, 26, fonts)
    is_turned = direction("", tagline) == "rtl"
    _draw_runs(pen, tagline, (EDGE, HEIGHT - EDGE - 2), 26, SOFT, fonts, mirrored=is_turned)
    return image.quantize(palette=_palette(shades), dither=Image.Dither.NONE)


def _name(card: Card) -> list[str]:
    """The name of the site and the date from left to right; beside a name of the other direction each keeps its own."""
    parts = [card.name, " · ", card.date] if card.date else [card.name]
    return parts[::-1] if direction("", card.name) == "rtl" else ["".join(parts)]


def fit(text: str, fonts: Sequence[str]) -> list[tuple[str, int]]:
    """(line, its size in pixels): the text in the largest size in which it fits, or cut with an ellipsis."""
    for size in _SIZES:
        lines = _wrap(text, size, fonts)
        room = int(_TITLE_HEIGHT / (size * _LEADING))
        if len(lines) <= room and all(width(line.rstrip(), size, fonts) <= WIDTH - 2 * EDGE for line in lines):
            break
    else:
        lines = [*lines[: room - 1], _cut("".join(lines[room - 1 :]), size, fonts)]
    return [(line.strip(), size) for line in lines]


def _wrap(text: str, size: int, fonts: Sequence[str]) -> list[str]:
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width((lines[-1] + piece).rstrip(), size, fonts) > WIDTH - 2 * EDGE:
            lines.append("")
        lines[-1] += piece
    return lines


def _pieces(text: str) -> list[str]:
    """Where a line may break: after a white space, after a sign of a script without them, in a word of 24 letters.

    A mark stays with its letter; no line of such a script begins with a closing mark or a small sign, nor ends with an
    opening bracket (JIS X 4051).
    """
    pieces = [""]
    for character in " ".join(text.split()):
        kind, wide = unicodedata.category(character), unicodedata.east_asian_width(character) in "WF"
        stays = kind.startswith("M") or (wide and (kind in ("Pe", "Pf", "Po", "Lm") or character in _SMALL))
        if not pieces[-1] and len(pieces) > 1 and stays:
            pieces.pop()
        pieces[-1] += character
        if character == " " or (wide and kind not in ("Ps", "Pi")) or len(pieces[-1]) >= 24:
            pieces.append("")
    return pieces


def _cut(text: str, size: int, fonts: Sequence[str]) -> str:
    room = WIDTH - 2 * EDGE
    if width(text, size, fonts) <= room:
        return text
    ends = range(1, len(text) + 1)
    most = bisect_right(ends, float(room), key=lambda end: width(f"{text[:end].rstrip()}…", size, fonts))
    return f"{text[:most].rstrip()}…"


def _draw_runs(
    pen: ImageDraw.ImageDraw,
    text: str,
    at: tuple[float, int],
    size: int,
    ink: str,
    fonts: Sequence[str],
    *,
    mirrored: bool,
) -> float:
    """Draw a text from left to right; where it ends."""
    left, top = at
    drawn = runs(text, fonts)
    way = ("rtl" if mirrored else "ltr") if features.check("raqm") else None  # else each run would take its own
    for font, run in reversed(drawn) if mirrored else drawn:
        pen.text((left, top + size), run, ink, font_of(font, size), anchor="ls", direction=way)
        left += font_of(font, size).getlength(run)
    return left


def _palette(count: int) -> Image.Image:
    """The few colours between paper and ink, and between paper and accent: they keep the file small."""
    paper, ink, accent = (ImageColor.getrgb(colour)[:3] for colour in (PAPER, INK, ACCENT))
    shades = [(ink, step / (count - 1)) for step in range(count)] + [(accent, step / 3) for step in range(1, 4)]
    colours = [round(a + (b - a) * share) for other, share in shades for a, b in zip(paper, other, strict=True)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    return palette
