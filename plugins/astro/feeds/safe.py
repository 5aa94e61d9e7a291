"""The HTML of an essay -> the same words in the few elements that every feed reader keeps.

There are no classes, no styles, no scripts, and no ids but those of footnotes.
"""

from __future__ import annotations

from ..sections.direction import is_rtl
from ..tree.read import parse
from ..tree.write import to_html
from .blocks import flow
from .characters import clean
from .elements import element
from .place import Place, SafeHtml


def safe_html(html: str, place: Place, lang: str) -> SafeHtml:
    """An essay's HTML for feeds; its language gives the direction of the text."""
    body = element("div")
    direction = {"dir": "rtl"} if is_rtl(lang) else {}
    tree = parse(html)
    for block in flow(tree, place):
        block.attrs |= direction
        body.extend([block, "\n"])
    image = body.first("img")
    tree.cut()
    body.cut()
    return SafeHtml(clean(to_html(body)), image.get("src") if image else "")
