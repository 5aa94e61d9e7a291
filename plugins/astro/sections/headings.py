"""The tree of an essay -> its headings, with the words under each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, islice, takewhile

from ..tree.lines import HEADINGS
from ..tree.node import Tag
from .anchored import FIRST
from .ids import Heading, slugify
from .marks import ALIAS, AROUND, HIDDEN, LINK, WRAPPER, words_of_link
from .outline import Lines
from .texts import DELETED, is_footnote_mark, raised, running, texts_under

_NOT_SECTIONS = ("blockquote", "figure", "pre", "table", "aside")


def find_headings(tree: Tag) -> tuple[str, list[Tag], tuple[Heading, ...], tuple[Lines, ...]]:
    """(the words before the first section, the elements of the headings, what is to be known of each, the code).

    The code is, of the lines before the first section and of those under each heading, which are it; nothing of an
    essay that has none. Every heading is a section but those in quotations, figures, tables, code and asides. The
    headings of the tree are one level deeper afterwards where one was of the first, as the title of the page is.
    """
    every = tree.tags(*HEADINGS)
    tags = [tag for tag in every if not tag.above(*_NOT_SECTIONS)]
    _shift(every)
    (intro, *under), code = texts_under(tree, tags)
    titles = [_title(tag) for tag in tags]
    for tag, title in zip(tags, titles, strict=True):
        _take_id_of_wrapper(tag, title)
    known = zip(tags, titles, under, strict=True)
    headings = tuple(Heading(int(tag.name[1]), title, tag.get("id"), text) for tag, title, text in known)
    return intro, tags, headings, code


def remove_anchors(tree: Tag) -> None:
    """Take everything out of a tree that was put in to lead to its sections."""
    marked = [tag for tag in tree.tags("a", "span", AROUND) if "class" in tag.attrs]
    for tag in marked:
        if _is_anchor(tag):
            tag.remove()
    for tag in marked:
        if tag.name == AROUND and WRAPPER in tag.classes:
            tag.unwrap()


def link_to(id_: str, title: str, own_lang: str) -> Tag:
    """The anchor link of a section: hidden words, of `own_lang` where the title is of another language."""
    hidden = {"class": HIDDEN}
    if own_lang:
        words = Tag("span", hidden, [Tag("span", {"lang": own_lang}, ["Link to section"]), f" “{title}”"])
    else:
        words = Tag("span", hidden, [words_of_link(title)])
    return Tag("a", {"class": LINK, "href": f"#{id_}"}, [words])


def _is_anchor(tag: Tag) -> bool:
    classes = tag.classes
    return (tag.name == "a" and (LINK in classes or "headerlink" in classes)) or (
        tag.name == "span" and ALIAS in classes
    )


def first_paragraphs(tree: Tag) -> tuple[str, ...]:
    """The text of the first of the paragraphs that stand for themselves, and of two that follow right on it.

    Footnote marks are left out.
    """
    inside = (*_NOT_SECTIONS, "li", "dd")
    first = next((tag for tag in tree.tags("p") if not tag.above(*inside) and running(tag)), None)
    if first is None or first.parent is None:
        return ()
    after = dropwhile(lambda tag: tag is not first, first.parent.elements)
    return tuple(islice(filter(None, map(running, takewhile(lambda tag: tag.name == "p", after))), FIRST))


def _shift(headings: Sequence[Tag]) -> None:
    if any(tag.name == "h1" for tag in headings):
        for tag in headings:
            tag.name = f"h{min(int(tag.name[1]) + 1, 6)}"


def _title(tag: Tag) -> str:
    """The words that ids follow, which are for ever: without the marks that pages put around a quotation."""
    return " ".join("".join(_words(tag)).split())


def _words(parent: Tag) -> Iterator[str]:
    for node in parent.children:
        if type(node) is str:
            yield node
        elif isinstance(node, Tag) and node.name not in DELETED and not is_footnote_mark(node):
            yield from map(raised, _words(node)) if node.name == "sup" else _words(node)


def _first(parent: Tag) -> Tag | None:
    """The first child element that is no empty target."""
    return next((tag for tag in parent.elements if tag.name != "span" or tag.text.strip()), None)


def _take_id_of_wrapper(tag: Tag, title: str) -> None:
    """Docutils puts a section's id on the element around it; where that is the heading's words, the heading has it."""
    parent = tag.parent
    if parent is None or parent.name not in ("div", "section") or _first(parent) is not tag:
        return
    if not tag.get("id") and "id" in parent.attrs and parent.get("id") == slugify(title):
        tag.attrs["id"] = parent.attrs.pop("id")
