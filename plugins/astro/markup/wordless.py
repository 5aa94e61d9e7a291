"""Links that nobody sees, and a screen reader calls nothing but a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ..tree.lines import LINES
from .raw import ATTRIBUTE

_EMPTY = re.compile(rf"<a((?:{ATTRIBUTE})+)>\s*</a>")
_SAYS = re.compile(r'\s(?:id|aria-label|title)="')  # a target, too, or a name
_BLOCK = re.compile(rf"(?:</p>\s*)?(?:<(?:{'|'.join(sorted(LINES))})\b[^<>]*>\s*)+")  # where one begins
_LEADS = re.compile(r'\shref="[^"]*"')


def whole_links(html: str) -> str:
    """`html` without the empty beginnings of links around a block, which go on in it, and without their paragraphs."""
    whole = _EMPTY.sub(lambda link: "" if _is_half(link, html) else link[0], html)
    return html if whole == html else whole.replace("<p></p>", "")


def _is_half(link: re.Match[str], html: str) -> bool:
    """Whether a block begins right behind it, and its first words are in an equal one."""
    block = _BLOCK.match(html, link.end())
    return block is not None and not _SAYS.search(link[1]) and html.startswith(f"<a{link[1]}>", block.end())


def wordless_links(html: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each link without words or a picture."""
    empty = [link[1] for link in _EMPTY.finditer(html) if not _SAYS.search(link[1])]
    for each in dict.fromkeys(leads[0] for link in empty if (leads := _LEADS.search(link))):
        address = unescape(each[len(' href="') : -1])
        yield address, f"the link to `{address[:60]}` has no words; write some, or take it out"
