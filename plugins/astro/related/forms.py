"""Texts in the form in which they are compared."""

from __future__ import annotations

import unicodedata


def normal(text: str) -> str:
    """Whatever the case, the form of characters and the kind of apostrophe; most texts keep their length."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold()).replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def plain(title: str) -> str:
    """A title or heading, whatever its case, spaces, kind of apostrophe and final mark."""
    return " ".join(normal(title).split()).rstrip(".:!…")
