"""Texts in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ..plain_text.values import language_of

ELIDED = {  # words that lose their vowel before another one, by language; they are written with that one
    "fr": "c d j l m n s t qu jusqu lorsqu puisqu quoiqu",
    "it": "c d l m n s t v all dall dell nell sull quell un",
    "ca": "d l m n s t",
}
_DOTLESS = ("tr", "az")  # languages with an i that has no dot, whose capital is I
SOFT = "\u00ad"
# What a reader takes for the same: kinds of apostrophe, spaces that no line breaks at, and where a word may be broken.
_LIKE = [("’", "'"), ("‘", "'"), ("ʼ", "'"), ("\u00a0", " "), ("\u202f", " "), (SOFT, ""), ("i\u0307", "i")]


def normal(text: str, lang: str = "") -> str:
    """Whatever the case, the form of characters, the kind of apostrophe and of space; most texts keep their length."""
    if lang and language_of(lang) in _DOTLESS:
        text = text.replace("I", "ı").replace("İ", "i")
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text.casefold())
    for mark, plain_mark in _LIKE:
        text = text.replace(mark, plain_mark)
    return text


def parted(text: str, lang: str) -> str:
    """A text in its normal form, of which elided words stand apart: `l etoile` of `l'etoile`, in languages of such."""
    words = ELIDED.get(language_of(lang), "")
    return re.sub(rf"(?<![\w'])({words.replace(' ', '|')})'(?=\w)", r"\1 ", text) if words else text


def aligned(text: str, lang: str) -> tuple[str, Sequence[int]]:
    """(the normal form of a text in NFC; the place in the text of each character of that form, then the text's end)."""
    folded = normal(text, lang)
    if len(folded) == len(text) and SOFT not in text:  # nothing else is left out
        return folded, range(len(text) + 1)
    each = [normal(character, lang) for character in text]
    return "".join(each), [*(i for i, form in enumerate(each) for _ in form), len(text)]


def plain(title: str) -> str:
    """A title or heading, whatever its case, spaces, kind of apostrophe and final mark."""
    return " ".join(normal(title).split()).rstrip(".:!…。：！")
