"""The HTML of an essay -> the same words in the few elements that every feed reader keeps.

There are no classes, no styles, no scripts, and no ids but those of footnotes.
"""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import NavigableString

from ..sections.direction import is_rtl
from .blocks import flow
from .characters import clean
from .elements import element, write
from .place import Place, SafeHtml


def safe_html(html: str, place: Place, lang: str) -> SafeHtml:
    """An essay's HTML for feeds; its language gives the direction of the text."""
    body = element("div")
    for block in flow(BeautifulSoup(html, "html.parser"), place):
        if is_rtl(lang):
            block["dir"] = "rtl"
        body.extend([block, NavigableString("\n")])
    image = body.find("img")
    return SafeHtml(clean(write(body)), str(image["src"]) if image else "")
