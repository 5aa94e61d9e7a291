"""Long work is spread over the processors: each share of it in a process of its own, with the first share in this one.

`spread(items, work)` returns what `work` would return if it were called with all items. Another process is a fork of
this one, which knows all that this one knows and can change nothing in it: it hands over its results as JSON and ends.
One that fails, is killed or has something to say is as if it had never been, and its share is done here, where it is
said.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Any, NoReturn, TypeVar

_WORTH = 50  # items, below which a process costs more than it saves
T = TypeVar("T")
Work = Callable[[Iterable[T]], list[Any]]
"""Does something with items and returns a list in the forms of JSON."""


def spread(items: Sequence[T], work: Work[T], watch: Callable[[Sequence[T]], Iterable[T]] = iter) -> list[Any]:
    """What `work` returns for all `items`, in their order; `watch` is told which of them are done in this process."""
    shares = share_out(items, min(_processors(), len(items) // _WORTH))
    others: list[_Other] = []
    try:
        with suppress(OSError):  # the system lets no more processes be
            others.extend(_fork(work, share) for share in shares[1:])
        results = work(watch(shares[0]))
        for other, share in zip_longest(others, shares[1:]):
            done: list[Any] | None = other.results() if other else None
            results += work(share) if done is None else done
    finally:
        for other in others:
            other.end()
    return results


def share_out(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """The items in `count` runs that differ by one item at most, the longer ones first; in one where it is below 2."""
    count = max(count, 1)
    size, longer = divmod(len(items), count)
    ends = [size * each + min(each, longer) for each in range(count + 1)]
    return [items[start:end] for start, end in pairwise(ends)]


def _processors() -> int:
    """How many processes can work at once; one where a fork is not to be trusted."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


@dataclass(slots=True)
class _Other:
    """A process at work."""

    process: int
    pipe: int
    """Where its results come out; -1 once they have."""

    def results(self) -> list[Any] | None:
        """What its work has returned; None where it failed."""
        with os.fdopen(self.pipe, "rb") as file:
            self.pipe = -1
            text = file.read()
        with suppress(ValueError):
            known = json.loads(text)
            return known if isinstance(known, list) else None
        return None

    def end(self) -> None:
        """Let it be over, whatever it has come to."""
        if self.pipe >= 0:
            os.close(self.pipe)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def _fork(work: Work[T], share: Sequence[T]) -> _Other:
    """A process that does a share."""
    out, into = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(out)
        _be_the_other(work, share, into)
    os.close(into)
    return _Other(process, out)


def _be_the_other(work: Work[T], share: Sequence[T], into: int) -> NoReturn:
    """Do a share, hand the results over and end without a word, as what is open here belongs to another process."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for logger in (logging.getLogger(), logging.getLogger("astro")):
            logger.handlers[:] = [_Refusing(logging.WARNING)]
        results = json.dumps(work(share)).encode()
        with os.fdopen(into, "wb") as file:
            file.write(results)
        code = 0
    finally:
        os._exit(code)  # also after an exception, which the process that does the share again will raise


class _Refusing(logging.Handler):
    """Ends the work of a process that has something to say."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise what the work does not expect."""
        raise _SaidError(record.getMessage())


class _SaidError(BaseException):
    pass
