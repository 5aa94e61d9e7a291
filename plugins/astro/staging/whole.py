"""A small file is the old one or the new one, whole, whatever happens."""

from __future__ import annotations

import os
import tempfile
from errno import EINVAL, ENOTSUP
from pathlib import Path

_NO_SUCH_THING = (EINVAL, ENOTSUP)  # what some disks of other systems say of it


def write_whole(path: Path, text: str) -> None:
    """Write a small file: it is the old one or the new one, whole, whatever happens.

    Raises OSError, of the folder where nothing can be written there.
    """
    prefix = f".{path.name}.new-"
    try:
        file = tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=prefix, delete=False)  # noqa: SIM115
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path.parent)) from None
    with file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)
    for old in path.parent.glob(f"{prefix}*"):  # of a build that was killed while it wrote
        old.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have the folder's names on the disk too, so that a rename outlives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SUCH_THING:
            raise
    finally:
        os.close(descriptor)
