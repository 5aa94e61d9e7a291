"""The smaller files of a photograph."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from warnings import catch_warnings

WIDTHS = (640, 1280)  # pixels, of the smaller files
FORMATS = (
    ("image/avif", "avif", {"quality": 60, "speed": 6, "max_threads": 1}),
    ("image/webp", "webp", {"quality": 80}),
)
_WITH_PROFILE = ("RGB", "RGBA", "P")  # modes of which the smaller file has the colours that a profile speaks of


@cache
def way() -> bytes:
    """In which way smaller files are made: by this module and Pillow."""
    from PIL import __version__  # noqa: PLC0415  # most blogs have no pictures

    return Path(__file__).read_bytes() + __version__.encode()


def smaller(original: bytes, width: int, suffix: str) -> bytes:
    """A picture, upright and `width` pixels wide, as a file of another format; raises what Pillow does."""
    from PIL import Image, ImageOps  # noqa: PLC0415  # most blogs have no pictures

    options = next(options for _, each, options in FORMATS if each == suffix)
    file = BytesIO()
    with Image.open(BytesIO(original)) as image, catch_warnings(action="ignore"):  # of one that is large
        profile = image.info.get("icc_profile") if image.mode in _WITH_PROFILE else None
        upright = ImageOps.exif_transpose(image).convert("RGBA" if image.has_transparency_data else "RGB")
        height = max(1, round(upright.height * width / upright.width))
        small = upright.resize((width, height), Image.Resampling.LANCZOS)
        small.save(file, suffix.upper(), icc_profile=profile, **options)
    return file.getvalue()
