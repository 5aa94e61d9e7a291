"""The search of the public site: Pagefind reads the written pages, and the search page asks its index.

Only what a template marks with `data-pagefind-body` is found: published essays and pages.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen
from typing import Any

from pelican import Pelican, signals

from ..problem import Problem

logger = logging.getLogger(__name__)

_INDEX = "pagefind"
_ENTRY = "pagefind-entry.json"
_UNUSED = re.compile(r"pagefind-(?!worker\.).+\.(css|js)")  # as the search page has a script of its own
_LEFT_OUT = ".anchor-link, .sidenote, .outline, .meta, .related, .tags, .footnote-ref"


def write_index(pelican: Pelican) -> None:
    """Write the index of a site that has a search page; where Pagefind fails, report it."""
    if not pelican.settings.get("SEARCH_URL"):
        return
    output = Path(pelican.output_path)
    try:
        files = dict(_index(output))
    except (OSError, ValueError) as error:
        text = f"the index of the search was not made ({error}); delete .venv, and run `make publish` again"
        logger.error(Problem(f"{Path(pelican.settings['OUTPUT_PATH']).name}/{_INDEX}", 1, text))
        return
    for name, data in files.items():
        path = output / _INDEX / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _index(site: Path) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of each file of the index of a site.

    It is told the pages one by one, as Pagefind itself takes them in an order that is another on each disk; and asked
    for the files, as it says of those that it writes that they are there before they are whole. Raises ValueError with
    what Pagefind has said, OSError where it cannot be talked to.
    """
    with _started() as service:
        index = _ask(service, "NewIndex", config={"exclude_selectors": [_LEFT_OUT]})["index_id"]
        for path in sorted(filter(Path.is_file, site.rglob("*.html"))):
            name = path.relative_to(site).as_posix()
            text = path.read_text("utf-8", "replace")  # the check says what is not UTF-8
            _ask(service, "AddFile", index_id=index, file_path=name, url=None, file_contents=text)
        for file in _ask(service, "GetFiles", index_id=index)["files"]:
            name, data = file["path"], b64decode(file["content"])
            if name == _ENTRY:  # its order of languages changes from run to run
                data = json.dumps(json.loads(data), sort_keys=True).encode()
            if not _UNUSED.fullmatch(name):
                yield name, data


@contextmanager
def _started() -> Iterator[Popen[bytes]]:
    """Pagefind as the service that its packages for Python and JavaScript talk to, as long as it is needed."""
    with Popen([sys.executable, "-m", "pagefind", "--service"], stdin=PIPE, stdout=PIPE, stderr=STDOUT) as service:
        try:
            yield service
        finally:
            service.kill()


def _ask(service: Popen[bytes], kind: str, **details: Any) -> dict[str, Any]:
    """The answer to a message; both are JSON in Base64, up to a comma."""
    message = json.dumps({"message_id": 1, "payload": {"type": kind, **details}})
    answer = bytearray()
    if service.stdin and service.stdout:
        service.stdin.write(b64encode(message.encode()) + b",")
        service.stdin.flush()
        while not answer.endswith(b",") and (more := os.read(service.stdout.fileno(), 1 << 16)):
            answer += more
    if not answer.endswith(b","):
        raise ValueError(f"Pagefind ended early: {answer.decode(errors='replace').strip()}")
    payload: dict[str, Any] = json.loads(b64decode(answer[:-1]))["payload"]
    if payload["type"] == "Error":
        raise ValueError(payload["message"])
    return payload


def register() -> None:
    """Connect the room to Pelican."""
    signals.finalized.connect(write_index)
