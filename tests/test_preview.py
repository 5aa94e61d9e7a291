"""The desk: it serves the last good site, and builds again when something is saved."""

import http.client
import socket
import subprocess
import sys
import time

import pytest
from conftest import ROOT


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def wait_for(condition):
    """Wait until a condition holds, at most a minute."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def desk_server(project):
    """(port, project) of a running preview whose build command is Pelican's."""
    project.build()
    port = free_port()
    build = [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", "pelicanconf.py"]
    with subprocess.Popen(
        [sys.executable, "-m", "astro.preview", str(port), *build],
        cwd=project.root,
        env={"PYTHONPATH": str(ROOT / "plugins"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        wait_for(lambda: process.stdout.readline().startswith(f"http://localhost:{port}/"))
        yield port, project
        process.terminate()
        process.stdout.read()


def test_pages_and_what_is_missing(desk_server):
    """A page; the site's own page for what is not there; no dotfile and no listing."""
    port, project = desk_server
    (project.root / "output/.secret").write_text("secret")
    assert get(port, "/about/")[0] == 200
    for path in ("/nope/", "/.secret", "/theme/", "/theme/../.secret"):
        status, body = get(port, path)
        assert (status, "Nothing stands here" in body) == (404, True), path


def test_saving_is_seeing(desk_server):
    """A saved essay is soon on the page; a broken one leaves the last good site up."""
    port, project = desk_server
    project.write("2025-05-01-new.txt", "Fresh from the desk\nA text.\n")
    wait_for(lambda: get(port, "/new/")[0] == 200)
    project.write("2025-05-02-bad.txt", "No text\n")
    project.write("2025-05-01-new.txt", "Fresh from the desk\nAnother text.\n")
    time.sleep(2)
    assert "A text." in get(port, "/new/")[1]
    (project.essays / "2025-05-02-bad.txt").unlink()
    wait_for(lambda: "Another text." in get(port, "/new/")[1])


def test_a_taken_port_is_said(project):
    """Exit code 1 and what to do instead."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "astro.preview", str(port)],
            cwd=project.root,
            env={"PYTHONPATH": str(ROOT / "plugins")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"port {port}: Address already in use; choose another: make devserver PORT={port + 1}" in done.stderr
