"""The HTML of an essay -> its text, as one would write it without marks of HTML, and the text that it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..sections.texts import DELETED, is_footnote_mark, is_number, said
from ..tree.lines import HEADINGS, LINES
from ..tree.node import Node, Tag
from ..tree.read import parse
from .reading import enough
from .tables import captions, outside, rows

_MARKS = {"hr": "* * *", **{name: f"{'#' * int(name[1])} " for name in HEADINGS}}
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_PLAYED = ("audio", "video")  # what stands in them is for browsers that cannot play it
_BACK = "footnote-backref"
_BREAK = "\v"  # of a line; all other white space is as good as a space


def as_text(title: str, html: str) -> str:
    """The words of an essay: its title, then its blocks, with an empty line between two of them."""
    tree = parse(html)
    text = "\n\n".join([title, *_blocks(tree)]) + "\n"
    tree.cut()
    return text


def opening(html: str) -> tuple[str, ...]:
    """The first paragraphs of an essay as plain text: up to its first heading, and to the one that makes it ENOUGH."""
    return enough(_paragraphs(parse(html)))


def _paragraphs(tree: Tag) -> Iterator[str]:
    """Those that stand for themselves, before the first heading."""
    for tag in tree.tags("p", *HEADINGS):
        if tag.name in HEADINGS:
            return
        if tag.above("blockquote", "figure", "li", "table", "aside") is None:
            for unsaid in [each for each in tag.tags() if is_footnote_mark(each) or each.name in DELETED]:
                unsaid.remove()
            yield _words(tag)


def _blocks(parent: Tag) -> list[str]:
    return _blocks_of(parent.children)


def _blocks_of(nodes: Iterable[Node]) -> list[str]:
    blocks: list[str] = []
    line: list[str] = []
    for node in [*nodes, None]:
        if (isinstance(node, Tag) and node.name in LINES) or node is None:
            text = "\n".join(" ".join(part.split()) for part in "".join(line).split(_BREAK))
            blocks += filter(None, [text.strip()])
            line = []
            blocks += _block(node) if isinstance(node, Tag) else []
        else:
            line.append(_inline(node))
    return blocks


def _block(tag: Tag) -> list[str]:
    match tag.name:
        case "pre":
            text = "\n".join(f"    {line}" for line in tag.text.rstrip("\n").split("\n"))
        case "ul" | "ol" | "menu":
            text = "\n".join(_items(tag))
        case "blockquote":
            text = "\n>\n".join(_prefixed("> ", "> ", block) for block in _blocks(tag))
        case "dd":
            text = _prefixed("  ", "  ", "\n".join(_blocks(tag)))
        case "table":
            lines = [*map(_words, captions(tag)), *(" | ".join(map(_words, row)) for row in rows(tag))]
            return [*_blocks_of(outside(tag)), *filter(None, ["\n".join(filter(None, lines))])]
        case name if name in _PLAYED:
            return []
        case name if name in _MARKS:
            text = _MARKS[name] + _words(tag)
        case _:
            return _blocks(tag)
    return [text]


def _items(tag: Tag) -> Iterator[str]:
    """The items of a list, and what stands between them."""
    step = -1 if "reversed" in tag.attrs else 1
    number = _number(tag.get("start"), sum(each.name == "li" for each in tag.elements) if step < 0 else 1)
    between: list[Node] = []
    for node in tag.children:
        if not (isinstance(node, Tag) and node.name == "li"):
            between.append(node)
            continue
        yield from _indented(between)
        between = []
        number = _number(node.get("value"), number)
        yield _item(f"{_counted(number, tag.get('type'))}. " if tag.name == "ol" else "- ", node)
        number += step
    yield from _indented(between)


def _indented(nodes: Iterable[Node]) -> Iterator[str]:
    return (_prefixed("  ", "  ", block) for block in _blocks_of(nodes))


def _counted(number: int, kind: str) -> str:
    """The number of an item, as its list counts: by letters, of which there are 26, or by Roman numbers, up to 39."""
    if kind in ("a", "A") and 0 < number <= 26:
        text = chr(ord("a") + number - 1)
    elif kind in ("i", "I") and 0 < number < 40:
        text = "x" * (number // 10) + _ROMAN[number % 10]
    else:
        return str(number)
    return text.upper() if kind.isupper() else text


def _number(given: str, otherwise: int) -> int:
    return int(given) if is_number(given) and len(given) < 9 else otherwise


def _words(tag: Tag) -> str:
    return " ".join(_inline(tag).split())


def _item(mark: str, item: Tag) -> str:
    return _prefixed(mark, " " * len(mark), "\n".join(_blocks(item)))


def _prefixed(first: str, others: str, text: str) -> str:
    return "\n".join((others if i else first) + line for i, line in enumerate(text.split("\n")))


def _inline(node: Node) -> str:
    if not isinstance(node, Tag):
        return node.replace(_BREAK, " ") if type(node) is str else ""
    if node.name == "br":
        return _BREAK
    if node.name in ("img", *_PLAYED) or _BACK in node.classes:
        return node.get("alt")
    text = "".join(_inline(child) for child in node.children)
    if is_footnote_mark(node):
        return f"[{text.strip('[]')}]"
    if node.name in DELETED:
        return f"~~{text}~~"
    return said(node, text)
