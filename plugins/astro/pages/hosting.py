"""What a static host is to send with the pages: headers, speculation rules, the manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from ..feeds.feed import archive_name

YEAR = 31_536_000  # seconds
_SPECULATION = "speculation.json"
# Pages load a stylesheet and pictures, send nothing anywhere, and run nothing but the search.
_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
_REFUSED = "camera microphone geolocation payment usb serial hid midi display-capture browsing-topics"


def policy(script: str, index: str) -> str:
    """The Content-Security-Policy of all pages; of scripts it allows `script` and what stands under `index` alone.

    Both are absolute addresses. The index is read by a program in WebAssembly.
    """
    allowed = {"script-src": f"{script} {index} 'wasm-unsafe-eval'"}
    fields = [f"{name} {value}" for name, value in (_POLICY | allowed).items()]
    return "; ".join([*fields, "upgrade-insecure-requests"])


def headers(root: str, kept: Iterable[str], script: str, index: str, feeds: Iterable[str]) -> str:
    """The `_headers` file (Netlify, Cloudflare Pages) of a site under the path `root` (`` or `/blog`).

    `kept` are the paths of what is another file under another name once it changes, `x/*` for all in a folder; `feeds`
    and their archives may be read by the pages of other sites, as feed readers on the web are; those of each tag or
    language are named by one pattern, with `{slug}` or `{lang}`. Hosts join a header that two rules set for a path, so
    no two do, and the policy is one for all pages.
    """
    every = {
        "Content-Security-Policy": policy(script, index),
        "Strict-Transport-Security": f"max-age={2 * YEAR}",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _REFUSED.split()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Speculation-Rules": f'"{root}/{_SPECULATION}"',
    }
    for_good = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return "\n".join(
        [
            *_rule(f"{root}/*", every),
            *(line for path in kept for line in _rule(f"{root}/{path}", for_good)),
            *(line for path, fields in _of_feeds(feeds) for line in _rule(f"{root}/{path}", fields)),
            *_rule(f"{root}/{_SPECULATION}", {"Content-Type": "application/speculationrules+json"}),
            "",
        ]
    )


def _of_feeds(names: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """(path, headers) of feeds, each header where no wider path has it; hosts send feeds as what they are, but JSON."""
    patterns = (re.sub(r"\{[^{}]*\}|%s", "*", name) for name in names)
    paths = dict.fromkeys(path for pattern in patterns for path in (pattern, _of_archives(pattern)))
    json_feeds = [path for path in paths if path.endswith(".json") and not fnmatchcase(_SPECULATION, path)]
    for path in paths:
        fields = {"Access-Control-Allow-Origin": "*"} if _is_widest(path, paths) else {}
        if path in json_feeds and _is_widest(path, json_feeds):
            fields["Content-Type"] = "application/feed+json"
        if fields:
            yield path, fields


def _of_archives(path: str) -> str:
    """The path of the archives of a feed; a wider one where it has a `*` already, as hosts take one of these alone."""
    if "*" not in path:
        return archive_name(path, "*")
    _, dot, suffix = path.rpartition(".")
    return f"{path.partition('*')[0]}*{dot}{suffix if dot else ''}"


def _is_widest(path: str, paths: Iterable[str]) -> bool:
    return not any(fnmatchcase(path, other) for other in paths if other != path)


def speculation(root: str) -> str:
    """The rules by which a browser fetches a page of the site while the reader points at its link."""
    pages = {"and": [{"href_matches": f"{root}/*"}, {"not": {"href_matches": f"{root}/*.*"}}]}
    return json.dumps({"prefetch": [{"where": pages, "eagerness": "moderate"}]}, indent=1) + "\n"


def manifest(name: str, root: str, paper: str) -> str:
    """The web manifest: the name and the icons of the site."""
    icons = [{"src": f"{root}/icon-{size}.png", "type": "image/png", "sizes": f"{size}x{size}"} for size in (192, 512)]
    about = {"name": name, "short_name": name, "start_url": f"{root}/", "display": "browser"}
    colours = {"background_color": paper, "theme_color": paper}
    return json.dumps(about | colours | {"icons": icons}, indent=1, ensure_ascii=False) + "\n"


def robots(own: str, sitemap: str) -> str:
    """The author's robots.txt, which names the site map at this address where it names none."""
    names_one = any(line.lower().startswith("sitemap:") for line in own.splitlines())
    return own if names_one else f"{own.rstrip()}\n\nSitemap: {sitemap}\n"


def _rule(path: str, fields: Mapping[str, str]) -> list[str]:
    return [path, *(f"  {name}: {value}" for name, value in fields.items())]
