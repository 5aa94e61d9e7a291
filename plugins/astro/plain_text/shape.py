"""What lines are by their looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise, starmap

from .begun import begun
from .essay import Line
from .pieces import BULLETS
from .scripts import UNSPACED
from .wrapped import CLOSERS, CLOSING, FULL, ends_a_sentence, goes_on, is_full, may_go_on, room_of, width

MAX_HEADING_WORDS = 12
WRAPPED = 120  # characters of a line that an editor may have wrapped
_SENTENCE_END = re.compile(r"[.!?…؟۔।॥።။។៕།༎][\"'”’»)]*(?:\[\d+\])?[ \u00a0]+(?P<next>\S)|[。！？](?=[^\s”’」』）])")
# Of lists, tables, code, notes, attributions and mail in other hands; Word's bullet is a character of its own.
_SIGNS = "*•◦‣▪●○⁃□☐☑✓✗→·・※†‡|<>+–—\uf0b7"
_MARKS = (*_SIGNS, "--")
# Notes, items that are counted by letters, asides, what somebody says in Japanese, where no mark closes a sentence in
# quotes, formulas, commands, and addresses without `https://`.
_NO_HEADING = re.compile(
    r"「[^「」]*[ぁ-ゖ][^「」]*」$|\[|\(?(?:[a-zA-Z]|[ivxIVX]+)\)|[¹²³⁴-⁹]|\(.*\)$|\$[\s$]|www\.|\S+@\S+$"
)
# What begins an item of a list in other hands, or a speech: no line of a wrapped text where there was room above.
_ITEM = re.compile(
    rf"(?:[{_SIGNS}]|--|\(?(?:\d{{1,3}}|[a-z]|[ivx]+)\))\s+\S|[—–][^\W\d_]|[—–][¿¡«“]|o\t\S|\d{{1,9}}\.\s|・"
)
_REFERENCE = re.compile(r"\[\d{1,3}\]\s+\S")
_PART = re.compile(r"\(?(?:[a-z]|[ivx]+)\)\s+\S")  # of an item
_PAGE = re.compile(r"\s{4,}\d+\Z")  # the number of one of paper
_OTHER = re.compile(rf"#|\d+\.\s|[{BULLETS}]\s")  # marks of another kind of line
_NOTE = re.compile(r"(?:\[[^\[\]]{1,20}\]|\(\d{1,3}\))\Z")  # its mark, behind the end of a sentence
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def looks_like_heading(text: str) -> bool:
    """Whether a line is short, unpunctuated at its end and says something; a bare web address is none."""
    if _is_closed(text) or text.startswith(_MARKS) or _NO_HEADING.match(text) or _PAGE.search(text):
        return False
    words = sum(any(map(str.isalnum, word)) for word in text.split())
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
    room = room_of(lines)
    runs = [begun([*run], room) for is_empty, run in groups if not is_empty]
    are_paragraphs = [_are_paragraphs([line.text for line in run]) for run in runs]
    if any(len(run) > 1 and are for run, are in zip(runs, are_paragraphs, strict=True)):
        is_wrapped = any(may_go_on(above.text, below.text) for run in runs for above, below in pairwise(run))
    are_headed = _are_headed([[line.text for line in run] for run in runs], room)
    chunk = 0
    for run, are, is_headed in zip(runs, are_paragraphs, are_headed, strict=True):
        for place, line in enumerate(run):
            chunk += are or not is_wrapped or line.begins or (is_headed and place == 1)
            yield chunk, line
        chunk += 2  # what stands right below has the next number


def is_apart(above: str, below: str, room: int) -> bool:
    """Whether a line that begins as an item does is one, not the line above going on."""
    return _ITEM.match(below) is not None and (not is_full(above, below, room) or ends_a_sentence(above))


def are_references(first: str, below: str) -> bool:
    """Whether a line is another note of a list, `[2] A book.`, of which `first` is one."""
    return _REFERENCE.match(first) is not None and _REFERENCE.match(below) is not None


def is_part(text: str) -> bool:
    """Whether a line begins as a part of a counted item does: `a) one`."""
    return _PART.match(text) is not None


def _are_headed(runs: Sequence[Sequence[str]], room: int) -> list[bool]:
    """Of which runs of lines the first is a heading, the others a paragraph: no editor has broken off there.

    A line of a verse, a letter or an address is none: the paragraph is long, or others are and all runs of words are
    like it.
    """
    may = [_may_be_headed(run, room) for run in runs]
    are = [is_so and (len(run) > 2 or width(run[1]) >= FULL) for run, is_so in zip(runs, may, strict=True)]
    others = [run for run, is_so in zip(runs, may, strict=True) if len(run) > 1 and not is_so]
    is_usual = any(are) and all(any(map(_begins_apart, run)) for run in others)  # lists and the like
    return may if is_usual else are


def _begins_apart(line: str) -> bool:
    """Whether a line has the mark of something else than words."""
    return bool(_OTHER.match(line)) or line.startswith(_MARKS)


def _may_be_headed(run: Sequence[str], room: int) -> bool:
    if len(run) < 2 or not looks_like_heading(run[0]) or looks_like_heading(run[1]):
        return False
    if _OTHER.match(run[0]) or _begins_apart(run[1]) or not ends_a_sentence(run[-1]):
        return False
    is_broken = not goes_on(run[0], run[1]) and not is_full(run[0], run[1], room)
    return is_broken and all(starmap(partial(is_full, room=room), pairwise(run[1:])))


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether an editor has wrapped some lines without an empty one: none is long; most are full and go on below."""
    pairs = list(pairwise(lines))
    wrapped = sum(is_full(*pair) and may_go_on(*pair) for pair in pairs)
    return 0 < len(pairs) <= 2 * wrapped and max(map(width, lines)) <= WRAPPED


def _are_paragraphs(lines: Sequence[str]) -> bool:
    """Whether each of some lines is a paragraph: one is for sure, and no sentence goes on in the line below."""
    return any(map(_is_paragraph, lines)) and not any(starmap(goes_on, pairwise(lines)))


def _is_paragraph(text: str) -> bool:
    """Whether a line is longer than editors wrap, and more than the one sentence that some write in a line.

    Web addresses, which editors cannot wrap, do not count.
    """
    if width(text) > WRAPPED and "://" in text:
        text = " ".join(word for word in text.split() if "://" not in word)
    ends = _SENTENCE_END.finditer(text) if width(text) > WRAPPED else ()
    return any(not (end["next"] or "").islower() for end in ends)  # `e.g. this` ends none


def _is_closed(text: str) -> bool:
    return text.rstrip(CLOSERS).endswith(CLOSING) or _ends_a_sentence(text)


def _ends_a_sentence(text: str) -> bool:
    """Whether nothing but marks of notes, signs and pictures stands behind the end of one, and not many of these."""
    text = text[-FULL:]
    while text and not text.endswith((".", "!", "?", "…")):
        note = _NOTE.search(text, max(0, len(text) - 22))
        if not note and text[-1].isalnum() and text[-1] not in _RAISED:
            return False
        text = text[: note.start() if note else -1]
    return bool(text)
