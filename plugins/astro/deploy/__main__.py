"""`python -m astro.deploy send TO [AT]`, `... rollback TO`: make the site in output/ public, or the one before it."""

from __future__ import annotations

import sys
from pathlib import Path

from ..staging import RefusedError
from . import arrived, rollback, send, verified
from .plan import target_of

OUTPUT = Path("output")
WAIT = {"folder": 0.0, "git": 180.0}  # seconds; a host needs a while to take a branch over


def main(verb: str, to: str, at: str = "") -> None:
    """Send or take back; ends with a message and exit code 1 where that did not succeed."""
    try:
        target = target_of(str(Path(to).expanduser()) if to.startswith("~") else to)  # which not all shells do
        if verb == "rollback":
            print(rollback(target))
            return
        print(send(target, OUTPUT), flush=True)
        address = (at or verified(OUTPUT)[1]).rstrip("/")
    except (RefusedError, ValueError, OSError) as error:
        sys.exit(f"{error}")
    _look(address, WAIT.get(target.kind, 10.0), to)


def _look(address: str, seconds: float, to: str) -> None:
    """Compare what the public sees; say so where it cannot be seen from here."""
    try:
        wrong = arrived(OUTPUT, address, seconds)
    except OSError as error:
        reason = getattr(error, "reason", error)  # without urllib's own words around it
        print(f"{address} does not answer from here ({reason}); look at it yourself", file=sys.stderr)
        return
    if wrong:
        sys.exit(f"{address} does not show what was sent ({', '.join(wrong)}); to go back: make rollback TO={to}")
    print(f"{address} shows what was sent")


if __name__ == "__main__":
    main(*sys.argv[1:])
