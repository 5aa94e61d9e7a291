"""The HTML of an essay -> the same words in the few elements that every feed reader keeps.

There are no classes, no styles, no scripts, and no ids but those of footnotes.
"""

from __future__ import annotations

from ..tree.read import parse
from ..tree.write import to_html
from .characters import sendable
from .elements import element
from .flow import flow
from .place import Place, SafeHtml


def safe_html(html: str, place: Place, *, turned: bool) -> SafeHtml:
    """An essay's HTML for feeds; of one that is `turned`, from right to left, all but code says so."""
    body = element("div")
    tree = parse(html)
    for block in flow(tree, place):
        if turned:
            block.attrs["dir"] = "rtl"
        body.extend([block, "\n"])
    for code in body.tags("pre", "code") if turned else ():
        code.attrs["dir"] = "ltr"
    image = body.first("img")
    tree.cut()
    body.cut()
    return SafeHtml(sendable(to_html(body)), image.get("src") if image else "")
