"""Ids of sections: they follow the words of the heading."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ..regex import regex

APOSTROPHES = "'’‘ʼ＇"
_UNSEEN = "\u00ad\u200b\u2060\ufeff"  # where a word may be broken, or may not
UNFIT = regex(r"[\s%\"<>]")  # what no address can hold
FALLBACK_WORDS = 8
# What the rule says of the letters of English, which need no look at their category.
_ASCII = {i: None if chr(i) in APOSTROPHES else chr(i).lower() if chr(i).isalnum() else " " for i in range(128)}


class Heading(NamedTuple):
    """What is to be known of a heading to name it."""

    level: int
    text: str
    id: str
    """The author's own; empty where there is none."""
    under: str
    """The words under it, each block a line."""


def slugify(text: str) -> str:
    """Words as an id: NFC, casefold, apostrophes dropped, letters and digits of any script kept, else hyphens.

    Empty where there is no letter or digit. `What I'm watching` -> `what-im-watching`.
    """
    if text.isascii():
        return "-".join(text.translate(_ASCII).split())
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).replace("i\u0307", "i")
    kept: list[str] = []
    for character in folded:
        if character in APOSTROPHES or character in _UNSEEN:
            continue
        # A mark (an accent, a vowel sign) belongs to the letter before it; alone it would be an invisible id.
        is_mark = unicodedata.category(character).startswith("M") and bool(kept) and kept[-1] != "-"
        kept.append(character if character.isalnum() or is_mark else "-")
    # Once more, as a mark may have come to stand beside its letter.
    return unicodedata.normalize("NFC", "-".join(part for part in "".join(kept).split("-") if part))


def name_sections(headings: Sequence[Heading], taken: Collection[str]) -> list[str]:
    """An id for each heading, in order; `taken` holds the ids in use, the headings' own ones among them.

    Headings keep their own id. A heading whose words are taken by an equal one before it gets its parent's words in
    front, or else a number. No id is empty, none is in `taken`, none comes twice.
    """
    used = set(taken)
    words = [slugify(heading.text) or _fallback(heading) for heading in headings]
    ids = [heading.id for heading in headings]
    for i, name in enumerate(words):  # first all that can have just their words, so that a twin never takes them
        if not ids[i] and name not in used:
            ids[i] = name
            used.add(name)
    for i, name in enumerate(words):
        if not ids[i]:
            ids[i] = _unused(_with_parent(i, headings, words) or name, used)
            used.add(ids[i])
    return ids


def _fallback(heading: Heading) -> str:
    """A name for a heading without a letter: the first words under it, else a digest of what there is."""
    words = heading.under.split()
    name = slugify(" ".join(words[:FALLBACK_WORDS]))
    return name or "section-" + hashlib.sha256(f"{heading.text}\n{' '.join(words)}".encode()).hexdigest()[:6]


def _with_parent(i: int, headings: Sequence[Heading], words: Sequence[str]) -> str:
    parents = (j for j in range(i - 1, -1, -1) if headings[j].level < headings[i].level)
    parent = next(parents, None)
    return "" if parent is None else f"{words[parent]}-{words[i]}"


def _unused(name: str, used: Collection[str]) -> str:
    if name not in used:
        return name
    number = 2
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"
