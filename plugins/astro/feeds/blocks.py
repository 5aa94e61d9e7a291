"""The blocks of a plain-text essay -> what `safe_html` makes of their HTML, without building a tree of it.

Plain text is in the safe alphabet already. What may become another text, an address, takes the long way, block by
block. Tests hold both ways to the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..plain_text.essay import Block, Break, Heading, List, Paragraph, Quotation
from ..plain_text.render import inline, render_block
from .characters import sendable


def safe_blocks(blocks: Sequence[Block], html: str, by_tree: Callable[[str], str]) -> str:
    """The HTML that feeds send of a plain-text essay, whose own is `html`; `by_tree` makes it of that of a block."""
    if blocks and _is_safe(html) and all(map(_stays, blocks)):
        return f"{html}\n"
    return "".join(_safe(block, render_block(block), by_tree) for block in blocks)


def _safe(block: Block, html: str, by_tree: Callable[[str], str]) -> str:
    if not _is_safe(html):
        return by_tree(html)
    if _stays(block):
        return f"{html}\n"
    match block:
        case List(items, numbered, 1) if _is_whole(items):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{_each('li', items)}</{tag}>\n"
        case Quotation(paragraphs) if _is_whole(paragraphs):
            return f"<blockquote>{_each('p', paragraphs)}</blockquote>\n"
        case _:
            return by_tree(html)


def _is_safe(html: str) -> bool:
    return "://" not in html and sendable(html) == html


def _stays(block: Block) -> bool:
    """Whether feeds send the HTML of a block as it is, if that is safe."""
    match block:
        case Paragraph(text) | Heading(text, _):
            return _is_whole([text])
        case _:
            return isinstance(block, Break)


def _is_whole(texts: Iterable[str]) -> bool:
    """Whether all texts say something, and have no white space around them."""
    return all(text and text == text.strip() for text in texts)


def _each(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{inline(text)}</{tag}>" for text in texts)
