"""Sending a site that was built and verified to where the public reads it, and taking the last sending back.

A folder and a host with ssh get whole releases (`releases`); a branch of a git repository gets a commit (`branch`); S3,
which knows only single files, gets them in the order in which no page lacks anything (`bucket`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import NamedTuple

from ..regex import regex
from ..staging import (
    DOTFILES,
    MARK,
    Mark,
    Place,
    RefusedError,
    digest_of,
    digests,
    even_modes,
    known_files,
    locked,
    mark_of,
    place_of,
)
from . import branch, bucket, releases
from .plan import CNAME, Look, Target, lost, probes

_PLAIN = regex(r"[\w./~@-]+")
_PATIENCE = 30.0  # seconds, for one file
_NOT_FOUND = 404
_MISSING = (403, _NOT_FOUND, 410)  # as hosts say it; 403 those of S3 that must not tell what is there


def verified(output: Path) -> tuple[str, str, dict[str, str]]:
    """(digest, address, files) of the public site in `output`; raises RefusedError unless it is as it was built."""
    digest, address = _mark(output)
    if "://" not in address.split(" ")[0]:
        raise RefusedError(f"{output} is the site of the desk, with drafts; run `make publish`")
    found = [path for path in output.rglob("*") if path.is_symlink() or not (path.is_file() or path.is_dir())]
    if found:
        raise RefusedError(f"{found[0]} is a link, pipe or device; take it out of the site")
    files = digests(output)
    known = {**files}
    if digest_of(known) != digest:
        known.pop(CNAME, None)  # the one file that people put there by hand
    if digest_of(known) != digest or not known:
        if strange := known.keys() - (known_files(place_of(output, [])) or known).keys():
            raise RefusedError(f"{output}/{min(strange)} is not of the site that was built and checked; take it out")
        raise RefusedError(f"{output} is not as it was built and checked; run `make publish` again")
    dots = [name for name in files if any(part.startswith(".") for part in {*name.split("/")} - DOTFILES)]
    if dots:
        raise RefusedError(f"{output}/{dots[0]} is a dotfile; take it out of the site")
    return digest, address, files | {MARK: hashlib.sha256((output / MARK).read_bytes()).hexdigest()}


def _mark(output: Path) -> Mark:
    mark = mark_of(output)
    if not mark.digest:
        raise RefusedError(f"{output} is no site that was built here; run `make publish`")
    return mark


class Sent(NamedTuple):
    """What was sent."""

    said: str
    """What was done."""
    address: str
    """That of the site."""
    pages: dict[str, bytes]
    """Home, the newest essay and the feed, as they were sent, by their paths."""
    missing: bytes
    """The page that is to be shown where none stands."""


def send(target: Target, output: Path, let_go: Callable[[], Iterable[str]] = tuple) -> Sent:
    """Send the site; raises RefusedError or OSError.

    `let_go` is asked, where anything is lacking, for the addresses that may be public now and in the site no more.
    """
    _mark(output)
    if target.kind == "folder" and Path(target.path).resolve().is_relative_to(output.resolve()):
        raise RefusedError(f"{target.path} stands in the site itself; choose another folder")
    place = place_of(output, [])
    with locked(place):
        digest, address, files = verified(output)
        if _is_unknown(place, digest):
            text = "the publishing of this site was cut short before the register knew of it; run `make publish` again"
            raise RefusedError(text)
        with _copy(output, files, place.state / "send") as site:
            feed = (site / "feed.xml").read_text("utf-8") if "feed.xml" in files else ""
            pages = {name: (site / name).read_bytes() for name in probes(files, feed)}
            said = _SENDERS[target.kind](target, site, digest, partial(_refuse_to_lose, files=files, let_go=let_go))
            return Sent(said, address, pages, (site / "404.html").read_bytes() if "404.html" in files else b"")


def _is_unknown(place: Place, digest: str) -> bool:
    """Whether the site with this digest makes public what the register does not know yet."""
    with suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
        held: bool = json.loads(place.register.read_text("utf-8"))["site"] == digest
        return held
    return False


def _refuse_to_lose(public: Iterable[str], files: Mapping[str, str], let_go: Callable[[], Iterable[str]]) -> None:
    """Refuse to take off an essay or page that nobody let go: somebody else may have published it."""
    gone = lost(public, files)
    answered = {address.strip("/") for address in let_go()} if gone else set()
    if gone := [address for address in gone if address.strip("/") not in answered]:
        named = ", ".join(f"/{address}" if address.isprintable() else repr(f"/{address}") for address in gone)
        are_plain = all(map(_PLAIN.fullmatch, gone))  # to a shell, and to make
        how = f"make deploy TO=… GONE='{' '.join(gone)}'" if are_plain else "by hand, there"
        raise RefusedError(
            f"nothing was sent, as the site lacks what is public and was not let go: {named}; fetch what others "
            f"published, published.json with it, and publish again, or take it off: {how}"
        )


@contextmanager
def _copy(output: Path, files: Mapping[str, str], folder: Path) -> Iterator[Path]:
    """A folder with just the verified files, which a build at the same time does not change."""
    shutil.rmtree(folder, ignore_errors=True)  # of a sending that was killed
    try:
        for name in files:
            new = folder / name
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(output / name, new)
        even_modes(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rollback(target: Target) -> str:
    """What was done, after the release before the last is public again; raises RefusedError where there is none."""
    return _ROLLBACKS[target.kind](target)


_SENDERS: dict[str, Callable[[Target, Path, str, Look], str]] = {
    "folder": releases.send,
    "ssh": releases.send,
    "git": branch.send,
    "s3": bucket.send,
}
_ROLLBACKS: dict[str, Callable[[Target], str]] = {
    "folder": releases.back,
    "ssh": releases.back,
    "git": branch.back,
    "s3": partial(bucket.back, verified=verified),
}


def arrived(pages: Mapping[str, bytes], at: str, seconds: float) -> list[str]:
    """What a visitor at the address `at` does not see as it was sent, looking again for so many seconds.

    Looked at are `pages`, and one that must be missing. Raises OSError where nothing answers there.
    """
    until = time.monotonic() + seconds
    while True:
        wrong = [name for name, data in pages.items() if _get(f"{at}/{name.removesuffix('index.html')}") != (200, data)]
        if _get(_nowhere(at))[0] not in _MISSING:
            wrong.append("a missing page")
        if not wrong or time.monotonic() > until:
            return wrong
        time.sleep(2)


def shows_missing(page: bytes, at: str) -> bool:
    """Whether a host shows this page where none stands; that it does, too, where it cannot be told."""
    try:
        urllib.request.urlopen(_nowhere(at), timeout=10).close()  # noqa: S310  # of the site's mark
    except urllib.error.HTTPError as error:
        with error, suppress(OSError, HTTPException):
            is_told = error.code == _NOT_FOUND and not error.headers.get("Content-Encoding")
            return not is_told or error.read(len(page) + 1) == page
    except (OSError, HTTPException):
        pass
    return True


def _nowhere(at: str) -> str:
    return f"{at}/no-such-page-{os.getpid()}/"


def _get(address: str) -> tuple[int, bytes]:
    """(status, body) of an address; raises OSError where nothing answers, or something that is no web server."""
    request = urllib.request.Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310  # of the site's mark
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            data = b"".join(_pieces(answer))
            is_packed = answer.headers.get("Content-Encoding") == "gzip"  # of a host that does not ask who wants it
            return answer.status, gzip.decompress(data) if is_packed else data
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""
    except (HTTPException, ValueError, EOFError, zlib.error) as error:
        raise OSError(f"{error!r}") from None


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    """What a server sends; raises OSError where it takes longer than a reader would wait."""
    until = time.monotonic() + _PATIENCE
    while piece := answer.read1(1 << 16):
        if time.monotonic() > until:
            raise OSError(f"it takes longer than {_PATIENCE:.0f} seconds")
        yield piece
