"""What a reader returns, as data and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ..plain_text.essay import Line

Makers = dict[str, Callable[[Any], Any]]
"""What makes a value of its form, by the name of its kind."""
Names = dict[type, str]
"""The kinds of value that are made of a name alone, such as tags."""


def encode(value: Any, named: Names) -> Any:
    """The form of a value as data; raises TypeError for a kind that is not known to come back as it was."""
    kind = type(value)
    if value is None or kind in (str, int, bool):
        return value
    if kind in (list, tuple):
        return kind(encode(each, named) for each in value)
    if kind is Line:
        return {"Line": [value.number, value.text]}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if kind in named:
        return {named[kind]: value.name}
    raise TypeError(f"{kind.__name__} is not remembered")


def decode(form: Any, makers: Makers) -> Any:
    """The value of a form of `encode`; `makers` has `datetime` and the named kinds. Raises KeyError for another one."""
    if isinstance(form, list | tuple):
        return type(form)(decode(each, makers) for each in form)
    if not isinstance(form, dict):
        return form
    ((kind, value),) = form.items()
    if kind == "Line":
        return Line(*value)
    return makers[kind](value)
