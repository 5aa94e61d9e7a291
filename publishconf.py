"""The site in public: only the differences to pelicanconf.py."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # Pelican may be started from anywhere
from pelicanconf import *

# isort: split
from astro.release.public import is_public  # found on the path that pelicanconf.py gives

# The address of the blog: write it between the quotes, or set SITEURL in the environment, which comes first.
SITEURL = os.environ.get("SITEURL", "").rstrip("/")

if not is_public(SITEURL):
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
