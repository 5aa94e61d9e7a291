"""What one run of a program costs."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]
# A site has its own plugins; and Python keeps what it has compiled of them, as it does for everybody.
_LEFT_OUT = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
_LOG = ".bench.log"


@dataclass(frozen=True, slots=True)
class Cost:
    """One run."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of the program and all that it started, on all cores together."""
    peak: float
    """Megabytes that were resident at once, of the largest process among them."""


class FailedError(RuntimeError):
    """Raised where a program ends badly; a measure of it would be worth nothing."""


def run(command: Command, folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """The cost of a program that is run to its end in `folder`. Raises FailedError with what it said."""
    begun = time.perf_counter()
    process = start(command, folder, environment or {})
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said(folder)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def start(command: Command, folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A program that runs in `folder`, with further variables."""
    clean = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    with (folder / _LOG).open("wb") as out:
        return subprocess.Popen(  # the bench's own commands
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env={**clean, **environment}
        )


def said(folder: Path) -> str:
    """The last 3,000 characters of what the program said that runs, or ran last, in `folder`."""
    return (folder / _LOG).read_text("utf-8")[-3000:]
