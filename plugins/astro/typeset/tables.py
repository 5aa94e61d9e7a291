"""Tables and code scroll by themselves where they are wider than the column; no element has a style of its own."""

from __future__ import annotations

from collections import Counter

from ..regex import regex
from ..tree.node import Tag

SCROLL = "scroll"
_OBSOLETE = frozenset(("align", "border", "cellpadding", "cellspacing", "frame", "rules", "valign", "width"))
_LONG = 24  # characters of a cell at the right, of which more are no number and its unit
_KINDS = {"citation": "Citation", "field-list": "Fields", "option-list": "Options"}  # docutils' tables that are none
_ALIGN = regex(r"text-align:\s*(left|right|center)")


def align_cells(tree: Tag) -> None:
    """Say how a cell is aligned without a style, which no page may have, and which headings head a column."""
    for tag in tree.tags():
        if "style" in tag.attrs and (aligned := _ALIGN.search(tag.attrs.pop("style"))):
            tag.attrs["data-align"] = aligned[1]
        if tag.name in ("td", "th") and tag.get("align") in ("left", "right", "center"):
            tag.attrs["data-align"] = tag.attrs["align"]
        if tag.get("data-align") == "right" and len(tag.text) > _LONG:
            tag.attrs["data-long"] = ""
        if tag.name == "table" or tag.above("table"):
            for name in _OBSOLETE.intersection(tag.attrs if tag.name != "img" else ()):
                del tag.attrs[name]
        if tag.name == "th" and tag.above("thead"):
            tag.attrs.setdefault("scope", "col")


def make_scroll(tree: Tag, own_lang: str, lang: str) -> None:
    """Wrap each table and each block of code; a keyboard reaches it and scrolls it, so it has a name, of `own_lang`."""
    numbers: Counter[str] = Counter()
    for tag in tree.tags("table", "pre"):
        if tag.above("table", "pre"):
            continue
        numbers[kind := _kind(tag)] += 1
        name = f"{kind} {numbers[kind]}{_caption(tag)}"
        attributes = {"class": SCROLL, "role": "group", "aria-label": name, "tabindex": "0"}
        wrapper = tag.wrap(Tag("section", attributes))
        if own_lang and "lang" not in tag.attrs:
            wrapper.attrs["lang"], tag.attrs["lang"] = own_lang, lang


def unscroll(tree: Tag) -> None:
    """Take the wrappers away."""
    for wrapper in tree.tags("section"):
        if SCROLL in wrapper.classes:
            for tag in wrapper.elements if "lang" in wrapper.attrs else ():
                tag.attrs.pop("lang", None)
            wrapper.unwrap()


def _kind(tag: Tag) -> str:
    if tag.name == "pre":
        return "Code"
    return next((kind for name, kind in _KINDS.items() if name in tag.classes), "Table")


def _caption(tag: Tag) -> str:
    caption = tag.first("caption")
    words = " ".join(caption.text.split()) if caption else ""
    return f": {words}" if words else ""
