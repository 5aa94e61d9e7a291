"""Addresses in HTML as RFC 3986 has them, which feed readers and other sites' tools go by; browsers take any."""

from __future__ import annotations

import re
from urllib.parse import quote

from ..regex import regex

# The name of a file behind a `{static}` is as the file system has it.
_ADDRESS = r'\s(?:cite|href|poster|src)="(?!\s*[{|])'
_APART = regex(r"[ `^{|}]")
_MAY_BE_APART = regex(rf'{_ADDRESS}[^"]*?[ `^{{|}}]')
_TAG = regex(r'<[a-z][a-z0-9]*(?:\s[^\s"=<>]+="[^"]*")+')
_VALUE = regex(rf'({_ADDRESS})([^"]*)')


def encoded(html: str) -> str:
    """HTML as the cleaner writes it, with the blanks, braces and other such signs of its addresses percent-encoded."""
    return _TAG.sub(_of_tag, html) if _MAY_BE_APART.search(html) else html


def _of_tag(tag: re.Match[str]) -> str:
    return _VALUE.sub(lambda found: found[1] + _APART.sub(lambda sign: quote(sign[0]), found[2].strip()), tag[0])
