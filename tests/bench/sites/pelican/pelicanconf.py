"""Pelican as it comes, with the anchors, contents lists, feed and sitemap that it can be set to write."""

SITENAME = AUTHOR = "astro"
SITEURL = "https://essays.example.org"
TIMEZONE = "UTC"
PATH = "content"
PLUGINS = []
THEME = "simple"
THEME_TEMPLATES_OVERRIDES = ["templates"]
MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.toc": {"permalink": True}},
    "output_format": "html5",
}
DIRECT_TEMPLATES = ["index", "archives", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 20
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
