"""One drawing -> the icons that browsers and phones ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PIL import Image

Draw = Callable[[int], Image.Image]
"""The drawing in a square of so many pixels, transparent around it."""
FAVICON = (16, 32, 48)  # pixels, of the sizes in favicon.ico
NAMES = ("favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png")
_SIDES = (48, 180, 192, 512)
_MARGIN = 0.14  # of the side, on each edge, where a phone cuts the icon round


def draw_icons(draw: Draw, paper: str) -> Iterator[tuple[str, Image.Image]]:
    """(name of the file, the picture) of each icon; `paper` is the colour under those that a phone shows."""
    for name, side in zip(NAMES, _SIDES, strict=True):
        yield name, draw(side) if name.endswith(".ico") else _on_paper(draw, side, paper)


def _on_paper(draw: Draw, side: int, paper: str) -> Image.Image:
    inner = round(side * (1 - 2 * _MARGIN))
    icon = Image.new("RGBA", (side, side), paper)
    icon.alpha_composite(draw(inner), ((side - inner) // 2,) * 2)
    return icon.convert("RGB").quantize(64)
