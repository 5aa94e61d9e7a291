"""An essay in the words of schema.org, for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def linked_data(
    site: str, home: str, archives: str, essay: Mapping[str, Any], authors: Iterable[str]
) -> dict[str, Any]:
    """A JSON-LD graph of a BlogPosting and the BreadcrumbList that leads to it.

    `site` is the name of the blog, `home` and `archives` are absolute addresses. `essay` has those fields of a
    BlogPosting that are its own; what is None is left out.
    """
    posting = {
        "@type": "BlogPosting",
        "@id": essay["url"],
        "mainEntityOfPage": essay["url"],
        "author": [_author(name, site, home) for name in authors],
        "isPartOf": {"@type": "Blog", "@id": home, "name": site},
    }
    given = {name: value for name, value in essay.items() if value is not None}
    steps = ((site, home), ("Archives", archives), (essay["headline"], essay["url"]))
    return {"@context": "https://schema.org", "@graph": [posting | given, _breadcrumbs(steps)]}


def _author(name: str, site: str, home: str) -> dict[str, str]:
    if name == site:
        return {"@type": "Organization", "name": name, "url": home}
    return {"@type": "Person", "name": name}


def _breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate(steps, start=1)
        ],
    }
