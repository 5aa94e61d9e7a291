"""Sending a site that was built and verified to where the public reads it, and taking the last sending back.

A folder and a host with ssh get whole releases and a link `current` that is switched by a rename; a branch of a git
repository gets a commit; S3, which knows only single files, gets them in the order in which no page lacks anything.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..staging import MARK, RefusedError, digest_of, digests, even_modes, known_files, locked, mark_of, place_of
from .plan import Target, cache_control, content_type, deletes, in_order, probes

KEEP = 5  # releases on a host
_BACK = "Back to "  # and the commit whose site is shown again
_CNAME = "CNAME"
_OF_A_NEW_BRANCH = {_CNAME, ".nojekyll", "README.md", "LICENSE"}  # what hosts ask for, or begin a branch with


def verified(output: Path) -> tuple[str, str, dict[str, str]]:
    """(digest, address, files) of the public site in `output`; raises RefusedError unless it is as it was built."""
    mark = mark_of(output)
    if mark is None:
        raise RefusedError(f"{output} is no site that was built here; run `make publish`")
    digest, address = mark
    if "://" not in address:
        raise RefusedError(f"{output} is the site of the desk, with drafts; run `make publish`")
    found = [path for path in output.rglob("*") if path.is_symlink() or not (path.is_file() or path.is_dir())]
    if found:
        raise RefusedError(f"{found[0]} is a link, pipe or device; take it out of the site")
    files = digests(output)
    known = {**files}
    if digest_of(known) != digest:
        known.pop(_CNAME, None)  # the one file that people put there by hand
    if digest_of(known) != digest or not known:
        if strange := known.keys() - (known_files(place_of(output, [])) or known).keys():
            raise RefusedError(f"{output}/{min(strange)} is not of the site that was built and checked; take it out")
        raise RefusedError(f"{output} is not as it was built and checked; run `make publish` again")
    dots = [
        name for name in files if any(part.startswith(".") for part in name.split("/")[:1]) and name[1:9] != "well-kno"
    ]
    if dots:
        raise RefusedError(f"{output}/{dots[0]} is a dotfile; take it out of the site")
    return digest, address, files | {MARK: hashlib.sha256((output / MARK).read_bytes()).hexdigest()}


def send(target: Target, output: Path) -> str:
    """What was done, after sending the site; raises RefusedError or OSError with the last release still public."""
    verified(output)
    place = place_of(output, [])
    with locked(place):
        digest, _, files = verified(output)
        with _copy(output, files, place.state / "send") as site:
            return _SENDERS[target.kind](target, site, digest, sorted(files))


@contextmanager
def _copy(output: Path, files: Mapping[str, str], folder: Path) -> Iterator[Path]:
    """A folder with just the verified files, which a build at the same time does not change."""
    shutil.rmtree(folder, ignore_errors=True)  # of a sending that was killed
    try:
        for name in files:
            new = folder / name
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(output / name, new)
        even_modes(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str], *, given: str | None = None, cwd: Path | None = None) -> str:
    """What a program printed; raises RefusedError with its last words where it failed."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, cwd=cwd)  # noqa: S603
    except FileNotFoundError:
        raise RefusedError(f"{command[0]} is not installed; install it") from None
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()[-1]
        raise RefusedError(f"{command[0]} failed ({words}); the last release is still public")
    return done.stdout


def _shell(target: Target, script: str) -> str:
    """The output of a script for sh, run in the target's folder, here or on its host."""
    path = shlex.quote(target.path)
    whole = f"set -eu\nmkdir -p {path}/releases\ncd {path}\n{script}"
    ssh = ["ssh", "-o", "BatchMode=yes", *shlex.split(os.environ.get("SSH_OPTIONS", "")), "--", target.host, "sh -s"]
    return _run(ssh if target.kind == "ssh" else ["sh", "-s"], given=whole)


# What was left behind by sendings that were killed, a day ago or more: what is younger may be another sender's.
_SWEEP = """
find . releases -maxdepth 1 \\( -name '.incoming*' -o -name '.current-*' \\) -mtime +0 -exec rm -rf {} +
"""
_SWITCH = """
new=.current-{name}
ln -sfn releases/{name} $new 2>/dev/null || {{ rm -f $new; ln -s releases/{name} $new; }}
mv -T $new current 2>/dev/null || mv -fh $new current
"""


def _to_releases(target: Target, site: Path, digest: str, names: list[str]) -> str:
    """Send a whole release beside the others, then switch `current` to it by a rename."""
    del names
    incoming = f"releases/.incoming-{digest[:12]}-{os.getpid()}"  # another sender at the same time has its own
    state = _shell(target, _SWEEP + 'ls releases; echo "@$(readlink current || true)"')
    listed, _, current = state.rpartition("@")
    releases = sorted(name for name in listed.split() if name[:6].isdecimal())
    last = current.strip().removeprefix("releases/")
    number = max((int(name[:6]) for name in releases), default=0) + 1
    name = f"{number:06}-{digest[:12]}"
    if target.kind == "ssh":
        shell = shlex.join(["ssh", "-o", "BatchMode=yes", *shlex.split(os.environ.get("SSH_OPTIONS", ""))])
        to = f"{target.host}:{target.path}/{incoming}/"
        link = ["--link-dest=../../current/"] if last else []
        _run(["rsync", "-rpc", "--chmod=D755,F644", *link, "-e", shell, f"{site}/", to])
    else:
        shutil.copytree(site, Path(target.path, incoming))
    move = f"if [ -e releases/{name} ]; then rm -rf {incoming}; else mv {incoming} releases/{name}; fi\n"
    _shell(target, _keep_assets(last, incoming) + move + _SWITCH.format(name=name))
    gone = [each for each in releases if each != last][: max(0, len(releases) - KEEP + 1)]
    _shell(target, "".join(f"rm -rf releases/{each}\n" for each in gone))
    return f"release {name} is current"


def _keep_assets(last: str, incoming: str) -> str:
    """A script that gives the new release what the theme of the last one had, for pages that readers have open."""
    if not last:
        return ""
    old, new = f"../{last}/theme", "theme"
    return (
        f"cd {incoming}\nmkdir -p {new}\n"
        f"if [ -d {old} ]; then (cd {old} && find . -type f) | while IFS= read -r each; do\n"
        f'if [ ! -e {new}/"$each" ]; then mkdir -p "$(dirname {new}/"$each")"; '
        f'ln {old}/"$each" {new}/"$each" || cp {old}/"$each" {new}/"$each"; fi\ndone; fi\ncd ../..\n'
    )


def _to_branch(target: Target, site: Path, digest: str, names: list[str]) -> str:
    """Commit the site to a branch and push it; the push is one step, the whole site or nothing of it."""
    del names
    tip = _fetch(target)
    if tip and not (site / _CNAME).exists():
        with suppress(RefusedError):
            (site / _CNAME).write_text(_run(["git", "show", f"{tip}:{_CNAME}"]), "utf-8")
    words = ["-n", "-b", _own(target), "-m", f"Publish {digest}", str(site)]
    _run([sys.executable, "-m", "ghp_import", *words])
    _push(target)
    return f"branch {target.path} of {target.host} has the site"


def _fetch(target: Target) -> str:
    """The tip of the branch at the remote, which a local branch of our own follows; empty where there is none."""
    _run(["git", "rev-parse", "--git-dir"])
    sources = subprocess.run(  # noqa: S603
        ["git", "cat-file", "-e", f"refs/heads/{target.path}:pelicanconf.py"],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if sources.returncode == 0:
        raise RefusedError(
            f"branch {target.path} holds the sources of the blog; choose one for the site: git:remote#gh-pages"
        )
    if not _run(["git", "ls-remote", "--heads", "--", target.host, target.path]).strip():
        with suppress(RefusedError):
            _run(["git", "branch", "-D", _own(target)])
        return ""
    _run(["git", "fetch", "-q", target.host, f"+refs/heads/{target.path}:refs/heads/{_own(target)}"])
    tip = _run(["git", "rev-parse", f"refs/heads/{_own(target)}"]).strip()
    names = set(_run(["git", "ls-tree", "--name-only", tip]).splitlines())
    if MARK not in names and names - _OF_A_NEW_BRANCH:
        raise RefusedError(
            f"branch {target.path} of {target.host} holds something that is no site of astro's; choose another"
        )
    return tip


def _own(target: Target) -> str:
    """The local branch that is sent; one of the same name as at the remote may hold what was not pushed yet."""
    return f"astro-sends-{target.path}"


def _push(target: Target) -> None:
    _run(["git", "push", "-q", target.host, f"refs/heads/{_own(target)}:refs/heads/{target.path}"])


def _to_bucket(target: Target, site: Path, digest: str, names: list[str]) -> str:
    """Put what has changed, in order, then delete pages that are gone; the site sent is kept for `rollback`."""
    client = _client()
    there = _listed(client, target)
    if there and MARK not in there:
        raise RefusedError(
            f"s3://{target.host}/{target.path} holds something that is no site of astro's; choose another"
        )
    for name in in_order(names):
        body = (site / name).read_bytes()
        if there.get(name) != hashlib.md5(body, usedforsecurity=False).hexdigest():
            client.put_object(
                Bucket=target.host,
                Key=target.path + name,
                Body=body,
                ContentType=content_type(name),
                CacheControl=cache_control(name),
            )
    for name in deletes(there, names):
        client.delete_object(Bucket=target.host, Key=target.path + name)
    _archive(site, digest)
    return f"s3://{target.host}/{target.path} has the site"


def _client() -> Any:
    try:
        import boto3  # noqa: PLC0415  # slow to load, and needed for S3 alone
    except ImportError:
        raise RefusedError("boto3 is not installed; run any make target, which installs requirements.txt") from None
    return boto3.client("s3")


def _listed(client: Any, target: Target) -> dict[str, str]:
    """The MD5 of every file of the site in a bucket, by its path."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=target.host, Prefix=target.path)
    objects = (each for page in pages for each in page.get("Contents", ()))
    return {each["Key"].removeprefix(target.path): each["ETag"].strip('"') for each in objects}


def _archives() -> Path:
    return Path(".output.astro/sent")


def _archive(site: Path, digest: str) -> None:
    """Keep a copy of what was sent, the last few of them."""
    _archives().mkdir(parents=True, exist_ok=True)
    releases = sorted(path.name for path in _archives().iterdir())
    if releases and releases[-1].endswith(digest[:12]):
        return
    number = int(releases[-1][:6]) + 1 if releases else 1
    shutil.copytree(site, _archives() / f"{number:06}-{digest[:12]}")
    for name in releases[: -KEEP + 1]:
        shutil.rmtree(_archives() / name)


def rollback(target: Target) -> str:
    """What was done, after the release before the last is public again; raises RefusedError where there is none."""
    return _ROLLBACKS[target.kind](target)


def _back_to_release(target: Target) -> str:
    listed, _, current = _shell(target, 'ls releases; echo "@$(readlink current || true)"').rpartition("@")
    last = current.strip().removeprefix("releases/")
    older = [name for name in sorted(listed.split()) if name[:6].isdecimal() and name < last]
    before = [name for name in older if name[6:] != last[6:]]  # the same site may have been sent again
    if not before:
        raise RefusedError(f"{target.path} has no release before {last or 'the first'}; nothing was changed")
    # The one that was left is not gone back to when a later one is.
    _shell(target, _SWITCH.format(name=before[-1]) + f"rm -rf releases/.left\nmv releases/{last} releases/.left\n")
    return f"release {before[-1]} is current"


def _back_on_branch(target: Target) -> str:
    tip = _fetch(target)
    shown, words = tip, _run(["git", "log", "-1", "--format=%s", tip]).strip() if tip else ""
    while words.startswith(_BACK):  # what was left is not gone back to
        shown = words.removeprefix(_BACK)
        words = _run(["git", "log", "-1", "--format=%s", shown]).strip()
    commits = [line.split() for line in _run(["git", "log", "--format=%H %T", shown]).splitlines()] if tip else []
    before = next((each for each in commits if each[1] != commits[0][1]), None)  # the same may have been sent again
    if before is None:
        raise RefusedError(f"{target.path} has no release before the last; nothing was changed")
    commit, tree = before
    new = _run(["git", "commit-tree", tree, "-p", tip, "-m", f"{_BACK}{commit}"]).strip()
    _run(["git", "update-ref", f"refs/heads/{_own(target)}", new])
    _push(target)
    return f"branch {target.path} of {target.host} has the site before"


def _back_in_bucket(target: Target) -> str:
    sent = sorted(_archives().iterdir()) if _archives().exists() else []
    if len(sent) < 2:
        raise RefusedError("no release before the last was sent from here; build and send an older version of content/")
    digest, _, files = verified(sent[-2])
    _to_bucket(target, sent[-2], digest, sorted(files))
    shutil.rmtree(sent[-1])
    return f"s3://{target.host}/{target.path} has the site before"


_SENDERS = {"folder": _to_releases, "ssh": _to_releases, "git": _to_branch, "s3": _to_bucket}
_ROLLBACKS = {"folder": _back_to_release, "ssh": _back_to_release, "git": _back_on_branch, "s3": _back_in_bucket}


def arrived(output: Path, at: str, seconds: float) -> list[str]:
    """What a visitor at the address `at` does not see as it was sent, looking again for so many seconds.

    Home, the newest essay, the feed, and a page that does not exist. Raises OSError where nothing answers there.
    """
    _, _, files = verified(output)
    feed = (output / "feed.xml").read_text("utf-8") if "feed.xml" in files else ""
    until = time.monotonic() + seconds
    while True:
        wrong = [
            name for name in probes(files, feed) if _get(f"{at}/{_url(name)}") != (200, (output / name).read_bytes())
        ]
        if _get(f"{at}/no-such-page-{os.getpid()}/")[0] != 404:
            wrong.append("a missing page")
        if not wrong or time.monotonic() > until:
            return wrong
        time.sleep(2)


def _url(name: str) -> str:
    return name.removesuffix("index.html") if name.endswith("index.html") else name


def _get(address: str) -> tuple[int, bytes]:
    """(status, body) of an address; raises OSError where nothing answers."""
    request = urllib.request.Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310  # of the site's mark
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


__all__ = ["arrived", "rollback", "send", "verified"]
