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
    log = folder / ".bench.log"
    clean = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(  # the bench's own commands
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env={**clean, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{log.read_text()[-3000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
