"""The matter of an essay besides its text: figures, tables, code, notes; the sizes of pictures and their smaller files.

`sections` calls `dress` on the tree that it has parsed. This module finds the author's files whatever their names,
reads the pictures, lets Pelican copy what has changed, and writes the smaller files once the pages are written: at
publishing alone, and each only once, as they are kept in `CACHE_PATH`.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shlex
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from os.path import isfile
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, unquote

from pelican import Pelican, signals
from pelican.contents import Content, Static
from pelican.generators import Generator, StaticGenerator

from ..memory import MEMORY
from ..memory.kept import keep, kept
from ..problem import Problem
from ..progress import follow
from ..regex import regex
from ..spread import spread
from ..staging import STAGE, stamp
from .files import BROKEN, Size, UnfitError, look_at, says_where, unreadable
from .picture import Lookup, Picture
from .smaller import FORMATS, WIDTHS, smaller, way

logger = logging.getLogger(__name__)
_TALLEST = 16383  # pixels, of a WebP file
_APART = regex(r'[\0- "#%<>?\\^`{|}]')  # characters of a name that no address has as they are
_WORTH = 8  # smaller files, below which a process costs more than it saves
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


def keep_files(generator: StaticGenerator) -> None:
    """Let Pelican copy but those of the author's files that the last site lacks, or has as they were."""
    is_wanted = generator._file_update_required

    def is_copied(file: Static) -> bool:
        is_kept = STAGE.keep(file.save_as, _key(Path(generator.path, file.source_path)))
        return not is_kept and is_wanted(file)

    generator._file_update_required = is_copied


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
    try:
        key = _key(path, "offered" if site else "")
        seen = MEMORY.recall("picture", key, partial(_seen, path, is_offered=bool(site)))
    except UnfitError as error:
        logger.error(Problem(_name(path, content), 1, str(error)))
        return None
    if not seen:
        return None
    width, height, digest = seen
    return Picture(width, height, tuple(_sources(site, path, digest, Size(width, height, bool(digest)))))


def _key(path: Path, *more: str) -> str:
    """The key of what a file holds: to read all files of a blog takes longer than to build it without."""
    return MEMORY.key(str(path), repr(stamp(str(path))), *more)


def _seen(path: Path, *, is_offered: bool) -> tuple[int, int, str] | tuple[()]:
    """(width, height, the digest of a photograph that is offered smaller, else nothing); empty of no picture."""
    size = look_at(path, lambda size: not is_offered or any(_widths(size)))
    if size is None:
        return ()
    return size.width, size.height, _digest(path.read_bytes()) if is_offered and any(_widths(size)) else ""


def _widths(size: Size) -> list[int]:
    """The widths of the smaller files of a picture."""
    offered = [min(each, size.width) for each in WIDTHS if size.width > min(WIDTHS)]  # sharp screens show all of it
    tallest = _TALLEST * size.width
    return [each for each in dict.fromkeys(offered) if size.is_photograph and size.height * each <= tallest]


def refuse_places(generator: StaticGenerator) -> None:
    """Report the photographs and films of the author's that tell where they were taken, as those of phones do."""
    content = Path(generator.settings["PATH"])
    for file in generator.staticfiles:
        path = Path(file.source_path)
        with suppress(OSError):  # what cannot be read is said elsewhere, and nothing of it is remembered
            if MEMORY.recall("place", _key(path), partial(says_where, path)):
                name = _name(path, content)
                cure = f"exiftool '-gps*=' -overwrite_original {shlex.quote(name)}"
                logger.error(Problem(name, 1, f"tells everybody where it was taken; take that out: {cure}"))


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


def _sources(site: str, path: Path, digest: str, size: Size) -> Iterator[tuple[str, str]]:
    widths = _widths(size)
    for kind, suffix, _ in FORMATS if widths else ():
        names = {each: f"{FOLDER}/{digest}-{each}.{suffix}" for each in widths}
        WANTED.update((name, (path, each)) for each, name in names.items())
        yield kind, ", ".join(f"{site}/{name} {each}w" for each, name in names.items())


def _digest(data: bytes) -> str:
    """A browser keeps what stands at an address: what is made of other bytes or in another way has another one."""
    return hashlib.sha256(data + way()).hexdigest()[:16]


def write_pictures(pelican: Pelican) -> None:
    """Write the smaller files that the pages name."""
    settings, names = pelican.settings, sorted(WANTED)
    folders = Path(pelican.output_path), Path(settings["CACHE_PATH"]), Path(settings["PATH"])
    spread(names, partial(_write_each, *folders), lambda share: follow(share, "scaling", len(names)), _WORTH)


def _write_each(output: Path, cache: Path, content: Path, names: Iterable[str]) -> list[Any]:
    for name in names:
        data = kept(cache / name)
        if data is None and (data := _made(name, content)):
            keep(cache / name, data)
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_bytes(data or b"")  # of a site that will not be shown; else links were called wrong, too
    return []


def _made(name: str, content: Path) -> bytes | None:
    """A smaller file; None where that is reported of the author's."""
    path, width = WANTED[name]
    try:
        original = path.read_bytes()
        if name.startswith(f"{FOLDER}/{_digest(original)}-"):
            return smaller(original, width, name.rpartition(".")[2])
        logger.error(Problem(_name(path, content), 1, "was saved while the site was built; build again"))
    except BROKEN as error:
        logger.error(Problem(_name(path, content), 1, unreadable(error)))
    return None


def _name(path: Path, content: Path) -> str:
    """The path of a picture as an author writes it: `content/images/x.png`."""
    return f"{content.name}/{os.path.relpath(path, content)}"


def register() -> None:
    """Connect the room to Pelican."""
    signals.initialized.connect(start)
    signals.article_generator_finalized.connect(find_files)
    signals.page_generator_finalized.connect(find_files)
    signals.static_generator_init.connect(keep_files)
    signals.static_generator_finalized.connect(name_files)
    signals.static_generator_finalized.connect(refuse_places)
    signals.finalized.connect(write_pictures)
