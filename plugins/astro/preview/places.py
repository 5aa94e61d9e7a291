"""Where in the site an address leads, and whose requests are answered."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from ..staging import DOTFILES

OURS = {"localhost", "127.0.0.1", "::1"}


def place(target: str) -> str | None:
    """The file of a request's target, relative to the site: `a/index.html` for `/a/?x`; None where no site has one.

    No part may begin with a dot, but those that hosts ask for, or hide a separator, so that nothing beside the site and
    no hidden file is reached.
    """
    path = target.partition("?")[0].partition("#")[0]
    if not path.startswith("/"):
        return None
    try:
        parts = [unquote(part, errors="strict") for part in path[1:].split("/")]
    except UnicodeDecodeError:
        return None
    if any(not part for part in parts[:-1]) or not all(map(_is_plain, parts)):
        return None
    return "/".join([*parts[:-1], parts[-1] or "index.html"])


def below(root: str, target: str) -> str:
    """A request's target as it is on a site that stands under the path `root` (`` or `/blog`) of its host.

    One that does not begin so is taken for one of the site itself.
    """
    return target.removeprefix(root) if target.startswith(f"{root}/") else target


def _is_plain(part: str) -> bool:
    is_hidden = part.startswith(".") and part not in DOTFILES
    return not is_hidden and not any(char in "/\\\x7f" or char < " " for char in part)


def is_asked_here(site: str | None, kind: str | None) -> bool:
    """Whether the desk, or its reader, asks for something, by a request's `Sec-Fetch-Site` and `Sec-Fetch-Dest`.

    A page of another site may lead here, and frame what it cannot read, as an editor's does; by what else it embeds it
    would learn which drafts there are.
    """
    return site in (None, "none", "same-origin") or kind in ("document", "iframe")


def is_for_the_desk(host: str | None) -> bool:
    """Whether a request's `Host` names this machine: another name may be made to lead here by who wants the drafts."""
    try:
        return host is None or urlsplit(f"//{host}").hostname in OURS
    except ValueError:
        return False
