"""Which words and phrases are terms, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .endings import shared_endings
from .essays import Essay, Parts
from .hashes import ODD, Codes
from .rows import NUMBERS_AT_ONCE, Numbers, begins, keys_of
from .words import codes_in, words_at

MOST_BITS = 20  # of a code, by which most words have a slot of their own


@dataclass(frozen=True, slots=True)
class Terms:
    """The words and phrases that stand in two essays or more, and all their mentions."""

    words: tuple[str, ...]
    """By number of term."""
    codes: Codes
    """(words,)"""
    phrases: Numbers
    """(phrases, 2) their words; phrase k is term `len(words) + k`."""
    df: Numbers
    """(terms,) in how many essays each stands."""
    term: Numbers
    part: Numbers
    """The mentions of terms, in columns of equal length."""
    lone: Numbers
    lone_part: Numbers
    """The mentions of words that no other essay has: their numbers, from that of the last term on; their parts."""
    endings: Numbers
    """(essays,) how many words at the end of each are not counted, see `shared_endings`."""


def find_terms(essays: Sequence[Essay], parts: Parts) -> Terms:
    """The terms by the alphabet, phrases by that of their words, so that nothing depends on the order of essays."""
    said = [each.said for each in essays]
    sizes = np.concatenate([each.sizes for each in said])
    part = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    code = codes_in(said)
    endings, is_ending = shared_endings(code, said)
    number, example = _numbered(code)
    code = code[example]
    goes_on = np.concatenate([each.goes_on for each in said])
    told = (parts.lift > 0)[part] & ~is_ending  # what stands in shared headings and endings is not there
    df = _df(number, told, [len(each.goes_on) for each in said], len(example))
    known = np.flatnonzero(df > 1)
    words = words_at(said, example[known])
    alphabet = sorted(range(len(words)), key=words.__getitem__)
    known = known[alphabet]
    place = np.full(len(example), -1, np.int32)
    place[known] = np.arange(len(known))
    word = place[number]
    lone = np.flatnonzero(told & (word < 0))
    word[~told] = -1
    is_word = word >= 0
    phrases, phrases_df, phrase, first = _find_phrases(word, goes_on & is_word, parts.essay, part, len(known))
    return Terms(
        words=tuple(words[i] for i in alphabet),
        codes=code[known],
        phrases=phrases,
        df=np.concatenate([df[known], phrases_df]),
        term=np.concatenate([word[is_word], phrase + np.int32(len(known))]),
        part=np.concatenate([part[is_word], part[first]]),
        lone=len(known) + len(phrases) + number[lone],
        lone_part=part[lone],
        endings=endings,
    )


def _find_phrases(
    word: Numbers, goes_on: NDArray[np.bool_], essay: Numbers, part: Numbers, words: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """(the words of each phrase, in how many essays each stands, the phrase of each mention, where that begins).

    `word` is the number of the word at each place, below 0 of one that is no term; `essay` is that of each part.
    """
    first = np.flatnonzero(goes_on)
    first = first[word[first + 1] >= 0]
    pairs = word[first] * np.int64(words) + word[first + 1]
    again = np.flatnonzero(_may_repeat(pairs))
    again = again[np.argsort(pairs[again])]  # in order they are found many times as fast
    first, pairs = first[again], pairs[again]
    codes, df = _in_two(pairs, essay[part[first]], int(essay.max(initial=0)) + 1)
    phrase = np.searchsorted(codes, pairs)
    is_term = codes[np.minimum(phrase, len(codes) - 1)] == pairs if len(codes) else np.zeros(len(pairs), bool)
    phrases = np.stack([codes // max(words, 1), codes % max(words, 1)], axis=1)
    return phrases, df, phrase[is_term].astype(np.int32), first[is_term]


def _numbered(codes: Codes) -> tuple[Numbers, Numbers]:
    """(the number of each code, from 0; where one that has the number stands)."""
    bits = max(1, min(MOST_BITS, len(codes).bit_length() - 2))  # a table that is mostly empty takes longer to make
    holder = np.empty(1 << bits, np.int32)
    slot = (codes >> np.uint64(64 - bits)).astype(np.int32)
    holder[slot] = np.arange(len(codes), dtype=np.int32)  # of several codes in a slot the last one has it
    other = np.flatnonzero(codes[holder[slot]] != codes)
    other = other[np.argsort(codes[other], kind="stable")]
    first = begins(codes[other])
    slot[other] = (1 << bits) + np.repeat(np.arange(len(first)), np.diff(first, append=len(other)))
    is_used = np.zeros((1 << bits) + len(first), bool)
    is_used[slot] = True
    number = np.cumsum(is_used, dtype=np.int32) - np.int32(1)
    used = np.flatnonzero(is_used[: 1 << bits])
    return number[slot], np.concatenate([holder[used], other[first].astype(np.int32)])


def _df(number: Numbers, told: NDArray[np.bool_], sizes: Sequence[int], count: int) -> Numbers:
    """(count,) in how many essays each number is told; `sizes` says how many of `number` are those of each essay.

    Some essays after the other, which takes less memory than all of them.
    """
    df, ends = np.zeros(count, np.int64), np.cumsum([0, *sizes])
    cuts = np.minimum(np.searchsorted(ends, np.arange(0, len(number) + NUMBERS_AT_ONCE, NUMBERS_AT_ONCE)), len(sizes))
    for first, end in pairwise(cuts.tolist()):
        here = slice(ends[first], ends[end])
        essay = np.repeat(np.arange(end - first, dtype=np.int32), np.diff(ends[first : end + 1]))
        keys = keys_of(number[here][told[here]], essay[told[here]], end - first)
        df += np.bincount(keys[begins(keys)] // (end - first), minlength=count)
    return df


def _may_repeat(numbers: Numbers) -> NDArray[np.bool_]:
    """Whether a number stands there twice: so it is said of all that do, and of a few others."""
    bits = len(numbers).bit_length() + 1
    mixed = numbers.astype(np.uint64)
    mixed *= ODD
    mixed >>= np.uint64(64 - bits)
    slot = mixed.view(np.int64)
    may: NDArray[np.bool_] = (np.bincount(slot) > 1)[slot]
    return may


def _in_two(what: Numbers, essay: Numbers, essays: int) -> tuple[Numbers, Numbers]:
    """(what stands in two essays or more, rising; in how many)."""
    keys = keys_of(what, essay, essays)
    keys = keys[begins(keys)] // max(essays, 1)
    first = begins(keys)
    df = np.diff(first, append=len(keys))
    return keys[first][df > 1], df[df > 1]
