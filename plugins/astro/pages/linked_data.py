"""An essay in the words of schema.org, for search engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Site(NamedTuple):
    """The blog."""

    name: str
    address: str
    """Without a slash at its end."""
    archives: str
    """The address of the archives, absolute."""


class Posting(NamedTuple):
    """An essay; its texts are plain."""

    title: str
    summary: str
    address: str
    """Absolute, as `card` is."""
    card: str
    published: str
    """ISO 8601."""
    modified: str
    """ISO 8601; that of publishing where it was not changed."""
    lang: str
    authors: Sequence[str]
    tags: Sequence[str]
    words: int | None
    """None where its script puts no spaces between them."""


def linked_data(essay: Posting, site: Site) -> dict[str, Any]:
    """A JSON-LD graph of a BlogPosting and the BreadcrumbList that leads to it."""
    return {"@context": "https://schema.org", "@graph": [_posting(essay, site), _breadcrumbs(essay, site)]}


def _posting(essay: Posting, site: Site) -> dict[str, Any]:
    posting = {
        "@type": "BlogPosting",
        "@id": essay.address,
        "url": essay.address,
        "mainEntityOfPage": essay.address,
        "headline": essay.title,
        "description": essay.summary,
        "image": essay.card,
        "datePublished": essay.published,
        "dateModified": essay.modified,
        "inLanguage": essay.lang,
        "author": [_author(name, site) for name in essay.authors],
        "isPartOf": {"@type": "Blog", "@id": f"{site.address}/", "name": site.name},
    }
    more = {"keywords": list(essay.tags) or None, "wordCount": essay.words}
    return posting | {name: value for name, value in more.items() if value is not None}


def _author(name: str, site: Site) -> dict[str, str]:
    if name == site.name:
        return {"@type": "Organization", "name": name, "url": f"{site.address}/"}
    return {"@type": "Person", "name": name}


def _breadcrumbs(essay: Posting, site: Site) -> dict[str, Any]:
    steps = ((site.name, f"{site.address}/"), ("Archives", site.archives), (essay.title, essay.address))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate(steps, start=1)
        ],
    }
