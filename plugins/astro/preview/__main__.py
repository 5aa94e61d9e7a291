"""`python -m astro.preview PORT [ARGUMENT ...]`: show output/ on this machine; with Pelican's arguments, also build it.

A build follows every save. Shown is what the last good build put into output/, or what is wrong with the last one.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from rich.console import Console

from .builder import Build, Builder, blocked
from .moved import moved
from .pages import broken_page
from .problems import problems_of
from .saves import NOT_WRITTEN_BY_HAND, advice, named
from .server import Desk, read
from .watching import Saves

_ENDINGS = (signal.SIGTERM, signal.SIGHUP)
_SIGNALS = (signal.SIGINT, *_ENDINGS)  # are the main thread's: of one that another takes it hears when it next wakes


def build_and_tell(desk: Desk, builder: Builder, changed: Iterable[str], last: Build | None) -> Build | None:
    """Build; print what was wrong, then one line: what was saved, and how long the build took or that it failed.

    Returns this build if it is good, else the `last` good one, which is None before the first.
    """
    built = builder.build(changed)
    problems = problems_of(built.text, str(Path.cwd()))
    placed = [line for line in map(str, problems) if line not in built.text]  # those of exceptions
    print(built.text, *(f"{line}\n" for line in placed), sep="", end="", file=sys.stderr, flush=True)
    how = "built" if built.ok else f"not built (see http://localhost:{desk.server_port}/)"
    print(f"{named(changed) or 'the site'}: {how} in {built.seconds:.2f} s{advice(changed)}", flush=True)
    if built.ok and last:
        desk.moves = moved(last.pages, built.pages, desk.moves)
    has_last = read("index.html") is not None
    desk.tell("" if built.ok else broken_page(problems, built.text, has_last=has_last))
    return built if built.ok else last


def main(port: int, arguments: list[str]) -> None:
    """Show the site until Ctrl-C, and build it at every save if there are arguments for Pelican."""
    try:
        desk = Desk(port)
    except OSError as error:
        sys.exit(f"port {port}: {error.strerror}; choose another: PORT={port + 1}")
    builder = Builder(arguments)
    with ExitStack() as stack:
        stack.callback(builder.cool)
        with blocked(*_SIGNALS):
            saves = stack.enter_context(Saves()) if arguments else None
        last = build_and_tell(desk, builder, (), None) if saves else None
        stack.callback(desk.server_close)
        thread = threading.Thread(target=desk.serve_forever, daemon=True)
        with blocked(*_SIGNALS):
            thread.start()
        stack.callback(desk.shutdown)
        print(f"http://localhost:{desk.server_port}/ - stop with Ctrl-C", flush=True)
        while saves:
            builder.warm_up()
            changed = saves.take()
            # Where the register was refused, it is restored by hand: a publishing could not have written it.
            if changed != {NOT_WRITTEN_BY_HAND} or NOT_WRITTEN_BY_HAND in desk.state.broken:
                last = build_and_tell(desk, builder, changed, last)
        thread.join()


def _end(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    if len(sys.argv) < 2 or not sys.argv[1].isdecimal() or int(sys.argv[1]) > 65535:
        sys.exit(f"PORT={''.join(sys.argv[1:2])} is no port; use a number up to 65535: PORT=8000")
    for ending in _ENDINGS:
        signal.signal(ending, _end)
    try:
        main(int(sys.argv[1]), sys.argv[2:])
    except KeyboardInterrupt:
        Console().show_cursor()  # a bar may have been cut short
        sys.exit(130)
