"""The register's file: read at every build, replaced at `make publish` alone.

A build may be killed after it has shown a site and before the register knows: tomorrow's register waits beside the
site meanwhile, and the next build takes it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from ..problem import EssayError
from ..staging import write_whole
from .known import Register
from .register import broken, dump, load

NAME = "published.json"
_NEXT = ".published.json.next"  # beside it, so that a rename is all that is left to do once the site is shown


def is_ci() -> bool:
    """Whether a machine of continuous integration is at work, where nobody commits the register."""
    return os.environ.get("CI", "").strip().lower() not in ("", "0", "f", "false", "n", "no", "off")


def name_in(content: Path) -> str:
    """The register of a content folder as problems name it."""
    return f"{content.name}/{NAME}"


def read_register(content: Path) -> Register:
    """The register of a content folder; an empty one where nothing was published. Raises EssayError."""
    try:
        return load((content / NAME).read_text("utf-8"), name_in(content))
    except FileNotFoundError:
        return Register()
    except (OSError, UnicodeDecodeError) as error:
        raise EssayError([broken(name_in(content), 1, str(error))]) from None


def write_register(content: Path, register: Register) -> None:
    """Replace the register: it is the old one or the new one, whole, whatever happens."""
    write_whole(content / NAME, dump(register))


def hold(content: Path, waiting: Path, digest: str, before: Register, after: Register) -> None:
    """Keep tomorrow's register in the file `waiting` while the site with this digest takes its place."""
    write_whole(waiting, json.dumps({"site": digest, "before": dump(before), "after": dump(after)}))
    write_whole(content / _NEXT, dump(after))


def take(content: Path) -> None:
    """Put what is held in the place of the register."""
    (content / _NEXT).replace(content / NAME)


def recover(content: Path, waiting: Path, digest: str) -> None:
    """Finish what a killed build has begun: remember what is public since the site with this digest stands.

    A register that was changed since then stays as it is, and so does what waits, until another site stands there or
    one is published. What waits and is damaged counts for nothing.
    """
    before = after = None
    with suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
        held = json.loads(waiting.read_text("utf-8"))
        if held["site"] == digest:
            before, after = (load(held[each], name_in(content)) for each in ("before", "after"))
    if after is not None:
        now = None
        with suppress(EssayError):  # which the build will say
            now = read_register(content)
        if now == before:
            write_register(content, after)
            print(f"{name_in(content)} has changed, as the last publishing was cut short: commit it")
        elif now != after:
            return
    waiting.unlink(missing_ok=True)
    with suppress(OSError):  # of a folder that cannot be written
        (content / _NEXT).unlink(missing_ok=True)
