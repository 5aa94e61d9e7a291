"""`python -m astro.permanence retire NAME`, `... move SLUG#ID TO`: the author's answers, written to the register."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from ..problem import EssayError
from ..staging import Place, RefusedError, locked, mark_of
from .answers import UnknownAnswerError, move, retire
from .difference import difference
from .file import name_in, read_register, recover, write_register
from .known import Register

CONTENT, OUTPUT = Path("content"), Path("output")
ANSWERS: dict[str, Callable[..., Register]] = {"retire": retire, "move": move}


def main(verb: str, *names: str) -> None:
    """Change the register; ends with a message and exit code 1 where it does not know what is named.

    A build that is at work has read the register, and may write it; one that was killed may have left that to others.
    """
    place = Place(OUTPUT.resolve())
    try:
        with locked(place):
            recover(CONTENT, place.register, mark_of(place.site).digest)
            before = read_register(CONTENT)
            after = ANSWERS[verb](before, *map(unquote, names))  # as browsers give an address away
            write_register(CONTENT, after)
    except (EssayError, UnknownAnswerError, RefusedError, OSError) as error:
        sys.exit(str(error))
    print("".join(f"{line}\n" for line in difference(before, after)), end="")
    print(f"{name_in(CONTENT)} has changed: publish, and commit it")
    if verb == "retire" and not any("#" in each for each in names):
        print("where its file still stands, and is no draft, it comes back")


if __name__ == "__main__":
    main(*sys.argv[1:])
