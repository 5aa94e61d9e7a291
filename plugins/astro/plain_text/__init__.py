"""Essays in plain text: a Pelican reader for `.txt` files.

`parse` and `render` do the thinking; this module reads the file, hands Pelican what it expects and reports what is
wrong. The room of `astro.release` turns those reports into a stopped build.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.readers import BaseReader, Readers
from pelican.utils import SafeDatetime

from ..problem import EssayError
from .essay import Essay, Rendered
from .parse import parse
from .render import render, render_text
from .values import wrong_date

logger = logging.getLogger(__name__)


class PlainTextReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """Reads `.txt` essays and pages."""

    file_extensions = ["txt"]  # noqa: RUF012  # Pelican's own form of the attribute

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._content = Path(settings["PATH"])
        self._essays = [self._content / each for each in settings["ARTICLE_PATHS"]]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """(HTML, metadata) of an essay; one that cannot be read is reported, all its problems at once.

        A reported essay is handed over with Pelican's status "skip": an exception would make Pelican add "Could not
        process" without a reason.
        """
        file, content = Path(source_path), self._content
        sign_off = (self.settings["SITENAME"], self.settings.get("SITESUBTITLE") or "")
        try:
            essay = parse(
                file.read_bytes(),
                f"{content.name}/{file.relative_to(content).as_posix()}",
                sign_off=sign_off,
                dated=any(map(file.is_relative_to, self._essays)),
                lang=self.settings["DEFAULT_LANG"],
            )
        except EssayError as error:
            for problem in error.problems:
                logger.error(problem)
            return "", {"status": "skip"}
        html = render(essay.blocks)
        return html, self._metadata(essay) | {"rendered": Rendered(html, essay.blocks)}

    def process_metadata(self, name: str, value: Any) -> Any:
        """Pelican's value of a metadata field; it takes a vague or impossible date of a file name for none.

        Pelican asks before `read` is called, where nobody could report the line. Its own way to read a date guesses
        at formats, which takes longer than reading the essay.
        """
        if name in ("date", "modified"):
            return None if wrong_date(value) else SafeDatetime.fromisoformat(value)
        return super().process_metadata(name, value)

    def _metadata(self, essay: Essay) -> dict[str, Any]:
        texts = {"slug": essay.slug, "date": essay.date, **essay.header}
        metadata = {key: self.process_metadata(key, value) for key, value in texts.items() if value}
        # Pelican's titles and summaries are HTML: its feeds strip tags from the one and send the other as it is.
        metadata |= {"title": render_text(essay.title), "summary": render_text(essay.summary)}
        return metadata | {"pins": essay.pins}


def add_reader(readers: Readers) -> None:
    """Have Pelican read `.txt` files with `PlainTextReader`."""
    readers.reader_classes["txt"] = PlainTextReader


def register() -> None:
    """Connect the reader to Pelican."""
    signals.readers_init.connect(add_reader)
