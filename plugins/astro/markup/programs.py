"""Programs in the attributes of a tag - handlers of events, addresses that are scripts - and addresses that are none.

They are no text and never meant: they are found so that they can be refused with their line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..plain_text.values import is_address
from ..regex import regex

SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "xmpp", "irc", "ftp", "geo", "magnet", "gemini", "doi"})
"""What an address may begin with."""
HIDDEN = frozenset({"anchor-link", "sidenote", "alias", "visually-hidden"})
"""The classes of what the page adds and may hide, on any element."""
OWN = {"picture": "responsive", "section": "scroll"}
"""The classes of the page's own wrappers, by element; an author's element with one would go with its words."""
_OF_SEARCH = "data-pagefind"  # by which it would call an essay by another title, or lead to another site
_ZERO = r"\s*:\s*0*\.?0+(?:%|[a-z]+)?\s*(?:[;!]|\Z)"
_HIDES = regex(
    rf"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b|(?<![\w-])(?:color\s*:\s*transparent\b|(?:font-size|opacity){_ZERO})"
    rf"|\A(?=.*?(?<![\w-])overflow(?:-[xy])?\s*:\s*(?:hidden|clip)\b).*?(?<![\w-])(?:max-)?(?:height|width){_ZERO}",
    re.IGNORECASE | re.DOTALL,
)
_LINKS = frozenset({"href", "src", "poster", "action", "formaction", "data", "xlink:href", "cite", "background"})
# Browsers drop controls and white space in front of a scheme, and tabs and newlines inside it.
_DROPPED = regex(r"[\x00-\x20]")
_SCHEME = regex(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OF_PELICAN = regex(r"[{|](?:static|filename|attach)[}|]")  # which Pelican reads in other attributes
_PROGRAM = regex(r"javascript:|vbscript:|data:(?:text/html|text/xml|application/|image/svg)", re.IGNORECASE)


def wrong_in(tag: str, attributes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """What `programs` finds, what is the page's own, what hides words; else the same of every address that is none."""
    own = [name for name in attributes.get("class", "").split() if name in HIDDEN or name == OWN.get(tag)]
    taken = [(name, f"class `{name}` of <{tag}> is the page's own; choose another") for name in own]
    for name, value in attributes.items():
        if _OF_SEARCH in name:
            taken.append((f"<{tag} {name}", f"`{name}` of <{tag}> is the search's; take it out"))
        elif name == "hidden" or (name == "style" and _HIDES.search(value)):
            taken.append((f"<{tag} {name}", f"`{name}` of <{tag}> hides nothing here; take out what is not to be seen"))
    return [*programs(tag, attributes), *taken] or _no_address(tag, attributes)


def programs(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(a mark to find it by, what is wrong and what to do) of everything in a tag that would run in a browser."""
    for name, value in attributes.items():
        if name.startswith("on"):
            yield f"<{tag} {name}", f"`{name}` of <{tag}> is a script; take it out"
        elif name in _LINKS and _PROGRAM.match(_DROPPED.sub("", value)):
            yield value, f"`{_line(value)}` in <{tag}> is a program, not an address; take it out"


def _no_address(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(address, what is wrong with it) of every address that `raw.clean` would drop, and its link with it."""
    for name, value in attributes.items():
        if name == "srcset" and _OF_PELICAN.search(value):
            do = "take `srcset` out; the page offers smaller files of a picture by itself"
            yield value, f"`{_line(value)}` in `srcset` of <{tag}> is no address; {do}"
        if name not in _LINKS:
            continue
        scheme = _SCHEME.match(_DROPPED.sub("", value))
        if (scheme and scheme[1].lower() not in SCHEMES) or not is_address(value):
            do = "copy it to images/ and write {static}/images/…" if tag == "img" else "write one with https://"
            yield value, f"`{_line(value)}` in <{tag}> is no address that a page can have; {do}"


def _line(value: str) -> str:
    return " ".join(value.split())[:40]
