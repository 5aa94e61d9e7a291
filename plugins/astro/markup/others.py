"""Marks of other tools, which would stand on the page, and links in captions, which would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain

from ..regex import regex
from .places import without_code

_TAG = regex(r"<[^>]*>")
# Of Hugo, wherever they stand, and of Jekyll and others, all of a line or where an address begins.
_COMMAND = regex(
    r"\{\{(?:&lt;|%)[^{}]{0,300}\}\}"
    r"|(?:(?<=href=\")|(?<=src=\"))(?:\{\{[^{}\"]{0,300}\}\}|\{%[^{}\"]{0,300}%\})"
    r"|(?:(?<=<p>)|(?<=<li>)|(?<=\n))(?:\{\{\s*[A-Za-z_.][^{},<]{0,300}\}\}|\{%[^{}]{0,300}%\})(?=</p>|</li>|\n)"
)
# Of WordPress; and of what asks for a list of contents in Python-Markdown and many others, or in kramdown.
_SHORTCODE = regex(
    r"\[[A-Za-z][\w-]{0,40}(?:\s+[\w-]{1,40}=(?:\"[^\"\]\n]{0,300}\"|'[^'\]\n]{0,300}'))+\s*/?\]"
    r"|\[(?:embed|sourcecode)\]|\{::\w[^{}\n]{0,100}\}"
)
_CONTENTS = regex(r"(?<=<p>)\[{1,2}(?:<em>)?_?toc_?(?:</em>)?\]{1,2}(?=</p>)|\{:\s*toc\b[^}\n]*\}", re.IGNORECASE)
# Of Obsidian and of editors' marks: private comments, and pictures.
_BEFORE, _BEHIND = "\"'“„«‘", "\"'”“»’"
_OPENS = rf"(?<![\w%])(?!(?<=[{_BEFORE}])%%[{_BEHIND}])(?:(?<!\d )|(?=%%\w))%%(?!\W{{0,99}}?%%)"
_CLOSES = rf"%%(?!\w|(?<=[{_BEFORE}]%%)[{_BEHIND}])"
_NEXT = r"(?:(?!%%)[^\n])"
_OVER = r"(?:(?!%%).)"  # several lines
_COMMENT = regex(
    rf"{_OPENS}{_NEXT}{{1,2000}}?{_CLOSES}"
    rf"|{_OPENS}(?:\n{_OVER}{{1,2000}}?\n|(?=\S){_OVER}{{1,2000}}?(?<=[^\s\d])){_CLOSES}"
    rf"|^%%(?!\W{{0,99}}?%%){_OVER}{{1,2000}}%%$|\{{&gt;&gt;.{{0,300}}?&lt;&lt;\}}",
    re.DOTALL | re.MULTILINE,
)
_BEGINS = regex(r"\A[^\w\n]{2,3} ?\w+|(?<=\n)[^\n]+")
_EMBEDDED = regex(r"!\[\[([^\]\n]+)\]\]")
_IN_CAPTION = regex(r"!\[[^\]\n]*\]\([^()\s]+[ ]+\"[^\"\n]*\]\(([^()\s\"]+)\)[^\"\n]*\"\s*\)")


def may_have(html: str) -> bool:
    """Whether there may be any in an essay, besides those that begin with two signs."""
    return bool(_CONTENTS.search(html) or _SHORTCODE.search(html))


def others(words: str, plain: str, markdown: str) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of each in an essay without its code and formulas.

    `words` are its HTML, `plain` the same without tags, `markdown` is what it was made of.
    """
    for comment in _COMMENT.finditer(plain):
        text = unescape(comment[0])
        begins = _BEGINS.search(text)  # further on, marks of emphasis have been read
        shown = " ".join(text[:40].split())
        do = "take it out, or write `<!-- … -->`; as words it stands in backticks"
        yield begins[0] if begins else text, f"the comment `{shown}` would stand on the page; {do}"
    for picture in _EMBEDDED.finditer(plain):
        do = "write `![what it shows]({static}/images/…)`; as words it stands in backticks"
        yield unescape(picture[0]), f"`{unescape(picture[0])[:60]}` is a picture of another tool; {do}"
    for contents in _CONTENTS.finditer(words):
        text = contents[0].replace("<em>", "_").replace("</em>", "_")
        yield text, f"`{text}` asks another tool for a list of contents, which a page has here anyway; delete the line"
    for command in chain(_COMMAND.finditer(words), _SHORTCODE.finditer(words)):
        text = unescape(_TAG.sub("", command[0]))
        mark = text if text in markdown or not markdown else text.partition('"')[0]  # backslashes have been read
        yield mark, f"`{text[:60]}` is a command of another tool; write what it stands for, or put it in backticks"


def lost_captions(markdown: str) -> Iterator[tuple[str, str]]:
    """(a mark in it, what is wrong with it) of each caption with a link."""
    shown = "\n".join(without_code(markdown.split("\n"))) if "](" in markdown else ""
    for picture in _IN_CAPTION.finditer(shown):
        do = "take it out, or write the picture and its words as `<figure>` … `<figcaption>`"
        yield picture[1], f"a caption has no links, and that to `{picture[1][:60]}` would be lost; {do}"
