"""`python -m astro.feeds FEED ...`: tell the hub that these feeds name, if they name one, that they have changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from lxml import etree

from .xmldoc import ATOM


def named(feed: Path) -> tuple[str, str]:
    """(the address of its hub, its own address) as a feed says them; the hub is empty where it names none."""
    if feed.suffix == ".json":
        data = json.loads(feed.read_bytes())
        return next((str(hub["url"]) for hub in data.get("hubs", ())), ""), str(data["feed_url"])
    links = {link.get("rel"): link.get("href") for link in etree.parse(feed).iterfind(f".//{{{ATOM}}}link")}
    return links.get("hub") or "", links.get("self") or ""


def main(*names: str) -> None:
    """Ping each hub once, with all feeds that name it; a hub that does not answer is said, and no reason to fail."""
    hubs: dict[str, list[str]] = {}
    for path in filter(Path.is_file, map(Path, names)):
        hub, address = named(path)
        if hub:
            hubs.setdefault(hub, []).append(address)
    for hub, addresses in hubs.items():
        form = urlencode({"hub.mode": "publish", "hub.url": addresses}, doseq=True).encode()
        try:
            with urlopen(Request(hub, form), timeout=30) as answer:  # noqa: S310  # the owner's own setting
                print(f"told {hub} ({answer.status})")
        except (URLError, TimeoutError, ValueError) as error:
            text = f"pelicanconf.py:1: FEED_HUB {hub} was not told ({error}); readers find the essays without it"
            print(text, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
