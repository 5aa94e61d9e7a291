"""The tree of an essay -> its headings, with the words under each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from .anchored import ALIAS, LINK, WRAPPER, words_of_link
from .ids import Heading, slugify

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_SECTIONS = ("blockquote", "figure", "pre", "table", "aside")
_BLOCKS = frozenset(
    ("p", "li", "dt", "dd", "div", "section", "pre", "blockquote", "td", "th", "br", "hr", "figcaption", *_LEVELS)
)
_FOOTNOTE_MARKS = frozenset({"footnote-reference", "headerlink"})  # classes of links


def find_headings(tree: BeautifulSoup) -> tuple[str, list[Tag], tuple[Heading, ...]]:
    """(the words before the first section, the elements of the headings, what is to be known of each).

    The headings of the tree are one level deeper afterwards where one was of the first.
    """
    tags = [tag for tag in tree.find_all(_LEVELS) if not tag.find_parent(_NOT_SECTIONS)]
    _shift(tree)
    intro, *under = _texts(tree, tags)
    titles = [_title(tag) for tag in tags]
    for tag, title in zip(tags, titles, strict=True):
        _take_id_of_wrapper(tag, slugify(title))
    known = zip(tags, titles, under, strict=True)
    return (
        intro,
        tags,
        tuple(Heading(int(tag.name[1]), title, str(tag.get("id", "")), text) for tag, title, text in known),
    )


def remove_anchors(tree: BeautifulSoup) -> None:
    """Take everything out of a tree that was put in to lead to its sections."""
    for mark in tree.find_all(_is_anchor):
        mark.decompose()
    for wrapper in tree.find_all("div", class_=WRAPPER):
        wrapper.unwrap()


def link_to(tree: BeautifulSoup, id_: str, title: str, own_lang: str = "") -> Tag:
    """The anchor link of a section: hidden words, of `own_lang` where the title is of another language."""
    link = tree.new_tag("a", attrs={"class": LINK, "href": f"#{id_}"})
    words = tree.new_tag("span", attrs={"class": "visually-hidden"})
    if own_lang:
        own = tree.new_tag("span", attrs={"lang": own_lang}, string="Link to section")
        words.extend((own, f" “{title}”"))
    else:
        words.string = words_of_link(title)
    link.append(words)
    return link


def fragment_links(tree: Tag) -> Iterator[Tag]:
    """The links to ids of the same page."""
    # Not by a CSS selector: to compile one takes longer than to read an essay.
    yield from (link for link in tree.find_all("a", href=True) if str(link["href"]).startswith("#"))


def _is_anchor(tag: Tag) -> bool:
    classes = tag.get("class") or ()
    return (tag.name == "a" and (LINK in classes or "headerlink" in classes)) or (
        tag.name == "span" and ALIAS in classes
    )


def first_paragraphs(tree: BeautifulSoup) -> tuple[str, ...]:
    """The text of the first three paragraphs that stand for themselves, without footnote marks."""
    inside = (*_NOT_SECTIONS, "li", "dd")
    paragraphs = (tag for tag in tree.find_all("p") if not tag.find_parent(inside))
    return tuple(filter(None, map(_title, islice(paragraphs, 3))))


def _shift(tree: BeautifulSoup) -> None:
    if tree.find("h1"):
        for tag in tree.find_all(_LEVELS):
            tag.name = f"h{min(int(tag.name[1]) + 1, 6)}"


def _title(tag: Tag) -> str:
    marks = {id(text) for mark in tag.find_all(_is_footnote_mark) for text in mark.descendants}
    return " ".join("".join(text for text in tag.strings if id(text) not in marks).split())


def _is_footnote_mark(tag: Tag) -> bool:
    if tag.name == "sup":
        return any(fragment_links(tag))
    return tag.name == "a" and not _FOOTNOTE_MARKS.isdisjoint(tag.get("class") or ())


def _first(parent: Tag) -> Tag | None:
    """The first child element that is no empty target."""
    children = (child for child in parent.children if isinstance(child, Tag))
    return next((child for child in children if child.name != "span" or child.get_text(strip=True)), None)


def _texts(tree: BeautifulSoup, tags: Sequence[Tag]) -> list[str]:
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
    if parent is None or parent.name not in ("div", "section") or _first(parent) is not tag:
        return
    if not tag.get("id") and parent.get("id") == words:
        tag["id"] = words
        del parent["id"]
