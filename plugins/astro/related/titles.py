"""The words of titles -> how much of its title each of them is."""

from __future__ import annotations

import numpy as np

from .essays import Parts
from .rows import Floats, Rows, begins, filled, keys_of, total
from .terms import Terms


def shares_of(terms: Terms, parts: Parts, rarity: Floats, essays: int) -> Rows:
    """The share of each word in the rarity of its title; that of a word that no other essay has is lost.

    `rarity` has that of such a word at its end.
    """
    count = len(rarity) - 1
    is_word = (terms.term < len(terms.words)) & (parts.section[terms.part] < 0)
    is_lone = parts.section[terms.lone_part] < 0
    part = np.append(terms.part[is_word], terms.lone_part[is_lone])
    word = np.append(terms.term[is_word], terms.lone[is_lone])
    words = int(word.max(initial=0)) + 1
    keys = keys_of(parts.essay[part], word, words)
    keys = keys[begins(keys)]
    essay, term = keys // words, np.minimum(keys % words, count)
    share = rarity[term] / total(essay, rarity[term], essays)[essay]
    known = term < count
    return filled(essay[known], term[known], share[known], essays, count)
