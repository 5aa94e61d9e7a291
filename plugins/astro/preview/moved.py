"""Where an essay is to be seen whose page was at another address before."""

from __future__ import annotations

from collections.abc import Mapping


def moved(before: Mapping[str, str], now: Mapping[str, str], moves: Mapping[str, str]) -> dict[str, str]:
    """The page to look at for each that is gone; `before` and `now` are the pages by their sources.

    A source has another name where it is the only one that has come and the other is the only one that has gone.
    `moves` are those that were known before.
    """
    gone, come = [*(before.keys() - now.keys())], [*(now.keys() - before.keys())]
    renamed = {gone[0]: come[0]} if len(gone) == len(come) == 1 else {}
    new = {page: now.get(renamed.get(source, source), "") for source, page in before.items()}
    there = set(now.values())
    ends = {page: new.get(to, to) for page, to in moves.items()} | new
    return {page: to for page, to in ends.items() if page not in there and to in there}
