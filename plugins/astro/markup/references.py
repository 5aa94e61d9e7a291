"""`&#12` without a `;` is text, as CommonMark has it.

Python-Markdown would put one behind it, and so make it a character; behind a mere `&#` it would find no HTML any more.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from ..regex import regex

_OPEN = regex(r"&(?=#)(?!#(?:[0-9]+|[xX][0-9a-fA-F]+);)")
_PLACE = "\ufdd0"  # no essay has it, as it is no character


class _Before(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    def run(self, lines: list[str]) -> list[str]:
        return list(map(with_places, lines))


class _After(Postprocessor):  # type: ignore[misc]
    def run(self, text: str) -> str:
        return text.replace(_PLACE, "&amp;").replace(f"&#{ord(_PLACE)};", "&amp;")  # as addresses of mail have it


def keep_open_references(markdown: Markdown) -> None:
    """Have a converter leave them as they are written."""
    markdown.preprocessors.register(_Before(markdown), "references", 24)  # after fences, before HTML is looked for
    markdown.postprocessors.register(_After(markdown), "references", 15)  # when HTML and mail are back


def with_places(line: str) -> str:
    """A line as a converter has it meanwhile, in as many columns."""
    return _OPEN.sub(_PLACE, line) if "&#" in line else line


def without_places(text: str) -> str:
    """A text as it was written."""
    return text.replace(_PLACE, "&")
