"""The server of the desk: what the last build left, and the news of each one."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from ..staging import mark_of
from ..staging.media import content_type
from .pages import EVENTS, SCRIPT, dressed_here, for_the_desk, led_here
from .places import below, is_asked_here, is_for_the_desk, place

_OUTPUT = Path("output")
_DESK_SCRIPT = Path(__file__).with_name("desk.js").read_bytes()
_COOKIE = "astro-desk-last-good"
_HEARTBEAT = 15  # seconds of silence after which a browser that went away is noticed


@dataclass(frozen=True, slots=True)
class State:
    """What the desk shows."""

    version: str
    """Another one after every build, also after the desk was started again."""
    broken: str = ""
    """The page that says what is wrong; empty after a good build."""


class Desk(ThreadingHTTPServer):
    """A server on this machine only, for what the last build left."""

    daemon_threads = True
    request_queue_size = 128  # of five, a browser with a few tabs would wait for the sixth for a second and more

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self._started = time.time_ns()
        self._count = 0
        self.news = threading.Condition()
        self.state = State(f"{self._started}-0")
        self.moves: dict[str, str] = {}
        """The page that stands now for one that is gone, since the desk was started."""

    def tell(self, broken: str = "") -> None:
        """Let every open page show what is there now."""
        with self.news:
            self._count += 1
            self.state = State(f"{self._started}-{self._count}", broken)
            self.news.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no news; anything else is."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers as a static host would, without listings and dotfiles, and adds the desk's script to pages."""

    server: Desk

    def do_GET(self) -> None:
        """Send what an address of the site or of the desk leads to."""
        path, root = self.path.partition("?")[0], _root()
        asked = (self.headers.get(f"Sec-Fetch-{name}") for name in ("Site", "Dest"))
        if not (is_for_the_desk(self.headers.get("Host")) and is_asked_here(*asked)):
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"This server is for the machine it runs on.\n")
        elif path == EVENTS and self.command == "GET":
            self._send_events()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, content_type(path), _DESK_SCRIPT)
        elif root and path == root:
            self._send_moved(HTTPStatus.MOVED_PERMANENTLY, "")
        else:
            self._send_file(place(below(root, self.path)))

    def do_HEAD(self) -> None:
        """Send what GET would, without the body."""
        self.do_GET()

    def _send_file(self, name: str | None) -> None:
        body = read(name)
        if body is None and name and read(f"{name}/index.html") is not None:
            self._send_moved(HTTPStatus.MOVED_PERMANENTLY, f"{name}/")
        elif body is None and (page := self.server.moves.get(name or "")):
            self._send_moved(HTTPStatus.FOUND, page.removesuffix("index.html"))
        elif body is None or str(name).endswith(".html"):
            self._send_page(body)
        else:
            shown = dressed_here(body, _site()) if str(name).endswith(".xml") else body
            self._send(HTTPStatus.OK, content_type(str(name)), shown)

    def _send_moved(self, status: HTTPStatus, name: str) -> None:
        self._send(status, "text/plain", b"", Location=f"{_root()}/{quote(name)}")

    def _send_page(self, body: bytes | None) -> None:
        """A page, the one for what is missing, or, while the last build is broken, what is wrong; with the script."""
        state, extra = self.server.state, {}
        shown = ("last-good" if self._wants_last_good(state) else "broken") if state.broken else "site"
        if shown == "broken":
            status, body = HTTPStatus.INTERNAL_SERVER_ERROR, state.broken.encode()
        elif body is None:
            status, body = HTTPStatus.NOT_FOUND, read("404.html") or b"<!DOCTYPE html>\n<p>Nothing stands here.</p>\n"
        else:
            status = HTTPStatus.OK
        if shown == "last-good":  # for the links of the page as well, until something else is saved
            extra["Set-Cookie"] = f"{_COOKIE}={state.version}; Path=/; HttpOnly; SameSite=Strict"
        html = body.decode("utf-8", errors="replace")
        page = for_the_desk(led_here(html, _site()), state.version, shown)
        self._send(status, "text/html; charset=utf-8", page.encode(), **extra)

    def _wants_last_good(self, state: State) -> bool:
        query = self.path.partition("?")[2]
        cookies: SimpleCookie = SimpleCookie()
        with suppress(CookieError):
            cookies.load(self.headers.get("Cookie", ""))
        kept = cookies.get(_COOKIE)
        return query == "last-good" or (query != "problems" and kept is not None and kept.value == state.version)

    def _send_events(self) -> None:
        """Send the version that is shown now and each later one, until the browser goes away."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        sent = ""
        with suppress(ConnectionError):
            while True:
                with self.server.news:
                    self.server.news.wait_for(lambda: self.server.state.version != sent, _HEARTBEAT)  # noqa: B023
                    version = self.server.state.version
                event = ": still here\n\n" if version == sent else f"retry: 500\ndata: {version}\n\n"
                self.wfile.write(event.encode())
                sent = version

    def _send(self, status: HTTPStatus, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """What is on the desk changes: nothing is kept by the browser; and no type but the one that is sent."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """The terminal is for builds and their errors."""


def _site() -> str:
    """The address that the site is made for; empty where it has none, as at the desk."""
    site = mark_of(_OUTPUT).address.rpartition(" ")[2]
    return site if "://" in site else ""


def _root() -> str:
    """The path of the site on its host, `` or `/blog`."""
    return urlsplit(_site()).path


def read(name: str | None) -> bytes | None:
    """The file of that name in output/, None if there is none or a link leads out of it."""
    if name is None:
        return None
    for _ in range(2):  # again, if a new site took the place of this one in between
        with suppress(OSError):
            root = _OUTPUT.resolve(strict=True)
            file = (root / name).resolve(strict=True)
            if not file.is_relative_to(root) or not file.is_file():
                return None
            return file.read_bytes()
    return None
