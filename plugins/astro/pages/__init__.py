"""What the theme's pages need besides the text: reading time, neighbours, linked data, a hashed stylesheet, headers.

Articles get `minutes`, `older`, `newer`, `linked_data` and, the newest one, `opening`; pages and articles get
`is_rtl`, of their language, and `direction`, of their words. The context gets `root`, `is_rtl`, `stylesheet` and
`search_script`, templates the filters `day` and `own_name`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from posixpath import splitext
from typing import Any

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import Generator

from ..feeds.feed import FEEDS
from ..memory import MEMORY, are_heard
from ..permanence import STATE as PERMANENCE
from ..permanence.moments import oldest_first
from ..permanence.redirects import root_of
from ..plain_text.values import day_in_words
from ..sections import blocks_of, direction_of, outline_key
from ..sections.contents import PUBLISHED, articles_of, contents_of
from ..sections.direction import is_rtl
from ..spread import beside, spread
from ..staging import STAGE
from ..typeset import FOLDER as PICTURES
from .blocks import blocks_as_text, opening_of
from .hosting import headers, manifest, robots, speculation
from .languages import own_name
from .linked_data import linked_data
from .reading import minutes, word_count
from .stylesheet import shorten

_OF_WRITING = (signals.content_written, signals.article_generator_write_article, signals.article_writer_finalized)
_PAPER = "#fffdf9"
_HASHED = ("search.js", "style.css")  # feed.css keeps its name: what a feed says of it must not change with the theme


_Text = tuple[str, Article]
"""The name of a text beside a page, and what it is of."""


class State:
    """What one build knows between Pelican's signals."""

    articles: tuple[Article, ...] = ()
    """The published ones."""
    files: Mapping[str, bytes]
    """The theme's stylesheet and script as they are sent, by their names."""
    names: Mapping[str, str]
    """Their public paths: with the content's hash in the name they may be kept forever."""
    texts: Sequence[_Text] | None = None
    """Those that another process has begun to write; None where none has."""
    written: Callable[[], list[Any]]
    """Waits for it, and says what it has written."""


STATE = State()


def prepare(generators: Sequence[Generator]) -> None:
    """Give articles, pages and the templates' context what the theme prints."""
    settings = generators[0].settings
    published = oldest_first(articles_of(generators, PUBLISHED))
    for content in contents_of(generators):
        content.is_rtl = is_rtl(content.lang)
        content.direction = direction_of(content)
    for article in articles_of(generators):
        article.older = article.newer = None
    for lang in sorted({article.lang for article in published}):
        for older, newer in pairwise(article for article in published if article.lang == lang):
            older.newer, newer.older = newer, older
    for article in published:  # what stands under "Related thinking" is not led to a second time
        led = {id(entry.article) for entry in getattr(article, "related_thinking", ())}
        article.older, article.newer = (None if id(each) in led else each for each in (article.older, article.newer))
    for newest in islice(articles_of(generators, ("articles",)), 1):
        newest.opening = _opening(newest)
    STATE.articles = tuple(published)
    generators[0].context.update(_context(settings))


def _context(settings: Mapping[str, Any]) -> dict[str, Any]:
    root = root_of(settings["SITEURL"])
    static = Path(settings["THEME"]) / "static"
    STATE.files = {name: _sent(static / name) for name in _HASHED}
    STATE.names = {name: f"{settings['THEME_STATIC_DIR']}/{_hashed(name, data)}" for name, data in STATE.files.items()}
    return {
        "root": root,
        "is_rtl": is_rtl(settings["DEFAULT_LANG"]),
        "stylesheet": STATE.names["style.css"],
        "search_script": STATE.names["search.js"],
    }


def _sent(path: Path) -> bytes:
    """A file of the theme as it is sent: a stylesheet without its comments and spaces."""
    text = path.read_text("utf-8")
    if path.suffix == ".css":
        text = MEMORY.recall("shortened", MEMORY.key(text), lambda: shorten(text))
    return text.encode()


def _hashed(name: str, data: bytes) -> str:
    stem, _, kind = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{kind}"


def _search_addresses(settings: Mapping[str, Any]) -> tuple[str, str]:
    return f"{settings['SITEURL']}/{STATE.names['search.js']}", f"{settings['SITEURL']}/pagefind/"


def _minutes(article: Article) -> int:
    if not hasattr(article, "_minutes"):
        key = outline_key(article)
        article._minutes = MEMORY.recall("minutes", key, lambda: minutes(article.outline.words))
    found: int = article._minutes
    return found


def _linked_data(article: Article) -> dict[str, Any]:
    settings = article.settings
    site = settings["SITEURL"]
    essay = {
        "url": f"{site}/{article.url}",
        "headline": article.outline.title,
        "description": Markup(article.metadata["summary"]).striptags(),
        "image": f"{site}/{article.card}",
        "datePublished": article.date.isoformat(),
        "dateModified": getattr(article, "modified", article.date).isoformat(),
        "inLanguage": article.lang,
        "keywords": sorted(tag.name for tag in getattr(article, "tags", ())) or None,
        "wordCount": word_count(article.outline.words),
    }
    authors = [author.name for author in article.authors]
    return linked_data(settings["SITENAME"], f"{site}/", f"{site}/{settings['ARCHIVES_URL']}", essay, authors)


def begin_texts(pelican: Pelican) -> None:
    """Begin to write the texts of articles, while this process writes feeds and pages.

    Not where somebody's plugin works on articles as they are written.
    """
    STATE.texts = None
    if pelican.settings["SITEURL"] and not are_heard(*_OF_WRITING):
        STATE.texts = _new_texts()
        STATE.written = beside(STATE.texts, partial(_write_texts, Path(pelican.output_path)))


def finish(pelican: Pelican) -> None:
    """Write what stands beside the pages; texts, headers and speculation rules are the public site's alone.

    A file of the author's that has the name of one of these stands.
    """
    output, settings = Path(pelican.output_path), pelican.settings
    for name, data in STATE.files.items():
        (output / settings["THEME_STATIC_DIR"] / name).rename(output / STATE.names[name]).write_bytes(data)
    root = root_of(settings["SITEURL"])
    beside_pages = {"manifest.webmanifest": manifest(settings["SITENAME"], root, _PAPER)}
    if settings["SITEURL"]:
        texts = _new_texts() if STATE.texts is None else STATE.texts
        if STATE.texts is None or len(STATE.written()) < len(texts):
            spread(texts, partial(_write_texts, output))
        kept = (*STATE.names.values(), f"{PICTURES}/*")
        feeds = filter(None, (settings.get(name) for name in FEEDS))
        beside_pages["_headers"] = headers(root, kept, *_search_addresses(settings), feeds)
        beside_pages["speculation.json"] = speculation(root)
        # Of a site in a folder robots.txt is the host's.
        if not root and "sitemap" in settings["DIRECT_TEMPLATES"] and (sitemap := settings.get("SITEMAP_SAVE_AS")):
            _name_sitemap(output / "robots.txt", f"{settings['SITEURL']}/{sitemap}")
    for name in beside_pages.keys() - {path.name for path in output.iterdir()}:
        (output / name).write_text(beside_pages[name], "utf-8")


def _name_sitemap(path: Path, address: str) -> None:
    """Have the author's robots.txt name the site map, without which search engines do not find it."""
    if path.exists() and (own := path.read_bytes().decode("utf-8", "surrogateescape")):
        path.unlink()  # which may be the author's own file, as a link
        path.write_bytes(robots(own, address).encode("utf-8", "surrogateescape"))


def _new_texts() -> list[_Text]:
    """The texts beside pages, and at their former addresses, that are not those of the last build."""
    texts = ((name, article) for article in STATE.articles for name in text_names(article))
    return [(name, article) for name, article in texts if not _is_kept(name, article)]


def text_names(article: Article) -> Iterator[str]:
    """The files that the text of an article stands in: beside its page, and at its former addresses."""
    file = article.save_as.removeprefix(article.url)
    former = (f"{address}{file}" for address in PERMANENCE.former.get(article.url, ()))
    yield from (f"{splitext(page)[0]}.txt" for page in (article.save_as, *former))


def _is_kept(name: str, article: Article) -> bool:
    # Where its links lead, which takes long to be found out, has no part in it.
    return STAGE.keep(name, MEMORY.key("text", article.outline.title, article._content))


def _write_texts(output: Path, texts: Iterable[_Text]) -> list[Any]:
    """The names of the texts that were written."""
    names = []
    for name, article in texts:
        names.append(name)
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = _text(article, article.outline.title, article._content)
        # Hosts say of a text no encoding, or none that holds; the mark at its beginning is asked first.
        path.write_text(text, "utf-8" if text.isascii() else "utf-8-sig")
    return names


def _opening(article: Article) -> tuple[str, ...]:
    if blocks := blocks_of(article, article._content):
        return opening_of(blocks)
    from .text import opening  # noqa: PLC0415  # a blog in plain text never needs it

    return opening(article._content)


def _text(article: Article, title: str, html: str) -> str:
    if blocks := blocks_of(article, html):
        return blocks_as_text(title, blocks)
    from .text import as_text  # noqa: PLC0415  # as above

    return as_text(title, html)


def add_filters(generator: Generator) -> None:
    """Let templates tell a day and a language: `{{ article.date|day }}`, `{{ article.lang|own_name }}`."""
    generator.env.filters = {"day": day_in_words, "own_name": own_name} | generator.env.filters


def register() -> None:
    """Connect the room to Pelican; it needs the outlines of `astro.sections` and the cards of `astro.cards`."""
    signals.generator_init.connect(add_filters)
    # Worked out where a page is rendered that shows them: they follow from what else the essay carries.
    Article.minutes, Article.linked_data = property(_minutes), property(_linked_data)
    signals.all_generators_finalized.connect(prepare)
    signals.get_writer.connect(begin_texts)
    signals.finalized.connect(finish)
