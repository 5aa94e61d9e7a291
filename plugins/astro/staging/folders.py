"""What stands in the folder of a site."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from .place import MARK

T = TypeVar("T")


def stamp(path: str) -> tuple[int, ...] | None:
    """The stamp of a file or folder: another one, or one written again, has another stamp. None where there is none."""
    with suppress(OSError, ValueError):
        found = os.stat(path)  # noqa: PTH116  # of a thousand essays the paths alone would take as long again
        if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
            return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return None


def even_modes(root: Path) -> None:
    """Let everybody read a site, whatever the umask: rsync would carry a 0600 to the host, which then refuses it."""
    files, folders = scan(root, _status)
    for names, mode in (({**folders, "": root.stat()}, 0o755), (files, 0o644)):
        for name, now in names.items():
            if stat.S_IMODE(now.st_mode) != mode and not stat.S_ISLNK(now.st_mode):
                with suppress(PermissionError):  # a disk that knows no modes lets everybody read
                    Path(root, name).chmod(mode)


def names_in(root: Path) -> dict[str, os.stat_result]:
    """Everything in a site but its folders, by its path; a symbolic link for itself."""
    return scan(root, _status)[0]


def _status(entry: os.DirEntry[str]) -> os.stat_result:
    return entry.stat(follow_symlinks=False)


def inode(entry: os.DirEntry[str]) -> int:
    """The number of a file, which no other on the disk has; a folder tells it without a look at the file itself."""
    return entry.inode()


def scan(root: Path, look: Callable[[os.DirEntry[str]], T]) -> tuple[dict[str, T], dict[str, os.stat_result]]:
    """(what `look` returns for everything in a site but its folders, the status of its folders), by their paths."""
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
    return {name: digest_of_file(root / name) for name in names}


def digest_of_file(path: str | Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes as long to make as a file to read
        return hashlib.sha256(file.readall()).hexdigest()


def digest_of(files: Mapping[str, str]) -> str:
    """The digest of a whole site: that of what `sha256sum` would print for its files, sorted by their paths."""
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(files.items())).encode()).hexdigest()
