"""HTML in an essay's markup -> HTML that is harmless in pages and feeds.

What is on the list passes, every other tag is shown as the text that it is. Programs - handlers of events, addresses
that are scripts - are no text and never meant: `programs` finds them, so that they can be refused with their line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

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
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "xmpp", "irc", "ftp", "geo", "magnet", "gemini", "doi"})
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"*": set(_EVERYWHERE)} | {tag: set(names) for tag, names in _ATTRIBUTES.items()},
    generic_attribute_prefixes={"aria-", "data-"},
    url_schemes=set(_SCHEMES),
    link_rel=None,
)
_LINKS = frozenset({"href", "src", "poster", "action", "formaction", "data", "xlink:href", "cite", "background"})
# Browsers drop controls and white space in front of a scheme, and tabs and newlines inside it.
_DROPPED = re.compile(r"[\x00-\x20]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PROGRAM = re.compile(r"javascript:|vbscript:|data:(?:text/html|text/xml|application/|image/svg)", re.IGNORECASE)


def clean(html: str) -> str:
    """`html` with no tag or attribute but those on the list, every element closed, and no comment.

    Ids and classes stay, `{filename}` and `{static}` too. Tags that are not on the list are shown as text.
    """
    shown = _Shown()
    shown.feed(html)
    shown.close()
    return _CLEANER.clean("".join(shown.parts))


def programs(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of everything in a tag that would run in a browser."""
    for name, value in attributes.items():
        if name.startswith("on"):
            yield name, f"`{name}` of <{tag}> is a script; take it out"
        elif name in _LINKS and _PROGRAM.match(_DROPPED.sub("", value)):
            yield value, f"`{value[:40]}` in <{tag}> is a program, not an address; take it out"


def _no_address(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The same of every address that `clean` would drop, and its link with it."""
    for name in _LINKS.intersection(attributes):
        value = attributes[name]
        scheme = _SCHEME.match(_DROPPED.sub("", value))
        if (scheme and scheme[1].lower() not in _SCHEMES) or not can_be_read(value):
            yield value, f"`{value[:40]}` in <{tag}> is no address that a page can have; write one with https://"


def can_be_read(value: str) -> bool:
    """Whether an address has a form that a browser can take apart."""
    try:
        return urlsplit(value).port is not False
    except ValueError:  # a bracket or a port that is none
        return False


def programs_in(html: str) -> tuple[tuple[str, str], ...]:
    """What `programs` finds in all tags of `html` that are on the list, and addresses that are none, in order."""
    shown = _Shown()
    shown.feed(html)
    shown.close()
    return tuple(shown.found)


class _Shown(HTMLParser):
    """Copies HTML, with tags that are not on the list as text and without comments."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.found: list[tuple[str, str]] = []

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """A script that is shown as text swallows nothing of what follows it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        self.parts.append(text if tag in TAGS else escape(text, quote=False))
        if tag in TAGS:
            values = {name: value or "" for name, value in attrs}
            self.found += list(programs(tag, values)) or _no_address(tag, values)

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
