"""HTML that is written strictly - as Markdown, nh3 and our own rooms write it - as text and tags, without a parser.

Each `<` must begin a tag of the plainest form, with attributes in double quotes. All that one may read in two ways is
not strict, and left to those that read anything.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape
from typing import NamedTuple

from ..regex import regex

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""The elements that have no end."""
RAW = frozenset("script style textarea title iframe noembed noframes noscript xmp plaintext".split())
"""The elements in which a tag may be none."""
_TAG = regex(r"<([^<>]*)>")
# A tag without the values of its attributes: these are looked at apart, as the same forms come again and again.
_FORM = regex(r'(/?)([a-z][a-z0-9-]*)((?:[ \t\n]+[a-z][a-z0-9:_-]*(?:="")?)*)[ \t\n]*(/?)')
_ATTRIBUTE = regex(r'([a-z0-9:_-]+)(="")?')
_DOUBTFUL = regex(r"\x00|&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,6}|#x[0-9a-f]{1,5});)")


class Form(NamedTuple):
    """What stands between `<` and `>`."""

    name: str
    attributes: dict[str, str]
    """Of a start tag; not to be changed."""
    ends: bool
    """Whether it is an end tag."""
    is_whole: bool
    """Whether it is closed at once: `<br/>`."""


def split(html: str) -> list[str] | None:
    """Text and what stands between `<` and `>` by turns, text first and last; None where a `<` begins no tag."""
    parts = _TAG.split(html)
    return parts if len(parts) == 2 * html.count("<") + 1 else None


def forms(html: str) -> list[Form] | None:
    """What all tags of some HTML say, in order; None where it is not strict."""
    parts = split(html)
    found = list(map(form_of, parts[1::2])) if parts else [None]
    known = [form for form in found if form is not None and form.name not in RAW]
    return known if len(known) == len(found) else None


@lru_cache(maxsize=1 << 12)  # the same few stand in all essays
def form_of(token: str) -> Form | None:
    """What stands in a tag; None where that is not strict."""
    parts = token.split('"')
    form = _form('""'.join(parts[::2]))
    if form is None:
        return None
    ends, name, keys, is_whole = form
    values = parts[1::2]
    if "&" in token or "\x00" in token:
        if any(map(_DOUBTFUL.search, values)):
            return None
        values = [unescape(value) for value in values]
    left = iter(values)
    return Form(name, {key: next(left) if has_value else "" for key, has_value in keys}, ends, is_whole)


@lru_cache(maxsize=1024)
def _form(form: str) -> tuple[bool, str, tuple[tuple[str, bool], ...], bool] | None:
    """(whether it ends, name, (attribute, whether it has a value) of each, whether it is closed at once) of a tag."""
    match = _FORM.fullmatch(form)
    if match is None:
        return None
    ends, name, attributes, is_whole = match.groups()
    if ends and form != f"/{name}":
        return None
    keys = tuple((key, bool(value)) for key, value in _ATTRIBUTE.findall(attributes))
    if len(dict(keys)) < len(keys):  # readers differ on which of two equal names counts
        return None
    return bool(ends), name, keys, bool(is_whole)
