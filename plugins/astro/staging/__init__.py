"""A site is built in a fresh folder beside the last one, and takes its place in one step or not at all.

This room knows the disk and nothing else: no Pelican, no settings. Beside `output/` it keeps a folder `.output.astro/`
with the lock, what this build has written, the list of the files of the site in place, and the site before that one,
which becomes the next: most of its files are those of the site in place already, as hard links. A site is known as one
of ours by its file `site.sha256`, which holds the digest of all its other files.

A file that would be made of the same as in the last build is not made again: `STAGE.keep(name, key)` says whether it
is there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from errno import EBUSY, EXDEV
from pathlib import Path
from typing import NamedTuple, TypeVar

from .files import File, folders_of, read_list, write_list

MARK = "site.sha256"
_AT_FDCWD, _EXCHANGE = -100, 2  # of renameat2(2)
T = TypeVar("T")


class RefusedError(ValueError):
    """Raised where a site must not or cannot take the place of what is there; the message says why and what to do."""


class Place(NamedTuple):
    """Where a site stands, and what is kept beside it."""

    site: Path
    """The folder that readers see."""

    @property
    def state(self) -> Path:
        """The folder of everything below; readers never see it."""
        return self.site.parent / f".{self.site.name}.astro"

    @property
    def fresh(self) -> Path:
        """What this build has written."""
        return self.state / "fresh"

    @property
    def next(self) -> Path:
        """The site that is to take the place: until a build has made it whole, the one before the last, or none."""
        return self.state / "next"

    @property
    def last(self) -> Path:
        """The last site, on systems that cannot exchange two folders, while the next one takes its place."""
        return self.state / "last"

    @property
    def files(self) -> Path:
        """The list of the files of the site in place."""
        return self.state / "files.json"

    @property
    def next_files(self) -> Path:
        """The list of the files of the next site."""
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
def locked(place: Place, *, waits: bool = False) -> Iterator[None]:
    """Hold the place alone, once no other build does; raises RefusedError where one does and this one is not to wait.

    The system frees the lock of a build that was killed.
    """
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
            text = f"another build of {place.site.name} is at work"
            if not waits:
                raise RefusedError(f"{text}; wait until it has ended") from None
            print(f"{text}; this one waits until it has ended", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def begin(place: Place) -> Path:
    """The empty folder of a fresh site, after putting right what a killed build has left behind."""
    if place.last.exists() and not place.site.exists():
        place.last.rename(place.site)  # it was killed between the two renames
    sweep(place)
    place.fresh.mkdir()
    return place.fresh


def sweep(place: Place) -> None:
    """Delete what a build has written aside; what cannot be, at the next build."""
    for folder in (place.fresh, place.last):
        shutil.rmtree(folder, ignore_errors=True)


def even_modes(root: Path) -> None:
    """Let everybody read a site, whatever the umask: rsync would carry a 0600 to the host, which then refuses it."""
    files, folders = _scan(root, _status)
    for names, mode in (({**folders, "": root.stat()}, 0o755), (files, 0o644)):
        for name, now in names.items():
            if stat.S_IMODE(now.st_mode) != mode and not stat.S_ISLNK(now.st_mode):
                Path(root, name).chmod(mode)


def names_in(root: Path) -> dict[str, os.stat_result]:
    """Everything in a site but its folders, by its path; a symbolic link for itself."""
    return _scan(root, _status)[0]


_Numbers = tuple[dict[str, int], dict[str, os.stat_result]]


def _status(entry: os.DirEntry[str]) -> os.stat_result:
    return entry.stat(follow_symlinks=False)


def _number(entry: os.DirEntry[str]) -> int:
    """That of the file, which no other on the disk has; a folder tells it without a look at the file itself."""
    return entry.inode()


def _scan(root: Path, look: Callable[[os.DirEntry[str]], T]) -> tuple[dict[str, T], dict[str, os.stat_result]]:
    """(what a look at everything in a site but its folders shows, by its path; the folders by their paths)."""
    found: dict[str, T] = {}
    folders: dict[str, os.stat_result] = {}
    left = [""]
    while left:
        folder = left.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                name = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders[name] = _status(entry)
                    left.append(name)
                else:
                    found[name] = look(entry)
    return found, folders


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

    def files(self) -> dict[str, tuple[str, File]]:
        """All files of the site once everything is written, by their paths: where each is now, and what it is.

        Of a symbolic link or a device, which a site must not have, the digest is empty.
        """
        if self._place is None:
            return {}
        fresh = names_in(self._place.fresh)
        site, aside = f"{self._place.site}/", f"{self._place.fresh}/"
        kept = {name: (site + name, file) for name, file in self._kept.items() if name not in fresh}
        written = {name: (aside + name, self._file(name, now)) for name, now in fresh.items()}
        return {**kept, **written}

    def _file(self, name: str, now: os.stat_result) -> File:
        path = self._place.fresh / name if self._place else Path(name)
        digest = _digest(path) if stat.S_ISREG(now.st_mode) else ""
        return File(digest, now.st_size, now.st_mtime_ns, self._keys.get(name, ""))


STAGE = Stage()


def finish(place: Place, files: Mapping[str, File], address: str) -> str:
    """The digest of the next site, after making it whole: what was written and kept, and what somebody put in by hand.

    `files` are those of `STAGE.files()`, `address` is that of the site. Raises RefusedError.
    """
    last = _scan(place.site, _number) if place.site.exists() else ({}, {})
    by_hand = _by_hand(place, last[0])
    digest = digest_of({name: file.digest for name, file in files.items()})
    (place.fresh / MARK).write_text(f"{digest} {address}\n", "utf-8")
    even_modes(place.fresh)
    _gather(place, {*files, *by_hand}, last)
    return digest


def _gather(place: Place, names: Set[str], last: _Numbers) -> None:
    """Make the next site whole: all that this build has written, and the rest of `names` from the `last` one.

    What the site before the last holds already stays in it, as the same file; everything else in it goes.
    """
    written, made = _scan(place.fresh, _number)
    folders = folders_of({*names, *written})
    place.next.mkdir(exist_ok=True)
    there, found = _scan(place.next, _number)
    kept = names - written.keys()
    same = (kept - folders) & _same((there, found), last)
    for folder in ("", *(name for name in found if found[name].st_mode & 0o777 != 0o755)):
        Path(place.next, folder).chmod(0o755)
    for name in there.keys() - same:
        Path(place.next, name).unlink()  # never written into: the site in place may have the same file
    for folder in sorted(found.keys() - folders, reverse=True):  # the deeper ones first
        Path(place.next, folder).rmdir()
    for folder in sorted(made.keys() - folders, reverse=True):
        Path(place.fresh, folder).rmdir()
    new = made.keys() & folders - found.keys() - folders_of(kept)  # whole, as a folder takes long to make
    for folder in sorted(folders - found.keys() - new):
        Path(place.next, folder).mkdir()
    for name in (*sorted(new), *written):
        if name.rpartition("/")[0] not in new:
            Path(place.fresh, name).rename(place.next / name)
    _link_from_last(place, sorted(kept - same))


def _same(one: _Numbers, other: _Numbers) -> set[str]:
    """Where two folders hold the same file; nowhere, for all that can be told, where several disks are mounted in them.

    That the folders themselves are on one disk is needed for them to change places.
    """
    disks = {now.st_dev for _, folders in (one, other) for now in folders.values()}
    return {name for name, number in one[0].items() if other[0].get(name) == number} if len(disks) < 2 else set()


def _link_from_last(place: Place, names: Iterable[str]) -> None:
    """Have these files of the site in place in the next one too, as hard links or copies.

    What the next site has already stays. Raises RefusedError where one is gone.
    """
    for name in names:
        old, new = f"{place.site}/{name}", f"{place.next}/{name}"
        try:
            os.link(old, new, follow_symlinks=False)
        except FileExistsError:
            continue
        except FileNotFoundError:
            raise RefusedError(f"{place.site.name}/{name} went away during the build; build again") from None
        except OSError:
            shutil.copy2(old, new, follow_symlinks=False)


def take_place(place: Place, files: Mapping[str, File], digest: str, *, durable: bool = False) -> None:
    """Show the next site, of these files and this digest, in the place of the last one.

    With `durable`, everything is on the disk before. Raises OSError or RefusedError, with the last site as it was.
    """
    place.next_files.write_text(write_list(digest, files), "utf-8")
    if durable:
        _to_disk(place.next)  # and the list beside it
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


def _by_hand(place: Place, last: Iterable[str]) -> list[str]:
    """Which files of the `last` site no build has written; raises RefusedError where they cannot be told."""
    mark = mark_of(place.site)
    if mark is None:
        return []
    known = known_files(place)
    if known is not None:
        return [name for name in last if name not in known and name != MARK]
    if digest_of(digests(place.site)) == mark[0]:
        return []
    text = "was changed by hand, and what was changed cannot be told; move it away or delete it"
    raise RefusedError(f"{place.site.name}/ {text}")


def exchange(place: Place) -> None:
    """Put the next site in the place of the last one: in one step where the system has it, else in two renames."""
    try:
        if not place.site.exists():
            place.site.parent.mkdir(parents=True, exist_ok=True)
            place.next.rename(place.site)
        elif not _exchange_folders(place.next, place.site):
            place.site.rename(place.last)
            try:
                place.next.rename(place.site)
            except OSError:
                place.last.rename(place.site)
                raise
    except OSError as error:
        if error.errno in (EXDEV, EBUSY):
            raise RefusedError(f"{place.site} is on a disk of its own; choose a folder in it with -o") from None
        raise


def _exchange_folders(one: Path, other: Path) -> bool:
    """Whether the system exchanged two folders."""
    import ctypes  # noqa: PLC0415  # slow to load, and a first site takes the place of none

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return call is not None and call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0


def _to_disk(folder: Path) -> None:
    """Have the system write everything on the disk of `folder` out."""
    import ctypes  # noqa: PLC0415  # as above

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if call is None or call(descriptor) != 0:
            os.sync()
    finally:
        os.close(descriptor)


def write_whole(path: Path, text: str) -> None:
    """Write a small file: it is the old one or the new one, whole, whatever happens."""
    prefix = f".{path.name}.new-"
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
    for old in path.parent.glob(f"{prefix}*"):  # of a build that was killed while it wrote
        old.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have the folder's names on the disk too, so that a rename outlives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
