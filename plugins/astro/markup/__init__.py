"""Essays in Markdown and reStructuredText: Pelican's readers, with known metadata alone and harmless HTML."""

from __future__ import annotations

import logging
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

from markdown import Markdown
from pelican import signals
from pelican.readers import BaseReader, MarkdownReader, Readers, RstReader

from ..plain_text import DatedReader, is_essay, name_of, skipped
from ..plain_text.lines import TURNED, TURNS, decode_lines
from ..problem import EssayError, Problem
from ..regex import regex
from .as_typed import as_typed, frames, references
from .bare import dressed
from .code import Fences
from .colons import named
from .comments import Comments
from .definitions import Definitions, lone_definitions
from .depth import is_too_deep
from .dialect import adapt
from .docutils import Writer, take_directives
from .encoded import encoded
from .faults import Fault, numbered
from .front import Front, read_markdown
from .headings import wrong_ids
from .inside import Inside
from .lost import lost_words
from .nesting import Nesting, Within
from .notes import lone_abbreviations, lone_notes, part_backs
from .places import line_of_mark
from .quotations import Quotations
from .raw import clean
from .rst import read_rst, untitled, words_of_no_page
from .shortcuts import take_shortcuts
from .swallowed import swallowed
from .tabs import Tabs, Typed
from .wordless import whole_links, wordless_links

logger = logging.getLogger(__name__)
_BACKTICKS = regex(rb"`+")
_LENGTHS = 50  # of runs; Markdown looks for the end of each of another length, at once, where no clock stops it
_SECONDS = 8.0  # of computing; an essay of common length takes a hundredth of one
_SECONDS_PER_BYTE = 20e-6
_WARNING = 2  # of docutils' levels
_LINE = 1_000_000  # characters, of a paragraph in one line
_NEVER = 5  # of docutils' levels of what is wrong, one more than there are
_MESSAGE = regex(r"^.*?:(?P<line>\d+)?:? ?\((?:WARNING|ERROR|SEVERE)/\d\) ", re.MULTILINE)
# Pelican adds `meta`.
_FORGETFUL = frozenset(f"markdown.extensions.{name}" for name in ("extra", "meta", "sane_lists"))


_Converted = tuple[str, dict[str, str], list[tuple[int, str]]]
"""HTML, title and summary as HTML, and (line, what is wrong; what to do) of what would be lost."""


class TooLongError(Exception):
    """Raised where a file keeps the reader busy for longer than any essay does."""


class MarkdownEssayReader(DatedReader, MarkdownReader):  # type: ignore[misc]  # Pelican has no types
    """Reads essays and pages in Markdown."""

    _ready: Markdown | None = None
    """A converter that has finished its last text, and nothing of it is left in it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._faults: list[Fault] = []  # of the text that is being converted
        self._is_forgetful = _is_forgetful(settings["MARKDOWN"])

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """(HTML, metadata); one that cannot be read is reported, all its problems at once, and skipped."""
        return _read(self, source_path, read_markdown, self._convert)

    def _convert(self, front: Front, source_path: str) -> _Converted:
        del source_path
        markdown, self._ready = self._ready or _converter(self.settings["MARKDOWN"], self._faults), None
        self._faults.clear()
        html = part_backs(markdown.convert("\n".join(line.text for line in front.body)))
        lone = [*lone_notes(html, front.body)]
        if self._is_forgetful:  # other extensions have marks of their own
            lone += [*lone_definitions(markdown.references, front.body), *wrong_ids(html, front.body)]
        found = sorted({*numbered(self._faults, front.body), *lone})
        if unread := [*swallowed(markdown.htmlStash.rawHtmlBlocks, front.body)]:
            html, found = "", [*found, *unread]
        if not found and self._is_forgetful:
            found = [*lone_abbreviations(html, front.body), *lost_words(html, front.body)]
        summary = markdown.reset().convert(front.header["summary"]) if "summary" in front.header else ""
        if self._is_forgetful:
            self._ready = markdown.reset()
        return named(html), {"title": escape(front.header.get("title", ""), quote=False), "summary": summary}, found


def _converter(settings: Mapping[str, Any], faults: list[Fault]) -> Markdown:
    markdown = Markdown(**settings)
    markdown.preprocessors.deregister("meta")  # it would take the first words of an essay for a field
    teach(markdown, faults)
    return markdown


def teach(markdown: Markdown, faults: list[Fault]) -> None:
    """Have a converter read as essays are read; what is wrong with a text it adds to `faults`."""
    adapt(markdown, faults)
    markdown.references = Definitions()
    typed = Typed(markdown)
    markdown.preprocessors.register(typed, "typed", 31)  # tabs are made spaces at 30
    markdown.treeprocessors.register(Tabs(markdown, typed), "tabs", 5)  # when all marks have been read
    if "fenced_code_block" in markdown.preprocessors:
        markdown.preprocessors.register(Fences(markdown, typed, faults), "fences", 25.5)  # right before that one
    markdown.preprocessors.register(Inside(markdown), "inside", 22)
    markdown.preprocessors.register(Comments(markdown), "comments", 21)
    markdown.preprocessors.register(Nesting(markdown), "nesting", 15)  # what is HTML is taken out before, at 20
    if "markdown_block" in markdown.parser.blockprocessors:
        markdown.parser.blockprocessors.register(Within(markdown.parser), "markdown_block", 105)  # as its own
    markdown.parser.blockprocessors.register(Quotations(markdown.parser), "quote", 20)  # in the place of its own
    take_shortcuts(markdown)


def _is_forgetful(settings: Mapping[str, Any]) -> bool:
    """Whether a converter is after a reset as it was at first, which `extra` is unless it numbers texts."""
    return _FORGETFUL.issuperset(settings["extensions"]) and "UNIQUE_IDS" not in repr(settings)


class RstEssayReader(DatedReader, RstReader):  # type: ignore[misc]
    """Reads essays and pages in reStructuredText."""

    writer_class = Writer

    def __init__(self, settings: dict[str, Any]) -> None:
        self._said = StringIO()
        own = {"halt_level": _NEVER, "report_level": _WARNING, "warning_stream": self._said}
        own |= {"input_encoding": "utf-8-sig", "line_length_limit": _LINE}
        super().__init__({**settings, "DOCUTILS_SETTINGS": {**(settings.get("DOCUTILS_SETTINGS") or {}), **own}})

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """(HTML, metadata); one that cannot be read is reported, all its problems at once, and skipped."""
        return _read(self, source_path, read_rst, self._convert)

    def _convert(self, front: Front, source_path: str) -> _Converted:
        self._said.truncate(self._said.seek(0))
        html, metadata = super().read(source_path)
        found = [*docutils_said(self._said.getvalue()), *words_of_no_page(front.body)]
        title = escape(front.header["title"], quote=False) if "title" in front.header else metadata.get("title") or ""
        if not (title.strip() or found):
            found = [untitled(decode_lines(Path(source_path).read_bytes(), source_path))]
        return html, {"title": title, "summary": metadata.get("summary", "")}, found


def _read(
    reader: BaseReader,
    source_path: str,
    read_front: Callable[..., Front],
    convert: Callable[[Front, str], _Converted],
) -> tuple[str, dict[str, Any]]:
    name = name_of(source_path, reader.settings)
    problems: list[Problem] = []
    try:
        source = Path(source_path).read_bytes()
        front = read_front(source, name, dated=is_essay(source_path, reader.settings))
        problems += front.problems
        with limited(_seconds(source)):
            html, formatted, wrong = convert(front, source_path)
            written = html
            html, in_html = clean(written)
            html = whole_links(html, written)
            markdown = "\n".join(line.text for line in front.body) if isinstance(reader, MarkdownReader) else ""
            formatted["summary"], in_summary = clean(formatted["summary"])
            marked = [*in_html, *in_summary, *as_typed(html, markdown), *wordless_links(html)]
            problems += _problems(wrong, [*marked, *_turned(html, *formatted.values())], source, name)
            if is_too_deep(html):
                raise RecursionError
            html, formatted["summary"] = encoded(dressed(html)), encoded(formatted["summary"])
    except EssayError as error:
        problems += error.problems
    except RecursionError:
        problems.append(Problem(name, 1, "lists or quotations are nested too deep to be read; make them flatter"))
    except TooLongError:
        look_for = "long runs of brackets or backticks, or thousands of one mark"
        problems.append(Problem(name, 1, f"takes too long to read; look for {look_for}"))
    except OSError as error:
        problems.append(Problem(name, 1, f"cannot be read ({error.strerror}); make it readable, or take it out"))
    if problems:
        return skipped(problems)
    strange = [*frames(html), *references(front.header.get("title", ""))]
    for problem in _problems((), strange, source, name):
        logger.warning(problem)
    return html, _metadata(reader, front, formatted)


def _metadata(reader: BaseReader, front: Front, formatted: Mapping[str, str]) -> dict[str, Any]:
    """What is said of an essay, as Pelican has it; `formatted` is what of it is HTML."""
    fields = {**front.header, "slug": front.slug, "date": front.date}
    metadata = {key: reader.process_metadata(key, value) for key, value in fields.items() if value}
    metadata.pop("summary", None)
    metadata |= {key: value for key, value in formatted.items() if value}
    return metadata | {"pins": front.pins}


def _turned(*texts: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong) of each character that turns the direction of text: `&#x202e;`."""
    for sign in TURNS:
        if any(sign in text for text in texts):
            yield sign, f"U+{ord(sign):04X} {TURNED}"


def _problems(
    wrong: Iterable[tuple[int, str]], marked: Sequence[tuple[str, str]], source: bytes, name: str
) -> Iterator[Problem]:
    """A problem for each (line, what is wrong) and each (mark to find it by, what is wrong)."""
    yield from (Problem(name, *each) for each in wrong)
    if marked:
        essay = source.decode("utf-8-sig")
        yield from (Problem(name, line_of_mark(mark, essay), text) for mark, text in marked)


def docutils_said(text: str) -> list[tuple[int, str]]:
    """(line, what is wrong) of each message: `x.rst:12: (WARNING/2) Title underline too short.` is one."""
    _, *found = _MESSAGE.split(text)
    heads = ((each.partition("\n\n")[0], each) for each in found[1::2])  # below stand the lines that are meant
    words = (" ".join((each if head.endswith(":") else head).split()).rstrip(".") for head, each in heads)
    return [(int(line or 1), f"{each}; correct it there") for line, each in zip(found[::2], words, strict=True)]


def _seconds(source: bytes) -> float:
    """Of computing, for a file at most; raises TooLongError for one that surely takes longer."""
    if len({*map(len, _BACKTICKS.findall(source))}) > _LENGTHS:
        raise TooLongError
    return _SECONDS + _SECONDS_PER_BYTE * len(source)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLongError after so many seconds of computing; the load of the machine does not count."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def add_readers(readers: Readers) -> None:
    """Have Pelican read `.md` and `.rst` files with ours."""
    for reader in (MarkdownEssayReader, RstEssayReader):
        readers.reader_classes |= dict.fromkeys(reader.file_extensions, reader)


def register() -> None:
    """Connect the readers to Pelican."""
    take_directives()
    signals.readers_init.connect(add_readers)
