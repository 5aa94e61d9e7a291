"""What a site has in public: an address that its feeds and everybody's links hold for ever, and no drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from ..regex import regex

OF_DRAFTS = ("DRAFT_SAVE_AS", "DRAFT_LANG_SAVE_AS", "DRAFT_PAGE_SAVE_AS", "DRAFT_PAGE_LANG_SAVE_AS")
"""The settings that have pages of drafts made."""
_NAME = r"[a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:]+\]"
_ADDRESS = regex(rf"https?://({_NAME})(:[0-9]+)?(/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*")
_AT_HOME = (".localhost", ".local", ".localdomain", ".lan", ".internal", ".home")


def is_public(address: str) -> bool:
    """Whether it is an address without a slash at its end that everybody can reach; in small letters, as hosts have it.

    A host of this machine or of a network at home is none, nor is a path that browsers would write in another way.
    """
    if not _ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").rstrip("."), parts.port  # which raises where it is none
    except ValueError:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]  # of digits it would be an address of IPv4, in short
        return "." in host and last[0].isalpha() and f".{last}" not in _AT_HOME and not host.endswith(".home.arpa")


def not_public(settings: Mapping[str, Any]) -> Iterator[str]:
    """What of the settings no site may have that is published."""
    if not is_public(settings["SITEURL"]):
        yield f"SITEURL is `{settings['SITEURL']}`, not the public address of the blog; write that: https://…"
    for name in OF_DRAFTS:
        if settings.get(name):
            yield f'{name} would show drafts in public; write {name} = "" into publishconf.py'
