"""Words that carry the sentence, not its subject."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from unicodedata import normalize

from ..plain_text.values import language_of
from .forms import ELIDED

# Common English words that can be a subject ("world", "system") are left to their rarity in the blog: the library's
# list holds "ai", country codes and more.
ENGLISH = frozenset(
    """
    a about above across after again against ago all allow allowed allowing allows almost alone along already also
    although always am among an and another any anyone anything anyway are aren't around as at away back be became
    because become becomes been before behind being below between beyond both but by called came can can't cannot come
    comes could couldn't did didn't do does doesn't doing don't done down each eight either else enough especially etc
    even ever every everyone everything exactly far few first five for four from further gave get gets getting give
    gives go goes going gone got had hadn't happen happens has hasn't have haven't having he her here hers herself him
    himself his how however i i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll it's its itself just
    keep keeps kept kind knew know knows last least less let let's like likely lot lots made make makes making many may
    maybe me might mine more most much must my myself near nearly need needs never next nine no nobody none nor not
    nothing now of off often oh on once one ones only onto or other others otherwise our ours ourselves out over own
    part per perhaps possible probably put quite rather really right said same saw say saying says second see seem seems
    seen seven shall she should shouldn't simply since six so some someone something sometimes somewhere soon still such
    sure take taken takes taking tell ten than that that'll that's the their theirs them themselves then there there's
    therefore these they they'd they'll they're they've thing things think thinking this those though thought three
    through thus to today together told too took toward towards tried try trying turn turned turns two under until up
    upon us use used uses using usually very via want wants was wasn't way ways we we'd we'll we're we've well went were
    weren't what what's whatever when where whether which while who who's whole whom whose why will with within without
    won't would wouldn't yes yet you you'd you'll you're you've your yours yourself
    """.split()
)


_ACCENTED = "αεηιουω"
_LACKING = frozenset(("el", "he", "ro", "tr"))  # languages of which the first list has few words as they are written
# Letters for which the lists have others, as they lack accents or were read in another encoding.
_SPELT = {"ro": {"a": "aăâ", "i": "iî", "s": "sșş", "t": "tțţ"}, "tr": {"ý": "ı", "þ": "ş", "ţ": "ş", "ð": "ğ"}}


@cache
def stop_words(lang: str) -> frozenset[str]:
    """Those of a language by its code (`en`, `pt-BR`), casefolded.

    With those of English where they cannot be words of the language itself: it is in another script, or not known.
    """
    code = language_of(lang)
    if code == "en":
        return ENGLISH
    own = frozenset(form for word in _kept(code) for form in _spelt(word.casefold(), code))
    is_latin = sum(word.isascii() and word.isalpha() and len(word) > 1 for word in own) > 2  # a few may be strays
    return own if is_latin else own | ENGLISH


def _kept(code: str) -> Iterator[str]:
    """The words of a careful list, and where that has none of a language or few, of one that takes in more subjects."""
    from stop_words import StopWordError, get_stop_words  # noqa: PLC0415  # they read files that English never needs
    from stopwordsiso import stopwords  # noqa: PLC0415

    known = "nb" if code == "no" else code
    try:
        words = get_stop_words(known)
    except StopWordError:
        words = []
    yield from words
    if not words or code in _LACKING:
        yield from stopwords("no" if code == "nn" else code)
    yield from ELIDED.get(code, "").split()


def _spelt(word: str, code: str) -> Iterator[str]:
    """A word of the lists, and as it may be written in a language for which these lack letters."""
    yield word
    if code == "el":  # a word has one accent at most
        for end, letter in enumerate(word, start=1):
            if letter in _ACCENTED:
                yield normalize("NFC", f"{word[:end]}\u0301{word[end:]}")
    elif letters := _SPELT.get(code):
        yield from map("".join, product(*(letters.get(letter, letter) for letter in word)))
