"""The HTML of an essay, from any reader -> its sections, its HTML with anchors, and its HTML without.

The tree is parsed once, and written twice: for the essay's own page, and for everywhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.element import NavigableString
from bs4.formatter import HTMLFormatter

from .ids import Heading, name_sections, slugify
from .outline import Section, nest

# Ids of the theme's own elements, which no section may take.
RESERVED = frozenset({"main", "outline", "outline-heading", "related-thinking"})
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_SECTIONS = ("blockquote", "figure", "pre", "table", "aside")
_BLOCKS = frozenset(
    ("p", "li", "dt", "dd", "div", "section", "pre", "blockquote", "td", "th", "br", "hr", "figcaption", *_LEVELS)
)
_FOOTNOTE_MARKS = "sup:has(a[href^='#']), a.footnote-reference, a.headerlink"
_HTML5 = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")
_WRAPPER = "section-heading"
_LINK = "anchor-link"


@dataclass(frozen=True, slots=True)
class Anchored:
    """One essay's HTML after its headings were named."""

    page: str
    """For the essay's own page: each section heading has an id and, as its sibling, a link to itself."""
    plain: str
    """For feeds, lists and summaries: no section id, no anchor link."""
    intro: str
    """The words before the first section, plain text."""
    sections: tuple[Section, ...]
    """The top-level ones."""
    repeated: tuple[str, ...]
    """Ids that the author gave twice, in order; a link to one of them would be ambiguous."""


def anchor(html: str, address: str = "") -> Anchored:
    """Name the sections of an essay.

    `address` is that of the essay: in `plain`, links to an id that is only on the page get it in front. Every
    heading is a section but those in quotations, figures, tables, code and asides. A first-level heading makes
    all headings one level deeper: the essay's title is the only one on the page. Idempotent on `page`.
    """
    tree = BeautifulSoup(html, "html.parser")
    _remove_anchors(tree)
    tags = [tag for tag in tree.find_all(_LEVELS) if not tag.find_parent(_NOT_SECTIONS)]
    _shift(tree)
    intro, *under = _texts(tree, tags)
    titles = [_title(tag) for tag in tags]
    for tag, title in zip(tags, titles, strict=True):
        _take_id_of_wrapper(tag, slugify(title))
    present = [str(tag["id"]) for tag in tree.find_all(id=True)]
    headings = [
        Heading(int(tag.name[1]), title, str(tag.get("id", "")), text)
        for tag, title, text in zip(tags, titles, under, strict=True)
    ]
    ids = name_sections(headings, RESERVED.union(present))
    sections = nest(Section(each.level, id_, each.text, each.under) for each, id_ in zip(headings, ids, strict=True))
    repeated = tuple(id_ for id_, times in Counter(present).items() if times > 1)
    return Anchored(_write_page(tree, tags, titles, ids), _write_plain(tree, tags, address), intro, sections, repeated)


def _remove_anchors(tree: BeautifulSoup) -> None:
    for link in tree.select(f"a.{_LINK}, a.headerlink"):
        link.decompose()
    for wrapper in tree.select(f"div.{_WRAPPER}"):
        wrapper.unwrap()


def _shift(tree: BeautifulSoup) -> None:
    if tree.find("h1"):
        for tag in tree.find_all(_LEVELS):
            tag.name = f"h{min(int(tag.name[1]) + 1, 6)}"


def _title(tag: Tag) -> str:
    marks = {id(text) for mark in tag.select(_FOOTNOTE_MARKS) for text in mark.descendants}
    return " ".join("".join(text for text in tag.strings if id(text) not in marks).split())


def _texts(tree: BeautifulSoup, tags: list[Tag]) -> list[str]:
    """The words before the first of `tags`, and those after each up to the next."""
    starts = {id(tag) for tag in tags}
    inside = {id(node) for tag in tags for node in tag.descendants}
    texts: list[list[str]] = [[]]
    for node in tree.descendants:
        if id(node) in starts:
            texts.append([])
        elif isinstance(node, Tag) and node.name in _BLOCKS:
            texts[-1].append(" ")
        elif type(node) is NavigableString and id(node) not in inside:  # not a comment, script or style
            texts[-1].append(node)
    return [" ".join("".join(text).split()) for text in texts]


def _take_id_of_wrapper(tag: Tag, words: str) -> None:
    """Docutils puts a section's id on the element around it; where that is the heading's words, the heading has it."""
    parent = tag.parent
    if parent is None or parent.name not in ("div", "section") or parent.find(True) is not tag:
        return
    if not tag.get("id") and parent.get("id") == words:
        tag["id"] = words
        del parent["id"]


def _write_page(tree: BeautifulSoup, tags: list[Tag], titles: list[str], ids: list[str]) -> str:
    for tag, title, id_ in zip(tags, titles, ids, strict=True):
        tag["id"] = id_
        wrapper = tag.wrap(tree.new_tag("div", attrs={"class": _WRAPPER}))
        link = tree.new_tag("a", attrs={"class": _LINK, "href": f"#{id_}"})
        words = tree.new_tag("span", attrs={"class": "visually-hidden"})
        words.string = f"Link to section “{title}”"
        link.append(words)
        wrapper.append(link)
    return tree.decode(formatter=_HTML5)


def _write_plain(tree: BeautifulSoup, tags: list[Tag], address: str) -> str:
    _remove_anchors(tree)
    sections = {id(tag) for tag in tags} | {id(tag.parent) for tag in tags}
    linked = {str(link["href"])[1:] for link in _fragment_links(tree)}
    kept = set()  # footnotes and other targets inside the text
    for tag in tree.find_all(id=True):
        if id(tag) not in sections and tag["id"] in linked:
            kept.add(tag["id"])
        else:
            del tag["id"]
    for link in _fragment_links(tree):
        if str(link["href"])[1:] not in kept:
            link["href"] = address + str(link["href"])
    return tree.decode(formatter=_HTML5)


def _fragment_links(tree: BeautifulSoup) -> Iterator[Tag]:
    yield from tree.select("a[href^='#']")
