"""What the site of a build takes from the one in place, and what it has written itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .files import File
from .folders import digest_of_file, names_in
from .listed import known_files
from .place import Place


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
        has touched since is not kept, nor is one that a build asks about a second time.
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

    @property
    def name(self) -> str:
        """The name of the folder of the site that this build is to replace."""
        return self._place.site.name if self._place else ""

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
        written = {name: (aside + name, self._file(aside + name, name, now)) for name, now in fresh.items()}
        return {**kept, **written}

    def _file(self, path: str, name: str, now: os.stat_result) -> File:
        digest = digest_of_file(path) if stat.S_ISREG(now.st_mode) else ""
        return File(digest, now.st_size, now.st_mtime_ns, self._keys.get(name, ""))


STAGE = Stage()
