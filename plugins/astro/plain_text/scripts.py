"""Scripts that put no spaces between words, as ranges in a class of a regular expression."""

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA, KATAKANA = "\u3040-\u309f", "\u30a0-\u30ff"
CHINESE_AND_JAPANESE = f"{HIRAGANA}{KATAKANA}{HAN}"
THAI_LAO_BURMESE_KHMER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
UNSPACED = f"{THAI_LAO_BURMESE_KHMER}{CHINESE_AND_JAPANESE}"
