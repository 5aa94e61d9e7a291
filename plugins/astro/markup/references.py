"""`&#12` without a `;` is text, as CommonMark has it.

Python-Markdown would put one behind it, and so make it a character; behind a mere `&#` it would find no HTML any more.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

_OPEN = re.compile(r"&(?=#)(?!#(?:[0-9]+|[xX][0-9a-fA-F]+);)")
_PLACE = "\x02reference\x03"  # no text has these characters: Python-Markdown drops them first of all


class _Before(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    def run(self, lines: list[str]) -> list[str]:
        return [_OPEN.sub(_PLACE, line) if "&#" in line else line for line in lines]


class _After(Postprocessor):  # type: ignore[misc]
    def run(self, text: str) -> str:
        return text.replace(_PLACE, "&amp;")


def keep_open_references(markdown: Markdown) -> None:
    """Have a converter leave them as they are written."""
    markdown.preprocessors.register(_Before(markdown), "references", 24)  # after fences, before HTML is looked for
    markdown.postprocessors.register(_After(markdown), "references", 25)  # when HTML is back
