"""The hub of the feeds, which an owner may set, and the one ping that it gets."""

import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

from conftest import ROOT, SITEURL
from feed_lint import feeds_of, format_errors

FORMATS = ["feed.xml", "rss.xml", "feed.json"]


class Hub(BaseHTTPRequestHandler):
    """A WebSub hub that remembers what it was told."""

    def do_POST(self):
        self.server.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


def ping(folder):
    command = [sys.executable, "-m", "astro.feeds", *(folder / name for name in FORMATS)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def deploy(project):
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, project.root)
    (project.root / ".venv").symlink_to(ROOT / ".venv")
    command = ["make", "-s", "deploy", f"TO={project.root / 'www'}", "AT=http://127.0.0.1:9"]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)


def test_the_hub_is_told_once(project):
    """With the setting the feeds name the hub, and one ping names them once they are sent; else there is neither."""
    hub = HTTPServer(("127.0.0.1", 0), Hub)
    hub.told = []
    address = f"http://127.0.0.1:{hub.server_port}/"
    thread = threading.Thread(target=hub.serve_forever)
    thread.start()
    try:
        plain = project.publish("plain")
        assert ping(plain).stdout == ""
        assert b"hub" not in (plain / "feed.xml").read_bytes() + (plain / "feed.json").read_bytes()
        done = project.run("publishconf.py", options=["-e", f'FEED_HUB="{address}"'], SITEURL=SITEURL)
        assert (done.returncode, done.stderr) == (0, "")
        assert [format_errors(path) for path in feeds_of(project.root / "output")] == [[]] * 3
        assert hub.told == []  # no reader could have fetched the feeds yet
        sent = deploy(project)
        assert (sent.returncode, sent.stdout.splitlines()[-1]) == (0, f"told {address} (204)"), sent.stderr
    finally:
        hub.shutdown()
        thread.join()
        hub.server_close()
    assert hub.told == [{"hub.mode": ["publish"], "hub.url": [f"{SITEURL}/{name}" for name in FORMATS]}]
    deaf = ping(project.root / "output")
    assert deaf.returncode == 0
    assert deaf.stderr.startswith(f"pelicanconf.py:1: FEED_HUB {address} was not told (")
