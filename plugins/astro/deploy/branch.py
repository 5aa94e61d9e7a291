"""A branch of a git repository: a sending is a commit, and so is going back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..regex import regex
from ..staging import MARK, RefusedError
from .plan import CNAME, Look, Target
from .programs import nothing_switched, run

_BACK = "Back to "  # and the commit whose site is shown again
_COMMIT = regex(r"[0-9a-f]{40,64}")
_NO_NAMES = {"", ".", "..", ".git"}  # of files
_OF_A_NEW_BRANCH = {CNAME, ".nojekyll", "README.md", "LICENSE"}  # what hosts ask for, or begin a branch with


@nothing_switched()
def send(target: Target, site: Path, digest: str, look: Look) -> str:
    """Commit the site to a branch and push it; the push is one step, the whole site or nothing of it.

    `look` is given the files of the branch. Raises RefusedError.
    """
    tip = _fetch(target)
    look(run(["git", "ls-tree", "--full-tree", "-r", "-z", "--name-only", tip]).split("\0") if tip else ())
    if tip and not (site / CNAME).exists():
        with suppress(RefusedError):
            (site / CNAME).write_text(run(["git", "show", f"{tip}:{CNAME}"]), "utf-8")
    if tip:
        _keep_assets(tip, site)
    # It would go on from what some remote of this name has, which may be older than what was just fetched.
    words = ["-n", "-r", "none-of-ours", "-b", _own(target), "-m", f"Publish {digest}", str(site)]
    run([sys.executable, "-m", "ghp_import", *words])
    _push(target)
    return f"branch {target.path} of {target.host} has the site"


def _fetch(target: Target) -> str:
    """The tip of the branch at the remote, which a local branch of our own follows; empty where there is none."""
    run(["git", "rev-parse", "--git-dir"])
    sources = subprocess.run(  # noqa: S603
        ["git", "cat-file", "-e", f"refs/heads/{target.path}:./pelicanconf.py"],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if sources.returncode == 0:
        raise RefusedError(
            f"branch {target.path} holds the sources of the blog; choose one for the site: git:remote#gh-pages"
        )
    if not run(["git", "ls-remote", "--heads", "--", target.host, f"refs/heads/{target.path}"]).strip():
        with suppress(RefusedError):
            run(["git", "branch", "-D", _own(target)])
        return ""
    run(["git", "fetch", "-q", target.host, f"+refs/heads/{target.path}:refs/heads/{_own(target)}"])
    tip = run(["git", "rev-parse", f"refs/heads/{_own(target)}"]).strip()
    names = set(run(["git", "ls-tree", "--full-tree", "--name-only", tip]).splitlines())
    if MARK not in names and names - _OF_A_NEW_BRANCH:
        raise RefusedError(
            f"branch {target.path} of {target.host} holds something that is no site of astro's; choose another"
        )
    return tip


def _keep_assets(tip: str, site: Path) -> None:
    """Give the new site what the theme of the last one had, for pages that readers and hosts still have."""
    for name in run(["git", "ls-tree", "--full-tree", "-r", "-z", "--name-only", tip, "theme/"]).split("\0")[:-1]:
        if not _NO_NAMES.isdisjoint(name.split("/")):  # of a commit that no git has made; it would be written outside
            raise RefusedError(f"the branch holds a file with the name {name!r}, which no site has; take it out")
        if not (site / name).exists():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            with (site / name).open("wb") as file:
                done = subprocess.run(["git", "show", f"{tip}:{name}"], stdout=file, check=False)  # noqa: S603, S607
            if done.returncode:
                raise RefusedError(f"git could not give back {name} of the last site")


def _own(target: Target) -> str:
    """The local branch that is sent; one of the same name as at the remote may hold what was not pushed yet.

    Its name has no slash: git has no branch `pages/x` beside a branch `pages`.
    """
    return f"astro-sends-{target.path.replace('/', '-')}"


def _push(target: Target) -> None:
    run(["git", "push", "-q", target.host, f"refs/heads/{_own(target)}:refs/heads/{target.path}"])


@nothing_switched()
def back(target: Target) -> str:
    """Commit the site before once more, with the CNAME of today; raises RefusedError where there is none."""
    tip = _fetch(target)
    before = _before(tip) if tip else ""
    if not before:
        raise RefusedError(f"{target.path} has no release before the last")
    entries = run(["git", "ls-tree", "--full-tree", "-z", before]).split("\0")[:-1]
    kept = [each for each in entries if not each.endswith(f"\t{CNAME}")]
    kept += run(["git", "ls-tree", "--full-tree", "-z", tip, CNAME]).split("\0")[:-1]
    tree = run(["git", "mktree", "-z"], given="".join(f"{each}\0" for each in kept)).strip()
    new = run(["git", *_identity(), "commit-tree", tree, "-p", tip, "-m", f"{_BACK}{before}"]).strip()
    run(["git", "update-ref", f"refs/heads/{_own(target)}", new])
    _push(target)
    return f"branch {target.path} of {target.host} has the site before"


def _identity() -> list[str]:
    """Who commits where git does not know."""
    are_known = all(_git(["var", f"GIT_{each}_IDENT"]) for each in ("AUTHOR", "COMMITTER"))
    return [] if are_known else ["-c", "user.name=astro", "-c", "user.email=astro@localhost"]


def _before(tip: str) -> str:
    """The commit of the site before that of `tip`, which may be older by several commits; empty where there is none.

    What was left by going back is passed over.
    """
    shown, commit = _site(tip), tip
    while commit:
        words = run(["git", "log", "-1", "--format=%s", commit]).strip()
        left = words.removeprefix(_BACK)
        if back_to := _commit(left) if left != words and _COMMIT.fullmatch(left) else "":
            commit = back_to
        elif _site(commit) not in ("", shown):
            return commit
        else:
            commit = _commit(f"{commit}^")
    return ""


def _commit(name: str) -> str:
    """The commit of a name; empty where there is none."""
    return _git(["rev-parse", "-q", "--verify", f"{name}^{{commit}}"])


def _site(commit: str) -> str:
    """What tells the site of a commit from others; empty where there is none."""
    return _git(["rev-parse", "-q", "--verify", f"{commit}:{MARK}"])


def _git(words: Sequence[str]) -> str:
    """What git prints; nothing where it fails."""
    with suppress(RefusedError):
        return run(["git", *words]).strip()
    return ""
