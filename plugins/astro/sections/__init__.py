"""Section anchors and the outline, from the HTML of any reader.

After all content is read, each article and page has: `anchored`, its HTML with ids and anchor links, for its own page;
`outline`, an `Outline`; and as Pelican's `content`, which feeds and summaries take, HTML without either.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup
from pelican import signals
from pelican.contents import Content
from pelican.generators import Generator, PagesGenerator
from pelican.settings import DEFAULT_CONFIG

from ..memory import MEMORY
from ..plain_text.essay import Block, Rendered
from ..plain_text.summary import summarize
from ..problem import Problem
from ..regex import regex
from ..typeset import pictures_of
from ..typeset.picture import Lookup, Picture
from .anchored import Anchored, from_data, to_data
from .blocks import anchor_blocks
from .contents import contents_of, source_lines, source_name
from .direction import direction
from .marks import Page
from .outline import Outline

logger = logging.getLogger(__name__)
_NO_WORDS = regex(r"^\s*#{1,6}(\s*!\[.*|[\s#]*)$|<h[1-6][^>]*>\s*</h")  # of a heading, in Markdown
_OWN_LINKS = DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]  # they begin with `{` or `|`


class _Known(NamedTuple):
    """What was made of an essay before."""

    result: Anchored
    pictures: Sequence[tuple[str, tuple[object, ...] | None]]
    """What was known of each of its pictures, whose files no key names, by the address in the essay."""


_AHEAD: dict[str, _Known] = {}  # by key, of a build that waits to be asked for


def outline_key(content: Content) -> str:
    """The key of what follows from the texts, and the ids, in the outline of an article or page."""
    return MEMORY.key(content.lang, content.outline.title, content._outline_key)


def direction_of(content: Content) -> str:
    """`rtl` or `ltr`, as an article or page is written."""
    return direction(content.lang, f"{content.title} {content.metadata['summary']}")


def blocks_of(content: Content, html: str) -> Sequence[Block]:
    """The blocks of a plain-text essay, where `html` says just what they do: a shorter way to what follows from it."""
    rendered: Rendered | None = getattr(content, "rendered", None)
    return rendered.blocks if rendered and rendered.html == html else ()


def anchor_all(generators: Sequence[Generator]) -> None:
    """Give all articles and pages their anchors and outlines, before any of their content was asked for."""
    contents = contents_of(generators)
    for content in contents:
        content._outline_key = _key(content, content._content or "")
    MEMORY.ahead(list(filter(_takes_long, contents)), _anchor_first)
    for content in contents:
        # Pelican would work them out again wherever they are mentioned.
        content.override_url, content.override_save_as = content.url, content.save_as
        result = _anchor_first(content)
        content._headings, content._taken_ids = result.headings, result.taken
        if "summary" not in content.metadata:
            content.metadata["summary"] = escape(summarize(result.paragraphs, content.lang), quote=False)
        for problem in _wrong_headings(content, result):
            logger.error(problem)


def _wrong_headings(content: Content, result: Anchored) -> Iterator[Problem]:
    """Ids that lead to two places or to none, and headings without words."""
    for id_ in result.repeated:
        lines = _lines_with(id_, content)
        text = f"id `{id_}` is given twice (lines {', '.join(map(str, lines))}); change one of them"
        if len(lines) == 1:
            text = f"id `{id_}` comes out twice; close the element that has it by an end tag of its own"
        yield Problem(source_name(content), lines[-1], text)
    for id_ in result.unfit:
        text = f"id `{id_}` is one of the page's own, or no address can hold it; choose another"
        yield Problem(source_name(content), _lines_with(id_, content)[0], text)
    if nameless := sum(not heading.text for heading in result.headings):
        for line in [number for number, text in source_lines(content) if _NO_WORDS.search(text)][:nameless] or [1]:
            yield Problem(source_name(content), line, "a heading without words; write some, or take it out")


def anchor_ahead(content: Content) -> None:
    """Make ready what `anchor_all` will ask for, if it is known and the essay is still the same then."""
    html = content._content or ""
    key = _key(content, html)
    if known := _known(html, key):
        _AHEAD[key] = known


def anchor_again(content: Content, ids: Sequence[str], aliases: Sequence[Sequence[str]]) -> None:
    """Give an article or page other ids for its headings, and further targets: at its top, then at each heading."""
    html = content.anchored
    content._outline_key = _key(content, html, ids, aliases)
    result = _anchor_now(content, html, ids, aliases, pictures_of(content))
    _give(content, result._replace(page=Page(str(result.page))))  # as it is of an essay that was read before


def _anchor_first(content: Content) -> Anchored:
    html, key, picture_of = content._content or "", content._outline_key, pictures_of(content)
    known = _AHEAD.pop(key, None) or _known(html, key)
    if known and all(picture_of(address) == form for address, form in known.pictures):
        result = known.result
    else:
        asked: dict[str, Picture | None] = {}
        result = _anchor_now(content, html, (), (), lambda address: asked.setdefault(address, picture_of(address)))
        forms = [(address, picture and tuple(picture)) for address, picture in asked.items()]
        MEMORY.put("anchored", key, (to_data(result, html), MEMORY.digest(result.page.html), forms))
    _give(content, result)
    return result


def _known(html: str, key: str) -> _Known | None:
    """What was made of this HTML before."""
    if not (known := MEMORY.get("anchored", key)):
        return None
    form, digest, pictures = known
    result = from_data(form, html)
    MEMORY.know(result.page.html, digest)
    return _Known(result, pictures)


def _key(content: Content, html: str, ids: Sequence[str] = (), aliases: Sequence[Sequence[str]] = ()) -> str:
    return MEMORY.key(html, _address(content), _own_lang(content), content.lang, *ids, *map(" ".join, aliases))


def _takes_long(content: Content) -> bool:
    """Whether an essay or page is to be read as a tree, and was not before."""
    has_blocks = blocks_of(content, content._content or "")
    return not has_blocks and not MEMORY.knows("anchored", content._outline_key)


def _anchor_now(
    content: Content, html: str, ids: Sequence[str], aliases: Sequence[Sequence[str]], picture_of: Lookup
) -> Anchored:
    own_lang = _own_lang(content)
    if (blocks := blocks_of(content, content._content)) and not own_lang:
        return anchor_blocks(blocks, content._content, ids, aliases)
    from .anchors import anchor  # noqa: PLC0415  # a blog in plain text never needs it

    return anchor(html, _address(content), ids, aliases, picture_of, own_lang, content.lang)


def _own_lang(content: Content) -> str:
    """The language of the site's own words, where the essay is of another; else nothing."""
    own = str(content.settings["DEFAULT_LANG"])
    return own if content.lang != own else ""


def _address(content: Content) -> str:
    # Pelican resolves {filename} to the essay's address, in the page and in the feeds alike.
    return "{filename}/" + quote(content.relative_source_path or "")


def _give(content: Content, result: Anchored) -> None:
    content._content, content._page = result.plain, result.page
    content.metadata.pop("anchored", None)
    if _may_have_own_links(content):  # else Pelican would look for any in vain
        content.metadata["anchored"] = content.anchored  # listed in FORMATTED_FIELDS, for these
    content.outline = Outline(
        slug=content.slug,
        title=Markup(content.title).striptags(),
        date=content.date.isoformat() if hasattr(content, "date") else "",
        lang=content.lang,
        intro=result.intro,
        sections=result.sections,
        code=result.code,
    )


def _may_have_own_links(content: Content) -> bool:
    """Whether there may be links in the HTML of its page whose addresses Pelican is to find out."""
    own_links = content.settings.get("INTRASITE_LINK_REGEX", _OWN_LINKS)
    return own_links != _OWN_LINKS or any("{" in text or "|" in text for text in content._page.texts)


def _lines_with(id_: str, content: Content) -> list[int]:
    """The lines of an essay that give an id, or 1."""
    marks = (f"#{id_}}}", f'"{id_}"', f"'{id_}'", f"_{id_}:")
    return [number for number, line in source_lines(content) if any(mark in line for mark in marks)] or [1]


def _anchored(content: Content) -> str:
    """The HTML of its own page."""
    return str(content._page)


def _set_anchored(content: Content, html: str) -> None:
    content._page = Page(html)


def resolve_in_translations(generator: PagesGenerator) -> None:
    """Have addresses in the translations of pages resolved, too, where Pelican leaves them out."""

    def resolve() -> None:
        PagesGenerator.refresh_metadata_intersite_links(generator)
        for page in generator.translations:
            page.refresh_metadata_intersite_links()

    generator.refresh_metadata_intersite_links = resolve


def register() -> None:
    """Connect the room to Pelican."""
    Content.anchored = property(_anchored, _set_anchored)  # see Page
    signals.page_generator_init.connect(resolve_in_translations)
    signals.all_generators_finalized.connect(anchor_all)
