"""The files that the site writes of itself, and which setting names each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..feeds.feed import FEEDS, archive_name
from .taken import shared

Named = tuple[str, str]
"""(the setting that names it, its path)."""

_KINDS = ("TAG", "CATEGORY", "AUTHOR")
PERIODS = ("YEAR", "MONTH", "DAY")
_FOLDERS = {
    "TRANSLATION": "{lang}/",
    "YEAR": "{date:%Y}/",
    "MONTH": "{date:%Y}/{date:%m}/",
    "DAY": "{date:%Y}/{date:%m}/{date:%d}/",
}
"""What keeps apart what a setting names, where that is no `{slug}/`."""
_UNNAMED = ("manifest.webmanifest", "_headers", "speculation.json")  # a file of the author's may take their place


class Listed(NamedTuple):
    """What the site lists."""

    essays: Sequence[Any]
    """Those that lists have, each in one language."""
    published: Sequence[Any]
    """Those that the feeds of the whole site have."""


def pages_of_the_site(settings: Mapping[str, Any]) -> Iterator[Named]:
    """The pages that have a template of their own; an empty path turns one off."""
    for name in dict.fromkeys(settings["DIRECT_TEMPLATES"]):
        setting = f"{name.upper()}_SAVE_AS"
        if path := settings.get(setting, f"{name}.html"):
            yield setting, path


def files_of_the_site(settings: Mapping[str, Any], listed: Listed) -> Iterator[Named]:
    """What no file of content/extra may take the place of."""
    for setting, path in pages_of_the_site(settings):
        yield from _pages(settings, setting, path, len(listed.essays))
    for kind in _KINDS:
        if settings.get(setting := f"{kind}_SAVE_AS"):
            for name, number in _names(kind, listed.essays).items():
                yield from _pages(settings, setting, name.save_as, number)
    for parts, period in enumerate(PERIODS, start=1):
        if pattern := settings.get(setting := f"{period}_ARCHIVE_SAVE_AS"):
            newest = {essay.date.timetuple()[:parts]: essay.date for essay in reversed(listed.essays)}
            yield from ((setting, pattern.format(date=date)) for date in newest.values())
    for setting in FEEDS:
        if pattern := settings.get(setting):
            for path, number in _feeds(setting, pattern, listed):
                yield setting, path
                archives = range(1, 1 + (number - 1) // settings["FEED_MAX_ITEMS"])
                yield from ((setting, archive_name(path, i)) for i in archives)


def named_twice(files: Iterable[Named]) -> Iterator[str]:
    """What is wrong where two settings name one file, once for each such two, or one names it for several."""
    times = Counter(files)
    several = {setting: path for (setting, path), number in reversed(times.items()) if number > 1}
    for setting, path in several.items():
        kind = setting.partition("_")[0]
        yield f"{setting} names /{path} for several; write a folder {_FOLDERS.get(kind, '{slug}/')} into it"
    said = set[tuple[str, str]]()
    for setting, path, other in shared([*(("the site itself", name) for name in _UNNAMED), *times]):
        if (setting, other) not in said:
            said.add((setting, other))
            yield f"both {setting} and {other} write /{path}; give one of them another name"


def _pages(settings: Mapping[str, Any], setting: str, path: str, number: int) -> Iterator[Named]:
    """A page that lists so many essays, and the next ones of its list."""
    yield setting, path
    kind, sizes = setting.removesuffix("_SAVE_AS").lower(), settings.get("PAGINATED_TEMPLATES", {})
    if kind in sizes and (size := sizes[kind] or settings.get("DEFAULT_PAGINATION")):
        folder = path.removesuffix("index.html")
        yield from ((setting, f"{folder}page/{i}/index.html") for i in range(2, 2 + (number - 1) // size))


def _feeds(setting: str, pattern: str, listed: Listed) -> Iterator[tuple[str, int]]:
    """(path, how many essays it and its archives have) of each feed of a setting; a tag has one from its second on."""
    kind = setting.partition("_FEED")[0]
    if kind in _KINDS:
        names = _names(kind, listed.essays)
        yield from ((pattern.format(slug=name.slug), number) for name, number in names.items() if number > 1)
    elif kind == "TRANSLATION":
        languages = Counter(essay.lang for essay in listed.published)
        yield from ((pattern.format(lang=lang), number) for lang, number in languages.items())
    else:
        yield pattern, len(listed.published if "_ALL_" in setting else listed.essays)


def _names(kind: str, essays: Iterable[Any]) -> Counter[Any]:
    """How many essays have each tag, category or author."""
    if kind == "CATEGORY":
        return Counter(essay.category for essay in essays if hasattr(essay, "category"))
    return Counter(name for essay in essays for name in getattr(essay, f"{kind.lower()}s", ()))
