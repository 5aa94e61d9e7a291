"""What a list says of an essay before it is opened: how it begins, and how long it takes."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

WORDS_A_MINUTE = 230
SIGNS_A_MINUTE = 400  # of scripts that write a word with one or two signs and no spaces
ENOUGH = 120  # words of a beginning
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))


def minutes(text: str) -> int:
    """Whole minutes that reading takes, at least 1."""
    signs = len(_SIGN.findall(text))
    words = len(_SIGN.sub(" ", text).split())
    return max(1, round(words / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE))


def opening(html: str) -> tuple[str, ...]:
    """The first paragraphs of an essay as plain text: up to its first heading, and to the one that makes it ENOUGH."""
    paragraphs: list[str] = []
    for tag in BeautifulSoup(html, "html.parser").find_all(("p", *_HEADINGS)):
        if tag.name in _HEADINGS or sum(len(text.split()) for text in paragraphs) >= ENOUGH:
            break
        if tag.find_parent(("blockquote", "figure", "li", "table", "aside")) is None:
            paragraphs.append(_text(tag))
    return tuple(filter(None, paragraphs))


def is_rtl(lang: str) -> bool:
    """Whether a language (`he`, `fa-ir`) is written from right to left."""
    return re.split(r"[-_]", lang.casefold())[0] in _RTL


def _text(tag: Tag) -> str:
    for mark in tag.find_all(_is_mark):  # to compile a CSS selector takes longer than all the rest
        mark.decompose()
    return " ".join(tag.get_text().split())


def _is_mark(tag: Tag) -> bool:
    """Whether it is the mark of a footnote."""
    if tag.name == "sup":
        return tag.find("a") is not None
    return tag.name == "a" and "footnote-reference" in (tag.get("class") or ())
