"""A log line of Pelican's -> the problem that it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from posixpath import normpath

from ..markup.places import without_code
from ..plain_text.lines import one_line, split_lines
from ..problem import Problem
from ..regex import regex
from .failures import lacks_module
from .origin import line_with

NO_WORDS = "Empty alt attribute for image %s in %s"
# What may show a picture without words: Markdown, or a tag; and what is in a tag.
_SHOWS = regex(r"""!\[\s*\][\[(][^\])]*|<img\s(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_ATTRIBUTES = regex(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>=]+))?""")
FATAL = "Warning or error encountered"  # as what is logged raises where Pelican is asked for --fatal
WARNED = "the warning above is an error where --fatal asks for that"
_FAILED = "Could not process %s"
_PLUGINS = ("Cannot load plugin", "Cannot register plugin")


def problem_of(
    template: str, args: Sequence[object], message: str, reason: BaseException | None, content: str
) -> Problem:
    """The problem that an error in Pelican's log means.

    `template` and `args` made the `message`; `reason` is the exception being handled while it was logged, `content`
    the name of the folder of all essays.
    """
    why = f"{type(reason).__name__}: {reason}" if reason else ""
    if str(reason) == FATAL:
        why = WARNED
    if isinstance(reason, ModuleNotFoundError) and not message.startswith(_PLUGINS):
        return lacks_module(reason)
    if template == _FAILED and args:
        return Problem(f"{content}/{normpath(str(args[0]))}", 1, one_line(f"{why or message}; correct the file"))
    if message.startswith(_PLUGINS):
        remedy = "correct the plugin, or take it out of PLUGINS"
        return Problem("pelicanconf.py", 1, one_line(f"{message} {why}; {remedy}"))
    return Problem("pelicanconf.py", 1, one_line(f"{message}{': ' * bool(why)}{why}; correct what it names"))


def no_words(picture: str, path: str, source: str, content: str) -> Problem | None:
    """What Pelican's warning NO_WORDS says of a picture in the essay at `path`, whose text is `source`.

    None where HTML says itself that it shows nothing: `alt=""`, as the standard has it of mere decoration.
    """
    named = re.compile(rf"[/\"'(=}}]{re.escape(unescape(picture))}(?![\w.-])|\]\[")  # or by a name of its own
    lines = split_lines(source)
    shows = [each for each in _SHOWS.findall("\n".join(without_code(lines))) if named.search(unescape(each))]
    if shows and all(map(_says_nothing, shows)):
        return None
    line = line_with(picture, source)
    do = "`:alt: what it shows` under it" if path.endswith(".rst") else "`![what it shows](…)`"
    if "<img" in lines[line - 1].lower():
        do = '`alt="what it shows"`'
    text = f"nobody who cannot see `{picture}` is told what it shows; write it: {do}"
    return Problem(f"{content}/{path.rpartition(f'/{content}/')[2]}", line, text)


def _says_nothing(shown: str) -> bool:
    """Whether it is a tag with an empty `alt`."""
    given = {name.lower(): value for name, value in _ATTRIBUTES.findall(shown)}
    return shown.startswith("<") and given.get("alt") in ("", '""', "''")
