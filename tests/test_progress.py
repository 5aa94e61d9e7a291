"""A bar on a terminal for a build that takes long, and nothing anywhere else."""

import os
import pty
import re
import subprocess
import sys
import time

import pytest
from conftest import SITEURL

PATIENCE = """
import sys
sys.path.insert(0, "plugins")
import astro.progress
astro.progress.PATIENCE = {}
"""


# The clock of the bar leaps when the build begins to read.
WAITED = """
import time, types
from pelican import signals
leaps = [0]
astro.progress.time = types.SimpleNamespace(monotonic=lambda: time.monotonic() + sum(leaps))
signals.article_generator_init.connect(lambda _: leaps.append(7200), weak=False)
"""


def on_a_terminal(project, patience, conf="pelicanconf.py", columns=200, ends=("", 0)):
    """What a build of the project writes to a terminal, when a bar comes after so many seconds.

    It `ends` with these words on stderr, which is another place, and this exit code.
    """
    project.add_settings(PATIENCE.format(patience), conf)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "pelican", "content", "-o", "output", "-s", conf],
        cwd=project.root,
        env={**os.environ, "TERM": "xterm", "COLUMNS": f"{columns}", "SITEURL": SITEURL},
        stdout=theirs,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        os.close(theirs)
        written = b""
        try:
            while some := os.read(ours, 65536):
                written += some
        except OSError:  # how a terminal ends on Linux
            pass
        os.close(ours)
        assert (process.stderr.read(), process.wait()) == ends
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode())


@pytest.mark.parametrize("patience", [0, 3600])
def test_a_terminal_shows_a_long_build(project, patience):
    """Each work by its name, with how much of it is done; it is gone before Pelican's last line."""
    project.add_fixtures()
    count = sum(len([*(project.root / "content" / folder).glob("*.[mrt][dsx]*")]) for folder in ("essays", "pages"))
    shown = on_a_terminal(project, patience)
    works = re.findall("reading|relating|writing", shown)
    assert list(dict.fromkeys(works)) == (["reading", "relating", "writing"] if patience == 0 else [])
    assert re.findall(r"reading [^\r\n]* (\d+/\d+)", shown)[:1] == ([f"1/{count}"] if patience == 0 else [])
    assert not re.search("reading|relating|writing", shown[shown.index("Done: Processed") :])


def test_a_terminal_shows_what_publishing_takes(project):
    """Also what is done when all pages are written; one card is of a title that was never drawn."""
    assert project.run("publishconf.py", SITEURL=SITEURL).returncode == 0
    project.write("2025-05-01-new.txt", f"On {time.time_ns()}\n\nWords on it.\n")
    shown = on_a_terminal(project, 0, "publishconf.py")
    works = re.findall("reading|relating|writing|drawing|indexing", shown)
    assert list(dict.fromkeys(works)) == ["reading", "relating", "writing", "drawing", "indexing"]
    pages = len([*(project.root / "output").rglob("*.html")])
    counts = re.findall(r"(drawing|indexing) [^\r\n]* \d+/(\d+)", shown)
    assert set(counts) == {("drawing", "1"), ("indexing", f"{pages}")}
    assert not re.search("drawing|indexing", shown[shown.index("Done: Processed") :])


@pytest.mark.parametrize("patience", [0, 3600])
def test_a_narrow_terminal_breaks_no_problem(project, patience):
    """What an editor is to jump to stands in one line, and on stderr; so does the digest of a site."""
    shown = on_a_terminal(project, patience, columns=30)
    assert re.search(r"output/ is the new site: \d+ files, sha256 [0-9a-f]{64}\r\n", shown)
    project.write("2025-05-01-new.txt", "Date: 1 May 2025\n\nNew\nA text.\n")
    said = "`1 May 2025` is not a whole date; write year, month and day: 2025-01-20 or 2025-01-20 18:30"
    last = "1 problem; nothing was published, output/ is unchanged"
    ends = f"content/essays/2025-05-01-new.txt:1: {said}\n{last}\n"
    assert last not in on_a_terminal(project, patience, columns=30, ends=(ends, 1))


def test_a_wait_for_a_save_is_no_long_build(project):
    """At the desk a build has read its settings, maybe hours before it is asked to go on."""
    project.add_settings(PATIENCE.format(3600) + WAITED)
    assert not re.search("reading|relating|writing", on_a_terminal(project, 3600))


def test_a_pipe_gets_no_bar(project, monkeypatch):
    """Not even where colours are asked for."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    project.add_settings(PATIENCE.format(0))
    done = project.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert not re.search("reading|relating|writing", done.stdout)
