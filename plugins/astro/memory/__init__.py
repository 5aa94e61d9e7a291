"""What a build has read and counted stays known to the next one, as long as nothing that it came of has changed.

`MEMORY.recall(kind, MEMORY.key(*inputs), compute)` is the value of before, or what `compute` returns. A key is made of
all that the value follows from, and of the settings, the code of all plugins and everything installed: a change of any
of them means computing again, and never a value that would differ. Values are data, in one file in Pelican's
`CACHE_PATH` to which a build adds at its end; without it, or where it is damaged, a build only takes longer.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from mmap import ACCESS_READ, mmap
from os import scandir, walk
from os.path import realpath
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from jinja2 import Environment, Template, meta, nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime, file_suffix

from ..spread import gather
from .records import Place, head_of, key_of, record_of, value_of
from .values import Makers, decode, encode

_ASTRO = Path(__file__).parent.parent
_KEPT = 3  # files: of the desk, of the public site and of one more; each belongs to one set of settings and code
_ELSEWHERE = ("OUTPUT_PATH", "CACHE_PATH", "LOG_LEVEL", "DEBUG", "VERBOSE")  # settings that change nothing that is read
_READERS = ("txt", "md", "markdown", "mkd", "mdown")  # reStructuredText can include other files
_LONG = 1000  # characters
_UNUSED = 0.25  # of the file may be what a build did not use; more is left out
T = TypeVar("T")
Read = tuple[str, dict[str, Any]]
"""(HTML, metadata), as Pelican's readers return them."""
_NAMED = {each.__name__: each for each in (Author, Category, Tag)}


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
        self._before: dict[Place, _Span] = {}
        self._end = 0
        self._kept: set[Place] = set()
        self._fresh: dict[Place, Any] = {}
        self._digests: dict[str, str] = {}

    def open(self, path: Path, base: str) -> None:
        """Forget this build, and look at what the last one with the same `base` has left."""
        self._path, self._base, file = path, base.encode(), _open(path)
        self._before, self._end, self._kept, self._fresh, self._digests = {}, 0, set(), {}, {}
        while file and (head := head_of(file.readline())):
            place, sum_, size = head
            start = file.tell()
            if start + size > len(file):
                break  # it was cut
            self._before[place] = _Span(self._end, start, start + size, sum_)
            self._end = start + size
            file.seek(self._end)
        self._file = memoryview(file or b"")

    @property
    def is_empty(self) -> bool:
        """Whether the last build has left nothing."""
        return not self._before

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
        place = kind, key
        if place in self._fresh:
            return self._fresh[place]
        if span := self._before.get(place):
            try:
                value = value_of(self._file[span.start : span.end], place, span.sum)
            except ValueError:
                return None
            self._kept.add(place)
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
        """The value of before, else what `compute` returns; `encode` gives the form as data, `decode` the value."""
        form = self.get(kind, key)
        if form is not None:
            return decode(form)
        value = compute()
        self.put(kind, key, encode(value))
        return value

    def ahead(self, items: Sequence[T], work: Callable[[T], object]) -> None:
        """Have `work` done on each item by other processes, and remember what it remembers there.

        Only what it says is lost, and what it changes: so it is to be done here too, and only takes less time.
        """

        def remembered(share: Iterable[T]) -> list[Any]:
            known = {*self._fresh}
            for item in share:
                with suppress(Exception):
                    work(item)
            return [(*place, value) for place, value in self._fresh.items() if place not in known]

        for kind, key, value in gather(items, remembered):
            self.put(kind, key, value)

    def hold(self, kind: str, keys: Iterable[str]) -> None:
        """Leave these values to the next build, though this one may do without them."""
        self._kept.update(place for key in keys if (place := (kind, key)) in self._before)

    def save(self, *, whole: bool = True) -> None:
        """Leave what this build has used to the next one; a folder that cannot be written is passed over.

        One that is not `whole`, as it ended early, also leaves what it did not come to use.
        """
        if self._path is None:
            return
        kept = (self._kept if whole else self._before.keys()) - self._fresh.keys()
        spans = sorted((self._before[place].first, self._before[place].end) for place in kept)
        fresh = [record_of(place, value) for place, value in self._fresh.items()]
        size = len(self._file)
        is_fit = self._end == size and sum(end - first for first, end in spans) >= (1 - _UNUSED) * size
        with suppress(OSError):
            if size and is_fit:
                _add(self._path, b"".join(fresh))
            elif fresh or size:
                _replace(self._path, [*(self._file[first:end] for first, end in spans), *fresh])
            files = sorted(self._path.parent.glob("read-*"), key=lambda path: path.stat().st_mtime_ns)
            for path in files[:-_KEPT]:
                path.unlink()


def _open(path: Path) -> mmap | None:
    with suppress(OSError, ValueError), path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
    return None


def _add(path: Path, data: bytes) -> None:
    """Add whole records; one of which only a part comes to the disk is none, and the next build writes all anew."""
    if data:
        with path.open("ab") as file:
            file.write(data)


def _replace(path: Path, records: Iterable[bytes | memoryview]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.writelines(records)
        except BaseException:  # a full disk, or Ctrl-C
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


MEMORY = Memory()
NAMES: dict[tuple[type, str], Any] = {}  # the tags, categories and authors of this build


def begin(pelican: Pelican) -> None:
    """Open the memory of this site; the readers get it once all other rooms have added theirs."""
    settings = pelican.settings
    NAMES.clear()
    known = {name: settings[name] for name in sorted(settings) if name.isupper() and name not in _ELSEWHERE}
    base = key_of([json.dumps(known, default=repr).encode(), sys.version.encode(), *_code(settings["PLUGIN_PATHS"])])
    MEMORY.open(Path(settings["CACHE_PATH"]) / f"read-{base}", base)
    signals.readers_init.connect(remember_readers)


def _code(folders: Iterable[str]) -> Iterator[bytes]:
    """The source of astro and of all plugins in `folders`, and the names and versions of everything installed."""
    roots = {realpath(each) for each in (str(_ASTRO), *folders)}
    found = {f"{folder}/{name}" for root in roots for folder, _, names in walk(root) for name in names}
    for path in sorted(path for path in found if path.endswith(".py")):
        yield Path(path).read_bytes()
    for folder in filter(Path.is_dir, map(Path, sys.path)):
        yield from sorted(each.name.encode() for each in scandir(folder) if each.name.endswith("-info"))


def remember_readers(readers: Readers) -> None:
    """Have the readers of plain text and Markdown read only what they have not read before."""
    markdown = readers.settings["MARKDOWN"]
    extensions = [*markdown.get("extensions", ()), *markdown.get("extension_configs", ())]
    is_known = all(isinstance(each, str) and each.startswith("markdown.extensions.") for each in extensions)
    for name in _READERS if is_known else _READERS[:1]:  # other people's extensions may read other files
        if reader := readers.reader_classes.get(name):
            readers.reader_classes[name] = _remembering(reader, _makers(readers.settings))


def read_ahead(generator: Generator) -> None:
    """Have all processors read the Markdown essays that were not read before; plain text is read too fast for that."""
    settings = generator.settings
    files = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
    readers = {name: reader for name, reader in generator.readers.readers.items() if hasattr(reader, "astro_remembers")}
    readers.pop("txt", None)
    paths = (os.path.normpath(f"{generator.path}/{name}") for name in sorted(files))  # as Pelican calls them
    new = [path for path in paths if file_suffix(path) in readers and not _is_known(path)]
    MEMORY.ahead(new, lambda path: readers[file_suffix(path)].read(path))


def _is_known(path: str) -> bool:
    """Whether an essay was read before, or cannot be."""
    with suppress(OSError):
        return MEMORY.knows("reader", MEMORY.key(path, Path(path).read_bytes()))
    return True


def _makers(settings: dict[str, Any]) -> Makers:
    """What makes the values of metadata."""
    makers: Makers = {name: partial(kind, settings=settings) for name, kind in _NAMED.items()}
    return makers | {"datetime": SafeDatetime.fromisoformat}


def share_names(content: Content) -> None:
    """Let an essay or page share its author, category and tags with all others: each works out its slug by itself."""
    for name in ("author", "authors", "category", "tags"):
        value = getattr(content, name, None)
        if isinstance(value, list):
            value[:] = map(_shared, value)
        elif value is not None:
            setattr(content, name, _shared(value))
            if name in content.metadata:
                content.metadata[name] = getattr(content, name)


def _shared(value: Any) -> Any:
    """The first tag, category or author of this kind and name; any other value as it is."""
    return NAMES.setdefault((type(value), value.name), value) if type(value) in _NAMED.values() else value


def _remembering(reader: type[BaseReader], makers: Makers) -> type[BaseReader]:
    """The same reader, by the same name, with a memory."""

    def read(self: BaseReader, path: str) -> Read:
        with suppress(OSError):
            return _read(path, partial(reader.read, self), makers)
        found: Read = reader.read(self, path)
        return found

    return type(reader.__name__, (reader,), {"read": read, "astro_remembers": True})


def _read(path: str, read: Callable[[str], Read], makers: Makers) -> Read:
    """(HTML, metadata), of before or of now; raises OSError where the file cannot be read.

    An essay about which something was said is read again, for it to be said again.
    """
    source = _bytes_of(path)
    key = MEMORY.key(path, source)
    if known := MEMORY.get("reader", key):
        html, digest, metadata = known
        MEMORY.know(html, digest)
        return html, {name: decode(value, makers) for name, value in metadata.items()}
    with _listening() as said:
        html, metadata = read(path)
    kept = {name: value for name, value in metadata.items() if name != "blocks"}  # only a shorter way to the anchors
    named = {kind: name for name, kind in _NAMED.items()}
    try:
        form = [html, MEMORY.digest(html), {name: encode(value, named) for name, value in kept.items()}]
    except TypeError:  # a kind of value that other people's readers return
        return html, metadata
    if not said and metadata.get("status") != "skip" and _bytes_of(path) == source:
        MEMORY.put("reader", key, form)
    return html, metadata


def _bytes_of(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes as long to make as a file to read
        return file.readall()


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What is logged as wrong or worth knowing meanwhile."""
    said: list[str] = []
    loggers = logging.getLogger(), logging.getLogger("astro")
    handler = _Listener(said)
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


class Compiled(BytecodeCache):
    """What Jinja has made of a template's source, for the next build and for the other generators of this one."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        """The templates of this generator, as they were when they were loaded."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The bucket for a template, with its code if it was compiled before."""
        self.sources[name] = source
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if its template was compiled before."""
        if code := MEMORY.get("template", MEMORY.key(bucket.key, bucket.checksum)):
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what is in a bucket."""
        key = MEMORY.key(bucket.key, bucket.checksum)
        MEMORY.put("template", key, bucket.code)


class _Compiler(CodeGenerator):
    """Jinja's own, which also writes down in the code what the template names: to find that apart is as much work."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._variables: set[str] = set()

    def enter_frame(self, frame: Frame) -> None:
        """Note the variables that a part of a template expects from outside."""
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self._variables.update(name for how, name in loads if how == VAR_LOAD_RESOLVE and name is not None)

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Jinja's name
        """Write the template's code, then what it names."""
        super().visit_Template(node, frame)
        variables = sorted(self._variables - self.environment.globals.keys())
        self.writeline(f"names = {variables!r}, {[*meta.find_referenced_templates(node)]!r}")


class Named(NamedTuple):
    """What a template was made of."""

    source: str
    variables: list[str]
    """Those that it expects from outside, sorted."""
    templates: list[str | None]
    """The templates that it refers to, None for one that a variable names."""


def named_in(template: Template) -> Named | None:
    """What a template was made of; None for one that was compiled without this room."""
    compiled, names = template.environment.bytecode_cache, template.root_render_func.__globals__.get("names")
    if names is None or template.name is None or not isinstance(compiled, Compiled):
        return None
    return Named(compiled.sources[template.name], *names)


def remember_templates(generator: Generator) -> None:
    """Have a generator compile only templates that were not compiled before."""
    generator.env.bytecode_cache = Compiled()
    generator.env.code_generator_class = _Compiler


def register() -> None:
    """Connect the room to Pelican; it stands before all other rooms. At the end of a build `release` saves it."""
    signals.initialized.connect(begin)
    signals.content_object_init.connect(share_names)
    signals.generator_init.connect(remember_templates)
    signals.article_generator_init.connect(read_ahead)
