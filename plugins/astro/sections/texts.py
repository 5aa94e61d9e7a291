"""The tree of an essay -> the words under each of its headings, and which of them are code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..regex import regex
from ..tree.lines import APART
from ..tree.node import Tag
from .outline import Lines

DELETED = ("del", "s")  # what an essay takes back
_FOOTNOTE_MARK = "footnote-reference"  # class of docutils' links
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LETTERS = _RAISED | str.maketrans("in", "ⁱⁿ")  # no others are in all fonts
# What is surely a power: a letter that ends no ordinal or title and names no note, or a sum with a letter. Letters
# between hyphens alone are names of notes.
_TERM = r"(?:\d+|\d*[^\W\d_])"
_POWER = regex(rf"[+−-]?\d*[iknxyz]|(?=.*[^\W\d_])(?=.*[\d+−/])[+−-]?{_TERM}(?:\s*[+−/-]\s*{_TERM})+")
# Where a line of words ends, and how one of code begins: both are white space, and in no essay.
_END, _CODE = "\x1e", "\x1f"


def texts_under(tree: Tag, tags: Sequence[Tag]) -> tuple[list[str], tuple[Lines, ...]]:
    """(the words before the first of `tags`, and those after each up to the next; which of their lines are code)."""
    starts = {id(tag) for tag in tags}
    texts: list[list[str]] = [[]]
    _gather(tree, starts, texts, _END, is_silent=False)
    lines = [[line for line in "".join(text).split(_END) if line.strip()] for text in texts]
    code = tuple(tuple(i for i, line in enumerate(each) if line.startswith(_CODE)) for each in lines)
    return ["\n".join(" ".join(line.split()) for line in each) for each in lines], code if any(code) else ()


def _gather(parent: Tag, starts: Collection[int], texts: list[list[str]], end: str, *, is_silent: bool) -> None:
    for node in parent.children:
        if isinstance(node, Tag):
            is_unsaid = _is_unsaid(node)
            is_start, inner = id(node) in starts, _END + _CODE if node.name == "pre" else end
            if is_start:
                texts.append([])
            if node.name in APART:
                texts[-1].append(inner)
            _gather(node, starts, texts, inner, is_silent=is_silent or is_start or is_unsaid)
            if node.name in APART:
                texts[-1].append(end)
        elif not is_silent and type(node) is str:  # no script or style
            texts[-1].append(node)


def fragment_links(tree: Tag) -> Iterator[Tag]:
    """The links to ids of the same page."""
    yield from (link for link in tree.tags("a") if link.get("href").startswith("#"))


def is_footnote_mark(tag: Tag) -> bool:
    """Whether it is the mark of a footnote."""
    if tag.name == "sup":
        return any(fragment_links(tag))
    return tag.name == "a" and _FOOTNOTE_MARK in tag.classes


def _is_unsaid(tag: Tag) -> bool:
    return tag.name in DELETED or is_footnote_mark(tag)  # whose number would stand at the end of a word


def running(tag: Tag) -> str:
    """The words of an element on one line, as plain text has them; without footnote marks and what it takes back."""
    return " ".join(_running(tag).split())


def _running(tag: Tag) -> str:
    words: list[str] = []
    for node in tag.children:
        if isinstance(node, Tag):
            words += [] if _is_unsaid(node) else [said(node, _running(node))]
        elif type(node) is str:
            words.append(node)
    return "".join(words)


def said(tag: Tag, words: str) -> str:
    """The words of an element as plain text has them: raised, between marks, or apart from those beside it."""
    if tag.name == "sup":
        return _power(words) if _POWER.fullmatch(words) else raised(words)
    before, after = around(tag)
    return f"{before}{words}{after}"


def _power(text: str) -> str:
    """Raised where all of it can be; else as one types it: 2ⁿ, x^(n+1)."""
    if all(ord(character) in _LETTERS for character in text):
        return text.translate(_LETTERS)
    return f"^({text})" if len(text) > 1 else f"^{text}"


def around(tag: Tag) -> tuple[str, str]:
    """What pages show around an element by its kind alone: the marks of a quotation, the end of a line as a space."""
    if tag.name == "q":
        return ("‘", "’") if tag.above("q") else ("“", "”")
    return (" ", " ") if tag.name in APART else ("", "")


def raised(text: str) -> str:
    """What is said of a text that stands raised: 10<sup>6</sup> is no 106; 1<sup>st</sup> is 1st."""
    return text if any(map(str.isalpha, text)) else text.translate(_RAISED)


def is_number(given: str) -> bool:
    """Whether it is one that a list may count from: a whole number, with its sign where it is negative."""
    return given.removeprefix("-").isdecimal()
