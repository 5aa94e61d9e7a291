"""The blocks of a plain-text essay -> what `anchor` makes of their HTML, without building a tree of it.

Of plain text is known what a tree would only find out again, at fifty times the cost. Tests hold both ways to the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from ..plain_text.essay import Block, Break, Heading, List, Paragraph, Quotation
from ..plain_text.render import render_block, render_text
from . import ids
from .anchored import ALIAS, LINK, RESERVED, WRAPPER, Anchored, words_of_link
from .ids import name_sections
from .outline import Section, nest

_FIRST = 3  # paragraphs


def anchor_blocks(
    blocks: Sequence[Block], names: Sequence[str] = (), aliases: Sequence[Sequence[str]] = ()
) -> Anchored:
    """Name the sections of a plain-text essay; `names` and `aliases` are the `ids` and `aliases` of `anchor`."""
    intro, *under = _texts(blocks)
    titles = (_line(block.text) for block in blocks if isinstance(block, Heading))
    levels = (block.level for block in blocks if isinstance(block, Heading))
    known = zip(levels, titles, under, strict=True)
    headings = tuple(ids.Heading(level, title, "", text) for level, title, text in known)
    names = names or name_sections(headings, RESERVED)
    aliases = aliases or [()] * (len(headings) + 1)
    html = list(map(render_block, blocks))
    named = zip(headings, names, aliases[1:], strict=True)
    return Anchored(
        page="".join(map(_target, aliases[0])) + "\n".join(_page(blocks, html, headings, names, aliases[1:])),
        plain="\n".join(html),
        intro=intro,
        sections=nest(Section(each.level, id_, each.text, each.under, aliases=tuple(own)) for each, id_, own in named),
        repeated=(),
        unfit=(),
        headings=headings,
        taken=frozenset(),
        paragraphs=tuple(islice((_line(block.text) for block in blocks if isinstance(block, Paragraph)), _FIRST)),
    )


def _texts(blocks: Sequence[Block]) -> list[str]:
    """The words before the first heading, and those after each up to the next."""
    texts: list[list[str]] = [[]]
    for block in blocks:
        match block:
            case Heading():
                texts.append([])
            case Paragraph(text):
                texts[-1].append(text)
            case List(parts, _) | Quotation(parts):
                texts[-1] += parts
            case Break():
                pass
    return [_line(" ".join(text)) for text in texts]


def _line(text: str) -> str:
    return " ".join(text.split())


def _page(
    blocks: Sequence[Block],
    html: Sequence[str],
    headings: Sequence[ids.Heading],
    names: Sequence[str],
    aliases: Sequence[Sequence[str]],
) -> Iterator[str]:
    """The HTML of each block, headings with their anchors."""
    each = zip(headings, names, aliases, strict=True)
    for block, text in zip(blocks, html, strict=True):
        if isinstance(block, Heading):
            heading, id_, others = next(each)
            yield "".join(map(_target, others)) + _with_anchor(text, heading, render_text(id_))
        else:
            yield text


def _with_anchor(html: str, heading: ids.Heading, id_: str) -> str:
    tag = f"<h{heading.level}"
    words = render_text(words_of_link(heading.text))
    link = f'<a class="{LINK}" href="#{id_}"><span class="visually-hidden">{words}</span></a>'
    return f'<div class="{WRAPPER}">{tag} id="{id_}"{html.removeprefix(tag)}{link}</div>'


def _target(alias: str) -> str:
    return f'<span class="{ALIAS}" id="{render_text(alias)}"></span>'
