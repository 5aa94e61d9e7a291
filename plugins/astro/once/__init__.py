"""What Pelican would work out again for each essay, and often for each page of it, is worked out once.

The slug of its author, category and tags; whether it is in a list; the path of its file. Nothing of it is kept from one
build to the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator
from pelican.urlwrappers import Author, Category, Tag

_KINDS = (Author, Category, Tag)
_RELATIVE_PATH = Content.get_relative_source_path
NAMES: dict[tuple[type, str], Any] = {}  # the tags, categories and authors of this build


def begin(_: Pelican) -> None:
    """Forget the names of another build."""
    NAMES.clear()


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
    return NAMES.setdefault((type(value), value.name), value) if type(value) in _KINDS else value


class Listed(list[Content]):
    """The essays of a list; whether one is among them is told at once."""

    def __init__(self, contents: Iterable[Content]) -> None:
        super().__init__(contents)
        self._ids = {id(content) for content in self}

    def __contains__(self, content: object) -> bool:
        return id(content) in self._ids


def list_essays(generator: ArticlesGenerator) -> None:
    """Have the essays of each author, category and tag found at once among all: Pelican looks for each of them."""
    for lists in (generator.authors, generator.categories):
        lists[:] = [(name, Listed(contents)) for name, contents in lists]
    for tag, contents in generator.tags.items():
        generator.tags[tag] = Listed(contents)


def relative_path(content: Content, source_path: str | None = None) -> str | None:
    """As Pelican's method of this purpose, which it asks for the path of each essay itself eight times."""
    known: str | None = None if source_path else getattr(content, "relative_source_path", None)
    return _RELATIVE_PATH(content, source_path) if known is None else known


def register() -> None:
    """Connect the room to Pelican."""
    Content.get_relative_source_path = relative_path
    signals.initialized.connect(begin)
    signals.content_object_init.connect(share_names)
    signals.article_generator_finalized.connect(list_essays)
