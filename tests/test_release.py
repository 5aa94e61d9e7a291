"""All or nothing with the real thing: kills, a full disk, two builds at once, a reader who never stops reading."""

import ctypes
import errno
import fcntl
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from astro import staging
from astro.staging import (
    MARK,
    RefusedError,
    even_modes,
    locked,
    mark_of,
    place_of,
    write_whole,
)
from astro.staging.next_site import exchange
from conftest import SITEURL, files_of, is_whole, timed, wait_for
from PIL import Image

UNCHANGED = "nothing was published, output/ is unchanged"


def start(project, conf="pelicanconf.py", *options, **environment):
    """A build that runs on."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"SITEURL": SITEURL}
    command = [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", conf, *options]
    return subprocess.Popen(
        command,
        cwd=project.root,
        env=clean | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def slow(project, seconds=0.02):
    """Let every file take its time to be written, so that kills hit the middle."""
    project.add_plugin(
        "slow",
        "import time\nfrom pelican import signals\ndef wait(path, context):\n"
        f"    time.sleep({seconds})\ndef register():\n    signals.content_written.connect(wait)\n",
        first=True,
    )
    return project


def test_kills_leave_a_whole_site(project):
    """Killed at many moments while a reader reads, the site is always the last or the new one, whole."""
    project.add_fixtures()
    first = files_of(project.build())
    _, seconds = timed(slow(project).build)
    (project.essays / "2025-05-01-new.txt").write_text("A new one\nA text.\n")
    seen, stop, faults = [], threading.Event(), []

    def read():
        while not stop.is_set():
            try:
                seen.append((project.root / "output/index.html").read_text("utf-8").rstrip().endswith("</html>"))
                seen.append((project.root / "output/theme/feed.css").stat().st_size > 0)
            except OSError as error:
                faults.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    chance = random.Random(7)
    ends = set()
    for moment in range(9):
        build = start(project)
        time.sleep(seconds * (moment + chance.random()) / 9)
        build.kill()
        build.communicate()
        ends.add(build.returncode)
        assert is_whole(project.root / "output"), moment
    assert -signal.SIGKILL in ends
    done = project.run()
    stop.set()
    reader.join()
    assert (done.returncode, done.stderr) == (0, "")
    assert not faults
    assert seen
    assert all(seen)
    assert is_whole(project.root / "output")
    assert files_of(project.root / "output") != first
    assert sorted(path.name for path in (project.root / ".output.astro").iterdir()) == ["files.json", "lock", "next"]


@pytest.mark.parametrize("after", ["prepare", "take_place"])
def test_a_killed_publishing_is_finished_by_the_next(project, after):
    """Killed between the site and its register: what became public is remembered, and nothing else is."""
    project.add_settings(
        "import os\nfrom astro import release\n_step = release." + after + "\n"
        "def _killed(*args, **kwargs):\n    _step(*args, **kwargs)\n    os.kill(os.getpid(), 9)\n"
        f"if os.environ.get('KILL'):\n    release.{after} = _killed",
        "publishconf.py",
    )
    killed = start(project, "publishconf.py", "-e", "PUBLISH=true", CI="", KILL="1")
    assert killed.wait() == -signal.SIGKILL
    killed.communicate()
    register = project.root / "content/published.json"
    assert not register.exists()
    assert (project.root / "output").exists() is (after == "take_place")
    done = project.run(SITEURL=SITEURL)  # at the desk
    assert not list((project.root / "content").glob(".*"))
    assert done.returncode == 0, done.stderr
    assert register.exists() is (after == "take_place")
    done = project.run("publishconf.py", options=["-e", "PUBLISH=true"], SITEURL=SITEURL, CI="")
    assert done.returncode == 0, done.stderr
    assert "deepseek-r1" in register.read_text("utf-8")


@pytest.mark.parametrize("last", ["print", "tell_changes"])
def test_what_fails_once_the_site_is_shown_is_not_said_to_have_kept_it_back(project, last):
    """Nobody listens to what a publishing says, or a disk is full: it is public, and the register knows."""
    project.add_settings(
        "from astro import permanence, release\n\ndef _fails(*args, **kwargs):\n    raise OSError(5, 'No')",
        "publishconf.py",
    )
    project.add_settings(f"{'permanence' if last == 'print' else 'release'}.{last} = _fails", "publishconf.py")
    done = project.run("publishconf.py", options=["-e", "PUBLISH=true"], SITEURL=SITEURL, CI="")
    assert done.returncode == 1
    assert done.stderr.endswith("1 problem; output/ is the new site all the same\n")
    assert is_whole(project.root / "output")
    assert "deepseek-r1" in (project.root / "content/published.json").read_text("utf-8")
    assert not list((project.root / "content").glob(".*"))


def test_what_is_published_is_on_the_disk_before_it_is_shown(project):
    """A site of the desk is soon made again."""
    project.add_settings(
        "from astro import release\n_take = release.take_place\n\ndef _told(*args, **how):\n"
        "    print('durable', how['durable'])\n    _take(*args, **how)\n\nrelease.take_place = _told"
    )
    assert "durable False\n" in project.run().stdout
    assert "durable True\n" in project.run_publishing().stdout


def test_two_builds_at_once(project):
    """The second says so and ends with an exit code of its own; the first is as if it were alone."""
    slow(project, 0.1)
    first, second = start(project), start(project)
    ended = sorted((each.communicate()[1], each.returncode) for each in (first, second))
    assert ended[0] == ("", 0)
    assert ended[1][1] == 1
    assert "another build of output is at work; wait until it has ended" in ended[1][0]
    assert is_whole(project.root / "output")


def test_a_lock_is_freed_by_the_system(tmp_path):
    place = place_of(tmp_path / "output", [])
    with locked(place), pytest.raises(RefusedError, match="another build"), locked(place):
        pass
    with locked(place):
        pass


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (".output.astro", lambda path: path.write_text("x")),
        (".output.astro/lock", lambda path: path.mkdir(parents=True)),
        (".output.astro", lambda path: path.symlink_to("nowhere")),
        (".output.astro", lambda path: path.symlink_to(path.name)),
    ],
)
def test_what_is_in_the_way_of_a_site_is_named(tmp_path, name, make):
    make(tmp_path / name)
    with pytest.raises(RefusedError, match=f"^{name}: .*; take it away$"), locked(place_of(tmp_path / "output", [])):
        pass


def test_no_site_stands_in_another(tmp_path):
    """It would be files that nobody has checked, of a site that has been."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / MARK).write_text(f"{'0' * 64} desk\n")
    with pytest.raises(RefusedError, match="sub would stand in output, which is a site"):
        place_of(tmp_path / "output/of/sub", [])
    place_of(tmp_path / "output", [])


def test_a_build_says_what_it_has_to_in_any_encoding(project):
    """Words that the terminal has no letters for are no reason to end."""
    project.write("2025-05-01-wall.txt", "A wall\nA text.\n\n## A heading\nSome words of iron.\n")
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", "A wall\nA text.\n\n## A better heading\nSome words of iron.\n")
    done = project.run_publishing(PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "reworded: \\u201cA heading\\u201d is now" in done.stdout


def test_a_disk_without_locks_is_named(tmp_path, monkeypatch):
    def lacking(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", lacking)
    said = r"the disk of output knows no locks \(No locks available\); choose a folder on another with -o"
    with pytest.raises(RefusedError, match=said), locked(place_of(tmp_path / "output", [])):
        pass


def test_a_disk_without_modes_and_folders_to_be_synced_has_sites(tmp_path, monkeypatch):
    """As of other systems, or of a network."""

    def lacking(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    (tmp_path / "a.html").write_text("x")
    (tmp_path / "a.html").chmod(0o600)
    monkeypatch.setattr(Path, "chmod", lacking)
    even_modes(tmp_path)
    monkeypatch.undo()
    fsync = os.fsync
    for number in (errno.EINVAL, errno.EIO):

        def fail(file, number=number):
            if stat.S_ISDIR(os.fstat(file).st_mode):
                raise OSError(number, "No")
            fsync(file)

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="No") if number == errno.EIO else nullcontext():
            write_whole(tmp_path / "x.json", "whole")
        assert (tmp_path / "x.json").read_text() == "whole"


@pytest.mark.parametrize("moment", ["settings", "start", "middle"])
def test_stopping_a_build_is_no_success(project, moment):
    """Ctrl-C as soon as the settings are read, while Pelican starts, in the middle: no exit 0, nothing published."""
    before = files_of(project.build())
    slow(project, 0.5)
    conf, line = project.root / "pelicanconf.py", "signal.signal(signal.SIGINT, signal.SIG_DFL)"
    source = conf.read_text("utf-8")
    assert line in source
    conf.write_text(source.replace(line, f"{line}; (Path(__file__).parent / 'read').touch()"), "utf-8")
    build = start(project)
    wait_for((project.root / "read").exists, build, 0.001)  # before that, Pelican itself calls it a success
    if moment == "start":
        time.sleep(0.3)
    if moment == "middle":
        wait_for((project.root / ".output.astro/fresh/archives").exists, build, 0.001)
    build.send_signal(signal.SIGINT)
    _, said = build.communicate()
    assert build.returncode != 0
    if moment == "middle":
        assert (build.returncode, said) == (130, f"interrupted; {UNCHANGED}\n")
    assert files_of(project.root / "output") == before


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 600 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", folder], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_changes_nothing(project, small_disk):
    """No room for the fresh site: the last one stays whole, and the reason is said."""
    output = small_disk / "output"
    assert project.run(output=output).returncode == 0
    before = files_of(output)
    (project.root / "content/images").mkdir()
    (project.root / "content/images/large.png").write_bytes(os.urandom(700_000))
    done = project.run(output=output)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert done.stderr.endswith(f"; {UNCHANGED}\n")
    assert files_of(output) == before
    (project.root / "content/images/large.png").unlink()
    assert project.run(output=output).returncode == 0
    with pytest.raises(RefusedError, match="is a mount"):
        place_of(small_disk, [])


@pytest.mark.parametrize("name", ["content/images", ".", "theme", "plugins/x", "precious", "file"])
def test_nobodys_work_is_replaced(project, name):
    """An output path that holds the sources, stands in them, or holds what no build has written is refused."""
    (project.root / "content/images").mkdir()
    (project.root / "content/images/x.png").write_bytes(b"x")
    (project.root / "precious/.git").mkdir(parents=True)
    (project.root / "precious/.git/config").write_text("precious")
    (project.root / "file").write_text("precious")
    before = files_of(project.root)
    done = project.run("publishconf.py", output=name, SITEURL=SITEURL)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{(project.root / name).resolve().name}:1: ")
    after = {path: digest for path, digest in files_of(project.root).items() if "__pycache__" not in path}
    assert {path: digest for path, digest in before.items() if "__pycache__" not in path} == after


def test_a_build_ends_at_once(project):
    """Python looks for no cycles in all that a build has made before it ends."""
    conf = project.root / "pelicanconf.py"
    said = 'import atexit, gc\natexit.register(lambda: print("frozen:", gc.get_freeze_count() > 1000))\n'
    conf.write_text(conf.read_text("utf-8") + said, "utf-8")
    assert project.run().stdout.endswith("frozen: True\n")


def test_what_somebody_put_into_the_site_is_kept(project):
    """A CNAME or a .git of a deployment by hand outlives builds; pages of essays that are gone do not."""
    project.add_fixtures()
    site = project.build()
    (site / "CNAME").write_text("essays.example.org\n")
    (site / "about/.DS_Store").write_text("of a system, not of somebody")
    (site / ".git/refs").mkdir(parents=True)
    (site / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (site / ".git/refs/x").symlink_to("nowhere")
    (site / ".git/refs/tags").mkdir()
    (site / "a-sourdough-calendar/of-mine").mkdir()
    (project.essays / "2025-02-10-the-second-wall.txt").unlink()
    (project.essays / "2025-03-20-rules-for-a-mars-garden.md").unlink()
    for words in ("One.", "Two.", "Three."):
        project.write("2025-03-02-a-sourdough-calendar.txt", f"A sourdough calendar\n{words}\n")
        project.build()
        assert words in (site / "a-sourdough-calendar/index.html").read_text("utf-8")
        assert (site / ".git/refs/tags").is_dir()
        assert (site / "a-sourdough-calendar/of-mine").is_dir()
    assert (site / "CNAME").read_text() == "essays.example.org\n"
    assert (site / ".git/HEAD").exists()
    assert (site / ".git/refs/x").is_symlink()
    assert not (site / "about/.DS_Store").exists()
    assert not (site / "the-second-wall").exists()
    shutil.rmtree(project.root / ".output.astro")
    done = project.run()
    assert done.returncode == 1
    assert done.stderr.startswith("output:1: output/ is not as it was built, and the list by which that could be told")
    assert (site / "CNAME").exists()


@pytest.mark.parametrize(("name", "clash"), [("wall", "wall"), ("card.txt/mine", "card.txt"), ("wall/index.html",) * 2])
def test_what_somebody_put_where_the_site_needs_a_place_is_not_lost(project, name, clash):
    site = project.build()
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text("mine")
    project.write("2025-05-01-wall.txt", "A wall\nA text.\n")
    (project.root / "content/extra/card.txt").write_text("a card")
    done = project.run()
    assert done.returncode == 1
    assert f"output/{clash} was put there by hand, and stands where the new site has something; move it" in done.stderr
    assert (site / name).read_text() == "mine"
    (site / name).unlink()
    assert project.run().returncode == 0


def test_a_copy_of_a_site_is_ours_too(project):
    """Without what is kept beside it, a site is known by its mark, and links out of it are never followed."""
    site = project.build()
    shutil.rmtree(project.root / ".output.astro")
    outside = project.root / "outside.html"
    outside.write_bytes((site / "index.html").read_bytes())
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(outside)
    before = outside.read_bytes()
    project.write("2025-05-01-new.txt", "A new one\nA text.\n")
    project.build()
    assert outside.read_bytes() == before
    assert not (site / "index.html").is_symlink()


@pytest.fixture
def without_exchange(tmp_path, monkeypatch):
    """The place of a site with one file, where the system exchanges no folders."""
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    place = place_of(tmp_path / "output", [])
    place.site.mkdir()
    (place.site / "old").touch()
    return place


def test_without_an_exchange_two_renames_do(without_exchange):
    """And a build that is killed between the two is put right by the next."""
    place = without_exchange
    with locked(place):
        staging.begin(place)
        place.next.mkdir()
        (place.next / "new").touch()
        exchange(place)
        assert [path.name for path in place.site.iterdir()] == ["new"]
        staging.sweep(place)
        place.site.rename(place.last)
        staging.begin(place)
        assert [path.name for path in place.site.iterdir()] == ["new"]


def test_a_site_stands_again_where_the_next_one_cannot_take_its_place(without_exchange):
    """Where the system exchanges no folders and the second rename fails."""
    place = without_exchange
    with locked(place):
        staging.begin(place)
        with pytest.raises(OSError, match="No such file"):
            exchange(place)
    assert [path.name for path in place.site.iterdir()] == ["old"]


def test_files_for_everybody(project):
    """Whatever the umask and the sources' modes, everybody may read the site; its digest is what was printed."""
    (project.root / "content/images").mkdir()
    (project.root / "content/images/x.png").write_bytes(b"x")
    (project.root / "content/images/x.png").chmod(0o600)
    mask = os.umask(0o077)
    try:
        done = project.run()
    finally:
        os.umask(mask)
    site = project.root / "output"
    assert {oct(path.stat().st_mode & 0o777) for path in site.rglob("*") if path.is_file()} == {"0o644"}
    assert {oct(path.stat().st_mode & 0o777) for path in [site, *site.rglob("*")] if path.is_dir()} == {"0o755"}
    digest = re.search(r"sha256 ([0-9a-f]{64})$", done.stdout)[1]
    assert mark_of(site) == (digest, "desk")
    sums = "".join(f"{name}  {path}\n" for path, name in sorted(files_of(site).items()) if path != staging.MARK)
    check = subprocess.run(["sha256sum"], input=sums, capture_output=True, text=True, check=True)
    assert check.stdout.split()[0] == digest


def test_the_public_site_has_no_picture_of_a_draft(project):
    """Nor of a future essay; a picture that a published one shows too stays, and so does one that none shows."""
    images = project.root / "content/images"
    images.mkdir()
    for shade, name in enumerate(("draft.png", "future.png", "both.png", "none.png", "plain.png")):
        Image.new("L", (700, 100), shade).save(images / name)
    show = "![x]({static}/images/%s)\n"
    project.write(
        "2025-05-01-draft.md",
        "Title: A\nStatus: draft\nTags: secretly\n\nA\n\n"
        + show % "draft.png"
        + show % "both.png"
        + "![x](/images/plain.png)\n",
    )
    project.write("2999-05-01-future.md", "Title: B\n\nB\n\n" + show % "future.png")
    project.write("2025-05-02-seen.md", "Title: C\n\nC\n\n" + show % "both.png")
    desk = project.build()
    assert len(list((desk / "images").iterdir())) == 5
    site = project.publish(output="public")
    assert sorted(path.name for path in (site / "images").iterdir()) == ["both.png", "none.png"]
    smaller = {path.name.partition("-")[0] for path in (site / "pictures").iterdir()}
    assert len(smaller) == 1  # of the one that is shown
    assert not [path for path in site.rglob("*") if "secretly" in path.as_posix()]


def test_a_link_to_a_draft_is_told_at_the_desk(project):
    """It stops the publishing, not the writing."""
    project.write("2025-05-01-draft.md", "Title: A\nStatus: draft\n\nA\n\n[x]({filename}2025-05-02-seen.md)\n")
    project.write("2025-05-02-seen.md", "Title: C\n\nC\n\n[x]({filename}2025-05-01-draft.md)\n")
    done = project.run()
    assert done.returncode == 0
    assert done.stderr == (
        "content/essays/2025-05-02-seen.md:5: the link to content/essays/2025-05-01-draft.md leads to a draft; "
        "publish that first, or take the link out until then\n"
    )


def test_check_says_all_and_changes_nothing(project):
    """`make check`: one line per problem, not wrapped, and no trace."""
    project.add_make()
    long = "long-" * 18 + "name"
    project.write(f"2025-05-01-{long}.md", "Title: A\nStaus: draft\n\nA text.\n")
    project.write("2025-05-01-b.md", "Title: A\n\n[x](/nope/)\n")

    def check():
        return subprocess.run(["make", "-s", "check"], cwd=project.root, capture_output=True, text=True, check=False)

    done = check()
    assert done.returncode == 2
    assert [line.partition("; ")[0] for line in done.stderr.splitlines()[:-1]] == [
        "content/essays/2025-05-01-b.md:3: link `/nope/` leads nowhere",
        f"content/essays/2025-05-01-{long}.md:2: unknown key `staus`",
        "2 problems",
    ]
    for bad in project.essays.glob("2025-05-01-*.md"):
        bad.unlink()
    done = check()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "nothing is wrong at the desk; nothing was changed"
    project.write("2025-05-03-draft.md", "Title: D\nStatus: draft\n\nA text.\n")
    project.write("2025-05-04-link.md", "Title: L\n\n[x]({filename}2025-05-03-draft.md)\n")
    for public in (False, True):  # what stops the publishing does not stop the desk
        words = ["make", "-s", "check", *([f"SITEURL={SITEURL}"] if public else [])]
        done = subprocess.run(words, cwd=project.root, capture_output=True, text=True, check=False)
        assert (done.returncode != 0) == public, done.stdout + done.stderr
    assert not (project.root / "output").exists()
    assert not (project.root / ".output.astro").exists()


@pytest.mark.parametrize("option", ["-q", "-v"])
def test_no_option_silences_what_is_wrong(project, option):
    """Pelican's `--quiet` logs no errors at all."""
    project.write("2025-05-01-x.md", "Title: A\nStaus: draft\n\nA text.\n")
    done = project.run(options=(option,))
    assert done.returncode == 1
    assert done.stderr.startswith("content/essays/2025-05-01-x.md:2: unknown key `staus`")
