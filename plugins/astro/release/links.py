"""Whether every link inside a built site leads somewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from ..plain_text.values import is_address
from ..regex import regex
from ..sections.marks import RESERVED
from .reworded import headed
from .sources import READ

NOWHERE = "write the address of something that exists"
NOTHING = "nothing stands at that address"
# What stands behind a path, as Pelican leaves it behind a {filename} that it cannot find.
_TWICE = regex(r"([?#].*)\1$")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_SIGNS = regex(r"[\W_]+")
_NO_HOST = regex(r"//(?![^/?#])")  # of `///` browsers make `//`
_DESK = "http://desk.invalid"  # in the place of the address that a site at the desk has not
_PORTS = {"http": 80, "https": 443}


class Wrong(NamedTuple):
    """What is wrong with a file of the site."""

    page: str
    """The path of the file."""
    mark: str
    """What to find it by: a link as it stands there, an id, a tag, an address."""
    text: str
    """What is wrong; what to do."""


def target_of(value: str, path: str, site: str) -> tuple[str | None, str | None]:
    """(where a link of the page at `path` leads on the site, None) or (None, what is wrong with it by itself).

    A target is the path and the fragment, both as they stand in addresses: `/about/#people`; both are None where the
    link leaves the site. `site` is the address of the site, or empty where links begin with `/`.
    """
    if site and value.startswith(f"{site}/") and value.isprintable():  # it stands as it is meant
        whole, _, fragment = value.partition("#")
        return f"{whole.partition('?')[0][len(site) :]}#{fragment}", None
    if wrong := _no_address(value):
        return None, wrong
    own = site or _DESK
    address = _as_ours(urljoin(f"{own}/{path}", value), own)
    if not address.startswith(f"{own}/"):
        if not any(urlsplit(value)[:2]):  # it names no host
            text = f"link `{value}` leads out of {site}; write {{filename}} or {{static}} and the path of a file"
            return None, text
        return None, None
    parts = urlsplit(address)
    return f"{parts.path[len(urlsplit(site).path) :]}#{parts.fragment}", None


def _as_ours(address: str, site: str) -> str:
    """An address on the site's own host as the site writes it: `http://`, capitals and the usual port mean the same."""
    parts, ours = urlsplit(address), urlsplit(site)
    if _host(parts) is None or _host(parts) != _host(ours):
        return address
    return parts._replace(scheme=ours.scheme, netloc=ours.netloc).geturl()


def _host(parts: SplitResult) -> tuple[str | None, int | None] | None:
    """(name, port, where that is not the usual one) of an address of the web; None for any other."""
    usual = _PORTS.get(parts.scheme)
    return (parts.hostname, None if parts.port == usual else parts.port) if usual else None


def _no_address(value: str) -> str | None:
    if not is_address(value) or _NO_HOST.match(value):
        return f"link `{value}` is no address; write one that a browser can read"
    if not value or value.startswith(("{", "|")):  # Pelican leaves a {filename} that it cannot find as it is
        once = _TWICE.sub(r"\1", value)
        return f"link `{once}` leads nowhere; {NOWHERE}"
    return None


def leads_nowhere(target: str, ids: Mapping[str, Collection[str]], files: Container[str]) -> bool:
    """Whether no file of the site stands at a target, or has not its id."""
    file, fragment = _split(target, files)
    return file is None or not (fragment in ("", "top") or file not in ids or fragment in ids[file])


def in_words(
    value: str,
    target: str,
    ids: Mapping[str, Collection[str]],
    files: Collection[str],
    read: Callable[[str], str],
) -> str:
    """What is wrong with a link that leads nowhere; what to do. `read` returns the text of a file of the site."""
    file, fragment = _split(target, files)
    if file is None:
        name = unquote(value.partition("#")[0]).rpartition("/")[2]
        is_source = name.rpartition(".")[2].lower() in READ
        hint = f"to lead to an essay write `{{filename}}{name}`" if is_source else NOTHING
        if name.lower().endswith(_PICTURES):
            near = [each for each in files if each.startswith("images/") and _alike(each) == _alike(name)]
            hint = f"save the picture in content/images and write `{{static}}/images/{name}`"
            hint = f"did you mean `{{static}}/{min(near)}`?" if near else hint
        return f"link `{unquote(value)}` leads nowhere; {hint}"
    known = sorted({*ids[file]} - RESERVED)
    begun = sorted((id_ for id_ in known if id_.startswith(f"{fragment}-")), key=len)
    near = headed(fragment, read(file)) or begun or get_close_matches(fragment, known, 1, 0.5)
    hint = f"did you mean `#{near[0]}`?" if near else "write the id of a section" if known else "the page has none"
    if (composed := normalize("NFC", fragment)) in known:  # the two look the same
        hint = f"write `#{composed}`, in which each accent is one character with its letter"
    return f"link `{value}` leads to an id that is not there; {hint}"


def _alike(name: str) -> str:
    """What is left of the name of a file without its folder, its ending, capitals and signs."""
    return _SIGNS.sub("", name.rpartition("/")[2].rpartition(".")[0].casefold())


def _split(target: str, files: Container[str]) -> tuple[str | None, str]:
    """(file, fragment) of a target."""
    path, _, fragment = target.partition("#")
    return _file(unquote(path), files), unquote(fragment)


def in_full(wrong: Wrong, site: str) -> str:
    """The address that a link of a page means, as feeds write it; the link itself where it is no address."""
    try:
        return urljoin(f"{site}/{wrong.page.removesuffix('index.html')}", wrong.mark)
    except ValueError:
        return wrong.mark


def _file(path: str, files: Container[str]) -> str | None:
    """The file that a static host sends for a path."""
    name = path.strip("/")
    for file in (path.lstrip("/"), f"{name}/index.html".lstrip("/")):
        if file in files:
            return file
    return None
