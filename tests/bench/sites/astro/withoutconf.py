"""The measured site without Related thinking: the difference is what that costs."""

from benchconf import *

PLUGINS.remove("astro.related")
