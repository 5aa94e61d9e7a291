"""Links that nobody sees, and a screen reader calls nothing but a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from .raw import ATTRIBUTE

_EMPTY = re.compile(rf"<a((?:{ATTRIBUTE})+)>\s*</a>")
_SAYS = re.compile(r'\s(?:id|aria-label|title)="')  # a target, too, or a name
_LEADS = re.compile(r'\shref="[^"]*"')


def wordless_links(html: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each link without words or a picture.

    Of one that was begun before a block and goes on in it, the first half is empty.
    """
    empty = [link[1] for link in _EMPTY.finditer(html) if not _SAYS.search(link[1])]
    addresses = [leads[0] for link in empty if (leads := _LEADS.search(link))]
    for each in dict.fromkeys(addresses):
        if html.count(each) == addresses.count(each):
            address = unescape(each[len(' href="') : -1])
            yield address, f"the link to `{address[:60]}` has no words; write some, or take it out"
