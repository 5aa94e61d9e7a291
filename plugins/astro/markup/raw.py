"""HTML in an essay's markup -> HTML that is harmless in pages and feeds.

What is on the list passes, every other tag is shown as the text that it is.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

import nh3

from ..plain_text.lines import UNFIT
from ..tree.strict import VOID, Form, forms
from .allowed import ATTRIBUTES, EVERYWHERE, TAGS, may_be_bare
from .order import Order, is_in_order
from .programs import SCHEMES, wrong_in

_UNFIT = re.compile(f"[{UNFIT}]")  # what references like `&#1;` mean
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"*": set(EVERYWHERE)} | {tag: set(names) for tag, names in ATTRIBUTES.items()},
    generic_attribute_prefixes={"aria-", "data-"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)
# What is none of the plain forms of a character.
_DOUBTFUL = re.compile(r"&(?!(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);)")
# A target as XML has it, `<a id="x"/>`; what says nothing may be meant as words.
_WHOLE = re.compile(r"<(a|div|p|span)(\s(?:[^<>]*\s)?(?:id|name)=[^<>]*[\s\"'])/>", re.IGNORECASE)
_FORMER = {
    "acronym": "abbr",
    "center": 'div data-align="center"',
    "font": "span",
    "nobr": "span",
    "strike": "s",
    "tt": "code",
}
_FORMERLY = re.compile(rf"(</?)({'|'.join(_FORMER)})\b")  # elements that HTML no longer has
ATTRIBUTE = r'\s[^\s"=<>]+="[^"]*"'  # as the cleaner writes it
_OTHERS = f"(?:{ATTRIBUTE})*?"  # those before another one
_NAMED = re.compile(rf'(<a{_OTHERS})\sname="([^"]*)"([^<>]*)')  # a target, as HTML had it before `id`
_WITH_ID = re.compile(rf"<a{_OTHERS}\sid=")
_NO_WORDS = re.compile(rf"<img(?!{_OTHERS}\salt=)")
_NO_BUTTONS = re.compile(rf"<(audio|video)(?!{_OTHERS}\scontrols=)")  # nothing plays by itself


def clean(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(`html` with no tag or attribute but those on the list, every element closed, no comment; what was in it).

    Ids and classes stay, `{filename}` and `{static}` too. Tags that are not on the list are shown as text. Pictures
    have an `alt`, if an empty one, and what plays has its buttons. What was in it is what `wrong_in` finds in the tags
    on the list, in order, and the like of what is left open and would run on.
    """
    html = _WHOLE.sub(r"<\1\2></\1>", html) if "/>" in html else html
    known = listed(html)
    if known is None or not is_in_order(known):
        html, found = shown(html)
    else:
        found = tuple(each for form in known if form.attributes for each in wrong_in(form.name, form.attributes))
    html = _FORMERLY.sub(_as_today, _UNFIT.sub("", _CLEANER.clean(html)))
    html = _NO_BUTTONS.sub(r'<\1 controls=""', _NO_WORDS.sub('<img alt=""', html))
    return _NAMED.sub(_with_id, html), found


def _as_today(tag: re.Match[str]) -> str:
    """The beginning of a tag of an element that HTML has instead."""
    name = _FORMER[tag[2]]
    return f"<{name}" if tag[1] == "<" else f"</{name.split()[0]}"


def _with_id(named: re.Match[str]) -> str:
    """A link that has a name with that as its id, unless it has one."""
    before, name, after = named.groups()
    return before + after if _WITH_ID.match(named[0]) else f'{before} id="{name}"{after}'


def listed(html: str) -> list[Form] | None:
    """What the tags of strict HTML say, where all of them are on the list; else None."""
    known = None if _DOUBTFUL.search(html) else forms(html)
    return known if known is not None and all(map(_is_plain, known)) else None


def _is_plain(form: Form) -> bool:
    """Whether a tag is on the list, and none of its attributes may be a word of the essay."""
    return form.name in TAGS and all(value or may_be_bare(name) for name, value in form.attributes.items())


def shown(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What `clean` returns of any HTML, but with the attributes that are not on the list, and elements left open."""
    copy = _Copy()
    copy.feed(html)
    copy.close()
    return "".join(copy.parts), (*copy.found, *copy.order.wrong())


class _Copy(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.order = Order()

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """A script that is shown as text swallows nothing of what follows it."""

    def parse_marked_section(self, i: int, report: Any = True) -> int:  # noqa: FBT002  # Python's signature
        """A `<![` that begins nothing Python knows is text."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            self.handle_data("<![")
            return i + len("<![")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        values = {name: value or "" for name, value in reversed(attrs)}
        is_known = tag in TAGS and all(value is not None or may_be_bare(name) for name, value in attrs)
        is_tag = is_known and self.order.starts(tag, values)
        # Of what stands in it `&#` alone is escaped already, in Markdown: see `references`.
        self.parts.append(text if is_tag else escape(text.replace("&amp;#", "&#"), quote=False))
        if is_tag:
            self.found += wrong_in(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.parts.append(f"</{tag}>" if tag in TAGS and self.order.ends(tag) else f"&lt;/{tag}&gt;")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("<", "&lt;"))  # a comment or tag that never ends

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(escape(f"<!{decl}>", quote=False))

    def handle_pi(self, data: str) -> None:
        self.parts.append(escape(f"<?{data}>", quote=False))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(escape(f"<![{data}]]>", quote=False))
