"""The texts of essays -> what they say: the words from which everything else is counted.

A term is a word, or a phrase of two words that follow each other. In Chinese and Japanese, which put no spaces between
words, a word is a pair of characters; the pairs of a run overlap, so that a phrase is three characters.

A text is read as bytes, by some operations of numpy on all of it: many times as fast as word by word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..plain_text.scripts import CHINESE_AND_JAPANESE, HAN, HIRAGANA, KATAKANA, SIGNS
from ..regex import regex
from .forms import normal, parted
from .hashes import Codes, codes_of, codes_of_words, is_among
from .rows import Numbers
from .said import ESSAYS_AT_ONCE, Said

_PART = "\f"  # where a part of an essay ends
# An address, a mailbox or a command of TeX, of which the parts say nothing of the subject; and what each has in it.
_ADDRESS = regex(
    r"https?://\S+|\\[a-z]+|(?<![a-z0-9._-])(?:www\.\S+|[a-z0-9][a-z0-9._-]*(?:@[a-z0-9]|\.(?:com|org|net)/)\S*)"
)
_IN_ADDRESSES = ("://", "@", "\\", "www.", ".com/", ".org/", ".net/")  # ten times as quick to look for
_HAS_UNSPACED = regex(f"[{CHINESE_AND_JAPANESE}々]")  # far quicker to look for than the runs
_IS_HAN = regex(f"[{HAN}々]")
_UNSPACED = regex(f"(?P<han>[{HAN}々]+(?:[ヶヵ][{HAN}々]+)*)|(?P<katakana>[{KATAKANA}]+)|(?P<hiragana>[{HIRAGANA}]+)")
_STEM = regex(f"(?![がのをにへとでもやは])[{HIRAGANA}]")  # behind the kanji of a verb, 行く; 猫は is a word
_TYPOGRAPHIC = [*((mark, "'") for mark in "’‘"), *((mark, '"') for mark in "“”—–…"), ("‑", "-")]
_MARK = regex(rf"[^\w\x00-\x7f{SIGNS}]")
# What each byte is: of a word, as all of letters beyond ASCII are; what a phrase goes on over; or its end.
_ON, _WORD, _END = 0, 1, 2
_KINDS = bytes(_WORD if byte > 127 or chr(byte).isalnum() else _ON if byte in b" -" else _END for byte in range(256))
# The length of a lone letter in UTF-8 by its first byte; none is lone in a script that puts no spaces between words.
_LONE = np.repeat([1, 2, 3, 0, 3, 0, 4], [0xC0, 0x20, 3, 7, 5, 1, 0x10])


def said_in(essays: Sequence[Sequence[str]], stop_words: Collection[str], lang: str = "") -> list[Said]:
    """What essays of a language say, each given by its parts: casefolded, without stop words and lone letters.

    A word has no mark in it but inner apostrophes, and its possessive `s` is cut off. A phrase goes on over white
    space and over a hyphen inside a word: `The export controls of China's` has the words `export`, `controls`, `china`
    and the phrase `export controls`.
    """
    stop = codes_of_words(stop_words)
    shares = (essays[i : i + ESSAYS_AT_ONCE] for i in range(0, len(essays), ESSAYS_AT_ONCE))
    return [said for share in shares for said in _said_in(share, stop, lang)]


def _said_in(essays: Sequence[Sequence[str]], stop: Codes, lang: str) -> Iterator[Said]:
    text = "".join(_plain(essay, lang) for essay in essays).encode("utf-8", "surrogatepass")
    data = np.frombuffer(text, np.uint8)
    kinds = np.frombuffer(bytearray((text + _PART.encode()).translate(_KINDS)), np.uint8)
    kinds[_inner_apostrophes(data, kinds)] = _WORD
    kinds[_dashes(data)] = _END
    start, end = np.flatnonzero(np.diff(kinds == _WORD, prepend=False)).reshape(-1, 2).T.copy()
    says = np.flatnonzero(~(_is_lone(data, start, end) | is_among(codes_of(text, start, end), stop)))
    is_apart = np.zeros(len(start) + 1, bool)  # a word from the one before it
    is_apart[np.searchsorted(start, np.flatnonzero(kinds == _END))] = True
    goes_on = (np.diff(says, append=0) == 1) & ~is_apart[says + 1]
    start, end = start[says], end[says]
    before = np.append(0, np.searchsorted(start, np.flatnonzero(data == ord(_PART))))  # words, of each part and the end
    sizes = np.diff(before).astype(np.int32)
    words, bounds = _spaced(data, start, end)
    firsts = np.cumsum([0, *map(len, essays)])
    for (a, b), (first, last) in zip(pairwise(before[firsts].tolist()), pairwise(firsts.tolist()), strict=True):
        own = words[bounds[a] : bounds[b]].decode("utf-8", "surrogatepass")
        yield Said(own, sizes[first:last], goes_on[a:b])


def _spaced(data: NDArray[np.uint8], start: Numbers, end: Numbers) -> tuple[bytes, Numbers]:
    """(words with a space after each, where each begins there and the last one ends)."""
    steps = np.zeros(len(data) + 2, np.int8)
    steps[start] = 1
    steps[end + 1] -= 1
    kept = np.compress(np.cumsum(steps, dtype=np.int8)[: len(data)].view(bool), data)
    bounds = np.append(0, np.cumsum(end - start + 1))
    kept[bounds[1:] - 1] = ord(" ")
    return kept.tobytes(), bounds


def _plain(parts: Sequence[str], lang: str) -> str:
    """All parts as one text, without addresses and commands, with ASCII's marks alone, words parted by spaces."""
    text = _PART.join(part.replace(_PART, " ") for part in parts) + _PART
    if not text.isascii():
        for mark, plain in _TYPOGRAPHIC:
            text = text.replace(mark, plain)
    text = parted(normal(text, lang), lang)
    may = "/" in text or "@" in text or "\\" in text or "www." in text  # a lone character is found in no time
    if may and any(mark in text for mark in _IN_ADDRESSES):
        text = _ADDRESS.sub(" . ", text)
    if text.isascii():
        return text
    if _HAS_UNSPACED.search(text):
        text = _UNSPACED.sub(_spread, text)
    return _MARK.sub(".", text)


def _inner_apostrophes(data: NDArray[np.uint8], kinds: NDArray[np.uint8]) -> Numbers:
    """The places of apostrophes between two letters, but for that of a possessive `s`."""
    places = np.flatnonzero(data == ord("'"))
    places = places[(places > 0) & (kinds[places - 1] == _WORD) & (kinds[places + 1] == _WORD)]
    after = data[np.minimum(places + 2, len(data) - 1)]
    is_possessive = (data[places + 1] == ord("s")) & (kinds[places + 2] != _WORD) & (after != ord("_"))
    inner: Numbers = places[~is_possessive]
    return inner


def _dashes(data: NDArray[np.uint8]) -> Numbers:
    """The places of hyphens after a space or another hyphen."""
    places = np.flatnonzero(data == ord("-"))
    before = data[places - 1]
    dashes: Numbers = places[(before == ord(" ")) | (before == ord("-"))]
    return dashes


def _is_lone(data: NDArray[np.uint8], start: Numbers, end: Numbers) -> NDArray[np.bool_]:
    """Whether a word is a single letter, of a script that puts spaces between words."""
    is_lone: NDArray[np.bool_] = end - start <= _LONE[data[start]]
    return is_lone


def _spread(run: re.Match[str]) -> str:
    """A run of a script without spaces as words; hiragana says nothing by itself, nor does what it inflects, 見る."""
    characters = run[0]
    if run.lastgroup == "hiragana":
        return " . "
    if run.lastgroup == "katakana":
        return f" {characters} "
    if len(characters) == 1 and _STEM.match(run.string, run.end()):
        return " . "
    pairs = (characters[i : i + 2] for i in range(max(1, len(characters) - 1)))
    return f" {' '.join(pairs)} "


def is_han(character: str) -> bool:
    """Whether it is one of those of which words are pairs."""
    return not character.isascii() and bool(_IS_HAN.match(character))


def join(first: str, second: str) -> str:
    """A phrase as it is written: `export controls`, or `开源模` of `开源` and `源模`."""
    overlap = len(first) == len(second) == 2 and first[-1] == second[0] and _HAS_UNSPACED.match(first)
    return first + second[1:] if overlap else f"{first} {second}"
