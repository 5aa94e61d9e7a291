"""The watch on everything that the site is made of."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from watchfiles import Change, watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from ..staging import stamp
from .saves import FILES, FOLDERS, NOT_WRITTEN_BY_HAND, is_source

_NO_ROOM = ("os error 24", "os error 28", "watch limit")  # EMFILE, ENOSPC, and as the watcher calls that
_Stamps = dict[str, object]
"""The stamp of each of some files and folders, which a save changes, by its path."""


class Saves:
    """Everything that is saved from `with` on, until it is taken."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[set[str]] = SimpleQueue()
        self._stop = threading.Event()
        self._moved = threading.Event()  # a folder is another one than that which is watched
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Saves:
        """Start watching; what is saved after this is not missed."""
        # A settings file is watched through its folder: an editor may put a new file in the place of the old one.
        for watching in (self._watch_folders, self._watch_project):
            ready = threading.Event()
            thread = threading.Thread(target=watching, args=(ready,), daemon=True)
            thread.start()
            self._threads.append(thread)
            ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching; no thread may be in the watcher's Rust when Python ends."""
        self._stop.set()
        self._moved.set()
        for thread in self._threads:
            thread.join()

    def take(self) -> set[str]:
        """Wait for a save; return every file saved and not yet taken, relative to the project."""
        taken = self._queue.get()
        with suppress(Empty):
            while True:
                taken |= self._queue.get_nowait()
        return taken

    def _watch_folders(self, ready: threading.Event) -> None:
        """Watch the folders that are there, anew when the other watch sees that one has come or was replaced."""
        watched = _Watch(ready)
        while not self._stop.is_set():
            self._moved.clear()
            paths = [path for path in FOLDERS if Path(path).is_dir()]
            for saved in watched.saves(paths, self._moved, _below(paths), recursive=True):
                self._put(saved)

    def _watch_project(self, ready: threading.Event) -> None:
        """Watch what stands in the project itself, anew where the watcher gave up."""
        watched = _Watch(ready)
        while not self._stop.is_set():
            for saved in watched.saves(["."], self._stop, map(Path, (*FILES, *FOLDERS)), recursive=False):
                self._put(saved)
                if not saved.isdisjoint(FOLDERS):
                    self._moved.set()

    def _put(self, saved: set[str]) -> None:
        if saved:
            self._queue.put(saved)


class _Watch:
    """A watch that may begin anew: what was saved while nobody watched is told by its stamps."""

    def __init__(self, ready: threading.Event) -> None:
        self._ready = ready
        self._known: _Stamps = {}

    def saves(
        self, paths: list[str], stop: threading.Event, there: Iterable[Path], *, recursive: bool
    ) -> Iterator[set[str]]:
        """What is saved in some folders until it is to stop, and first what was not seen of what is `there`."""
        is_new, missed = True, set[str]()
        for saved in _saves(paths, stop, recursive=recursive):
            if is_new:
                known, self._known, is_new = self._known, _stamps(there), False
                if self._ready.is_set():
                    missed = {path for path in {*known, *self._known} if known.get(path) != self._known.get(path)}
                self._ready.set()
            yield saved | missed
            missed.clear()
            folders = {each for path in map(Path, saved) for each in path.parents if str(each) in self._known}
            self._known |= _stamps({*map(Path, saved), *folders})


def _saves(paths: list[str], stop: threading.Event, *, recursive: bool) -> Iterator[set[str]]:
    """What is saved in some folders until it is to stop; nothing once they are watched, and now and then.

    It ends too where the watcher gives up.
    """
    options: dict[str, Any] = {"watch_filter": _matters, "stop_event": stop, "recursive": recursive}
    options["ignore_permission_denied"] = True  # a folder that nobody may read is the build's to refuse
    # A save counts as finished after a step in which nothing else is saved: longer ones are only waited for, and with
    # shorter ones the processor has no rest.
    options |= {"debounce": 50, "step": 5, "rust_timeout": 100, "yield_on_timeout": True}
    # A file's name may be no text, of which the watcher cannot speak, not even that it is read; a folder may go before
    # it is watched.
    with suppress(WatchfilesRustInternalError, FileNotFoundError):
        try:
            changes = watch(*paths, **options)
            yield _names(next(changes, set()))
        except WatchfilesRustInternalError as error:
            if not any(reason in str(error) for reason in _NO_ROOM):
                raise
            _tell_of_no_room()
            options["watch_filter"] = _matters_in_itself
            changes = watch(*paths, force_polling=True, **options)
        yield from map(_names, changes)
        return
    stop.wait(0.1)


@cache
def _tell_of_no_room() -> None:
    """Say it once: every watch of the desk is a wait for what is full."""
    text = "the system has no room to tell the desk of saves (fs.inotify.max_user_instances and max_user_watches)"
    print(f"{text}; it looks for them itself, which takes longer", file=sys.stderr, flush=True)


def _names(changes: Iterable[tuple[Change, str]]) -> set[str]:
    return {_relative(path) for _, path in changes}


def _below(folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        for root, names, files in os.walk(folder):  # which passes over what has just gone
            yield from (Path(root, name) for name in (*names, *files))


def _stamps(paths: Iterable[Path]) -> _Stamps:
    """The stamp of each of these that a site is made of; to read a file leaves it as it is."""
    return {path: stamp(path) for path in map(str, paths) if is_source(path)}


def _matters(_: Change, path: str) -> bool:
    return (relative := _relative(path)) == NOT_WRITTEN_BY_HAND or is_source(relative)


def _matters_in_itself(change: Change, path: str) -> bool:
    """Whether a change matters that is looked for: a folder is another one whenever something in it is."""
    return _matters(change, path) and not (change == Change.modified and Path(path).is_dir())


def _relative(path: str) -> str:
    file, root = Path(path), Path.cwd()
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
