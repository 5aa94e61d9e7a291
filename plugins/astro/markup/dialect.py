"""Where Python-Markdown loses or changes words, it is taught to read them as authors mean them, or to say so.

Braces that hold no attributes are text, and so is a `#` without a space after it. As CommonMark has it, a list or table
may stand right below its sentence, a line below a list or quotation, and `[1] [words][name]` is a link by its words.
What stands between `~~` is deleted. What has no place - a cell without a column, a second note of one name - is a
fault.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import EscapeInlineProcessor, SimpleTagInlineProcessor, SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor

from ..regex import regex
from .addresses import Address
from .attributes import IS_LIST, LIST
from .counts import watch_numbers
from .emphasis import read_emphasis
from .entities import LAST, Entities
from .faults import Fault
from .formulas import Formula, is_open_formula
from .headings import Underlined
from .lists import nested
from .names import name_by_code
from .notes import Abbreviations
from .numbering import WHEN, InOrder
from .references import keep_open_references
from .tables import Tables

_HEADING = regex(r"(?:^|\n)(?P<level>#{1,6})(?=[ \n]|$)(?P<header>[^\n]*?)(?:[ ]#+)?[ ]*(?:\n|$)")
_ITEM = regex(r"\n(?=[ ]{0,3}(?:[*+-]|1\.)[ ]+\S)")
_TABLE = regex(r"\n(?=[^\n|]*\|[^\n]*\n[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*(?:\n|$))")
_NO_BLANK = regex(r"#{2,6}[^\s#\u200b]")
_OTHER_BLANK = regex(r"^(#{1,6}|[*+-])[\u00a0\u2000-\u200a\u202f\u3000]+(?=\S)")
_OTHER_BULLET = regex(r"[*+-][\u00a0\u2000-\u200a\u202f\u3000]+[^\s\d*+-]")
KEPT = rf"(?<=[^\s#])(#)(?=#*[ ]+{LIST}[ ]*$)"  # of `## C# {#c}`, else dropped as one that closes a heading
BREAK = r"\\\n"  # as two spaces at the end of a line
DELETED = r"(?<!~)(~~)(?=[^\s~])(.*?[^\s~])~~(?!~)"


def adapt(markdown: Markdown, faults: list[Fault]) -> None:
    """Have a converter read so; what has no place in a text is added to `faults`. An extension may be missing."""
    if "attr_list" in markdown.treeprocessors:
        attributes = markdown.treeprocessors["attr_list"]
        attributes.HEADER_RE = re.compile(rf"[ ]+{LIST}[ ]*$")
        attributes.BLOCK_RE = re.compile(rf"\n[ ]*{LIST}[ ]*$")
        attributes.INLINE_RE = IS_LIST
    markdown.parser.blockprocessors["hashheader"].RE = _HEADING
    markdown.parser.blockprocessors.register(Underlined(markdown.parser), "setextheader", 60)  # in the place of its own
    for kind in ("reference", "short_reference", "image_reference", "short_image_ref"):
        name_by_code(markdown, markdown.inlinePatterns[kind])
    read_emphasis(markdown)
    markdown.ESCAPED_CHARS = [*markdown.ESCAPED_CHARS, *"~$<\"'"]
    markdown.inlinePatterns.register(Formula(markdown), "formula", 185)  # code is at 190, marks and escapes are below
    markdown.inlinePatterns.register(EscapeInlineProcessor(KEPT, markdown), "kept", 170)
    markdown.inlinePatterns.register(SubstituteTagInlineProcessor(BREAK, "br"), "break", 95)
    markdown.inlinePatterns.register(Address(markdown), "address", 70)  # behind all links, before all emphasis
    # After links and emphasis, which may stand in it.
    markdown.inlinePatterns.register(SimpleTagInlineProcessor(DELETED, "del"), "deleted", 65)
    markdown.postprocessors.register(Entities(markdown), "entities", LAST)
    keep_open_references(markdown)
    watch_numbers(markdown, faults)
    markdown.preprocessors.register(Blanks(markdown, faults), "blanks", 19)  # HTML is taken out before, at 20
    markdown.parser.blockprocessors.register(Below(markdown.parser), "right-below", 11)  # paragraphs are at 10
    if "table" in markdown.parser.blockprocessors:
        markdown.parser.blockprocessors.register(Tables(markdown, faults), "table", 75)  # in the place of its own
    if "abbr" in markdown.treeprocessors:
        known = markdown.treeprocessors["abbr"].abbrs
        markdown.treeprocessors.register(Abbreviations(markdown, known), "abbr", 7)  # in the place of its own
    for extension in markdown.registeredExtensions:
        if isinstance(extension, FootnoteExtension):
            _watch_notes(extension, faults)
            markdown.treeprocessors.register(InOrder(extension), "notes-in-order", WHEN)


class Blanks(Preprocessor):  # type: ignore[misc]  # Markdown has no types
    """Puts a plain space behind the marks of headings and lists that have another one, as Macs write it at a slip."""

    def __init__(self, markdown: Markdown, faults: list[Fault]) -> None:
        super().__init__(markdown)
        self._faults = faults

    def run(self, lines: list[str]) -> list[str]:
        """The lines with such spaces; marks of a heading without any, in a line of its own, are a fault."""
        around = ["", *lines, ""]
        for above, line, below in zip(around, lines, around[2:], strict=False):
            if _NO_BLANK.match(line) and not (above.strip() or below.strip()):
                text = f"the marks of `{line[:40]}` would stand on the page; write `## `, or `\\#` where they are words"
                self._faults.append(Fault(line, text))
        are = [False, *(bool(_OTHER_BULLET.match(line)) for line in lines), False]
        return [
            _OTHER_BLANK.sub(r"\1 ", line) if line[:1] == "#" or (is_one and (is_above or is_below)) else line
            for is_above, is_one, is_below, line in zip(are, are[1:], are[2:], lines, strict=False)
        ]


class Below(BlockProcessor):  # type: ignore[misc]  # Markdown has no types
    """Parts a paragraph from the list or table in the lines below it."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether there is one; within an item that no empty line parts from others there is none."""
        del parent
        return not self.parser.state.isstate("list") and _below(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read the paragraph, and leave the rest for the next reader."""
        block = blocks.pop(0)
        if found := _below(block):
            blocks.insert(0, block[found.end() :])
            self.parser.parseBlocks(parent, [block[: found.start()]])


def _below(block: str) -> re.Match[str] | None:
    found = (pattern.search(block) for pattern in (_ITEM, _TABLE))
    in_text = (each for each in found if each and not is_open_formula(block[: each.start()]))
    return min(in_text, key=re.Match.start, default=None)


def _watch_notes(notes: FootnoteExtension, faults: list[Fault]) -> None:
    keep = notes.setFootnote

    def set_footnote(name: str, text: str) -> None:
        if name in notes.footnotes:
            faults.append(Fault(f"[^{name}]:", f"a second note `[^{name}]`; give it another name"))
        elif name.split() != [name]:
            faults.append(Fault(f"[^{name}]:", f"no address can hold the name of the note `[^{name}]`; use no blanks"))
        keep(name, "\n".join(nested(text.split("\n"))))

    notes.setFootnote = set_footnote
