"""Sections whose headings say what a link asks for, though their ids say what they said before."""

from __future__ import annotations

import re
from html import unescape

from ..regex import regex
from ..sections.ids import slugify

_HEADING = regex(r'<h[2-6][^>]*\bid="([^"]+)"[^>]*>(.*?)</h[2-6]>', re.DOTALL)
_TAG = regex("<[^>]*>")


def headed(fragment: str, html: str) -> list[str]:
    """The ids of the headings of a page whose words would make this id."""
    headings = _HEADING.findall(html)
    return [unescape(id_) for id_, heading in headings if slugify(unescape(_TAG.sub("", heading))) == fragment]
