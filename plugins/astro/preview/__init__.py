"""The desk: the site in a browser, built again at every save. Here: one build, in a process of its own.

A build must read changed plugins and settings again, so it cannot take place where they were read before; but a new
process spends most of a second on importing Pelican and what it needs. So the first build says which modules of other
projects it used, a server process imports these and nothing of ours, and each later build is a fork of that one.
"""

from __future__ import annotations

import gc
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
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pelican
from rich.console import Console
from rich.live import Live

LIBRARIES = tuple(sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib"))


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
        self._cold = multiprocessing.get_context("spawn")
        self._warm = multiprocessing.get_context("forkserver")
        self._is_warm = False

    def build(self, changed: Iterable[str] = ()) -> Build:
        """What came of a build that read everything anew; never raises for what is wrong with the site."""
        # Python takes a module's bytecode for current if the source has the same size and the same whole second.
        fresh = any(path.endswith(".py") for path in changed)
        context: Any = self._warm if self._is_warm else self._cold
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="astro-desk-") as folder:
            process = context.Process(target=_build, args=(self._arguments, folder, fresh))
            process.start()
            try:
                process.join()
            finally:  # Ctrl-C: nothing goes on behind the author's back
                process.terminate()
                process.join()
            seconds = time.perf_counter() - start
            text = _text(Path(folder, "stderr")) + (_text(Path(folder, "stdout")) if process.exitcode else "")
            if process.exitcode and not text:
                text = f"the build ended with exit code {process.exitcode}; what it said is in the terminal\n"
            elif process.exitcode == 0 and not self._is_warm:
                self._warm.set_forkserver_preload(_text(Path(folder, "modules")).splitlines())
                self._is_warm = True
        return Build(process.exitcode == 0, text, seconds)

    def warm_up(self) -> None:
        """After a build that succeeded: start the server process, so that not the next save waits for it."""
        if self._is_warm:
            process = self._warm.Process(target=int)
            process.start()
            process.join()


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
    threading.Thread(target=_end_with_the_desk, daemon=True).start()
    os.dup2(os.open(Path(folder, "stderr"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    gc.freeze()  # what the server process imported is for good: no collection need look at it
    sys.dont_write_bytecode = fresh
    logging.getLogger().addHandler(log := _Log())
    pelican.console = _Console(file=sys.stdout)
    with Path(folder, "stdout").open("w", encoding="utf-8") as printed, redirect_stdout(printed):
        pelican.main(arguments)
    if log.errors:  # passed over, as the room that stops a build for them did not load
        log.print()
        sys.exit(1)
    Path(folder, "modules").write_text("\n".join(filter(_is_library, list(sys.modules))), encoding="utf-8")


def _end_with_the_desk() -> None:
    """Leave no build behind where the desk was killed."""
    desk = multiprocessing.parent_process()
    if desk is not None:
        desk.join()
        os._exit(1)


def _is_library(name: str) -> bool:
    """Whether a module is Python's or an installed one: neither ours, nor the settings, nor a plugin from elsewhere."""
    spec = getattr(sys.modules[name], "__spec__", None)
    return bool(spec and spec.origin and spec.name == name and spec.origin.startswith(LIBRARIES))
