"""`python -m astro.preview PORT [ARGUMENT ...]`: show output/ on this machine; with Pelican's arguments, also build it.

A build follows every save. Shown is what the last good build put into output/, or what is wrong with the last one.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NoReturn
from urllib.parse import quote

from rich.console import Console
from watchfiles import Change, watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from . import Builder, stamp
from .pages import EVENTS, SCRIPT, broken_page, for_the_desk
from .places import content_type, is_for_the_desk, place
from .problems import problems_of
from .saves import FILES, FOLDERS, NOT_WRITTEN_BY_HAND, is_source, named

OUTPUT = Path("output")
DESK_SCRIPT = Path(__file__).with_name("desk.js").read_bytes()
COOKIE = "astro-desk-last-good"
HEARTBEAT = 15  # seconds of silence after which a browser that went away is noticed
Stamps = dict[str, object]
"""What each of some files and folders has another one of once it was saved, by its path."""


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

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self._started = time.time_ns()
        self._count = 0
        self.news = threading.Condition()
        self.state = State(f"{self._started}-0")

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
        path = self.path.partition("?")[0]
        if not is_for_the_desk(self.headers.get("Host")):
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"This server is for the machine it runs on.\n")
        elif path == EVENTS and self.command == "GET":
            self._send_events()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, content_type(path), DESK_SCRIPT)
        else:
            self._send_file(place(self.path))

    def do_HEAD(self) -> None:
        """Send what GET would, without the body."""
        self.do_GET()

    def _send_file(self, name: str | None) -> None:
        body = _read(name)
        if body is None and name and _read(f"{name}/index.html") is not None:
            self._send(HTTPStatus.MOVED_PERMANENTLY, "text/plain", b"", Location=f"/{quote(name)}/")
        elif body is None or str(name).endswith(".html"):
            self._send_page(body)
        else:
            self._send(HTTPStatus.OK, content_type(str(name)), body)

    def _send_page(self, body: bytes | None) -> None:
        """A page, the one for what is missing, or, while the last build is broken, what is wrong; with the script."""
        state, extra = self.server.state, {}
        shown = ("last-good" if self._wants_last_good(state) else "broken") if state.broken else "site"
        if shown == "broken":
            status, body = HTTPStatus.INTERNAL_SERVER_ERROR, state.broken.encode()
        elif body is None:
            status, body = HTTPStatus.NOT_FOUND, _read("404.html") or b"<!DOCTYPE html>\n<p>Nothing stands here.</p>\n"
        else:
            status = HTTPStatus.OK
        if shown == "last-good":  # for the links of the page as well, until something else is saved
            extra["Set-Cookie"] = f"{COOKIE}={state.version}; Path=/; HttpOnly; SameSite=Strict"
        page = for_the_desk(body.decode("utf-8", errors="replace"), state.version, shown)
        self._send(status, "text/html; charset=utf-8", page.encode(), **extra)

    def _wants_last_good(self, state: State) -> bool:
        query = self.path.partition("?")[2]
        cookies: SimpleCookie = SimpleCookie()
        with suppress(CookieError):
            cookies.load(self.headers.get("Cookie", ""))
        kept = cookies.get(COOKIE)
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
                    self.server.news.wait_for(lambda: self.server.state.version != sent, HEARTBEAT)  # noqa: B023
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


def _read(name: str | None) -> bytes | None:
    """The file of that name in output/, None if there is none or a link leads out of it."""
    if name is None:
        return None
    for _ in range(2):  # again, if a new site took the place of this one in between
        with suppress(OSError):
            root = OUTPUT.resolve(strict=True)
            file = (root / name).resolve(strict=True)
            if not file.is_relative_to(root) or not file.is_file():
                return None
            return file.read_bytes()
    return None


class Saves:
    """Everything that is saved from `start` on, until it is taken."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[set[str]] = SimpleQueue()
        self._stop = threading.Event()
        self._moved = threading.Event()  # a folder is another one than that which is watched
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Saves:
        """Start to watch; what is saved after this is not missed."""
        # A settings file is watched through its folder: an editor may put a new file in the place of the old one.
        for watching in (self._watch_folders, self._watch_project):
            ready = threading.Event()
            thread = threading.Thread(target=watching, args=(ready,), daemon=True)
            thread.start()
            self._threads.append(thread)
            ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop to watch; no thread may be in the watcher's Rust when Python ends."""
        self._stop.set()
        self._moved.set()
        for thread in self._threads:
            thread.join()

    def take(self) -> set[str]:
        """Wait for a save; return every file saved and not yet taken, relative to the project."""
        taken = self._queue.get()
        with suppress(Empty):
            while True:
                taken |= self._queue.get_nowait()
        return taken

    def _watch_folders(self, ready: threading.Event) -> None:
        """Watch the folders that are there, anew when the other watch sees that one has come or was replaced."""
        last: Stamps = {}
        while not self._stop.is_set():
            self._moved.clear()
            paths = [path for path in FOLDERS if Path(path).is_dir()]
            may_have_missed = ready.is_set()
            for saved in _saves(paths, self._moved, recursive=True):
                ready.set()
                self._put(saved)
                if may_have_missed and (now := _stamps(_below(paths))) != last:
                    last = now
                    self._put(set(FOLDERS))
                may_have_missed = False

    def _watch_project(self, ready: threading.Event) -> None:
        """Watch what stands in the project itself, anew where the watcher gave up."""
        last: Stamps = {}
        while not self._stop.is_set():
            may_have_missed = ready.is_set()
            for saved in _saves(["."], self._stop, recursive=False):
                ready.set()
                if may_have_missed and (now := _stamps(map(Path, (*FILES, *FOLDERS)))) != last:
                    last = now
                    self._put({*now})
                    self._moved.set()
                may_have_missed = False
                self._put(saved)
                if not saved.isdisjoint(FOLDERS):
                    self._moved.set()

    def _put(self, saved: set[str]) -> None:
        if saved:
            self._queue.put(saved)


def _saves(paths: list[str], stop: threading.Event, *, recursive: bool) -> Iterator[set[str]]:
    """What is saved in some folders until it is to stop; nothing once they are watched, and now and then.

    It ends too where the watcher gives up.
    """
    options: dict[str, Any] = {"watch_filter": _matters, "stop_event": stop, "recursive": recursive}
    options["ignore_permission_denied"] = True  # a folder that nobody may read is the build's to refuse
    # A file's name may be no text, of which the watcher cannot speak, not even that it is read; a folder may go before
    # it is watched.
    with suppress(WatchfilesRustInternalError, FileNotFoundError):
        # Half of the wait for a save is the step: in it nothing else may be saved for the save to count as finished.
        for changes in watch(*paths, debounce=50, step=10, rust_timeout=100, yield_on_timeout=True, **options):
            yield {_relative(path) for _, path in changes}
        return
    stop.wait(0.1)


def _below(folders: Iterable[str]) -> Iterator[Path]:
    return (each for folder in folders for each in Path(folder).rglob("*"))


def _stamps(paths: Iterable[Path]) -> Stamps:
    """The stamp of each of these that a site is made of; to read a file leaves it as it is."""
    return {path: stamp(path) for path in map(str, paths) if is_source(path)}


def _matters(change: Change, path: str) -> bool:
    del change
    return (relative := _relative(path)) == NOT_WRITTEN_BY_HAND or is_source(relative)


def _relative(path: str) -> str:
    file, root = Path(path), Path.cwd()
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()


def build_and_tell(desk: Desk, builder: Builder, changed: Iterable[str]) -> None:
    """Build; print what was wrong, then one line: what was saved, and how long the build took or that it failed."""
    built = builder.build(changed)
    problems = problems_of(built.text, str(Path.cwd()))
    placed = [line for line in map(str, problems) if line not in built.text]  # those of exceptions
    print(built.text, *(f"{line}\n" for line in placed), sep="", end="", file=sys.stderr, flush=True)
    how = "built" if built.ok else f"not built (see http://localhost:{desk.server_port}/)"
    print(f"{named(changed) or 'the site'}: {how} in {built.seconds:.2f} s", flush=True)
    has_last = _read("index.html") is not None
    desk.tell("" if built.ok else broken_page(problems, built.text, has_last=has_last))


def main(port: int, arguments: list[str]) -> None:
    """Show the site until Ctrl-C, and build it at every save if there are arguments for Pelican."""
    try:
        desk = Desk(port)
    except OSError as error:
        sys.exit(f"port {port}: {error.strerror}; choose another: PORT={port + 1}")
    builder = Builder(arguments)
    with ExitStack() as stack:
        stack.callback(builder.cool)
        saves = stack.enter_context(Saves()) if arguments else None
        if saves:
            build_and_tell(desk, builder, ())
        stack.callback(desk.server_close)
        thread = threading.Thread(target=desk.serve_forever, daemon=True)
        thread.start()
        stack.callback(desk.shutdown)
        print(f"http://localhost:{desk.server_port}/ - stop with Ctrl-C", flush=True)
        while saves:
            builder.warm_up()
            changed = saves.take()
            # Where the register was refused, it is restored by hand: a publishing could not have written it.
            if changed != {NOT_WRITTEN_BY_HAND} or NOT_WRITTEN_BY_HAND in desk.state.broken:
                build_and_tell(desk, builder, changed)
        thread.join()


def _end(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    if len(sys.argv) < 2 or not sys.argv[1].isdecimal() or int(sys.argv[1]) > 65535:
        sys.exit(f"PORT={''.join(sys.argv[1:2])} is no port; use a number up to 65535: PORT=8000")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end)
    try:
        main(int(sys.argv[1]), sys.argv[2:])
    except KeyboardInterrupt:
        Console().show_cursor()  # a bar may have been cut short
        sys.exit(130)
