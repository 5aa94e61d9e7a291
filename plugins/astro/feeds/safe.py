"""The HTML of an essay -> the same words in the few elements that every feed reader keeps.

There are no classes, no styles, no scripts, and no ids but those of footnotes.
"""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString

from .blocks import flow
from .characters import clean
from .elements import Place, element, write

_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """What feeds send of an essay."""

    html: str
    """Each link absolute, each block on a line of its own."""
    image: str
    """The absolute address of the first image; empty where there is none."""


def safe_html(html: str, place: Place, lang: str) -> SafeHtml:
    """An essay's HTML for feeds; its language gives the direction of the text."""
    body = element("div")
    direction = "rtl" if lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else ""
    for block in flow(BeautifulSoup(html, "html.parser"), place):
        if direction:
            block["dir"] = direction
        body.extend([block, NavigableString("\n")])
    image = body.find("img")
    return SafeHtml(clean(write(body)), str(image["src"]) if image else "")
