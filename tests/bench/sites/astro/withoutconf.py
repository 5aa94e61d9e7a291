"""The measured site without Related thinking: the difference is what that costs."""

from benchconf import *

PLUGINS = [room for room in PLUGINS if room != "astro.related"]
