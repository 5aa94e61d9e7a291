"""Which words and phrases are terms, and their numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .mentions import Mentions, in_two_essays
from .rows import Numbers
from .terms import Vocabulary


@dataclass(frozen=True, slots=True)
class Terms:
    """What the terms are and which word or phrase is which."""

    words: tuple[str, ...]
    phrases: tuple[tuple[int, int], ...]
    df: Numbers
    place: Numbers
    """(words of the vocabulary,) the term of each; -1 for one that only one essay has."""
    codes: Numbers
    """The phrases as mentions have them, rising."""
    places: Numbers
    """The term of each of `codes`."""

    def of(self, words: Mentions, phrases: Mentions) -> Mentions:
        """All mentions of terms, by the numbers of terms."""
        words = replace(words, word=self.place[words.word])
        found = np.minimum(np.searchsorted(self.codes, phrases.word), max(len(self.codes) - 1, 0))
        known = self.codes[found] == phrases.word if len(self.codes) else np.zeros(len(found), bool)
        phrases = replace(phrases, word=self.places[found]) if len(self.codes) else phrases
        return words.only(words.word >= 0).and_(phrases.only(known))


def name_terms(words: Mentions, phrases: Mentions, essays: int, vocabulary: Vocabulary) -> Terms:
    """The terms in alphabetical order, so that nothing depends on which essay was numbered first."""
    size = len(vocabulary.words)
    known, words_df = in_two_essays(words, essays)
    by_name = np.array(sorted(range(len(known)), key=lambda i: vocabulary.words[known[i]]), np.int64)
    place = np.full(size, -1)
    place[known[by_name]] = np.arange(len(known))
    codes, phrases_df = in_two_essays(phrases, essays)
    pairs = np.stack([place[codes // max(size, 1)], place[codes % max(size, 1)]], axis=1)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    places = np.empty(len(codes), np.int64)
    places[order] = len(known) + np.arange(len(codes))
    return Terms(
        words=tuple(vocabulary.words[known[i]] for i in by_name),
        phrases=tuple(zip(*pairs[order].T.tolist(), strict=True)) if len(order) else (),
        df=np.concatenate([words_df[by_name], phrases_df[order]]),
        place=place,
        codes=codes,
        places=places,
    )
