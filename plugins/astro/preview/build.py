"""One build, in the process that it has for itself."""

from __future__ import annotations

import importlib.util
import json
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from functools import cache, partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pelican
from rich.console import Console
from rich.live import Live

from ..problem import Problem
from ..staging import stamp

LIBRARIES = tuple(sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib"))
PLUGINS = "plugins"  # in the project's folder
STALE = 75  # exit code of a build that has read what is there no longer: "try again", as sysexits.h has it
READ: dict[str, object] = {}  # what was read while the modules were imported that this process began with: see `noting`
_READINGS = ("open", "os.listdir", "os.scandir")  # events of Python's audit


class _Log(logging.Handler):
    """Sends Pelican's log to stderr, unwrapped; keeps errors, which astro.release sums up, for when it does not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Print a warning; keep an error, with the exception that is being handled; print both when Pelican dies."""
        if record.levelno >= logging.ERROR and sys.exc_info()[0]:
            record.exc_info = record.exc_info or sys.exc_info()
        if record.levelno == logging.ERROR:
            self.errors.append(self.format(record))
        elif record.name.split(".")[0] != "astro":  # what a room says is printed by astro.release
            self.print()
            print(self.format(record), file=sys.stderr)

    def print(self) -> None:
        """Print the errors kept."""
        print("".join(f"{each}\n" for each in self.errors), end="", file=sys.stderr, flush=True)


class _Console(Console):
    """Pelican's console at the desk: it may show a bar, but stderr stays apart and the last word is the desk's."""

    def status(self, *args: Any, **options: Any) -> Any:
        """A frame for the bar in place of Pelican's spinner, which would send stderr through the terminal."""
        del args, options
        return Live("", console=self, transient=True, redirect_stdout=False, redirect_stderr=False)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print what rich draws, not the line in which Pelican sums up its work."""
        if not all(isinstance(each, str) for each in objects):
            super().print(*objects, **options)


def build(arguments: list[str], folder: str, fresh: bool, gate: Connection | None) -> None:  # noqa: FBT001
    """In the new process: run Pelican, which ends with its exit code; leave in `folder` what it says and used.

    With a `gate` it waits there once it has read the settings.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its builds itself
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(os.open(Path(folder, "stderr"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    # From here on nothing that fails as the folder goes is said on the terminal.
    threading.Thread(target=_end_with_the_desk, args=(folder,), daemon=True).start()
    sys.dont_write_bytecode = fresh
    logging.getLogger().addHandler(log := _Log())
    pelican.console = _Console(file=sys.stdout)
    pelican.get_instance = partial(_instance, pelican.get_instance, gate)
    with Path(folder, "stdout").open("w", encoding="utf-8") as printed, redirect_stdout(printed):
        pelican.main(arguments)
    if log.errors:  # passed over, as the room that stops a build for them did not load
        log.print()
        sys.exit(1)
    from ..related.rankings import LATER  # noqa: PLC0415  # as this build has filled it, in a process of its own
    from ..release.addresses import SOURCES  # noqa: PLC0415  # likewise
    from ..sections.contents import source_name  # noqa: PLC0415

    pages = {source_name(content): page for page, content in SOURCES.items()}
    Path(folder, "pages").write_text(json.dumps(pages), encoding="utf-8")
    modules = [*filter(_is_for_good, list(sys.modules)), *sorted(LATER)]
    Path(folder, "modules").write_text("\n".join(modules), encoding="utf-8")


def _instance(make: Callable[[Any], tuple[pelican.Pelican, Any]], gate: Connection | None, arguments: Any) -> Any:
    """The site and its settings, with what it may hold of essays, once it is to be built."""
    read = dict(READ)
    with noting(read):
        site, settings = make(arguments)
    _refuse_another_class(site)
    site.is_patient = True  # what is saved while somebody else builds is to be seen, too
    if gate:
        _wait(gate, site, read)
    return site, settings


def _refuse_another_class(site: pelican.Pelican) -> None:
    """End the build of a site that would be written over the last one: half a settings file makes such a one."""
    from ..release import AllOrNothing  # noqa: PLC0415  # of the plugins as this build reads them

    if not isinstance(site, AllOrNothing):
        text = "PELICAN_CLASS is missing or not astro's, so that no last good site would stay; write it as it was"
        print(Problem("pelicanconf.py", 1, text), file=sys.stderr, flush=True)
        sys.exit(1)


def _wait(gate: Connection, site: pelican.Pelican, read: dict[str, object]) -> None:
    """Hold what the site may of essays, until it is to be built; end where anything that was `read` is another now."""
    from ..readers import hold  # noqa: PLC0415  # of the plugins as this build reads them
    from ..sections import anchor_ahead  # noqa: PLC0415

    for article in hold(site):
        anchor_ahead(article)
        if gate.poll():
            break
    gate.recv()
    if any(stamp(path) != before for path, before in read.items()):
        os._exit(STALE)


@contextmanager
def noting(read: dict[str, object]) -> Iterator[None]:
    """Note the stamp of each file and folder that is read meanwhile, as it is before that, by its path."""
    is_on = True

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if is_on and event in _READINGS and isinstance(arguments[0], str | os.PathLike):
            path = os.fspath(arguments[0])
            read.setdefault(path, stamp(path))
            if path.endswith(".pyc"):
                with suppress(ValueError):  # Python has looked at the source, which it does not open
                    source = importlib.util.source_from_cache(path)
                    read.setdefault(source, stamp(source))

    sys.addaudithook(note)  # for good: there is no way to take it back
    yield
    is_on = False


def _end_with_the_desk(folder: str) -> None:
    """Leave no build behind where the desk was killed, or the warm process."""
    desk = multiprocessing.parent_process()
    if desk is not None:
        desk.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def _is_for_good(name: str) -> bool:
    """Whether a module stays as it is until a plugin is saved: Python's, an installed one, a plugin; no settings."""
    spec = getattr(sys.modules[name], "__spec__", None)
    if not (spec and spec.origin and spec.name == name):
        return False
    if spec.origin.startswith(LIBRARIES):
        return True
    file = Path(spec.origin)
    real = file.resolve() if file.is_symlink() else _resolved(file.parent)
    return real.is_relative_to(_resolved(Path(PLUGINS)))


@cache  # a browser waits for what is left to do at the end of a build
def _resolved(folder: Path) -> Path:
    return folder.resolve()
