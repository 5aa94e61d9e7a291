"""Blocks of code whose first line names their language, `:::python`, as Pelican's own documentation writes them."""

from __future__ import annotations

import re

from ..regex import regex

_NAMED = regex(r"<pre><code>:::([A-Za-z][\w+#-]*)\n")


def named(html: str) -> str:
    """HTML in which that line is the class of its block; one that names no language stays a line of it."""
    return _NAMED.sub(_with_class, html)


def _with_class(block: re.Match[str]) -> str:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415  # slow to import, and most essays have none
    from pygments.util import ClassNotFound  # noqa: PLC0415  # likewise

    try:
        get_lexer_by_name(block[1])
    except ClassNotFound:
        return block[0]
    return f'<pre><code class="language-{block[1]}">'
