"""`python -m astro.deploy send TO [AT [GONE]]`, `... rollback TO`: make the site in output/ public, or the last one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from os.path import expanduser
from pathlib import Path

from ..staging import RefusedError
from . import Sent, arrived, rollback, send, shows_missing
from .plan import plain, target_of

CONTENT, OUTPUT = Path("content"), Path("output")
WAIT = {"folder": 0.0, "git": 180.0}  # seconds; a host needs a while to take a branch over


def main(verb: str, to: str, at: str = "", gone: str = "") -> None:
    """Send or take back; ends with a message and exit code 1 where that did not succeed.

    `gone` are addresses, with spaces between them, that are to be public no more.
    """
    try:
        target = target_of(expanduser(to))  # noqa: PTH111  # which not all shells do; pathlib raises for nobody's home
        if verb == "rollback":
            print(plain(rollback(target)))
            return
        if at and not (at.startswith(("https://", "http://")) and at.isascii() and at.isprintable() and " " not in at):
            sys.exit(f"AT is `{at}`, no address; write https://…")
        if plain(at) != at:
            sys.exit(f"AT is `{plain(at)}` and a password, which is not sent; write it without, or leave AT out")
        sent = send(target, OUTPUT, lambda: [*_retired(), *gone.split()])
        print(plain(sent.said), flush=True)
        _look(sent, (at or sent.address).rstrip("/"), WAIT.get(target.kind, 10.0), plain(to))
    except (RefusedError, ValueError, OSError) as error:
        sys.exit(plain(f"{error}"))
    except KeyboardInterrupt:
        print(f"interrupted; run it again, as {plain(to)} may be changed in part", file=sys.stderr)
        sys.exit(130)


def _retired() -> Iterator[str]:
    """The addresses that the author has let go; raises EssayError where the register is broken."""
    from ..permanence.file import read_register  # noqa: PLC0415  # it loads Pelican, which most sendings can do without

    essays = read_register(CONTENT).essays
    public = {address for essay in essays if not essay.retired for address in (essay.address, *essay.former)}
    for essay in essays:
        if essay.retired:
            yield from {essay.address, *essay.former} - public


def _look(sent: Sent, address: str, seconds: float, to: str) -> None:
    """Compare what the public sees; say so where it cannot be seen from here."""
    try:
        wrong = arrived(sent.pages, address, seconds)
    except OSError as error:
        reason = getattr(error, "reason", error)  # without urllib's own words around it
        print(f"{address} does not answer from here ({reason}); look at it yourself", file=sys.stderr)
        return
    if wrong:
        back = f"what was sent before, if anything was, comes back by make rollback TO={to}"
        sys.exit(f"{address} does not show what was sent ({', '.join(wrong)}); {back}")
    print(f"{address} shows what was sent")
    if sent.missing and not shows_missing(sent.missing, address):
        print("where nothing stands it shows another page than 404.html; nginx is told by `error_page 404 /404.html;`")


if __name__ == "__main__":
    main(*sys.argv[1:])
