"""What Pelican has read: its articles and pages, their files, and the lines of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from ..plain_text.lines import split_lines

PUBLISHED = ("articles", "translations")  # Pelican's lists of the articles that lists and feeds have
_ARTICLES = (*PUBLISHED, "hidden_articles", "hidden_translations", "drafts", "drafts_translations")
_PAGES = ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations")


def articles_of(generators: Sequence[Generator], lists: Sequence[str] = _ARTICLES) -> Iterator[Content]:
    """The articles of Pelican's `lists`, all of them by default, in Pelican's order."""
    return _listed(generators, ArticlesGenerator, lists)


def pages_of(generators: Sequence[Generator], lists: Sequence[str] = _PAGES) -> Iterator[Content]:
    """The pages of Pelican's `lists`, all of them by default, in Pelican's order."""
    return _listed(generators, PagesGenerator, lists)


def contents_of(generators: Sequence[Generator]) -> list[Content]:
    """All articles, then all pages."""
    return [*articles_of(generators), *pages_of(generators)]


def _listed(generators: Sequence[Generator], kind: type[Generator], lists: Sequence[str]) -> Iterator[Content]:
    return (each for one in generators if isinstance(one, kind) for name in lists for each in getattr(one, name))


def unread(generators: Sequence[Generator]) -> set[str]:
    """The paths, in content/, of essays and pages that could not be read, which has been reported."""
    read = {each.relative_source_path for each in contents_of(generators)}
    files = set[str]()
    for each in generators:
        if isinstance(each, ArticlesGenerator | PagesGenerator):
            kind = "ARTICLE" if isinstance(each, ArticlesGenerator) else "PAGE"
            files |= each.get_files(each.settings[f"{kind}_PATHS"], exclude=each.settings[f"{kind}_EXCLUDES"])
    return (files - read).union(*(each.settings.get("REFUSED", ()) for each in generators[:1]))


def source_name(content: Content) -> str:
    """The file of an article or page as its author knows it: `content/essays/x.txt`."""
    return f"{_folder(content.settings['PATH'])}/{content.relative_source_path}"


@cache
def _folder(path: str) -> str:
    return Path(path).name


def source_lines(content: Content) -> Iterator[tuple[int, str]]:
    """(number from 1, text) of each line of the file of an article or page."""
    return enumerate(split_lines(Path(content.source_path).read_text("utf-8-sig")), start=1)


def line_of_key(content: Content, key: str) -> int:
    """The first line that begins with a key of the header; 1 where none does."""
    return next((number for number, line in source_lines(content) if line.lower().lstrip(" :").startswith(key)), 1)
