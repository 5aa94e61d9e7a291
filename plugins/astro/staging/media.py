"""What a file of a site is, for those that serve it."""

from __future__ import annotations

from mimetypes import MimeTypes

_TYPES = MimeTypes(filenames=())  # Python's own table, without that of the machine
for _type, _ending in (
    ("application/xml", ".xml"),
    ("font/woff2", ".woff2"),
    ("image/webp", ".webp"),
    ("text/javascript", ".js"),
    ("text/markdown", ".md"),
    ("text/plain", ".sha256"),
):
    _TYPES.add_type(_type, _ending)
_TEXTS = ("application/json", "application/manifest+json", "application/xml", "image/svg+xml")


def content_type(name: str) -> str:
    """The value of `Content-Type` for a file, with its charset where it is a text: everything here is UTF-8."""
    kind, packed = _TYPES.guess_type(name)
    if kind is None or packed:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in _TEXTS else kind
