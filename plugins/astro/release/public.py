"""Which addresses a blog may have in public: its feeds and everybody's links hold them for ever."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

_NAME = r"[a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:]+\]"
_ADDRESS = re.compile(rf"https?://({_NAME})(:[0-9]+)?(/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*")
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
