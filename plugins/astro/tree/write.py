"""A tree -> its HTML."""

from __future__ import annotations

from html import escape

from .node import Tag
from .strict import VOID

_AS_IT_IS = ("script", "style")
_LISTS = ("class", "headers", "rel")  # attributes that are words, with one space between two


def to_html(parent: Tag) -> str:
    """The HTML of what is in an element; attributes stand in the order of their names."""
    parts: list[str] = []
    _write(parent, parts)
    return "".join(parts)


def _write(parent: Tag, parts: list[str]) -> None:
    for node in parent.children:
        if isinstance(node, Tag):
            parts.append(_start(node))
            if node.children or node.name not in VOID:
                _write(node, parts)
                parts.append(f"</{node.name}>")
        else:
            parts.append(node if parent.name in _AS_IT_IS else escape(node, quote=False))


def _start(tag: Tag) -> str:
    if not tag.attrs:
        return f"<{tag.name}>"
    attributes = (f" {name}={_quoted(name, tag.attrs[name])}" for name in sorted(tag.attrs))
    return f"<{tag.name}{''.join(attributes)}>"


def _quoted(name: str, value: str) -> str:
    value = escape(" ".join(value.split()) if name in _LISTS else value, quote=False)
    if '"' not in value:
        return f'"{value}"'
    return "'" + value + "'" if "'" not in value else '"' + value.replace('"', "&quot;") + '"'
