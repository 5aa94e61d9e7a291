"""Which saves matter, and how the terminal names them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from ..staging import DOTFILES

FOLDERS = ("content", "theme", "plugins")
FILES = ("pelicanconf.py", "publishconf.py")
# Publishing writes the register. To build the desk's site then would put drafts where the public site has just been
# finished, maybe while it is being sent away.
NOT_WRITTEN_BY_HAND = "content/published.json"
_OWN = "plugins/astro/preview/"
MOST_NAMED = 3  # files


def is_source(path: str) -> bool:
    """Whether a file, named relative to the project, is one a site is made of: no editor's copy, no bytecode."""
    parts = PurePath(path).parts
    shown = [part for part in parts if part not in DOTFILES]
    if not shown or any(part.startswith((".", "#")) or part.endswith("~") or part == "__pycache__" for part in shown):
        return False
    return (parts[0] in FOLDERS or path in FILES) and path != NOT_WRITTEN_BY_HAND and not path.endswith(".pyc")


def advice(paths: Iterable[str]) -> str:
    """What the line of a build ends with, where a saved file is the desk's own: only builds take new code."""
    return "; the desk is still the former one: start it anew" if any(path.startswith(_OWN) for path in paths) else ""


def named(paths: Iterable[str]) -> str:
    """The saved files for one line: `a.txt, b.txt, c.txt and 4 more`."""
    ordered = sorted({path.encode(errors="backslashreplace").decode() for path in paths})  # a name may be no text
    more = f" and {len(ordered) - MOST_NAMED} more" if len(ordered) > MOST_NAMED else ""
    return ", ".join(ordered[:MOST_NAMED]) + more
