"""Scripts that put no spaces between words, as ranges in a class of a regular expression.

Compiling such a class takes longer than reading an essay: it is to be compiled for the first text that may need it.
"""

import re

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA, KATAKANA = "\u3040-\u309f", "\u30a0-\u30ff"
CHINESE_AND_JAPANESE = f"{HIRAGANA}{KATAKANA}{HAN}"
THAI_LAO_BURMESE_KHMER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
UNSPACED = f"{THAI_LAO_BURMESE_KHMER}{CHINESE_AND_JAPANESE}"
_OTHERS = re.compile("[^\u0000-\u0dff\u1800-\u2e7f]")  # which includes all of these


def may_be_unspaced(text: str) -> bool:
    """Whether any of a text may be in such a script, or a sign of one."""
    return not text.isascii() and _OTHERS.search(text) is not None
