"""`python -m astro.permanence retire NAME`, `... move SLUG#ID TO`: the author's answers, written to the register."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from ..problem import EssayError
from ..staging import Place, RefusedError, locked
from . import read_register, write_register
from .answers import UnknownAnswerError, move, retire
from .known import Register

CONTENT, OUTPUT = Path("content"), Path("output")
ANSWERS: dict[str, Callable[..., Register]] = {"retire": retire, "move": move}


def main(verb: str, *names: str) -> None:
    """Change the register; ends with a message and exit code 1 where it does not know what is named.

    A build that is at work has read the register, and may write it.
    """
    try:
        with locked(Place(OUTPUT.resolve())):
            write_register(CONTENT, ANSWERS[verb](read_register(CONTENT), *names))
    except (EssayError, UnknownAnswerError, RefusedError) as error:
        sys.exit(str(error))
    print(f"{CONTENT}/published.json has changed: publish, and commit it")


if __name__ == "__main__":
    main(*sys.argv[1:])
