"""Sending a site: where to, in what order, what is refused, and what is looked at afterwards."""

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
from functools import partial

import pytest
from astro.deploy import arrived, send
from astro.deploy.plan import Target, cache_control, deletes, in_order, lost, plain, probes, target_of
from astro.staging import MARK, RefusedError, digest_of, digests, locked, mark_of, place_of
from astro.staging.files import File, write_list
from astro.staging.media import content_type
from conftest import SITEURL, files_of, is_whole, wait_for, with_plugins
from places import Host, edit


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


def test_a_host_that_shows_another_page_where_none_stands_is_told_of(blog, tmp_path, host, monkeypatch):
    """As nginx does until it is told; the site has arrived all the same."""
    at = host(tmp_path / "www/current")
    done = blog.run("send", str(tmp_path / "www"), at)
    assert (done[0], done[1].splitlines()[-1]) == (0, f"{at} shows what was sent")
    monkeypatch.setattr(Host, "send_error", http.server.SimpleHTTPRequestHandler.send_error)
    done = blog.run("send", str(tmp_path / "www"), at)
    assert (done[0], done[1].splitlines()[-2:], done[2]) == (
        0,
        [
            f"{at} shows what was sent",
            "where nothing stands it shows another page than 404.html; nginx is told by `error_page 404 /404.html;`",
        ],
        "",
    )


@pytest.mark.parametrize("answer", ["gzip", "short", "403"])
def test_hosts_answer_in_their_own_ways(blog, tmp_path, answer):
    """All packed, an error that is cut short, one that does not tell what is missing."""
    to = tmp_path / "www"

    class Odd(Host):
        def do_GET(self):  # noqa: N802  # the name that http.server asks for
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
    assert (done[0], f"{at} shows what was sent" in done[1].splitlines(), done[2]) == (0, True, "")


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


def test_a_publishing_that_was_cut_short_is_not_sent(blog, tmp_path):
    """Else what it made public would be public, and no register would know its addresses."""
    waiting = blog.root / ".output.astro/published.json"
    waiting.parent.mkdir()
    for site, is_sent in ((mark_of(blog.root / "output").digest, False), ("0" * 64, True)):
        waiting.write_text(json.dumps({"site": site}))
        code, _, err = blog.run("send", str(tmp_path / "www"))
        assert (code == 0) is is_sent is (tmp_path / "www").exists()
        assert is_sent or "cut short before the register knew of it; run `make publish` again" in err


def test_nothing_is_sent_while_a_build_is_at_work(blog, tmp_path):
    """It would be of two sites."""
    with locked(place_of(blog.root / "output", [])):
        code, _, said = blog.run("send", str(tmp_path / "www"))
    assert (code, said) == (1, "another build of output is at work; wait until it has ended\n")
    assert not (tmp_path / "www").exists()


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


def test_drafts_are_not_sent_because_the_desk_has_an_address(project, tmp_path):
    """Where pelicanconf.py says SITEURL, as Pelican's own does, its site has drafts and future essays all the same."""
    settings = project.root / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8") + '\nSITEURL = "https://essays.example.org"\n', "utf-8")
    assert mark_of(project.build()).address == "desk https://essays.example.org"
    with pytest.raises(RefusedError, match="site of the desk"):
        send(target_of(str(tmp_path / "www")), project.root / "output")
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize("said", FAULTS)
def test_only_what_was_verified_is_sent(blog, tmp_path, said):
    FAULTS[said](blog.root / "output")
    code, _, words = blog.run("send", str(tmp_path / "www"))
    assert code == 1
    assert said in words
    assert not (tmp_path / "www").exists()


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


def test_no_command_that_is_proposed_says_more_than_addresses(blog, tmp_path):
    """What is public may have any names, of which a shell would make commands, and a terminal colours."""
    assert blog.run("send", str(tmp_path / "www"))[0] == 0
    for name, how in (
        ("plain", "or take it off: make deploy TO=… GONE='plain/';"),
        ("a';touch b;'", "/a';touch b;'/, /plain/; fetch"),
        ("c\x1b[31md", "c\\x1b[31md"),
    ):
        (tmp_path / "www/current" / name).mkdir()
        (tmp_path / "www/current" / name / "index.html").write_text("x")
        code, _, said = blog.run("send", str(tmp_path / "www"))
        assert (code, how in said, "\x1b" in said) == (1, True, False), said
        assert ("GONE" in said) == (name == "plain")
