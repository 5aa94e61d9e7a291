"""Where lists are made to nest by columns: in an essay, in elements of HTML, and around blocks of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from .lists import nested


class Nesting(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    """Moves what belongs to an item to the right until it does for Python-Markdown, too."""

    def run(self, lines: list[str]) -> list[str]:
        """What `nested` makes of them."""
        return nested([*_in_place(lines)] if any(HTML_PLACEHOLDER_RE.match(line) for line in lines) else lines)


class Within(MarkdownInHtmlProcessor):  # type: ignore[misc]
    """The same for the Markdown in an element of HTML."""

    def parse_element_content(self, element: Element) -> None:
        """Read what an element holds."""
        if element.get("markdown") == "block" and element.text:
            element.text = "\n".join(nested(element.text.split("\n")))
        super().parse_element_content(element)


def _in_place(lines: Iterable[str]) -> Iterator[str]:
    """The lines with each block of HTML where it stood; its white space has been left above it."""
    white = ""
    for line in lines:
        if HTML_PLACEHOLDER_RE.match(line):
            yield white + line
            white = ""
            continue
        if white:
            yield white
        white = line if line and not line.strip(" ") else ""
        if not white:
            yield line
