"""The next site is made whole aside, and takes the place of the last one in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from errno import EBUSY, EXDEV
from pathlib import Path, PurePath

from .files import File, folders_of, write_list
from .folders import digest_of, digest_of_file, digests, even_modes, inode, scan
from .listed import known_files, listed
from .place import MARK, Place, RefusedError, mark_of

_LEFT = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # by systems, in each folder that somebody looks into
_AT_FDCWD, _EXCHANGE = -100, 2  # of renameat2(2)
_Numbers = tuple[dict[str, int], dict[str, os.stat_result]]


def begin(place: Place) -> Path:
    """The empty folder of a fresh site, after putting right what a killed build has left behind."""
    if place.last.exists() and not place.site.exists():
        place.last.rename(place.site)  # it was killed between the two renames
    _clear(place)
    if listed(place.next_files, place) is not None:  # after the exchange, and this build writes another list there
        place.next_files.replace(place.files)
    sweep(place)
    place.fresh.mkdir()
    return place.fresh


def _clear(place: Place) -> None:
    """Take away what is no folder where a folder is to be, and what is no file where a file is to be."""
    lists = (place.files, place.next_files)
    for path in (place.fresh, place.last, place.next, *lists):
        if path.is_symlink() or (path.is_file() and path not in lists):
            path.unlink()
        elif path.is_dir() and path in lists:
            shutil.rmtree(path)


def sweep(place: Place) -> None:
    """Delete what a build has written aside; what cannot be, at the next build."""
    for folder in (place.fresh, place.last):
        shutil.rmtree(folder, ignore_errors=True)


def finish(place: Place, files: Mapping[str, File], address: str) -> str:
    """The digest of the next site, after making it whole: what was written and kept, and what somebody put in by hand.

    `files` are those of `STAGE.files()`, `address` is that of the site. Raises RefusedError.
    """
    last = scan(place.site, inode) if place.site.exists() else ({}, {})
    by_hand = _by_hand(place, last[0])
    clash = (folders_of(files) & {*by_hand}) | (folders_of(by_hand) & files.keys())
    clash |= {each for each in files.keys() & {*by_hand} if files[each].digest != _digest(place.site / each)}
    if clash:
        text = "was put there by hand, and stands where the new site has something; move it away"
        raise RefusedError(f"{place.site.name}/{min(clash)} {text}")
    digest = digest_of({name: file.digest for name, file in files.items()})
    (place.fresh / MARK).write_text(f"{digest} {address}\n", "utf-8")
    even_modes(place.fresh)
    _gather(place, {*files, *by_hand}, last)
    return digest


def _gather(place: Place, names: Set[str], last: _Numbers) -> None:
    """Make the next site whole: all that this build has written, and the rest of `names` from the `last` one.

    What the site before the last holds already stays in it, as the same file; everything else in it goes. Empty folders
    that somebody put into the last one are made anew: a `.git` is none without them.
    """
    written = scan(place.fresh, inode)
    place.next.mkdir(exist_ok=True)
    there = scan(place.next, inode)
    rest = names - written[0].keys()
    empty = last[1].keys() - folders_of(last[0]) - names - written[0].keys()  # no build leaves one
    of_rest = folders_of({*rest, *(f"{folder}/" for folder in empty)})
    folders = of_rest | folders_of(written[0])
    stay = (rest - folders) & _same(there, last)
    _clear_out(place.next, there, stay, folders)
    _move_in(place, written, there[1].keys(), folders, of_rest)
    _link_from_last(place, sorted(rest - stay))


def _clear_out(site: Path, there: _Numbers, stay: Set[str], folders: Set[str]) -> None:
    """Delete what is in a site but the files that `stay`, and the folders that it is to have."""
    for folder in ("", *(name for name, now in there[1].items() if now.st_mode & 0o777 != 0o755)):
        Path(site, folder).chmod(0o755)
    for name in there[0].keys() - stay:
        os.unlink(f"{site}/{name}")  # noqa: PTH108  # never written into: the site in place may have the same file
    for folder in sorted(there[1].keys() - folders, reverse=True):  # the deeper ones first
        Path(site, folder).rmdir()


def _move_in(place: Place, written: _Numbers, there: Set[str], folders: Set[str], of_rest: Set[str]) -> None:
    """Move what this build has `written` into the next site, of which the folders `there` stand already.

    A folder takes long to make: one in which only this build has something, none of the rest, is moved whole.
    """
    for folder in sorted(written[1].keys() - folders, reverse=True):  # empty ones
        Path(place.fresh, folder).rmdir()
    whole = (written[1].keys() & folders) - there - of_rest
    for folder in sorted(folders - there - whole):
        Path(place.next, folder).mkdir()
    aside, coming = f"{place.fresh}/", f"{place.next}/"  # a Path of each file takes longer than to move it
    for name in (*sorted(whole), *written[0]):
        if name.rpartition("/")[0] not in whole:
            os.rename(aside + name, coming + name)  # noqa: PTH104


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
    with suppress(OSError):  # nothing may fail now that the site is shown; the list is looked for at both places
        place.next_files.replace(place.files)


def _by_hand(place: Place, last: Iterable[str]) -> list[str]:
    """Which files of the `last` site no build has written; raises RefusedError where they cannot be told."""
    digest = mark_of(place.site).digest
    if not digest:
        return []
    known = known_files(place)
    if known is not None:
        return [name for name in last if name not in known and name != MARK and PurePath(name).name not in _LEFT]
    if digest_of(digests(place.site)) == digest:
        return []
    text = "is not as it was built, and the list by which that could be told apart is lost; move it away or delete it"
    raise RefusedError(f"{place.site.name}/ {text}")


def _digest(path: Path) -> str:
    """That of a plain file; empty of anything else."""
    return digest_of_file(path) if path.is_file() and not path.is_symlink() else ""


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
