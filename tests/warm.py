"""Builds of sites, each in a fork of this process, which has imported what they need: they begin half a second sooner.

Each line of its input is a build, `[folder, file for what it says, arguments]` in JSON; it answers by its exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import sys

import astro
from astro.__main__ import main
from astro.regex import compile_all


def build(folder: str, said: str, arguments: list[str]) -> int:
    """The exit code of one build, in this process."""
    os.chdir(folder)
    for stream in (1, 2):
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    try:
        main(arguments)
    except SystemExit as ended:
        print(ended.code or "", file=sys.stderr)
        return 1 if ended.code else 0
    return 0


if __name__ == "__main__":
    for room in pkgutil.iter_modules(astro.__path__):
        importlib.import_module(f"astro.{room.name}")
    for module in ("pelican", "astro.related.kept", "astro.related.rank"):
        importlib.import_module(module)
    compile_all()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            code = build(*json.loads(line))
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
