"""How long it takes from a save to the finished page while a tool watches."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import Command, Cost, FailedError, said, start

_TOO_LONG = 120.0  # seconds
_QUIET = 1.5  # seconds in which a tool comes to rest after a build


@dataclass(frozen=True, slots=True)
class Desk:
    """A site that a tool watches."""

    folder: Path
    command: Command
    environment: Mapping[str, str]
    source: Path
    """The file that is saved."""
    page: Path
    """The page that it becomes."""


def measure_saves(desks: Mapping[str, Desk], runs: int) -> dict[str, list[Cost]]:
    """The seconds (`wall`) from each save to the page that shows it, by tool: in alternation, after one to warm up.

    All tools watch at the same time. Raises FailedError where one ends, or shows nothing.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in desks}
    with _watched([*desks.values()]) as processes:
        for number in range(runs + 1):
            for (name, desk), process in zip(desks.items(), processes, strict=True):
                words = f"edit{number:09d}edit"
                text = f"{desk.source.read_text('utf-8')}\nThis is the {words}.\n"
                begun = time.perf_counter()
                desk.source.write_text(text, "utf-8")
                _wait_for(desk, process, words)
                if number:
                    costs[name].append(Cost(time.perf_counter() - begun, 0.0, 0.0))
                time.sleep(_QUIET)
    return costs


@contextmanager
def _watched(desks: Sequence[Desk]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The tools, each watching, once all sites are built."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for desk in desks:
            processes.append(start(desk.command, desk.folder, desk.environment))  # noqa: PERF401  # each is to be ended
        for desk, process in zip(desks, processes, strict=True):
            _wait_for(desk, process, "")
        time.sleep(2 * _QUIET)
        yield processes
    finally:
        for process in processes:
            process.terminate()  # a shell has what it runs in the background ignore Ctrl-C
            process.wait()


def _wait_for(desk: Desk, process: subprocess.Popen[bytes], words: str) -> None:
    """Come back when the page is there and holds the words."""
    begun = time.perf_counter()
    while not (desk.page.is_file() and words in desk.page.read_text("utf-8", errors="replace")):
        if process.poll() is not None or time.perf_counter() - begun > _TOO_LONG:
            command = " ".join(map(str, desk.command))
            raise FailedError(f"{command} did not write {desk.page}:\n{said(desk.folder)}")
        time.sleep(0.002)
