"""When an essay was published, to the minute, though its author wrote the day alone; the order of lists follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

STEP = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


def moment_of(published: str) -> datetime:
    """A moment in ISO 8601, which can be compared with any other: as texts those of two zones cannot."""
    moment = datetime.fromisoformat(published)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def moments(taken: Iterable[str], new: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The moment of each new essay by its address; no two essays have the same one.

    `taken` are the moments of those published before, `new` is (address, date) of each other, the one published first
    first; all in ISO 8601. An essay whose moment is taken, as a day without a time is by another essay of that day,
    gets the next free minute, or second where that minute is the last of its day.
    """
    used = {moment_of(each) for each in taken}
    found: dict[str, str] = {}
    for address, date in new:
        moment = moment_of(date)
        while moment in used:
            is_last = (moment + STEP).date() > moment.date()
            moment += _SECOND if is_last else STEP
        used.add(moment)
        found[address] = date if moment == moment_of(date) else moment.isoformat()
    return found


def place_in_lists(article: Any) -> tuple[datetime, datetime]:
    """What lists sort an article by: (its date, when it was published); a draft was at its date."""
    published = getattr(article, "feed_published", "")
    return article.date, moment_of(published) if published else article.date


def oldest_first(articles: Iterable[Any]) -> list[Any]:
    """Articles in the order of their lists, which begin with the newest.

    Of those of one day it is the one published last, and of those published together the first by slug.
    """
    return sorted(sorted(articles, key=lambda each: each.slug, reverse=True), key=place_in_lists)
