"""Notes and abbreviations in Markdown to which no word of the essay leads, so that nobody would come upon them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape, unescape
from xml.etree.ElementTree import Element

from markdown.extensions.abbr import AbbrTreeprocessor

from ..plain_text.essay import Line
from ..regex import regex
from .formulas import without_formulas
from .places import without_code

_CODE = regex(r"<(pre|code)[ >].*?</\1>", re.DOTALL)
_MARK = regex(r"\[\^([^\]\s<]+)\]")
_MEANT = regex(r"\\\[\^([^\]\s<\\]+)\\?\]")
_EMPTY = regex(
    r'<li id="fn-([^"]*)">(?:\s|</?p>|&#160;|<!--(?:(?!-->).)*-->)*(?:</li>|<a class="footnote-b)', re.DOTALL
)
_OF_CODE = regex(r'<p>(<pre>(?:(?!</pre>).)*</pre>)\s*(?:&#160;)?(<a class="footnote-backref".*?</a>)</p>', re.DOTALL)
_ABBREVIATION = regex(r"[ ]{0,3}\*\[([^\]]+)\]:[ ]*\S")
_COMMENT = regex(r"<!--.*?-->", re.DOTALL)
_IN_LINK = regex(
    r'<a\s(?=[^<>]*\b(?:href|id|name)=)[^<>]*(?<!/)>(?:(?!</?a\b).)*<a class="footnote-ref" href="#fn-([^"]*)">'
    r"[^<]*</a></sup>(?:(?!<a\b).)*?</a>",
    re.DOTALL | re.IGNORECASE,
)
_BACK = regex(r'href="#(fnref-([^"]*))"')  # to the first mark of a note


class Abbreviations(AbbrTreeprocessor):  # type: ignore[misc]  # Markdown has no types
    """Finds an abbreviation that begins or ends with a mark, too: `A.I.`, `C++`, `.NET`."""

    def run(self, root: Element) -> None:
        """Explain each in the tree of a text, where it is a whole word."""
        if self.abbrs:
            names = sorted(self.abbrs, key=len, reverse=True)
            self.RE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
            self.iter_element(root)


def part_backs(html: str) -> str:
    """`html` with the way back from a note that ends in code below it; Python-Markdown has both in one paragraph."""
    return _OF_CODE.sub(r"\1\n<p>\2</p>", html) if "footnote-backref" in html else html


def lone_abbreviations(html: str, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each abbreviation that is explained and stands nowhere in the essay."""
    for line, text in zip(lines, without_code([line.text for line in lines]), strict=True):
        found = _ABBREVIATION.match(text)
        is_used = found and (f">{escape(found[1], quote=False)}</abbr>" in html or _is_in(found[1], line, lines))
        if found and not is_used:
            yield (
                line.number,
                f"`{found[1]}` stands nowhere in the essay; write it as the essay does, or take this line out",
            )


def _is_in(words: str, its: Line, lines: Sequence[Line]) -> bool:
    """Whether another line has them, if only within a word or in code, which shows no abbreviation."""
    return any(words in line.text for line in lines if line is not its)


def lone_notes(html: str, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of each note of the essay in `html`, which Python-Markdown made of `lines`, and each mark.

    A note needs a mark in the text, and a mark a note where there are any or it has a number; `[^a-z]` may be another
    thing. A mark is a link, and within another one it would end that.
    """
    notes = _BACK.findall(html)
    for label in _IN_LINK.findall(_COMMENT.sub("", html)) if notes else ():
        mark = f"[^{unescape(label)}]"
        yield _line(mark, lines), f"`{mark}` stands within the words of a link; write it behind the link"
    labels = {label for _, label in notes}
    for id_, label in notes:
        if f'id="{id_}"' not in html:
            start = f"[^{unescape(label)}]:"
            yield _line(start, lines), f"nothing refers to the note `{start[:-1]}`; refer to it, or take it out"
    for label in _EMPTY.findall(html) if '<li id="fn-' in html else ():
        mark = f"[^{unescape(label)}]"
        yield _line(f"{mark}:", lines), f"the note `{mark}` has no words; write some, or take it out, and its mark"
    for label in _typed(html, lines) if "[^" in html else ():
        mark = f"[^{unescape(label)}]"
        if label in labels:
            yield _line(mark, lines), f'`{mark}` stands in HTML, where it is text; write `markdown="1"` into its tag'
        elif notes or label.isdecimal():
            yield _line(mark, lines), f"`{mark}` is no note; write `{mark}: …` below, or put it in backticks"


def _typed(html: str, lines: Sequence[Line]) -> Iterator[str]:
    """What stands in the marks that are words of the HTML, but not where a formula or a backslash says so."""
    words = "</p>".join(map(without_formulas, _CODE.sub("", html).split("</p>")))
    shown = Counter(_MARK.findall(words))
    texts = without_code([line.text for line in lines]) if shown else ()
    meant = Counter(escape(mark[1]) for text in texts for mark in _MEANT.finditer(text))
    return (label for label, times in shown.items() if times > meant[label])


def _line(mark: str, lines: Sequence[Line]) -> int:
    """The first line that has a mark, outside code where it stands there too; 1 where none has it."""
    texts = [line.text for line in lines]
    words = [text.replace("\\[", "") for text in without_code(texts)]
    places = (i for each in (words, texts) for i, text in enumerate(each) if mark in text)
    return next((lines[i].number for i in places), 1)
