"""The files of content/: which of them are essays, and which of them essays show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from ..regex import regex

_FILE_LINK = regex(r"[{|](?:static|attach|filename)[}|](?P<path>.*)", re.DOTALL)
READ = frozenset({"txt", "md", "mkd", "mdown", "markdown", "rst"})  # how the names of essays end
_SAYS_DRAFT = regex(  # in the first lines of an essay in any form; those of reStructuredText stand below its title
    rb"(?:(?:[^\n]*\S[^\n]*\n)*?|(?:[^\n]*\n){0,12}?:)"
    rb"(?:status\s*[:=]\s*[\"']?draft|draft\s*[:=]\s*[\"']?(?:true|yes)|published\s*[:=]\s*[\"']?(?:false|no))\b",
    re.IGNORECASE,
)
_UNREAD = frozenset({"", *"text html htm xhtml docx doc odt rtf org adoc asciidoc textile mdx ipynb tex".split()})


def is_ignored(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file of this name is no content, as Pelican decides it."""
    return any(fnmatch(name, pattern) for pattern in patterns)


def is_no_essay(name: str) -> bool:
    """Whether a file looks like an essay in a form that nothing here reads, so that it would be passed over."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending in _UNREAD


def says_draft(head: bytes) -> bool:
    """Whether a text that begins so says in its header that it is a draft."""
    return _SAYS_DRAFT.match(head.removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\r", b"")) is not None


def files_shown(links: Iterable[str], source: str, url: str) -> Iterator[str]:
    """The paths, in content/ or on the site, that links of an essay at `source` with the address `url` may mean."""
    for link in links:
        match = _FILE_LINK.match(link)
        path = unquote(urlsplit(match["path"] if match else link).path)
        for base in (dirname(source), "" if match else url.strip("/")):
            yield normpath(path.lstrip("/") if path.startswith("/") else join(base, path))


def _as_typed(names: Iterable[str]) -> set[str]:
    """Names as keyboards type them; a Mac writes accents apart."""
    return {unicodedata.normalize("NFC", name) for name in names}


def only_unseen(unseen: Iterable[str], seen: Iterable[str], files: Mapping[str, str]) -> frozenset[str]:
    """Those of `files` (address by path in content/) that only essays which the public does not see show."""
    hidden, shown = map(_as_typed, (unseen, seen))
    named = {path: _as_typed((path, url)) for path, url in files.items()}
    return frozenset(path for path, names in named.items() if names & hidden and not names & shown)
