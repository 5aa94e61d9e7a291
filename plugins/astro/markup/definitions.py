"""Definitions of links, `[name]: address`, that are words instead: a speech by name, which would stand nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..plain_text.essay import Line
from ..regex import regex
from .places import without_code
from .programs import SCHEMES
from .references import with_places

_DEFINITION = regex(r"(?:[ ]{0,3}>)*[ ]{0,3}\[(?P<name>[^\[\]^][^\[\]]*)\]:\s*<?(?P<target>[^\s>]*)")
# A scheme, a path, what Pelican reads, a host or file; or `[//]: # (a comment)`.
_ADDRESS = regex(
    rf"(?:{'|'.join(sorted(SCHEMES))}):\S|[{{|]|\.{{0,2}}/|\.\.?\Z|(?:[\w%-]+[./@])*[\w%-]+\.[a-z]{{2,}}(?:[/?#:]|\Z)"
    r"|localhost[:/]|[^\s/]+/(?:\S*/)?\Z|#\Z",
    re.IGNORECASE,
)


class Definitions(dict[str, tuple[str, str]]):
    """Those of a text, by their names, as a converter keeps them; it knows which were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, str]:
        self.used.add(name)
        return super().__getitem__(name)

    def clear(self) -> None:
        """Forget them all, as a converter does before its next text."""
        super().clear()
        self.used.clear()


def lone_definitions(known: Definitions, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each definition that no link uses and whose address is none: it is words.

    One with an address may be kept for later.
    """
    lone = known.keys() - known.used
    texts = without_code([line.text for line in lines]) if lone else []
    for line, text, below in zip(lines, texts, [*texts[1:], ""], strict=False):
        found = _DEFINITION.match(text)
        if (
            found
            and with_places(found["name"]).strip().lower() in lone
            and not _ADDRESS.match(found["target"] or below.lstrip(" <"))
        ):
            do = "refer to it, take it out, or write `\\[` where it is text"
            yield line.number, f"nothing refers to the link `[{found['name'][:40]}]`; {do}"
