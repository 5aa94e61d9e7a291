"""Settings of Pelican's that this site cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from posixpath import normpath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..plain_text.values import wrong_value
from ..regex import regex
from .forms import is_number
from .public import not_public

_WHOLE_ADDRESS = regex(r"/|[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # begins one that means the same on every page
_ADDRESSES = {"URL": "/", "SAVE_AS": "/index.html"}
_ROOMS = tuple(
    f"astro.{name}"
    for name in (
        *("progress", "plain_text", "markup", "memory", "readers", "compiled", "once", "typeset", "sections"),
        *("permanence", "related", "feeds", "cards", "pages", "search", "release"),
    )
)
"""In the order of the flow: each takes what those before it have made."""
# A site is whole without related thinking, and the same without the bar and what only saves time; another plugin may
# give each essay its card.
_OPTIONAL = {f"astro.{name}" for name in ("progress", "memory", "readers", "compiled", "once", "related", "cards")}


_NEEDED = (
    ("FORMATTED_FIELDS", "anchored", "the field with the HTML of an essay's own page"),
    ("FORMATTED_FIELDS", "summary", "in which addresses are resolved too"),
    ("THEME_STATIC_PATHS", "static", "the folder of the stylesheet"),
)
"""(a setting, what its list cannot do without, why)"""
_NEEDED_NAMES = (
    ("JINJA_ENVIRONMENT", "autoescape", "without which a `<` in a title is HTML"),
    ("DEFAULT_METADATA", "category", "for which Pelican asks a draft"),
)
"""(a setting, the name without whose value it cannot do, why)"""


def refusals(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with settings; what to do, of each that is wrong."""
    if settings.get("RELATIVE_URLS"):
        yield "RELATIVE_URLS makes addresses that feeds and other sites cannot use; take it out"
    if settings.get("LOAD_CONTENT_CACHE"):
        yield "LOAD_CONTENT_CACHE would publish what an earlier build has read as a draft; take it out"
    if settings.get("PUBLISH"):
        yield from not_public(settings)
    if not settings.get("STATIC_EXCLUDE_SOURCES", True):
        yield "STATIC_EXCLUDE_SOURCES would publish drafts as they are written; take it out"
    for kind in ("ARTICLE", "ARTICLE_LANG"):
        for name, end in _ADDRESSES.items():
            if not str(settings.get(f"{kind}_{name}", end)).endswith(end):
                text = "let it end with `{}`, as the text and the card of an essay stand beside its page"
                yield f"{kind}_{name} is `{settings[f'{kind}_{name}']}`; {text.format(end)}"
    for name in ("SITENAME", "AUTHOR"):
        if not settings.get(name):
            yield f"{name} is missing, which feeds and pages name; write it"
    yield from _wrong_values(settings)
    yield from _lacking(settings)


def _wrong_values(settings: Mapping[str, Any]) -> Iterator[str]:
    """Values that are not what their setting holds."""
    yield from _wrong_texts(settings)
    if wrong := wrong_value("lang", str(settings["DEFAULT_LANG"])):
        yield f"DEFAULT_LANG: {wrong}"
    if (most := settings.get("DEFAULT_PAGINATION")) and not is_number(most, 1):
        yield f"DEFAULT_PAGINATION is `{most}`; write how many essays a page lists, or False"
    yield from _wrong_feeds(settings)
    social = settings.get("SOCIAL", ())
    if not isinstance(social, list | tuple):
        yield f"SOCIAL is `{social}`; write pairs: [(name, address), …]"
    for pair in social if isinstance(social, list | tuple) else ():
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            yield f"SOCIAL has `{pair}`; write pairs: [(name, address), …]"
        elif not _WHOLE_ADDRESS.match(str(pair[1])):
            yield f"SOCIAL has `{pair[1]}`, no address; write one with https://"
    try:
        ZoneInfo(str(settings.get("TIMEZONE", "UTC")))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"TIMEZONE is `{settings['TIMEZONE']}`, no zone; write one like Europe/Berlin"


def _wrong_texts(settings: Mapping[str, Any]) -> Iterator[str]:
    for name in ("SITENAME", "SITESUBTITLE", "AUTHOR"):
        value = settings.get(name) or ""
        if not isinstance(value, str):
            yield f"{name} is `{value}`, no text; write it in quotes"
        elif len(f"{value}.".splitlines()) > 1:
            yield f"{name} has a line break, which neither cards nor titles can show; write it on one line"


def _lacking(settings: Mapping[str, Any]) -> Iterator[str]:
    """What a setting lacks that its owner has written anew, and that holds what the site needs besides."""
    for name, needed, why in _NEEDED:
        given = settings.get(name, (needed,))
        if isinstance(given, list | tuple | set) and needed not in map(normpath, map(str, given)):
            yield f"{name} lacks `{needed}`, {why}; write it as well"
    for name, needed, why in _NEEDED_NAMES:
        given = settings.get(name, {needed: True})
        is_spared = needed == "category" and settings.get("CATEGORY_SAVE_AS")  # Pelican gives it DEFAULT_CATEGORY
        if isinstance(given, Mapping) and not given.get(needed) and not is_spared:
            yield f"{name} lacks `{needed}`, {why}; write it as well"
    if isinstance(given := settings.get("DEFAULT_METADATA"), Mapping) and "lang" in given:
        yield "DEFAULT_METADATA has `lang`, which pictures would get too; write DEFAULT_LANG in its place"
    pattern = settings.get("PATH_METADATA")
    with suppress(re.error, TypeError):
        match = re.match(pattern or "", "extra/x.y")
        if pattern and not (match and match.groupdict().get("path") == "x.y"):
            text = "which says that what stands in content/extra/ stands at the root of the site"
            yield f"PATH_METADATA lacks `extra/(?P<path>.+)`, {text}; write it as well, with a | between the two"


def _wrong_feeds(settings: Mapping[str, Any]) -> Iterator[str]:
    most = settings.get("FEED_MAX_ITEMS", 1)
    if not is_number(most, 1):
        yield f"FEED_MAX_ITEMS is `{most!r}`; write how many entries a feed has, as a number"
    if (icon := str(settings.get("FEED_ICON") or "")) and (":" in icon or icon.startswith(("/", "{"))):
        yield f"FEED_ICON is `{icon}`; write where the picture stands on the site: images/icon.png"
    if (hub := settings.get("FEED_HUB") or "") and not str(hub).startswith(("https://", "http://")):
        yield f"FEED_HUB is `{hub}`, no address; write one with https://, or take it out"


def refused_rooms(plugins: Iterable[str]) -> Iterator[str]:
    """What is wrong with the list of plugins: rooms that a site needs, each after those whose work it takes."""
    rooms = [each for each in plugins if each in _ROOMS]
    for room in _ROOMS:
        if room not in rooms and room not in _OPTIONAL:
            yield f"PLUGINS lacks {room}, without which no site is whole; write it after {_before(room)}"
    for one, other in pairwise(rooms):
        if _ROOMS.index(one) > _ROOMS.index(other):
            yield f"PLUGINS has {one} before {other}, whose work it takes; write {one} after {_before(one)}"


def _before(room: str) -> str:
    return _ROOMS[_ROOMS.index(room) - 1]
