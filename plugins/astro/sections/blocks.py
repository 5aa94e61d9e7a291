"""The blocks of a plain-text essay -> what `anchor` makes of their HTML, without building a tree of it.

Of plain text is known what a tree would only find out again, at fifty times the cost. Tests hold both ways to the same
bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from ..plain_text.essay import KEPT, Block, Break, Heading, List, Paragraph, Quotation
from ..plain_text.lines import one_line
from ..plain_text.summary import first_of
from . import ids
from .anchored import FIRST, Anchored, sections_of
from .ids import name_sections
from .marks import RESERVED, Aliases, plain_page


def anchor_blocks(blocks: Sequence[Block], html: str, names: Sequence[str] = (), aliases: Aliases = ()) -> Anchored:
    """Name the sections of a plain-text essay, whose HTML is `html`; `names` and `aliases` are as those of `anchor`."""
    intro, *under = _texts(blocks)
    titles = (one_line(block.text) for block in blocks if isinstance(block, Heading))
    levels = (block.level for block in blocks if isinstance(block, Heading))
    known = zip(levels, titles, under, strict=True)
    headings = tuple(ids.Heading(level, title, "", text) for level, title, text in known)
    names = names or name_sections(headings, RESERVED)
    aliases = aliases or [()] * (len(headings) + 1)
    return Anchored(
        page=plain_page(html, headings, names, aliases),
        plain=html,
        intro=intro,
        sections=sections_of(headings, names, aliases[1:]),
        repeated=(),
        unfit=(),
        headings=headings,
        taken=frozenset(),
        paragraphs=tuple(islice(map(one_line, first_of(blocks)), FIRST)),
    )


def _texts(blocks: Sequence[Block]) -> list[str]:
    """The words before the first heading, and those after each up to the next, as blocks and KEPT part them."""
    texts: list[list[str]] = [[]]
    for block in blocks:
        match block:
            case Heading():
                texts.append([])
            case Paragraph(text):
                texts[-1] += text.split(KEPT)
            case List(parts, _) | Quotation(parts):
                texts[-1] += (line for part in parts for line in part.split(KEPT))
            case Break():
                pass
    return ["\n".join(filter(None, map(one_line, text))) for text in texts]
