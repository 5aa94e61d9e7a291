"""One drawing -> the icons that browsers and phones ask for."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

Draw = Callable[[int], Image.Image]
"""The drawing in a square of so many pixels, transparent around it."""
FAVICON = (16, 32, 48)  # pixels, of the sizes in favicon.ico
SIDES = {"favicon.ico": 48, "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
_MARGIN = 0.14  # of the side, on each edge, where a phone cuts the icon round


def draw_icon(draw: Draw, name: str, paper: str) -> Image.Image:
    """The icon in the file of this name, one of SIDES; `paper` is the colour under those that a phone shows."""
    side = SIDES[name]
    return draw(side) if name.endswith(".ico") else _on_paper(draw, side, paper)


def _on_paper(draw: Draw, side: int, paper: str) -> Image.Image:
    inner = round(side * (1 - 2 * _MARGIN))
    icon = Image.new("RGBA", (side, side), paper)
    icon.alpha_composite(draw(inner), ((side - inner) // 2,) * 2)
    return icon.convert("RGB").quantize(64)
