"""How deep the elements of an essay stand in each other."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import accumulate

from ..tree.strict import VOID, forms

_DEEPEST = 100  # a hundred quotations in one another; Python gives up at some three hundred


def is_too_deep(html: str) -> bool:
    """Whether elements of `html` stand in each other deeper than any text needs; Python could not walk its tree."""
    known = forms(html)
    if known is not None:
        steps = (0 if form.is_whole or form.name in VOID else -1 if form.ends else 1 for form in known)
        return max(accumulate(steps), default=0) > _DEEPEST
    depth = _Depth()
    depth.feed(html)
    return depth.most > _DEEPEST


class _Depth(HTMLParser):
    """Counts how deep elements stand in each other; those that are never closed count too."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.most = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.now += tag not in VOID
        self.most = max(self.most, self.now)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        self.now -= tag not in VOID
