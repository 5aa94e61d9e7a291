"""What would stand on a page as it was typed: Markdown's pictures and links that are none to it, others' commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ..regex import regex
from .comments import typed_comments
from .formulas import without_formulas
from .others import lost_captions, may_have, others

_CODE = regex(r"<(pre|code|kbd|samp|tt)\b.*?</\1>", re.DOTALL)
_TAG = regex(r"<[^>]*>")
_PICTURE = regex(r"!\[[^\]\n]*\]\(([^()\s]+)[^()\n]*\)")
_LINK = regex(r"(?<!!)\[[^\[\]\n]+\]\(((?:https?://|mailto:|[{|](?:filename|static)[}|]|[/#]\w)[^\s()]*)[^\n)]*\)")
# `[words][name]` and `![words][name]`; `a[i][j]` and `[1][2]` are no such.
_REFERENCE = regex(r"(?<![\w\])])!?\[(?=[^\[\]\n]*[^\W\d])[^\[\]\n]+\]\[([^\[\]\n]+)\]")
# A frame or a script, as sites give it to who wants to show what is theirs.
_FRAME = regex(
    r"&lt;(iframe|script|embed|object)\s(?:(?!&gt;).){0,300}?\b(?:src|data)=[\"']?([^\"'\s]+)", re.IGNORECASE
)
_CHARACTER = regex(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")
# The name of an address, as an essay has that has others.
_DEFINES = regex(r"^ {0,3}\[(?!\^)[^\]\n]+\]:", re.MULTILINE)


def as_typed(html: str, markdown: str = "") -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each in an essay's HTML; none in code and formulas.

    `markdown` is what the HTML was made of, empty where that is no Markdown: brackets are words to it behind a
    backslash.
    """
    yield from lost_captions(markdown)
    marks = ("](", "][", "{{", "{%", "%%", "![[", "{&gt;&gt;", "&lt;!--", "--&gt;")
    if not (any(mark in html for mark in marks) or may_have(html)):
        return
    words = "</p>".join(map(without_formulas, _CODE.sub("", html).split("</p>")))
    plain = _TAG.sub("", words)
    has_names = _DEFINES.search(markdown)
    for link in _REFERENCE.finditer(plain):
        name, is_picture = unescape(link[1]), link[0][0] == "!"
        if is_picture and _is_meant(f"[{name}]", markdown, "!"):
            do = "write the address there, `![words]({static}/images/…)`; as words it stands in backticks"
            yield f"][{name}]", f"`{unescape(link[0])[:60]}` is no picture, as nothing defines `[{name}]: …`; {do}"
        elif has_names and _is_meant(f"[{name}]", markdown):
            do = "write the address there, `[words](https://…)`; as words it stands in backticks"
            yield f"][{name}]", f"`{unescape(link[0])[:60]}` is no link, as nothing defines `[{name}]: https://…`; {do}"
    for picture in _PICTURE.finditer(plain):
        do = 'write `<img src="…" alt="…">`; as words it stands in backticks'
        yield unescape(picture[1]), f"the picture `{unescape(picture[0])[:60]}` stands where Markdown is not read; {do}"
    for link in _LINK.finditer(plain):
        if _is_meant(f"({unescape(link[1])}", markdown):
            do = 'write `<a href="…">`; as words it stands in backticks'
            what = f"`{unescape(link[0])[:60]}` is no link to Markdown, by its brackets or where it stands"
            yield unescape(link[1]), f"{what}; {do}"
    yield from typed_comments(plain, markdown)
    yield from others(words, plain, markdown)


def _is_meant(target: str, markdown: str, mark: str = "") -> bool:
    """Whether anything in brackets stands before a target, behind a mark, and none of them behind a backslash."""
    return re.search(rf"(?<!\\){mark}\[[^\[\]\n]*(?<!\\)\]{re.escape(target)}", markdown) is not None


def frames(html: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is strange and what to do) of each tag that would show what another site has."""
    if "&lt;" not in html:
        return
    for frame in _FRAME.finditer(_TAG.sub("", _CODE.sub("", html))):
        what = f"`<{frame[1]} …>` is shown as the text that it is, as pages hold nothing of other sites"
        yield unescape(frame[2]), f"{what}; write a link in its place, or put it in backticks"


def references(title: str) -> Iterator[tuple[str, str]]:
    """The same of each character of a title that is written as in HTML, which most who export a blog leave so."""
    for found in _CHARACTER.finditer(title):
        if (sign := unescape(found[0])) != found[0]:
            yield found[0], f"`{found[0]}` in a title is shown as it stands; write `{sign}`, unless that is meant"
