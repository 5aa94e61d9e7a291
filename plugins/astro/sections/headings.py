"""The tree of an essay -> its headings, with the words under each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from ..tree.node import Tag
from .ids import Heading, slugify
from .marks import ALIAS, AROUND, HIDDEN, LINK, WRAPPER, words_of_link

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_SECTIONS = ("blockquote", "figure", "pre", "table", "aside")
_BLOCKS = frozenset(
    ("p", "li", "dt", "dd", "div", "section", "pre", "blockquote", "td", "th", "br", "hr", "figcaption", *_LEVELS)
)
_FOOTNOTE_MARKS = frozenset({"footnote-reference", "headerlink"})  # classes of links


def find_headings(tree: Tag) -> tuple[str, list[Tag], tuple[Heading, ...]]:
    """(the words before the first section, the elements of the headings, what is to be known of each).

    The headings of the tree are one level deeper afterwards where one was of the first.
    """
    every = tree.tags(*_LEVELS)
    tags = [tag for tag in every if not tag.above(*_NOT_SECTIONS)]
    _shift(every)
    intro, *under = _texts(tree, tags)
    titles = [_title(tag) for tag in tags]
    for tag, title in zip(tags, titles, strict=True):
        _take_id_of_wrapper(tag, title)
    known = zip(tags, titles, under, strict=True)
    return intro, tags, tuple(Heading(int(tag.name[1]), title, tag.get("id"), text) for tag, title, text in known)


def remove_anchors(tree: Tag) -> None:
    """Take everything out of a tree that was put in to lead to its sections."""
    marked = [tag for tag in tree.tags("a", "span", AROUND) if "class" in tag.attrs]
    for tag in marked:
        if _is_anchor(tag):
            tag.remove()
    for tag in marked:
        if tag.name == AROUND and WRAPPER in tag.classes:
            tag.unwrap()


def link_to(id_: str, title: str, own_lang: str = "") -> Tag:
    """The anchor link of a section: hidden words, of `own_lang` where the title is of another language."""
    hidden = {"class": HIDDEN}
    if own_lang:
        words = Tag("span", hidden, [Tag("span", {"lang": own_lang}, ["Link to section"]), f" “{title}”"])
    else:
        words = Tag("span", hidden, [words_of_link(title)])
    return Tag("a", {"class": LINK, "href": f"#{id_}"}, [words])


def fragment_links(tree: Tag) -> Iterator[Tag]:
    """The links to ids of the same page."""
    yield from (link for link in tree.tags("a") if link.get("href").startswith("#"))


def _is_anchor(tag: Tag) -> bool:
    classes = tag.classes
    return (tag.name == "a" and (LINK in classes or "headerlink" in classes)) or (
        tag.name == "span" and ALIAS in classes
    )


def first_paragraphs(tree: Tag) -> tuple[str, ...]:
    """The text of the first three paragraphs that stand for themselves, without footnote marks."""
    inside = (*_NOT_SECTIONS, "li", "dd")
    paragraphs = (tag for tag in tree.tags("p") if not tag.above(*inside))
    return tuple(filter(None, map(_title, islice(paragraphs, 3))))


def _shift(headings: Sequence[Tag]) -> None:
    if any(tag.name == "h1" for tag in headings):
        for tag in headings:
            tag.name = f"h{min(int(tag.name[1]) + 1, 6)}"


def _title(tag: Tag) -> str:
    return " ".join("".join(_words(tag)).split())


def _words(parent: Tag) -> Iterator[str]:
    for node in parent.children:
        if type(node) is str:
            yield node
        elif isinstance(node, Tag) and not _is_footnote_mark(node):
            yield from _words(node)


def _is_footnote_mark(tag: Tag) -> bool:
    if tag.name == "sup":
        return any(fragment_links(tag))
    return tag.name == "a" and not _FOOTNOTE_MARKS.isdisjoint(tag.classes)


def _first(parent: Tag) -> Tag | None:
    """The first child element that is no empty target."""
    return next((tag for tag in parent.elements if tag.name != "span" or tag.text.strip()), None)


def _texts(tree: Tag, tags: Sequence[Tag]) -> list[str]:
    """The words before the first of `tags`, and those after each up to the next."""
    starts = {id(tag) for tag in tags}
    texts: list[list[str]] = [[]]
    _gather(tree, starts, texts, is_heading=False)
    return [" ".join("".join(text).split()) for text in texts]


def _gather(parent: Tag, starts: Collection[int], texts: list[list[str]], *, is_heading: bool) -> None:
    for node in parent.children:
        if isinstance(node, Tag):
            is_start = id(node) in starts
            if is_start:
                texts.append([])
            elif node.name in _BLOCKS:
                texts[-1].append(" ")
            _gather(node, starts, texts, is_heading=is_heading or is_start)
        elif not is_heading and type(node) is str:  # not a comment, script or style
            texts[-1].append(node)


def _take_id_of_wrapper(tag: Tag, title: str) -> None:
    """Docutils puts a section's id on the element around it; where that is the heading's words, the heading has it."""
    parent = tag.parent
    if parent is None or parent.name not in ("div", "section") or _first(parent) is not tag:
        return
    if not tag.get("id") and "id" in parent.attrs and parent.get("id") == slugify(title):
        tag.attrs["id"] = parent.attrs.pop("id")
