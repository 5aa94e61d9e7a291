"""Where a site stands, what is kept beside it, and who may build there."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import EEXIST, EISDIR, ELOOP, ENOENT, ENOTDIR
from pathlib import Path
from typing import NamedTuple

MARK = "site.sha256"
DOTFILES = frozenset({".well-known", ".nojekyll"})  # hosts ask for these; no other one is published


_IN_THE_WAY = (EEXIST, EISDIR, ELOOP, ENOENT, ENOTDIR)  # where a folder or the lock is to be


class RefusedError(ValueError):
    """Raised where a site must not or cannot take the place of what is there; the message says why and what to do."""


class Mark(NamedTuple):
    """What the file `site.sha256` says of the site that it stands in; empty texts where there is none."""

    digest: str
    """Of all its other files."""
    address: str
    """That of the public site; of one that may show drafts `desk`, before its address if it has any."""


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
    def register(self) -> Path:
        """Tomorrow's register of what is public, with the digest of the site that makes it so, until it is taken."""
        return self.state / "published.json"

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
            raise RefusedError(
                f"one of {output} and {source.name} would stand in the other; choose another folder with -o"
            )
    if around := next((each for each in site.parents if mark_of(each).digest), None):
        raise RefusedError(f"{output} would stand in {around.name}, which is a site; choose another folder with -o")
    if site.is_mount():
        raise RefusedError(f"{output} is a mount, which no folder can replace; choose a folder in it with -o")
    if site.exists() and not site.is_dir():
        raise RefusedError(f"{output} is a file; move it away, or choose another folder with -o")
    if site.is_dir() and any(site.iterdir()) and not mark_of(site).digest:
        text = "holds something that is no site of astro's; move it away or delete it, or choose another folder with -o"
        raise RefusedError(f"{output} {text}")
    return Place(site)


def mark_of(site: Path) -> Mark:
    """The mark of a site of ours; an empty one where there is none."""
    try:
        digest, _, address = (site / MARK).read_text("utf-8").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        return Mark("", "")
    return Mark(digest, address.strip()) if len(digest) == 64 and digest.isalnum() else Mark("", "")


@contextmanager
def locked(place: Place, *, waits: bool = False) -> Iterator[None]:
    """Hold the place alone, once no other build does; raises RefusedError where one does and this one is not to wait.

    The system frees the lock of a build that was killed.
    """
    try:
        place.state.mkdir(parents=True, exist_ok=True)
        file = (place.state / "lock").open("w")
    except OSError as error:
        name = os.path.relpath(error.filename, place.state.parent)
        what = "take it away" if error.errno in _IN_THE_WAY else f"make the folder of {place.site.name} writable"
        raise RefusedError(f"{name}: {error.strerror}; {what}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = f"another build of {place.site.name} is at work"
            if not waits:
                raise RefusedError(f"{text}; wait until it has ended") from None
            print(f"{text}; this one waits until it has ended", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            text = (
                f"the disk of {place.site.name} knows no locks ({error.strerror}); choose a folder on another with -o"
            )
            raise RefusedError(text) from None
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)  # also for a process beside this one that has yet to end
