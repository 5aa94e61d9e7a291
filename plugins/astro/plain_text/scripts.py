"""Scripts that put no spaces between words, as ranges in a class of a regular expression.

Compiling such a class takes longer than reading an essay, so it waits for the first text that may need it (`regex`).
"""

from ..regex import regex

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA, KATAKANA = "\u3040-\u309f", "\u30a0-\u30ff"
CHINESE_AND_JAPANESE = f"{HIRAGANA}{KATAKANA}{HAN}"
THAI_LAO_BURMESE_KHMER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
UNSPACED = f"{THAI_LAO_BURMESE_KHMER}{CHINESE_AND_JAPANESE}"
# Accents, points and vowel signs, which are parts of words and for Python no letters; blocks of scripts, not all signs.
SIGNS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0df3"
    "\u0e31-\u0e4e\u0eb1-\u0ecd"
)
_OTHERS = regex("[^\u0000-\u0dff\u1800-\u2e7f]")  # which includes all of these


def may_be_unspaced(text: str) -> bool:
    """Whether any of a text may be in such a script, or a sign of one."""
    return not text.isascii() and _OTHERS.search(text) is not None
