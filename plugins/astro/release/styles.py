"""What a stylesheet loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from ..regex import regex

_COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
_NAMESPACE = regex(r"@namespace[^;]*;", re.IGNORECASE)  # names a kind of element, loads nothing
_ADDRESS = regex(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)


def html_of_style(css: str) -> str:
    """The pictures, faces and other stylesheets that `css` names, each as an image, for the check of pages."""
    return "".join(f'<img alt="" src="{escape(address)}">' for address in _addresses(css))


def _addresses(css: str) -> Iterator[str]:
    text = _NAMESPACE.sub("", _COMMENT.sub(" ", css))
    for match in _ADDRESS.finditer(text):
        address = next((group for group in match.groups() if group), "")
        if not address.startswith(("data:", "#")):
            yield address
