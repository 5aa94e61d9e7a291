"""Which elements stand on lines of their own."""

from __future__ import annotations

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LINES = frozenset(
    [
        *("p", "div", "section", "article", "header", "footer", "nav", "aside", "main", "address", "center", "hgroup"),
        *("details", "summary", "fieldset", "legend", "form", "figure", "figcaption", "blockquote", "pre", "hr"),
        *("ul", "ol", "li", "dl", "dt", "dd", "menu", "table", "caption", "tr", "td", "th", "search"),
        *("thead", "tbody", "tfoot", *HEADINGS),
    ]
)
"""The elements that end a line: their words must not run into those beside them."""
APART = LINES | {"br"}
