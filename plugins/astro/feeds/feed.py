"""What a feed says, in no format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

FEEDS = (
    *("FEED_ATOM", "FEED_RSS", "FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ALL_JSON", "TAG_FEED_JSON"),
    *(f"{kind}_FEED_{form}" for kind in ("TAG", "CATEGORY", "AUTHOR", "TRANSLATION") for form in ("ATOM", "RSS")),
)
"""The settings that name feeds."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a blog without an essay: a feed must say when it changed
_MORNING = 6 * 60 * 60  # seconds


class Entry(NamedTuple):
    """An essay, as all formats send it. All texts but `content` are plain."""

    id: str
    """The same in all feeds, for ever."""
    link: str
    """The absolute address of its page."""
    title: str
    authors: tuple[str, ...]
    published: datetime
    updated: datetime
    """The same as `published` until its author says otherwise."""
    lang: str
    summary: str
    """Whole sentences."""
    content: str
    """Safe HTML, with the related links; empty as long as no document needs it."""
    tags: tuple[str, ...]
    related: tuple[str, ...] = ()
    """The absolute addresses that it is related to."""
    image: str = ""
    """The absolute address of its first image."""
    markdown: str = ""


class Feed(NamedTuple):
    """One document of a feed. All addresses are absolute, all texts plain."""

    id: str
    title: str
    subtitle: str
    author: str
    lang: str
    home: str
    """The page that shows the same essays."""
    address: str
    """That of this document."""
    stylesheet: str
    icon: str = ""
    hub: str = ""
    entries: tuple[Entry, ...] = ()
    """Newest first."""
    previous: str = ""
    """The archive before this document; empty for the oldest one."""
    current: str = ""
    """The address of the feed in an archive of it, else empty."""

    @property
    def updated(self) -> datetime:
        """The latest moment in its entries; never that of a build."""
        return max((entry.updated for entry in self.entries), default=_NEVER)


def documents(feed: Feed, entries: Sequence[Entry], size: int) -> list[Feed]:
    """The documents of a feed: the one of the `size` newest essays, then its archives, oldest first.

    An archive holds `size` essays, counted from the oldest one; it is begun when they are all there, and so no later
    essay changes it. There are as many as hold an essay that the feed itself lacks.
    """
    ordered = sorted(entries, key=lambda entry: (entry.published, entry.id))
    count = -(-max(0, len(ordered) - size) // size)
    addresses = ["", *(archive_name(feed.address, number) for number in range(1, count + 1))]
    archives = [
        feed._replace(
            address=addresses[number],
            entries=tuple(reversed(ordered[size * (number - 1) : size * number])),
            previous=addresses[number - 1],
            current=feed.address,
        )
        for number in range(1, count + 1)
    ]
    return [feed._replace(entries=tuple(reversed(ordered[-size:])), previous=addresses[-1]), *archives]


def archive_name(name: str, number: int | str) -> str:
    """The path or address of an archive: `feed.xml`, 2 -> `feed-2.xml`; `*` stands for any number."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{number}{dot}{suffix}"


def rfc3339(moment: datetime) -> str:
    """A moment as Atom and JSON Feed have it: `2025-01-20T18:30:00Z`, or with the offset of its zone."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def changed(published: datetime, modified: datetime | None, identity: str) -> datetime:
    """When an essay was updated: its author's `Modified` where that is later, else when it was published.

    A day without a time is made a moment in its first six hours, from the identity: readers and validators expect that
    no two essays changed at the same one.
    """
    if modified is None:
        return published
    if (modified.hour, modified.minute, modified.second) == (0, 0, 0):
        modified += timedelta(seconds=int.from_bytes(sha256(identity.encode()).digest()[:4]) % _MORNING)
    return max(published, modified)
