"""What a page is made of, as one text: equal texts, equal pages.

The objects of Pelican are told by what they carry, not by what they are. What cannot be told raises NotToldError: a
page that shows it is written at every build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, tzinfo
from functools import cache
from typing import Any

from ..memory.makers import is_made_by

# In every key already; only a shorter way to what is told; what `sections` makes of its page, where it has own links.
_APART = frozenset({"settings", "rendered", "anchored"})
_OF_TAGS = frozenset({"settings", "_name", "_slug", "_slug_from_name"})
_UNSEEN = ("_", "feed_")  # how names begin of what no page shows
_COMPACT: Any = {"ensure_ascii": False, "separators": (",", ":")}
_PLAIN = (str, int, bool, float, list, tuple, dict)
_KNOWN = ("astro.", "pelican.", "markupsafe.", "collections.")  # modules
_TIMES_OF = ("datetime.", "zoneinfo.", "dateutil.", "pytz.", *_KNOWN)
_SHOWN_BY = {"__str__", "__html__", "__getattr__"}  # methods that templates ask without naming them
_TIMES, _SETS = (date, tzinfo), (set, frozenset)


class NotToldError(TypeError):
    """Raised for a value that is no data: a function, an open file, an object of somebody else's plugin."""


def tell(value: Any, mention: Callable[[Any], Any]) -> str:
    """A value as text: all data in it in their order, and what `mention` returns for each essay or page in it.

    Raises NotToldError.
    """

    def form(each: Any) -> Any:
        return _form(each, mention)

    _refuse_more(value)
    try:
        return json.dumps(value, default=form, check_circular=False, **_COMPACT)
    except (TypeError, ValueError, RecursionError) as error:
        raise NotToldError(str(error)) from None


def tell_content(content: Any, text: str, mention: Callable[[Any], Any]) -> tuple[str, ...]:
    """An essay or page as texts: what it carries, what the HTML of its page is made of, and `text`, all other HTML.

    Others are only mentioned. Raises NotToldError.
    """
    told = _shown(vars(content))
    metadata = _shown(told.pop("metadata", {}))
    told["metadata"] = {name: value for name, value in metadata.items() if told.get(name) is not value}
    page = getattr(content, "_page", None)
    return tell(dict(sorted(told.items())), mention), *(page.texts if page else ()), text


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: values[name] for name in _names_shown(tuple(values))}
    for value in shown.values():
        _refuse_more(value)
    return shown


def _refuse_more(value: Any) -> None:
    """Raise NotToldError for a value that shows more than its text would tell.

    So does a text, number or list of somebody else's class, also in a list of such, and a dictionary with keys of
    several kinds: `1` and `"1"`.
    """
    if isinstance(value, dict) and len(set(map(type, value))) > 1:
        raise NotToldError("keys of several kinds")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    for kind in {type(value), *map(type, inner)}:
        if _says_more(kind):
            raise NotToldError(f"{kind.__module__}.{kind.__name__}")


@cache
def _says_more(kind: Any) -> bool:
    """Whether it is a kind of text, number or list that is somebody else's."""
    return kind not in _PLAIN and issubclass(kind, _PLAIN) and not is_made_by(kind, _KNOWN)


@cache  # most essays carry the same
def _names_shown(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name not in _APART and not name.startswith(_UNSEEN)]


def _form(value: Any, mention: Callable[[Any], Any]) -> Any:
    """A form for JSON of what it has none for; raises NotToldError."""
    kind: Any = type(value)
    if names := _fields(kind):
        return [type(value).__name__, *(getattr(value, name) for name in names)]
    if hasattr(value, "source_path"):
        return mention(value)
    if isinstance(value, _TIMES) and is_made_by(kind, _TIMES_OF):
        return str(value)
    if isinstance(value, _SETS):
        return sorted(value)
    is_mapping = isinstance(value, Mapping) and is_made_by(kind, ("builtins.", *_KNOWN))
    return dict(value) if is_mapping else _form_of_pelican(value)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The fields of a record but those that say `told: False` of themselves; none where it is no record.

    Nor of one of somebody else's that is more than its fields: what a property of it says may come from anywhere.
    """
    if not (isinstance(kind, type) and is_dataclass(kind)):
        return ()
    own = {name for each in kind.__mro__[:-1] for name in vars(each) if name[:2] != "__" or name in _SHOWN_BY}
    if own - {each.name for each in fields(kind)} and not is_made_by(kind, _KNOWN):
        return ()
    return tuple(each.name for each in fields(kind) if each.metadata.get("told", True))


def _form_of_pelican(value: Any) -> Any:
    kind = type(value)
    if hasattr(value, "object_list") and hasattr(value, "save_as"):  # a page of a list
        return [value.number, value.object_list, value.paginator.num_pages, value.paginator.count, value.save_as]
    if hasattr(value, "object_list"):
        return [value.num_pages, value.count, value.object_list]
    if kind.__module__ == "pelican.urlwrappers":  # a tag, a category, an author
        # Of its name and slug, and of the settings, its address is made; plugins add what else they know of it.
        more = {name: each for name, each in vars(value).items() if name not in _OF_TAGS}
        return [kind.__name__, value.name, value.slug, *([more] if more else [])]
    raise NotToldError(f"{kind.__module__}.{kind.__name__}")
