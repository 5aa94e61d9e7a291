"""Numbered items, and what number a reader would see before each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from .faults import Fault

_ITEM = re.compile(r"[ ]{0,3}(\d{1,9})\.[ ]+(.{0,40})")


def watch_numbers(markdown: Markdown, faults: list[Fault]) -> None:
    """Add to `faults` the items of a list that has another number than its author wrote: of a year, a date, a step.

    One that is as the one before, or as the first, is counted on purpose.
    """
    processor: BlockProcessor = markdown.parser.blockprocessors["olist"]
    run: Callable[[Element, list[str]], bool | None] = processor.run

    def counted(parent: Element, blocks: list[str]) -> bool | None:
        above = processor.lastChild(parent)
        is_more = above is not None and above.tag == "ol"
        faults.extend(_miscounted(blocks[0], above if is_more else None))
        return run(parent, blocks)

    processor.run = counted


def _miscounted(block: str, above: Element | None) -> Iterator[Fault]:
    items = [item for line in block.split("\n") if (item := _ITEM.match(line))]
    first = int(items[0][1]) if items else 0
    shown = first - 1
    if above is not None:
        first = int(above.get("start") or 1)
        shown = first + len(above) - 1
    before = shown
    for item in items:
        number, shown = int(item[1]), shown + 1
        if number not in (shown, before, first):
            do = "write that, or a backslash before its mark where it is no item's number"
            yield Fault(item[0].strip(), f"`{number}.` would be counted as {shown}.; {do}")
        before = number
