"""One drawing -> the icons that browsers and phones ask for."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from .card import PAPER

Draw = Callable[[int], Image.Image]
"""The drawing in a square of so many pixels, transparent around it."""
FAVICON = (16, 32, 48)  # pixels, of the sizes in favicon.ico
SIDES = {"favicon.ico": 48, "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
_MARGIN = 0.14  # of the side, on each edge, where a phone cuts the icon round


def draw_icon(draw: Draw, name: str) -> Image.Image:
    """The icon in the file of this name, one of SIDES; those that a phone shows have paper under them."""
    side = SIDES[name]
    return draw(side) if name.endswith(".ico") else _on_paper(draw, side)


def _on_paper(draw: Draw, side: int) -> Image.Image:
    inner = round(side * (1 - 2 * _MARGIN))
    icon = Image.new("RGBA", (side, side), PAPER)
    icon.alpha_composite(draw(inner), ((side - inner) // 2,) * 2)
    return icon.convert("RGB").quantize(64)
