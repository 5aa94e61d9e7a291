"""A start tag of a built page -> what it says to the check: an id, links, what a browser fetches, and programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..markup.programs import programs
from ..regex import regex

_LINKS = ("href", "src", "poster", "action")
_LOADING = frozenset({"img", "script", "iframe", "video", "audio", "source", "track", "embed", "object", "input"})
_LOADED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "apple-touch-icon", "manifest", "mask-icon"})
_SHARED = frozenset({"og:image", "og:url", "twitter:image"})  # what other sites show of a page
_DATA_BLOCKS = frozenset({"application/ld+json", "speculationrules"})

_SOURCE = regex(r"[\s,]*([^\s,]\S*)(?:(?<=,)|[^,]*(?:,|$))")  # an address may hold commas, but not end with one
_LED_ON = regex(r"\A[\s\d.]*[;,]\s*url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)


class StartTag(NamedTuple):
    """What one start tag says."""

    id: str
    """Empty where it has none."""
    links: tuple[str, ...]
    """As they stand."""
    loads: tuple[str, ...]
    """The addresses that a browser fetches by itself."""
    faults: tuple[tuple[str, str], ...]
    """(a mark to find it by in the essay, what is wrong and what to do)."""


def tag_of(name: str, values: Mapping[str, str]) -> StartTag | None:
    """What a tag with these attributes says; None where that is nothing."""
    links = [values[key] for key in _LINKS if key in values]
    if "srcset" in values or "data" in values:
        links += [*_sources(values.get("srcset", "")), *filter(None, [values.get("data")])]
    loads = links if links and _is_loading(name, values) else []
    if name == "meta" and values.get("property", values.get("name", "")) in _SHARED:
        links = [*links, values.get("content", "")]
    elif name == "meta" and values.get("http-equiv", "").lower() == "refresh":
        links = [*links, *_LED_ON.findall(values.get("content", ""))]
    faults = [*programs(name, values)]
    if name == "script" and "src" not in values and values.get("type", "").lower() not in _DATA_BLOCKS:
        faults.append(
            ("<script", "<script> stands in the page, by the theme or a plugin; put it into a file of the theme")
        )
    id_ = values.get("id", "")
    return StartTag(id_, tuple(links), tuple(loads), tuple(faults)) if id_ or links or faults else None


def _is_loading(name: str, values: Mapping[str, str]) -> bool:
    return name in _LOADING or (name == "link" and not _LOADED.isdisjoint(values.get("rel", "").lower().split()))


def _sources(srcset: str) -> Iterator[str]:
    """The addresses of a `srcset`."""
    yield from (match[1].rstrip(",") for match in _SOURCE.finditer(srcset))
