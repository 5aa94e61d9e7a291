"""Runs of lines between empty ones: whether an editor has wrapped them, or each of their lines is a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise, starmap

from ..regex import regex
from .begun import begun
from .essay import Line
from .pieces import BULLETS
from .shape import MARKS, looks_like_heading
from .wrapped import FULL, ends_a_sentence, goes_on, is_full, may_go_on, room_of, width

WRAPPED = 120  # characters of a line that an editor may have wrapped
_SENTENCE_END = regex(r"[.!?…؟۔।॥።။។៕།༎][\"'”’»)]*(?:\[\d+\])?[ \u00a0]+(?P<next>\S)|[。！？](?=[^\s”’」』）])")
_SEVERAL = 2  # headings; one alone may be a clause that its author has put on a line
_OTHER = regex(rf"#|\d+\.\s|[{BULLETS}]\s")  # marks of another kind of line


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
    return bool(_OTHER.match(line)) or line.startswith(MARKS)


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
    return (any(map(_is_paragraph, lines)) or _have_headings(lines)) and not any(starmap(goes_on, pairwise(lines)))


def _have_headings(lines: Sequence[str]) -> bool:
    """Whether headings stand among some lines, above full ones, and all others end a sentence."""
    if not all(ends_a_sentence(line) or _may_head(line) for line in lines):
        return False
    heads = [three for three in zip(lines, lines[1:], lines[2:], strict=False) if not ends_a_sentence(three[1])]
    return len(heads) >= _SEVERAL and all(starmap(_heads, heads))


def _heads(above: str, line: str, below: str) -> bool:
    is_above_full = width(below) >= FULL and not is_full(line, below)
    return is_above_full and ends_a_sentence(above) and ends_a_sentence(below)


def _may_head(line: str) -> bool:
    return line[0].isalnum() and not line[0].islower() and looks_like_heading(line)


def _is_paragraph(text: str) -> bool:
    """Whether a line is longer than editors wrap, and more than the one sentence that some write in a line.

    Web addresses, which editors cannot wrap, do not count.
    """
    if width(text) > WRAPPED and "://" in text:
        text = " ".join(word for word in text.split() if "://" not in word)
    ends = _SENTENCE_END.finditer(text) if width(text) > WRAPPED else ()
    return any(not (end["next"] or "").islower() for end in ends)  # `e.g. this` ends none
