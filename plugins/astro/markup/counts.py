"""Numbered items, and what number a reader would see before each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from weakref import WeakSet
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from ..regex import regex
from .faults import Fault

_ITEM = regex(r"[ ]{0,3}(\d{1,9})\.[ ]+(.{0,40})")


def watch_numbers(markdown: Markdown, faults: list[Fault]) -> None:
    """Add to `faults` the items of a list that has another number than its author wrote: of a year, a date, a step.

    Where all have the number of the first, they are to be counted.
    """
    processor: BlockProcessor = markdown.parser.blockprocessors["olist"]
    run: Callable[[Element, list[str]], bool | None] = processor.run
    numbered: WeakSet[Element] = WeakSet()  # lists of several numbers

    def counted(parent: Element, blocks: list[str]) -> bool | None:
        above = _list(processor.lastChild(parent))
        items = [item for line in blocks[0].split("\n") if (item := _ITEM.match(line))]
        written = items[0][1] if items else 1
        first = int(written if above is None else above.get("start") or 1)
        faults.extend(_miscounted(items, first, 0 if above is None else len(above), is_same=above not in numbered))
        done = run(parent, blocks)
        if any(int(item[1]) != first for item in items) and (now := _list(processor.lastChild(parent))) is not None:
            numbered.add(now)
        return done

    processor.run = counted


def _list(element: Element | None) -> Element | None:
    return element if element is not None and element.tag == "ol" else None


def _miscounted(items: Sequence[re.Match[str]], first: int, above: int, *, is_same: bool) -> Iterator[Fault]:
    """A fault for each item that is miscounted, in a list with so many above it, of which all have the same number."""
    for shown, item in enumerate(items, start=first + above):
        number = int(item[1])
        if number != shown and not (is_same and number == first):
            do = "write that, or a backslash before its mark where it is no item's number"
            yield Fault(item[0].strip(), f"`{number}.` would be counted as {shown}.; {do}")
        is_same = is_same and number == first
