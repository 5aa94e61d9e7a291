"""The tags of HTML that is written strictly, as nearly all pages of a site are, without a parser and so very quickly.

It only looks: each `<` must begin a tag of the plainest form, attributes in double quotes, and each element must be
closed in its turn. HTML of which that does not hold is left to the parser, as is all that one may read in two ways.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..regex import regex
from ..tree.strict import RAW, VOID, form_of, split
from .tag import StartTag, tag_of

_COMMENT = regex(r"!--(?!-)[^-]*(?:-[^-]+)*--|!doctype html", re.IGNORECASE)

Mark = tuple[str, str, bool, StartTag | None]
"""(element that a token opens, that it closes, whether what stands in it may be no HTML, what it says)."""


def scan(html: str) -> list[StartTag] | None:
    """What the tags say that say something, in order; None where the HTML is not strict."""
    parts = split(html)
    if parts is None:
        return None
    unclosed: list[str] = []
    tags: list[StartTag] = []
    raw = False
    for token in parts[1::2]:
        mark = _mark(token)
        if mark is None or (raw and not mark[1]):
            return None
        opens, closes, raw, tag = mark
        if closes:
            if not unclosed or unclosed.pop() != closes:
                return None
        elif opens:
            unclosed.append(opens)
        if tag:
            tags.append(tag)
    return None if unclosed else tags


@lru_cache(maxsize=1 << 14)  # the tags of the frame and of plain text stand on every page
def _mark(token: str) -> Mark | None:
    """What a token is; None where it is not strict."""
    form = form_of(token)
    if form is None:
        return ("", "", False, None) if _COMMENT.fullmatch(token) else None
    name, attributes, ends, is_whole = form
    if name == "plaintext" or (is_whole and name in RAW):  # no two readers agree where that ends
        return None
    if ends:
        return ("", name, False, None)
    return ("" if is_whole or name in VOID else name, "", name in RAW, tag_of(name, attributes))
