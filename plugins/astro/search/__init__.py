"""The search of the public site: Pagefind reads the written pages, and the search page asks its index.

Only what a template marks with `data-pagefind-body` is found: published essays and pages.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from typing import Any

from pelican import Pelican, signals

from ..problem import Problem
from ..progress import follow
from ..regex import regex
from ..staging import STAGE

logger = logging.getLogger(__name__)

_INDEX = "pagefind"
_ENTRY = "pagefind-entry.json"
_UNUSED = regex(r"pagefind-.+\.(css|js)")  # as the search page has a script of its own
_FOUND = "data-pagefind-body"
_PIECE = 1 << 16  # bytes that are read at once
_WORDS = 300  # characters of what it says are shown
# What the page adds to an essay; words of the essay may have such classes too.
_LEFT_OUT = (
    ".anchor-link, .sidenote, .footnote-ref, .footnote-backref, "
    "article > .outline, article > .meta, article > header .meta, article > .related, article > .tags"
)


def write_index(pelican: Pelican) -> None:
    """Write the index of a site that has a search page; where Pagefind fails, report it."""
    if not pelican.settings.get("SEARCH_URL"):
        return
    output = Path(pelican.output_path)
    try:
        files = _index(output)
    except (OSError, ValueError) as error:
        text = (
            f"the index of the search was not made ({error}); run `make publish` again, after deleting .venv if need be"
        )
        logger.error(Problem(f"{STAGE.name}/{_INDEX}", 1, text))
        return
    for name, data in files.items():
        path = output / _INDEX / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _index(site: Path) -> dict[str, bytes]:
    """The files of the index of a site, by their paths.

    It is told the pages one by one, as Pagefind itself takes them in an order that is another on each disk; and asked
    for the files, as it says of those that it writes that they are there before they are whole. Raises ValueError with
    what Pagefind has said, OSError where it cannot be talked to.
    """
    paths = sorted(filter(Path.is_file, site.rglob("*.html")))
    with _Pagefind() as pagefind:
        index = pagefind.ask("NewIndex", "NewIndex", config={"exclude_selectors": [_LEFT_OUT]})["index_id"]
        for path in follow(paths, "indexing", len(paths)):
            text = path.read_text("utf-8", "replace")  # the check says what is not UTF-8
            if _FOUND not in text:  # where no page has it, Pagefind would take them all
                continue
            page = {"file_path": path.relative_to(site).as_posix(), "url": None, "file_contents": text}
            pagefind.ask("AddFile", "IndexedFile", index_id=index, **page)
        found = pagefind.ask("GetFiles", "GetFiles", index_id=index)["files"]
    files = {file["path"]: b64decode(file["content"]) for file in found if not _UNUSED.fullmatch(file["path"])}
    # The order of its languages changes from run to run.
    files[_ENTRY] = json.dumps(json.loads(files[_ENTRY]), sort_keys=True).encode()
    return files


class _Pagefind:
    """Pagefind as the service that its packages for Python and JavaScript talk to, as long as it is needed."""

    def __enter__(self) -> _Pagefind:
        self._said = TemporaryFile()  # so that it never waits for us to read
        command = [sys.executable, "-m", "pagefind", "--service"]
        self._service = Popen(command, stdin=PIPE, stdout=PIPE, stderr=self._said)  # noqa: S603  # our own words
        return self

    def __exit__(self, *_: object) -> None:
        self._service.kill()
        for pipe in filter(None, (self._service.stdin, self._service.stdout)):
            with suppress(BrokenPipeError):  # of what it has not read
                pipe.close()
        self._service.wait()
        self._said.close()

    def ask(self, kind: str, expected: str, **details: Any) -> dict[str, Any]:
        """Its answer to a message, of the kind that is expected; both are JSON in Base64, up to a comma."""
        message = json.dumps({"message_id": 1, "payload": {"type": kind, **details}})
        answer = bytearray()
        if (into := self._service.stdin) and (out := self._service.stdout):
            with suppress(BrokenPipeError):  # it has ended; why, it may have said
                into.write(b64encode(message.encode()) + b",")
                into.flush()
            while b"," not in answer[-_PIECE:] and (more := os.read(out.fileno(), _PIECE)):
                answer += more
        try:
            payload: dict[str, Any] = json.loads(b64decode(answer.partition(b",")[0], validate=True))["payload"]
        except (ValueError, KeyError):
            self._said.seek(0)
            words = " ".join((answer[-_PIECE:] + self._said.read()).decode(errors="replace").split())
            raise ValueError(f"Pagefind says: {words[-_WORDS:]}") from None
        if payload.get("type") != expected:
            raise ValueError(f"Pagefind says: {payload.get('message', payload)}")
        return payload


def register() -> None:
    """Connect the room to Pelican."""
    signals.finalized.connect(write_index)
