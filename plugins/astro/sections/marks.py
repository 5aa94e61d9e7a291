"""The page of an essay, and what anchors add to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..plain_text.render import render_text
from .ids import Heading

# The classes of what anchors add to a page.
WRAPPER, LINK, ALIAS = "section-heading", "anchor-link", "alias"
AROUND = "header"  # the wrapper's element: reader modes take a short div with a link for a menu, and drop the heading
MADE = "data-made"  # the id that docutils made of a heading, to which its links lead
HIDDEN = "visually-hidden extra"  # of the link's words; what is called extra, reader modes leave out
# Ids of the theme's own elements, which no section may take.
RESERVED = frozenset(
    {"main", "outline", "outline-heading", "related-thinking", "search-words", "search-found", "search-results"}
)
_HEADINGS = tuple(f"<h{level}>" for level in range(2, 7))  # of which each has a line of its own in plain text's HTML
Aliases = Sequence[Sequence[str]]
"""Further ids that lead to the top of a page, then to each of its sections."""


class Page(NamedTuple):
    """The HTML of an essay for its own page; that of plain text is put together where it is read."""

    html: str
    titles: tuple[str, ...] = ()
    """Plain text, of all headings of `html`, where these are still to get their anchors; else nothing."""
    ids: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ((),)
    """At the top, then before each of these headings."""

    def __str__(self) -> str:
        named = zip(self.titles, self.ids, self.aliases[1:], strict=True)

        def put(line: str) -> str:
            if not line.startswith(_HEADINGS):
                return line
            title, id_, others = next(named)
            return "".join([*map(_target, others), _with_anchor(line, title, render_text(id_))])

        html = "\n".join(map(put, self.html.split("\n"))) if self.titles else self.html
        return "".join([*map(_target, self.aliases[0]), html])

    @property
    def texts(self) -> tuple[str, ...]:
        """What it is put together of."""
        return self.html, "\n".join(self.titles), " ".join(self.ids), *map(" ".join, self.aliases)


def plain_page(html: str, headings: Iterable[Heading], ids: Iterable[str], aliases: Aliases = ()) -> Page:
    """The page of a plain-text essay, whose headings have these ids, and these aliases."""
    titles = tuple(heading.text for heading in headings)
    return Page(html, titles, tuple(ids), tuple(map(tuple, aliases)) or ((),) * (len(titles) + 1))


def _with_anchor(html: str, title: str, id_: str) -> str:
    tag = html[:3]
    words = render_text(words_of_link(title))
    link = f'<a class="{LINK}" href="#{id_}"><span class="{HIDDEN}">{words}</span></a>'
    return f'<{AROUND} class="{WRAPPER}">{tag} id="{id_}"{html[3:]}{link}</{AROUND}>'


def _target(alias: str) -> str:
    return f'<span class="{ALIAS}" id="{render_text(alias)}"></span>'


def words_of_link(title: str) -> str:
    """The hidden words of the link beside a heading, plain text."""
    return f"Link to section “{title}”"
