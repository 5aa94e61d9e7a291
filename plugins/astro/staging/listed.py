"""What the site in place was when it was built, by the list that its build has left beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from .files import File, read_list
from .folders import digest_of
from .place import Place, mark_of


def known_files(place: Place) -> dict[str, File] | None:
    """The files of the site in place as the build that made it has listed them; None where it cannot be told."""
    paths = (place.files, place.next_files)
    return next((known for path in paths if (known := listed(path, place)) is not None), None)


def listed(path: Path, place: Place) -> dict[str, File] | None:
    """The files of the site in place as a list has them; None where it is no list of that site, or a damaged one."""
    digest = mark_of(place.site).digest
    if not digest:
        return None
    with suppress(OSError, ValueError):
        known = read_list(path.read_text("utf-8"), digest)
        # What is kept goes unread by its digest in the list: one that is damaged must not come into the next mark.
        if known is not None and digest_of({name: file.digest for name, file in known.items()}) == digest:
            return known
    return None
