"""The files of content/ that are not read: those that must not be, and those that look like essays and are none."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pelican.readers import Readers
from pelican.utils import file_suffix

from ..problem import Problem
from .reporting import REPORTS
from .sources import READ, is_ignored, is_no_essay


def refuse_unread(settings: Mapping[str, Any]) -> list[str]:
    """Report what in content/ is no plain file or folder of it; the names of what must not even be opened."""
    root = Path(settings["PATH"])
    names: list[str] = []

    def report(path: Path, text: str) -> None:
        relative = path.relative_to(root).as_posix() if path != root else ""
        REPORTS.problems.append(Problem(f"{root.name}/{relative}".rstrip("/"), 1, text))

    def unreadable(error: OSError) -> None:
        report(Path(error.filename), f"cannot be read ({error.strerror}); make it readable, or take it out")

    written = tuple(root / each for each in (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]))
    for folder, folders, files in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not is_ignored(name, settings["IGNORE_FILES"]))
        for name in (*folders, *sorted(files)):
            path = Path(folder, name)
            if is_ignored(name, settings["IGNORE_FILES"]):
                continue
            if text := _refusal(path, root):
                report(path, text)
                names.append(name.translate({ord(mark): "?" for mark in "[]*"}))
            elif path.is_file() and (text := _unread(path, root, written, settings)):
                report(path, text)
    return names


def _unread(path: Path, root: Path, written: Iterable[Path], settings: Mapping[str, Any]) -> str | None:
    """Why a file that looks like an essay would be passed over; None where it would not, or looks like none."""
    suffix = file_suffix(path.name)
    if not any(path.is_relative_to(each) for each in written):
        if path.parent == root and suffix.lower() in READ and path.name not in settings["STATIC_PATHS"]:
            return f"is not read, as it stands beside the essays; move it into {settings['ARTICLE_PATHS'][0]}/"
    elif suffix not in READ and suffix.lower() in READ:
        return f"is not read; save it as .{suffix.lower()}"
    elif is_no_essay(path.name) and suffix not in Readers(settings).readers:  # a plugin may have brought one for it
        return "is not read; save it as .txt, .md or .rst, or take it out"
    return None


def _refusal(path: Path, root: Path) -> str | None:
    """Why a file or folder is not read; None where it is."""
    kind = path.lstat().st_mode
    if stat.S_ISLNK(kind):
        target = path.resolve()
        if not path.exists():
            return "is a link to nothing; put the file itself here, or take the link out"
        if path.is_dir() or not target.is_relative_to(root.resolve()):
            return "is a link that leads out of the folder; put the file itself here"
    elif not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return "is no file but a pipe, socket or device; take it out"
    if not os.access(path, os.R_OK):
        return "cannot be read; make it readable, or take it out"
    return None
