"""The lines of the memory's file: `kind key checksum value`, the value as JSON.

A line is whole or it counts for nothing, so a file that was cut, mixed up or written by hand is only less of a help.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any
from zlib import crc32

_DECODER = json.JSONDecoder()
Place = tuple[str, str]
"""(kind, key) of a value."""


def line_of(place: Place, value: Any) -> bytes:
    """The line of a value; raises TypeError where JSON has no form for it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return b"%s %s %08x %s\n" % (place[0].encode(), place[1].encode(), _sum(place, text), text)


def place_of(line: bytes) -> Place | None:
    """Which value a line holds; None for a line that is none of ours."""
    try:
        kind, key, _ = line[:100].decode("ascii", "replace").split(" ", 2)
    except ValueError:
        return None
    return kind, key


def value_of(line: bytes, place: Place) -> Any:
    """The value in the line of `place`; raises ValueError where the line is not as it was written."""
    parts = line.split(b" ", 3)
    if len(parts) != 4 or not line.endswith(b"\n") or parts[2] != b"%08x" % _sum(place, parts[3][:-1]):
        raise ValueError("damaged")
    return _DECODER.decode(parts[3].decode("utf-8", "surrogatepass"))


def key_of(parts: Iterable[str | bytes]) -> str:
    """A key that is another one as soon as one of the parts is; 32 hexadecimal digits."""
    data = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    return blake2b(b"".join([*(b"%d:" % len(each) for each in data), b" ", *data]), digest_size=16).hexdigest()


def _sum(place: Place, text: bytes) -> int:
    return crc32(text, crc32(" ".join(place).encode()))
