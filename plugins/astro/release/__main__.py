"""`python -m astro.release`: Pelican, that says what is wrong with a settings file in a line too.

Any other fault of a build is said by `AllOrNothing`, which there is none of before the settings are read.
"""

from __future__ import annotations

import logging
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pelican

from .failures import describe
from .reporting import REPORTS

Instance = tuple[pelican.Pelican, Any]


def main(arguments: list[str]) -> None:
    """Run Pelican with its own arguments; raises SystemExit where nothing is built."""
    pelican.get_instance = partial(_instance, pelican.get_instance)
    pelican.main(arguments)


def _instance(make: Callable[[Namespace], Instance], arguments: Namespace) -> Instance:
    """The site and its settings; where a file of settings cannot be run, its line is told."""
    try:
        return make(arguments)
    except Exception as error:
        if arguments.verbosity == logging.DEBUG:
            raise
        output = Path(arguments.output or "output").name
        REPORTS.begin("content", f"nothing was published, {output}/ is unchanged", loudly=False)
        frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)[1:]]
        REPORTS.problems.append(describe(error, frames, str(Path(arguments.settings or "").resolve().parent), "theme"))
        REPORTS.stop_if_any()
        raise


if __name__ == "__main__":
    main(sys.argv[1:])
