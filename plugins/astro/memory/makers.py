"""Who has made a function or class: what Pelican and astro have made sees nothing but what it is given."""

from __future__ import annotations

from types import BuiltinFunctionType, FunctionType
from typing import Any

_INSTALLED = "pelican.plugins."  # the place of plugins that others have written


def is_made_by(made: Any, makers: tuple[str, ...]) -> bool:
    """Whether a function or class comes from a module whose name, with a dot behind it, begins with one of `makers`."""
    return _is_among(getattr(made, "__module__", None), makers)


def is_code_of(made: Any, makers: tuple[str, ...]) -> bool:
    """Whether it is a function or class itself, and of such a module.

    A method knows its object, any other object may know more, and `functools.wraps` gives a function another's name.
    """
    if isinstance(made, FunctionType):
        return _is_among(made.__globals__.get("__name__"), makers)
    return isinstance(made, type | BuiltinFunctionType) and is_made_by(made, makers)


def _is_among(module: str | None, makers: tuple[str, ...]) -> bool:
    name = f"{module or ''}."
    return name.startswith(makers) and not name.startswith(_INSTALLED)
