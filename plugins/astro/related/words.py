"""The words of essays as numbers, and by their numbers; all essays one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .hashes import Codes, codes_of
from .rows import Numbers
from .said import ESSAYS_AT_ONCE, Said


def codes_in(essays: Sequence[Said]) -> Codes:
    """The code of each word."""
    codes = np.empty(sum(len(essay.goes_on) for essay in essays), np.uint64)
    for place, text, start, end in _texts(essays):
        codes[place : place + len(end)] = codes_of(text, start, end)
    return codes


def words_at(essays: Sequence[Said], places: Numbers) -> list[str]:
    """The words at some places."""
    words = [""] * len(places)
    order = np.argsort(places)
    rising = places[order]
    for place, text, start, end in _texts(essays):
        first, last = np.searchsorted(rising, [place, place + len(end)])
        here = rising[first:last] - place
        spans = zip(order[first:last].tolist(), start[here].tolist(), end[here].tolist(), strict=True)
        if text.isascii():  # then each character is a byte, and nothing need be decoded word by word
            characters = text.decode()
            for i, a, b in spans:
                words[i] = characters[a:b]
        else:
            for i, a, b in spans:
                words[i] = text[a:b].decode("utf-8", "surrogatepass")
    return words


def _texts(essays: Sequence[Said]) -> Iterator[tuple[int, bytes, Numbers, Numbers]]:
    """(the place of the first word, the text, where its words begin, where they end) of some essays after the other."""
    place = 0
    for i in range(0, len(essays), ESSAYS_AT_ONCE):
        text = "".join(essay.words for essay in essays[i : i + ESSAYS_AT_ONCE]).encode("utf-8", "surrogatepass")
        end = np.flatnonzero(np.frombuffer(text, np.uint8) == ord(" "))
        yield place, text, np.append(0, end + 1)[: len(end)], end
        place += len(end)
