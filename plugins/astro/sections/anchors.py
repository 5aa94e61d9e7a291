"""The HTML of an essay, from any reader -> its sections, its HTML with anchors, and its HTML without.

The tree is parsed once, and written twice: for the essay's own page, and for everywhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ..tree.node import Tag
from ..tree.read import parse
from ..tree.write import to_html
from ..typeset.dress import dress, needs_dress, prepare, undress
from ..typeset.picture import Lookup, no_picture
from ..typeset.text import settle
from .anchored import Anchored, sections_of
from .headings import find_headings, first_paragraphs, link_to, remove_anchors
from .ids import UNFIT, Heading, name_sections
from .marks import ALIAS, AROUND, MADE, RESERVED, WRAPPER, Page
from .texts import fragment_links

_WITHOUT_LINK = ("a", "summary", "dt")  # where HTML has no room for one, or for a `header`


def anchor(
    html: str,
    address: str = "",
    ids: Sequence[str] = (),
    aliases: Sequence[Sequence[str]] = (),
    picture_of: Lookup = no_picture,
    own_lang: str = "",
    lang: str = "",
) -> Anchored:
    """Name the sections of an essay.

    `address` is that of the essay: in `plain`, links to an id that is only on the page get it in front. `ids` name
    the headings where they are known already, `aliases` are further targets: at the top, then before each heading.
    `picture_of` knows the pictures. `own_lang` is the language of added words, where the essay has another, `lang`.
    Which headings are sections is said by `find_headings`. Idempotent on the HTML of `page`.
    """
    tree, is_dressed = _read(html)
    intro, tags, headings, code = find_headings(tree)
    paragraphs = first_paragraphs(tree)
    present = Counter(tag.attrs["id"] for tag in _with_id(tree))
    ids, aliases = ids or name_sections(headings, RESERVED.union(present)), aliases or [()] * (len(tags) + 1)
    _put_anchors(tree, tags, headings, ids, aliases, own_lang)
    page = _write_dressed(tree, picture_of, own_lang, lang) if is_dressed else to_html(tree)
    plain = _write_plain(tree, tags, address)
    tree.cut()
    return Anchored(
        page=Page(page),
        plain=plain,
        intro=intro,
        sections=sections_of(headings, ids, aliases[1:]),
        unfit=tuple(id_ for id_ in present if id_ in RESERVED or not id_ or UNFIT.search(id_)),
        repeated=tuple(id_ for id_, times in present.items() if times > 1),
        headings=headings,
        paragraphs=paragraphs,
        taken=frozenset(present).difference(heading.id for heading in headings),
        code=code,
    )


def _read(html: str) -> tuple[Tag, bool]:
    """The tree of an essay, or of its page, in the form whose words and headings are read; whether it needs dress."""
    tree, is_dressed = parse(html), needs_dress(html)
    remove_anchors(tree)
    settle(tree, html)
    if is_dressed:
        prepare(tree)
    return tree, is_dressed


def _put_anchors(
    tree: Tag,
    tags: Sequence[Tag],
    headings: Sequence[Heading],
    ids: Sequence[str],
    aliases: Sequence[Sequence[str]],
    own_lang: str,
) -> None:
    former: dict[str, str] = {}
    for tag, heading, id_, others in zip(tags, headings, ids, aliases[1:], strict=True):
        former |= dict.fromkeys(filter(None, (tag.attrs.pop(MADE, ""), tag.get("id"))), id_)
        tag.attrs["id"] = id_
        if tag.above(*_WITHOUT_LINK):
            tag.before(_targets(others))
            continue
        wrapper = tag.wrap(Tag(AROUND, {"class": WRAPPER}))
        wrapper.append(link_to(id_, heading.text, own_lang))
        wrapper.before(_targets(others))
    for target in reversed(_targets(aliases[0])):
        tree.insert(0, target)
    _follow(tree, former)


def _follow(tree: Tag, former: Mapping[str, str]) -> None:
    """Let links to ids that headings have no more lead to those that they have."""
    links = [link for link in fragment_links(tree) if link.attrs["href"][1:] in former]
    present = {tag.attrs["id"] for tag in _with_id(tree)} if links else ()
    for link in links:
        if (name := link.attrs["href"][1:]) not in present:
            link.attrs["href"] = f"#{former[name]}"


def _write_dressed(tree: Tag, picture_of: Lookup, own_lang: str, lang: str) -> str:
    dress(tree, picture_of, own_lang, lang)
    page = to_html(tree)
    undress(tree)
    return page


def _targets(aliases: Sequence[str]) -> list[Tag]:
    return [Tag("span", {"class": ALIAS, "id": alias}) for alias in aliases]


def _write_plain(tree: Tag, tags: Sequence[Tag], address: str) -> str:
    remove_anchors(tree)
    sections = {id(tag) for tag in tags} | {id(tag.parent) for tag in tags}
    links = list(fragment_links(tree))
    linked = {link.attrs["href"][1:] for link in links}
    kept = set()  # footnotes and other targets inside the text
    for tag in _with_id(tree):
        if id(tag) not in sections and tag.attrs["id"] in linked:
            kept.add(tag.attrs["id"])
        else:
            del tag.attrs["id"]
    for link in links:
        if link.attrs["href"][1:] not in kept:
            link.attrs["href"] = address + link.attrs["href"]
    return to_html(tree)


def _with_id(tree: Tag) -> list[Tag]:
    return [tag for tag in tree.tags() if "id" in tag.attrs]
