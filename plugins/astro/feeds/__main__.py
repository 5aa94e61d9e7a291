"""`python -m astro.feeds [--built] FEED ...`: tell the hub that these feeds name, if they name one, that they changed.

With `--built` they stand in `output/` and nowhere else that is known. Where a host shows that folder, readers can fetch
them now; where sites are sent away, the hub is told after that, without the option.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from lxml import etree

from ..permanence.file import is_ci
from ..staging import mark_of, write_whole
from .xmldoc import ATOM

_KNOWN = Path(".cache/hub.json")  # {"told": {address of a feed: digest of what was told}, "sends": true or false}


def named(feed: Path) -> tuple[str, str]:
    """(the address of its hub, its own address) as a feed says them; nothing where it names none, or is no feed."""
    with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError, etree.XMLSyntaxError):
        if feed.suffix == ".json":
            data = json.loads(feed.read_bytes())
            return next((str(hub["url"]) for hub in data.get("hubs", ())), ""), str(data["feed_url"])
        links = {link.get("rel"): link.get("href") for link in etree.parse(feed).iterfind(f".//{{{ATOM}}}link")}
        return links.get("hub") or "", links.get("self") or ""
    return "", ""


def main(*arguments: str) -> None:
    """Ping each hub once, with those of its feeds whose bytes it was not told of; a hub's silence is no failure.

    Feeds that are only built are left for the sending where sites are sent from here, and on a machine of CI, which
    knows nothing of before. At the first sending from here, what the hub was told of the built ones came too early.
    """
    built = "--built" in arguments
    known = _known()
    if built and (known["sends"] or is_ci()):
        return
    feeds = sorted(filter(Path.is_file, map(Path, arguments)))
    told = known["told"] | _tell(feeds, known["told"] if built or known["sends"] else {})
    after = {"told": told, "sends": known["sends"] or not built}
    if told and after != known:
        with suppress(OSError):
            _KNOWN.parent.mkdir(exist_ok=True)
            write_whole(_KNOWN, json.dumps(after, indent=1, sort_keys=True) + "\n")


def _known() -> dict[str, Any]:
    """What was told before; nothing where the file is missing or damaged, and then a hub is only told once more."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(_KNOWN.read_text("utf-8"))
        return {"told": dict(known["told"]), "sends": bool(known["sends"])}
    return {"told": {}, "sends": False}


def _tell(feeds: Iterable[Path], told: dict[str, str]) -> dict[str, str]:
    """The digest of each feed of the site that a hub now knows of, by its address."""
    site = mark_of(Path("output")).address
    hubs: dict[str, dict[str, str]] = {}
    for feed in feeds:
        hub, address = named(feed)
        digest = sha256(feed.read_bytes()).hexdigest()
        if hub and told.get(address) != digest and address.startswith(f"{site}/" if site else ""):
            hubs.setdefault(hub, {})[address] = digest
    return {address: digest for hub, new in hubs.items() if _ping(hub, list(new)) for address, digest in new.items()}


def _ping(hub: str, addresses: list[str]) -> bool:
    """Whether a hub took the news; a warning where it did not."""
    form = urlencode({"hub.mode": "publish", "hub.url": addresses}, doseq=True).encode()
    try:
        with urlopen(Request(hub, form), timeout=30) as answer:  # noqa: S310  # the owner's own setting
            print(f"told {hub} ({answer.status})")
    except (OSError, HTTPException, ValueError) as error:
        text = f"pelicanconf.py:1: FEED_HUB {hub} was not told ({error}); readers find the essays without it"
        print(text, file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
