"""A record of the register from JSON: its fields are all there, and say what `make publish` may have written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, get_origin, get_type_hints

from ..regex import regex
from ..sections.ids import UNFIT
from .fingerprint import SKETCH
from .known import KnownEssay, KnownSection

_ADDRESS = regex(r"(?:(?!\.)[^\s\x00-\x1f\x7f/\\?#]+/)+|(?!\.)[^\s\x00-\x1f\x7f/\\?#]+")  # leads out of no site
_IDENTITY = regex(r"tag:[^\s,]+,\d{4}:\S+")  # RFC 4151
_LEVELS = range(2, 7)
_types = cache(get_type_hints)


def is_publisher(text: str) -> bool:
    """Whether identities in feeds may begin so."""
    return re.fullmatch(r"tag:\S+", text) is not None


def essay_of(key: str, entry: Any, unsaid: Mapping[str, Any]) -> KnownEssay:
    """The essay that an entry of the register tells; `unsaid` is what counts where it is silent.

    Raises KeyError, TypeError, AttributeError or ValueError where no publishing has written it so.
    """
    sections = tuple(_made(KnownSection, {"answered": False, **each}) for each in entry["sections"])
    essay: KnownEssay = _made(KnownEssay, {**unsaid, **entry, "key": key, "sections": ()})
    essay = essay._replace(sections=sections)
    if wrong := [each for each in (essay.address, *essay.former) if not _ADDRESS.fullmatch(each)]:
        raise ValueError(f"{wrong[0]!r} is no address of the site")
    if bool(essay.feed) != bool(essay.published) or not (essay.feed + essay.published).isprintable():
        raise ValueError("has an identity in feeds without its moment, or a moment without one")
    if essay.feed and not _IDENTITY.fullmatch(essay.feed):
        raise ValueError(f"{essay.feed!r} is no identity in feeds")
    if essay.published:
        datetime.fromisoformat(essay.published)
    if not SKETCH.fullmatch(essay.words):
        raise ValueError("has a wrong words")
    ids = {*essay.ids(), "", None}
    for section in sections:
        _check(section, ids)
    return essay


def _check(section: KnownSection, ids: set[str | None]) -> None:
    if wrong := [id_ for id_ in (section.id, *section.aliases) if not id_ or UNFIT.search(id_)]:
        raise ValueError(f"{wrong[0]!r} is no id of a section")
    are_right = section.level in _LEVELS, section.gone in ids, SKETCH.fullmatch(section.words)
    for name, is_right in zip(("level", "gone", "words"), are_right, strict=True):
        if not is_right:
            raise ValueError(f"section `{section.id}` has a wrong {name}")


def _made(kind: Any, entry: Mapping[str, Any]) -> Any:
    """A record from JSON, its fields all there and of their types."""
    types = _types(kind)
    if types.keys() != entry.keys():
        raise ValueError(f"lacks or has too much of: {', '.join(sorted(types.keys() ^ entry.keys()))}")
    values = {each: tuple(value) if isinstance(value, list) else value for each, value in entry.items()}
    wrong = [each for each, value in values.items() if not _fits(value, types[each])]
    if wrong:
        raise ValueError(f"has a wrong {wrong[0]}")
    return kind(**values)


def _fits(value: object, type_: Any) -> bool:
    if type_ == tuple[str, ...]:
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    return isinstance(value, tuple if get_origin(type_) is tuple else type_)
