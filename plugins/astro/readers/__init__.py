"""An essay is read once: what a reader returned is remembered by the bytes of its file.

So it is with plain text and Markdown, where the reader is astro's or Pelican's. reStructuredText can include other
files, and so may what somebody else's reader reads: that is read at every build. Markdown takes long: what of it is new
is read by all processors before Pelican asks for it. A build that is made ready before it is asked for also holds the
articles: see `hold`.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime, file_suffix

from ..memory import MEMORY, are_heard
from ..memory.makers import is_code_of, is_made_by
from ..progress import step
from ..staging import stamp
from .values import Makers, decode, encode

_MOST = 2000  # essays that are held: each takes 70 KB as long as the desk waits for a save
_KNOWN = ("astro.", "pelican.")  # modules of readers that read nothing but their file
_READERS = ("txt", "md", "markdown", "mkd", "mdown")
_NAMED = {each.__name__: each for each in (Author, Category, Tag)}
_OF_READING = (signals.article_generator_preread, signals.article_generator_context, signals.content_object_init)
Read = tuple[str, dict[str, Any]]
"""(HTML, metadata), as Pelican's readers return them."""
HELD: dict[str, tuple[tuple[int, ...], Article]] = {}  # with the stamp of its file, by the path that Pelican asks for


def begin(_: Pelican) -> None:
    """Take the readers of this site once all other rooms have added theirs."""
    signals.readers_init.connect(remember_readers)


def remember_readers(readers: Readers) -> None:
    """Have the readers of plain text and Markdown read only what they have not read before."""
    markdown = readers.settings["MARKDOWN"]
    extensions = [*markdown.get("extensions", ()), *markdown.get("extension_configs", ())]
    is_known = all(isinstance(each, str) and each.startswith("markdown.extensions.") for each in extensions)
    # Other people's extensions may read other files, and so may functions that those of Markdown are given.
    for name in _READERS if is_known and _is_data(markdown) else _READERS[:1]:
        reader = readers.reader_classes.get(name)
        # Another one, or one that somebody has changed, may read other files.
        if reader and is_made_by(reader, _KNOWN) and is_code_of(reader.read, _KNOWN):
            readers.reader_classes[name] = _remembering(reader, _makers(readers.settings))


def _is_data(value: Any) -> bool:
    """Whether there is no function in it; `toc` takes one, which makes ids."""
    with suppress(TypeError, ValueError):
        return bool(json.dumps(value))
    return False


def read_ahead(generator: Generator) -> None:
    """Have all processors read the Markdown essays that were not read before; plain text is read too fast for that."""
    settings = generator.settings
    files = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
    readers = {name: reader for name, reader in generator.readers.readers.items() if hasattr(reader, "astro_remembers")}
    readers.pop("txt", None)
    paths = (os.path.normpath(f"{generator.path}/{name}") for name in sorted(files))  # as Pelican calls them
    new = [path for path in paths if file_suffix(path) in readers and not _is_known(path)]
    MEMORY.ahead(new, lambda path: readers[file_suffix(path)].read(path))


def hold(pelican: Pelican) -> Iterator[Article]:
    """Make the articles of essays that were read before, one by one, for the build of this site that is to come.

    Only these are known to have nothing to warn of. Somebody else's plugin that listens to reading hears of all.
    """
    HELD.clear()
    # In public a draft may turn into an essay while it waits.
    if are_heard(*_OF_READING) or not pelican.settings["WITH_FUTURE_DATES"]:
        return
    readers = Readers(pelican.settings)
    for path in _paths(pelican, readers):
        if (read_as := stamp(f"{pelican.path}/{path}")) and _is_known(os.path.normpath(f"{pelican.path}/{path}")):
            article = None
            with suppress(Exception):  # what is wrong is found again by the build
                article = readers.read_file(base_path=pelican.path, path=path, content_class=Article)
            if article and "<img" not in article._content:  # of which Pelican may warn
                HELD[path] = read_as, article
                yield article
        if len(HELD) == _MOST:
            return


def _paths(pelican: Pelican, readers: Readers) -> Iterator[str]:
    """The essays that are remembered, by the paths at which Pelican asks for them."""
    for each in pelican.settings["ARTICLE_PATHS"]:
        for folder, _, names in os.walk(f"{pelican.path}/{each}"):
            paths = (f"{os.path.relpath(folder, pelican.path)}/{name}" for name in sorted(names))
            yield from (path for path in paths if hasattr(readers.readers.get(file_suffix(path)), "astro_remembers"))


def take_held(generator: ArticlesGenerator) -> None:
    """Let Pelican take what is held of essays that have not changed since, where it would ask its own cache."""

    def take(path: str, default: Any = None) -> Any:
        read_as, article = HELD.pop(path, (None, None))
        if article is None or read_as != stamp(f"{generator.path}/{path}") or not article.is_valid():
            return default
        article._context = generator.context
        step(generator)
        return article

    if HELD:
        generator.get_cached_data = take


def _is_known(path: str) -> bool:
    """Whether an essay was read before, or cannot be."""
    with suppress(OSError):
        return MEMORY.knows("reader", MEMORY.key(path, _bytes_of(path)))
    return True


def _makers(settings: dict[str, Any]) -> Makers:
    """What makes the values of metadata."""
    makers: Makers = {name: partial(kind, settings=settings) for name, kind in _NAMED.items()}
    return makers | {"datetime": SafeDatetime.fromisoformat}


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
    kept = {name: value for name, value in metadata.items() if name != "rendered"}  # only a shorter way to the anchors
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


def register() -> None:
    """Connect the room to Pelican; it needs `astro.memory` before it."""
    signals.initialized.connect(begin)
    signals.article_generator_init.connect(read_ahead)
    signals.article_generator_init.connect(take_held)
