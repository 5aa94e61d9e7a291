"""Sending a site to real hosts on this machine: a folder, sshd with rsync, a bare git repository, an S3 server."""

import gzip
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import boto3
import pytest
from astro.deploy import arrived, releases, send
from astro.deploy import bucket as buckets
from astro.deploy.plan import KEEP, Target, cache_control, deletes, in_order, lost, plain, probes, target_of
from astro.permanence.file import write_register
from astro.permanence.known import KnownEssay, Register
from astro.staging import MARK, RefusedError, digest_of, digests, mark_of, place_of
from astro.staging.files import File, write_list
from astro.staging.media import content_type
from conftest import ROOT, SITEURL, Project, files_of, is_whole, require, timed, wait_for, with_plugins


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


@pytest.fixture(scope="module")
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
            out, err = process.communicate()
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


def no_theme(files):
    return {name: digest for name, digest in files.items() if not name.startswith("theme/")}


def test_a_folder_gets_releases(blog, host, tmp_path):
    """Each sending is a release of its own, `current` leads to the last, the old stylesheet stays; and back again."""
    to = tmp_path / "www folder"
    at = host(to / "current")
    done = blog.run("send", str(to), at)
    (release,) = (path.name for path in (to / "releases").iterdir())
    assert done == (0, f"release {release} is current\n{at} shows what was sent\n", "")
    first, kept = files_of(to / "current"), [style_of(to / "current")]
    blog.show("second")
    for _ in ("sent", "sent again"):
        assert blog.run("send", str(to), at)[0] == 0
    assert is_whole(to / "current", also=kept)
    assert (to / "current" / kept[0]).exists()
    assert not (to / "current/he/sand-and-stars").exists()
    assert blog.run("rollback", str(to))[0] == 0
    assert style_of(blog.root / "output") in files_of(to / "current")  # readers have pages of it open
    assert no_theme(files_of(to / "current")) == no_theme(first)
    for nowhere, words in ((str(to), "has no release before"), ("misspelt", "misspelt")):
        code, _, said = blog.run("rollback", nowhere)
        assert (code, said.count("\n"), words in said) == (1, 1, True)
    assert not (blog.root / "misspelt").exists()


def test_a_file_that_did_not_change_keeps_its_time(blog, tmp_path):
    """By which hosts tell feed readers that there is nothing new; also where a build has written it again."""
    assert blog.run("send", str(tmp_path / "www"))[0] == 0
    first = (tmp_path / "www/current/feed.xml").stat().st_mtime_ns
    assert first == (blog.root / "output/feed.xml").stat().st_mtime_ns
    for path in (blog.root / "output").rglob("*.*"):
        os.utime(path)
    edit(blog, "two")
    assert blog.run("send", str(tmp_path / "www"))[0] == 0
    assert (tmp_path / "www/current/feed.xml").stat().st_mtime_ns == first
    assert "two" in (tmp_path / "www/current/index.html").read_text("utf-8")


FAKE_SSH = """#!{python}
import subprocess, sys
print({greeting!r}, end="", flush=True)
script = sys.stdin.read()
done = subprocess.run(["sh", "-s"], input=script, text=True)
is_lost = "mv -T" in script or ({forever} and "{mark}" in open("{folder}/seen").read())
open("{folder}/seen", "a").write("{mark}" * ("mv -T" in script))
if is_lost:
    sys.exit("Connection closed by remote host.")
sys.exit(done.returncode)
"""


@pytest.fixture
def ssh(tmp_path):
    """A function that makes an `ssh` whose host is this machine, with a greeting, and which loses its connection."""

    def make(greeting="", *, forever=False):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "seen").write_text("")
        program = tmp_path / "bin/ssh"
        fake = {"python": sys.executable, "greeting": greeting, "forever": forever, "mark": "x", "folder": tmp_path}
        program.write_text(FAKE_SSH.format(**fake))
        program.chmod(0o755)
        return {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}

    return make


def test_a_connection_that_ends_after_the_switch(blog, tmp_path, ssh, monkeypatch):
    """What is public is asked for, or it is said that nobody can tell; nothing else is."""
    site, www = blog.root / "output", tmp_path / "www"
    target = target_of(f"host:{www}")
    monkeypatch.setattr(releases, "_upload", lambda _, site, incoming, __: shutil.copytree(site, www / incoming))
    monkeypatch.setenv("PATH", ssh()["PATH"])
    assert releases.send(target, site, "a" * 64, lambda _: None) == "release 000001-aaaaaaaaaaaa is current"
    assert releases.send(target, site, "b" * 64, lambda _: None) == "release 000002-bbbbbbbbbbbb is current"
    assert releases.back(target) == "release 000001-aaaaaaaaaaaa is current"
    ssh(forever=True)
    with pytest.raises(RefusedError) as refused:
        releases.send(target, site, "c" * 64, lambda _: None)
    assert f"look where {www}/current leads, maybe to the new one" in str(refused.value)
    assert "still public" not in str(refused.value)
    assert (www / "current").readlink().name == "000002-cccccccccccc"


def test_a_host_whose_shell_says_something_is_told_of(blog, tmp_path, ssh):
    code, _, said = blog.run("send", f"host:{tmp_path}/www", **ssh("Welcome to me@example.org\n\n"))
    assert (code, said.count("\n")) == (1, 1)
    assert "the shell of host prints `Welcome to me@example.org`" in said


def test_a_folder_in_the_place_of_the_link_is_named(blog, tmp_path):
    """And no release more is left with each try; names with the sign of old are names."""
    to = tmp_path / "www"
    assert blog.run("send", str(to))[0] == 0
    (to / "z@x").touch()
    edit(blog, "two")
    assert blog.run("send", str(to))[0] == 0
    (to / "current").unlink()
    (to / "current").mkdir()
    for _ in range(2):
        code, _, said = blog.run("send", str(to))
        assert (code, said) == (1, f"{to}/current is no link to a release; move it away\n")
    assert len([*(to / "releases").iterdir()]) == 2


def test_a_release_that_cannot_be_shown_is_not_left(blog, tmp_path):
    to = tmp_path / "www"
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", str(to))[0] == 0
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/mv"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *current*) echo "no room" >&2; exit 1;; esac\nexec {shutil.which("mv")} "$@"\n'
    )
    program.chmod(0o755)
    edit(blog, "three")
    before = files_of(to)
    code, _, said = blog.run("send", str(to), PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
    assert (code, said) == (1, "sh failed (no room); the last release is still public\n")
    assert files_of(to) == before


def test_an_absolute_link_is_one_to_a_release(blog, tmp_path):
    to = tmp_path / "www"
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", str(to))[0] == 0
    shown = (to / "current").resolve()
    (to / "current").unlink()
    (to / "current").symlink_to(shown)
    assert blog.run("rollback", str(to))[0] == 0
    assert "one" in (to / "current/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("git:https://me:secret@example.org/b.git#x", "git:https://me@example.org/b.git#x"),
        ("git:ssh://me:se@cret@example.org/b", "git:ssh://me@example.org/b"),
        ("git:ssh://git@example.org/b", "git:ssh://git@example.org/b"),
        ("http://localhost:8000/@me", "http://localhost:8000/@me"),
        ("https://secret@example.org has it; s3://a/b", "https://example.org has it; s3://a/b"),
        ("me@example.org:www and https://example.org/@me", "me@example.org:www and https://example.org/@me"),
    ],
)
def test_no_password_is_printed(words, shown):
    assert plain(words) == shown


def test_an_address_with_a_password_is_refused(blog, tmp_path):
    code, _, said = blog.run("send", str(tmp_path / "www"), "http://me:secret@127.0.0.1:9")
    assert (code, "secret" in said, "AT is `http://me@127.0.0.1:9` and a password" in said) == (1, False, True)
    assert not (tmp_path / "www").exists()


def test_words_for_make_are_no_commands(project):
    """They arrive as they are: a folder of that name is sent to, an address of that name is asked for."""
    project.add_make()
    project.publish()
    odd = 'x`touch ran`; touch ran; "touch ran'
    for target, name in (("deploy", "TO"), ("rollback", "TO"), ("retire", "ESSAY"), ("move", "SECTION")):
        words = ["make", "-s", target, f"{name}={odd}"]
        done = subprocess.run(words, cwd=project.root, capture_output=True, text=True, check=False)
        assert odd in done.stderr or (project.root / odd / "current/index.html").exists(), target
        assert not (project.root / "ran").exists(), target


def test_a_host_that_takes_for_ever_is_not_waited_for(host, tmp_path, monkeypatch):
    (tmp_path / "index.html").write_bytes(b"x" * (1 << 17))
    monkeypatch.setattr("astro.deploy._PATIENCE", -1.0)
    with pytest.raises(OSError, match="it takes longer than"):
        arrived({"index.html": b"x"}, host(tmp_path), 0.0)


@pytest.mark.parametrize("answer", ["gzip", "short", "403"])
def test_hosts_answer_in_their_own_ways(blog, tmp_path, answer):
    """All packed, an error that is cut short, one that does not tell what is missing."""
    to = tmp_path / "www"

    class Odd(Host):
        def do_GET(self):
            path = to / "current" / self.path.lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            body = path.read_bytes() if path.exists() else b"x"
            self.send_response(200 if path.exists() else 403 if answer == "403" else 404)
            if answer == "gzip":
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            is_short = answer == "short" and not path.exists()
            self.send_header("Content-Length", "100" if is_short else str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Odd, directory=str(to)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_address[1]}"
    done = blog.run("send", str(to), at)
    server.shutdown()
    server.server_close()
    assert (done[0], done[1].splitlines()[-1], done[2]) == (0, f"{at} shows what was sent", "")


@pytest.mark.parametrize(
    ("failing", "words", "said"),
    [
        ("mv", "last release is still public", 1),
        ("rm releases/0", "old releases are still there; the next sending takes them away", 0),
    ],
)
def test_what_fails_is_said_with_what_is_public(blog, tmp_path, failing, words, said):
    """Before the switch it is the last release, after it the new one."""
    to = tmp_path / "www"
    for number in range(6):
        edit(blog, str(number))
        code, _, text = blog.run("send", str(to))
        assert (code, text.count("still")) == (0, 0)
    name, _, rest = failing.partition(" ")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / name
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *\'{rest}\'*) echo no >&2; exit 1;; esac\nexec {shutil.which(name)} "$@"\n'
    )
    program.chmod(0o755)
    before, new = (to / "current").resolve(), edit(blog, "new")
    code, _, text = blog.run("send", str(to), PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert (code, words in text) == (said, True), text
    assert ((to / "current").resolve() == before) == bool(said)
    assert ((to / "current/index.html").read_text("utf-8") == new) == (not said)


def edit(blog, words):
    """Have another site in output/, as if it were built."""
    site = blog.root / "output"
    with (site / "index.html").open("a") as file:
        file.write(f"<!-- {words} -->")
    (site / MARK).write_text(f"{digest_of(digests(site))} {mark_of(site)[1]}\n")
    return (site / "index.html").read_text("utf-8")


def test_a_release_that_was_left_is_not_gone_back_to(blog, tmp_path):
    sent = []
    for words in ("one", "two", "three"):
        sent.append(edit(blog, words))
        assert blog.run("send", str(tmp_path / "www"))[0] == 0
    current = tmp_path / "www/current/index.html"
    assert blog.run("rollback", str(tmp_path / "www"))[0] == 0
    assert current.read_text("utf-8") == sent[1]
    sent.append(edit(blog, "four"))
    for expected in (sent[3], sent[1], sent[0]):
        done = blog.run(*(("send",) if expected == sent[3] else ("rollback",)), str(tmp_path / "www"))
        assert (done[0], current.read_text("utf-8")) == (0, expected)
    assert blog.run("rollback", str(tmp_path / "www"))[0] == 1


def test_a_publishing_that_was_cut_short_is_not_sent(blog, tmp_path):
    """Else what it made public would be public, and no register would know its addresses."""
    waiting = blog.root / ".output.astro/published.json"
    waiting.parent.mkdir()
    for site, is_sent in ((mark_of(blog.root / "output").digest, False), ("0" * 64, True)):
        waiting.write_text(json.dumps({"site": site}))
        code, _, err = blog.run("send", str(tmp_path / "www"))
        assert (code == 0) is is_sent is (tmp_path / "www").exists()
        assert is_sent or "cut short before the register knew of it; run `make publish` again" in err


def test_no_copy_of_a_site_that_was_left_is_gone_back_to(blog, tmp_path):
    to = str(tmp_path / "www")
    first = edit(blog, "one")
    assert blog.run("send", to)[0] == 0
    edit(blog, "two")
    for words in ("send", "send", "rollback"):
        assert blog.run(words, to)[0] == 0
    edit(blog, "three")
    for words in ("send", "rollback"):
        assert blog.run(words, to)[0] == 0
    assert (tmp_path / "www/current/index.html").read_text("utf-8") == first


def test_a_copy_that_was_cut_short_is_none(tmp_path, monkeypatch):
    """Of what was sent to a bucket, which is gone back to by its copy."""
    monkeypatch.chdir(tmp_path)
    site, target, copy = tmp_path / "output", target_of("s3://essays/blog"), shutil.copytree
    (site / "wall").mkdir(parents=True)
    (site / "wall/index.html").write_text("whole")

    def copy_half(_, to):
        (to / "wall").mkdir(parents=True)
        raise OSError("full")

    monkeypatch.setattr(shutil, "copytree", copy_half)
    with pytest.raises(OSError, match="full"):
        buckets._keep(target, site, "a" * 64)
    assert buckets._kept(target) == []
    monkeypatch.setattr(shutil, "copytree", copy)
    buckets._keep(target, site, "a" * 64)
    assert (buckets._kept(target)[0] / "wall/index.html").read_text() == "whole"


def test_the_same_site_sent_again_takes_no_place_of_another(blog, tmp_path):
    to = tmp_path / "www"
    first = edit(blog, "one")
    assert blog.run("send", str(to))[0] == 0
    edit(blog, "two")
    for _ in range(KEEP + 1):
        assert blog.run("send", str(to))[0] == 0
    assert len(list((to / "releases").iterdir())) == 3  # the last of them is public while the next one is sent
    assert blog.run("rollback", str(to))[0] == 0
    assert (to / "current/index.html").read_text("utf-8") == first


def test_two_may_send_at_once(blog, tmp_path):
    """From two clones, of which each sends another site: the one that comes last is shown, and all are whole."""
    shutil.copytree(blog.root, tmp_path / "clone")
    clone = type(blog)()
    clone.root = tmp_path / "clone"
    for turn in range(4):
        sites = [edit(each, f"{turn} {each.root}") for each in (blog, clone)]
        sending = [each.start("send", str(tmp_path / "www")) for each in (blog, clone)]
        assert [each.communicate() and each.returncode for each in sending] == [0, 0]
        assert (tmp_path / "www/current/index.html").read_text("utf-8") in sites
        releases = list((tmp_path / "www/releases").iterdir())
        assert len(releases) >= 2
        assert all(map(is_whole, releases))


def test_what_others_are_sending_stays(blog, tmp_path):
    """But what one has left behind that was killed days ago goes."""
    releases = tmp_path / "www/releases"
    for name in (".incoming-new", ".incoming-old"):
        (releases / name).mkdir(parents=True)
        (releases / name / "half").write_text("half")
    (releases.parent / ".current-old").symlink_to("nowhere")
    os.utime(releases / ".incoming-old", (1, 1))
    os.utime(releases.parent / ".current-old", (1, 1), follow_symlinks=False)
    assert blog.run("send", str(tmp_path / "www"))[0] == 0
    assert {path.name for path in releases.glob(".*")} == {".incoming-new"}
    assert {path.name for path in releases.parent.iterdir()} == {"releases", "current"}
    assert is_whole(tmp_path / "www/current")


def test_a_file_that_was_not_built_is_named(blog, tmp_path):
    site = blog.root / "output"
    place = place_of(site, [])
    place.state.mkdir(exist_ok=True)
    built = {name: File(digest, 0, 0) for name, digest in digests(site).items()}
    place.files.write_text(write_list(mark_of(site)[0], built))
    (site / "about/.DS_Store").write_text("x")
    code, _, said = blog.run("send", str(tmp_path / "www"))
    assert (code, "output/about/.DS_Store is not of the site" in said) == (1, True)


def test_a_site_is_not_sent_into_itself(blog):
    before = files_of(blog.root / "output")
    code, _, said = blog.run("send", "output/www")
    assert (code, said) == (1, "output/www stands in the site itself; choose another folder\n")
    assert files_of(blog.root / "output") == before


def test_a_folder_is_the_one_that_is_named_whatever_cd_may_find(blog, tmp_path):
    (tmp_path / "elsewhere/www").mkdir(parents=True)
    code, _, said = blog.run("send", "www", "http://127.0.0.1:9", CDPATH=str(tmp_path / "elsewhere"))
    assert (code, "does not answer from here" in said) == (0, True)
    assert is_whole(blog.root / "www/current")
    assert not list((tmp_path / "elsewhere/www").iterdir())


def test_who_stops_a_sending_is_told_what_to_do(blog, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sending = blog.start("send", str(tmp_path / "www"), f"http://127.0.0.1:{silent.getsockname()[1]}")
        wait_for((tmp_path / "www/current").exists)
        with silent.accept()[0]:
            sending.send_signal(signal.SIGINT)
            _, said = sending.communicate()
    assert (sending.returncode, said) == (
        130,
        f"interrupted; run it again, as {tmp_path}/www may be changed in part\n",
    )


def test_what_is_shown_is_compared(blog, host, tmp_path):
    """A host that shows something else is found out; one that does not answer is said."""
    (tmp_path / "wrong").mkdir()
    shutil.copytree(blog.root / "output", tmp_path / "other")
    with (tmp_path / "other/index.html").open("a") as file:
        file.write("<!-- stale -->")
    code, _, said = blog.run("send", str(tmp_path / "www"), host(tmp_path / "other"))
    assert code == 1
    assert "does not show what was sent (index.html); what was sent before, if anything was, comes back by make" in said
    code, _, said = blog.run("send", str(tmp_path / "www"), "http://127.0.0.1:9")
    assert (code, "does not answer from here ([Errno" in said) == (0, True)


@pytest.mark.parametrize("at", ["essays.example.org", "https://essays.example.org/a b", "https://essays.example.org/ü"])
def test_nothing_is_sent_where_it_could_not_be_looked_at(blog, tmp_path, at):
    code, _, said = blog.run("send", str(tmp_path / "www"), at)
    assert (code, said) == (1, f"AT is `{at}`, no address; write https://…\n")
    assert not (tmp_path / "www").exists()


def test_what_answers_and_is_no_web_server_is_said(blog, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            with server.accept()[0] as visitor:
                visitor.sendall(b"nonsense\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        code, _, said = blog.run("send", str(tmp_path / "www"), f"http://127.0.0.1:{server.getsockname()[1]}")
    assert (code, "does not answer from here (BadStatusLine" in said) == (0, True)
    assert is_whole(tmp_path / "www/current")


def test_what_was_sent_is_looked_for_whatever_is_built_meanwhile(blog, host, tmp_path):
    """A desk that builds in between is no reason to go back."""
    sent = send(target_of(str(tmp_path / "www")), blog.root / "output")
    (blog.root / "output/index.html").write_text("the desk's")
    assert arrived(sent.pages, host(tmp_path / "www/current"), 0) == []


def fault_desk(site):
    mark = site / MARK
    mark.write_text(mark.read_text().partition(" ")[0] + " desk\n")


def fault_env(site):
    (site / ".env").write_text("secret")
    (site / MARK).write_text(f"{digest_of(digests(site))} {mark_of(site)[1]}\n")


FAULTS = {
    "output is no site that was built here; run `make publish`": lambda site: (site / MARK).unlink(),
    "output is the site of the desk": fault_desk,
    "output is not as it was built and checked; run `make publish` again": lambda site: (
        site / "index.html"
    ).write_text("x"),
    "output/.env is a dotfile; take it out of the site": fault_env,
    "link is a link, pipe or device; take it out of the site": lambda site: (site / "link").symlink_to("/etc/hostname"),
}


@pytest.mark.parametrize("said", FAULTS)
def test_only_what_was_verified_is_sent(blog, tmp_path, said):
    FAULTS[said](blog.root / "output")
    code, _, words = blog.run("send", str(tmp_path / "www"))
    assert code == 1
    assert said in words
    assert not (tmp_path / "www").exists()


@pytest.fixture
def sshd(tmp_path):
    """The options for ssh to a server on this machine."""
    server, keygen = require("sshd"), require("ssh-keygen")
    require("rsync")
    for name in ("host", "key"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    (tmp_path / "key.pub").rename(tmp_path / "authorized")
    (tmp_path / "authorized").chmod(0o600)
    port = free_port()
    config = tmp_path / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\nAuthorizedKeysFile {tmp_path}/authorized\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\nPermitRootLogin yes\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with subprocess.Popen([server, "-D", "-e", "-f", config], stderr=subprocess.DEVNULL) as process:
        wait_for_port(port, process)
        yield (
            f"-F none -p {port} -i {tmp_path}/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "
            "-o LogLevel=ERROR"
        )
        process.terminate()


def test_a_host_with_ssh_gets_releases(blog, host, sshd, tmp_path):
    """The same over ssh with rsync; killed at any moment, the public sees a whole site."""
    to = tmp_path / "www"
    at = host(to / "current")
    words = ("send", f"127.0.0.1:{to}", at)
    done, seconds = timed(lambda: blog.run(*words, SSH_OPTIONS=sshd))
    assert done[::2] == (0, "")
    first, kept = files_of(to / "current"), [style_of(to / "current")]
    assert is_whole(to / "current")
    blog.show("second")
    ends = set()
    for moment in range(6):
        process = blog.start(*words, SSH_OPTIONS=sshd)
        time.sleep(seconds * (0.25 + moment / 8))
        process.kill()
        process.communicate()
        ends.add(process.returncode)
        assert is_whole(to / "current", also=kept), moment
    assert -signal.SIGKILL in ends
    assert blog.run(*words, SSH_OPTIONS=sshd)[::2] == (0, "")
    assert is_whole(to / "current", also=kept)
    assert (to / "current/new/index.html").exists()
    unchanged = (to / "current/favicon.svg").stat()
    assert unchanged.st_nlink > 1
    while no_theme(files_of(to / "current")) != no_theme(first):
        assert blog.run("rollback", words[1], SSH_OPTIONS=sshd)[0] == 0


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


def tree(repository, branch="gh-pages"):
    """The paths and contents of a branch as git knows them."""
    return git("ls-tree", "-r", branch, cwd=repository)


def test_a_branch_gets_commits(blog, repository):
    """A commit a sending, also from a second machine; CNAME stays, the sources' branch is safe, kills leave no half."""
    to = f"git:{repository}"
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    at = "http://127.0.0.1:9"
    assert blog.run("send", to, at, **environment)[0] == 0
    assert ".nojekyll" in tree(repository)
    work = blog.root / "elsewhere"
    git("clone", "-q", "-b", "gh-pages", repository, work)
    (work / "CNAME").write_text("essays.example.org\n")
    git("add", "CNAME", cwd=work)
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Name", cwd=work)
    git("push", "-q", cwd=work)
    done, seconds = timed(lambda: blog.run("send", to, at, **environment))
    assert done[0] == 0
    first = tree(repository)
    assert "CNAME" in first
    blog.show("second")
    trees = {first}
    ends = set()
    for moment in range(4):
        process = blog.start("send", to, at, **environment)
        time.sleep(seconds * (0.25 + moment / 6))
        process.kill()
        process.communicate()
        ends.add(process.returncode)
        trees.add(tree(repository))
        (blog.root / ".git/refs/heads/astro-sends-gh-pages.lock").unlink(missing_ok=True)
    assert blog.run("send", to, at, **environment)[0] == 0
    second = tree(repository)
    assert -signal.SIGKILL in ends
    assert trees <= {first, second}
    assert "new/index.html" in second
    assert "CNAME" in second
    git("fsck", "--strict", cwd=repository)
    assert blog.run("rollback", to, **environment)[0] == 0
    assert tree(repository) == first
    git("pull", "-q", cwd=work)
    (work / "CNAME").write_text("www.example.org\n")
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qam", "Back to another name", cwd=work)
    git("push", "-q", cwd=work)
    code, _, said = blog.run("rollback", to, **environment)  # the name is no release, and what was left stays left
    assert (code, "has no release before the last" in said) == (1, True)
    assert blog.run("send", to, at, **environment)[0] == 0
    assert blog.run("rollback", to, **environment)[0] == 0
    assert git("show", "gh-pages:CNAME", cwd=repository) == "www.example.org\n"
    assert [line for line in tree(repository).splitlines() if "CNAME" not in line] == [
        line for line in first.splitlines() if "CNAME" not in line
    ]
    code, _, said = blog.run("send", f"{to}#main", at, **environment)
    assert (code, "holds the sources of the blog" in said) == (1, True)


def test_a_blog_in_a_folder_of_its_repository(blog, repository):
    """What git says of a folder alone is not what a branch holds."""
    to, environment = f"git:{repository}", {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    (blog.root / "blog").mkdir()
    for name in ("output", "pelicanconf.py"):
        (blog.root / name).rename(blog.root / "blog" / name)
    root, blog.root = blog.root, blog.root / "blog"
    sent = []
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", to, **environment)[0] == 0
        sent.append(tree(repository))
    assert blog.run("rollback", to, **environment)[0] == 0
    assert tree(repository) == sent[0]
    git("add", "-A", ".", cwd=root)
    git("commit", "-qm", "In a folder", cwd=root)
    branch = git("symbolic-ref", "--short", "HEAD", cwd=root).strip()
    code, _, said = blog.run("send", f"{to}#{branch}", **environment)
    assert (code, "holds the sources of the blog" in said) == (1, True)


def test_nobodys_commits_are_lost(blog, repository):
    """The blog itself at a remote branch is no place for the site; a local branch may hold what was not pushed."""
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    main = git("symbolic-ref", "--short", "HEAD", cwd=blog.root).strip()
    git("push", "-q", repository, main, cwd=blog.root)
    git("checkout", "-q", "-b", "work", cwd=blog.root)
    git("branch", "-q", "-D", main, cwd=blog.root)
    before = tree(repository, main)
    code, _, said = blog.run("send", f"git:{repository}#{main}", **environment)
    assert (code, "holds something that is no site of astro's" in said) == (1, True)
    assert tree(repository, main) == before
    git("push", "-q", repository, "work:refs/heads/old/gh-pages", cwd=blog.root)
    assert blog.run("send", f"git:{repository}", **environment)[0] == 0  # of another name, for all they share
    git("branch", "notes", cwd=blog.root)
    tip = git("rev-parse", "notes", cwd=blog.root)
    for _ in range(2):
        blog.run("send", f"git:{repository}#notes", **environment)
        assert git("rev-parse", "notes", cwd=blog.root) == tip


def test_a_commit_that_was_left_is_not_gone_back_to(blog, repository):
    to, environment = f"git:{repository}", {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    trees = []
    for words in ("one", "two", "three"):
        edit(blog, words)
        assert blog.run("send", to, **environment)[0] == 0
        trees.append(tree(repository))
    for expected in (trees[1], trees[0]):
        assert blog.run("rollback", to, **environment)[0] == 0
        assert tree(repository) == expected
    assert blog.run("rollback", to, **environment)[0] == 1


def test_a_branch_that_was_pushed_by_hand_is_sent_on(blog, repository):
    """As `git push --all` does it: what a remote of git's has of it is older than what is public."""
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0"}
    git("remote", "add", "origin", repository, cwd=blog.root)
    assert blog.run("send", "git:origin", **environment)[0] == 0
    git("push", "-q", "--all", "origin", cwd=blog.root)
    for words in ("two", "three"):
        edit(blog, words)
        code, _, said = blog.run("send", "git:origin", **environment)
        assert code == 0, said


def test_a_branch_is_taken_back_by_whomever(blog, repository, tmp_path):
    for key in ("user.name", "user.email"):
        git("config", "--unset", key, cwd=blog.root)
    environment = {"AT": "", "GIT_TERMINAL_PROMPT": "0", "HOME": str(tmp_path), "EMAIL": "", "GIT_CONFIG_NOSYSTEM": "1"}
    git("config", "user.useConfigOnly", "true", cwd=blog.root)
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", f"git:{repository}", **environment)[0] == 0
    assert blog.run("rollback", f"git:{repository}", **environment)[::2] == (0, "")


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


def objects(client, prefix=""):
    listed = client.list_objects_v2(Bucket="essays", Prefix=prefix).get("Contents", [])
    return {
        each["Key"].removeprefix(prefix): client.get_object(Bucket="essays", Key=each["Key"])["Body"].read()
        for each in listed
    }


def dangling(files):
    """Pages that lack their stylesheet, or the page that they link to."""
    for name, body in files.items():
        if name.endswith(".html"):
            for part in body.decode().split('href="')[1:]:
                link = part.partition('"')[0].partition("#")[0].removeprefix(SITEURL).lstrip("/")
                if "://" not in link and not link.startswith("mailto:"):
                    target = link if not link or not link.endswith("/") else f"{link}index.html"
                    if target and target not in files and f"{target}/index.html" not in files:
                        yield name, target


def test_a_bucket_gets_files_in_order(blog, bucket):
    """Right types, nothing that others keep there touched; killed at any moment no page lacks anything; and back."""
    environment, client = bucket
    at = "http://127.0.0.1:9"
    (code, _, said), seconds = timed(lambda: blog.run("send", "s3://essays/blog", at, **environment))
    assert code == 0, said
    head = client.head_object(Bucket="essays", Key="blog/the-second-wall/index.html")
    assert head["ContentType"] == "text/html; charset=utf-8"
    first, kept = objects(client, "blog/"), style_of(blog.root / "output")
    assert first.keys() - {"site.files"} == files_of(blog.root / "output").keys()
    blog.show("second")
    ends = set()
    for moment in range(6):
        process = blog.start("send", "s3://essays/blog", at, **environment)
        time.sleep(seconds * (0.25 + moment / 8))
        process.kill()
        process.communicate()
        ends.add(process.returncode)
        assert list(dangling(objects(client, "blog/"))) == []
    assert -signal.SIGKILL in ends
    assert blog.run("send", "s3://essays/blog", at, **environment)[0] == 0
    second = objects(client, "blog/")
    assert second.keys() - {kept, "site.files"} == files_of(blog.root / "output").keys()
    assert blog.run("rollback", "s3://essays/blog", **environment)[0] == 0
    assert objects(client, "blog/").items() >= {name: first[name] for name in first.keys() - {"site.files"}}.items()
    client.put_object(Bucket="essays", Key="other/precious.txt", Body=b"precious")
    code, _, said = blog.run("send", "s3://essays/other", at, **environment)
    assert (code, "holds something that is no site of astro's" in said) == (1, True)
    assert objects(client, "other/") == {"precious.txt": b"precious"}


def test_what_others_keep_in_a_bucket_stays(blog, bucket):
    """Whatever it is; what a sending has put there goes once the site lacks it, and nobody asks for pages of others."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    others = {"photos/cat.jpg": b"cat", "logs/2026-access": b"log", "talk/index.html": b"<p>A talk."}
    for name, body in others.items():
        client.put_object(Bucket="essays", Key=name, Body=body)
    blog.show("second")
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    there = objects(client)
    assert {name: there.get(name) for name in others} == others
    assert "he/sand-and-stars/index.html" not in there


def test_what_was_sent_without_a_list_goes_too(blog, bucket):
    """By a version before: what this machine has sent, and pages; nothing else."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    client.delete_object(Bucket="essays", Key="site.files")
    client.put_object(Bucket="essays", Key="talk.pdf", Body=b"A talk.")
    picture = next(name for name in objects(client) if name.startswith("he/") and name.endswith(".png"))
    blog.show("second")
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    assert not {picture, "he/sand-and-stars/index.html"} & objects(client).keys()
    assert objects(client)["talk.pdf"] == b"A talk."


def test_a_bucket_with_another_site_is_not_taken_back(blog, bucket):
    """Somebody else has sent since: going back would take theirs off, and none of it would be anywhere."""
    environment, client = bucket
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    client.put_object(Bucket="essays", Key=MARK, Body=f"{'a' * 64} {SITEURL}\n".encode())
    before = objects(client)
    for is_broken_off in (False, True):
        if is_broken_off:
            next((blog.root / ".output.astro/sent").iterdir()).joinpath(".sending").write_text("b" * 64)
        code, _, said = blog.run("rollback", "s3://essays", **environment)
        assert (code, "has a site that was not sent from here" in said, objects(client)) == (1, True, before)


def test_the_list_of_a_bucket_says_no_names_and_forgets_none(blog, bucket, monkeypatch):
    """What has begun to come is on it, so that it goes once it is not wanted; one that is damaged is none."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    first = objects(client)
    assert b"index" not in first["site.files"]
    style = style_of(blog.root / "output")
    blog.show("second")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(blog.root)
    monkeypatch.setattr(buckets, "in_order", lambda *_: ["new/index.html"])  # and then it is killed
    with pytest.raises(RefusedError):
        buckets.send(target_of("s3://essays"), blog.root / "output", "b" * 64, lambda _: None)
    assert "new/index.html" in objects(client)
    monkeypatch.undo()
    blog.show("first")
    code, _, said = blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)
    assert (code, "not let go" in said) == (0, False), said  # `blog` has let `new` go
    assert objects(client).keys() == first.keys()
    client.put_object(Bucket="essays", Key="site.files", Body=b"\xff\xfe")
    blog.show("second")
    for _ in range(2):
        assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    assert "he/sand-and-stars/index.html" not in objects(client)
    assert style in objects(client)
    listed = set(objects(client)["site.files"].decode().split())
    assert buckets._hidden(style) in listed


def test_nothing_is_taken_off_while_somebody_else_sends(blog, bucket, monkeypatch):
    """What this site lacks may be what the other one shows."""
    environment, client = bucket
    assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    blog.show("second")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(blog.root)

    def while_another_sends(names, there):
        yield from in_order(names, there)
        client.put_object(Bucket="essays", Key=MARK, Body=b"another")

    monkeypatch.setattr(buckets, "in_order", while_another_sends)
    with pytest.raises(RefusedError, match="somebody else sent another site meanwhile"):
        buckets.send(target_of("s3://essays"), blog.root / "output", "b" * 64, lambda _: None)
    assert "he/sand-and-stars/index.html" in objects(client)


def test_each_place_in_a_bucket_goes_back_to_its_own_site(blog, bucket):
    """One for trying and one for readers: what was sent to one is not shown by the other."""
    environment, client = bucket
    at, sites = "http://127.0.0.1:9", {}
    for place in ("trial", "blog", "trial", "blog"):
        sites.setdefault(place, []).append(edit(blog, f"for {place} {len(sites)} {len(sites.get(place, ()))}"))
        assert blog.run("send", f"s3://essays/{place}", at, **environment)[0] == 0
    assert blog.run("rollback", "s3://essays/blog", **environment)[0] == 0
    assert objects(client, "blog/")["index.html"].decode() == sites["blog"][0]
    assert objects(client, "trial/")["index.html"].decode() == sites["trial"][1]


def test_a_bucket_goes_back_one_site_at_a_time(blog, bucket):
    environment, client = bucket
    at, sent = "http://127.0.0.1:9", []

    def shown():
        return objects(client, "")["index.html"].decode()

    for words in ("A", "B", "C"):
        sent.append(edit(blog, words))
        assert blog.run("send", "s3://essays", at, **environment)[0] == 0
    for expected in (sent[1], sent[0]):
        assert blog.run("rollback", "s3://essays", **environment)[0] == 0
        assert shown() == expected
    assert blog.run("rollback", "s3://essays", **environment)[0] == 1
    sent.append(edit(blog, "D"))
    assert blog.run("send", "s3://essays", at, **environment)[0] == 0
    assert blog.run("rollback", "s3://essays", **environment)[0] == 0
    assert shown() == sent[0]


def test_a_site_further_down_in_a_bucket_stays(blog, bucket):
    environment, client = bucket
    for place in ("s3://essays", "s3://essays/blog", "s3://essays"):
        edit(blog, place)
        assert blog.run("send", place, "http://127.0.0.1:9", **environment)[0] == 0
    assert "essays/blog" in objects(client, "blog/")["index.html"].decode()


def test_a_first_sending_to_a_bucket_can_be_finished(blog, bucket):
    environment, client = bucket
    process = blog.start("send", "s3://essays/blog", "http://127.0.0.1:9", **environment)
    wait_for(lambda: len(objects(client, "blog/")) > 2)
    process.kill()
    process.communicate()
    edit(blog, "mended meanwhile")
    assert blog.run("send", "s3://essays/blog", "http://127.0.0.1:9", **environment)[0] == 0
    assert objects(client, "blog/").keys() - {"site.files"} == files_of(blog.root / "output").keys()


def test_what_a_bucket_refuses_is_one_line(blog, bucket):
    environment, _ = bucket
    code, _, said = blog.run("send", "s3://nobodys/blog", **environment)
    assert (code, said.count("\n"), said[:22]) == (1, 1, "s3://nobodys/blog/: An")
    nowhere = environment | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    code, _, said = blog.run("send", "s3://essays/blog", **nowhere)
    assert (code, said.count("\n"), "Could not connect" in said) == (1, 1, True)


@pytest.fixture(params=["folder", "git", "s3"])  # a host with ssh is looked at by the same script as a folder
def place(request, tmp_path):
    """(where a site is sent, what is needed for it) of each kind of place."""
    if request.param == "git":
        return f"git:{request.getfixturevalue('repository')}", {"GIT_TERMINAL_PROMPT": "0"}
    if request.param == "s3":
        return "s3://essays/blog", request.getfixturevalue("bucket")[0]
    return str(tmp_path / "www"), {}


def test_what_another_has_published_is_not_taken_off(blog, place):
    """A copy of the blog that lacks a public essay is refused, until the essay was let go or is named.

    That another one was let go at its address before says nothing of it.
    """
    to, environment = place
    nowhere = "http://127.0.0.1:9"
    assert blog.run("send", to, nowhere, **environment)[0] == 0
    blog.show("second")
    blog.let_go("new", "he/sand-and-stars", standing=["he/sand-and-stars"])
    code, said, wrong = blog.run("send", to, nowhere, **environment)
    assert (code, said) == (1, "")
    assert "lacks what is public and was not let go: /he/sand-and-stars/; fetch what others" in wrong
    assert "GONE='he/sand-and-stars/'" in wrong
    assert blog.run("send", to, nowhere, "other he/sand-and-stars", **environment)[0] == 0


def test_what_would_be_lost():
    """Essays and pages; no lists, which follow from them, no files of the theme, nothing that has a page."""
    public = [
        "index.html",
        "a/index.html",
        "zh/b/index.html",
        "old/index.html",
        "tag/x/index.html",
        "page/2/index.html",
    ]
    public += ["archives/index.html", "search/index.html", "theme/x.html", "pictures/x.png", "feed.xml", "about.html"]
    assert lost(public, {"a/index.html", "old/index.html", "search/index.html"}) == ["about.html", "zh/b/"]


@pytest.mark.parametrize(
    ("names", "there"),
    [
        (
            ["images/p.png", "theme/style.css", "a/index.html", "feed.xml", "index.html", "tag/x/index.html", MARK],
            (),
        ),
        (["a/index.html", "_redirects", "feed.json"], ()),
        (
            ["a.png", "pagefind/x.json", "zz/index.html", "about/index.html", "search/index.html", "feed.xml", MARK],
            {"about/index.html", "search/index.html", "feed.xml", MARK},
        ),
    ],
    ids=["lists come after essays", "rules come after essays", "what is new comes before what may link to it"],
)
def test_the_order_of_sending(names, there):
    for others in (names, names[::-1], sorted(names)):
        assert in_order(others, there=there) == names


def test_what_goes_is_taken_off_in_order():
    names = ["index.html", "a/index.html", "feed.xml", MARK, "theme/style.css", "tag/x/index.html", "images/p.png"]
    assert deletes([*names, "old/index.html", "theme/old.css", "images/old.png"], names) == [
        "old/index.html",
        "images/old.png",
    ]


def test_how_files_are_served():
    assert [content_type(name) for name in ("x.PNG", "CNAME", "x.tar.gz")] == [
        "image/png",
        *["application/octet-stream"] * 2,
    ]
    assert content_type("site.sha256") == "text/plain; charset=utf-8"
    assert content_type("feed.xml") == "application/xml; charset=utf-8"  # others browsers download
    assert cache_control("theme/jquery.123456.js") == "public, max-age=3600"  # a number may stay as the file changes
    assert cache_control("theme/style.0123456789ab.css") == "public, max-age=31536000, immutable"
    assert cache_control("pictures/0123456789abcdef-640.avif") == "public, max-age=31536000, immutable"
    assert cache_control("images/launch-20250120.jpg") == "public, max-age=3600"
    assert cache_control("x/index.html") == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("s3://bucket", Target("s3", "bucket", "")),
        ("s3://bucket/a/b/", Target("s3", "bucket", "a/b/")),
        ("git:origin", Target("git", "origin", "gh-pages")),
        ("git:https://example.org/x.git#site", Target("git", "https://example.org/x.git", "site")),
        ("me@example.org:/srv/www/", Target("ssh", "me@example.org", "/srv/www")),
        ("example.org:www", Target("ssh", "example.org", "www")),
        ("example.org:~/www", Target("ssh", "example.org", "www")),
        ("example.org:~/", Target("ssh", "example.org", ".")),
        ("example.org:/", Target("ssh", "example.org", "/")),
        ("/srv/a b", Target("folder", "", "/srv/a b")),
        ("../www", Target("folder", "", "../www")),
    ],
)
def test_targets(words, target):
    assert target_of(words) == target


@pytest.mark.parametrize(
    "words",
    [
        *("", "s3://", "git:", "ftp://example.org/x", "x:~y/www", "~y/www"),
        *("-oProxyCommand=x:y", "-oProxyCommand:y"),  # a host is no option
        *("ssh://example.org:2222/srv/www", "ssh://example.org/srv"),
    ],
)
def test_no_targets(words):
    with pytest.raises(ValueError, match="names no place; write a folder"):
        target_of(words)


@pytest.mark.parametrize(
    ("names", "first", "found"),
    [
        (["a/index.html", "b/index.html", "tag/b/index.html"], "b", "b"),
        (["a/index.html", "tag/b/index.html"], "tag/b", "a"),
    ],
)
def test_probes(names, first, found):
    """Home, the essay that the feed names first, before which it may name a tag, the feed."""
    feed = f'<link href="{SITEURL}/{first}/"/><link href="{SITEURL}/a/"/>'
    files = dict.fromkeys(["index.html", *names, "feed.xml"], "")
    assert probes(files, feed) == ["index.html", f"{found}/index.html", "feed.xml"]


def test_a_page_of_ones_own_is_not_taken_off(blog, tmp_path):
    """Whatever its name."""
    site = blog.root / "output"
    (site / "old.html").write_text("x")
    edit(blog, "1")
    assert blog.run("send", str(tmp_path / "www"), "http://127.0.0.1:9")[0] == 0
    (site / "old.html").unlink()
    edit(blog, "2")
    code, _, said = blog.run("send", str(tmp_path / "www"), "http://127.0.0.1:9")
    assert (code, "/old.html" in said) == (1, True)


def test_a_killed_switch_is_gone_on_with(blog, tmp_path):
    to = tmp_path / "www"
    to.mkdir()
    digest = mark_of(blog.root / "output")[0][:12]
    (to / f".current-000001-{digest}").symlink_to(f"releases/000001-{digest}")
    assert blog.run("send", str(to), "http://127.0.0.1:9")[0] == 0
    assert is_whole(to / "current")


def test_there_is_always_a_current(blog, tmp_path):
    """Readers ask for it all the time."""
    to, missing, ended = tmp_path / "www", [], threading.Event()
    assert blog.run("send", str(to), "http://127.0.0.1:9")[0] == 0
    (tmp_path / "bin").mkdir()
    mv = tmp_path / "bin/mv"
    mv.write_text('#!/bin/sh\nsleep 0.5\nexec /bin/mv "$@"\n')
    mv.chmod(0o755)

    def watch():
        while not ended.is_set():
            if not (to / "current").exists():
                missing.append(1)
            time.sleep(0.01)

    thread = threading.Thread(target=watch)
    thread.start()
    edit(blog, "two")
    done = blog.run("send", str(to), "http://127.0.0.1:9", PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    ended.set()
    thread.join()
    assert (done[0], missing) == (0, [])


def test_a_name_of_the_sites_own_comes_first(blog, repository):
    """A CNAME in content/extra is newer than the one on the branch."""
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    for name in ("old.example.org", "new.example.org"):
        (blog.root / "output/CNAME").write_text(name)
        edit(blog, name)
        assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    assert git("show", "gh-pages:CNAME", cwd=repository) == "new.example.org"


def test_nothing_is_taken_off_from_a_folder_of_a_repository(blog, repository):
    """The branch has the site at its root, wherever in a repository the blog stands."""
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    blog.show("second")
    (blog.root / "content/published.json").unlink()
    (blog.root / "blog").mkdir()
    for name in ("output", "content"):
        (blog.root / name).rename(blog.root / "blog" / name)
    blog.root = blog.root / "blog"
    code, _, said = blog.run("send", to, "http://127.0.0.1:9", **environment)
    assert (code, "he/sand-and-stars" in said) == (1, True), said


def test_two_may_send_the_same_site_at_once(tmp_path):
    site, www = tmp_path / "site", tmp_path / "www"
    site.mkdir()
    (site / "index.html").write_text("x")
    name = f"000001-{'a' * 12}"
    releases.send(
        target_of(str(www)),
        site,
        "a" * 64,
        lambda _: shutil.copytree(site, www / "releases" / name, dirs_exist_ok=True) and None,
    )
    assert list(files_of(www / "current")) == ["index.html"]
    assert [each.name for each in (www / "releases").iterdir()] == [name]


def test_what_could_not_be_pushed_is_no_hindrance(blog, repository):
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    hook = repository / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    edit(blog, "refused")
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 1
    hook.unlink()
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0


def test_just_five_stay(blog, tmp_path):
    for n in range(7):
        edit(blog, str(n))
        assert blog.run("send", str(tmp_path / "www"), "http://127.0.0.1:9")[0] == 0
        assert len(list((tmp_path / "www/releases").iterdir())) == min(n + 1, 5)


def test_what_a_branch_began_with_is_no_site(blog, repository):
    to, environment = f"git:{repository}#site", {"GIT_TERMINAL_PROMPT": "0"}
    git("checkout", "-q", "--orphan", "site", cwd=blog.root)
    git("rm", "-q", "--cached", "-r", ".", cwd=blog.root)
    (blog.root / "README.md").write_text("x")
    git("add", "README.md", cwd=blog.root)
    git("commit", "-qm", "Begin", cwd=blog.root)
    git("push", "-q", repository, "site", cwd=blog.root)
    git("checkout", "-qf", "main", cwd=blog.root)
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    code, _, said = blog.run("rollback", to, **environment)
    assert (code, "no release before" in said) == (1, True), said


@pytest.mark.parametrize(
    "others", [["index.html"], ["releases/20240101120000/a", "shared/b"], ["current/a"], ["current"], ["releases", "x"]]
)
def test_a_folder_that_holds_something_else_is_refused(blog, tmp_path, others):
    """A site of another tool's, its releases, anything that is called as the link is: all of it stays."""
    to = tmp_path / "www"
    for name in others:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text("mine")
    if "shared/b" in others:
        (to / "current").symlink_to("releases/20240101120000")
    before = files_of(to)
    code, _, said = blog.run("send", str(to), "http://127.0.0.1:9")
    assert (code, said.count("\n"), "none of astro's; choose a new or empty folder\n" in said) == (1, 1, True), said
    assert files_of(to) == before


@pytest.mark.parametrize("current", ["", "absolute"])
def test_a_folder_of_ours_is_known_without_its_link(blog, tmp_path, current):
    to = tmp_path / "www"
    assert blog.run("send", str(to), "http://127.0.0.1:9")[0] == 0
    (release,) = (to / "releases").iterdir()
    (to / "current").unlink()
    if current:
        (to / "current").symlink_to(release)
    (to / "stats").write_text("of the host")
    edit(blog, "again")
    assert blog.run("send", str(to), "http://127.0.0.1:9")[0] == 0
    assert is_whole(to / "current")


def test_other_folders_among_the_releases_stay(blog, tmp_path):
    to = tmp_path / "www"
    for words in range(7):
        edit(blog, str(words))
        assert blog.run("send", str(to), "http://127.0.0.1:9")[0] == 0
        (to / "releases/202401 photos").mkdir(exist_ok=True)
        (to / "releases/202401").mkdir(exist_ok=True)
    assert {"202401 photos", "202401"} < {each.name for each in (to / "releases").iterdir()}


def test_what_was_sent_meanwhile_is_not_taken_off(tmp_path):
    """It is looked for again when all is there; what was sent in vain takes no room."""
    site, www = tmp_path / "site", tmp_path / "www"
    site.mkdir()
    (site / "index.html").write_text("one")
    releases.send(target_of(str(www)), site, "a" * 64, lambda _: None)
    looks = []

    def look(_):
        looks.append(1)
        if len(looks) > 1:
            raise RefusedError("the site lacks /e4/")

    with pytest.raises(RefusedError, match="/e4/"):
        releases.send(target_of(str(www)), site, "b" * 64, look)
    assert [each.name for each in (www / "releases").iterdir()] == [f"000001-{'a' * 12}"]


def test_what_is_sent_can_be_read_whatever_the_mask(blog, tmp_path):
    before = os.umask(0o077)
    try:
        assert blog.run("send", str(tmp_path / "www"), "http://127.0.0.1:9")[0] == 0
    finally:
        os.umask(before)
    shown = [tmp_path / "www", tmp_path / "www/releases", *(tmp_path / "www/current/").rglob("*")]
    assert all(each.stat().st_mode & 0o044 == 0o044 for each in shown)


def test_no_room_is_one_line(blog, tmp_path):
    limited = f"ulimit -f 8; exec {sys.executable} -m astro.deploy send {tmp_path / 'www'} http://127.0.0.1:9"
    done = subprocess.run(
        ["bash", "-c", limited],
        cwd=blog.root,
        env=with_plugins(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n"), "File too large" in done.stderr) == (1, 1, True), done.stderr
    assert not [*tmp_path.glob("www/releases/*")]


def test_a_branch_keeps_what_open_pages_have(blog, repository):
    to, environment = f"git:{repository}", {"GIT_TERMINAL_PROMPT": "0"}
    kept = style_of(blog.root / "output")
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    blog.show("second")
    assert blog.run("send", to, "http://127.0.0.1:9", **environment)[0] == 0
    names = git("ls-tree", "-r", "--name-only", "gh-pages", cwd=repository).splitlines()
    assert {kept, style_of(blog.root / "output")} < {*names}


def test_git_says_why_it_sends_nothing(blog, repository):
    hook = repository / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    code, _, said = blog.run("send", f"git:{repository}", "http://127.0.0.1:9", GIT_TERMINAL_PROMPT="0")
    assert (code, "pre-receive hook declined" in said) == (1, True), said


def test_after_a_broken_sending_a_bucket_goes_back_to_the_last_whole_one(blog, bucket):
    environment, client = bucket
    sent = []
    for words in ("A", "B"):
        sent.append(edit(blog, words))
        assert blog.run("send", "s3://essays", "http://127.0.0.1:9", **environment)[0] == 0
    for number in range(200):  # so that the sending takes long enough to be seen
        (blog.root / f"output/theme/{number}.css").write_text(str(number))
    edit(blog, "C")
    process = blog.start("send", "s3://essays", "http://127.0.0.1:9", **environment)
    wait_for(lambda: [*(blog.root / ".output.astro/sent").glob("*/.sending")])
    process.kill()
    process.communicate()
    for expected in (sent[1], sent[0]):
        assert blog.run("rollback", "s3://essays", **environment)[0] == 0
        assert objects(client, "")["index.html"].decode() == expected
