"""Long work is spread over the processors: each share of it in a process of its own, with the first share in this one.

`spread(items, work)` returns what `work` would return if it were called with all items. Another process is a fork of
this one, which knows all that this one knows and can change nothing in it: it hands over its results as data and ends.
One that fails, is killed or has something to say is as if it had never been, and its share is done here, where it is
said. `gather(items, work)` leaves it undone, and silent: it is for what this process can do without. So does
`beside(items, work)`, while this process goes on with something else.
"""

from __future__ import annotations

import logging
import marshal
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, zip_longest
from typing import Any, NoReturn, TypeVar

_WORTH = 50  # items of most works, below which a process costs more than it saves
T = TypeVar("T")
Work = Callable[[Iterable[T]], list[Any]]
"""Does something with items and returns a list of data: texts, numbers, lists and dictionaries of such."""


def spread(
    items: Sequence[T], work: Work[T], watch: Callable[[Sequence[T]], Iterable[T]] = iter, worth: int = _WORTH
) -> list[Any]:
    """What `work` returns for all `items`, in their order; `watch` is told which of them are done in this process.

    Below `worth` items a process costs more than it saves.
    """
    first, *rest = _shares(items, worth)
    with _workers(work, rest, _RaiseOnReport()) as workers:
        results = work(watch(first))
        for worker, share in zip_longest(workers, rest):
            done: list[Any] | None = worker.results() if worker else None
            results += work(share) if done is None else done
    return results


def gather(items: Sequence[T], work: Work[T]) -> Iterator[Any]:
    """What `work` returns in other processes, in the order of `items`; nothing of shares that it fails on.

    Nothing at all where there is only this process.
    """
    shares = _shares(items, _WORTH)
    with _workers(work, shares if len(shares) > 1 else [], logging.NullHandler()) as workers:
        for worker in workers:
            yield from worker.results() or ()


def beside(items: Sequence[T], work: Work[T]) -> Callable[[], list[Any]]:
    """Begin a work in another process; what this returns waits for its results when it is called, once.

    There are none where the work fails, and where it was not begun: below so many items, or in the only process.
    """
    with suppress(OSError):
        if _processors() > 1 and len(items) >= _WORTH:
            return partial(_results, _fork(work, items, logging.NullHandler()))
    return list


def _results(worker: _Worker) -> list[Any]:
    try:
        return worker.results() or []
    finally:
        worker.end()


def _shares(items: Sequence[T], worth: int) -> list[Sequence[T]]:
    return share_out(items, min(_processors(), len(items) // worth))


def share_out(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """The items in `count` runs that differ by one item at most, the longer ones first; in one where it is below 2."""
    count = max(count, 1)
    size, longer = divmod(len(items), count)
    ends = [size * each + min(each, longer) for each in range(count + 1)]
    return [items[start:end] for start, end in pairwise(ends)]


def _processors() -> int:
    """How many processes can work at once; one where a fork is not to be trusted."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


@contextmanager
def _workers(work: Work[T], shares: Iterable[Sequence[T]], handler: logging.Handler) -> Iterator[list[_Worker]]:
    """A process for each share, or less where the system allows no more; what is said there goes to `handler`."""
    workers: list[_Worker] = []
    try:
        with suppress(OSError):
            workers.extend(_fork(work, share, handler) for share in shares)
        yield workers
    finally:
        for worker in workers:
            worker.end()


@dataclass(slots=True)
class _Worker:
    """A process at work."""

    process: int
    pipe: int
    """Where its results come out; -1 once they have."""

    def results(self) -> list[Any] | None:
        """What its work has returned; None where it failed."""
        with os.fdopen(self.pipe, "rb") as file:
            self.pipe = -1
            text = file.read()
        try:
            known = marshal.loads(text)  # noqa: S302  # of a fork of our own
        except (EOFError, ValueError, TypeError):
            return None
        return known if isinstance(known, list) else None

    def end(self) -> None:
        """Let it be over, whatever it has come to."""
        if self.pipe >= 0:
            os.close(self.pipe)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def _fork(work: Work[T], share: Sequence[T], handler: logging.Handler) -> _Worker:
    """A process that does a share."""
    out, into = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():  # from Python 3.12 on, of threads, which the other process can do without
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            process = os.fork()
        except OSError:
            os.close(out)
            os.close(into)
            raise
    if process == 0:
        os.close(out)
        _run_worker(work, _until_orphaned(share, parent), handler, into)
    os.close(into)
    return _Worker(process, out)


def _run_worker(work: Work[T], share: Iterable[T], handler: logging.Handler, into: int) -> NoReturn:
    """Do a share, hand the results over and end without a word, as what is open here belongs to another process."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for logger in (logging.getLogger(), logging.getLogger("astro")):
            logger.handlers[:] = [handler]
        results = marshal.dumps(work(share))
        with os.fdopen(into, "wb") as file:
            file.write(results)
        code = 0
    finally:
        os._exit(code)  # also after an exception, which the process that does the share again will raise


def _until_orphaned(share: Iterable[T], parent: int) -> Iterator[T]:
    """The items, as long as the process that asked for them is there: what it holds open, a lock too, is open here."""
    for item in share:
        if os.getppid() != parent:
            os._exit(1)
        yield item


class _RaiseOnReport(logging.Handler):
    """Ends the work of a process that has something to say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Raise what the work does not expect."""
        raise _SaidError(record.getMessage())


class _SaidError(BaseException):
    pass
