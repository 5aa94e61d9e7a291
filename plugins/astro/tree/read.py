"""HTML -> its tree. Only so much is put right as must be: an element left open ends with the one around it.

Comments are no part of it.
"""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

from .node import Silent, Tag
from .strict import RAW, VOID, form_of, split

_SILENT = ("script", "style", "template", "rt", "rp")
_UNLIKE = RAW.union(_SILENT)  # elements whose strings are not like others
_PREFORMATTED = ("pre", "textarea")
_SPACE = "\t\n\f\r "  # that of HTML


def parse(html: str) -> Tag:
    """The tree of some HTML: an element without a name, with all that is in it."""
    return parse_strict(html) or parse_any(html)


def parse_strict(html: str) -> Tag | None:
    """The tree of strict HTML, without a parser; None where an element is not in its plainest form, or not closed."""
    parts = split(html)
    if parts is None:
        return None
    root = tag = Tag("")
    _add(tag, unescape(parts[0]))
    for token, text in zip(parts[1::2], parts[2::2], strict=True):
        form = form_of(token)
        if form is None or form.name in _UNLIKE:
            return None
        name, attributes, ends, is_whole = form
        if ends:
            if tag.name != name or tag.parent is None:
                return None
            tag = tag.parent
        else:
            new = Tag(name, attributes)
            new.parent = tag
            tag.children.append(new)
            if not is_whole and name not in VOID:
                tag = new
        if text in ("\n", " "):  # as between most tags
            tag.children.append(text)
        elif text:
            _add(tag, unescape(text) if "&" in text else text)
    return root if tag is root else None


def parse_any(html: str) -> Tag:
    """The tree of any HTML, by Python's parser."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_text()
    return reader.root


def _add(tag: Tag, text: str) -> None:
    """Put a string at the end of an element; white space alone counts only as such where it is not preformatted."""
    if not text.strip(_SPACE) and tag.name not in _PREFORMATTED and not tag.above(*_PREFORMATTED):
        text = type(text)("\n" if "\n" in text else text and " ")
    if text:
        tag.children.append(text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.tag = Tag("")
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_text()
        new = Tag(tag, {name: value or "" for name, value in reversed(attrs)})  # of a name given twice the first counts
        self.tag.append(new)
        if tag not in VOID:
            self.tag = new

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.end_text()
        open_ = self.tag if self.tag.name == tag else self.tag.above(tag)
        if open_ is not None and open_.parent is not None:
            self.tag = open_.parent

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def end_text(self) -> None:
        """Put the words since the last tag into the tree."""
        words = "".join(self.words)
        self.words = []
        is_silent = self.tag.name in _SILENT or self.tag.above(*_SILENT)
        _add(self.tag, Silent(words) if is_silent and words else words)
