"""The search of the public site: Pagefind reads the written pages, and the search page asks its index.

Only what a template marks with `data-pagefind-body` is found: published essays and pages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pelican import Pelican, signals

_INDEX = "pagefind"
_LEFT_OUT = ".anchor-link, .sidenote, .outline, .meta, .related, .tags, .footnote-ref"


def write_index(pelican: Pelican) -> None:
    """Write the index of a site that has a search page. Raises SystemExit where Pagefind fails."""
    if not pelican.settings.get("SEARCH_URL"):
        return
    output = Path(pelican.output_path)
    command = [sys.executable, "-m", "pagefind", "--site", str(output), "--exclude-selectors", _LEFT_OUT, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if done.returncode:
        raise SystemExit(f"the index of the search was not written: {(done.stderr or done.stdout).strip()}")
    for path in (output / _INDEX).glob("pagefind-*"):  # the search page has a script of its own
        if path.suffix in (".css", ".js") and path.name != "pagefind-worker.js":
            path.unlink()
    entry = output / _INDEX / "pagefind-entry.json"  # its order of languages changes from run to run
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), "utf-8")


def register() -> None:
    """Connect the room to Pelican."""
    signals.finalized.connect(write_index)
