"""Lists of attributes in Markdown, `{#id .class}`; other braces are words."""

from __future__ import annotations

from ..regex import regex
from .allowed import ATTRIBUTES, EVERYWHERE

# Of other tools' lists of attributes, which the page does without.
_DROPPED = frozenset("align border for hl_lines linenums name style tabindex target".split())
_NAMES = "|".join(sorted(EVERYWHERE.union(_DROPPED, *ATTRIBUTES.values())))
_ATTRIBUTE = rf"""(?:[#.][^\s#.{{}}]+|(?:{_NAMES}|(?:aria|data)-[\w-]+|on\w+)=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'={{}}]+))"""
LIST = rf"\{{:?[ ]*({_ATTRIBUTE}(?:[ ]*{_ATTRIBUTE})*)[ ]*\}}"
IS_LIST = regex(LIST)
