"""Programs of the machine."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ..staging import RefusedError

_TELLING = (" ! [", "fatal:", "error:", "rsync: ")  # how lines begin after which git and rsync go on


def run(command: Sequence[str], *, given: str | None = None) -> str:
    """What a program printed; raises RefusedError with its last words where it failed."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise RefusedError(f"{command[0]} is not installed; install it") from None
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()
        telling = (line for start in _TELLING for line in said if line.startswith(start))
        words = next(telling, said[-1]).strip()
        raise RefusedError(f"{command[0]} failed ({words})")
    return done.stdout


class UnsureError(RefusedError):
    """Raised where it cannot be told which release is public."""


@contextmanager
def nothing_switched() -> Iterator[None]:
    """Where anything fails in it, RefusedError also says that the public still sees the last release."""
    try:
        yield
    except UnsureError:
        raise
    except (RefusedError, OSError) as error:
        raise RefusedError(f"{error}; the last release is still public") from None
