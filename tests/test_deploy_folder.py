"""Sending a site to a folder, on this machine and over ssh to sshd with rsync."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from astro.deploy import bucket as buckets
from astro.deploy import releases
from astro.deploy.plan import KEEP, target_of
from astro.staging import RefusedError, mark_of
from conftest import files_of, is_whole, require, timed
from places import edit, free_port, style_of, wait_for_port


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


def test_a_folder_is_the_one_that_is_named_whatever_cd_may_find(blog, tmp_path):
    (tmp_path / "elsewhere/www").mkdir(parents=True)
    code, _, said = blog.run("send", "www", "http://127.0.0.1:9", CDPATH=str(tmp_path / "elsewhere"))
    assert (code, "does not answer from here" in said) == (0, True)
    assert is_whole(blog.root / "www/current")
    assert not list((tmp_path / "elsewhere/www").iterdir())


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


def test_who_fails_does_not_take_off_what_another_shows(tmp_path):
    """Another has sent the same site meanwhile, under the same name."""
    site, www = tmp_path / "site", tmp_path / "www"
    site.mkdir()
    (site / "index.html").write_text("x")
    name = f"000001-{'a' * 12}"

    def look(_):
        if list((www / "releases").iterdir()):
            shutil.copytree(site, www / "releases" / name)
            (www / "current").symlink_to(f"releases/{name}")
            raise RefusedError("the site lacks /e4/")

    with pytest.raises(RefusedError, match="/e4/"):
        releases.send(target_of(str(www)), site, "a" * 64, look)
    assert list(files_of(www / "current")) == ["index.html"]
    assert [each.name for each in (www / "releases").iterdir()] == [name]


def test_just_five_stay(blog, tmp_path):
    for n in range(7):
        edit(blog, str(n))
        assert blog.run("send", str(tmp_path / "www"), "http://127.0.0.1:9")[0] == 0
        assert len(list((tmp_path / "www/releases").iterdir())) == min(n + 1, 5)


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


def test_a_link_that_leads_to_no_release_is_no_part_of_a_script(blog, tmp_path):
    """Who may write there writes its name."""
    to = tmp_path / "www"
    for words in ("one", "two"):
        edit(blog, words)
        assert blog.run("send", str(to))[0] == 0
    (to / "current").unlink()
    (to / "current").symlink_to("releases/000009-x;echo injected>written;")
    code, _, said = blog.run("rollback", str(to))
    assert (code, "current leads to '000009-x;echo injected>written;', which is no release" in said) == (1, True)
    assert not [*tmp_path.rglob("written")]
