"""Feeds by Pelican's own writer, each entry with the identity that permanence keeps for it."""

from __future__ import annotations

from typing import Any

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.writers import Writer


class FeedWriter(Writer):  # type: ignore[misc]  # Pelican has no types
    """Pelican's writer; its own identities change with an essay's date, slug and domain."""

    def _add_item_to_the_feed(self, feed: Any, item: Content) -> None:
        super()._add_item_to_the_feed(feed, item)
        feed.items[-1] |= {
            "unique_id": item.feed_identity,
            "unique_id_is_permalink": False,
            "categories": [tag.name for tag in getattr(item, "tags", [])],  # the one category is Pelican's need
        }


def writer_of(pelican: Pelican) -> type[Writer]:
    """The writer of this site."""
    del pelican
    return FeedWriter


def register() -> None:
    """Connect the writer to Pelican; it needs the identities of `astro.permanence`."""
    signals.get_writer.connect(writer_of)
