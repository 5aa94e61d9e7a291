"""A stylesheet as its author writes it -> as it is sent."""

from __future__ import annotations

import re

from ..regex import regex

# A string is kept as it is; any white space is worth one space, a comment without any an empty one: `.a/**/.b`.
_PARTS = regex(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?:/\*.*?\*/|(\s)\s*)+""", re.DOTALL)
# A space after a colon or comma says nothing; one before a colon does: `a :hover` is no `a:hover`.
_AROUND = regex(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|[ ;]*(\}) ?| ?([{;>]) ?|([:,]) """)


def shorten(css: str) -> str:
    """The same rules without comments and needless white space."""
    one_line = _PARTS.sub(lambda match: match[1] or (" " if match[2] else "/**/"), css)
    return _AROUND.sub(lambda match: match[match.lastindex or 0], one_line).strip()
