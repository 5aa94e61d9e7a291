"""The list of the files of a site: what each holds, what it was made of, and how to tell that nobody touched it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class File(NamedTuple):
    """One file of a site."""

    digest: str
    """The SHA-256 of its bytes, in hexadecimal digits."""
    size: int
    """In bytes."""
    time: int
    """When it was last written, in nanoseconds since 1970."""
    key: str = ""
    """What all that it was made of comes to, as the room that wrote it says; empty where none said anything."""


def write_list(site: str, files: Mapping[str, File]) -> str:
    """The list of the files of the site with this digest, in JSON, by their paths."""
    rows = ((name, files[name]) for name in sorted(files))
    return json.dumps({"site": site, "files": {name: [row.digest, row.size, row.time, row.key] for name, row in rows}})


def read_list(text: str, site: str) -> dict[str, File] | None:
    """The files of the site with this digest, by their paths; None where the list is another's or a damaged one."""
    try:
        known = json.loads(text)
        if known["site"] == site:
            return {name: File(*fields) for name, fields in known["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return None


def folders_of(names: Iterable[str]) -> set[str]:
    """All folders that files at these paths stand in, but the root."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
