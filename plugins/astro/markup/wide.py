"""Wrapped lines of scripts that put no spaces between words: HTML would show their break as one."""

from __future__ import annotations

import re

from ..plain_text.shape import between, may_be_wide

_PRE = re.compile(r"(<pre[ >].*?</pre>)", re.DOTALL)
_INLINE = r"(?:</?(?:a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)(?: [^>]*)?>)*"
_BREAK = re.compile(rf"(?P<above>[^\s<>])(?P<tags>{_INLINE})\n(?={_INLINE}(?P<below>[^\s<>]))")


def unwrapped(html: str) -> str:
    """The same HTML without the breaks between lines that a reader of Chinese or Japanese reads as one."""
    if not may_be_wide(html):
        return html
    parts = _PRE.split(html)
    parts[::2] = [_BREAK.sub(_joined, part) for part in parts[::2]]
    return "".join(parts)


def _joined(match: re.Match[str]) -> str:
    return match["above"] + match["tags"] + between(match["above"], match["below"])
