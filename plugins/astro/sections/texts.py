"""The tree of an essay -> the words under each of its headings, and which of them are code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..tree.lines import LINES
from ..tree.node import Tag
from .outline import Spans

DELETED = ("del", "s")  # what an essay takes back
_FOOTNOTE_MARK = "footnote-reference"  # class of docutils' links
_APART = LINES | {"br"}


def texts_under(tree: Tag, tags: Sequence[Tag]) -> tuple[list[str], tuple[Spans, ...]]:
    """(the words before the first of `tags`, and those after each up to the next; which of them stand in code)."""
    starts = {id(tag) for tag in tags}
    texts: list[list[str]] = [[]]
    code: list[list[tuple[int, int]]] = [[]]
    _gather(tree, starts, texts, code, is_silent=False)
    words = [" ".join("".join(text).split()) for text in texts]
    return words, tuple(map(tuple, code)) if any(code) else ()


def _gather(
    parent: Tag,
    starts: Collection[int],
    texts: list[list[str]],
    code: list[list[tuple[int, int]]],
    *,
    is_silent: bool,
) -> None:
    for node in parent.children:
        if isinstance(node, Tag):
            is_unsaid = node.name in DELETED or is_footnote_mark(node)  # whose number would stand at the end of a word
            is_start, around = id(node) in starts, [" "] if node.name in _APART else []
            if is_start:
                texts.append([])
                code.append([])
            texts[-1] += around
            first = _count(texts[-1]) if node.name == "pre" else 0
            _gather(node, starts, texts, code, is_silent=is_silent or is_start or is_unsaid)
            if node.name == "pre" and (end := _count(texts[-1])) > first:
                code[-1].append((first, end))
            texts[-1] += around
        elif not is_silent and type(node) is str:  # no script or style
            texts[-1].append(node)


def fragment_links(tree: Tag) -> Iterator[Tag]:
    """The links to ids of the same page."""
    yield from (link for link in tree.tags("a") if link.get("href").startswith("#"))


def is_footnote_mark(tag: Tag) -> bool:
    """Whether it is the mark of a footnote."""
    if tag.name == "sup":
        return any(fragment_links(tag))
    return tag.name == "a" and _FOOTNOTE_MARK in tag.classes


def _count(text: Sequence[str]) -> int:
    """How many words there are so far."""
    return len("".join(text).split())
