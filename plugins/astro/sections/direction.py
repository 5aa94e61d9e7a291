"""Which way a language is written."""

from __future__ import annotations

import re

_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))


def is_rtl(lang: str) -> bool:
    """Whether a language (`he`, `fa-ir`) is written from right to left."""
    return re.split(r"[-_]", lang.casefold())[0] in _RTL
