"""What the desk adds to the pages that it shows; nothing of it is ever in a file of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from ..problem import Problem
from ..regex import regex

_TAG = regex(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
EVENTS = "/.desk/events"
SCRIPT = "/.desk/desk.js"

BROKEN = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not built</title>
<style>
body {{ font: 1.05rem/1.5 system-ui, sans-serif; max-width: 55rem; margin: 3rem auto; padding: 0 1.2rem; }}
h1 {{ font-size: 1.4rem; }}
li {{ margin-block: 1rem; }}
code {{ font-weight: bold; display: block; }}
pre {{ overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: .3rem; }}
</style>
</head>
<body>
<main>
<h1>What was saved cannot be built</h1>
<ol>
{problems}</ol>
{last}
<details{open}><summary>Everything that the build said</summary>
<pre>{text}</pre>
</details>
</main>
</body>
</html>
"""
LAST = '<p>The last good site stays: <a href="?last-good">this page of it</a>.</p>'
NO_LAST = "<p>There is no site yet that could be shown instead.</p>"


def broken_page(problems: Sequence[Problem], text: str, *, has_last: bool) -> str:
    """The page that stands at every address while the last save cannot be built.

    `text` is all that the build wrote; `has_last` tells whether a site was built before.
    """
    items = "".join(
        f"<li><code>{escape(f'{each.path}:{each.line}:')}</code> {escape(each.text)}</li>\n" for each in problems
    )
    last, shown = (LAST if has_last else NO_LAST), ("" if problems else " open")
    return BROKEN.format(problems=items, last=last, open=shown, text=escape(text.strip()))


def led_here(html: str, site: str) -> str:
    """A page of the public site at the address `site`, whose own links and pictures are those of this server."""
    if not site:
        return html
    here = f"{urlsplit(site).path}/"
    return _TAG.sub(lambda tag: re.sub(rf"""(?<=["'\s,]){re.escape(site)}/""", here, tag[0]), html)


def dressed_here(feed: bytes, site: str) -> bytes:
    """A feed of the public site at the address `site`, shown by the stylesheet of this server."""
    sheet = '<?xml-stylesheet type="text/css" href="'
    return feed.replace(f"{sheet}{site}/".encode(), f"{sheet}{urlsplit(site).path}/".encode(), 1)


def for_the_desk(html: str, version: str, shown: str) -> str:
    """A page with the desk's script, at its very end, where it is still part of the page's body.

    `version` is that of the site, `shown` what is being shown: `site`, `broken` or `last-good`.
    """
    return f'{html}<script src="{SCRIPT}" data-version="{escape(version)}" data-shown="{escape(shown)}"></script>\n'
