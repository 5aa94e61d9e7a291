"""A blog with two sites, and the places on this machine to which it sends them."""

import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import boto3
import pytest
from astro.permanence.file import write_register
from astro.permanence.known import KnownEssay, Register
from astro.staging import MARK, digest_of, digests, mark_of
from conftest import PATIENCE, ROOT, Project, require, wait_for


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process):
    """Wait until something listens."""

    def listens():
        assert process.poll() is None, process.args
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_for(listens)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A blog whose first site is in `first`, and whose second, with an essay less and one more, is in `second`."""
    project = Project(tmp_path_factory.mktemp("built"))
    project.add_fixtures("2025-02-10-the-second-wall.txt", "2025-04-12-sand-and-stars.txt")
    project.publish(output="first")
    (project.essays / "2025-04-12-sand-and-stars.txt").unlink()
    project.write("2025-05-01-new.txt", "A new one\nA text.\n")
    with (project.root / "theme/static/style.css").open("a", encoding="utf-8") as style:
        style.write("@layer parts { .new { color: inherit } }\n")
    project.publish(output="second")
    return project


@pytest.fixture
def blog(built, tmp_path):
    """A function that puts one of the two sites in place of the blog's output/."""
    root = tmp_path / "blog"
    root.mkdir()

    class Blog:
        def __init__(self):
            self.root = root
            self.started = []

        def show(self, name):
            shutil.rmtree(self.root / "output", ignore_errors=True)
            shutil.copytree(built.root / name, self.root / "output")

        def let_go(self, *slugs, standing=()):
            """Some essays, and that others stand, maybe where one of those stood."""
            (self.root / "content").mkdir(exist_ok=True)
            essays = [KnownEssay(slug, "", "", f"{slug}/", (), True, "", ()) for slug in slugs]
            essays += [KnownEssay(f"{slug}-2", "", "", f"{slug}/", (), False, "", ()) for slug in standing]
            write_register(self.root / "content", Register(tuple(essays)))

        def start(self, *words, **environment):
            clean = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "GIT_"))}
            process = subprocess.Popen(
                [sys.executable, "-m", "astro.deploy", *words],
                cwd=self.root,
                env=clean | {"PYTHONPATH": str(ROOT / "plugins")} | environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            self.started.append(process)
            return process

        def run(self, *words, **environment):
            process = self.start(*words, **environment)
            out, err = process.communicate(timeout=PATIENCE)
            return process.returncode, out, err

    blog = Blog()
    blog.show("first")
    blog.let_go("he/sand-and-stars", "new")
    yield blog
    for process in blog.started:
        if process.returncode is None:  # its test has failed
            process.kill()
            process.communicate()


class Host(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """No lines in the middle of the tests' own."""

    def send_error(self, code, *_):
        """An error is shown by the site's own page."""
        page = Path(self.directory, "404.html")
        data = page.read_bytes() if page.exists() else b""
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def host():
    """A function that serves a folder as a static host does, and says where."""
    servers = []

    def serve(folder):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def style_of(site):
    """The stylesheet, whose name has the digest of what is in it."""
    (style,) = site.glob("theme/style.*.css")
    return style.relative_to(site).as_posix()


def edit(blog, words):
    """Have another site in output/, as if it were built."""
    site = blog.root / "output"
    with (site / "index.html").open("a") as file:
        file.write(f"<!-- {words} -->")
    (site / MARK).write_text(f"{digest_of(digests(site))} {mark_of(site)[1]}\n")
    return (site / "index.html").read_text("utf-8")


def git(*words, cwd=None):
    return subprocess.run(["git", *words], cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(blog, tmp_path):
    require("git")
    git("init", "-q", "--bare", tmp_path / "bare.git")
    git("init", "-q", "-b", "main", cwd=blog.root)
    (blog.root / "pelicanconf.py").write_text("")
    git("add", "pelicanconf.py", cwd=blog.root)
    for key, value in (("user.name", "Test"), ("user.email", "test@example.org")):
        git("config", key, value, cwd=blog.root)
    git("commit", "-qm", "Sources", cwd=blog.root)
    return tmp_path / "bare.git"


@pytest.fixture
def bucket():
    """The environment of an S3 server on this machine, and a client of it."""
    port = free_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        wait_for_port(port, process)
        client = boto3.client(
            "s3",
            endpoint_url=environment["AWS_ENDPOINT_URL"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
            region_name="us-east-1",
        )
        client.create_bucket(Bucket="essays")
        yield environment, client
        process.terminate()
