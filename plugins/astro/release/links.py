"""Whether every link inside a built site leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import join, normpath
from urllib.parse import unquote, urljoin, urlsplit

from ..markup.raw import can_be_read
from .page import Page


@dataclass(frozen=True, slots=True)
class Wrong:
    """A link that leads nowhere."""

    page: str
    """The path of its page."""
    link: str
    """As it stands there."""
    text: str
    """What is wrong; what to do."""


def check_links(pages: Mapping[str, str], files: frozenset[str], site: str) -> Iterator[Wrong]:
    """What is wrong with the links of `pages` (HTML by path, such as `about/index.html`), by path and as they stand.

    `files` are the paths of all files of the site, `site` is its address, or empty where links begin with `/`. Links
    that leave the site are not looked at; only ids are targets of fragments.
    """
    yield from check_links_of({path: Page(html) for path, html in pages.items()}, files, site)


def check_links_of(
    pages: Mapping[str, Page], files: frozenset[str], site: str, others: Mapping[str, Page] | None = None
) -> Iterator[Wrong]:
    """The same for pages that were read already; links may lead to ids on `others` too."""
    ids = {path: frozenset(page.ids) for path, page in {**(others or {}), **pages}.items()}
    site = site.rstrip("/")
    known: dict[str, str | None] = {}  # what is wrong with addresses that mean the same on every page
    for path, page in sorted(pages.items()):
        for value in page.links:
            wrong = known[value] if value in known else _wrong(value, path, ids, files, site)
            if value.startswith(f"{site}/"):
                known[value] = wrong
            if wrong:
                yield Wrong(path, value, wrong)


def check_page(path: str, page: Page, site: str) -> Iterator[Wrong]:
    """What is wrong with a page by itself: its structure, programs in it, and what it loads from elsewhere."""
    for id_, times in page.ids.items():
        if times > 1:
            yield Wrong(path, id_, f"id `{id_}` stands {times} times on the page; change one of them")
    for mark, text in page.faults:
        yield Wrong(path, mark, text)
    for value in page.loads:
        if _host(value) and _host(value) != _host(site):
            text = f"`{value}` would be loaded from another site; save it in content/images and show it from there"
            yield Wrong(path, value, text)


def in_full(wrong: Wrong, site: str) -> str:
    """The address that a link of a page means, as feeds write it; the link itself where it is no address."""
    try:
        return urljoin(f"{site}/{wrong.page.removesuffix('index.html')}", wrong.link)
    except ValueError:
        return wrong.link


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).netloc.lower()
    except ValueError:
        return "?"


def line_of(link: str, source: str) -> int:
    """The line (1-based) of an essay's text that holds a link of its page; 1 where none does.

    Where the whole link stands nowhere, as Pelican has put an address in the place of a {filename}, its fragment or
    the last part of its path decides.
    """
    parts = urlsplit(link)
    marks = (link, unquote(link), f"#{unquote(parts.fragment)}", unquote(parts.path).strip("/").rpartition("/")[2])
    for mark in filter(lambda mark: mark.strip("#"), marks):
        for number, line in enumerate(source.splitlines(), start=1):
            if mark in line:
                return number
    return 1


def _wrong(value: str, path: str, ids: Mapping[str, frozenset[str]], files: frozenset[str], site: str) -> str | None:
    if not can_be_read(value):
        return f"link `{value}` is no address; write one that a browser can read"
    if not value or value.startswith(("{", "|")):  # Pelican leaves a {filename} that it cannot find as it is
        return f"link `{value}` leads nowhere; write the address of something that exists"
    base = f"{site or 'site:'}/{path}"
    parts = urlsplit(urljoin(base, value) if site else _local(value, path))
    if site and not urljoin(base, value).startswith(f"{site}/"):
        if value.startswith("/") and not value.startswith("//"):
            return f"link `{value}` leads out of {site}; write {{filename}} or {{static}} and the path of a file"
        return None
    if not site and (parts.scheme or parts.netloc):
        return None
    return _wrong_target(value, unquote(parts.path)[len(urlsplit(site).path) :], unquote(parts.fragment), ids, files)


def _wrong_target(
    value: str, path: str, fragment: str, ids: Mapping[str, frozenset[str]], files: frozenset[str]
) -> str | None:
    target = _file(path, files)
    if target is None:
        return f"link `{value}` leads nowhere; nothing stands at that address"
    if fragment and fragment != "top" and target in ids and fragment not in ids[target]:
        near = get_close_matches(fragment, sorted(ids[target]), 1, 0.0)
        hint = f"did you mean `#{near[0]}`?" if near else "the page has none"
        return f"link `{value}` leads to an id that is not there; {hint}"
    return None


def _local(value: str, path: str) -> str:
    """A root-relative form of a link on a site without an address."""
    parts = urlsplit(value)
    if parts.scheme or parts.netloc:
        return value
    if not parts.path:
        return parts._replace(path=f"/{path}").geturl()
    joined = normpath(join("/", path.rpartition("/")[0], parts.path))
    return parts._replace(path=joined + ("/" if parts.path.endswith("/") and joined != "/" else "")).geturl()


def _file(path: str, files: frozenset[str]) -> str | None:
    """The file that a static host sends for a path."""
    name = path.strip("/")
    for file in (path.lstrip("/"), f"{name}/index.html".lstrip("/")):
        if file in files:
            return file
    return None
