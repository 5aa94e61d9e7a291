"""What stands bare in HTML: web addresses become links, as in plain text, and words in no block paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from ..plain_text.render import inline
from ..regex import regex
from ..tree.lines import APART, LINES
from ..tree.node import Node, Tag
from ..tree.read import parse
from ..tree.write import to_html
from .formulas import apart

# Where either may be; an address that is quoted is an attribute's.
_ADDRESS = regex(r"(?<![\"'=])https?://", re.IGNORECASE)
_BLOCKS = "|".join(sorted(LINES))
_WORDS = regex(rf"(?:\A|</(?:{_BLOCKS})>|<hr>)\s*(?:[^<\s]|<(?!/?(?:{_BLOCKS})\b))")
_ENDS_THE_TEXT = regex(r"https?://\S*\Z", re.IGNORECASE)
_WITHOUT_LINKS = frozenset({"a", "code", "pre", "kbd", "samp", "tt"})


def dressed(html: str) -> str:
    """The same HTML with a link for each web address, and a paragraph around words that stand in no block."""
    if not _ADDRESS.search(html) and not _WORDS.search(html):
        return html
    root = parse(html)
    _link(root)
    _wrap(root)
    return to_html(root).strip("\n")


def _link(tag: Tag) -> None:
    """Link the addresses in an element, but those in formulas and those that a mark of Markdown has cut."""
    nodes = tag.take()
    for node, following in zip_longest(nodes, nodes[1:]):
        is_cut = isinstance(following, Tag) and following.name not in APART
        if type(node) is str and "://" in node and not (is_cut and _ENDS_THE_TEXT.search(node)):
            for (piece, is_formula), (_, is_next) in pairwise([*apart(node), ("", False)]):
                stays = is_formula or (is_next and _ENDS_THE_TEXT.search(piece))
                tag.extend([piece] if stays else parse(inline(piece)).take())
            continue
        if isinstance(node, Tag) and node.name not in _WITHOUT_LINKS:
            _link(node)
        tag.append(node)


def _wrap(root: Tag) -> None:
    run: list[Node] = []
    for node in [*root.take(), None]:
        if node is None or (isinstance(node, Tag) and (node.name in LINES or node.tags(*LINES))):
            root.extend(_paragraph(run))
            root.extend([node] if node is not None else [])
            run = []
        else:
            run.append(node)


def _paragraph(run: list[Node]) -> list[Node]:
    """A run of words and elements in a paragraph, on a line of its own, if any of it is words."""
    if not any(isinstance(node, str) and node.strip() for node in run):
        return run
    run[0] = run[0].lstrip() if isinstance(run[0], str) else run[0]
    run[-1] = run[-1].rstrip() if isinstance(run[-1], str) else run[-1]
    return ["\n", Tag("p", children=run), "\n"]
