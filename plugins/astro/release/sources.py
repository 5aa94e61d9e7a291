"""What may be read: the files of content/, and of them none twice, hidden or leading out of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

_FILE_LINK = re.compile(r"[{|](?:static|attach|filename)[}|](?P<path>.*)", re.DOTALL)
READ = frozenset({"txt", "md", "mkd", "mdown", "markdown", "rst"})  # how the names of essays end
_UNREAD = frozenset({"", *"text html htm xhtml docx doc odt rtf org adoc asciidoc textile mdx ipynb tex".split()})
# First parts of addresses that the site itself takes, besides those that its settings name.
TAKEN = frozenset({"index", "404", "search", "pagefind"})


def is_ignored(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file of this name is no content, as Pelican decides it."""
    return any(fnmatch(name, pattern) for pattern in patterns)


def is_no_essay(name: str) -> bool:
    """Whether a file looks like an essay in a form that nothing here reads, so that it would be passed over."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending in _UNREAD


def fold(address: str) -> str:
    """What two addresses share that some disk or host takes for one: without case, in one Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", address).casefold())


def spelt(tag: str) -> str:
    """What two tags share that are written as one: without case and apostrophes, spaces and hyphens as one."""
    return re.sub(r"[\s_-]+", " ", re.sub("['’‘ʼ]", "", fold(tag))).strip()


def shared(addresses: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(source, address, the source that has it already) for every address that is taken; `addresses`: (source, it)."""
    taken: dict[str, str] = {}
    for source, address in addresses:
        if taken.setdefault(fold(address), source) != source:
            yield source, address, taken[fold(address)]


def reserved(places: Iterable[str]) -> frozenset[str]:
    """The first parts of addresses that no essay may have; `places` are paths of what the site writes of itself.

    Those are its folders, and its pages, as some hosts show `x.html` at `/x` too. A file like `robots.txt` is in no
    essay's way.
    """
    parts = {place.partition("/")[0].removesuffix(".html") for place in places if not place.startswith("{")}
    return frozenset(fold(part) for part in parts if part and "." not in part) | TAKEN


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
