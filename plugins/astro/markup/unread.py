"""What would stand on a page as it was typed: pictures in Markdown's marks where it is not read, others' commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_CODE = re.compile(r"<(pre|code|kbd|samp)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(([^()\s]+)[^()\n]*\)")
# All of a paragraph; of Hugo, of Jekyll.
_COMMAND = re.compile(r"<p>(\{\{(?:(?!\}\}|</p>).)*\}\}|\{%(?:(?!%\}|</p>).)*%\})</p>", re.DOTALL)


def unread(html: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each in the HTML of an essay; none in code."""
    if "![" not in html and "<p>{" not in html:
        return
    words = _CODE.sub("", html)
    for picture in _PICTURE.finditer(_TAG.sub("", words)):
        do = 'write `<img src="…" alt="…">`; as words it stands in backticks'
        yield unescape(picture[1]), f"the picture `{unescape(picture[0])[:60]}` stands where Markdown is not read; {do}"
    for command in _COMMAND.finditer(words):
        text = unescape(_TAG.sub("", command[1]))
        yield text, f"`{text[:60]}` is a command of another tool; write what it stands for, or put it in backticks"
