"""The matter of an essay besides its text: figures, tables, code, notes; the sizes of pictures and their smaller files.

`sections` calls `dress` on the tree that it has parsed. This module finds the author's files whatever their names,
reads the pictures, and writes the smaller files once the pages are written: at publishing alone, and each only once, as
they are kept in `CACHE_PATH`.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote, unquote
from warnings import catch_warnings

from pelican import Pelican, signals
from pelican.contents import Content, Static
from pelican.generators import Generator, StaticGenerator

from ..memory import MEMORY
from ..memory.kept import keep, kept
from ..problem import Problem
from .drawing import BEGINNING, size_of
from .picture import Lookup, Picture
from .smaller import FORMATS, WIDTHS, smaller, way

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

logger = logging.getLogger(__name__)
_TALLEST = 16383  # pixels, of a WebP file
_PHOTOGRAPHS = ("JPEG", "MPO", "PNG", "WEBP")  # MPO is what phones write as .jpg
_SHOWN = frozenset({"AVIF", "BMP", "CUR", "GIF", "ICO", *_PHOTOGRAPHS})  # by browsers
_OF_PIXELS = (".gif", ".jpeg", ".jpg", ".png", ".webp")  # what Pillow knows wherever it is
_BROKEN = (OSError, RuntimeError, SyntaxError, TypeError, ValueError)  # what Pillow raises
_DEEP = ("I", "F")  # modes of grey in more than 8 bits, which Pillow would cut off
_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)  # of EXIF
_GPS, _LATITUDE = 0x8825, 2  # likewise
_TIFF = (b"II*\0", b"MM\0*")  # begins what EXIF says, and files that are EXIF as a whole
_EXIF = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")  # in what Pillow cannot open
_HEIC = re.compile(rb".{4}ftyp(?:hei|hev|mif1|msf1)", re.DOTALL)  # begins a photograph as phones keep it
_ENDS = 1 << 18  # bytes at the beginning and at the end of a picture, among which what it says of itself stands
_APART = re.compile(r'[\0- "#%<>?\\^`{|}]')  # characters of a name that no address has as they are
FOLDER = "pictures"


class _Named(Static):  # type: ignore[misc]  # Pelican has no types
    """A file of the author's, whatever its name; Pelican would write that into addresses as it is."""

    @property
    def url(self) -> str:
        """Its address."""
        return _APART.sub(lambda found: quote(found[0]), super().url)

    def attach_to(self, content: Content) -> None:
        """Let it lie beside an essay, unless it lies beside one; Pelican would compare that by the address."""
        if not hasattr(self, "override_save_as"):
            super().attach_to(content)


_Named.__name__ = Static.__name__  # by which Pelican finds what settings say of it


WANTED: dict[str, tuple[Path, int]] = {}  # (the author's file, width) of each smaller file that this build's pages name


def start(_: Pelican) -> None:
    """Forget the last build."""
    WANTED.clear()


def find_files(generator: Generator) -> None:
    """Let Pelican look for the files that essays and pages name by their own names, not by their addresses."""
    asked, content = generator.context["static_links"], Path(generator.settings["PATH"])
    found = {each: file for each in asked if (file := _existing(content, each) or _existing(content, unquote(each)))}
    asked.difference_update(found)
    asked.update(str(file.relative_to(content)) for file in found.values())


def name_files(generator: StaticGenerator) -> None:
    """Let each of the author's files have an address that leads to it, and be found as keyboards type its name."""
    for file in generator.staticfiles:
        if type(file) is Static and _APART.search(file.source_path):
            file.__class__ = _Named  # an essay that attaches it may yet change its place
    for known in (generator.context["static_content"], generator.context["generated_content"]):
        known |= {typed: file for name, file in known.items() if (typed := normalize("NFC", name)) != name}


def pictures_of(content: Content) -> Lookup:
    """What finds the pictures of an article or page, by the addresses that stand in it.

    One that is not written, as a draft is in public, has no smaller files of them.
    """
    site = content.settings["SITEURL"] if content.save_as else ""
    return partial(_picture, Path(content.settings["PATH"]), Path(content.source_path).parent, site)


def _picture(content: Path, folder: Path, site: str, address: str) -> Picture | None:
    path = _file(content, folder, unquote(address))
    if path is None:
        return None
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # most blogs have no pictures

    try:
        with Image.open(path) as image, catch_warnings(action="ignore"):  # of EXIF that is cut short
            width, height = image.size
            if "exif" in image.info and image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE:  # as browsers show it
                width, height = height, width
            moves = getattr(image, "is_animated", False) and image.format != "MPO"
            is_photograph = image.format in _PHOTOGRAPHS and not moves and not image.mode.startswith(_DEEP)
            is_shown = image.format in _SHOWN
            sources = tuple(_sources(site, path, width, height)) if site and is_photograph else ()
            if site and not sources:  # else it is read when they are made
                _read_whole(image, path)
    except UnidentifiedImageError:
        return _not_of_pixels(path, content)
    except Image.DecompressionBombError:
        logger.error(_unreadable(path, content, "it has more pixels than are safe to read", "make it smaller"))
        return None
    except _BROKEN as error:
        logger.error(_unreadable(path, content, f"{error}"))
        return None
    if not is_shown:
        logger.error(_unshown(path, content))
    return Picture(width, height, sources)


def _read_whole(image: ImageFile, path: Path) -> None:
    """Raise what Pillow does at a damaged picture; a whole one is read once."""
    MEMORY.recall("picture", MEMORY.key(path.read_bytes()), lambda: image.load() is not None)


def refuse_places(generator: StaticGenerator) -> None:
    """Report the photographs of the author's that hold the place where they were taken, as those of phones do."""
    content = Path(generator.settings["PATH"])
    for file in generator.staticfiles:
        path = Path(file.source_path)
        if _says_where(path):
            name = _name(path, content)
            cure = f"exiftool '-gps*=' -overwrite_original {shlex.quote(name)}"
            logger.error(Problem(name, 1, f"tells everybody where it was taken; take that out: {cure}"))


def _says_where(path: Path) -> bool:
    ends = b""
    with suppress(OSError), path.open("rb") as file:
        ends = file.read(_ENDS)
        file.seek(max(0, file.seek(0, os.SEEK_END) - _ENDS))
        ends += file.read()  # where WebP has it
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
    except (Image.DecompressionBombError, *_BROKEN):
        return is_named  # of one that a page shows it is said that it cannot be read


def _heic_says_where(data: bytes) -> bool:
    from PIL import Image  # noqa: PLC0415

    exif, found = Image.Exif(), _EXIF.search(data)
    with suppress(*_BROKEN), catch_warnings(action="ignore"):
        exif.load(data[found.end() :] if found else b"")
        return _LATITUDE in exif.get_ifd(_GPS)
    return False


def _not_of_pixels(path: Path, content: Path) -> Picture | None:
    """A drawing, of one that Pillow cannot open."""
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
    if _HEIC.match(beginning):
        logger.error(_unshown(path, content))
    elif path.suffix.lower() in _OF_PIXELS:
        logger.error(_unreadable(path, content, "it holds none"))
    size = size_of(beginning)
    return Picture(*size) if size else None


def _file(content: Path, folder: Path, address: str) -> Path | None:
    """The file that `{static}/images/x.png`, `{attach}x.png` or `/images/x.png` means; None where it is elsewhere."""
    for mark in ("{static}", "{attach}", "{filename}", "|static|", "|attach|"):
        address = address.removeprefix(mark)
    if "://" in address or address.startswith(("//", "data:")):
        return None
    return _existing(*((content, address.lstrip("/")) if address.startswith("/") else (folder, address)))


def _existing(folder: Path, name: str) -> Path | None:
    """A file of a name, or of one with accents apart, as a Mac writes them; None where there is none."""
    forms = (folder / name, folder / normalize("NFD", name))
    return next((each for each in forms if isfile(each)), None)  # noqa: PTH113  # pathlib raises at a long name


def _sources(site: str, path: Path, width: int, height: int) -> Iterator[tuple[str, str]]:
    digest = _digest(path.read_bytes())
    offered = dict.fromkeys(min(each, width) for each in WIDTHS if width > min(WIDTHS))  # sharp screens show all of it
    widths = [each for each in offered if height * each <= _TALLEST * width]
    for kind, suffix, _ in FORMATS if widths else ():
        names = {each: f"{FOLDER}/{digest}-{each}.{suffix}" for each in widths}
        WANTED.update((name, (path, each)) for each, name in names.items())
        yield kind, ", ".join(f"{site}/{name} {each}w" for each, name in names.items())


def _digest(data: bytes) -> str:
    """A browser keeps what stands at an address: what is made of other bytes or in another way has another one."""
    return hashlib.sha256(data + way()).hexdigest()[:16]


def write_pictures(pelican: Pelican) -> None:
    """Write the smaller files that the pages name."""
    output, cache = Path(pelican.output_path), Path(pelican.settings["CACHE_PATH"])
    content = Path(pelican.settings["PATH"])
    for name, (path, width) in sorted(WANTED.items()):
        data = kept(cache / name)
        if data is None:
            try:
                original = path.read_bytes()
                if name.startswith(f"{FOLDER}/{_digest(original)}-"):
                    data = smaller(original, width, name.rpartition(".")[2])
                    keep(cache / name, data)
                else:
                    logger.error(Problem(_name(path, content), 1, "was saved while the site was built; build again"))
            except _BROKEN as error:
                logger.error(_unreadable(path, content, f"{error}"))
            data = data or b""  # of a site that will not be shown; else its links would be called wrong, too
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_bytes(data)


def _unreadable(path: Path, content: Path, why: str, cure: str = "save it anew") -> Problem:
    """A picture that cannot be read, or only in part."""
    return Problem(_name(path, content), 1, f"cannot be read as a picture ({why}); {cure}, or take it out")


def _unshown(path: Path, content: Path) -> Problem:
    """A picture of which browsers show nothing."""
    return Problem(_name(path, content), 1, "is a picture of a kind that browsers do not show; save it as JPEG")


def _name(path: Path, content: Path) -> str:
    """The path of a picture as an author writes it: `content/images/x.png`."""
    return f"{content.name}/{os.path.relpath(path, content)}"


def register() -> None:
    """Connect the room to Pelican."""
    signals.initialized.connect(start)
    signals.article_generator_finalized.connect(find_files)
    signals.page_generator_finalized.connect(find_files)
    signals.static_generator_finalized.connect(name_files)
    signals.static_generator_finalized.connect(refuse_places)
    signals.finalized.connect(write_pictures)
