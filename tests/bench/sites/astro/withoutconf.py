"""The measured site without Related thinking: the difference is what that costs."""

from benchconf import *

PLUGINS = ["none_related" if room == "astro.related" else room for room in PLUGINS]
