"""Files of what took long to make: each is whole, and of that name, or it counts for nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path


def replace(path: Path, records: Iterable[bytes | memoryview]) -> None:
    """Have a file hold these records: it is the old one or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            file.writelines(records)
            file.flush()
            Path(file.name).replace(path)
        except BaseException:  # a full disk, Ctrl-C, a folder in its place
            Path(file.name).unlink(missing_ok=True)
            raise


def keep(path: Path, data: bytes) -> None:
    """Keep what took long to make in a file of its own; a folder that cannot be written is passed over."""
    with suppress(OSError):
        replace(path, [_seal(path, data), data])


def kept(path: Path) -> bytes | None:
    """What was kept in a file; None where there is nothing, or something else."""
    with suppress(OSError):
        whole = path.read_bytes()
        data = whole[blake2b.MAX_DIGEST_SIZE :]
        return data if whole == _seal(path, data) + data else None
    return None


def _seal(path: Path, data: bytes) -> bytes:
    """What stands before data in their file; of another file it is another one."""
    return blake2b(b"%s\n%s" % (path.name.encode(), data)).digest()
