"""`python -m astro.preview PORT [COMMAND ...]`: show output/ on this machine; run COMMAND whenever something is saved.

The site is served from whatever COMMAND last put into output/, so a build that fails leaves the last good site up.
Each build is a process of its own: a changed plugin or setting is really read again.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from watchfiles import watch

OUTPUT = Path("output")
WATCHED = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")


class Handler(SimpleHTTPRequestHandler):
    """Serves output/ as a static host would: no listings, no dotfiles, 404.html for what is missing."""

    def send_head(self) -> BinaryIO | None:
        """The file asked for, or None after an error was sent."""
        if any(part.startswith(".") for part in Path(self.path).parts):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: object) -> None:
        """A folder without index.html is no page."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is missing."""
        page = OUTPUT / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """What is on the desk changes: nothing is kept by the browser."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """The terminal is for builds and their errors."""


def main(port: int, command: list[str]) -> None:
    """Build, then serve and build again until Ctrl-C; ends with a message and exit code 1 when the port is taken."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(OUTPUT)))
    except OSError as error:
        sys.exit(f"port {port}: {error.strerror}; choose another: make devserver PORT={port + 1}")
    address = f"http://localhost:{port}/ - stop with Ctrl-C"
    if not command:
        print(address, flush=True)
        server.serve_forever()
    saves = watch(*WATCHED, yield_on_timeout=True)
    next(saves)  # only now it watches, so that nothing saved during the first build is missed
    subprocess.run(command, check=False)  # noqa: S603  # the command line's own words
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(address, flush=True)
    for changes in filter(None, saves):
        print("saved:", *sorted(str(Path(path).relative_to(Path.cwd())) for _, path in changes), flush=True)
        subprocess.run(command, check=False)  # noqa: S603


if __name__ == "__main__":
    try:
        if not sys.argv[1].isdecimal() or int(sys.argv[1]) > 65535:
            sys.exit(f"PORT={sys.argv[1]} is no port; use a number up to 65535: make devserver PORT=8000")
        main(int(sys.argv[1]), sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
