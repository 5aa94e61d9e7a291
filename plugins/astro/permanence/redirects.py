"""What stands at a former address."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape


def redirect_page(address: str, title: str) -> str:
    """A page that leads on to `address` (absolute in public) by itself, without script, and tells search engines so."""
    to, name = escape(address), escape(title, quote=False)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{name}</title>\n"
        f'<link rel="canonical" href="{to}">\n<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={to}">\n</head>\n<body>\n'
        f'<h1>This essay has moved</h1>\n<p><a href="{to}">{name}</a></p>\n</body>\n</html>\n'
    )


def redirect_rules(redirects: Mapping[str, str]) -> str:
    """The `_redirects` file of static hosts: a line for each former address; browsers keep the `#fragment`."""
    return "".join(f"/{old} /{new} 301\n" for old, new in sorted(redirects.items()))
