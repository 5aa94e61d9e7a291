"""HTML taken apart into tags and text, by rules of its own: Python's parser reads otherwise from version to version."""

from __future__ import annotations

import re
from html import escape, unescape

from ..regex import regex
from ..tree.strict import VOID
from .allowed import TAGS, may_be_bare
from .order import Order
from .programs import wrong_in

_SPACE = r"[\t\n\f\r ]"
# Before a `<` a tag that is not closed is none, nor is one with quotes that are not: browsers would read on for both.
_ATTRIBUTE = rf"""([^\t\n\f\r /<=>"']++)(?:{_SPACE}*+={_SPACE}*+("[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r <>]*+))?+"""
_TAG = rf"<(?P<ends>/?)(?P<name>[a-zA-Z][^\t\n\f\r /<>]*+)(?P<said>(?:(?:{_SPACE}|/)*+{_ATTRIBUTE})*+)(?:{_SPACE}|/)*+>"
_TOKEN = regex(rf"<!--(?:-?>|.*?--!?>)|(?P<rest><!--.*)|{_TAG}|<", re.DOTALL)  # the rest: a comment never closed
_SAID = regex(_ATTRIBUTE)


def shown(html: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(`html` with tags that are not on the list as text, comments taken out; what is wrong with those that are).

    What is wrong is what `wrong_in` finds in their attributes, and the like of what is left open and would run on.
    """
    order = Order()
    found: list[tuple[str, str]] = []

    def copied(token: re.Match[str]) -> str:
        text, name = token[0], (token["name"] or "").lower()
        if not name:
            return "" if text.startswith("<!--") and not token["rest"] else text.replace("<", "&lt;")
        if token["ends"]:
            if token["said"]:  # words
                return text.replace("<", "&lt;")
            is_one = name in TAGS and name not in VOID and order.ends(name)
            return f"</{name}>" if is_one else "" if name in VOID else f"&lt;/{name}&gt;"
        said = [(each[1].lower(), each[2]) for each in _SAID.finditer(token["said"])]
        values = {key: _value(written or "") for key, written in reversed(said)}  # of two the first counts
        is_known = name in TAGS and all(written is not None or may_be_bare(key) for key, written in said)
        if not (is_known and order.starts(name, values)):
            # Of what stands in it `&#` alone is escaped already, in Markdown: see `references`.
            return escape(text.replace("&amp;#", "&#"), quote=False)
        found.extend(wrong_in(name, values))
        return text

    return _TOKEN.sub(copied, html), (*found, *order.wrong())


def _value(written: str) -> str:
    return unescape(written[1:-1] if written.startswith(('"', "'")) else written)
