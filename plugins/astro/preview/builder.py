"""Builds of the desk, each in a process of its own.

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
import json
import multiprocessing
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

from ..regex import compile_all
from .build import PLUGINS, READ, STALE, build, noting

_SPAWN = multiprocessing.get_context("spawn")
_OF_NO_USE = {STALE, -signal.SIGKILL}  # exit codes of a build that waited too long, or that the system has killed


@dataclass(frozen=True, slots=True)
class Build:
    """How a build went."""

    ok: bool
    """Whether there is a new site."""
    text: str
    """What the build wrote to stderr, warnings or what was wrong; after one that failed, also what it printed."""
    seconds: float
    pages: Mapping[str, str]
    """Of a new site: the page of each article and page, by its source."""


class _Ended(NamedTuple):
    """What a process of a build leaves."""

    code: int
    stderr: str
    stdout: str
    modules: list[str]
    """Those that it used, and those that the next one may."""
    pages: dict[str, str]


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
        return Build(ended.code == 0, text, seconds, ended.pages)

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
        with uninterrupted():
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
    for ending in (signal.SIGINT, signal.SIGHUP):  # the desk ends its builds itself
        signal.signal(ending, signal.SIG_IGN)
    sys.dont_write_bytecode = True  # see `fresh`
    with noting(READ):
        for name in modules:
            with suppress(Exception):  # what cannot be imported any more is said by the build
                importlib.import_module(name)
    compile_all()
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
            elif ready and ready.is_there and (ended := ready.run(requests)).code not in _OF_NO_USE:
                requests.send(ended)
            elif not arguments:
                break  # the desk begins anew
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
        self._process = context.Process(target=build, args=(arguments, self._folder.name, fresh, gate))
        with uninterrupted():
            self._process.start()
        there.close()

    @property
    def is_there(self) -> bool:
        """Whether it has not ended, and has the folder still in which it is to say what it does."""
        alive: bool = self._process.is_alive()
        return alive and Path(self._folder.name).is_dir()

    def run(self, *others: Connection) -> _Ended:
        """What is left of the build; it is ended where this process is to end, or another end speaks or is closed."""
        try:
            with suppress(OSError):  # it has ended by itself, and its exit code says why
                self._gate.send(None)
            wait([self._process.sentinel, *others])
            left = Path(self._folder.name)
            stderr, stdout, modules, pages = (_text(left / name) for name in ("stderr", "stdout", "modules", "pages"))
        finally:
            self.end()
        return _Ended(self._process.exitcode or 0, stderr, stdout, modules.splitlines(), json.loads(pages or "{}"))

    def end(self) -> None:
        """End the build, if it has not ended, and leave nothing of it."""
        self._process.kill()  # it may not have come so far as to know what to do at SIGTERM
        self._process.join()
        self._gate.close()
        self._folder.cleanup()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C from a process that is started meanwhile, which would die of it with a traceback.

    The desk ends its processes itself.
    """
    resource_tracker.ensure_running()  # else it is started now, and lets the signals through again
    with blocked(signal.SIGINT):
        yield


@contextmanager
def blocked(*signals: int) -> Iterator[None]:
    """Let no process or thread that is begun meanwhile take these signals."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace") if path.exists() else ""
