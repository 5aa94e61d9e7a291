"""Which essays an essay leads to in its own text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from ..plain_text.values import is_address
from ..tree.read import parse
from ..tree.strict import forms


def linked_essays(addresses: Iterable[str], source: str, places: Mapping[str, str]) -> Iterator[str]:
    """The slug of each essay that one of the addresses in an essay leads to.

    `places` are slugs by the path of an essay's file under the content's folder and by its address, `/some-slug/` or
    with the site's address in front; `source` is the path of this essay's file.
    """
    for address in filter(is_address, addresses):
        parts = urlsplit(address)
        for mark in ("{filename}", "|filename|"):
            if address.startswith(mark):
                path = unquote(parts.path.removeprefix(mark))
                file = path.lstrip("/") if path.startswith("/") else normpath(join(dirname(source), path))
                if file in places:
                    yield places[file]
        bare = parts._replace(query="", fragment="", path=parts.path.removesuffix("index.html")).geturl()
        for form in (bare, f"{bare}/"):
            if form in places:
                yield places[form]


def addresses_in(html: str) -> list[str]:
    """Where the links of an essay lead, as they stand there."""
    if "<a " not in html:
        return []
    known = forms(html)  # far quicker than its tree
    links = (
        [form.attributes for form in known if form.name == "a"]
        if known
        else [link.attrs for link in parse(html).tags("a")]
    )
    return [attributes["href"] for attributes in links if attributes.get("href")]
