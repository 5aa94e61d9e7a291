"""The words of an essay -> a row of term numbers, from which everything else is counted.

A term is a word, or a phrase of two words that follow each other. In Chinese and Japanese, which put no spaces between
words, a word is a pair of characters; the pairs of a run overlap, so that a phrase is three characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from .forms import normal
from .rows import Numbers

BREAK = -1  # where no phrase goes on: at a mark, a stop word, a lone letter
PART = -2  # where a part of the essay ends
_PART = "\f"
# A word with its inner apostrophes; else what breaks a phrase, which white space and a hyphen inside a word do not.
_TOKEN = re.compile(r"[^\W_]+(?:'(?!s\b)[^\W_]+)*|[^\w ‑-]| -|--|_")
_ADDRESS = re.compile(r"https?://\S+")
_HAN, _KATAKANA, _HIRAGANA = "\u3400-\u9fff\uf900-\ufaff々", "\u30a0-\u30ff", "\u3040-\u309f"
_HAS_UNSPACED = re.compile(f"[{_HAN}{_KATAKANA}{_HIRAGANA}]")  # far quicker to look for than the runs
_UNSPACED = re.compile(f"(?P<han>[{_HAN}]+)|(?P<katakana>[{_KATAKANA}]+)|(?P<hiragana>[{_HIRAGANA}]+)")


class Vocabulary(dict[str, int]):
    """The number of each word; a new word takes the next one, a word that says nothing is BREAK."""

    def __init__(self, stop_words: Collection[str]) -> None:
        super().__init__(dict.fromkeys(stop_words, BREAK))
        self[_PART] = PART
        self.words: list[str] = []
        """The words by their numbers."""

    def __missing__(self, word: str) -> int:
        number = BREAK
        if (len(word) > 1 and word[0].isalnum()) or _UNSPACED.match(word):
            number = len(self.words)
            self.words.append(word)
        self[word] = number
        return number


def words_of(parts: Sequence[str]) -> list[str]:
    """The words of all `parts` in order, with a mark at the end of each part."""
    return words("".join(part.replace(_PART, " ") + _PART for part in parts))


def number(tokens: Sequence[str], vocabulary: Vocabulary) -> Numbers:
    """The numbers of words in order, with BREAK between them and PART at the end of each part.

    `The export controls of China's` is `BREAK export controls BREAK china BREAK BREAK PART`.
    """
    return np.fromiter(map(vocabulary.__getitem__, tokens), np.int32, len(tokens))


def words(text: str) -> list[str]:
    """The words of a text and the marks between them, casefolded, in NFC, without web addresses.

    Stop words and lone letters, the `s` of a possessive among them, are still there.
    """
    text = normal(text)
    if "://" in text:
        text = _ADDRESS.sub(" . ", text)
    if _HAS_UNSPACED.search(text):
        text = _UNSPACED.sub(_spread, text)
    return _TOKEN.findall(text)


def _spread(run: re.Match[str]) -> str:
    """A run of a script without spaces as words; hiragana holds the sentence together and says nothing by itself."""
    characters = run[0]
    if run.lastgroup == "hiragana":
        return " . "
    if run.lastgroup == "katakana":
        return f" {characters} "
    pairs = (characters[i : i + 2] for i in range(max(1, len(characters) - 1)))
    return f" {' '.join(pairs)} "


def join(first: str, second: str) -> str:
    """A phrase as it is written: `export controls`, or `开源模` of `开源` and `源模`."""
    overlap = bool(_UNSPACED.match(first)) and first[-1] == second[0] and len(first) == len(second) == 2
    return first + second[1:] if overlap else f"{first} {second}"
