"""Text that fits into XML, and text that feed readers would take for HTML."""

from __future__ import annotations

from html import unescape
from html.entities import name2codepoint

from ..plain_text.lines import UNFIT
from ..regex import regex

# In one set of both planes each character of an essay would be held against each range.
_UNFIT = regex(f"[{UNFIT}\ud800-\udfff]")
_UNFIT_ABOVE = regex(
    "[" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)) + "]"
)
_TAG = regex(r"<[a-zA-Z/!?]")
_REFERENCE = regex(r"&(#?\w+)")


def sendable(text: str) -> str:
    """The text without characters that no feed may hold; none of them can be seen."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNFIT.sub("", text)
    above = len(text.encode("utf-16-le")) > 2 * len(text)  # some of its characters need two units there
    return _UNFIT_ABOVE.sub("", text) if above else text


def reads_as_html(text: str) -> bool:
    """Whether a plain text may be read as HTML and then says something else: `a <b>` and `&lt;` do, `R & D` does not.

    An `&` counts where a validator suspects a character: before a name that HTML knows, or a word that is not all
    letters.
    """
    names = _REFERENCE.findall(text)
    is_suspected = any(name in name2codepoint or not name.isalpha() for name in names)
    return is_suspected or bool(_TAG.search(text)) or unescape(text) != text
