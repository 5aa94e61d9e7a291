"""Real feed readers, which follow a feed as their users have them do: what each takes for new, and what it keeps."""

from __future__ import annotations

import email
import email.policy
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import NamedTuple

from conftest import PATIENCE, require

READER = """
import sys, feedparser_sgmllib
sys.modules['sgmllib'] = feedparser_sgmllib  # its own feedparser asks for a package that has no wheel
from reader import make_reader
reader = make_reader(sys.argv[1])
reader.add_feed(sys.argv[2], exist_ok=True)
new = reader.update_feed(sys.argv[2])
print(new.new if new else 0)
for entry in reader.get_entries():
    print(ascii((entry.id, entry.title, entry.link, entry.author, entry.get_content(prefer_summary=False).value)))
"""


class Shown(NamedTuple):
    id: str
    title: str
    link: str
    author: str
    html: str


def run(command, home):
    """The finished process of a program that did well."""
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=True)


class Newsboat:
    def __init__(self, home, address):
        self.home = home
        (home / "config").touch()
        (home / "urls").write_text(f"{address}\n")
        self.known = set()

    def look(self):
        """How many entries are new to it, and what it shows of all."""
        newsboat, home = require("newsboat"), self.home
        options = ["-u", home / "urls", "-C", home / "config", "-c", home / "cache.db"]
        run([newsboat, *options, "-x", "reload"], home)
        with closing(sqlite3.connect(home / "cache.db")) as cache, cache:
            unread = cache.execute("select count(*) from rss_item where unread = 1").fetchone()[0]
            cache.execute("update rss_item set unread = 0")
            rows = cache.execute("select guid, title, url, author, content from rss_item").fetchall()
        return unread, [Shown(*row) for row in rows]


class Mail:
    """rss2email, which sends each new entry as a message."""

    def __init__(self, home, address):
        self.command = [require("r2e"), "-c", home / "config", "-d", home / "data.json"]
        self.home, self.messages = home, []
        for folder in ("cur", "new", "tmp"):
            (home / "mail" / "feeds" / folder).mkdir(parents=True)
        run([*self.command, "new", "me@example.org"], home)
        settings = {
            "email-protocol": "maildir",
            "maildir-path": f"{home}/mail",
            "maildir-mailbox": "feeds",
            "html-mail": "True",
        }
        text = (home / "config").read_text()
        for name, value in settings.items():
            text = re.sub(rf"(?m)^{name} = .*", f"{name} = {value}", text)
        (home / "config").write_text(text)
        run([*self.command, "add", "feed", address], home)

    def look(self):
        run([*self.command, "run"], self.home)
        arrived = sorted((self.home / "mail/feeds/new").iterdir())
        for path in arrived:
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            html = message.get_body(("html",)).get_content()
            name = message["from"].addresses[0].display_name
            self.messages.append(Shown(message["x-rss-id"], message["subject"], message["x-rss-url"], name, html))
            path.unlink()
        return len(arrived), self.messages


class Reader:
    """The `reader` library, in a process of its own."""

    def __init__(self, home, address):
        self.home, self.address = home, address

    def look(self):
        command = [sys.executable, "-c", READER, self.home / "reader.db", self.address]
        new, *entries = run(command, self.home).stdout.splitlines()
        return int(new), [Shown(*eval(entry)) for entry in entries]


READERS = {"newsboat": Newsboat, "rss2email": Mail, "reader": Reader}
# newsboat and rss2email of Debian read no JSON.
FOLLOWED = [
    *((reader, name) for reader in READERS for name in ("feed.xml", "rss.xml")),
    ("reader", "feed.json"),
]
