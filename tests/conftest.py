"""What several tests share: case folders, whole builds in processes of their own, real programs."""

from __future__ import annotations

import compileall
import hashlib
import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from astro.release.check import wrongs_of
from astro.release.facts import Known, facts_of
from astro.staging import digest_of, digests, mark_of
from bs4 import BeautifulSoup
from hypothesis import settings
from playwright.sync_api import sync_playwright

pytest_plugins = ["places", "readers", "related_essays"]

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"
SEED = ROOT / "content/essays/2025-01-20-deepseek-r1-and-the-moment-china-showed-it.txt"
SEED_SLUG = "deepseek-r1-and-the-moment-china-showed-it"
SEED_IDS = [
    "the-numbers-that-broke-the-narrative",
    "why-this-matters-beyond-the-benchmarks",
    "the-open-question",
    "what-im-watching",
]
SIGN_OFF = ("astro", "Thinking about AI, robots, space, and the future. Writing it down so I don't forget.")
SITEURL = "https://essays.example.org"
CACHE = tempfile.TemporaryDirectory(prefix="astro-tests-")  # of all blogs of a run: no card is drawn twice

# Chromium in a container has no sandbox, and is to call nobody.
OPTIONS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 300  # seconds after which nothing is to be hoped for, also on a machine that stands still for a minute
POLLING = 50  # milliseconds between two looks at a page; by its frames, a browser short of time would not look again

# A shell that runs the tests behind its back has them ignore Ctrl-C, and all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Machines are shared and noisy, so no example has a time limit; CI draws the same examples every time.
settings.register_profile("astro", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("astro")


def pytest_addoption(parser):
    parser.addoption("--update-cases", action="store_true", help="rewrite the expected files of tests/cases for review")


def pytest_configure():
    compileall.compile_dir(ROOT / "plugins", quiet=1)  # once for all copies of the blog, and not by each of its builds


def case_folders(kind):
    """A parameter for each folder in tests/cases/KIND; there must be some."""
    folders = sorted(path for path in (CASES / kind).iterdir() if path.is_dir())
    assert folders, kind
    return [pytest.param(folder, id=folder.name) for folder in folders]


@pytest.fixture
def expect(request):
    """A function that compares a text with a case's expected file, or rewrites the file under --update-cases."""

    def compare(actual, file):
        if request.config.getoption("--update-cases"):
            file.write_text(actual, encoding="utf-8")
        assert actual == file.read_text("utf-8")

    return compare


def files_of(site):
    """The digest of every file of a site, by its path."""
    paths = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def is_whole(site, *, also=()):
    """Whether a site is one that was built: its mark is the digest of all its files, besides such as may be kept."""
    mark, files = mark_of(site), digests(site)
    without = {name: digest for name, digest in files.items() if name not in also}
    return mark is not None and mark[0] in (digest_of(files), digest_of(without))


def page_of(site, *parts):
    """The page at an address of a site, read."""
    return BeautifulSoup(site.joinpath(*parts, "index.html").read_text("utf-8"), "html.parser")


def astray(texts, files, site):
    """What is wrong with the links of `texts` (pages, feeds, stylesheets by path) in a site of these files."""
    known = Known()
    facts = {name: facts_of(name, text, site, known) for name, text in sorted(texts.items())}
    return wrongs_of(facts, files, site, frozenset(texts), texts.__getitem__)


def settings_of(conf):
    """What a settings file of the blog says, which is run here; what it changes of this process is put back."""
    ending, path = signal.getsignal(signal.SIGINT), sys.path.copy()
    try:
        return runpy.run_path(str(ROOT / conf))
    finally:
        signal.signal(signal.SIGINT, ending)
        sys.path[:] = path
        sys.modules.pop("pelicanconf", None)


def with_plugins(**more):
    """The environment of a process that finds astro, as make exports it."""
    return os.environ | {"PYTHONPATH": str(ROOT / "plugins")} | more


def children_of(process):
    """The processes that a process has started and that are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            text = path.read_text()
            if text.rpartition(")")[2].split()[1] == str(process):
                found.append(int(path.parent.name))
    return found


def wait_for(condition, process=None, pause=0.02):
    """Wait until a condition holds, as long as there is hope, and as a process runs that is to bring it about."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        assert process is None or process.poll() is None
        time.sleep(pause)


def timed(run):
    """(what `run` returns, the seconds it took): how long a machine needs, to know when to stop something halfway."""
    start = time.monotonic()
    return run(), time.monotonic() - start


def require(program):
    """The path of a real program; without it the test is skipped, or fails under ASTRO_REQUIRE_ALL=1."""
    if found := shutil.which(program):
        return found
    listed = "apt-get install $(grep -v '^#' tests/debian-packages.txt)"
    reason = f"{program} is missing; on Debian: {listed}"
    if os.environ.get("ASTRO_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    return pytest.skip(reason)


def _of_the_owner(folder, names):
    """What the blog's owner writes and publishes from the first essay on: the tests hold with it and without."""
    kept = {SEED.parent: {SEED.name}, ROOT / "content": {"essays", "extra", "pages"}}.get(Path(folder), set(names))
    return [name for name in names if name not in kept or name == "__pycache__"]


class Project:
    """A copy of the blog in which a test may write essays and build."""

    def __init__(self, root):
        self.root = root
        self.essays = root / "content" / "essays"
        for name in ("pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, root)
        for name in ("content", "theme", "plugins"):
            shutil.copytree(ROOT / name, root / name, ignore=_of_the_owner)
        (root / ".cache").symlink_to(CACHE.name)

    def add_fixtures(self, *names):
        for name in names or [path.name for path in (ROOT / "tests/essays").iterdir()]:
            shutil.copy(ROOT / "tests/essays" / name, self.essays)
        return self

    def add_make(self):
        """Have the blog's targets, with what is installed here: a lock that is newer would have it installed anew."""
        for path in (ROOT / "Makefile", ROOT / ".venv/requirements.txt"):
            shutil.copy(path, self.root)
        (self.root / ".venv").symlink_to(ROOT / ".venv")

    def add_settings(self, text, conf="pelicanconf.py"):
        """Write lines of Python at the end of a settings file."""
        with (self.root / conf).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")

    def place_of(self, text, conf="pelicanconf.py"):
        """`file:line` of the last line of a settings file that holds a text."""
        lines = (self.root / conf).read_text("utf-8").splitlines()
        return f"{conf}:{max(number for number, line in enumerate(lines, 1) if text in line)}"

    def add_plugin(self, name, code, *, first=False):
        """Have a plugin of one's own work after all others, or before them."""
        (self.root / "plugins" / f"{name}.py").write_text(code)
        self.add_settings(f"PLUGINS.insert({0 if first else 'len(PLUGINS)'}, {name!r})")

    def write(self, name, text):
        (self.essays / name).parent.mkdir(exist_ok=True)
        (self.essays / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, conf="pelicanconf.py", output="output", cwd=None, options=(), program="pelican", **environment):
        """The finished process of a build, whatever came of it; every warning of Python is an error."""
        clean = {key: value for key, value in os.environ.items() if key not in ("SITEURL", "PYTHONPATH")}
        return subprocess.run(
            [
                *(sys.executable, "-m", program, self.root / "content", "-o", self.root / output),
                *("-s", self.root / conf, *options),
            ],
            cwd=cwd or self.root,
            env=clean | {"PYTHONWARNINGS": "error"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, conf="pelicanconf.py", output="output", **environment):
        """The folder of a site that built without a word of complaint."""
        done = self.run(conf, output, **environment)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return self.root / output

    def run_publishing(self, **environment):
        """The finished process of a publishing build, as `make publish` starts it."""
        settings = {"SITEURL": SITEURL, "CI": ""} | environment
        return self.run("publishconf.py", options=["-e", "PUBLISH=true"], **settings)

    def publish(self, output="output", **environment):
        return self.build("publishconf.py", output, **({"SITEURL": SITEURL} | environment))


@pytest.fixture
def project(tmp_path):
    """The blog as it is, in a folder whose name has a space."""
    (tmp_path / "a blog").mkdir()
    return Project(tmp_path / "a blog")


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """The blog as it is, built with pelicanconf.py."""
    return Project(tmp_path_factory.mktemp("desk")).build()


@pytest.fixture(scope="session")
def public(tmp_path_factory):
    """The blog as it is, built with publishconf.py."""
    return Project(tmp_path_factory.mktemp("public")).publish()


@pytest.fixture(scope="session")
def full_desk(tmp_path_factory):
    """The blog with all fixtures, built with pelicanconf.py."""
    return Project(tmp_path_factory.mktemp("full-desk")).add_fixtures().build()


@pytest.fixture(scope="session")
def full_public(tmp_path_factory):
    """The blog with all fixtures, built with publishconf.py."""
    return Project(tmp_path_factory.mktemp("full-public")).add_fixtures().publish()


class Host(SimpleHTTPRequestHandler):
    """A static host: `Last-Modified`, `304`, and XML as a browser is to read it."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".xml": "application/xml"}

    def log_message(self, *args):
        pass

    def copyfile(self, source, outputfile):
        with suppress(BrokenPipeError):  # a browser that left the page needs no more of its files
            super().copyfile(source, outputfile)


@contextmanager
def served(folder):
    """The address of a folder, served on this machine; the folder may be replaced meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:  # also where a test is skipped, as the browser is missing
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser, started once; a test opens pages or contexts of its own."""
    path = require("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, "--disable-sync"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(full_desk):
    """The address of the blog with all fixtures, as it is at the desk."""
    with served(full_desk) as address:
        yield address
