"""What was wrong with a build, from what it wrote to stderr."""

from __future__ import annotations

from pathlib import PurePath

from ..problem import Problem
from ..regex import regex

LINE = regex(r"(?P<path>[^\s:][^:]*):(?P<line>[0-9]+): (?P<text>.+)")
FRAME = regex(r' *File "(?P<path>[^"]+)", line (?P<line>[0-9]+)')
TRACEBACK = "Traceback (most recent call last):"
DESK = "plugins/astro/preview/"
LED_TO_ANOTHER = ("The above exception was", "During handling of the above")


def problems_of(text: str, root: str) -> tuple[Problem, ...]:
    """Every `path:line: what is wrong` line, in the order written, then every exception that has a place.

    `root` is the project's folder. The place of an exception is the innermost line of the project in its traceback: a
    plugin's, a template's or a settings file's; the settings file is meant where Pelican alone refused what it says.
    """
    lines = text.splitlines()
    found = [
        Problem(match["path"], int(match["line"]), match["text"]) for match in filter(None, map(LINE.fullmatch, lines))
    ]
    for number, line in enumerate(lines):
        if line == TRACEBACK and (problem := _of_traceback(lines[number + 1 :], root)):
            found.append(problem)
    return tuple(dict.fromkeys(found))


def _of_traceback(lines: list[str], root: str) -> Problem | None:
    """The problem of a traceback's lines, which may go on with other things; None for one that led to another."""
    end = next((number for number, line in enumerate(lines) if line[:1].strip()), len(lines))
    after = next(filter(None, lines[end + 1 :]), "")
    frames = [match for match in map(FRAME.match, lines[:end]) if match]
    places = [(path, int(frame["line"])) for frame in frames if (path := _of_project(frame["path"], root))]
    if end == len(lines) or not places or after.startswith(LED_TO_ANOTHER):
        return None
    # The desk calls Pelican, and is in every traceback.
    own = [(path, line) for path, line in places if not path.startswith(DESK)] or [("pelicanconf.py", 1)]
    return Problem(*own[-1], f"{lines[end]}; correct it there")


def _of_project(path: str, root: str) -> str | None:
    """The path relative to the project, None where it is not the project's own."""
    pure = PurePath(path)
    if not pure.is_relative_to(root):
        return None
    inside = pure.relative_to(root)
    return None if inside.parts[0].startswith(".") else inside.as_posix()
