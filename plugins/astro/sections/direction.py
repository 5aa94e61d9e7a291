"""Which way a language, and a text, is written."""

from __future__ import annotations

import unicodedata

from ..plain_text.values import language_of
from ..regex import regex

_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))
_MAY_BE_RTL = regex("[\u0590-\u08ff\ufb1d-\U0010ffff]")  # quicker to compile than what these ranges hold


def is_rtl(lang: str) -> bool:
    """Whether a language (`he`, `fa-ir`) is written from right to left."""
    return language_of(lang) in _RTL


def direction(lang: str, text: str) -> str:
    """`rtl` for a text of a language that is, or with more letters from right to left than others; else `ltr`."""
    if is_rtl(lang):
        return "rtl"
    if not _MAY_BE_RTL.search(text):
        return "ltr"
    kinds = [unicodedata.bidirectional(character) for character in text]
    return "rtl" if kinds.count("R") + kinds.count("AL") > kinds.count("L") else "ltr"
