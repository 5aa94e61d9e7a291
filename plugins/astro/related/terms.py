"""Words -> the terms that essays are compared by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# A run of characters of a script without spaces, or a word with its inner apostrophes and hyphens' parts apart.
_WORD = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:['’][^\W_{_CJK}]+)*")
_IS_CJK = re.compile(f"[{_CJK}]")
_POSSESSIVE = re.compile(r"['’]s$")

# English words that carry the sentence, not its subject. Common words that can be a subject ("world", "system") are
# left to their rarity in the blog.
STOP_WORDS = frozenset(
    """
    a about above across after again against ago all almost alone along already also although always am among an and
    another any anyone anything anyway are aren't around as at away back be became because become becomes been
    before being below between both but by came can can't cannot come comes could couldn't did didn't do does
    doesn't doing don't done down each either else enough especially etc even ever every everyone everything exactly
    far few for from further gave get gets getting give gives go goes going gone got had hadn't happen happens has
    hasn't have haven't having he her here hers herself him himself his how however i i'd i'll i'm i've if in indeed
    instead into is isn't it it'd it'll it's its itself just keep keeps kept kind knew know knows last least less
    let let's like likely lot lots made make makes making many may maybe me might mine more most much must my myself
    near nearly need needs never next no nobody none nor not nothing now of off often oh on once one ones only onto
    or other others our ours ourselves out over own part perhaps possible probably put quite rather really right
    said same saw say saying says see seem seems seen shall she should shouldn't simply since so some someone
    something sometimes somewhere soon still such sure take taken takes taking tell than that that'll that's the
    their theirs them themselves then there there's therefore these they they'd they'll they're they've thing things
    think thinking this those though thought three through thus to today together told too took toward towards tried
    try trying turn turned turns two under until up upon us use used uses using usually very via want wants was
    wasn't way ways we we'd we'll we're we've well went were weren't what what's whatever when where whether which
    while who who's whole whom whose why will with within without won't would wouldn't yes yet you you'd you'll
    you're you've your yours yourself
    """.split()
)


class Word(NamedTuple):
    """One word of a text."""

    term: str
    """What it is compared by: casefolded, without a possessive ending; a pair of characters in Chinese or Japanese."""
    written: str
    """As it stands in the text."""
    phrase_goes_on: bool
    """Whether only white space or a hyphen parts it from the word before it, and that one is no stop word."""


def words(text: str) -> Iterator[Word]:
    """The words of `text` that say something, in order: no web address, stop word or lone letter."""
    text = unicodedata.normalize("NFC", _ADDRESS.sub(" . ", text))
    end = -1
    for match in _WORD.finditer(text):
        goes_on = end >= 0 and text[end : match.start()] in (" ", "-", "\u2011")
        if _IS_CJK.match(match[0]):
            yield from (Word(pair, pair, False) for pair in _pairs(match[0]))
            end = -1
            continue
        written = _POSSESSIVE.sub("", match[0])
        term = written.casefold().replace("’", "'")
        if term in STOP_WORDS or len(term) < 2:
            end = -1
            continue
        yield Word(term, written, goes_on)
        end = match.end() if len(written) == len(match[0]) else -1


def _pairs(run: str) -> Iterator[str]:
    """Overlapping pairs of characters; a single character is itself."""
    yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
