"""The tags of HTML that is written strictly, as nearly all pages of a site are, without a parser and so very quickly.

It only looks: each `<` must begin a tag of the plainest form, attributes in double quotes, and each element must be
closed in its turn. HTML of which that does not hold is left to the parser, as is all that one may read in two ways.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from .tag import VOID, Tag, tag_of

_TOKEN = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"<!--(?!-)[^-]*(?:-[^-]+)*-->|<!doctype html>", re.IGNORECASE)
# A tag without the values of its attributes: these are looked at apart, as the same forms come again and again.
_FORM = re.compile(r'<(/?)([a-z][a-z0-9-]*)((?:[ \t\n]+[a-z][a-z0-9:_-]*(?:="")?)*)[ \t\n]*(/?)>')
_ATTRIBUTE = re.compile(r'([a-z0-9:_-]+)(="")?')
_DOUBTFUL = re.compile(r"\x00|&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,6}|#x[0-9a-f]{1,5});)")
_RAW = frozenset("script style textarea title iframe noembed noframes noscript xmp".split())

_KEPT = 1 << 14  # tokens that are remembered

Mark = tuple[str, str, bool, Tag | None]
"""(element that a token opens, that it closes, whether what stands in it may be no HTML, what it says)."""


def scan(html: str) -> list[Tag] | None:
    """What the tags say that say something, in order; None where the HTML is not strict."""
    tokens = _TOKEN.findall(html)
    if len(tokens) != html.count("<"):
        return None
    unclosed: list[str] = []
    tags: list[Tag] = []
    raw, marks = False, _MARKS
    for token in tokens:
        mark = marks[token]
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


class _Marks(dict[str, Mark | None]):
    """What tokens are: the tags of the frame and of plain text stand on every page."""

    def __missing__(self, token: str) -> Mark | None:
        if len(self) >= _KEPT:
            self.clear()
        self[token] = mark = _mark(token)
        return mark


_MARKS = _Marks()


def _mark(token: str) -> Mark | None:
    """What a token is; None where it is not strict."""
    parts = token.split('"')
    form = _form('""'.join(parts[::2]))
    if form is None:
        return ("", "", False, None) if _COMMENT.fullmatch(token) else None
    closes, name, keys, is_whole = form
    if name == "plaintext" or (is_whole and name in _RAW):  # no two readers agree where that ends
        return None
    if closes:
        return ("", name, False, None)
    values = parts[1::2]
    if "&" in token or "\x00" in token:
        if any(map(_DOUBTFUL.search, values)):
            return None
        values = [unescape(value) for value in values]
    left = iter(values)
    tag = tag_of(name, {key: next(left) if has_value else "" for key, has_value in keys})
    return ("" if is_whole or name in VOID else name, "", name in _RAW, tag)


@lru_cache(maxsize=1024)
def _form(form: str) -> tuple[bool, str, tuple[tuple[str, bool], ...], bool] | None:
    """(whether it closes, name, (attribute, whether it has a value) of each, whether it is closed at once) of a tag."""
    match = _FORM.fullmatch(form)
    if match is None:
        return None
    closes, name, attributes, is_whole = match.groups()
    if closes and form != f"</{name}>":
        return None
    keys = tuple((key, bool(value)) for key, value in _ATTRIBUTE.findall(attributes))
    return bool(closes), name, keys, bool(is_whole)
