"""The desk: the site in a browser, built again at every save. Here: one build, in a process of its own.

A build must read changed plugins and settings again, so it cannot take place where they were read before; but a new
process spends most of its time on importing Pelican, what it needs, and astro. So the first build says which modules
it used, a warm process imports these, and each later build is a fork of that one; where such a build uses others too,
as one does that cannot keep the related links of the last, a new warm process has them. When a plugin has changed, the
warm process ends; the build that reads the new one starts from nothing, and says anew what is to be warm.
"""

from __future__ import annotations

import gc
import importlib
import logging
import multiprocessing
import os
import signal
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pelican
from rich.console import Console
from rich.live import Live

LIBRARIES = tuple(sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib"))
PLUGINS = "plugins"  # in the project's folder
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Build:
    """How a build went."""

    ok: bool
    """Whether there is a new site."""
    text: str
    """What the build wrote to stderr, warnings or what was wrong; after one that failed, also what it printed."""
    seconds: float


class Builder:
    """Runs Pelican with the same arguments again and again, each time in a new process."""

    def __init__(self, arguments: Iterable[str]) -> None:
        self._arguments = [*arguments, "--log-handler", "plain"]  # no handler; the other one wraps lines, on stdout
        self._modules: list[str] = []
        self._warm: _Warm | None = None

    def build(self, changed: Iterable[str] = ()) -> Build:
        """What came of a build that read everything anew; never raises for what is wrong with the site."""
        changed = list(changed)
        # Python takes a module's bytecode for current if the source has the same size and the same whole second.
        fresh = any(path.endswith(".py") for path in changed)
        if any(path.startswith(f"{PLUGINS}/") for path in changed):
            self.cool()
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="astro-desk-") as folder:
            code = self._run(folder, fresh=fresh)
            seconds = time.perf_counter() - start
            text = _text(Path(folder, "stderr")) + (_text(Path(folder, "stdout")) if code else "")
            if code and not text:
                text = f"the build ended with exit code {code}; what it said is in the terminal\n"
            elif code == 0:
                self._remember(_text(Path(folder, "modules")).splitlines())
        return Build(code == 0, text, seconds)

    def _remember(self, used: Iterable[str]) -> None:
        """Have a warm process import what this build has used too; one that lacks any of it makes room for another."""
        modules = [*dict.fromkeys([*self._modules, *used])]
        if self._warm and len(modules) > len(self._modules):
            self.cool()
        self._modules = modules

    def _run(self, folder: str, *, fresh: bool) -> int:
        """The exit code of a build; where the warm process is gone, a new one takes its place."""
        if self._warm:
            try:
                return self._warm.run(self._arguments, folder, fresh)
            except (EOFError, OSError):
                self.cool()
            except BaseException:  # Ctrl-C: nothing goes on behind the author's back
                self.cool()
                raise
        process = _SPAWN.Process(target=_build, args=(self._arguments, folder, fresh))
        return _ended(process)

    def warm_up(self) -> None:
        """After a build that succeeded: start the warm process, so that not the next save waits for it."""
        if self._warm is None and self._modules and "fork" in multiprocessing.get_all_start_methods():
            self._warm = _Warm(self._modules)

    def cool(self) -> None:
        """End the warm process, and the build that it runs."""
        warm, self._warm, self._modules = self._warm, None, []
        if warm:
            warm.end()


class _Warm:
    """A process that has imported modules and runs builds in forks of itself, one at a time."""

    def __init__(self, modules: list[str]) -> None:
        self._requests, others = multiprocessing.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(others, modules))
        self._process.start()
        others.close()

    def run(self, *build: Any) -> int:
        """The exit code of a build; raises EOFError or OSError where the process has ended."""
        self._requests.send(build)
        code: int = self._requests.recv()
        return code

    def end(self) -> None:
        """End the process and its build."""
        self._process.terminate()
        self._process.join()
        self._requests.close()


def _serve(requests: Connection, modules: list[str]) -> None:
    """In the warm process: import modules, then run a build at each request until the desk has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its builds itself
    sys.dont_write_bytecode = True  # see `fresh`
    for name in modules:
        with suppress(Exception):  # what cannot be imported any more is said by the build
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what is imported is for good: no collection need look at it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    fork = multiprocessing.get_context("fork")
    with suppress(EOFError, OSError):
        while True:
            requests.send(_ended(fork.Process(target=_build, args=requests.recv()), requests))


def _ended(process: BaseProcess, *others: Connection) -> int:
    """The exit code of a build; it is ended where this process is to end, or another end speaks: it can only close."""
    process.start()
    try:
        wait([process.sentinel, *others])
    finally:
        process.terminate()
        process.join()
    return process.exitcode or 0


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


def _build(arguments: list[str], folder: str, fresh: bool) -> None:  # noqa: FBT001
    """In the new process: run Pelican, which ends with its exit code; leave stderr and the modules used in `folder`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its builds itself
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_desk, daemon=True).start()
    os.dup2(os.open(Path(folder, "stderr"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    sys.dont_write_bytecode = fresh
    logging.getLogger().addHandler(log := _Log())
    pelican.console = _Console(file=sys.stdout)
    with Path(folder, "stdout").open("w", encoding="utf-8") as printed, redirect_stdout(printed):
        pelican.main(arguments)
    if log.errors:  # passed over, as the room that stops a build for them did not load
        log.print()
        sys.exit(1)
    from ..related import LATER  # noqa: PLC0415  # as this build has filled it, in a process of its own

    modules = [*filter(_is_for_good, list(sys.modules)), *sorted(LATER)]
    Path(folder, "modules").write_text("\n".join(modules), encoding="utf-8")


def _end_with_the_desk() -> None:
    """Leave no build behind where the desk was killed."""
    desk = multiprocessing.parent_process()
    if desk is not None:
        desk.join()
        os._exit(1)


def _is_for_good(name: str) -> bool:
    """Whether a module stays as it is until a plugin is saved: Python's, an installed one, a plugin; no settings."""
    spec = getattr(sys.modules[name], "__spec__", None)
    if not (spec and spec.origin and spec.name == name):
        return False
    return spec.origin.startswith(LIBRARIES) or Path(spec.origin).resolve().is_relative_to(Path(PLUGINS).resolve())
