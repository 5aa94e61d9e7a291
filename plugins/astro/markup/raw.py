"""HTML in an essay's markup -> HTML that is harmless in pages and feeds.

What is on the list passes, every other tag is shown as the text that it is.
"""

from __future__ import annotations

import re

import nh3

from ..plain_text.lines import UNFIT
from ..regex import regex
from ..tree.strict import Form, forms
from .allowed import ATTRIBUTES, EVERYWHERE, TAGS, may_be_bare
from .order import is_in_order
from .programs import SCHEMES, wrong_in
from .shown import shown

_UNFIT = regex(f"[{UNFIT}]")  # what references like `&#1;` mean
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"*": set(EVERYWHERE)} | {tag: set(names) for tag, names in ATTRIBUTES.items()},
    generic_attribute_prefixes={"aria-", "data-"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)
# What is none of the plain forms of a character.
_DOUBTFUL = regex(r"&(?!(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);)")
# A target as XML has it, `<a id="x"/>`; what says nothing may be meant as words.
_WHOLE = regex(r"<(a|div|p|span)(\s(?:[^<>]*\s)?(?:id|name)=[^<>]*[\s\"'])/>", re.IGNORECASE)
_FORMER = {
    "acronym": "abbr",
    "center": 'div data-align="center"',
    "font": "span",
    "nobr": "span",
    "strike": "s",
    "tt": "code",
}
_FORMERLY = regex(rf"(</?)({'|'.join(_FORMER)})\b")  # elements that HTML no longer has
_NOTHING = "<p></p>"  # what the cleaner leaves of a paragraph before or behind a block that stood in it
ATTRIBUTE = r'\s[^\s"=<>]+="[^"]*"'  # as the cleaner writes it
_OTHERS = f"(?:{ATTRIBUTE})*?"  # those before another one
_NAMED = regex(rf'(<a{_OTHERS})\sname="([^"]*)"([^<>]*)')  # a target, as HTML had it before `id`
_WITH_ID = regex(rf"<a{_OTHERS}\sid=")
_NO_WORDS = regex(rf"<img(?!{_OTHERS}\salt=)")
_BLANKS = regex(rf'(<img{_OTHERS}\salt=")(?:\s|&nbsp;)+(?=")')  # which Pelican would take for words
_NO_BUTTONS = regex(rf"<(audio|video)(?!{_OTHERS}\scontrols=)")  # nothing plays by itself


def clean(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(`html` with no tag or attribute but those on the list, every element closed, no comment; what was in it).

    Ids and classes stay, `{filename}` and `{static}` too. Tags that are not on the list are shown as text. Pictures
    have an `alt`, if an empty one, and what plays has its buttons. No paragraph is empty. What was in it is what
    `wrong_in` finds in the tags on the list, in order, and the like of what is left open and would run on.
    """
    html = _WHOLE.sub(r"<\1\2></\1>", html) if "/>" in html else html
    known = listed(html)
    if known is None or not is_in_order(known):
        html, found = shown(html)
    else:
        found = tuple(each for form in known if form.attributes for each in wrong_in(form.name, form.attributes))
    html = _FORMERLY.sub(_as_today, _UNFIT.sub("", _CLEANER.clean(html))).replace(_NOTHING, "")
    html = _BLANKS.sub(r"\1", _NO_WORDS.sub('<img alt=""', html))
    html = _NO_BUTTONS.sub(r'<\1 controls=""', html)
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
