"""What lines are by their looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, starmap
from unicodedata import category, east_asian_width

from .essay import Line
from .scripts import UNSPACED, may_be_unspaced

MAX_HEADING_WORDS = 12
WRAPPED = 120  # characters of a line that an editor may have wrapped
FULL = 60  # characters that were too many for a line, at least, where an editor has wrapped it
_CLOSING = tuple(".!?…:;,‽—–·。．｡！？：；，、؟۔؛،।॥։።၊။")
_ENDS = tuple(".!?…:。．｡！？：؟۔।॥։။")  # of sentences
_SENTENCE_END = re.compile(r"[.!?…؟۔।॥።။][\"'”’»)]*(?:\[\d+\])?[ \u00a0]+(?P<next>\S)|[。！？](?=[^\s”’」』）])")
# Of lists, tables, code, notes, attributions and mail in other hands; Word's bullet is a character of its own.
_MARKS = (*"*•◦‣▪●○⁃□☐☑✓✗→·・※†‡|<>+–—\uf0b7", "--")
# Notes, items that are counted by letters, asides, formulas, commands, and addresses without `https://`.
_NO_HEADING = re.compile(r"\[|\(?(?:[a-zA-Z]|[ivxIVX]+)\)|[¹²³⁴-⁹]|\(.*\)$|\$[\s$]|www\.|\S+@\S+$")
_CLOSERS = "\"'”’»›“‘«‹)]}」』）】》〉 \u00a0\u202f"
_NOTE = re.compile(r"(?:\[[^\[\]]{1,20}\]|\(\d{1,3}\))\Z")  # its mark, behind the end of a sentence
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# Chinese and Japanese, with their marks, and the marks that they share with other scripts: what an editor breaks there
# has no space (CSS Text 3, "segment break transformation rules"). Korean has spaces.
_WIDE = "[\u2e80-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
_SHARED_MARKS = "“”‘’—…"


def looks_like_heading(text: str) -> bool:
    """Whether a line is short, unpunctuated at its end and says something; a bare web address is none."""
    if _is_closed(text) or text.startswith(_MARKS) or _NO_HEADING.match(text):
        return False
    words = len(text.split())
    if len(text.encode()) - len(text) >= 4:  # each takes at least two bytes more than a letter of English
        words += len(re.findall(f"[{UNSPACED}]", text)) // 2  # two characters count as a word
    return words <= MAX_HEADING_WORDS and "://" not in text and any(map(str.isalnum, text))


def chunks(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Each line that is not empty, with the number of the run of lines that it belongs to."""
    texts = [line.text for line in lines]
    while texts and not texts[-1]:
        texts.pop()
    first = next((i for i, text in enumerate(texts) if text), 0)
    is_wrapped = "" in texts[first:] or _are_wrapped(texts[first:])
    groups = groupby(lines[first : len(texts)], key=lambda line: not line.text)
    runs = [[*run] for is_empty, run in groups if not is_empty]
    are_paragraphs = [_are_paragraphs([line.text for line in run]) for run in runs]
    if any(len(run) > 1 and are for run, are in zip(runs, are_paragraphs, strict=True)):
        is_wrapped = any(may_go_on(above.text, below.text) for run in runs for above, below in pairwise(run))
    chunk = 0
    for run, are in zip(runs, are_paragraphs, strict=True):
        for line in run:
            chunk += are or not is_wrapped or line.begins
            yield chunk, line
        chunk += 2  # what stands right below has the next number


def goes_on(above: str, below: str) -> bool:
    """Whether a sentence of the line above certainly goes on in the one below."""
    return below[0].islower() and not above.rstrip(_CLOSERS).endswith(_ENDS)


def may_go_on(above: str, below: str) -> bool:
    """Whether it does for all that can be told: where a script has no small letters, no mark closes a full line."""
    is_of_no_case = category(below[0]) == "Lo" and not above.rstrip(_CLOSERS).endswith(_CLOSING)
    return goes_on(above, below) or (is_of_no_case and _width(above) > FULL)


def _width(line: str) -> int:
    """The columns that an editor counts: two for each sign of Chinese, Japanese and Korean."""
    return len(line) if line.isascii() else sum(1 + (east_asian_width(sign) in "WF") for sign in line)


def is_full(above: str, below: str) -> bool:
    """Whether an editor may have found no room in the line above for the first word of the one below."""
    return len(above) + 1 + len(below.split(maxsplit=1)[0]) > FULL


def is_wrapped_title(texts: Sequence[str]) -> bool:
    """Whether the second of an essay's first lines belongs to its title: it goes on there and ends at an empty line."""
    is_alone = len(texts) > 2 and bool(texts[1]) and not texts[2]
    return is_alone and not texts[1].endswith(".") and is_full(*texts[:2]) and goes_on(*texts[:2])


def may_be_wide(text: str) -> bool:
    """Whether any of it is Chinese or Japanese."""
    return may_be_unspaced(text) and re.search(_WIDE, text) is not None


def between(above: str, below: str) -> str:
    """What stands between two lines that an editor has wrapped: a line break, or nothing where words have no spaces."""
    if above.isascii() or below.isascii() or below[0] == "・":  # which begins an item, and no line of a wrapped text
        return "\n"
    ends = above[-1], below[0]
    wide = [end for end in ends if may_be_wide(end)]
    return "" if wide and all(end in wide or end in _SHARED_MARKS for end in ends) else "\n"


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether an editor has wrapped some lines without an empty one: none is long; most are full and go on below."""
    pairs = list(pairwise(lines))
    wrapped = sum(is_full(*pair) and may_go_on(*pair) for pair in pairs)
    return 0 < len(pairs) <= 2 * wrapped and max(map(_width, lines)) <= WRAPPED


def _are_paragraphs(lines: Sequence[str]) -> bool:
    """Whether each of some lines is a paragraph: one is for sure, and no sentence goes on in the line below."""
    return any(map(_is_paragraph, lines)) and not any(starmap(goes_on, pairwise(lines)))


def _is_paragraph(text: str) -> bool:
    """Whether a line is longer than editors wrap, and more than the one sentence that some write in a line.

    Web addresses, which editors cannot wrap, do not count.
    """
    if len(text) > WRAPPED and "://" in text:
        text = " ".join(word for word in text.split() if "://" not in word)
    ends = _SENTENCE_END.finditer(text) if len(text) > WRAPPED else ()
    return any(not (end["next"] or "").islower() for end in ends)  # `e.g. this` ends none


def _is_closed(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_CLOSING) or _ends_a_sentence(text)


def _ends_a_sentence(text: str) -> bool:
    """Whether nothing but marks of notes, signs and pictures stands behind the end of one, and not many of these."""
    text = text[-FULL:]
    while text and not text.endswith((".", "!", "?", "…")):
        note = _NOTE.search(text, max(0, len(text) - 22))
        if not note and text[-1].isalnum() and text[-1] not in _RAISED:
            return False
        text = text[: note.start() if note else -1]
    return bool(text)
