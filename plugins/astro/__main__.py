"""`python -m astro`: Pelican, that says what is wrong with a settings file in a line too, and ends quietly at Ctrl-C.

Any other fault of a build is said by `AllOrNothing`, which there is none of before the settings are read.
"""

from __future__ import annotations

import gc
import logging
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn


def main(arguments: list[str]) -> None:
    """Run Pelican with its own arguments; raises SystemExit where nothing is built."""
    gc.disable()  # what is imported stays: to look for cycles in it takes a twentieth of importing
    import pelican  # noqa: PLC0415  # half a second, in which somebody may press Ctrl-C

    pelican.get_instance = partial(_instance, pelican.get_instance)
    pelican.main(arguments)


def _instance(make: Callable[[Namespace], Any], arguments: Namespace) -> Any:
    """The site and its settings; where a file of settings cannot be run, its line is told."""
    try:
        return make(arguments)
    except KeyboardInterrupt:  # with which Pelican itself ends as if it had built
        _end()
    except Exception as error:
        if arguments.verbosity == logging.DEBUG:
            raise
        from .release.failures import describe  # noqa: PLC0415  # as above
        from .release.reporting import REPORTS  # noqa: PLC0415

        output = Path(arguments.output or "output").name
        REPORTS.begin(Path("content"), f"nothing was published, {output}/ is unchanged", loudly=False)
        frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)[1:]]
        REPORTS.problems.append(describe(error, frames, str(Path(arguments.settings or "").resolve().parent), "theme"))
        REPORTS.stop_if_any()
        raise
    finally:
        gc.enable()


def _end() -> NoReturn:
    print("interrupted; nothing was changed", file=sys.stderr, flush=True)
    sys.exit(130)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:  # which a site says itself once there is one
        _end()
