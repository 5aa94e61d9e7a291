"""A bar for whoever waits: on a terminal, once a build takes longer than a second."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import pelican
from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, Generator

PATIENCE = 1.0  # seconds without a bar
T = TypeVar("T")


class Bar:
    """What the build is doing, drawn on Pelican's own console once it has taken long enough."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415  # costs a start

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        ours = {"console": pelican.console, "transient": True, "redirect_stdout": False, "redirect_stderr": False}
        self._progress = Progress(*columns, **ours)
        self._task = self._progress.add_task("reading", total=0)
        self._start = float("inf")
        self.shown = False

    def expect(self, count: int) -> None:
        """Say that so many more files are to be read; the first time, the build begins: at the desk it has waited."""
        self._start = min(self._start, time.monotonic())
        self._progress.update(self._task, total=(self._progress.tasks[0].total or 0) + count)

    def turn_to(self, work: str, total: int | None) -> None:
        """Begin another work, of so many steps; None where nobody can say."""
        self._progress.reset(self._task, description=work, total=total)
        self._show()
        if self.shown:
            self._progress.refresh()

    def step(self, count: float = 1) -> None:
        """Say that one more thing was done, or so many."""
        self._progress.advance(self._task, count)
        self._show()

    def end(self) -> None:
        """Take the bar away, also from Pelican's own display around it, which draws what it last saw of it."""
        if self.shown:
            self._progress.update(self._task, visible=False)
            self._progress.refresh()
            self._progress.stop()

    def _show(self) -> None:
        if not self.shown and time.monotonic() - self._start > PATIENCE:
            self.shown = True
            self._progress.start()
            self._progress.refresh()


BARS: list[Bar] = []  # the one of this build; none where nobody watches


def start(_: Pelican) -> None:
    """Have a bar, if there is a terminal to show it on."""
    signals.finalized.connect(end)  # here, and so after all others: what they do at that turn takes long too
    BARS.clear()
    if pelican.console.file.isatty():
        BARS.append(Bar())


def expect(generator: Generator) -> None:
    """Count what a generator is about to read."""
    paths = generator.settings["ARTICLE_PATHS" if isinstance(generator, ArticlesGenerator) else "PAGE_PATHS"]
    for bar in BARS:
        bar.expect(len(generator.get_files(paths)))


def step(generator: Generator, **_: Any) -> None:
    """Count one file that is read."""
    del generator
    for bar in BARS:
        bar.step()


def relate(_: Iterable[Generator]) -> None:
    """Everything is read; now the other rooms work on all of it."""
    for bar in BARS:
        bar.turn_to("relating", None)


def write(_: Pelican) -> None:
    """The other rooms are done; now the pages are written."""
    for bar in BARS:
        bar.turn_to("writing", None)


def follow(items: Sequence[T], work: str, total: int) -> Iterator[T]:
    """The items, one after the other; they stand for all `total` items of a work, of which others do the rest."""
    for bar in BARS:
        bar.turn_to(work, total)
    for item in items:
        yield item
        for bar in BARS:
            bar.step(total / len(items))


def end(_: Pelican) -> None:
    """Leave the terminal as it was."""
    for bar in BARS:
        bar.end()
    BARS.clear()


def register() -> None:
    """Connect the room to Pelican; first in the list of rooms, it hears of each turn before the others work."""
    signals.initialized.connect(start)
    for signal in (signals.article_generator_init, signals.page_generator_init):
        signal.connect(expect)
    for signal in (signals.article_generator_context, signals.page_generator_context):
        signal.connect(step)
    signals.all_generators_finalized.connect(relate)
    signals.get_writer.connect(write)
