"""The HTML of an essay -> its text, as one would write it without marks of HTML."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ", "hr": "* * *"}
_BLOCKS = frozenset(("p", "pre", "ul", "ol", "dl", "blockquote", "table", "figure", "div", "section", *_MARKS))


def as_text(title: str, html: str) -> str:
    """The words of an essay: its title, then its blocks, with an empty line between two of them."""
    tree = BeautifulSoup(html, "html.parser")
    return "\n\n".join([title, *_blocks(tree)]) + "\n"


def _blocks(parent: Tag) -> list[str]:
    blocks: list[str] = []
    line: list[str] = []
    for node in [*parent.children, None]:
        if (isinstance(node, Tag) and node.name in _BLOCKS) or node is None:
            blocks += filter(None, [" ".join("".join(line).split())])
            line = []
            blocks += _block(node) if isinstance(node, Tag) else []
        else:
            line.append(_inline(node))
    return blocks


def _block(tag: Tag) -> list[str]:
    match tag.name:
        case "pre":
            text = "\n".join(f"    {line}" for line in tag.get_text().rstrip("\n").split("\n"))
        case "ul" | "ol":
            items = enumerate(tag.find_all("li", recursive=False), start=1)
            text = "\n".join(_item(f"{i}. " if tag.name == "ol" else "- ", item) for i, item in items)
        case "blockquote":
            text = "\n>\n".join(_prefixed("> ", "> ", block) for block in _blocks(tag))
        case "table":
            text = "\n".join(" | ".join(map(_words, row.find_all(("td", "th")))) for row in tag.find_all("tr"))
        case name if name in _MARKS:
            text = _MARKS[name] + _words(tag)
        case _:
            return _blocks(tag)
    return [text]


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _item(mark: str, item: Tag) -> str:
    return _prefixed(mark, " " * len(mark), "\n".join(_blocks(item)))


def _prefixed(first: str, others: str, text: str) -> str:
    return "\n".join((others if i else first) + line for i, line in enumerate(text.split("\n")))


def _inline(node: PageElement) -> str:
    if isinstance(node, Tag):
        if node.name == "br":
            return " "
        if node.name == "img":
            return str(node.get("alt", ""))
        return "".join(_inline(child) for child in node.children)
    return str(node) if type(node) is NavigableString else ""
