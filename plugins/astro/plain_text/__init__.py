"""Essays in plain text: a Pelican reader for `.txt` files.

`parse` and `render` do the thinking; this module reads the file, hands Pelican what it expects and reports what is
wrong. The room of `astro.release` turns those reports into a stopped build.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Content
from pelican.readers import BaseReader, Readers
from pelican.utils import SafeDatetime

from ..problem import EssayError, Problem
from .essay import Essay, Rendered
from .parse import parse
from .render import render, render_text
from .values import wrong_date

logger = logging.getLogger(__name__)
_MINUTE = timedelta(minutes=1)


class DatedReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """A reader of Pelican's that takes a vague or impossible date, which is reported with its line, for none."""

    def process_metadata(self, name: str, value: Any) -> Any:
        """Pelican's value of a metadata field.

        Pelican asks for the date of a file name before `read` is called, where nobody could report the line. Its own
        way to read a date guesses at formats, which takes longer than reading the essay.
        """
        return date_of(value) if name in ("date", "modified") else super().process_metadata(name, value)


class PlainTextReader(DatedReader):
    """Reads `.txt` essays and pages."""

    file_extensions = ["txt"]  # noqa: RUF012  # Pelican's own form of the attribute

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """(HTML, metadata) of an essay; one that cannot be read is reported, all its problems at once, and skipped."""
        sign_off = (self.settings["SITENAME"], self.settings.get("SITESUBTITLE") or "")
        try:
            essay = parse(
                Path(source_path).read_bytes(),
                name_of(source_path, self.settings),
                sign_off=sign_off,
                dated=is_essay(source_path, self.settings),
                lang=self.settings["DEFAULT_LANG"],
            )
        except EssayError as error:
            return skipped(error.problems)
        html = render(essay.blocks)
        return html, self._metadata(essay) | {"rendered": Rendered(html, essay.blocks)}

    def _metadata(self, essay: Essay) -> dict[str, Any]:
        texts = {"slug": essay.slug, "date": essay.date, **essay.header}
        metadata = {key: self.process_metadata(key, value) for key, value in texts.items() if value}
        # Pelican's titles and summaries are HTML: its feeds strip tags from the one and send the other as it is.
        metadata |= {"title": render_text(essay.title), "summary": render_text(essay.summary)}
        return metadata | {"pins": essay.pins}


def skipped(problems: Iterable[Problem]) -> tuple[str, dict[str, Any]]:
    """What Pelican takes for nothing, after reporting; an exception would add "Could not process" without a reason."""
    for problem in sorted(set(problems)):
        logger.error(problem)
    return "", {"status": "skip"}


def date_of(value: str) -> SafeDatetime | None:
    """A date of a header; None for what is none, which is reported where its line is known."""
    return None if wrong_date(value) else SafeDatetime.fromisoformat(value)


def name_of(source_path: str, settings: Mapping[str, Any]) -> str:
    """The file of an essay or page as its author knows it: `content/essays/x.txt`."""
    content = Path(settings["PATH"])
    return f"{content.name}/{Path(source_path).relative_to(content).as_posix()}"


def is_essay(source_path: str, settings: Mapping[str, Any]) -> bool:
    """Whether the file of an essay or page is that of an essay: the innermost folder of either kind decides."""
    path = Path(source_path).relative_to(settings["PATH"])

    def depth(folders: Iterable[str]) -> int:
        return max((len(Path(each).parts) for each in folders if path.is_relative_to(each)), default=-1)

    return 0 <= depth(settings["ARTICLE_PATHS"]) >= depth(settings["PAGE_PATHS"])


def add_reader(readers: Readers) -> None:
    """Have Pelican read `.txt` files with `PlainTextReader`."""
    readers.reader_classes["txt"] = PlainTextReader


def settle_dates(content: Content) -> None:
    """Let no essay or page have changed before it was there, and give both dates zones of whole minutes.

    A day without a time is all of that day, whose first moment may come before that of the date. Zones of before those
    of today were seconds from UTC; feeds know no such ones.
    """
    for name in ("date", "modified"):
        date = getattr(content, name, None)
        if date and (offset := date.utcoffset()) and offset % _MINUTE:
            setattr(content, name, date.replace(tzinfo=timezone(round(offset / _MINUTE) * _MINUTE)))
    if hasattr(content, "date") and getattr(content, "modified", content.date) < content.date:
        content.modified = content.date


def register() -> None:
    """Connect the reader to Pelican."""
    signals.readers_init.connect(add_reader)
    signals.content_object_init.connect(settle_dates)
