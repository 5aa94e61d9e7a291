"""Blocks of code -> the same text with its parts named, for the stylesheet to colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bs4 import BeautifulSoup, Tag

_LANGUAGE = "language-"


def colour(tree: BeautifulSoup) -> None:
    """Put what Pygments knows as keyword, string, comment or name of a block whose language is given into a span."""
    for code in tree.select(f"pre > code[class*='{_LANGUAGE}']"):
        parts = list(_parts(code.get_text(), _language(code)))
        code.clear()
        for kind, text in parts:
            if kind:
                span = tree.new_tag("span", attrs={"class": kind})
                span.string = text
                code.append(span)
            else:
                code.append(text)


def uncolour(tree: BeautifulSoup) -> None:
    """Leave the text alone."""
    for code in tree.select(f"pre > code[class*='{_LANGUAGE}']:has(span)"):
        code.string = code.get_text()


def _language(code: Tag) -> str:
    names = code.get_attribute_list("class")
    return next(str(name)[len(_LANGUAGE) :] for name in names if str(name).startswith(_LANGUAGE))


def _parts(text: str, language: str) -> Iterator[tuple[str, str]]:
    """(class or nothing, text) of each part, in order; together they are the text. Unknown languages are one part."""
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415  # slow to import, and most essays have no code
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        yield "", text
        return
    named = ((_kind(str(token)), part) for token, part in lexer.get_tokens(text))
    for kind, parts in groupby(named, key=lambda each: each[0]):
        yield kind, "".join(part for _, part in parts)


def _kind(token: str) -> str:
    """The class of a part, in the short form that Pygments and docutils use too."""
    starts = {
        "Token.Keyword": "k",
        "Token.Operator.Word": "k",
        "Token.Name.Tag": "k",
        "Token.Literal.String": "s",
        "Token.Literal.Number": "s",
        "Token.Comment": "c",
        "Token.Name.Function": "nf",
        "Token.Name.Class": "nf",
        "Token.Name.Decorator": "nf",
        "Token.Name.Builtin": "nf",
        "Token.Name.Attribute": "nf",
    }
    return next((name for start, name in starts.items() if token.startswith(start)), "")
