"""Whole releases in a folder, here or on a host with ssh, and a link `current` that is switched by a rename."""

from __future__ import annotations

import filecmp
import os
import shlex
import shutil
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from ..regex import regex
from ..staging import RefusedError
from .plan import KEEP, Look, Target
from .programs import UnsureError, nothing_switched, run

_RELEASE = regex(r"[0-9]{6}-[0-9a-f]{12}")
# What was left behind by sendings that were killed, a day ago or more: what is younger may be another sender's.
_SWEEP = """
mkdir -p releases
find releases -maxdepth 1 -name '.incoming-*' -mtime +0 -exec rm -rf {} +
find . -maxdepth 1 -name '.current-*' -type l -mtime +0 -exec rm -f {} +
"""
_PAGES = "cd current/ 2>/dev/null || exit 0; find . -type f -name '*.html' | cut -c 3-"
_SWITCH = """
new=.current-{name}
ln -sfn releases/{name} $new 2>/dev/null || {{ rm -f $new; ln -s releases/{name} $new; }}
said=$(mv -T $new current 2>&1) || mv -fh $new current 2>/dev/null || {{ echo "$said" >&2; exit 1; }}
"""
_UNDO = """
rm -rf {incoming} .current-{name}
[ "$(readlink current)" = releases/{name} ] || rm -rf releases/{name}
"""
_CUT = "-- astro --"  # a line that no file of ours has for its name, and no shell for its greeting


def send(target: Target, site: Path, digest: str, look: Look) -> str:
    """Send a whole release beside the others, then switch to it; raises RefusedError with the last one still public.

    `look` is given the pages of the last one.
    """
    incoming = f"releases/.incoming-{digest[:12]}-{os.getpid()}"  # another sender at the same time has its own
    _refuse_others(target)
    with nothing_switched():
        releases, last = _releases(target, _SWEEP)
        look(_shell(target, _PAGES if last else "").splitlines())
        number = max((int(name[:6]) for name in releases), default=0) + 1
        name = f"{number:06}-{digest[:12]}"
        try:
            (_upload if target.kind == "ssh" else _copy)(target, site, incoming, last)
            look(_shell(target, _PAGES).splitlines())  # another may have sent meanwhile
            move = f"if [ -e releases/{name} ]; then rm -rf {incoming}; else mv {incoming} releases/{name}; fi\n"
            _switch(target, name, _keep_assets(last, incoming) + move)
        except UnsureError:
            raise
        except (RefusedError, OSError):
            with suppress(RefusedError):
                _shell(target, _UNDO.format(incoming=incoming, name=name))  # the room that it took may be the last
            raise
    again = [each for each in releases if each[6:] == name[6:]]  # the same site, which takes no other's place
    others = [each for each in releases if each not in (*again, last)]
    keep = KEEP - 1 - (last not in again)
    gone = [*(each for each in again if each != last), *others[: max(0, len(others) - keep)]]
    _tidy(target, "".join(f"rm -rf releases/{each}\n" for each in gone))
    return f"release {name} is current"


def _switch(target: Target, name: str, first: str = "") -> None:
    """Show a release, after a script; raises RefusedError where it is not shown, UnsureError where nobody can tell.

    A connection may end after the switch, too.
    """
    try:
        _shell(target, first + _SWITCH.format(name=name))
    except RefusedError as error:
        try:
            _, shown = _releases(target)
        except RefusedError:
            raise UnsureError(f"{error}; look where {target.path}/current leads, maybe to the new one") from None
        if shown != name:
            raise


def _tidy(target: Target, script: str) -> None:
    """Do what nobody sees any more, and may fail."""
    try:
        _shell(target, script)
    except RefusedError as error:
        print(f"{error}: old releases are still there; the next sending takes them away", file=sys.stderr)


def _refuse_others(target: Target) -> None:
    """Make the folder; refuse one that holds something else, as a branch and a bucket are."""
    script = f'ls\necho "{_CUT}"\nreadlink current || echo\n[ ! -d releases ] || ls releases'
    with nothing_switched():
        listed, _, rest = _shell(target, script, makes=True).partition(f"{_CUT}\n")
    current, *releases = rest.splitlines()
    others = set(listed.splitlines()) - {"releases", "lost+found"}
    is_ours = _RELEASE.fullmatch(current.rpartition("/")[2]) or (not current and any(map(_RELEASE.fullmatch, releases)))
    if is_ours and "current" in others and not current:
        raise RefusedError(f"{target.path}/current is no link to a release; move it away")
    if others and not is_ours:
        raise RefusedError(f"{target.path} holds {min(others)}, which is none of astro's; choose a new or empty folder")


def _releases(target: Target, first: str = "") -> tuple[list[str], str]:
    """(the names of all releases, oldest first; that of the one which is shown, or nothing)."""
    script = f'{first}ls releases\necho "{_CUT}"\nreadlink current || true'
    listed, _, current = _shell(target, script).partition(f"{_CUT}\n")
    shown = current.strip().rpartition("/")[2]
    if shown and not _RELEASE.fullmatch(shown):  # its name stands in the next scripts
        raise RefusedError(f"{target.path}/current leads to {shown!r}, which is no release of astro's; move it away")
    return sorted(filter(_RELEASE.fullmatch, listed.splitlines())), shown


def _upload(target: Target, site: Path, incoming: str, last: str) -> None:
    link = ["--link-dest=../../current/"] if last else []
    to = f"{target.host}:{target.path}/{incoming}/"
    whole = ["-s"] if shlex.quote(to) != to else []  # else an older rsync has the host's shell take the path apart
    how = ["-rpc", "--timeout=300", "--chmod=D755,F644", *whole, *link]
    run(["rsync", *how, "-e", shlex.join(_ssh()), f"{site}/", to])


def _copy(target: Target, site: Path, incoming: str, last: str) -> None:
    """Copy a site to a folder here: a file that is as it was in the last release is that file, with its time."""
    shown = Path(target.path, "releases", last) if last else None
    try:
        shutil.copytree(site, Path(target.path, incoming), copy_function=partial(_copy_file, site, shown))
    except shutil.Error as error:
        raise OSError(error.args[0][0][2]) from None  # which goes on with every other file


def _copy_file(site: Path, shown: Path | None, source: str, copy: str) -> None:
    same = shown / Path(source).relative_to(site) if shown else None
    if same and same.is_file() and filecmp.cmp(source, same, shallow=False):
        with suppress(OSError):  # of a disk without hard links
            os.link(same, copy)
            return
    shutil.copy2(source, copy)


def _shell(target: Target, script: str, *, makes: bool = False) -> str:
    """The output of a script for sh, run in the target's folder, here or on its host; `makes` makes the folder."""
    path = shlex.quote(target.path)
    made = f"mkdir -p {path}" if makes else ""
    whole = f'set -eu\numask 022\nunset CDPATH\necho "{_CUT}"\n{made}\ncd {path}\n{script}'
    said = run([*_ssh(), "--", target.host, "sh -s"] if target.kind == "ssh" else ["sh", "-s"], given=whole)
    greeting, _, told = said.partition(f"{_CUT}\n")
    if greeting.strip():
        text = f"the shell of {target.host} prints `{greeting.split(chr(10))[0]}`, which rsync would stumble over, too"
        raise RefusedError(f"{text}; have it print nothing where there is no terminal")
    return told


def _ssh() -> list[str]:
    own = shlex.split(os.environ.get("SSH_OPTIONS", ""))  # of an option that is given twice the first one counts
    return ["ssh", "-o", "BatchMode=yes", *own, "-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=30"]


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


def back(target: Target) -> str:
    """Show the release before; raises RefusedError where there is none."""
    releases, last = _releases(target)
    older = [name for name in releases if name < last]
    before = [name for name in older if name[6:] != last[6:]]  # the same site may have been sent again
    if not before:
        raise RefusedError(f"{target.path} has no release before {last or 'the first'}; nothing was changed")
    # The one that was left is not gone back to when a later one is.
    with nothing_switched():
        _switch(target, before[-1], _keep_assets(last, f"releases/{before[-1]}"))
    again = "".join(f"rm -rf releases/{name}\n" for name in older if name > before[-1])
    _tidy(target, f"rm -rf releases/.left\nmv releases/{last} releases/.left\n{again}")
    return f"release {before[-1]} is current"
