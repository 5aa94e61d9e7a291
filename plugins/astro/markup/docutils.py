"""How docutils writes an essay: its figures are figures, and its sizes of pictures attributes of them."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from pelican.readers import PelicanHTMLTranslator, PelicanHTMLWriter
from pelican.rstdirectives import Pygments

_SIZES = re.compile(r' style="([^"]*)"')
_SIZE = re.compile(r"(width|height): ([\d.]+)(px|%);")


class Translator(PelicanHTMLTranslator):  # type: ignore[misc]  # Pelican has no types
    """Writes what Markdown would give for the same."""

    object_image_types: dict[str, str] = {}  # noqa: RUF012  # docutils' form; drawings are pictures too, no programs

    def visit_document(self, node: nodes.document) -> None:
        """Make a paragraph of each picture that stands alone."""
        for image in [*node.findall(nodes.image)]:
            whole = image.parent if isinstance(image.parent, nodes.reference) else image
            if isinstance(whole.parent, nodes.document | nodes.section):
                paragraph = nodes.paragraph()
                whole.replace_self(paragraph)
                paragraph += whole
        super().visit_document(node)

    def visit_image(self, node: nodes.image) -> None:
        """Write a picture with its size, which style sheets of pages would not let stand in `style`."""
        super().visit_image(node)
        self.body[-1] = _SIZES.sub(lambda style: _attributes(style[1]), self.body[-1])

    def visit_figure(self, node: nodes.figure) -> None:
        """Begin a figure."""
        self.body.append(self.starttag(node, "figure"))

    def depart_figure(self, _: nodes.figure) -> None:
        """End it."""
        self.body.append("</figure>\n")

    def visit_caption(self, node: nodes.caption) -> None:
        """Begin its caption."""
        self.body.append(self.starttag(node, "figcaption", ""))

    def depart_caption(self, _: nodes.caption) -> None:
        """End it."""
        self.body.append("</figcaption>\n")

    def visit_line_block(self, node: nodes.line_block) -> None:
        """Begin a paragraph of lines."""
        if not _is_within(node):
            self.body.append(self.starttag(node, "p", "", CLASS="line-block"))

    def depart_line_block(self, node: nodes.line_block) -> None:
        """End it."""
        if not _is_within(node):
            self.body[-1:] = ["</p>\n"]  # in the place of the last line's end

    def visit_line(self, node: nodes.line) -> None:
        """Begin a line, as far to the right as it is within others."""
        block = node.parent
        while _is_within(block):
            self.body.append("\N{EM SPACE}")
            block = block.parent

    def depart_line(self, _: nodes.line) -> None:
        """End it."""
        self.body.append("<br>\n")


class Writer(PelicanHTMLWriter):  # type: ignore[misc]
    """Writes so."""

    def __init__(self) -> None:
        super().__init__()
        self.translator_class = Translator


class Code(Pygments):  # type: ignore[misc]
    """A block of code without the numbers of its lines, which would be words of a table to feeds and readers."""

    def run(self) -> Any:
        """The block."""
        self.options["linenos"] = "none"
        return super().run()


def _is_within(block: nodes.Element) -> bool:
    return isinstance(block.parent, nodes.line_block)


def _attributes(style: str) -> str:
    sizes = (f' {name}="{number}{"%" if unit == "%" else ""}"' for name, number, unit in _SIZE.findall(style))
    return "".join(sizes)


def take_directives() -> None:
    """Have docutils read blocks of code so."""
    for name in ("code-block", "sourcecode"):
        directives.register_directive(name, Code)
