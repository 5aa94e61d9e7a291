"""Emphasis that swallows nothing: where Markdown's takes a letter for one of its marks, the marks stand as they are."""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor

_MARKS = str.maketrans("", "", "*_")


class Emphasis(DelimiterProcessor):  # type: ignore[misc]  # Markdown has no types
    """Markdown's own, whose elements are held against the text that they are made of."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # noqa: N802  # Markdown's name
        """(element, where it begins in the text, where it ends); no element where it would not say the same."""
        element, start, end = super().handleMatch(m, data)
        if element is None or "".join(element.itertext()).translate(_MARKS) == data[start:end].translate(_MARKS):
            return element, start, end
        self.reset()
        return None, m.start(0), m.end(0)


def read_emphasis(markdown: Markdown) -> None:
    """Have a converter read emphasis by this pattern."""
    markdown.inlinePatterns.register(Emphasis("*", "strong,em", markdown), "em_strong", 60)
    markdown.delimiters.add("_", "strong,em", smart=True)
