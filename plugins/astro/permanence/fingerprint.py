"""A text in a few bytes, by which its later versions are recognised.

A bottom-k sketch (Cohen, 1997): the smallest hashes of all pairs of neighbouring words. From two sketches follows an
estimate of how much the texts share; short texts are kept whole, so for them it is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, pairwise
from unicodedata import normalize

from ..plain_text.scripts import UNSPACED
from ..regex import regex

SIZE = 32  # hashes
_DIGITS = 6  # hexadecimal, of one hash
SKETCH = regex(rf"(?:[0-9a-f]{{{_DIGITS}}}){{0,{SIZE}}}")
# A word, or one character of a script that puts no spaces between words.
_WORD = regex(rf"[{UNSPACED}]|[^\W_]+")


def fingerprint(text: str) -> str:
    """At most SIZE hashes of 6 hexadecimal digits in ascending order, one after the other; empty without a word."""
    return fingerprints([text])[0]


def fingerprints(texts: Sequence[str]) -> list[str]:
    """The fingerprint of all texts, one after the other with spaces between them, and then that of each.

    Each pair of words is hashed once; that is what takes the time.
    """
    words = [[word.encode() for word in _WORD.findall(normalize("NFC", text).casefold())] for text in texts]
    pairs = [_hashed(map(b" ".join, pairwise(each))) for each in words]
    across = pairwise(each for each in words if each)
    together = _hashed(b" ".join((one[-1], other[0])) for one, other in across).union(*pairs)
    own = [_sketch(hashes or _hashed(each)) for hashes, each in zip(pairs, words, strict=True)]
    return [_sketch(together or _hashed(chain.from_iterable(words))), *own]


def _hashed(texts: Iterable[bytes]) -> set[bytes]:
    return {blake2b(text, digest_size=_DIGITS // 2).digest() for text in set(texts)}


def _sketch(hashes: Iterable[bytes]) -> str:
    return b"".join(sorted(hashes)[:SIZE]).hex()


def overlap(one: str, other: str) -> float:
    """How much of both texts is in both (Jaccard), 0-1, from their fingerprints; 0 where one is empty."""
    a, b = _hashes(one), _hashes(other)
    if not (a and b):
        return 0.0
    smallest = sorted(a | b)[:SIZE]
    return len(a.intersection(b, smallest)) / len(smallest)


def containment(part: str, whole: str, least: int = 3) -> float:
    """How much of the first text is in the second, 0-1, from their fingerprints; 0 where one is empty.

    Where of a longer text fewer than `least` hashes can be compared, words that any two texts share would decide: it is
    1 where there are two at least, all of them in the second, else 0.
    """
    a, b = _hashes(part), _hashes(whole)
    bound = max(b) if len(b) == SIZE else "g"  # beyond its largest hash a full sketch says nothing
    comparable = {each for each in a if each <= bound}
    if len(comparable) < min(least, len(a) or 1):
        return float(len(comparable) > 1 and comparable <= b)
    return len(comparable & b) / len(comparable)


@lru_cache(4096)
def _hashes(sketch: str) -> frozenset[str]:
    return frozenset(sketch[i : i + _DIGITS] for i in range(0, len(sketch), _DIGITS))
