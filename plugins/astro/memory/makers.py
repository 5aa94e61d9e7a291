"""Who has made a function or class: what Pelican and astro have made sees nothing but what it is given."""

from __future__ import annotations

from typing import Any

_INSTALLED = "pelican.plugins."  # the place of plugins that others have written


def is_made_by(made: Any, makers: tuple[str, ...]) -> bool:
    """Whether a function or class comes from a module whose name, with a dot behind it, begins with one of `makers`."""
    module = f"{getattr(made, '__module__', None) or ''}."
    return module.startswith(makers) and not module.startswith(_INSTALLED)
