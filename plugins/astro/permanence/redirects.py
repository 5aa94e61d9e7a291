"""What stands at a former address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote, urlsplit


def root_of(site: str) -> str:
    """The path of a site, by its address: `` or `/blog`."""
    return urlsplit(site).path.rstrip("/")


def redirect_page(address: str, title: str, lang: str, sections: Iterable[tuple[str, str]]) -> str:
    """A page that leads on to `address` (absolute in public) by itself, without script, and tells search engines so.

    `lang` is the language of the essay; `sections` are (id, heading): links to the former page's sections lead to
    something here too. A browser that is sent on by a page forgets the fragment; the `_redirects` of a host keep it.
    """
    to, name = escape(address), escape(title, quote=False)
    items = "".join(
        f'<li id="{escape(id_)}"><a href="{to}#{quote(id_)}">{escape(heading, quote=False)}</a></li>\n'
        for id_, heading in sections
    )
    own = f' lang="{escape(lang)}" dir="auto"'
    parts = f"<ul{own}>\n{items}</ul>\n" if items else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'  # no white flash in the dark
        f"<title>{name}</title>\n"
        f'<link rel="canonical" href="{to}">\n<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={to}">\n</head>\n<body>\n'
        f'<h1>This essay has moved</h1>\n<p{own}><a href="{to}">{name}</a></p>\n{parts}</body>\n</html>\n'
    )


def redirect_rules(redirects: Mapping[str, str], root: str) -> str:
    """The `_redirects` file of static hosts: a line for each former address; browsers keep the `#fragment`.

    `root` is the path of the site (`` or `/blog`).
    """
    return "".join(f"{root}/{old} {root}/{new} 301\n" for old, new in sorted(redirects.items()))
