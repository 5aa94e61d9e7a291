"""Links by names, `[words][name]`, as CommonMark has them: without white space between, and maybe named by code."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE

from ..regex import regex

_NAME = regex(r"\[([^\]]*)\]")


def name_by_code(markdown: Markdown, pattern: InlineProcessor) -> None:
    """Have a kind of link by its name find names that stand in backticks; none has white space before its name."""
    pattern.RE_LINK = _NAME
    evaluate = pattern.evalId

    def eval_id(data: str, index: int, text: str) -> tuple[Any, int, bool]:
        name, end, is_one = evaluate(data, index, text)
        return (INLINE_PLACEHOLDER_RE.sub(typed, name) if name and "\x02" in name else name), end, is_one

    def typed(place: re.Match[str]) -> str:
        node = markdown.treeprocessors["inline"].stashed_nodes.get(place[1])
        is_code = isinstance(node, Element) and node.tag == "code"
        return f"`{unescape(''.join(node.itertext())).lower()}`" if is_code else place[0]

    pattern.evalId = eval_id
