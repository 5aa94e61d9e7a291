"""Tables that end where another block begins, and in which no cell is lost."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableProcessor

from ..regex import regex
from .attributes import LIST
from .faults import Fault
from .lists import RULE

_OTHERS = regex(rf"[ ]{{0,3}}(?:#{{1,6}}(?:[ ]|$)|>|(?:[*+-]|\d{{1,9}}[.)])[ ]|{RULE})")
_OF_TABLE = regex(rf"[ ]{{0,3}}{LIST}[ ]*$")  # attributes, which tables have none of
_CODE = regex(r"(`+).+?\1")


class Tables(TableProcessor):  # type: ignore[misc]  # Markdown has no types
    """Reads tables; a row with more cells than there are columns is added to `faults`."""

    def __init__(self, markdown: Markdown, faults: list[Fault]) -> None:
        super().__init__(markdown.parser, markdown.parser.blockprocessors["table"].config)
        self._faults = faults

    def test(self, parent: Element, block: str) -> bool:
        """Whether a block begins with a table."""
        is_table: bool = "|" in block and super().test(parent, _parted(block)[0])
        return is_table

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read the table, and leave the rest for the next reader."""
        blocks[:1] = filter(None, _parted(blocks[0]))
        super().run(parent, blocks)

    def _split(self, row: str) -> list[str]:
        """The cells of a row; a `|` in code needs a backslash for others, and has none on the page."""
        return [_CODE.sub(lambda code: code[0].replace("\\|", "|"), cell) for cell in super()._split(row)]

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        if any(cell.strip() for cell in self._split_row(row)[len(align) :]):
            text = f"more cells than the table has columns ({len(align)}); write `\\|` for a `|` that parts none"
            self._faults.append(Fault(row, text))
        super()._build_row(row, parent, align)


def _parted(block: str) -> tuple[str, str]:
    """(the table, what stands right below it)."""
    lines = block.split("\n")
    end = next((i for i, line in enumerate(lines) if i > 1 and "|" not in line and _ends(line)), len(lines))
    below = lines[end + 1 :] if end < len(lines) and _OF_TABLE.match(lines[end]) else lines[end:]
    return "\n".join(lines[:end]), "\n".join(below)


def _ends(line: str) -> bool:
    return bool(_OTHERS.match(line) or _OF_TABLE.match(line))
