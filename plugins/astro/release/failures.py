"""An exception that ended a build -> the one line that its author needs."""

from __future__ import annotations

from collections.abc import Sequence
from errno import EDQUOT, EFBIG, ENOSPC, EROFS

from ..problem import EssayError, Problem

_FULL = (ENOSPC, EDQUOT, EFBIG)


def describe(error: BaseException, frames: Sequence[tuple[str, int]], root: str, theme: str) -> Problem:
    """Where and why a build ended; `frames` are (file, line) from the outermost, `root` is the project's folder.

    `theme` is the folder of the theme in it. The innermost frame in the project counts: a template, a plugin, a
    settings file; but a file of the theme or of the content that could not be opened is itself the place, and so is
    what nobody may read or write.
    """
    if isinstance(error, EssayError):
        return error.problems[0]
    own = [(file.removeprefix(f"{root}/"), line) for file, line in frames if file.startswith(f"{root}/")]
    own = [(file, line) for file, line in own if "/site-packages/" not in file]
    if type(error).__module__.startswith("jinja2"):
        wanted = [(f"{theme}/templates/{name}", 1) for name in _lacking(error)]
        own = [(file, line) for file, line in own if not file.endswith(".py")] or wanted or own
    own += [(name, 1) for name in _unopened(error, root, theme)]
    file, line = own[-1] if own else ("pelicanconf.py", 1)
    if isinstance(error, ModuleNotFoundError) and file.startswith("plugins/astro/"):
        return lacks_module(error)
    if getattr(error, "lineno", None) and getattr(error, "filename", None):  # a syntax error, of Python or of Jinja
        file, line = str(error.filename).removeprefix(f"{root}/"), int(error.lineno)  # type: ignore[attr-defined]
    reason = str(error.strerror) if isinstance(error, OSError) and _unopened(error, root, theme) else _reason(error)
    return Problem(file, line, reason if "; " in reason else f"{reason}; {_remedy(error)}")


def lacks_module(error: ModuleNotFoundError) -> Problem:
    """What is wrong where something of Pelican's or astro's asks for a package that is not installed."""
    return Problem("pelicanconf.py", 1, f"{_reason(error)}, for which a setting asks; install it, or take that out")


def _unopened(error: BaseException, root: str, theme: str) -> list[str]:
    """The name of what is lacking in theme or content, or of what may not be read or written, if that is wrong."""
    if not isinstance(error, OSError) or not (isinstance(error, FileNotFoundError) or _is_forbidden(error)):
        return []
    name = str(error.filename).removeprefix(f"{root}/")
    is_place = name.startswith((f"{theme}/", "content/")) or _is_forbidden(error)
    return [name] if is_place and name != str(error.filename) else []


def _is_forbidden(error: BaseException) -> bool:
    """Whether somebody may not read or write a file, or nobody may write on its disk."""
    return isinstance(error, PermissionError) or (isinstance(error, OSError) and error.errno == EROFS)


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    for name in _lacking(error):
        return f"template `{name}` does not exist; write it, or take out what asks for it, a template or a setting"
    words = " ".join(str(getattr(error, "message", None) or error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _lacking(error: BaseException) -> list[str]:
    """The name of the template that Jinja did not find, if that is what is wrong."""
    return [str(getattr(error, "name", ""))] if type(error).__name__ == "TemplateNotFound" else []


def _remedy(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _FULL:
        return "make room on the disk, then build again"
    if isinstance(error, EOFError | ValueError) and "marshal" in str(error):
        return "a full disk left half a file of Python; delete them: `find . -name __pycache__ -exec rm -r {} +`"
    if _is_forbidden(error):
        return "have it belong to you, or make it readable and writable, then build again"
    if isinstance(error, FileNotFoundError):
        return "put it there, or take out what asks for it (with -D in PELICANOPTS the whole traceback is shown)"
    return "correct it there (with -D in PELICANOPTS the whole traceback is shown)"
