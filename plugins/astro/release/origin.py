"""Where a link of a built page stands in the text that the page was made of."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from ..markup.places import places_of_address, without_code
from ..plain_text.lines import split_lines
from ..plain_text.values import is_address

_EMPTY = ("]()", "]( )", "](<>)", ']("', 'href=""', "href=''")  # as an essay may write a link to nothing


def line_with(link: str, source: str) -> int:
    """The line (1-based) of an essay's text that holds a link of its page; 1 where none does."""
    return lines_with(link, source)[0]


def lines_with(link: str, source: str) -> list[int]:
    """All these lines."""
    return find(link, source) or [1]


def find(link: str, source: str) -> list[int]:
    """The lines (1-based) of a text that hold a link.

    Where the whole link stands nowhere, as Pelican has put an address in the place of a {filename}, its fragment or
    the last part of its path decides. What stands in code is passed over where it stands outside, too.
    """
    parts = urlsplit(link if is_address(link) else "")
    last = unquote(parts.path).strip("/").rpartition("/")[2]
    marks = (link, unquote(link), f"#{unquote(parts.fragment)}", last, f"}}{last.removesuffix('.html')}")
    lines = split_lines(source)
    for mark in filter(lambda mark: mark.strip("#}"), marks) if link else _EMPTY:
        for each in (without_code(lines), lines):
            if places := places_of_address(mark, each):
                return [place + 1 for place in places]
    return []
