"""How docutils writes an essay: its figures are figures, and its sizes of pictures attributes of them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.body import CodeBlock
from pelican.readers import PelicanHTMLTranslator, PelicanHTMLWriter
from pelican.rstdirectives import Pygments

from ..regex import regex

_MADE = "made"  # of a heading: the id that docutils has made of it
_KINDS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
_UNDERLINED = regex(r"(?:\A|\n)([-=~^\"'#*+:_`])\1{1,2}\Z")  # too short for docutils
_SIZES = regex(r' style="([^"]*)"')
_SIZE = regex(r"(width|height): ([\d.]+)(px|%);")


class Translator(PelicanHTMLTranslator):  # type: ignore[misc]  # Pelican has no types
    """Writes what Markdown would give for the same."""

    object_image_types: dict[str, str] = {}  # noqa: RUF012  # docutils' form; drawings are pictures too, no programs

    def visit_document(self, node: nodes.document) -> None:
        """Put what docutils has made of a document back into what the author wrote."""
        _take_subtitle_back(node)
        _part_pictures(node)
        for paragraph in node.findall(nodes.paragraph):
            if _UNDERLINED.search(paragraph.rawsource):
                self.document.reporter.warning("Title underline too short; a break is `----`", line=paragraph.line)
        if labels := node["ids"][1:]:  # above the title
            place = node.first_child_not_matching_class((nodes.Titular, nodes.PreBibliographic, nodes.docinfo)) or 0
            targets = "".join(f'<span id="{label}"></span>' for label in labels)
            node.insert(place, nodes.raw("", targets, format="html"))
        super().visit_document(node)

    def visit_section(self, node: nodes.section) -> None:
        """Begin a section; the id that docutils makes of its heading is none, a label above it is."""
        if node["ids"]:  # what docutils adds itself has none
            title = node.next_node(nodes.title)
            title[_MADE], *title["ids"] = node["ids"]
            node["ids"] = []
        super().visit_section(node)

    def visit_title(self, node: nodes.title) -> None:
        """Begin a heading."""
        at = len(self.body)
        super().visit_title(node)
        if made := node.get(_MADE):
            self.body[at] = self.body[at].replace(">", f' data-made="{made}">', 1)

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        """Begin a list, with the kind of its numbers where no style sheet is."""
        super().visit_enumerated_list(node)
        if kind := _KINDS.get(node["enumtype"]):
            self.body[-1] = self.body[-1].replace("<ol", f'<ol type="{kind}"', 1)

    def visit_literal(self, node: nodes.literal) -> None:
        """Write code as code."""
        if "code" in node["classes"]:
            super().visit_literal(node)
        else:
            self.body.append(f"<code>{self.encode(node.astext())}</code>")
            raise nodes.SkipNode

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

    def depart_caption(self, node: nodes.caption) -> None:
        """End it, unless more is said of the picture below."""
        if not isinstance(node.next_node(siblings=True, descend=False), nodes.legend):
            self.body.append("</figcaption>\n")

    def visit_legend(self, node: nodes.legend) -> None:
        """Go on with the caption, where there is one."""
        above = node.parent.children[node.parent.index(node) - 1]
        self.body.append("\n" if isinstance(above, nodes.caption) else "<figcaption>")

    def depart_legend(self, _: nodes.legend) -> None:
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
    """Pelican's writer, with our translator."""

    def __init__(self) -> None:
        super().__init__()
        self.translator_class = Translator


class Code(Pygments):  # type: ignore[misc]
    """A block of code without the numbers of its lines, which would be words of a table to feeds and readers."""

    def run(self) -> Any:
        """The block."""
        self.options["linenos"] = "none"
        return super().run()


class Numbered(CodeBlock):  # type: ignore[misc]
    """Docutils' own directive for code, without the numbers of lines either."""

    def run(self) -> Any:
        """The block."""
        self.options.pop("number-lines", None)
        return super().run()


def _take_subtitle_back(document: nodes.document) -> None:
    """Make a section again of the only one below a title, which docutils takes for its second line."""
    place = next((i for i, each in enumerate(document.children) if isinstance(each, nodes.subtitle)), None)
    if place is not None:
        subtitle, *rest = document.children[place:]
        fields = [each for each in rest if isinstance(each, nodes.docinfo)]  # which belong to the document
        below = [each for each in rest if not isinstance(each, nodes.docinfo)]
        section = nodes.section("", nodes.title("", "", *subtitle.children), *below, ids=subtitle["ids"])
        document.children[place:] = fields
        document += section


def _part_pictures(document: nodes.document) -> None:
    """Make a paragraph of each picture that stands alone."""
    for image in [*document.findall(nodes.image)]:
        whole = image.parent if isinstance(image.parent, nodes.reference) else image
        if isinstance(whole.parent, nodes.document | nodes.section):
            paragraph = nodes.paragraph()
            whole.replace_self(paragraph)
            paragraph += whole


def _is_within(block: nodes.Element) -> bool:
    return isinstance(block.parent, nodes.line_block)


def _attributes(style: str) -> str:
    return "".join(f' {name}="{number}{unit.strip("px")}"' for name, number, unit in _SIZE.findall(style))


def take_directives() -> None:
    """Have docutils read blocks of code by our directives."""
    for name in ("code-block", "sourcecode"):
        directives.register_directive(name, Code)
    directives.register_directive("code", Numbered)
