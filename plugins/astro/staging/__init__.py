"""A site is built in a fresh folder beside the last one, and takes its place in one step or not at all.

This room knows the disk and nothing else: no Pelican, no settings. Beside `output/` it keeps a folder `.output.astro/`
with the lock, the site in the making and the list of the files of the site in place. A site is known as one of ours by
its file `site.sha256`, which holds the digest of all its other files.

A file that would be made of the same as in the last build is not made again: `STAGE.keep(name, key)` says whether it
is there.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EBUSY, EXDEV
from pathlib import Path

from .files import File, read_list, write_list

MARK = "site.sha256"
_AT_FDCWD, _EXCHANGE = -100, 2  # of renameat2(2)


class RefusedError(ValueError):
    """Raised where a site must not or cannot take the place of what is there; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site stands, and what is kept beside it."""

    site: Path
    """The folder that readers see."""

    @property
    def state(self) -> Path:
        """The folder of everything below; readers never see it."""
        return self.site.parent / f".{self.site.name}.astro"

    @property
    def fresh(self) -> Path:
        """The site in the making."""
        return self.state / "fresh"

    @property
    def last(self) -> Path:
        """The last site, on systems that cannot exchange two folders, while the fresh one takes its place."""
        return self.state / "last"

    @property
    def files(self) -> Path:
        """The list of the files of the site in place."""
        return self.state / "files.json"

    @property
    def next_files(self) -> Path:
        """The list of the files of the fresh site."""
        return self.state / "next-files.json"


def place_of(output: Path, sources: Iterable[Path]) -> Place:
    """The place of a site at `output`; raises RefusedError where a site there would stand in the way of `sources`.

    Raises it too where something stands there that no build of ours has made: nobody's work is replaced.
    """
    site = Path(os.path.realpath(output))
    for source in map(Path, map(os.path.realpath, sources)):
        if source.is_relative_to(site) or site.is_relative_to(source):
            raise RefusedError(f"{output} and {source.name} would hold each other; choose another folder with -o")
    if site.is_mount():
        raise RefusedError(f"{output} is a mount, which no folder can replace; choose a folder in it with -o")
    if site.exists() and not site.is_dir():
        raise RefusedError(f"{output} is a file; move it away, or choose another folder with -o")
    if site.is_dir() and any(site.iterdir()) and mark_of(site) is None:
        text = "holds something that is no site of astro's; move it away or delete it, or choose another folder with -o"
        raise RefusedError(f"{output} {text}")
    return Place(site)


def mark_of(site: Path) -> tuple[str, str] | None:
    """(digest, address) of a site of ours, as its mark says; None where there is none. The desk has no address."""
    try:
        digest, _, address = (site / MARK).read_text("utf-8").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        return None
    return (digest, address.strip()) if len(digest) == 64 and digest.isalnum() else None


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold the place alone; raises RefusedError while another build does. The system frees the lock of a killed one."""
    try:
        place.state.mkdir(parents=True, exist_ok=True)
        file = (place.state / "lock").open("w")
    except OSError as error:
        text = f"{place.state.parent}: {error.strerror}; make the folder of {place.site.name} writable"
        raise RefusedError(text) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(f"another build of {place.site.name} is at work; wait until it has ended") from None
        yield


def begin(place: Place) -> Path:
    """The empty folder of a fresh site, after putting right what a killed build has left behind."""
    if place.last.exists() and not place.site.exists():
        place.last.rename(place.site)  # it was killed between the two renames
    sweep(place)
    place.fresh.mkdir()
    return place.fresh


def sweep(place: Place) -> None:
    """Delete the site in the making, and what is left of the one before the last; what cannot be, at the next build."""
    for folder in (place.fresh, place.last):
        shutil.rmtree(folder, ignore_errors=True)


def link_from_last(place: Place, names: Iterable[str]) -> None:
    """Have these files of the site in place in the fresh one too, as hard links or copies.

    Only for files that stay as they are: to write into such a file would change the site in place. What the fresh site
    has already stays. Raises RefusedError where one is gone.
    """
    made = set()
    for name in names:
        old, new = f"{place.site}/{name}", f"{place.fresh}/{name}"
        if (folder := new.rpartition("/")[0]) not in made:
            Path(folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        try:
            os.link(old, new, follow_symlinks=False)
        except FileExistsError:
            continue
        except FileNotFoundError:
            raise RefusedError(f"{place.site.name}/{name} went away during the build; build again") from None
        except OSError:
            shutil.copy2(old, new, follow_symlinks=False)


def even_modes(root: Path) -> None:
    """Let everybody read a site, whatever the umask: rsync would carry a 0600 to the host, which then refuses it."""
    for folder, _, names in os.walk(root):
        Path(folder).chmod(0o755)
        for path in (Path(folder, name) for name in names):
            if not path.is_symlink():
                path.chmod(0o644)


def names_in(root: Path) -> dict[str, os.stat_result]:
    """Everything in a site but its folders, by its path; a symbolic link for itself."""
    found = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}{entry.name}/")
                else:
                    found[folder + entry.name] = entry.stat(follow_symlinks=False)
    return found


def digests(root: Path) -> dict[str, str]:
    """The SHA-256 of each file of a site but its mark, by its path, sorted."""
    names = sorted(name for name in names_in(root) if name != MARK and (root / name).is_file())
    return {name: _digest(root / name) for name in names}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_of(files: Mapping[str, str]) -> str:
    """The digest of a whole site: that of what `sha256sum` would print for its files, sorted by their paths."""
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(files.items())).encode()).hexdigest()


class Stage:
    """What the site of this build takes from the one in place; until it is opened it takes nothing."""

    def __init__(self) -> None:
        self._place: Place | None = None
        self._last: Mapping[str, File] = {}
        self._keys: dict[str, str] = {}
        self._kept: dict[str, File] = {}

    def open(self, place: Place, *, anew: bool = False) -> None:
        """Begin the site of a build; with `anew` it takes nothing from the one before."""
        self._place, self._keys, self._kept = place, {}, {}
        self._last = {} if anew else known_files(place) or {}

    def keep(self, name: str, key: str) -> bool:
        """Whether the file `name` of the site in place was made of what comes to this key, and is one of this build's.

        Where it is not, the caller writes it. The key must hold all that the bytes follow from. A file that somebody
        has touched since is not kept, and none is about which a build asks twice.
        """
        asked = name in self._keys
        self._keys[name] = key
        self._kept.pop(name, None)
        file = self._last.get(name)
        if asked or self._place is None or file is None or file.key != key:
            return False
        with suppress(OSError):
            now = os.lstat(f"{self._place.site}/{name}")
            if (now.st_size, now.st_mtime_ns) == (file.size, file.time):
                self._kept[name] = file
        return name in self._kept

    def last(self, name: str) -> Path | None:
        """A file of the site in place, which this build is to replace; None where there is none."""
        path = self._place.site / name if self._place else None
        return path if path and path.is_file() else None

    def files(self) -> dict[str, tuple[Path, File]]:
        """All files of the site once everything is written, by their paths: where each is now, and what it is.

        Of a symbolic link or a device, which a site must not have, the digest is empty.
        """
        if self._place is None:
            return {}
        fresh = names_in(self._place.fresh)
        kept = {name: (self._place.site / name, file) for name, file in self._kept.items() if name not in fresh}
        written = {name: (self._place.fresh / name, self._file(name, now)) for name, now in fresh.items()}
        return {**kept, **written}

    def _file(self, name: str, now: os.stat_result) -> File:
        path = self._place.fresh / name if self._place else Path(name)
        digest = _digest(path) if stat.S_ISREG(now.st_mode) else ""
        return File(digest, now.st_size, now.st_mtime_ns, self._keys.get(name, ""))


STAGE = Stage()


def finish(place: Place, files: Mapping[str, File], address: str) -> str:
    """The digest of the fresh site, after making it whole: what was kept, and what somebody put into the last one.

    `files` are those of `STAGE.files()`, `address` is that of the site. Raises RefusedError.
    """
    even_modes(place.fresh)
    by_hand = _by_hand(place)
    link_from_last(place, sorted(files.keys() - names_in(place.fresh).keys()))
    digest = digest_of({name: file.digest for name, file in files.items()})
    (place.fresh / MARK).write_text(f"{digest} {address}\n", "utf-8")
    (place.fresh / MARK).chmod(0o644)
    link_from_last(place, by_hand)
    return digest


def take_place(place: Place, files: Mapping[str, File], digest: str, *, durable: bool = False) -> None:
    """Show the fresh site, of these files and this digest, in the place of the last one.

    With `durable`, everything is on the disk before. Raises OSError or RefusedError, with the last site as it was.
    """
    write_whole(place.next_files, write_list(digest, files))
    if durable:
        _to_disk(place.fresh)
    exchange(place)
    with suppress(
        OSError
    ):  # nothing may fail from here on, as the site is shown; the list is looked for at both places
        place.next_files.replace(place.files)


def known_files(place: Place) -> dict[str, File] | None:
    """The files of the site in place as the build that made it has listed them; None where it cannot be told."""
    mark = mark_of(place.site)
    for path in (place.files, place.next_files) if mark else ():
        with suppress(OSError, UnicodeDecodeError):
            known = read_list(path.read_text("utf-8"), mark[0]) if mark else None
            if known is not None:
                return known
    return None


def _by_hand(place: Place) -> list[str]:
    """The files in the site in place that no build has written; raises RefusedError where they cannot be told."""
    mark = mark_of(place.site)
    if mark is None:
        return []
    known = known_files(place)
    if known is not None:
        return sorted(name for name in names_in(place.site) if name not in known and name != MARK)
    if digest_of(digests(place.site)) == mark[0]:
        return []
    text = "was changed by hand, and what was changed cannot be told; move it away or delete it"
    raise RefusedError(f"{place.site.name}/ {text}")


def exchange(place: Place) -> None:
    """Put the fresh site in the place of the last one: in one step where the system has it, else in two renames."""
    try:
        if not place.site.exists():
            place.site.parent.mkdir(parents=True, exist_ok=True)
            place.fresh.rename(place.site)
        elif not _exchange_folders(place.fresh, place.site):
            place.site.rename(place.last)
            try:
                place.fresh.rename(place.site)
            except OSError:
                place.last.rename(place.site)
                raise
    except OSError as error:
        if error.errno in (EXDEV, EBUSY):
            raise RefusedError(f"{place.site} is on a disk of its own; choose a folder in it with -o") from None
        raise


def _exchange_folders(one: Path, other: Path) -> bool:
    """Whether the system exchanged two folders."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return call is not None and call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0


def _to_disk(folder: Path) -> None:
    """Have the system write everything on the disk of `folder` out."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if call is None or call(descriptor) != 0:
            os.sync()
    finally:
        os.close(descriptor)


def write_whole(path: Path, text: str) -> None:
    """Write a small file: it is the old one or the new one, whole, whatever happens."""
    prefix = f".{path.name}."
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=prefix, delete=False) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)
    for old in path.parent.glob(f".{path.name}.*"):  # of a build that was killed while it wrote
        old.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have the folder's names on the disk too, so that a rename outlives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
