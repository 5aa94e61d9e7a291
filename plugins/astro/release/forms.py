"""Settings whose values have another form than Pelican takes, which would say so in the middle of its work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any

from ..feeds.feed import FEEDS
from ..plain_text.values import wrong_date
from .own import PERIODS

_NAMES = ("TAG", "CATEGORY", "AUTHOR")
_CONTENTS = tuple(f"{each}{lang}" for each in ("ARTICLE", "PAGE", "DRAFT", "DRAFT_PAGE") for lang in ("", "_LANG"))
_OF_CONTENTS = ("slug", "lang", "date", "author", "category", "path", "title", "summary", "status", "modified", "tags")
_FIELDS = {
    **{f"{kind}_{end}": _OF_CONTENTS for kind in _CONTENTS for end in ("URL", "SAVE_AS")},
    **{f"{kind}_{end}": ("slug", "name") for kind in _NAMES for end in ("URL", "SAVE_AS")},
    **{f"{period}_ARCHIVE_{end}": ("date",) for period in PERIODS for end in ("URL", "SAVE_AS")},
    **{feed: ("lang",) if feed.startswith("TRANSLATION") else ("slug",) for feed in FEEDS if "_FEED_" in feed},
}
"""What each address and name of a file may be filled in with."""


def wrong_kinds(settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with settings that are no list, or no names with values, where Pelican takes one."""
    for name, default in defaults.items():
        value = settings.get(name, default)
        if isinstance(default, list) and not isinstance(value, list | tuple | set | frozenset):
            yield f"{name} is `{value}`; write a list: [ … ]"
        elif isinstance(default, list) and default and all(isinstance(each, str) for each in default):
            others = (each for each in value if not isinstance(each, str | PurePath))
            yield from (f"{name} has `{each}`, no text; write it in quotes" for each in others)
        if isinstance(default, dict) and not isinstance(value, Mapping):
            yield f"{name} is `{value}`; write names with values: {{ … }}"


def wrong_forms(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the values of settings that are of the right kind."""
    if not isinstance(settings["CACHE_PATH"], str | PurePath):
        yield f"CACHE_PATH is `{settings['CACHE_PATH']}`, no folder; write its name in quotes"
    if not settings["ARTICLE_PATHS"]:
        yield "ARTICLE_PATHS is empty; write the folder of the essays into it"
    yield from _wrong_lists(settings)
    yield from _wrong_date(settings.get("DEFAULT_DATE"))
    for name in ("FILENAME_METADATA", "PATH_METADATA"):
        try:
            re.compile(settings[name] or "")
        except (re.error, TypeError) as error:
            yield f"{name} is no regular expression ({error}); correct it"
            return  # it says which fields there are
    for name in FEEDS:
        if (path := settings.get(name)) and not _is_in_the_site(path):
            yield f"{name} is `{path}`, no file of the site; write a name like feed.xml"
    for name, fields in _FIELDS.items():
        if (path := settings.get(name)) and isinstance(path, str):
            further = _further_fields(path, settings) if fields is _OF_CONTENTS else ()
            yield from _wrong_fields(name, path, [*fields, *further])


def _wrong_lists(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with how lists are parted into pages."""
    sizes, orphans = settings["PAGINATED_TEMPLATES"], settings["DEFAULT_ORPHANS"]
    if orphans and not is_number(orphans, 1):
        yield f"DEFAULT_ORPHANS is `{orphans}`; write how many essays a last page has at least, as a number"
    for name, most in sizes.items():
        if most and not is_number(most, 1):
            yield f"PAGINATED_TEMPLATES has `{most}` for {name}; write how many essays a page of it lists, or None"
    if sizes and not any(rule[0] in (0, 1) for rule in settings["PAGINATION_PATTERNS"]):
        yield "PAGINATION_PATTERNS names no first page; write (1, '{url}', '{save_as}') into it as well"


def is_number(value: Any, least: int) -> bool:
    """Whether a value is a whole number, and at least this one."""
    return isinstance(value, int) and value is not True and value >= least


def _wrong_date(date: Any) -> Iterator[str]:
    if date == "fs":
        yield "DEFAULT_DATE is `fs`, by which an essay changes with the time of its file; take it out"
    elif isinstance(date, str) and date and (wrong := wrong_date(date)):
        yield f"DEFAULT_DATE: {wrong}"
    elif date and not isinstance(date, str):
        try:
            datetime(*date)  # noqa: DTZ001  # as Pelican makes it
        except (TypeError, ValueError) as error:
            yield f"DEFAULT_DATE is `{date}`, no day ({error}); write one like '2025-01-20'"


def _is_in_the_site(path: Any) -> bool:
    return isinstance(path, str) and not path.startswith("/") and ".." not in path.split("/")


def _further_fields(path: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """What essays and pages have besides, by their paths and by default; another plugin may give them any."""
    for pattern in ("FILENAME_METADATA", "PATH_METADATA"):
        yield from (each.lower() for each in re.compile(settings[pattern] or "").groupindex)
    for given in (settings["DEFAULT_METADATA"], *settings["EXTRA_PATH_METADATA"].values()):
        yield from given
    if not all(str(plugin).startswith("astro.") for plugin in settings["PLUGINS"] or ()):
        yield from re.findall(r"\{(\w+)", path)


def _wrong_fields(name: str, path: str, fields: Iterable[str]) -> Iterator[str]:
    """What is wrong with an address or the name of a file, by filling it in."""
    days = {"date": datetime(2025, 1, 20), "modified": datetime(2025, 1, 20)}  # noqa: DTZ001
    try:
        path.format_map(dict.fromkeys(fields, "a") | days)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        what = f"nothing is called {error}" if isinstance(error, KeyError) else str(error)
        known = ", ".join(f"{{{field}}}" for field in _FIELDS[name][:5])
        yield f"{name} is `{path}`, which cannot be filled in ({what}); write it with {known}"
