"""What an author says by hand under "Related thinking", besides pins: `none`, `only`, `freeze`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..plain_text.essay import Line
from ..plain_text.values import wrong_date
from ..regex import regex

_FREEZE = regex(r"freeze(?:\s+(.+))?")


class HandError(ValueError):
    """Raised for a word that cannot be followed: (line, what is wrong; what to do)."""

    def __init__(self, line: int, text: str) -> None:
        self.line, self.text = line, text
        super().__init__(text)


class Hand(NamedTuple):
    """The author's word for one essay."""

    pins: tuple[Line, ...] = ()
    is_empty: bool = False
    """`none`: nothing stands there at all."""
    only_pins: bool = False
    """`only`: no link is found besides the pins."""
    frozen: str = ""
    """`freeze`: the day (ISO 8601) whose list stays, whatever is written later; empty for today's list."""


def read_hand(lines: Iterable[Line], day: str) -> Hand:
    """What the lines say; `day` (ISO 8601) is when the essay was last changed, the day of a bare `freeze`.

    Raises HandError.
    """
    hand = Hand()
    for line in lines:
        word = line.text.strip()
        if word.lower() == "none":
            hand = hand._replace(is_empty=True)
        elif word.lower() == "only":
            hand = hand._replace(only_pins=True)
        elif match := _FREEZE.fullmatch(word.lower()):
            if match[1] and wrong_date(match[1]):
                raise HandError(line.number, f"{wrong_date(match[1])}; `freeze` alone keeps the list of {day[:10]}")
            hand = hand._replace(frozen=(match[1] or day)[:10])
        else:
            hand = hand._replace(pins=(*hand.pins, line))
    if hand.is_empty and hand.pins:
        raise HandError(hand.pins[0].number, "`none` and a pin contradict each other; take one of them out")
    return hand
