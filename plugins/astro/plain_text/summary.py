"""The first sentences of an essay, for lists, feeds and search engines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import name, normalize

from sentencex import segment

from .essay import Block, Paragraph
from .values import language_of

_SHORT = re.compile(r"(?<![\w'’])(?:[^\W\d_]|\d{1,2})\.\s*\Z")  # `M. Dupont`, `im 19. Jahrhundert`
_CUT = re.compile(r"(?<![\w'’])([^\W\d_]{2,5})\.\s*\Z")
_NUMBER = re.compile(r"\d{1,3}\b|[IVXLC]{2,}\b")  # `séc. XIX`, `стр. 5`; a year may begin a sentence
_VOWELS = frozenset("aeiouyæœøıаеёиоуыэюяіїєαεηιουω")
_SYLLABIC = frozenset(("bs", "cs", "hr", "mk", "sk", "sl", "sr"))  # languages with words such as `smrt`
_NEAR = 8  # characters at the end of a sentence, which that looks at
ENOUGH = 80  # characters; a shorter first sentence alone says too little of an essay


def first_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The first paragraph, and those that follow right on it: what stands below a heading or list is said of that."""
    has_begun = False
    for block in blocks:
        if isinstance(block, Paragraph):
            has_begun = True
            yield block.text
        elif has_begun:
            return


def _whole(sentences: Iterable[str], lang: str) -> list[str]:
    """Sentences, each with what certainly goes on behind an abbreviation, an initial or an ordinal number."""
    whole: list[str] = []
    for sentence in sentences:
        end = whole[-1][-_NEAR:] if whole else ""  # a paragraph may be all one sentence of ten thousand words
        goes_on = end.rstrip().endswith(".") and sentence[:1].islower()
        if goes_on or _SHORT.search(end) or _is_cut(end, sentence, lang):
            whole[-1] += sentence
        else:
            whole.append(sentence)
    return whole


def _is_cut(end: str, below: str, lang: str) -> bool:
    """Whether a sentence ends with an abbreviation: a word without a vowel, or a short one before a number."""
    found = _CUT.search(end)
    if not found or found[1].isupper():  # `TV.`
        return False
    letters = normalize("NFD", found[1].lower())
    is_known = "LATIN" in name(letters[0]) or "CYRILLIC" in name(letters[0]) or "GREEK" in name(letters[0])
    has_none = is_known and _VOWELS.isdisjoint(letters) and lang not in _SYLLABIC
    return has_none or _NUMBER.match(below) is not None


def summarize(paragraphs: Iterable[str], lang: str) -> str:
    """The first whole sentence of `paragraphs`, and the second where the first is short; plain text.

    `lang` is a language code; it decides which abbreviations end no sentence.
    """
    sentences: list[str] = []  # each with the white space after it: Chinese and Japanese have none
    for paragraph in paragraphs:
        sentences += _whole(segment(language_of(lang), " ".join(paragraph.split()) + " "), language_of(lang))
        if len(sentences) >= 2:
            break
    enough = bool(sentences) and len(sentences[0]) >= ENOUGH
    return "".join(sentences[: 1 if enough else 2]).strip()
