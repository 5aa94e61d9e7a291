"""An essay's blocks -> HTML: the only place where the words of plain text are escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from ..regex import regex
from .essay import KEPT, Block, Break, Heading, List, Paragraph, Quotation
from .values import is_address

_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"  # signs that come with what is pasted
# An address ends at white space and at marks that stand around it in prose but never inside it.
ADDRESS = r"https?://[^\s<>\"“”„«»‹›「」『』（）【】《》〈〉。，、！？；：`،؛؟۔।॥—" + _UNSEEN + "]+"
_ADDRESS = regex(rf"(?<![a-z0-9]){ADDRESS}", re.IGNORECASE)
_PUNCTUATION = ".,;:!?…'’‘*_~·"
_OF_HOST = regex(r"\A([^:]+://[^/?#]*\w)['’]s\Z")  # the possessive of a host alone; a path may end with one
_PAIRS = {")": "(", "]": "[", "}": "{"}


def render(blocks: Iterable[Block]) -> str:
    """The HTML of an essay's body, a block a line; the title is not in it."""
    return "\n".join(map(render_block, blocks))


def render_text(text: str) -> str:
    """`text` as HTML that shows just these characters."""
    return escape(text, quote=False)


def render_block(block: Block) -> str:
    """The HTML of one block."""
    match block:
        case Paragraph(text):
            return f"<p>{inline(text)}</p>"
        case Heading(text, level):
            return f"<h{level}>{inline(text)}</h{level}>"
        case List(items, numbered, start):
            tag = "ol" if numbered else "ul"
            begin = f'<{tag} start="{start}">' if start > 1 else f"<{tag}>"
            return "\n".join([begin, *(f"<li>{inline(item)}</li>" for item in items), f"</{tag}>"])
        case Quotation(paragraphs):
            return "\n".join(["<blockquote>", *(f"<p>{inline(text)}</p>" for text in paragraphs), "</blockquote>"])
        case Break():
            return "<hr>"


def inline(text: str) -> str:
    """`text` as HTML, its web addresses as links, its lines apart where they are to be kept."""
    if KEPT in text:
        return "<br>\n".join(map(inline, text.split(KEPT)))
    if "://" not in text:
        return render_text(text)
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _trim(match[0])
        if not (any(map(str.isalnum, address.partition("://")[2])) and is_address(address)):
            continue
        parts += [
            render_text(text[end : match.start()]),
            f'<a class="bare" href="{render_text(address)}">{render_text(address)}</a>',
        ]
        end = match.start() + len(address)
    return "".join([*parts, render_text(text[end:])])


def _trim(address: str) -> str:
    """`address` without the sentence's punctuation at its end; a bracket stays if the address opened it."""
    address = _OF_HOST.sub(r"\1", address)
    while address[-1] in _PUNCTUATION or _is_unopened(address):
        address = address[:-1]
    return address


def _is_unopened(address: str) -> bool:
    opening = _PAIRS.get(address[-1])
    return opening is not None and address.count(opening) < address.count(address[-1])
