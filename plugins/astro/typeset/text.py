"""Running text: links that are their own words, and wrapped lines of scripts that put no spaces between words."""

from __future__ import annotations

from ..plain_text.wrapped import between, may_be_wide
from ..regex import regex
from ..tree.node import Tag

BARE = "bare"  # the class by which the theme knows a link that is its own words
_PLAIN: tuple[list[str], ...] = ([], ["reference", "external"])  # classes of a link in Markdown, in docutils
_INLINE = frozenset("a abbr b bdi cite code del dfn em i ins kbd mark q s small span strong sub sup u".split())
_BREAK = regex(r"(?<=\S)\n(?=\S)")


def settle(tree: Tag, html: str) -> None:
    """Mark links that are their own words, and join wrapped lines, in the tree of this HTML."""
    mark_bare(tree)
    if may_be_wide(html):
        join_lines(tree)


def mark_bare(tree: Tag) -> None:
    """Mark the links that are their own words, as Markdown and docutils write them."""
    for link in tree.tags("a"):
        address = link.get("href")
        if link.children == [address] and address.startswith(("https://", "http://")) and link.classes in _PLAIN:
            link.attrs = {"class": BARE, **{name: value for name, value in link.attrs.items() if name != "class"}}


def join_lines(tree: Tag) -> None:
    """Take out the breaks between lines that a reader of Chinese or Japanese reads as one: HTML shows a space there."""
    run: list[tuple[Tag, int]] = []  # the texts that stand on a line
    _walk(tree, run)
    _join(run)


def _walk(parent: Tag, run: list[tuple[Tag, int]]) -> None:
    for i, node in enumerate(parent.children):
        if not isinstance(node, Tag):
            run += [(parent, i)] if type(node) is str else []
        elif node.name in _INLINE:
            _walk(node, run)
        else:
            _join(run)
            if node.name != "pre":
                _walk(node, run)
            _join(run)


def _join(run: list[tuple[Tag, int]]) -> None:
    """Join the lines of a run of texts, and begin another."""
    texts = [str(parent.children[i]) for parent, i in run]
    text = "".join(texts)
    if "\n" in text and may_be_wide(text):
        places = (match.start() for match in _BREAK.finditer(text))
        cut = {place for place in places if not between(text[place - 1], text[place + 1])}
        first = 0
        for (parent, i), each in zip(run, texts, strict=True):
            parent.children[i] = "".join(char for k, char in enumerate(each, start=first) if k not in cut)
            first += len(each)
    run.clear()
