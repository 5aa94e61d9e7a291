"""A site is built in a fresh folder beside the last one, and takes its place in one step or not at all.

This room knows the disk and nothing else: no Pelican, no settings. Beside `output/` it keeps a folder `.output.astro/`
with the lock, what this build has written, the list of the files of the site in place, and the site before that one,
which becomes the next: most of its files are those of the site in place already, as hard links. Other rooms keep there
what outlives a build: the register that waits, what is being sent and was sent. A site is known as one of ours by its
file `site.sha256`, which holds the digest of all its other files.

A file that would be made of the same as in the last build is not made again: `STAGE.keep(name, key)` says whether it
is there.
"""

from __future__ import annotations

from .folders import digest_of, digests, even_modes, stamp
from .listed import known_files
from .next_site import begin, finish, sweep, take_place
from .place import DOTFILES, MARK, Mark, Place, RefusedError, locked, mark_of, place_of
from .stage import STAGE
from .whole import write_whole

__all__ = [
    "DOTFILES",
    "MARK",
    "STAGE",
    "Mark",
    "Place",
    "RefusedError",
    "begin",
    "digest_of",
    "digests",
    "even_modes",
    "finish",
    "known_files",
    "locked",
    "mark_of",
    "place_of",
    "stamp",
    "sweep",
    "take_place",
    "write_whole",
]
