"""The site on the author's desk; publishconf.py adds what only the public site has.

A setting stands here only where astro needs another value than Pelican's, with the reason unless it is plain.
"""

import logging
import signal
import sys
from pathlib import Path

signal.signal(signal.SIGINT, signal.SIG_DFL)  # Pelican would call it a success that it was stopped while it starts
sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))
from astro.release import AllOrNothing  # noqa: E402  # found on the path of the line above

PELICAN_CLASS = AllOrNothing  # a site is the whole new one, or the last one, byte for byte

# --- The blog
SITENAME = "astro"
SITESUBTITLE = "Thinking about AI, robots, space, and the future. Writing it down so I don't forget."
AUTHOR = SITENAME  # the byline of an essay without an `Author`; a feed entry must have one
SITEURL = ""  # at the desk every link begins with "/"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
LOCALE = ["C.UTF-8", "C"]  # else dates and archives follow the machine that builds

# --- What is read
PATH = "content"
CACHE_PATH = ".cache"  # what the next build may take from the last one; Pelican's own caches stay off
ARTICLE_PATHS = ["essays"]
STATIC_PATHS = ["images", "extra", "extra/.well-known"]  # the one folder of such a name that hosts show
PATH_METADATA = r"extra/(?P<path>.+)"  # what stands in this folder stands at the root of the site
# What is not there is found by the check of links, with its essay and line; two essays at one address are reported.
# An essay need not be there in the language of the blog: Pelican lists its translations, a line each. What docutils
# says itself is English.
LOG_FILTER = [
    (logging.WARNING, 'There are %s items "%s" with lang %s: \n%s\n%s'),
    *(
        (logging.WARNING, "There are %s original (not translated) items %s: " + "\n%s" * number)
        for number in range(2, 50)
    ),
    (logging.WARNING, "Cannot get modification stamp for %s\n\t%s"),
    (logging.WARNING, "Unable to find '%s', skipping url replacement."),
    (logging.WARNING, "Docutils has no localization for '%s'. Using 'en' instead."),
    (logging.WARNING, "Replacement Indicator %r not recognized in %r, skipping replacement"),
    (logging.WARNING, "Document title missing in file %s: Ensure exactly one top level section"),
]
# Pelican's own pattern publishes dotfiles. What editors and systems leave is nobody's to read.
IGNORE_FILES = [
    ".*",
    "*~",
    "~$*",
    "#*#",
    "*.bak",
    "*.orig",
    "*_original",
    "*.sw?",
    "*.tmp",
    "Thumbs.db",
    "desktop.ini",
    "__pycache__",
]
READERS = dict.fromkeys(("html", "htm"))  # pictures and text are content here, pages of HTML are not
FILENAME_METADATA = r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>.+)"
SLUGIFY_SOURCE = "basename"  # an address must not change with a title
DEFAULT_METADATA = {"category": "essays"}  # without categories of its own Pelican still asks a draft for one
FORMATTED_FIELDS = ["summary", "anchored"]  # Pelican resolves {filename} and {static} in these besides the content
# What stands in other files, or is HTML, is none of an essay in reStructuredText; nor are this machine's settings.
DOCUTILS_SETTINGS = {"file_insertion_enabled": False, "raw_enabled": False, "_disable_config": True}
DOCUTILS_SETTINGS["toc_backlinks"] = False  # a heading is no link
DOCUTILS_SETTINGS["math_output"] = "LaTeX"  # as it is written: no stylesheet sets what docutils makes of it
# No inline style, no id like `fn:1`.
_EXTRA = {"tables": {"use_align_attribute": True}, "footnotes": {"SEPARATOR": "-"}}
MARKDOWN = {
    "extensions": ["markdown.extensions.extra", "markdown.extensions.sane_lists"],
    "extension_configs": {"markdown.extensions.extra": _EXTRA},
    "output_format": "html5",
}

# --- Addresses: a folder each, because `/slug/` means the same on every static host
ARTICLE_URL = PAGE_URL = "{slug}/"
ARTICLE_SAVE_AS = PAGE_SAVE_AS = "{slug}/index.html"
ARTICLE_LANG_URL = PAGE_LANG_URL = "{lang}/{slug}/"
ARTICLE_LANG_SAVE_AS = PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
DRAFT_URL = DRAFT_PAGE_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = "drafts/{slug}/index.html"
DRAFT_LANG_URL = DRAFT_PAGE_LANG_URL = "drafts/{lang}/{slug}/"
DRAFT_LANG_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = "drafts/{lang}/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
INDEX_URL = ""
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = "archives/index.html"
# An empty string turns a kind of page off (None and False make Pelican log a warning).
CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = TAGS_SAVE_AS = ""

# --- How it looks
THEME = "theme"
SOCIAL = ()  # (name, address) of each place where the author is known too: `rel="me"` of every page
DIRECT_TEMPLATES = ["index", "archives", "404", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None, "tag": None}
# Pelican's own pattern gives page 2 of the tag "gpt" the address of the tag "gpt2".
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "auto_reload": False}

# --- Feeds: only the public site has any, as every address in them is absolute
FEED_ALL_ATOM = FEED_ALL_RSS = FEED_ALL_JSON = TAG_FEED_ATOM = TAG_FEED_RSS = TAG_FEED_JSON = None
FEED_MAX_ITEMS = 30  # essays in a feed, and in each of its archives
FEED_ICON = "feed-icon.png"  # a picture of at most 144 pixels a side: RSS takes no other, and no SVG
FEED_HUB = None  # the address of a WebSub hub, which `make publish` or `make deploy` tells of changes
FEED_MARKDOWN = False  # whether items of RSS carry `source:markdown` too; the W3C's validator does not know it
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# --- What astro adds to Pelican, in the order of the flow
PLUGIN_PATHS = ["plugins"]
PLUGINS = [
    "astro.progress",  # before the flow: on a terminal it shows how far that is
    *("astro.plain_text", "astro.markup", "astro.memory", "astro.readers", "astro.compiled", "astro.once"),
    *("astro.typeset", "astro.sections", "astro.permanence", "astro.related", "astro.feeds"),
    *("astro.cards", "astro.pages", "astro.search", "astro.release"),
]
