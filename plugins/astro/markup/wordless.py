"""Links that nobody sees, and a screen reader calls nothing but a link."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from .raw import ATTRIBUTE

_EMPTY = re.compile(rf"<a((?:{ATTRIBUTE})+)>\s*</a>")
_WRITTEN = re.compile(r"<a\s[^<>]*>\s*</a>")
_NOTHING = re.compile(r"<p>\s*</p>")
_SAYS = re.compile(r'\s(?:id|aria-label|title)="')  # a target, too, or a name
_LEADS = re.compile(r"""\shref=["']?([^"'\s>]*)""")


def whole_links(html: str, written: str) -> str:
    """`html` without the empty pieces of links around blocks, which go on in these, and without their paragraphs.

    What was `written` is made of such links once it is closed as a browser does; what is empty there stays.
    """
    empty = Counter(link[1] for link in _EMPTY.finditer(html))
    own = {address for link in _WRITTEN.finditer(written) for address in _LEADS.findall(link[0])}
    pieces = {
        each
        for each, times in empty.items()
        if html.count(f"<a{each}>") > times and own.isdisjoint(_LEADS.findall(each))
    }
    whole = _EMPTY.sub(lambda link: "" if link[1] in pieces else link[0], html) if pieces else html
    return html if whole == html else _NOTHING.sub("", whole)


def wordless_links(html: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each link without words or a picture."""
    empty = (link[1] for link in _EMPTY.finditer(html) if not _SAYS.search(link[1]))
    for each in dict.fromkeys(address for link in empty for address in _LEADS.findall(link)):
        address = unescape(each)
        yield address, f"the link to `{address[:60]}` has no words; write some, or take it out"
