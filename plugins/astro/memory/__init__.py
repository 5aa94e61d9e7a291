"""What a build has read and counted stays known to the next one, as long as nothing that it came of has changed.

`MEMORY.recall(kind, MEMORY.key(*inputs), compute)` is the value of before, or what `compute` returns. A key is made of
all that the value follows from, and of the settings, the code of all plugins and everything installed: a change of any
of them means computing again, and never a value that would differ. Values are data, in one file in Pelican's
`CACHE_PATH` to which a build adds at its end; without it, or where it is damaged, a build only takes longer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from mmap import ACCESS_READ, mmap
from os import scandir, walk
from os.path import realpath
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from weakref import ref

from blinker import NamedSignal, Signal
from pelican import Pelican

from ..spread import beside, gather
from .kept import replace
from .records import Slot, head_of, key_of, record_of, value_of

_ASTRO = Path(__file__).parent.parent
_KEPT = 3  # files: of the desk, of the public site and of one more; each belongs to one set of settings and code
_ELSEWHERE = ("OUTPUT_PATH", "CACHE_PATH", "LOG_LEVEL", "DEBUG", "VERBOSE")  # settings that change nothing that is read
_LONG = 1000  # characters
_UNUSED = 0.25  # of the file may be what a build did not use; more is left out
T = TypeVar("T")


class _Span(NamedTuple):
    """Where a record stands in the file."""

    first: int
    start: int
    """Of its value."""
    end: int
    sum: int


class Memory:
    """The values of before, and those of this build; until it is opened it remembers nothing."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._base = b""
        self._file = memoryview(b"")
        self._before: dict[Slot, _Span] = {}
        self._end = 0
        self._kept: set[Slot] = set()
        self._fresh: dict[Slot, Any] = {}
        self._digests: dict[str, str] = {}

    def open(self, path: Path, base: str) -> None:
        """Forget this build, and look at what the last one with the same `base` has left."""
        self._path, self._base, file = path, base.encode(), _open(path)
        self._before, self._end, self._kept, self._fresh, self._digests = {}, 0, set(), {}, {}
        while file and (head := head_of(file.readline())):
            slot, sum_, size = head
            start = file.tell()
            if start + size > len(file):
                break  # it was cut
            self._before[slot] = _Span(self._end, start, start + size, sum_)
            self._end = start + size
            file.seek(self._end)
        self._file = memoryview(file or b"")

    def key(self, *parts: str | bytes) -> str:
        """The key of what follows from `parts` alone, with today's settings and code."""
        return key_of([self._base, *map(self._brief, parts)])

    def _brief(self, part: str | bytes) -> str | bytes:
        """A part of a key; of a long text, which stands in several keys, its digest."""
        return part if isinstance(part, bytes) or len(part) < _LONG else self.digest(part)

    def digest(self, text: str) -> str:
        """What a text comes to, worked out once."""
        if text not in self._digests:
            self._digests[text] = key_of([text])
        return self._digests[text]

    def know(self, text: str, digest: str) -> None:
        """Take it that a text comes to what `digest` has once said of it."""
        self._digests[text] = digest

    def get(self, kind: str, key: str) -> Any:
        """The value of before, or of this build; None where there is none, or a damaged one."""
        slot = kind, key
        if slot in self._fresh:
            return self._fresh[slot]
        if span := self._before.get(slot):
            try:
                value = value_of(self._file[span.start : span.end], slot, span.sum)
            except (ValueError, EOFError, TypeError):  # as marshal says it
                return None
            self._kept.add(slot)
            return value
        return None

    def knows(self, kind: str, key: str) -> bool:
        """Whether there seems to be a value of before, or of this build."""
        return (kind, key) in self._fresh or (kind, key) in self._before

    def put(self, kind: str, key: str, value: Any) -> None:
        """Remember a value, which must be of what marshal writes (texts, numbers, lists of such ...) and not None."""
        if self._path:
            self._fresh[kind, key] = value

    def recall(
        self,
        kind: str,
        key: str,
        compute: Callable[[], T],
        encode: Callable[[T], Any] = lambda value: value,
        decode: Callable[[Any], T] = lambda form: form,
    ) -> T:
        """The value of before, else what `compute` returns; `encode` makes data of it, and `decode` it of those."""
        form = self.get(kind, key)
        if form is not None:
            return decode(form)
        value = compute()
        self.put(kind, key, encode(value))
        return value

    @property
    def is_open(self) -> bool:
        """Whether it remembers anything."""
        return self._path is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of before."""
        return not self._before

    def ahead(self, items: Sequence[T], work: Callable[[T], object]) -> None:
        """Have `work` done on each item by other processes, and remember what it remembers there.

        Only what it says is lost, and what it changes: so it is to be done here too, and only takes less time.
        """
        self._take(gather(items, partial(self._remembered, work)))

    def beside(self, items: Sequence[T], work: Callable[[T], object]) -> Callable[[], None]:
        """Begin the same in one other process; what this returns waits for it when it is called, once."""
        results = beside(items, partial(self._remembered, work))
        return lambda: self._take(results())

    def _remembered(self, work: Callable[[T], object], items: Iterable[T]) -> list[Any]:
        """In another process: what is remembered anew after the work."""
        known = {*self._fresh}
        for item in items:
            with suppress(Exception):
                work(item)
        return [(*slot, value) for slot, value in self._fresh.items() if slot not in known]

    def _take(self, remembered: Iterable[tuple[str, str, Any]]) -> None:
        for kind, key, value in remembered:
            self.put(kind, key, value)

    def hold(self, kind: str, keys: Iterable[str]) -> None:
        """Leave these values to the next build, though this one may do without them."""
        self._kept.update(slot for key in keys if (slot := (kind, key)) in self._before)

    def save(self, *, whole: bool = True) -> None:
        """Leave what this build has used to the next one; a folder that cannot be written is passed over.

        One that is not `whole`, as it ended early, also leaves what it did not get to use.
        """
        if self._path is None:
            return
        kept = (self._kept if whole else self._before.keys()) - self._fresh.keys()
        spans = sorted((self._before[slot].first, self._before[slot].end) for slot in kept)
        fresh = filter(None, (_record(slot, value) for slot, value in self._fresh.items()))
        size = len(self._file)
        is_fit = self._end == size and sum(end - first for first, end in spans) >= (1 - _UNUSED) * size
        with suppress(OSError):
            if size and is_fit:
                _add(self._path, fresh)
            elif self._fresh or size:
                replace(self._path, chain((self._file[first:end] for first, end in spans), fresh))
            files = sorted(self._path.parent.glob("read-*"), key=lambda path: path.stat().st_mtime_ns)
            for path in (*files[:-_KEPT], *self._path.parent.glob(".read-*")):  # which killed builds have left
                path.unlink(missing_ok=True)


def _record(slot: Slot, value: Any) -> bytes | None:
    """The record of a value; None for one of a kind that cannot be written, which is then worked out at every build."""
    with suppress(ValueError):
        return record_of(slot, value)
    return None


def _open(path: Path) -> mmap | None:
    with suppress(OSError, ValueError), path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
    return None


def _add(path: Path, records: Iterable[bytes]) -> None:
    """Add whole records; one of which only a part comes to the disk is none, and the next build writes all anew."""
    with path.open("ab") as file:
        file.writelines(records)


MEMORY = Memory()
SETTLED = Signal("Sent with a site once all plugins have had their say about its settings.")


def begin(pelican: Pelican) -> None:
    """Open the memory of this site."""
    settings = pelican.settings
    known = {name: settings[name] for name in sorted(settings) if name.isupper() and name not in _ELSEWHERE}
    code = _code(settings["PLUGIN_PATHS"], Path(settings["PATH"]).parent)
    base = key_of([*_told(known), sys.version.encode(), *code])
    MEMORY.open(Path(settings["CACHE_PATH"]) / f"read-{base}", base)


def are_heard(*heard: NamedSignal) -> bool:
    """Whether somebody else's plugin listens to any of these signals: what it does then is in no key."""
    kept = [each for signal in heard for each in signal.receivers.values()]  # also of one who listens to one sender
    listeners = (each() if isinstance(each, ref) else each for each in kept)
    return not all(str(getattr(each, "__module__", "")).startswith("astro.") for each in listeners)


def _told(settings: Mapping[str, Any]) -> Iterator[bytes]:
    """The settings as data; a function by its name, as its source is among the code."""
    for name, value in settings.items():
        try:
            yield f"{name} {json.dumps(value, default=_name)}".encode()
        except (TypeError, ValueError):  # keys of another kind, or a circle
            yield f"{name} {value!r}".encode()


def _name(value: Any) -> str:
    value = sorted(map(repr, value)) if isinstance(value, set | frozenset) else value  # in an order that lasts
    name, code = getattr(value, "__qualname__", "<locals>"), getattr(value, "__code__", None)
    return repr(value) if "<locals>" in name else f"{value.__module__} {name} {code and code.co_firstlineno}"


def _code(folders: Iterable[str], project: Path) -> Iterator[bytes]:
    """The source of astro, of all plugins in `folders` and of what else the project has loaded; then what is installed.

    Of that, the names and versions.
    """
    roots = {realpath(each) for each in (str(_ASTRO), *folders)}
    found = {f"{folder}/{name}" for root in roots for folder, _, names in walk(root) for name in names}
    installed = (sys.prefix, sys.base_prefix)
    for module in [*sys.modules.values()]:
        path = str(getattr(module, "__file__", None) or "")
        is_ours = path.startswith(f"{project}/") or not path.startswith(installed)
        if is_ours and "-packages/" not in path.removeprefix(str(project)) and path not in found:
            found.add(realpath(path))
    for path in sorted(path for path in found if path.endswith(".py")):
        with suppress(OSError):
            yield Path(path).read_bytes()
    for folder in filter(Path.is_dir, map(Path, sys.path)):
        yield from sorted(each.name.encode() for each in scandir(folder) if each.name.endswith("-info"))


def register() -> None:
    """Have `release` open the memory, as it saves it at the end of a build; the room stands before those that remember.

    Plugins change settings when Pelican is initialized, and may be asked to after this room.
    """
    SETTLED.connect(begin)
