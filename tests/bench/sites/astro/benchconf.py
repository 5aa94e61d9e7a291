"""The site of the desk with what only a public one has: an address, and a feed in Atom as the others write one.

No share card is drawn for each essay.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pelicanconf import *

SITEURL = "https://essays.example.org"
FEED_ALL_ATOM = "feed.xml"
PLUGINS = ["one_card" if room == "astro.cards" else room for room in PLUGINS]
