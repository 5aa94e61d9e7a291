"""Essays as they are compared: title, headings and the texts under them, what these say, and how much each counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..regex import regex
from ..sections.outline import Lines, Outline, Section
from .forms import plain
from .reading import said_in
from .rows import Numbers
from .said import Said
from .stop_words import stop_words

Reader = Callable[[Collection[str]], list[Said]]
TITLE, HEADING, BODY = 5, 3, 1
_COUNT = regex(r"(?:\d+(?:\.\d+)*|[ivx]+)[.):]\s+(?=\S)")  # before the words of a heading
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
class Essay:
    """An essay as it is compared."""

    outline: Outline
    said: Said
    """Those of its `parts`."""
    sections: tuple[Section, ...]
    """All of them, in reading order."""
    headings: tuple[str, ...]
    """The plain forms of their titles."""
    key: str = ""
    """Of its texts and the ids of its sections; empty where nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of all essays one after the other, in columns of equal length."""

    essay: Numbers
    section: Numbers
    """Sections of all essays one after the other, of each first what stands before its first heading; -1 for titles."""
    lift: Numbers
    """TITLE, HEADING or BODY; 0 for a heading that names no subject."""
    is_code: NDArray[np.bool_]


def parts(outline: Outline) -> list[str]:
    """The texts of an essay: the title, what stands before its first heading, and the code there; likewise headings."""
    named = [(outline.title, outline.intro), *((each.title, each.text) for each in outline)]
    code = outline.code or [()] * len(named)
    return [part for (title, text), lines in zip(named, code, strict=True) for part in (title, *_apart(text, lines))]


def _apart(text: str, code: Lines) -> tuple[str, str]:
    """(what of a text is no code, what is)."""
    if not code:
        return text, ""
    lines = text.split("\n")
    return "\n".join(line for i, line in enumerate(lines) if i not in code), "\n".join(lines[i] for i in code)


def read_essays(outlines: Sequence[Outline], read: Reader | None = None, keys: Sequence[str] = ()) -> list[Essay]:
    """Essays of one language, with their words; `read` gives what they say without stop words, as `said_in` does.

    `keys` are those of the essays, where anything of them is kept.
    """
    if not outlines:
        return []
    stop = stop_words(outlines[0].lang)
    said = read(stop) if read else said_in([parts(outline) for outline in outlines], stop, outlines[0].lang)
    given = zip(outlines, said, keys or [""] * len(said), strict=True)
    return [_essay(*each) for each in given]


def _essay(outline: Outline, said: Said, key: str) -> Essay:
    sections = tuple(outline)
    return Essay(outline, said, sections, tuple(_COUNT.sub("", plain(section.title)) for section in sections), key)


def shared_headings(headings: Iterable[Sequence[str]]) -> frozenset[str]:
    """The plain forms of headings that name no subject: generic ones, and those that stand in two essays or more.

    `headings` are the plain forms of those of each essay.
    """
    count = Counter(heading for those in headings for heading in set(those))
    return GENERIC | {heading for heading, n in count.items() if n > 1}


def parts_of(essays: Sequence[Essay], shared: frozenset[str]) -> Parts:
    """The parts of all essays, of which the headings in `shared` are not lifted."""
    headings = np.array([len(each.headings) for each in essays], np.int32)
    sizes = 3 + 3 * headings
    first = np.cumsum(sizes, dtype=np.int32) - sizes
    essay = np.repeat(np.arange(len(essays), dtype=np.int32), sizes)
    place = np.arange(len(essay), dtype=np.int32) - first[essay]  # as in `parts`
    before = np.cumsum(1 + headings, dtype=np.int32) - 1 - headings  # sections of other essays
    section = np.where(place > 0, place // 3 + before[essay], np.int32(-1))
    lift = np.where(place % 3, np.int8(BODY), np.int8(HEADING))
    lift[first] = TITLE
    is_shared = np.array([heading in shared for each in essays for heading in each.headings], bool)
    lift[np.flatnonzero((place > 0) & (place % 3 == 0))[is_shared]] = 0
    return Parts(essay, section, lift, is_code=place % 3 == 2)
