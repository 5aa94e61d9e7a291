"""The records of the memory's file: a line `kind key checksum size`, then so many bytes, which are the value.

Python's own `marshal` writes the values: it reads them back many times as fast as JSON, and the file is of one version
of Python anyway. A record is whole or it counts for nothing, so a file that was cut, mixed up or written by hand is
only less of a help.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any
from zlib import crc32

Slot = tuple[str, str]
"""(kind, key) of a value."""


def record_of(slot: Slot, value: Any) -> bytes:
    """The record of a value; raises ValueError where marshal has no form for it."""
    data = marshal.dumps(value)
    return b"%s %s %08x %d\n%s" % (slot[0].encode(), slot[1].encode(), _sum(slot, data), len(data), data)


def head_of(line: bytes) -> tuple[Slot, int, int] | None:
    """(which value follows on a line, its checksum, its size); None for a line that is none of ours."""
    try:
        kind, key, sum_, size = line.decode("ascii").rsplit(" ", 3)
        return ((kind, key), int(sum_, 16), int(size)) if not size.startswith("-") else None
    except ValueError:
        return None


def value_of(data: bytes | memoryview, slot: Slot, sum_: int) -> Any:
    """The value of `slot`; raises ValueError where the data are not as they were written."""
    if _sum(slot, data) != sum_:
        raise ValueError("damaged")
    return marshal.loads(data)  # noqa: S302  # nothing but what was written under this checksum


def key_of(parts: Iterable[str | bytes]) -> str:
    """A key that is another one as soon as one of the parts is; 32 hexadecimal digits."""
    data = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    return blake2b(b"".join([*(b"%d:" % len(each) for each in data), b" ", *data]), digest_size=16).hexdigest()


def _sum(slot: Slot, data: bytes | memoryview) -> int:
    return crc32(data, crc32(f"{slot[0]} {slot[1]}".encode()))
