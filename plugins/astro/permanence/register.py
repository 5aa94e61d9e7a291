"""The register: every address the public has been given, as `content/published.json` keeps it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..problem import EssayError, Problem
from .known import KnownEssay, KnownSection, Register
from .records import essay_of, is_publisher

VERSION = 2
_SELDOM: Mapping[str, Any] = {"sent": [], "hidden": False}  # what is written where it says more than this
_UNTOLD: Mapping[str, Any] = {**_SELDOM, "hidden": None}  # what is known of it where version 1 is silent
_MERGED = "git made no one of two versions: take that of the site that was sent last, as publishing adds what it lacks"
REPAIR = "it is written by `make publish` alone; restore it from version control"


def dump(register: Register, version: int = VERSION) -> str:
    """The register's file: JSON with a line for each section, the same bytes for the same register."""
    sorted_essays = sorted(register.essays, key=lambda essay: essay.key)
    essays = ",\n".join(_essay_lines(essay, version) for essay in sorted_essays)
    head = f'"feed": {_json(register.feed)}, ' if register.feed else ""
    head += f'"items": {register.items}, ' if register.items and version > 1 else ""
    head += f'"feeds": {_json(register.feeds)}, ' if register.feeds and version > 1 else ""
    return f'{{"version": {version}, {head}"essays": {{{f"{chr(10)}{essays}{chr(10)}" if essays else ""}}}}}\n'


def _essay_lines(essay: KnownEssay, version: int) -> str:
    values = essay._asdict()
    entry = {name: value for name, value in values.items() if name not in ("key", "sections", *_SELDOM)}
    entry |= {name: values[name] for name in _SELDOM if values[name] or (values[name] is None and version > 1)}
    head = ",\n".join(f" {_json(name)}: {_json(value)}" for name, value in entry.items())
    sections = ",\n".join(f"  {_json(_fields(section))}" for section in essay.sections)
    return f'{_json(essay.key)}: {{\n{head},\n "sections": [{f"{chr(10)}{sections}{chr(10)} " if sections else ""}]}}'


def _fields(section: KnownSection) -> dict[str, Any]:
    return {name: value for name, value in section._asdict().items() if name != "answered" or value}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def load(text: str, path: str) -> Register:
    """The register in a file's text.

    Raises EssayError with its line where the file is broken or was changed by hand.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        is_merged = error.doc.startswith("<<<<<<<", error.doc.rfind("\n", 0, error.pos) + 1)
        raise EssayError([broken(path, error.lineno, _MERGED if is_merged else error.msg)]) from None
    except (ValueError, RecursionError) as error:  # of what nobody has written
        raise EssayError([broken(path, 1, str(error))]) from None
    entries = data.get("essays") if isinstance(data, dict) else None
    if not isinstance(entries, dict):
        raise EssayError([broken(path, 1, "it has no essays")])
    version = data.get("version")
    if version not in range(1, VERSION + 1):
        what = f"the register is of version {version!a}, and this astro reads version {VERSION}"
        raise EssayError([Problem(path, 1, f"{what}; publish with the newer astro")])
    seldom = _UNTOLD if version == 1 else _SELDOM
    essays = tuple(_essay(key, entry, seldom, text, path) for key, entry in entries.items())
    items, feeds, feed = data.get("items", 0), data.get("feeds", []), str(data.get("feed", ""))
    are_texts = isinstance(feeds, list) and all(isinstance(each, str) for each in feeds)
    if type(items) is not int or items < 0 or not (are_texts and feeds == sorted(set(feeds))):
        raise EssayError([broken(path, 1, "it has wrong items or feeds")])
    if feed and not is_publisher(feed):
        raise EssayError([broken(path, 1, f"{feed!r} begins no identity in feeds")])
    register = Register(essays, feed, items, tuple(feeds))
    if problems := [*_unlike(text, dump(register, version), path), *_twice(register.essays, text, path)]:
        raise EssayError(problems)
    return register


def broken(path: str, line: int, what: str) -> Problem:
    """The problem of a register that cannot be read."""
    return Problem(path, line, f"the register is broken ({what}); {REPAIR}")


def _essay(key: str, entry: Any, unsaid: Mapping[str, Any], text: str, path: str) -> KnownEssay:
    try:
        return essay_of(key, entry, unsaid)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EssayError([broken(path, _line_of(text, f"{_json(key)}: {{"), f"`{key}`: {error}")]) from None


def _unlike(text: str, canonical: str, path: str) -> Iterator[Problem]:
    """Where the file is not as it was written: changed by hand, or by a merge."""
    pairs = zip([*text.splitlines(), ""], [*canonical.splitlines(), ""], strict=False)
    line = next((number for number, (is_, should) in enumerate(pairs, start=1) if is_ != should), None)
    if line is not None:
        yield Problem(path, line, f"the register was changed by hand here; {REPAIR}")


def _twice(essays: Iterable[KnownEssay], text: str, path: str) -> Iterator[Problem]:
    """What the public cannot have been given twice."""
    known = list(essays)
    places = Counter(address for essay in known if not essay.retired for address in (essay.address, *essay.former))
    places.update(essay.feed for essay in known if essay.feed)
    for place, times in places.items():
        if times > 1:
            yield Problem(path, _line_of(text, place), f"`{place}` belongs to {times} essays; {REPAIR}")
    for essay in known:
        for id_, times in Counter(essay.ids()).items():
            if times > 1:
                yield Problem(
                    path, _line_of(text, f'"{id_}"'), f"id `{id_}` of `{essay.key}` leads to {times} sections; {REPAIR}"
                )


def _line_of(text: str, words: str) -> int:
    """The line in which `words` stand last; 1 where they stand nowhere."""
    return text.count("\n", 0, max(0, text.rfind(words))) + 1
