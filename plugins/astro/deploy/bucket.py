"""S3, which knows only single files: they come in an order in which no page ever lacks anything.

What was sent is kept here, as a bucket keeps no releases, apart for each place in a bucket.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..staging import MARK, RefusedError
from ..staging.media import content_type
from .plan import KEEP, Look, Target, cache_control, deletes, in_order, is_kept

_SENT = Path(".output.astro/sent")
_LIST = "site.files"  # beside the mark: digests of the names that sendings have put there; all else is somebody's own
_UNFINISHED = b"a first sending has not ended\n"  # stands for the mark until then


def send(target: Target, site: Path, digest: str, look: Look) -> str:
    """Put what has changed, in order, then delete pages that are gone; the site sent is kept for `back`.

    `look` is given the files that are there. Raises RefusedError; what was put by then stays, and another sending goes
    on with it.
    """
    sending = _folder(target) / ".sending"

    def begin(names: Iterable[str]) -> None:
        look(names)
        sending.parent.mkdir(parents=True, exist_ok=True)
        sending.write_text(digest)

    with _answering(target) as client:
        _put_each(client, target, site, begin)
    _keep(target, site, digest)
    sending.unlink(missing_ok=True)
    return f"{_name(target)} has the site"


def back(target: Target, verified: Callable[[Path], tuple[str, Any, Any]]) -> str:
    """Send what was sent before, if it is as `verified` knows it; raises RefusedError where there is nothing."""
    sent = _kept(target)
    sending = _folder(target) / ".sending"  # one that broke off: the last whole one is the one before it
    begun = sending.read_text() if sending.exists() else ""
    others = [i for i, site in enumerate(sent) if sending.exists() or _digest(site) != _digest(sent[-1])]
    if not others:
        raise RefusedError("no release before the last was sent from here; build and send an older version of content/")
    before = others[-1]
    verified(sent[before])
    with _answering(target) as client:
        shown = _text(client, target, MARK)
        if shown not in ("", _UNFINISHED.decode()) and shown[:12] not in (_digest(sent[-1]), begun[:12]):
            text = "has a site that was not sent from here; send an older version of content/, or take it back there"
            raise RefusedError(f"{_name(target)} {text}")
        _put_each(client, target, sent[before], lambda _: None)
    for left in sent[before + 1 :]:
        shutil.rmtree(left)
    sending.unlink(missing_ok=True)
    return f"{_name(target)} has the site before"


@contextmanager
def _answering(target: Target) -> Iterator[Any]:
    """A client of S3; what it cannot do is said in a line."""
    try:
        import boto3  # noqa: PLC0415  # slow to load, and needed for S3 alone
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
    except ImportError:
        raise RefusedError("boto3 is not installed; run any make target, which installs requirements.txt") from None
    try:
        yield boto3.client("s3")
    except (BotoCoreError, ClientError) as error:
        status = getattr(error, "response", {}).get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        is_refused = (400 <= status < 500 and status != 429) or "Credential" in type(error).__name__
        look = "look at the name of the bucket and at your keys, then " if is_refused else ""
        again = f"{look}run the same command again, which goes on from there"
        raise RefusedError(f"{_name(target)}: {error}; {again}") from None


def _put_each(client: Any, target: Target, site: Path, look: Look) -> None:
    names = sorted(_names(site))
    there = _listed(client, target)
    if there and MARK not in there:
        raise RefusedError(f"{_name(target)} holds something that is no site of astro's; choose another")
    listed = set(_text(client, target, _LIST).splitlines())
    is_listed = _hidden(MARK) in listed  # else it is none, or damaged
    ours = {name for name in there if _hidden(name) in listed} if is_listed else {*_of_before(target, there)}
    look(ours & there.keys())
    if not there:
        client.put_object(Bucket=target.host, Key=target.path + MARK, Body=_UNFINISHED)
    _put_list(client, target, ours.union(names))
    for name in in_order(names, there):
        body = (site / name).read_bytes()
        if there.get(name) != hashlib.md5(body, usedforsecurity=False).hexdigest():
            client.put_object(
                Bucket=target.host,
                Key=target.path + name,
                Body=body,
                ContentType=content_type(name),  # else S3 would have readers download pages
                CacheControl=cache_control(name),
            )
    if _text(client, target, MARK) != (site / MARK).read_text("utf-8"):
        raise RefusedError(f"{_name(target)}: somebody else sent another site meanwhile; look at it, and send again")
    for name in deletes(ours & there.keys(), names):
        client.delete_object(Bucket=target.host, Key=target.path + name)
    _put_list(client, target, {*names, *filter(is_kept, ours)})


def _names(site: Path) -> Iterator[str]:
    return (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def _of_before(target: Target, there: Iterable[str]) -> Iterator[str]:
    """What a version without a list has sent: the pages that are there, and what is known here to have been sent."""
    for site in _kept(target):
        yield from _names(site)
    yield from (name for name in there if name.endswith(".html"))


def _put_list(client: Any, target: Target, names: Iterable[str]) -> None:
    body = "".join(sorted(f"{_hidden(name)}\n" for name in names)).encode()
    client.put_object(Bucket=target.host, Key=target.path + _LIST, Body=body, ContentType="text/plain; charset=utf-8")


def _hidden(name: str) -> str:
    """What a name is listed by where all can read it: an essay may be hidden."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _text(client: Any, target: Target, name: str) -> str:
    """A file of text in a bucket; empty where there is none."""
    try:
        data: bytes = client.get_object(Bucket=target.host, Key=target.path + name)["Body"].read()
    except client.exceptions.NoSuchKey:
        return ""
    return data.decode("utf-8", "replace")


def _name(target: Target) -> str:
    return f"s3://{target.host}/{target.path}"


def _listed(client: Any, target: Target) -> dict[str, str]:
    """The MD5 of every file of the site in a bucket, by its path; those of a site further down are not of it."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=target.host, Prefix=target.path)
    objects = (each for page in pages for each in page.get("Contents", ()))
    there = {each["Key"].removeprefix(target.path): each["ETag"].strip('"') for each in objects}
    others = tuple(name.removesuffix(MARK) for name in there if name.endswith(f"/{MARK}"))
    return {name: digest for name, digest in there.items() if not name.startswith(others)}


def _folder(target: Target) -> Path:
    return _SENT / hashlib.sha256(_name(target).encode()).hexdigest()[:12]


def _digest(site: Path) -> str:
    """The beginning of that of a site that is kept."""
    return site.name.partition("-")[2]


def _kept(target: Target) -> list[Path]:
    """What was sent to a place, oldest first."""
    folder = _folder(target)
    return sorted(each for each in folder.iterdir() if each.name[:1] != ".") if folder.exists() else []


def _keep(target: Target, site: Path, digest: str) -> None:
    """Keep a copy of what was sent, the last few of them."""
    sent = _kept(target)
    if sent and _digest(sent[-1]) == digest[:12]:
        return
    number = int(sent[-1].name[:6]) + 1 if sent else 1
    coming = _folder(target) / ".incoming"  # one that was cut short is no copy
    shutil.rmtree(coming, ignore_errors=True)
    shutil.copytree(site, coming).rename(_folder(target) / f"{number:06}-{digest[:12]}")
    for folder in sent[: -KEEP + 1]:
        shutil.rmtree(folder)
