"""In which order the files of a site are sent, how a host is to serve them, and where they go."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from posixpath import splitext

from ..regex import regex

# A site that is sent file by file is never without what its pages need: assets, then essays, then what lists them.
_LISTS = ("archives/", "tag/", "page/")
_HASHED = regex(r"theme/.*\.[0-9a-f]{8,}\.|pictures/[0-9a-f]{16}-")  # the names that astro gives
KEEP = 5  # releases that can be gone back to
CNAME = "CNAME"  # the one file that people put into a site by hand

# Looks at the names of the files that are public, before anything is sent; raises what the sending is refused with.
Look = Callable[[Iterable[str]], None]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a site is sent."""

    kind: str
    """folder, ssh, git or s3."""
    host: str
    """`user@host`, the git remote, or the bucket; empty for a folder."""
    path: str
    """The folder, the branch, or what stands in front of every key (with a slash at its end, or empty)."""


def target_of(words: str) -> Target:
    """The target that TO names; raises ValueError, which says what it may be, where it names none."""
    if words.startswith("s3://"):
        bucket, _, prefix = words.removeprefix("s3://").partition("/")
        if bucket:
            return Target("s3", bucket, f"{prefix.strip('/')}/" if prefix.strip("/") else "")
    elif words.startswith("git:"):
        remote, _, branch = words.removeprefix("git:").partition("#")
        if remote:
            return Target("git", remote, branch or "gh-pages")
    elif match := re.fullmatch(r"(?P<host>[\w.@-]+):(?P<path>(?!//)[^:]+)", words):
        path = match["path"].removeprefix("~/") or "."  # it begins at home
        if not match["host"].startswith("-") and not path.startswith("~"):
            return Target("ssh", match["host"], path.rstrip("/") or "/")
    elif words and ":" not in words and not words.startswith("~"):  # of nobody here
        return Target("folder", "", words.rstrip("/") or "/")
    port = " (a port stands in SSH_OPTIONS)" if words.startswith("ssh://") else ""
    raise ValueError(
        f"TO=`{words}` names no place; write a folder, host:folder{port}, git:remote#branch or s3://bucket/folder"
    )


def plain(words: str) -> str:
    """Words without the password that stands in an address, `https://me:secret@host/x` or `https://token@host/x`."""
    return re.sub(r"(?<=://)([^/\s:@]*):[^/\s]*@", r"\1@", re.sub(r"(?<=http://|ttps://)[^/\s:@]*@", "", words))


def rank(name: str) -> int:
    """0 for an asset, 1 for an essay or page, 2 for what lists them."""
    if splitext(name)[1] in (".xml", ".json", ".sha256") or name in ("index.html", "_redirects", "robots.txt"):
        return 2
    if name.endswith(".html"):
        return 2 if name.startswith(_LISTS) else 1
    return 0


def in_order(names: Iterable[str], there: Container[str] = ()) -> list[str]:
    """The names in the order in which they are sent; what is not `there` yet comes first, as a page may lead to it.

    The search's page needs its index; the mark of the site is the last.
    """

    def place(name: str) -> tuple[int, bool, bool, str]:
        return 0 if name.startswith("pagefind/") else rank(name), name.endswith(".sha256"), name in there, name

    return sorted(names, key=place)


def deletes(old: Iterable[str], new: Iterable[str]) -> list[str]:
    """What is taken away at the end: lists, then pages, then pictures. What the theme had stays, as `is_kept` says."""
    gone = (name for name in set(old) - set(new) if not is_kept(name))
    return sorted(gone, key=lambda name: (-rank(name), name))


def lost(public: Iterable[str], new: Container[str]) -> list[str]:
    """The addresses of essays and pages that are public and that a new site lacks, sorted."""
    names = (name for name in public if rank(name) == 1 and not is_kept(name) and name not in new)
    return sorted(name.removesuffix("index.html") for name in names)


def is_kept(name: str) -> bool:
    """Whether a file of the last release stays in the next, for pages that a reader has open: the theme's do."""
    return name.startswith("theme/")


def cache_control(name: str) -> str:
    """How long a file may be kept: one with a digest in its name forever, pages and feeds not unasked."""
    if _HASHED.match(name):
        return "public, max-age=31536000, immutable"
    return "public, max-age=0, must-revalidate" if rank(name) else "public, max-age=3600"


def probes(files: Mapping[str, str], feed: str) -> list[str]:
    """What is fetched to see that a site has arrived: home, the newest essay (which the feed names first), the feed."""
    places = {name: feed.find(f'/{name.removesuffix("index.html")}"') for name in files if name.endswith("/index.html")}
    essays = sorted((place, name) for name, place in places.items() if place >= 0 and rank(name) == 1)
    wanted = ["index.html", *(name for _, name in essays[:1]), "feed.xml"]
    return [name for name in wanted if name in files]
