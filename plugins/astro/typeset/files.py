"""What the file of a picture says of itself: its size, whether browsers show it, where it, or a film, was taken."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings

from ..regex import regex
from .drawing import BEGINNING, size_of

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

BROKEN = (OSError, RuntimeError, SyntaxError, TypeError, ValueError)  # what Pillow raises
_PHOTOGRAPHS = ("JPEG", "MPO", "PNG", "WEBP")  # MPO is what phones write as .jpg
_SHOWN = frozenset({"AVIF", "BMP", "CUR", "GIF", "ICO", *_PHOTOGRAPHS})  # by browsers
_OF_PIXELS = (".gif", ".jpeg", ".jpg", ".png", ".webp")  # what Pillow knows wherever it is
_DEEP = ("I", "F")  # modes of grey in more than 8 bits, which Pillow would cut off
_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)  # of EXIF
_GPS, _LATITUDE = 0x8825, 2  # likewise
_TIFF = (b"II*\0", b"MM\0*")  # begins what EXIF says, and files that are EXIF as a whole
_EXIF = regex(rb"Exif\0\0(?=II\*\0|MM\0\*)")  # in what Pillow cannot open
_HEIC = regex(rb".{4}ftyp(?:hei|hev|mif1|msf1)", re.DOTALL)  # begins a photograph as phones keep it
_FILM = regex(rb"\xa9xyz.{4}[+-]\d|quicktime\.location\.ISO6709", re.DOTALL)  # the place in MP4, and in MOV
_ENDS = 1 << 18  # bytes at the beginning and at the end of a picture, among which what it says of itself stands


class UnfitError(Exception):
    """A picture that no page can show; the text says what is wrong and what to do."""


class Size(NamedTuple):
    """The pixels of a picture as browsers show it."""

    width: int
    height: int
    is_photograph: bool = False
    """Whether it may be made smaller."""


def unreadable(why: object, cure: str = "save it anew") -> str:
    """What is to be said of a picture that cannot be read, or only in part."""
    return f"cannot be read as a picture ({why}); {cure}, or take it out"


def look_at(path: Path, is_read_later: Callable[[Size], bool]) -> Size | None:
    """The size of a picture; None of a drawing that has none of its own, and of what is no picture.

    A damaged one is found by reading all of it, at once or, where this says so of its size, later. Raises UnfitError.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # most blogs have no pictures

    try:
        with Image.open(path) as image, catch_warnings(action="ignore"):  # of EXIF that is cut short
            size = _size(image)
            if not is_read_later(size):
                image.load()
            is_shown = image.format in _SHOWN
    except UnidentifiedImageError:
        return _drawing(path)
    except Image.DecompressionBombError:
        raise UnfitError(unreadable("it has more pixels than are safe to read", "make it smaller")) from None
    except BROKEN as error:
        raise UnfitError(unreadable(error)) from None
    if not is_shown:
        raise _unshown()
    return size


def _size(image: ImageFile) -> Size:
    width, height = image.size
    if "exif" in image.info and image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE:  # as browsers show it
        width, height = height, width
    moves = getattr(image, "is_animated", False) and image.format != "MPO"
    return Size(width, height, image.format in _PHOTOGRAPHS and not moves and not image.mode.startswith(_DEEP))


def _drawing(path: Path) -> Size | None:
    """The size of one that Pillow cannot open."""
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
    if _HEIC.match(beginning):
        raise _unshown()
    if path.suffix.lower() in _OF_PIXELS:
        raise UnfitError(unreadable("it holds none"))
    size = size_of(beginning)
    return Size(*size) if size else None


def _unshown() -> UnfitError:
    return UnfitError("is a picture of a kind that browsers do not show; save it as JPEG")


def says_where(path: Path) -> bool:
    """Whether a picture or film tells where it was taken. Raises OSError where it cannot be read at all."""
    with path.open("rb") as file:
        ends = file.read(_ENDS)
        file.seek(max(0, file.seek(0, os.SEEK_END) - _ENDS))
        ends += file.read()  # where WebP has it
    if ends[4:8] == b"ftyp" and _FILM.search(ends):
        return True
    is_named = b"GPSLatitude" in ends  # as XMP calls it
    if not (is_named or b"exif" in ends.lower() or ends.startswith(_TIFF)):
        return False  # nor is Pillow loaded for it
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(path) as image, catch_warnings(action="ignore"):
            return is_named or _LATITUDE in image.getexif().get_ifd(_GPS)
    except UnidentifiedImageError:
        if _HEIC.match(ends):
            return is_named or _heic_says_where(path.read_bytes())
        return is_named and path.suffix.lower() in _OF_PIXELS
    except (Image.DecompressionBombError, *BROKEN) as error:
        if getattr(error, "errno", None):  # the disk's word, not Pillow's of what it has read
            raise
        return is_named  # of one that a page shows it is said that it cannot be read


def _heic_says_where(data: bytes) -> bool:
    from PIL import Image  # noqa: PLC0415

    exif, found = Image.Exif(), _EXIF.search(data)
    with suppress(*BROKEN), catch_warnings(action="ignore"):
        exif.load(data[found.end() :] if found else b"")
        return _LATITUDE in exif.get_ifd(_GPS)
    return False
