"""The hub of the feeds, which an owner may set, and the one ping that it gets."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from astro.feeds.__main__ import named
from astro.release.feeds import UnreadableError, parts_of
from conftest import SITEURL, with_plugins
from feed_lint import feeds_of, format_errors

FORMATS = ["feed.json", "feed.xml", "rss.xml"]


class Hub(BaseHTTPRequestHandler):
    """A WebSub hub that remembers what it was told."""

    def do_POST(self):
        self.server.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def listening():
    """A hub on this machine."""
    hub = HTTPServer(("127.0.0.1", 0), Hub)
    hub.told, hub.address = [], f"http://127.0.0.1:{hub.server_port}/"
    thread = threading.Thread(target=hub.serve_forever)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        thread.join()
        hub.server_close()


def news(hub):
    """The feeds that each ping since the last look was about."""
    told = [ping["hub.url"] for ping in hub.told if ping["hub.mode"] == ["publish"]]
    assert len(told) == len(hub.told)
    hub.told.clear()
    return [[address.removeprefix(f"{SITEURL}/") for address in each] for each in told]


@pytest.fixture
def blog(project):
    """A blog with all that make needs, and a memory of its own of what was told."""
    project.add_make()
    (project.root / ".cache").unlink()
    return project


def make(blog, target, *options, **environment):
    """The finished process of a target that must succeed."""
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "CI", "MAKEFLAGS")}
    command = ["make", "-s", target, *options]
    environment = clean | {"SITEURL": SITEURL} | environment
    done = subprocess.run(command, cwd=blog.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def publish(blog, hub, **environment):
    return make(blog, "publish", f"PELICANOPTS=-e FEED_HUB='\"{hub.address}\"'", **environment)


def deploy(blog):
    return make(blog, "deploy", f"TO={blog.root / 'www'}", "AT=http://127.0.0.1:9")


def test_the_hub_is_told_once_of_each_change(blog):
    """By the publishing, until sites are sent; from then on by the sending. Never twice of the same bytes."""
    with listening() as hub:
        first = publish(blog, hub)
        assert first.stdout.splitlines()[-1] == f"told {hub.address} (204)"
        assert news(hub) == [FORMATS]
        assert [format_errors(path) for path in feeds_of(blog.root / "output")] == [[]] * 3
        publish(blog, hub)
        assert news(hub) == []  # the same bytes
        blog.write("2025-05-01-lamp.txt", "Tags: light\n\nA lamp\nIt burns.\n")
        blog.write("2025-05-02-star.txt", "Tags: light\n\nA star\nIt burns too.\n")
        publish(blog, hub)
        assert news(hub) == [[*FORMATS, "tag/light/feed.xml"]]
        deploy(blog)
        assert news(hub) == [[*FORMATS, "tag/light/feed.xml"]]  # what it was told of came too early
        deploy(blog)
        assert news(hub) == []  # it knows
        blog.write("2025-05-03-moss.txt", "Some moss\nIt grows.\n")
        publish(blog, hub)
        assert news(hub) == []  # no reader could fetch it yet
        assert f"told {hub.address} (204)" in deploy(blog).stdout
        assert news(hub) == [FORMATS]
        deploy(blog)
        assert news(hub) == []


def test_the_hub_is_told_of_feeds_in_folders(blog):
    settings = blog.root / "publishconf.py"
    settings.write_text(f'{settings.read_text("utf-8")}\nFEED_ALL_ATOM = "feeds/all.xml"\n', "utf-8")
    with listening() as hub:
        (blog.root / "content/extra/other.json").write_text(
            f'{{"feed_url": "https://other.example/feed.json", "hubs": [{{"url": "{hub.address}"}}]}}', "utf-8"
        )
        publish(blog, hub)
        assert news(hub) == [["feed.json", "feeds/all.xml", "rss.xml"]]  # no other site's


def test_a_file_of_many_levels_is_no_feed(tmp_path):
    """The build names it, too."""
    (deep := tmp_path / "deep.json").write_text("[" * 100_000, "utf-8")
    assert named(deep) == ("", "")
    with pytest.raises(UnreadableError):
        parts_of(deep.name, deep.read_text("utf-8"))


def test_a_hub_that_does_not_answer_fails_nothing(blog):
    """It is a warning, and the hub is told the next time."""
    with listening() as hub:
        address = hub.address
    deaf = publish(blog, hub)
    assert deaf.stderr.startswith(f"pelicanconf.py:1: FEED_HUB {address} was not told (")
    with listening() as hub:
        publish(blog, hub)
        assert news(hub) == [FORMATS]


def test_without_a_hub_there_is_none(public, tmp_path):
    """Feeds name no hub unless the owner does, and nothing is told or remembered."""
    assert not [name for name in FORMATS if b"hub" in (public / name).read_bytes()]
    command = [sys.executable, "-m", "astro.feeds", *(public / name for name in FORMATS)]
    done = subprocess.run(command, cwd=tmp_path, env=with_plugins(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr, list(tmp_path.iterdir())) == (0, "", "", [])


def test_ci_tells_nothing_of_what_it_only_built(tmp_path):
    """It does not know what was told before."""
    feed = tmp_path / "feed.json"
    with listening() as hub:
        feed.write_text(f'{{"feed_url": "{SITEURL}/feed.json", "hubs": [{{"url": "{hub.address}"}}]}}', "utf-8")
        for options in (["--built"], []):
            command = [sys.executable, "-m", "astro.feeds", *options, feed]
            subprocess.run(command, cwd=tmp_path, env=with_plugins(CI="true"), capture_output=True, check=True)
    assert news(hub) == [["feed.json"]]
