"""What is not read: files of content/ that must not be, or look like essays and are none; a theme that is damaged."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from unicodedata import category

from pelican.readers import Readers
from pelican.utils import file_suffix

from ..plain_text.header import of_two_versions
from ..problem import Problem
from .reporting import REPORTS
from .sources import READ, is_ignored, is_no_essay, says_draft

_HEAD = 1 << 16  # bytes, of which a header stands in the first
_OF_DRAFTS = frozenset({"drafts", "_drafts"})  # folders, of Hugo's and Jekyll's owners


def refuse_unread(settings: dict[str, Any]) -> list[str]:
    """Report what in content/ is no plain file or folder of it; the names of what must not even be opened.

    Their paths in content/ are the setting REFUSED, so that nothing takes what stands there for gone.
    """
    root, ignored = Path(settings["PATH"]), settings["IGNORE_FILES"]
    names: list[str] = []
    settings["REFUSED"] = paths = list[str]()

    def report(path: str, text: str) -> None:
        relative = os.path.relpath(path, root)
        REPORTS.problems.append(Problem(root.name if relative == "." else f"{root.name}/{relative}", 1, text))

    def unreadable(error: OSError) -> None:
        report(error.filename, f"cannot be read ({error.strerror}); make it readable, or take it out")

    for folder, folders, files in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not is_ignored(name, ignored))
        kept = sorted(name for name in files if not is_ignored(name, ignored))
        refused = {name: text for name in (*folders, *kept) if (text := _refusal(f"{folder}/{name}", root))}
        paths += (os.path.relpath(f"{folder}/{name}", root) for name in refused)
        folders[:] = [name for name in folders if name not in refused]
        names += [name.translate({ord(mark): "?" for mark in "[]*"}) for name in refused]
        unread = _unread(Path(folder), (name for name in kept if name not in refused), settings)
        for name, text in (*refused.items(), *unread):
            report(f"{folder}/{name}", text)
    return names


def refuse_theme(theme: Path) -> None:
    """Report templates, styles and scripts of a theme that are no UTF-8, two versions, or have lost all they held.

    What another template includes, `_x.html`, may be empty: that is how an owner takes it off all pages.
    """
    files = (*theme.glob("templates/**/*.html"), *theme.glob("static/**/*.css"), *theme.glob("static/**/*.js"))
    for path in sorted(path for path in files if path.name[0] != "." and path.is_file()):
        with suppress(OSError):  # which whoever asks for it names
            name, data = f"{theme.name}/{path.relative_to(theme)}", path.read_bytes()
            try:
                text = data.decode()
                if not text.strip() and path.name[0] != "_":
                    REPORTS.problems.append(Problem(name, 1, "holds nothing; restore it"))
                marks = ((number, of_two_versions(line)) for number, line in enumerate(text.splitlines(), start=1))
                REPORTS.problems += [Problem(name, number, mark) for number, mark in marks if mark]
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                REPORTS.problems.append(Problem(name, line, "is not UTF-8; save it as UTF-8"))


def _unread(folder: Path, files: Iterable[str], settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, why it would be passed over) of each file of a folder that looks like an essay and would not be read."""
    root = Path(settings["PATH"])
    written = (root / each for each in (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]))
    is_written = any(map(folder.is_relative_to, written))
    is_of_drafts = not _OF_DRAFTS.isdisjoint(folder.relative_to(root).parts)
    is_shown = any(folder.is_relative_to(root / each) for each in settings["STATIC_PATHS"])
    for name in files:
        suffix = file_suffix(name)
        if not is_written:
            if folder == root and suffix.lower() in READ and name not in settings["STATIC_PATHS"]:
                yield name, f"is not read, as it stands beside the essays; move it into {settings['ARTICLE_PATHS'][0]}/"
            elif is_shown and suffix.lower() in READ and says_draft((folder / name).read_bytes()[:_HEAD]):
                essays = settings["ARTICLE_PATHS"][0]
                yield name, f"is a draft, and would be shown as it stands; move it into {essays}/, or take it out"
        elif suffix not in READ and suffix.lower() in READ:
            yield name, f"is not read; save it as .{suffix.lower()}"
        elif suffix in READ and is_of_drafts and not says_draft((folder / name).read_bytes()[:_HEAD]):
            yield name, "stands among drafts, and would be published; write `Status: draft`, or move it out of there"
        elif is_no_essay(name) and suffix not in Readers(settings).readers:  # a plugin may have brought one for it
            yield name, "is not read; save it as .txt, .md or .rst, or take it out"


def _is_text(name: str) -> bool:
    """Whether a name can be written into a list of files, and said on one line of a terminal."""
    return name.isprintable() or not any(category(char) in ("Cc", "Cs") for char in name)


def _refusal(name: str, root: Path) -> str | None:
    """Why a file or folder is not read; None where it is."""
    if not _is_text(name):
        return "has a name that is not UTF-8, or a control character in it; give it another"
    kind = os.lstat(name).st_mode  # of a thousand essays the paths alone would take as long again
    if stat.S_ISLNK(kind):
        path = Path(name)
        if not path.exists():
            return "is a link to nothing; put the file itself here, or take the link out"
        if path.is_dir() or not path.resolve().is_relative_to(root.resolve()):
            return "is a link that leads out of the folder; put the file itself here"
    elif not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return "is no file but a pipe, socket or device; take it out"
    if not os.access(name, os.R_OK):
        return "cannot be read; make it readable, or take it out"
    return None
