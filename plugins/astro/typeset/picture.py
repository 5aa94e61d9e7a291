"""What is known of a picture that an essay shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Picture(NamedTuple):
    """Its size, and its smaller files."""

    width: int
    """Pixels, as `height`."""
    height: int
    sources: tuple[tuple[str, str], ...] = ()
    """(MIME type, `srcset`) of each format that is smaller than the author's file, best first."""


Lookup = Callable[[str], Picture | None]
"""From the address of a picture as it stands in an essay; None where no file of the essay's is meant."""


def no_picture(_: str) -> Picture | None:
    """The lookup of a text whose pictures are not known."""
    return None
