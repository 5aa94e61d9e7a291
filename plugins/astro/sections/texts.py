"""The tree of an essay -> the words under each of its headings, and which of them are code."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..tree.lines import LINES
from ..tree.node import Tag
from .outline import Spans

_APART = LINES | {"br"}


def texts_under(tree: Tag, tags: Sequence[Tag]) -> tuple[list[str], tuple[Spans, ...]]:
    """(the words before the first of `tags`, and those after each up to the next; which of them stand in code)."""
    starts = {id(tag) for tag in tags}
    texts: list[list[str]] = [[]]
    code: list[list[tuple[int, int]]] = [[]]
    _gather(tree, starts, texts, code, is_heading=False)
    words = [" ".join("".join(text).split()) for text in texts]
    return words, tuple(map(tuple, code)) if any(code) else ()


def _gather(
    parent: Tag,
    starts: Collection[int],
    texts: list[list[str]],
    code: list[list[tuple[int, int]]],
    *,
    is_heading: bool,
) -> None:
    for node in parent.children:
        if isinstance(node, Tag):
            is_start, around = id(node) in starts, [" "] if node.name in _APART else []
            if is_start:
                texts.append([])
                code.append([])
            texts[-1] += around
            first = _count(texts[-1]) if node.name == "pre" else 0
            _gather(node, starts, texts, code, is_heading=is_heading or is_start)
            if node.name == "pre" and (end := _count(texts[-1])) > first:
                code[-1].append((first, end))
            texts[-1] += around
        elif not is_heading and type(node) is str:  # no script or style
            texts[-1].append(node)


def _count(text: Sequence[str]) -> int:
    """How many words there are so far."""
    return len("".join(text).split())
