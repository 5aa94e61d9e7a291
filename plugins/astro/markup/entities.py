"""Names between `&` and `;` that HTML does not know are words, as CommonMark has it: `&section;` is no `§ion;`."""

from __future__ import annotations

from html.entities import html5

from markdown.postprocessors import Postprocessor

from ..regex import regex

LAST = 5  # behind all that writes such names
_NAMED = regex(r"&(?=([a-zA-Z][a-zA-Z0-9]*;))")


class Entities(Postprocessor):  # type: ignore[misc]  # Markdown has no types
    """Escapes them; browsers, and Python too, take the beginning of such a name for a shorter one."""

    def run(self, text: str) -> str:
        """The HTML in which each name is one that HTML knows."""
        return _NAMED.sub(lambda named: "&" if named[1] in html5 else "&amp;", text) if "&" in text else text
