"""What anchors add to the page of an essay, and the page of one in plain text."""

from __future__ import annotations

import re
from collections import UserString
from collections.abc import Sequence

from ..plain_text.render import render_text
from .ids import Heading

# The classes of what anchors add to a page.
WRAPPER, LINK, ALIAS = "section-heading", "anchor-link", "alias"
# Ids of the theme's own elements, which no section may take.
RESERVED = frozenset(
    {"main", "outline", "outline-heading", "related-thinking", "search-words", "search-found", "search-results"}
)
_HEADING = re.compile("<h[2-6]>.*")  # of which each has a line of its own, and whose `<` no words have
Others = Sequence[Sequence[str]]
"""Further ids that lead to the top of a page, then to each of its sections."""


class PlainPage(UserString):
    """The HTML of a plain-text essay for its own page: a text that is put together whenever it is read."""

    def __init__(
        self, html: str, headings: Sequence[Heading] = (), ids: Sequence[str] = (), aliases: Others = ()
    ) -> None:
        """Of `html` without anchors, of its headings, their ids, and `aliases` where there are any.

        Of `html` alone it is the same text, as which a template gets what it has cut or replaced.
        """
        self._html, self._titles, self._ids = html, [heading.text for heading in headings], ids
        self._aliases = aliases or [()] * (len(headings) + 1)

    @property
    def data(self) -> str:  # type: ignore[override]  # where the text of a UserString is looked for
        """The whole text."""
        named = zip(self._titles, self._ids, self._aliases[1:], strict=True)

        def put(heading: re.Match[str]) -> str:
            title, id_, others = next(named, (None, "", ()))
            if title is None:
                return heading[0]
            return "".join([*map(_target, others), _with_anchor(heading[0], title, render_text(id_))])

        return "".join([*map(_target, self._aliases[0]), _HEADING.sub(put, self._html)])

    @property
    def texts(self) -> tuple[str, ...]:
        """What it is put together of."""
        return self._html, "\n".join(self._titles), " ".join(self._ids), *map(" ".join, self._aliases)


def _with_anchor(html: str, title: str, id_: str) -> str:
    tag = html[:3]
    words = render_text(words_of_link(title))
    link = f'<a class="{LINK}" href="#{id_}"><span class="visually-hidden">{words}</span></a>'
    return f'<div class="{WRAPPER}">{tag} id="{id_}"{html[3:]}{link}</div>'


def _target(alias: str) -> str:
    return f'<span class="{ALIAS}" id="{render_text(alias)}"></span>'


def words_of_link(title: str) -> str:
    """The hidden words of the link beside a heading, plain text."""
    return f"Link to section “{title}”"
