"""A desk in a process of its own, what it answers, and when its next build is ready."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from conftest import PATIENCE, children_of, wait_for


@contextmanager
def running(project, port=0, arguments=("content", "-o", "output", "-s", "pelicanconf.py")):
    """A started desk as (process, port), in a session of its own; waited for until it serves; it ends without trace."""
    folder = project.root.parent
    environment = {"PYTHONPATH": str(project.root / "plugins"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    environment["TMPDIR"] = str(folder)
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "astro.preview", str(port), *arguments],
        cwd=project.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            lines = []
            while not (lines and lines[-1].startswith("http://localhost:")):
                lines.append(process.stdout.readline())
                assert lines[-1], lines
            process.said = lines
            yield process, int(lines[-1].split(":")[2].split("/")[0])
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)
    wait_for(lambda: not [*folder.glob("astro-desk-*")])


class Answer:
    def __init__(self, port, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        self.status, self.headers, self.text = answer.status, answer.headers, answer.read().decode()
        connection.close()


def computed(process):
    """(state, ticks of computing) of a process, None where it has ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return fields[0], fields[11:13]
    return None


def waits(process):
    """Whether a process sleeps and computes nothing for a moment."""
    before = computed(process)
    time.sleep(0.1)
    return before is not None and before[0] == "S" and computed(process) == before


def wait_for_ready(process):
    """(process that has all imported, the build in it that waits for a save, and has read what it can) of a desk.

    After the desk has told of its last build.
    """
    found = []

    def is_ready():
        found[:] = [(warm, build) for warm in children_of(process.pid) for build in children_of(warm)]
        return len(found) == 1 and waits(found[0][1])

    wait_for(is_ready)
    return found[0]
