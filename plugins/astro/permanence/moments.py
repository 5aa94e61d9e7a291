"""Days -> moments: when an essay was published, to the minute, though its author wrote the day alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

STEP = timedelta(minutes=1)


def moments(taken: Iterable[str], new: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The moment of each new essay by its address; no two essays have the same one.

    `taken` are the moments of those published before, `new` is (address, date) of each other, the one published first
    first; all in ISO 8601. An essay whose moment is taken, as a day without a time is by another essay of that day,
    gets the next free minute.
    """
    used = {datetime.fromisoformat(each) for each in taken}
    found: dict[str, str] = {}
    for address, date in new:
        moment = datetime.fromisoformat(date)
        while moment in used:
            moment += STEP
        used.add(moment)
        found[address] = date if moment == datetime.fromisoformat(date) else moment.isoformat()
    return found
