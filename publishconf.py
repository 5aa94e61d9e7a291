"""The site in public: only the differences to pelicanconf.py."""

import os
import re
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # Pelican may be started from anywhere
from pelicanconf import *

# The address of the blog: write it between the quotes, or set SITEURL in the environment, which comes first.
SITEURL = os.environ.get("SITEURL", "").rstrip("/")


_AT_HOME = (".localhost", ".local", ".localdomain", ".lan", ".internal", ".home")


def _is_public(address: str) -> bool:
    name = r"[a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:]+\]"
    if not re.fullmatch(rf"https?://({name})(:[0-9]+)?(/[A-Za-z0-9_.~/-]*)?", address):
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


if not _is_public(SITEURL):
    raise SystemExit(
        f"publishconf.py: SITEURL is `{SITEURL}`, not the public address of the blog; "
        "write it into publishconf.py, or run `make publish SITEURL=https://…`"
    )

DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
WITH_FUTURE_DATES = False
DIRECT_TEMPLATES = [*DIRECT_TEMPLATES, "search"]  # the index of the search is made of the public pages
SEARCH_URL = "search/"
SEARCH_SAVE_AS = "search/index.html"
# Feeds: these names are kept for ever, as subscribers have them. A tag has a feed from its second essay on.
FEED_ALL_ATOM = "feed.xml"
FEED_ALL_RSS = "rss.xml"
FEED_ALL_JSON = "feed.json"
TAG_FEED_ATOM = "tag/{slug}/feed.xml"
