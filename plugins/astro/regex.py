"""Regular expressions that are compiled when they are first asked.

There are some 240, of which a build of one essay asks a hundred; to compile the others would take a twentieth of it.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ASKED = frozenset("search match fullmatch split findall finditer sub subn flags groups groupindex".split())


class _Lazy:
    """In place of a pattern that is not compiled yet; from then on it has that one's methods as its own."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        _WAITING.append(self)

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update((each, getattr(compiled, each)) for each in _ASKED)
        return self.__dict__[name]


_WAITING: list[_Lazy] = []


def compile_all() -> None:
    """Compile what waits, in a process that has the time for it and hands over to others what it knows."""
    while _WAITING:
        _ = _WAITING.pop().flags


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` returns, as far as it can be asked: a wrong pattern is found when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
