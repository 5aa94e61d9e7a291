"""The order of articles in lists: by their dates, and those of one moment by when they were published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .moments import moment_of


def moment(article: Any) -> tuple[datetime, datetime]:
    """(the date of an article, when it was published); a draft was at its date."""
    published = getattr(article, "feed_published", "")
    return article.date, moment_of(published) if published else article.date


def oldest_first(articles: Iterable[Any]) -> list[Any]:
    """Articles in the order of their lists, which begin with the newest.

    Of those of one day it is the one published last, and of those published together the first by slug.
    """
    return sorted(sorted(articles, key=lambda each: each.slug, reverse=True), key=moment)
