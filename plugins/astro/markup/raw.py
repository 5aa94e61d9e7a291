"""HTML in an essay's markup -> HTML that is harmless in pages and feeds.

What is on the list passes, every other tag is shown as the text that it is.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import nh3

from ..tree.strict import Form, forms
from .programs import SCHEMES, wrong_in

TAGS = frozenset(
    "a abbr address aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn "
    "div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp "
    "section small source span strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video "
    "wbr".split()
)
_EVERYWHERE = frozenset({"id", "class", "lang", "dir", "title", "role"})
_MEDIA = frozenset("src controls poster preload loop muted width height playsinline".split())
_CELL = frozenset("align valign colspan rowspan scope headers".split())
_ATTRIBUTES = {
    "a": frozenset({"href", "hreflang", "rel", "download"}),
    "img": frozenset("src srcset sizes alt width height loading decoding".split()),
    "source": frozenset("src srcset sizes media type width height".split()),
    "track": frozenset("src kind srclang label default".split()),
    "audio": _MEDIA,
    "video": _MEDIA,
    "td": _CELL,
    "th": _CELL | {"abbr"},
    "col": frozenset({"span", "width"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open", "name"}),
    **dict.fromkeys(("blockquote", "q"), frozenset({"cite"})),
    **dict.fromkeys(("del", "ins"), frozenset({"cite", "datetime"})),
}
# Attributes that need no value; any other one without a value tells that `a<b && c>d` is no tag.
_BARE = frozenset(
    "allowfullscreen alt async autofocus checked compact controls default defer disabled download hidden inert "
    "itemscope loop multiple muted nomodule noshade novalidate nowrap open playsinline readonly required reversed "
    "selected".split()
)
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"*": set(_EVERYWHERE)} | {tag: set(names) for tag, names in _ATTRIBUTES.items()},
    generic_attribute_prefixes={"aria-", "data-"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)
# What is none of the plain forms of a character.
_DOUBTFUL = re.compile(r"&(?!(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);)")


def clean(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(`html` with no tag or attribute but those on the list, every element closed, no comment; what was in it).

    Ids and classes stay, `{filename}` and `{static}` too. Tags that are not on the list are shown as text. What was in
    it is what `wrong_in` finds in the tags on the list, in order.
    """
    known = listed(html)
    if known is None:
        html, found = shown(html)
    else:
        found = tuple(each for form in known if form.attributes for each in wrong_in(form.name, form.attributes))
    return _CLEANER.clean(html), found


def listed(html: str) -> list[Form] | None:
    """What the tags of strict HTML say, where all of them are on the list; else None."""
    known = None if _DOUBTFUL.search(html) else forms(html)
    return known if known is not None and all(map(_is_plain, known)) else None


def _is_plain(form: Form) -> bool:
    """Whether a tag is on the list, and none of its attributes may be a word of the essay."""
    return form.name in TAGS and all(value or _may_be_bare(name) for name, value in form.attributes.items())


def shown(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The same of any HTML, but for attributes that are not on the list and elements left open."""
    copy = _Copy()
    copy.feed(html)
    copy.close()
    return "".join(copy.parts), tuple(copy.found)


class _Copy(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.found: list[tuple[str, str]] = []

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """A script that is shown as text swallows nothing of what follows it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        is_tag = tag in TAGS and all(value is not None or _may_be_bare(name) for name, value in attrs)
        self.parts.append(text if is_tag else escape(text, quote=False))
        if is_tag:
            values = {name: value or "" for name, value in reversed(attrs)}
            self.found += wrong_in(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>" if tag in TAGS else f"&lt;/{tag}&gt;")

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
        self.parts.append(escape(f"<![{data}]>", quote=False))


def _may_be_bare(name: str) -> bool:
    """Whether an attribute may have no value."""
    return name in _BARE or name.startswith(("data-", "aria-"))
