"""The first sentences of an essay, for lists, feeds and search engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sentencex import segment

from ..regex import regex
from .essay import Block, Paragraph
from .values import language_of

_SHORT = regex(r"(?<![\w'’])[^\W\d_]\.\s*\Z")  # `M. Dupont`
_ORDINAL = regex(r"(?<![\w'’])\d{1,2}\.\s*\Z")  # `im 19. Jahrhundert`
_COUNTED = regex(r"\w\.\s\d{1,2}\.\s*\Z")  # `vol. 3. Springer`
_HOUR = regex(r"\b[ap]\.m\.\s*\Z")  # where a sentence may end: no time zone, `6 p.m. Eastern`, begins so
_BEGINS = regex(r"(?:An?|And|At|But|He|His|I|If|In|It|My|No|Not|Now|On|She|So|Th[a-z]+|We|When|You)\b")
_OF_ORDINALS = frozenset(
    "bs cs da de dsb et eu fi fo gsw hr hsb hu is kl lb lv nb nds nn no pl rm se sh sk sl sr tr".split()
)
_LAST = regex(r"(?<![\w'’.])([^\W\d_]{2,5})\.\s*\Z")
# What ends no sentence, and before a number, besides what the library knows: words of none of its languages.
_ABBREVIATIONS = frozenset("bd dña gs hl hrsg ks mgr mlle mme mr mrs ste tp tzw woj św гл кн обл св βλ δηλ".split())
_BEFORE_NUMBERS = frozenset("abb chap kap núm pág rys séc vol рис стр αι σελ".split())
_NUMBER = regex(r"\d{1,3}\b|[IVXLC]+\b")
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
        if goes_on or _is_cut(end, sentence, lang):
            whole[-1] += sentence
        else:
            whole.append(sentence)
    return whole


def _is_cut(end: str, below: str, lang: str) -> bool:
    """Whether a sentence ends with an abbreviation, an initial or an ordinal number."""
    if _SHORT.search(end):
        return not (_HOUR.search(end) and _BEGINS.match(below))
    if _ORDINAL.search(end):
        return lang in _OF_ORDINALS or _COUNTED.search(end) is not None
    found = _LAST.search(end)
    word = found[1].casefold() if found else ""
    return word in _ABBREVIATIONS or (word in _BEFORE_NUMBERS and _NUMBER.match(below) is not None)


def summarize(paragraphs: Iterable[str], lang: str) -> str:
    """The first whole sentence of `paragraphs`, and the second where the first is short; plain text.

    `lang` is a language code; it decides which abbreviations end no sentence.
    """
    sentences: list[str] = []  # each with the white space after it: Chinese and Japanese have none
    for paragraph in paragraphs:
        language = language_of(lang)
        sentences += _whole(segment(language, " ".join(paragraph.split()) + " "), language)
        if len(sentences) >= 2:
            break
    enough = bool(sentences) and len(sentences[0]) >= ENOUGH
    return "".join(sentences[: 1 if enough else 2]).strip()
