"""Links that nobody sees, and a screen reader calls nothing but a link."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from ..regex import regex
from .raw import ATTRIBUTE

_EMPTY = regex(rf"<a((?:{ATTRIBUTE})+)>\s*</a>")
_WRITTEN = regex(r"<a(\s[^<>]*)>\s*</a>", re.IGNORECASE)
_COMMENT = regex(r"<!--.*?-->", re.DOTALL)
_NOTHING = regex(r"<p>\s*</p>")
_SAYS = regex(r"\s(?:id|name|aria-label|title)=", re.IGNORECASE)  # a target, too, or a name
_LEADS = regex(r"""\shref=["']?([^"'\s>]*)""", re.IGNORECASE)


def whole_links(html: str, written: str) -> str:
    """`html` without the empty pieces of links around blocks, which go on in these, and without their paragraphs.

    What was `written` is made of such links once it is closed as a browser does; what is empty there stays.
    """
    empty = Counter(link[1] for link in _EMPTY.finditer(html))
    own = {_address(link[1]) for link in _WRITTEN.finditer(_COMMENT.sub("", written)) if not _SAYS.search(link[1])}
    pieces = {
        each for each, times in empty.items() if html.count(f"<a{each}>") > times and _address(each) not in {*own, ""}
    }
    whole = _EMPTY.sub(lambda link: "" if link[1] in pieces else link[0], html) if pieces else html
    return html if whole == html else _NOTHING.sub("", whole)


def wordless_links(html: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each link without words or a picture."""
    empty = (link[1] for link in _EMPTY.finditer(html) if not _SAYS.search(link[1]))
    for address in filter(None, dict.fromkeys(map(_address, empty))):
        yield address, f"the link to `{address[:60]}` has no words; write some, or take it out"


def _address(attributes: str) -> str:
    """Where a link with these attributes leads; empty where nowhere."""
    leads = _LEADS.search(attributes)
    return unescape(leads[1]) if leads else ""
