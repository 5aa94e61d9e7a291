"""A feed -> JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from .feed import Entry, Feed, rfc3339


def json_feed(feed: Feed) -> bytes:
    """The document, in UTF-8; `next_url` leads to the archive before it."""
    given = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": feed.subtitle,
        "next_url": feed.previous,
        "icon": feed.icon,
        "favicon": feed.icon,
        "authors": [{"name": feed.author}],
        "language": feed.lang,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
    }
    items = [_item(entry, feed.lang) for entry in feed.entries]
    return (json.dumps(_without_empty(given) | {"items": items}, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry, lang: str) -> dict[str, Any]:
    return _without_empty(
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "image": entry.image,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated) if entry.updated != entry.published else "",
            "authors": [{"name": name} for name in entry.authors],
            "tags": list(entry.tags),
            "language": entry.lang if entry.lang != lang else "",
        }
    )


def _without_empty(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value}
