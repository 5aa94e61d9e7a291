"""Essays as numbers of words -> every mention of a term: in which essay, in which section, how prominent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..sections.outline import Outline
from .forms import plain
from .rows import Numbers
from .terms import PART

TITLE, HEADING, BODY = 5, 3, 1
# Headings that name a place in an essay, not its subject; on a small blog nothing else tells.
GENERIC = frozenset(
    [
        *("acknowledgements", "afterword", "appendix", "background", "closing thoughts", "conclusion", "conclusions"),
        *("discussion", "epilogue", "everything else", "faq", "final thoughts", "footnotes", "further reading"),
        *("in closing", "introduction", "lessons learned", "looking ahead", "notes", "overview", "prologue"),
        *("questions", "references", "related thinking", "resources", "results", "summary", "takeaways", "thanks"),
        *("the open question", "tl;dr", "update", "updates", "what i am watching", "what i'm watching"),
        *("what's next", "wrap up", "wrapping up", "conclusão", "introdução", "referências", "resumo"),
        *("结论", "总结", "参考", "まとめ", "はじめに", "おわりに"),
    ]
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An essay as numbers of words."""

    outline: Outline
    numbers: Numbers
    """Those of its `parts` by `terms.number`."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Columns of equal length."""

    essay: Numbers
    section: Numbers
    """Sections of all essays one after the other, of each first what stands before its first heading; -1 for titles."""
    lift: Numbers
    """TITLE, HEADING or BODY."""
    word: Numbers
    """The number of a word, or (first word) * (words) + second word of a phrase."""

    def only(self, which: NDArray[np.bool_]) -> Mentions:
        """Those of the mentions."""
        return Mentions(self.essay[which], self.section[which], self.lift[which], self.word[which])

    def of_sections(self) -> Mentions:
        """Those in sections, as if each section were an essay."""
        inside = self.only(self.section >= 0)
        return replace(inside, essay=inside.section)

    def and_(self, others: Mentions) -> Mentions:
        """These mentions, then the others."""
        columns = ((getattr(self, name), getattr(others, name)) for name in ("essay", "section", "lift", "word"))
        return Mentions(*(np.concatenate(pair) for pair in columns))


def parts(outline: Outline) -> list[str]:
    """The texts of an essay in the order in which they are numbered."""
    return [outline.title, outline.intro, *(text for each in outline for text in (each.title, each.text))]


def shared_headings(outlines: Sequence[Outline]) -> frozenset[str]:
    """The plain forms of headings that name no subject: generic ones, and those that stand in two essays or more."""
    essays = Counter(heading for outline in outlines for heading in {plain(section.title) for section in outline})
    return GENERIC | {heading for heading, n in essays.items() if n > 1}


def find_mentions(essays: Sequence[Numbered], shared: frozenset[str], words: int) -> tuple[Mentions, Mentions]:
    """All mentions of (words, phrases) but those in shared headings; `words` is how many words there are."""
    numbers = np.concatenate([each.numbers for each in essays])
    ends = numbers == PART
    part = np.cumsum(ends, dtype=np.int32) - ends
    essay, section, lift = _parts(essays, shared)
    told = (numbers >= 0) & (lift > 0)[part]
    both = told[:-1] & told[1:]

    def of(parts: Numbers, word: Numbers) -> Mentions:
        return Mentions(essay[parts], section[parts], lift[parts], word)

    pairs = numbers[:-1][both].astype(np.int64) * words + numbers[1:][both]
    return of(part[told], numbers[told]), of(part[:-1][both], pairs)


def _parts(essays: Sequence[Numbered], shared: frozenset[str]) -> tuple[Numbers, Numbers, Numbers]:
    """(essay, section, lift) of each part of all essays."""
    essay: list[int] = []
    section: list[int] = []
    lift: list[int] = []
    count = 0
    for i, each in enumerate(essays):
        headings = [plain(heading.title) in shared for heading in each.outline]
        essay += [i] * (2 + 2 * len(headings))
        section += [-1, count, *(count + k for k in range(1, len(headings) + 1) for _ in range(2))]
        lift += [TITLE, BODY, *(n for is_shared in headings for n in (0 if is_shared else HEADING, BODY))]
        count += 1 + len(headings)
    return np.array(essay, np.int32), np.array(section, np.int32), np.array(lift, np.int32)


def in_two_essays(mentions: Mentions, essays: int) -> tuple[Numbers, Numbers]:
    """(the words or phrases that stand in two essays or more, rising; in how many each does)."""
    keys = np.sort(mentions.word.astype(np.int64) * essays + mentions.essay)  # by word, then by essay
    keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))] // max(essays, 1)
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    df = np.diff(begins, append=len(keys))
    return keys[begins][df > 1], df[df > 1]
