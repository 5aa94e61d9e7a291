"""Settings whose values have another form than Pelican takes, which would say so in the middle of its work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
_OF_PAGES = ("base_name", "number", "url", "save_as", "extension", "name")  # of a list
_DAY = datetime(2025, 1, 20)  # noqa: DTZ001
_NO_TEXTS = {"date": _DAY, "modified": _DAY, "number": 2}
_EMPTY = {
    "ARTICLE_EXCLUDES": "PAGE_PATHS",
    "PAGE_EXCLUDES": "ARTICLE_PATHS",
    "STATIC_EXCLUDES": "",
    "THEME_TEMPLATES_OVERRIDES": "",
}
"""The lists of texts that are empty by default, and the setting of which Pelican puts all into one."""


def wrong_kinds(settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with settings that are no list, or no names with values, where Pelican takes one."""
    for name, default in defaults.items():
        value = settings.get(name, default)
        if isinstance(default, list) and not isinstance(value, list | tuple | set | frozenset):
            yield f"{name} is `{value}`; write a list: [ … ]"
        elif name in _EMPTY or (isinstance(default, list) and default and all(map(_is_text, default))):
            theirs = settings.get(_EMPTY.get(name, ""))
            told = theirs if isinstance(theirs, list | tuple) else ()
            others = (each for each in value if not _is_text(each) and each not in told)
            yield from (f"{name} has `{each}`, no text; write it in quotes" for each in others)
        if isinstance(default, dict) and not isinstance(value, Mapping):
            yield f"{name} is `{value}`; write names with values: {{ … }}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str | PurePath)


def wrong_forms(settings: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the values of settings that are of the right kind."""
    if not _is_text(settings["CACHE_PATH"]):
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
            yield from _wrong_fields(f"{name} is", path, [*fields, *further])


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
    for path in (path for rule in settings["PAGINATION_PATTERNS"] for path in rule[1:]):
        if isinstance(path, str):
            yield from _wrong_fields("PAGINATION_PATTERNS has", path, _OF_PAGES)
        else:
            yield f"PAGINATION_PATTERNS has `{path}`, no text; write it in quotes"


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


def _wrong_fields(what: str, path: str, fields: Sequence[str]) -> Iterator[str]:
    """What is wrong with an address or the name of a file, by filling it in."""
    try:
        path.format_map({field: _NO_TEXTS.get(field, "a") for field in fields})
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        why = f"nothing is called {error}" if isinstance(error, KeyError) else str(error)
        known = ", ".join(f"{{{field}}}" for field in fields[:5])
        yield f"{what} `{path}`, which cannot be filled in ({why}); write it with {known}"
