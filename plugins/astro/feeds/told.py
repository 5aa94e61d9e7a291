"""An article as feeds tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup
from pelican.contents import Article

from ..memory import MEMORY
from ..permanence.moments import moment_of
from ..related import Related
from ..sections import blocks_of, direction_of
from .blocks import safe_blocks
from .characters import sendable
from .feed import Entry, changed
from .place import Place, SafeHtml
from .related import Link, related_html


class Told:
    """An article as feeds tell it; what takes long is made where a document needs it, once for all that hold it."""

    def __init__(self, article: Article, context: Mapping[str, Any], own: str | None) -> None:
        """With the key of what the article carries; None where it cannot be told."""
        self._article, self._context, self._own = article, context, own
        self.bare = _bare(article)

    @cached_property
    def key(self) -> str | None:
        """That of all that the entry follows from; None where it cannot be told."""
        return self._own and MEMORY.key(self._own, repr((self.bare, [*map(tuple, self._links)])))

    @cached_property
    def entry(self) -> Entry:
        """The whole entry."""
        safe = self.safe()
        content = safe.html + related_html(self._links)
        markdown = _markdown(content) if self._context.get("FEED_MARKDOWN") else ""
        whole = _described(self._article, self.bare, self._place.address, self._links)
        return whole._replace(content=content, image=safe.image, markdown=markdown)

    @cached_property
    def _links(self) -> list[Link]:
        return [_link(related, self._context["SITEURL"]) for related in self._article.feed_related]

    @cached_property
    def _html(self) -> str:
        html: str = self._article.get_content(self._context["SITEURL"])
        return html

    @cached_property
    def _place(self) -> Place:
        return Place(f"{self._context['SITEURL']}/{self._article.url}", key_of(self._article))

    def safe(self) -> SafeHtml:
        """The essay's HTML for feeds, of before or of now."""
        forms = partial(_to_data, html=self._html), partial(_from_data, html=self._html)
        safe: SafeHtml = MEMORY.recall("safe", self._safe_key, self._safe_now, *forms)
        return safe

    def takes_long(self) -> bool:
        """Whether its HTML is to be read as a tree, and was not before."""
        return not blocks_of(self._article, self._html) and not MEMORY.knows("safe", self._safe_key)

    @cached_property
    def _safe_key(self) -> str:
        place = self._place
        return MEMORY.key(self._html, place.address, place.key, str(self._turned))

    @cached_property
    def _turned(self) -> bool:
        """Whether it is written from right to left, as its page is shown."""
        return direction_of(self._article) == "rtl"

    def _safe_now(self) -> SafeHtml:
        def by_tree(html: str) -> SafeHtml:
            from .safe import safe_html  # noqa: PLC0415  # a blog in plain text never needs it

            return safe_html(html, self._place, turned=self._turned)

        blocks = blocks_of(self._article, self._html)
        if blocks and not self._turned:
            return SafeHtml(safe_blocks(blocks, self._html, lambda html: by_tree(html).html), image="")
        return by_tree(self._html)


def _bare(article: Article) -> Entry:
    """An entry that only has its identity and its moment, by which it has its place in a feed."""
    moment = moment_of(article.feed_published)
    return Entry(article.feed_identity, "", "", (), moment, moment, "", "", "", ())


def _described(article: Article, entry: Entry, address: str, links: Sequence[Link]) -> Entry:
    """The entry of an article without its content."""
    title = sendable(article.outline.title)
    return entry._replace(
        link=address,
        title=title,
        authors=tuple(sendable(author.name) for author in getattr(article, "authors", [article.author])),
        updated=changed(entry.published, getattr(article, "modified", None), article.feed_identity),
        lang=article.lang,
        summary=sendable(Markup(article.summary).striptags()) or title,
        tags=tuple(sendable(tag.name) for tag in getattr(article, "tags", ())),
        related=tuple(link.section_address or link.address for link in links),
    )


def _markdown(html: str) -> str:
    from markdownify import markdownify  # noqa: PLC0415  # only for an owner who asks for it

    return str(markdownify(html, heading_style="ATX", escape_misc=True).strip())


def _to_data(safe: SafeHtml, html: str) -> list[str | None]:
    return [None if safe.html == f"{html}\n" else safe.html, safe.image]  # as nearly all plain text is


def _from_data(form: Any, html: str) -> SafeHtml:
    sent, image = form
    return SafeHtml(f"{html}\n" if sent is None else sent, image)


def key_of(article: Article) -> str:
    """The key that it had when it was first published, which its identity in feeds ends with."""
    key: str = article.feed_identity.split(":", 2)[2]
    return key


def _link(related: Related, site: str) -> Link:
    if related.article is None:
        return Link(related.link.address, related.link.address, note=related.link.note)
    address, section = f"{site}/{related.article.url}", related.section
    return Link(
        address=address,
        title=related.article.outline.title,
        section_address=f"{address}#{section.id}" if section else "",
        section=(section.title or section.id) if section else "",
        note=related.link.note,
        reason=related.link.reason,
    )
