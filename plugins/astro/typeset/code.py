"""Blocks of code -> the same text with its parts named, for the stylesheet to colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..tree.node import Tag

_LANGUAGE = "language-"
_KINDS = {  # how the name of a token begins, and the class of such parts
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
    "Token.Generic.Inserted": "gi",
    "Token.Generic.Deleted": "gd",
    "Token.Generic.Prompt": "c",
}


def colour(tree: Tag) -> None:
    """Put what Pygments knows as keyword, string, comment or name of a block whose language is given into a span."""
    for code, language in _blocks(tree):
        parts = list(_parts(code.text, language))
        code.children = []
        code.extend(Tag("span", {"class": kind}, [text]) if kind else text for kind, text in parts)


def uncolour(tree: Tag) -> None:
    """Leave the text alone."""
    for code, _ in _blocks(tree):
        if code.first("span"):
            code.children = [code.text]


def _blocks(tree: Tag) -> Iterator[tuple[Tag, str]]:
    """Each block of code whose language is given, with the language."""
    for code in tree.tags("code"):
        languages = [name.removeprefix(_LANGUAGE) for name in code.classes if name.startswith(_LANGUAGE)]
        if languages and code.parent and code.parent.name == "pre":
            yield code, languages[0]


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
    return next((name for start, name in _KINDS.items() if token.startswith(start)), "")
