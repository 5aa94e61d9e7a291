"""Readers of essays, as builds have them."""

import logging

import pytest
from astro.markup import MarkdownEssayReader, RstEssayReader
from astro.plain_text import PlainTextReader
from conftest import settings_of
from pelican.settings import DEFAULT_CONFIG

READERS = {".md": MarkdownEssayReader, ".rst": RstEssayReader, ".txt": PlainTextReader}


@pytest.fixture
def reader(tmp_path):
    """What reads texts one after the other, as a build does."""
    markdown = settings_of("pelicanconf.py")["MARKDOWN"]
    known = DEFAULT_CONFIG | {"PATH": str(tmp_path), "ARTICLE_PATHS": ["."], "MARKDOWN": markdown}

    def read(*texts, **more):
        reader, file = MarkdownEssayReader(known | more), tmp_path / "2025-05-01-x.md"
        for text in texts:
            file.write_text(f"Title: T\n\n{text}", "utf-8")
            yield reader.read(str(file))[0]

    return read


@pytest.fixture
def said(tmp_path, caplog):
    """A function that tells what is said of an essay, line by line: `3: no title; write one`."""
    known = DEFAULT_CONFIG | settings_of("pelicanconf.py") | {"PATH": str(tmp_path / "content")}
    folder = tmp_path / "content/essays"
    folder.mkdir(parents=True)
    caplog.set_level(logging.ERROR, "pelican.readers")  # it warns of titles that it does not see

    def said(name, text):
        file = folder / f"2025-05-01-{name}"
        file.write_text(text, "utf-8")
        caplog.clear()
        READERS[file.suffix](known).read(str(file))
        return [line.removeprefix(f"content/essays/{file.name}:") for line in caplog.messages]

    return said
