"""The desk: the site in a browser, built again at every save. Here: one build, in a process of its own.

A build must read changed plugins and settings again, so it cannot take place where they were read before; but a new
process spends most of its time on importing Pelican, what it needs, and astro. So the first build says which modules
it used, a warm process imports these, and each later build is a fork of that one; where such a build uses others too,
as one does that cannot keep the related links of the last, a new warm process has them. When a plugin has changed, the
warm process ends; the build that reads the new one starts from nothing, and says anew what is to be warm.

A build is made ready as soon as the last one has ended: it reads the settings and the essays that are known, and waits
for a save. Where any file or folder is another one by then than when the settings and plugins read it, in the project
or not, it is of no use, and the build starts from nothing.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import logging
import multiprocessing
import os
import shutil
import signal
import stat
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

import pelican
from rich.console import Console
from rich.live import Live

from ..problem import Problem

LIBRARIES = tuple(sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib"))
PLUGINS = "plugins"  # in the project's folder
_SPAWN = multiprocessing.get_context("spawn")
_STALE = 75  # exit code of a build that has read what is there no longer: "try again", as sysexits.h has it
_READINGS = ("open", "os.listdir", "os.scandir")  # events of Python's audit


@dataclass(frozen=True, slots=True)
class Build:
    """How a build went."""

    ok: bool
    """Whether there is a new site."""
    text: str
    """What the build wrote to stderr, warnings or what was wrong; after one that failed, also what it printed."""
    seconds: float


class _Ended(NamedTuple):
    """What a process of a build leaves."""

    code: int
    stderr: str
    stdout: str
    modules: list[str]
    """Those that it used, and those that the next one may."""


class Builder:
    """Runs Pelican with the same arguments again and again, each time in a new process."""

    def __init__(self, arguments: Iterable[str]) -> None:
        self._arguments = [*arguments, "--log-handler", "plain"]  # no handler; the other one wraps lines, on stdout
        self._modules: list[str] = []
        self._warm: _Warm | None = None
        self._is_first = True

    def build(self, changed: Iterable[str] = ()) -> Build:
        """What came of a build that read all that has changed; never raises for what is wrong with the site."""
        if any(f"{path}/".startswith(f"{PLUGINS}/") for path in changed):
            self.cool()
        start = time.perf_counter()
        # Python takes a module's bytecode for current if the source has the same size and the same whole second: only
        # the first build leaves any, as what a later one reads may be about to change again.
        ended = self._run(fresh=not self._is_first)
        self._is_first = False
        seconds = time.perf_counter() - start
        text = ended.stderr + (ended.stdout if ended.code else "")
        if ended.code and not text:
            text = f"the build ended with exit code {ended.code}; what it said is in the terminal\n"
        elif ended.code == 0:
            self._remember(ended.modules)
        return Build(ended.code == 0, text, seconds)

    def _remember(self, used: Iterable[str]) -> None:
        """Have a warm process import what this build has used too; one that lacks any of it makes room for another."""
        modules = [*dict.fromkeys([*self._modules, *used])]
        if self._warm and len(modules) > len(self._modules):
            self.cool()
        self._modules = modules

    def _run(self, *, fresh: bool) -> _Ended:
        """What is left of a build: of the one that waits, or of one that starts from nothing."""
        if self._warm:
            try:
                return self._warm.run()
            except (EOFError, OSError):
                self.cool()
            except BaseException:  # Ctrl-C: nothing goes on behind the author's back
                self.cool()
                raise
        return _Process(_SPAWN, self._arguments, fresh=fresh, waits=False).run()

    def warm_up(self) -> None:
        """After a build that succeeded: make the next one ready, so that not the next save waits for it."""
        if self._warm is None and self._modules and "fork" in multiprocessing.get_all_start_methods():
            self._warm = _Warm(self._modules)
        if self._warm:
            with suppress(OSError):  # it is gone; the next build finds it so
                self._warm.make_ready(self._arguments)

    def cool(self) -> None:
        """End the warm process, and the build that it runs."""
        warm, self._warm, self._modules = self._warm, None, []
        if warm:
            warm.end()


class _Warm:
    """A process that has imported modules, and makes builds ready and runs them in forks of itself, one at a time."""

    def __init__(self, modules: list[str]) -> None:
        self._requests, others = multiprocessing.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(others, modules))
        self._process.start()
        others.close()

    def make_ready(self, arguments: list[str]) -> None:
        """Have a build wait to be run, in the place of one that waits; raises OSError where the process has ended."""
        self._requests.send(arguments)

    def run(self) -> _Ended:
        """What is left of the build that waits; raises EOFError or OSError where the process has ended."""
        self._requests.send(None)
        ended: _Ended = self._requests.recv()
        return ended

    def end(self) -> None:
        """End the process and its build."""
        self._requests.close()  # which it notices, once it has imported all
        self._process.terminate()
        self._process.join()


def _serve(requests: Connection, modules: list[str]) -> None:
    """In the warm process: import modules, then make builds ready and run them as asked until the desk has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its builds itself
    sys.dont_write_bytecode = True  # see `fresh`
    for name in modules:
        with suppress(Exception):  # what cannot be imported any more is said by the build
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what is imported is for good: no collection need look at it
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # from now on it has a build to end first: see `_Warm.end`
    fork = multiprocessing.get_context("fork")
    ready: _Process | None = None
    try:
        while True:
            arguments = requests.recv()
            if ready and arguments:
                ready.end()
            elif ready and ready.is_there and (ended := ready.run(requests)).code != _STALE:
                requests.send(ended)
            elif not arguments:
                break  # the build was killed while it waited, or is of no use: the desk begins anew
            # What it reads may be about to change, so its bytecode is not to stay.
            ready = _Process(fork, arguments, fresh=True, waits=True) if arguments else None
    except (EOFError, OSError):
        return
    finally:
        if ready:
            ready.end()


class _Process:
    """A build in a process of its own, which waits to be run or has begun."""

    def __init__(self, context: Any, arguments: list[str], *, fresh: bool, waits: bool) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="astro-desk-")
        self._gate, there = multiprocessing.Pipe()
        gate = there if waits else None
        self._process = context.Process(target=_build, args=(arguments, self._folder.name, fresh, gate))
        self._process.start()
        there.close()

    @property
    def is_there(self) -> bool:
        """Whether it has not ended."""
        alive: bool = self._process.is_alive()
        return alive

    def run(self, *others: Connection) -> _Ended:
        """What is left of the build; it is ended where this process is to end, or another end speaks or is closed."""
        try:
            with suppress(OSError):  # it has ended by itself, and its exit code says why
                self._gate.send(None)
            wait([self._process.sentinel, *others])
            stderr, stdout, modules = (_text(Path(self._folder.name, name)) for name in ("stderr", "stdout", "modules"))
        finally:
            self.end()
        return _Ended(self._process.exitcode or 0, stderr, stdout, modules.splitlines())

    def end(self) -> None:
        """End the build, if it has not ended, and leave nothing of it."""
        self._process.kill()  # it may not have come so far as to know what to do at SIGTERM
        self._process.join()
        self._gate.close()
        self._folder.cleanup()


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace") if path.exists() else ""


class _Log(logging.Handler):
    """Sends Pelican's log to stderr, unwrapped; keeps errors, which astro.release sums up, for when it does not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Print a warning; keep an error, with the exception that is being handled; print both when Pelican dies."""
        record.exc_info = record.exc_info or (sys.exc_info() if record.levelno >= logging.ERROR else None)
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


def _build(arguments: list[str], folder: str, fresh: bool, gate: Connection | None) -> None:  # noqa: FBT001
    """In the new process: run Pelican, which ends with its exit code; leave in `folder` what it says and used.

    With a `gate` it waits there once it has read the settings.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its builds itself
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_desk, args=(folder,), daemon=True).start()
    os.dup2(os.open(Path(folder, "stderr"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    sys.dont_write_bytecode = fresh
    logging.getLogger().addHandler(log := _Log())
    pelican.console = _Console(file=sys.stdout)
    pelican.get_instance = partial(_instance, pelican.get_instance, gate)
    with Path(folder, "stdout").open("w", encoding="utf-8") as printed, redirect_stdout(printed):
        pelican.main(arguments)
    if log.errors:  # passed over, as the room that stops a build for them did not load
        log.print()
        sys.exit(1)
    from ..related import LATER  # noqa: PLC0415  # as this build has filled it, in a process of its own

    modules = [*filter(_is_for_good, list(sys.modules)), *sorted(LATER)]
    Path(folder, "modules").write_text("\n".join(modules), encoding="utf-8")


def _instance(make: Callable[[Any], tuple[pelican.Pelican, Any]], gate: Connection | None, arguments: Any) -> Any:
    """The site and its settings, with what it may hold of essays, once it is to be built."""
    read: dict[str, object] = {}
    with _noting(read):
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
        os._exit(_STALE)


@contextmanager
def _noting(read: dict[str, object]) -> Iterator[None]:
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


def stamp(path: str) -> object:
    """What another file, or one that was written again, has another one of; None where there is none."""
    with suppress(OSError, ValueError):
        found = Path(path).stat()
        if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
            return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return None


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
    return spec.origin.startswith(LIBRARIES) or Path(spec.origin).resolve().is_relative_to(Path(PLUGINS).resolve())
