"""Tables and code scroll by themselves where they are wider than the column; no element has a style of its own."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

SCROLL = "scroll"
_OBSOLETE = frozenset(("align", "border", "cellpadding", "cellspacing", "frame", "rules", "valign", "width"))
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")


def align_cells(tree: BeautifulSoup) -> None:
    """Say how a cell is aligned without a style, which no page may have, and which headings head a column."""
    for tag in tree.select("[style]"):
        if aligned := _ALIGN.search(str(tag["style"])):
            tag["data-align"] = aligned[1]
        del tag["style"]
    for tag in tree.select("td[align], th[align]"):
        if tag["align"] in ("left", "right", "center"):
            tag["data-align"] = tag["align"]
    for tag in tree.select("table, table *"):
        for name in _OBSOLETE.intersection(tag.attrs):
            del tag[name]
    for heading in tree.select("thead th:not([scope])"):
        heading["scope"] = "col"


def align_in_place(tree: BeautifulSoup) -> None:
    """Say it with a style again, for feed readers, which have no stylesheet of ours."""
    for tag in tree.select("[data-align]"):
        tag["style"] = f"text-align: {tag.attrs.pop('data-align')};"


def make_scroll(tree: BeautifulSoup, own_lang: str = "", lang: str = "") -> None:
    """Wrap each table and each block of code; a keyboard reaches it and scrolls it, so it has a name, of `own_lang`."""
    numbers = {"table": 0, "pre": 0}
    for tag in tree.find_all(("table", "pre")):
        if tag.find_parent(("table", "pre")):
            continue
        numbers[tag.name] += 1
        attributes = {"class": SCROLL, "aria-label": _name(tag, numbers[tag.name]), "tabindex": "0"}
        wrapper = tag.wrap(tree.new_tag("section", attrs=attributes))
        if own_lang and not tag.has_attr("lang"):
            wrapper["lang"], tag["lang"] = own_lang, lang


def unscroll(tree: BeautifulSoup) -> None:
    """Take the wrappers away."""
    for wrapper in tree.select(f"section.{SCROLL}"):
        for tag in wrapper.find_all(True, recursive=False) if wrapper.has_attr("lang") else ():
            del tag["lang"]
        wrapper.unwrap()


def _name(tag: Tag, number: int) -> str:
    caption = tag.find("caption")
    words = " ".join(caption.get_text().split()) if caption else ""
    return f"{'Table' if tag.name == 'table' else 'Code'} {number}" + (f": {words}" if words else "")
