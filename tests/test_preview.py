"""The desk: it serves the last good site or what is wrong, and builds again when something is saved."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path, PurePosixPath

import pytest
from astro.preview import watching
from astro.preview.builder import Builder, _serve
from astro.preview.moved import moved
from astro.preview.pages import SCRIPT, broken_page, for_the_desk, led_here
from astro.preview.places import is_asked_here, is_for_the_desk, place
from astro.preview.problems import problems_of
from astro.preview.saves import is_source, named
from astro.problem import Problem
from astro.staging import locked, place_of
from astro.staging.media import content_type
from conftest import PATIENCE, SITEURL, Project, files_of, wait_for, with_plugins
from desks import Answer, running, wait_for_ready
from hypothesis import given
from hypothesis import strategies as st
from watchfiles import Change
from watchfiles._rust_notify import WatchfilesRustInternalError

# A build that tells when it has read everything and is about to end, and then waits to be let on.
HELD = """
import time
from pathlib import Path
from pelican import signals

def _hold(site):
    Path("held").touch()
    while not Path("let-on").exists():
        time.sleep(0.01)

signals.finalized.connect(_hold, weak=False)
"""
# A plugin that changes what every page says.
SPEAKING = """
from pelican import signals
signals.generator_init.connect(lambda generator: generator.context.update(SITESUBTITLE="{}"), weak=False)
"""

# A build of the desk that waits; what is given is done before it goes on. It tells what it reads from then on.
WAITING = """
import sys
from pathlib import Path

sys.path.insert(0, "plugins")
import pelican
from astro import readers, sections
from astro.preview import build

class Gate:
    def poll(self):
        return False

    def recv(self):
        print("held", len(readers.HELD), len(sections._AHEAD))
        exec(sys.argv[1])
        read = readers.Readers.read_file
        def telling(self, base_path, path, **options):
            print("read", path)
            return read(self, base_path, path, **options)
        readers.Readers.read_file = telling

pelican.get_instance = build.partial(build._instance, pelican.get_instance, Gate())
pelican.main(["content", "-o", "output", "-s", "pelicanconf.py"])
"""


@pytest.fixture(scope="module")
def running_desk(tmp_path_factory):
    """(port, project, process) of a desk that builds the blog."""
    (root := tmp_path_factory.mktemp("running desk")).mkdir(exist_ok=True)
    project = Project(root)
    with running(project) as (process, port):
        yield port, project, process


@pytest.fixture
def bad_essay(running_desk):
    """The name of an essay that cannot be built, saved and told of."""
    port, project, _ = running_desk
    project.write("2025-05-02-bad.txt", "No <b>text</b>\n")
    wait_for(lambda: Answer(port, "/").status == 500)
    yield "content/essays/2025-05-02-bad.txt"
    (project.essays / "2025-05-02-bad.txt").unlink()
    wait_for(lambda: Answer(port, "/").status == 200)


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("/", "index.html"),
        ("/about/", "about/index.html"),
        ("/about/?x=/../y#z", "about/index.html"),
        ("/theme/style.css", "theme/style.css"),
        ("/%E7%BA%A2/", "红/index.html"),
        ("/a%20b", "a b"),
        *((bad, None) for bad in ("", "about/", "*", "http://localhost/", "//etc/passwd", "/a//b", "/../a", "/a/..")),
        *((bad, None) for bad in ("/%2e%2e/a", "/a/%2e%2e%2fb", "/..%2fa", "/..%5ca", "/a%2fb", "/\\a", "/a/./b")),
        *((bad, None) for bad in ("/.git/config", "/a/.env", "/%2egit/config", "/a%00.html", "/%ff", "/a%0d%0ab")),
    ],
)
def test_addresses_lead_to_files_of_the_site(target, file):
    assert place(target) == file


@given(st.text(st.sampled_from("/.%2eEfF5cC0a\\ \x00é?#"), max_size=12).map(lambda text: f"/{text}"))
def test_no_address_leads_out_or_to_what_is_hidden(target):
    """Whatever is asked for: a relative path without hidden parts, or nothing."""
    file = place(target)
    if file is not None:
        assert not PurePosixPath(file).is_absolute()
        assert not any(part.startswith(".") or "\\" in part for part in file.split("/"))


def test_types_are_the_sites_and_not_the_machines():
    """Texts are UTF-8; what nobody knows is bytes."""
    assert content_type("a/index.html") == "text/html; charset=utf-8"
    assert content_type("style.css") == "text/css; charset=utf-8"
    assert content_type("feed.xml") == "application/xml; charset=utf-8"
    assert content_type("desk.js") == "text/javascript; charset=utf-8"
    assert content_type("favicon.svg") == "image/svg+xml; charset=utf-8"
    assert (content_type("a.webp"), content_type("a.woff2")) == ("image/webp", "font/woff2")
    assert (content_type("_headers"), content_type("x.unknown")) == ("application/octet-stream",) * 2


def test_only_names_of_this_machine_are_answered():
    """Else a page elsewhere could read the drafts under a name of its own that leads here."""
    assert all(map(is_for_the_desk, (None, "localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "LOCALHOST")))
    assert all(
        map(is_asked_here, (None, "none", "same-origin", "cross-site"), ("image", "image", "script", "document"))
    )
    assert not any(map(is_asked_here, ("cross-site", "same-site"), ("image", "object")))
    assert not any(map(is_for_the_desk, ("evil.example", "localhost.evil.example:8000", "[", "", "10.0.0.1")))


def test_the_script_stands_after_the_page_as_it_is():
    """Not a byte of the page is changed."""
    page = "<!DOCTYPE html><p title='a'>&quot;</p></html>\n"
    assert for_the_desk(page, '1"2', "site") == (
        f'{page}<script src="{SCRIPT}" data-version="1&quot;2" data-shown="site"></script>\n'
    )


def test_what_is_wrong_is_shown_escaped():
    """With a link to the last site, if there is one."""
    page = broken_page([Problem("content/<b>.txt", 3, "a & b")], "all <i>", has_last=True)
    assert "<code>content/&lt;b&gt;.txt:3:</code> a &amp; b" in page
    assert "all &lt;i&gt;" in page
    assert 'href="?last-good"' in page
    assert "?last-good" not in broken_page([], "", has_last=False)


def test_problems_are_found_in_what_a_build_says():
    """Lines with a place; an exception at the project's innermost line, not what led to another, nor a library's."""
    said = """content/essays/x.txt:3: wrong: 12:30
1 problem; nothing was written
KeyError: 1
Traceback (most recent call last):
  File "/blog/plugins/astro/a.py", line 1, in f
KeyError: 1

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/blog/.venv/lib/x.py", line 2, in g
  File "/blog/theme/templates/article.html", line 23, in block 'main'
    {{ 1 / 0 }}
  File "/usr/lib/python3/y.py", line 4, in h
ZeroDivisionError: division by zero
"""
    assert problems_of(said, "/blog") == (
        Problem("content/essays/x.txt", 3, "wrong: 12:30"),
        Problem("theme/templates/article.html", 23, "ZeroDivisionError: division by zero; correct it there"),
    )
    refused = """ValueError: no theme
Traceback (most recent call last):
  File "/blog/.venv/lib/pelican/__init__.py", line 648, in main
  File "/blog/plugins/astro/preview/build.py", line 289, in _instance
  File "/blog/.venv/lib/pelican/settings.py", line 593, in configure_settings
ValueError: no theme
"""
    assert problems_of(refused, "/blog") == (Problem("pelicanconf.py", 1, "ValueError: no theme; correct it there"),)
    assert problems_of("Traceback (most recent call last):\n", "/blog") == ()


def test_only_what_a_site_is_made_of_is_a_save():
    """Neither an editor's copies nor what a build or publishing writes."""
    made = (
        "content/essays/a.txt",
        "theme/templates/base.html",
        "plugins/astro/a.py",
        "pelicanconf.py",
        "content",
        "content/extra/.well-known/security.txt",
    )
    assert all(map(is_source, made))
    copies = ("content/.a.swp", "content/a.txt~", "content/#a.txt#", "content/.#a.txt")
    built = (
        "content/published.json",
        "plugins/__pycache__/a.pyc",
        "output/index.html",
        "README.md",
        "/etc/passwd",
        ".",
    )
    assert not any(map(is_source, (*copies, *built)))
    assert named(["b", "a", "b"]) == "a, b"
    assert named("edcba") == "a, b, c and 2 more"


def test_pages_and_what_is_missing(running_desk):
    """A page; the site's own page for what is not there; no dotfile, no listing, no link out of the site."""
    port, project, _ = running_desk
    (project.root / "output/.secret").write_text("secret")
    (project.root / "output/out.txt").symlink_to(project.root / "pelicanconf.py")
    (project.root / "output/.well-known").mkdir()
    (project.root / "output/.well-known/security.txt").write_text("Contact")
    assert Answer(port, "/.well-known/security.txt").text == "Contact"
    about = Answer(port, "/about/")
    assert (about.status, about.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert about.headers["Cache-Control"] == "no-store"
    assert (Answer(port, "/about").status, Answer(port, "/about").headers["Location"]) == (301, "/about/")
    for path in (
        "/nope/",
        "/.secret",
        "/theme/",
        "/theme/../.secret",
        "/%2e%2e/pelicanconf.py",
        "/out.txt",
        f"/{'a' * 999}",
    ):
        answer = Answer(port, path)
        assert (answer.status, "Nothing stands here" in answer.text) == (404, True), path
    assert Answer(port, "/", Host="evil.example").status == 403
    assert Answer(port, "/", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "object"}).status == 403
    assert Answer(port, "/", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}).status == 200
    assert Answer(port, "/", method="POST").status == 501


def test_head_is_get_without_a_body(running_desk):
    port, _, _ = running_desk
    for path in ("/", "/theme/style.css", "/nope/", SCRIPT):
        head, get = Answer(port, path, method="HEAD"), Answer(port, path)
        assert (head.status, head.headers["Content-Length"], head.text) == (get.status, str(len(get.text.encode())), "")


def test_nothing_of_the_desk_is_in_the_site(running_desk):
    port, project, _ = running_desk
    assert SCRIPT in Answer(port, "/").text
    assert "/.desk/" not in (project.root / "output/index.html").read_text("utf-8")


def test_saving_is_seeing(running_desk):
    """A saved essay is soon on the page, also one that an editor puts in the place of the former file."""
    port, project, _ = running_desk
    project.write("2025-05-01-new.txt", "Fresh from the desk\nA text.\n")
    wait_for(lambda: "A text." in Answer(port, "/new/").text)
    project.write("new.txt~", "Fresh from the desk\nAnother text.\n")
    (project.essays / "new.txt~").rename(project.essays / "2025-05-01-new.txt")
    wait_for(lambda: "Another text." in Answer(port, "/new/").text)
    (project.essays / "2025-05-01-new.txt").unlink()
    wait_for(lambda: Answer(port, "/new/").status == 404)


@pytest.mark.parametrize(
    ("before", "now", "moves", "expected"),
    [
        ({"a": "drafts/a"}, {"a": "a"}, {}, {"drafts/a": "a"}),
        ({"a": "a"}, {"b": "b"}, {}, {"a": "b"}),
        ({"a": "a", "b": "b"}, {"c": "c", "d": "d"}, {}, {}),  # nobody can tell which became which
        ({"a": "a"}, {"a": "a", "b": "b"}, {}, {}),
        ({"a": "a"}, {}, {}, {}),
        ({"a": "b"}, {"a": "c"}, {"a": "b"}, {"a": "c", "b": "c"}),
        ({"a": "b"}, {"a": "a"}, {"a": "b"}, {"b": "a"}),  # and back
        ({"a": "b"}, {}, {"a": "b"}, {}),
        ({"a": "a", "b": "b"}, {"a": "b", "b": "a"}, {}, {}),  # other essays stand there
        ({}, {"c": "c"}, {"a": "b"}, {}),
    ],
)
def test_an_essay_is_found_at_its_new_address(before, now, moves, expected):
    assert moved(before, now, moves) == expected


def test_a_gone_address_leads_to_the_new_one(running_desk):
    """When a draft is published, and when its file is renamed; to nowhere once that is gone."""
    port, project, _ = running_desk
    project.write("2025-05-01-new.txt", "Status: draft\n\nFresh from the desk\n\nA text.\n")
    wait_for(lambda: Answer(port, "/drafts/new/").status == 200)
    project.write("2025-05-01-new.txt", "Fresh from the desk\n\nA text.\n")
    wait_for(lambda: Answer(port, "/drafts/new/").status == 302)
    assert Answer(port, "/drafts/new/").headers["Location"] == "/new/"
    (project.essays / "2025-05-01-new.txt").rename(project.essays / "2025-05-01-newer.txt")
    wait_for(lambda: Answer(port, "/new/").status == 302)
    for former in ("/new/", "/drafts/new/", "/new/?last-good"):
        assert Answer(port, former).headers["Location"] == "/newer/"
    (project.essays / "2025-05-01-newer.txt").unlink()
    wait_for(lambda: Answer(port, "/newer/").status == 404 == Answer(port, "/new/").status)


@pytest.mark.parametrize("folder", ["content", "theme"])
def test_saves_in_a_folder_that_was_replaced_are_seen(project, folder):
    """As a checkout of another branch may do, which takes it away first."""
    page = project.root / {"content": "content/pages/about.md", "theme": "theme/templates/base.html"}[folder]
    shutil.copytree(project.root / folder, project.root / "aside")
    with running(project) as (_, port):
        shutil.rmtree(project.root / folder)
        wait_for(lambda: Answer(port, "/").status == 500)
        (project.root / "aside").rename(project.root / folder)
        wait_for(lambda: Answer(port, "/").status == 200)
        before = page.read_text("utf-8")
        page.write_text(before + "\nSaved later.\n")
        wait_for(lambda: "Saved later." in Answer(port, "/about/").text)
        page.write_text(before)
        wait_for(lambda: "Saved later." not in Answer(port, "/about/").text)


def test_saves_are_looked_for_where_the_system_cannot_tell(monkeypatch, capsys):
    """Once too many programs watch; it is said once, though two watches begin."""

    def watch(*paths, force_polling=False, **_):
        if not force_polling:
            raise WatchfilesRustInternalError("Error creating recommended watcher: Too many open files (os error 24)")
        yield from (set(), {(Change.modified, str(Path.cwd() / paths[0] / "x.txt"))})

    monkeypatch.setattr(watching, "watch", watch)
    watching._tell_of_no_room.cache_clear()
    for folder in ("content", "theme"):
        assert [*watching._saves([folder], threading.Event(), recursive=True)] == [set(), {f"{folder}/x.txt"}]
    assert capsys.readouterr().err.count("fs.inotify.max_user_instances") == 1


def test_only_what_was_saved_is_named_where_a_folder_is_another_one(project):
    """What nobody could watch for a moment is found by its stamps: of two folders that are alike nothing is."""
    other = shutil.copytree(project.root / "content", project.root.parent / "other")
    (project.root / "content").rename(project.root.parent / "first")
    (project.root / "content").symlink_to(project.root.parent / "first")
    with running(project) as (process, port):
        wait_for_ready(process)
        (other / "essays/2025-05-01-new.txt").write_text("Fresh from the desk\nA text.\n", "utf-8")
        (project.root / "link").symlink_to(other)
        (project.root / "link").replace(project.root / "content")
        wait_for(lambda: Answer(port, "/new/").status == 200)
        time.sleep(1)
        process.terminate()
        said = [line for line in process.stdout if "built" in line]
        assert said[0].startswith("content")
        assert not any(name in line for line in said for name in ("plugins", "theme"))


def test_a_build_that_waits_may_lose_its_folder(project):
    """As systems clear away what lies in /tmp for days."""
    with running(project) as (process, port):
        wait_for_ready(process)
        (folder,) = project.root.parent.glob("astro-desk-*")
        shutil.rmtree(folder)
        project.write("2025-05-01-new.txt", "Fresh from the desk\nA text.\n")
        assert "2025-05-01-new.txt: built in" in process.stdout.readline()
        assert Answer(port, "/new/").status == 200


@pytest.mark.parametrize("is_building", [False, True])
def test_a_terminal_that_is_closed_leaves_nothing(project, is_building):
    """All processes of the desk hear of it, while a build waits or is at work; `running` looks for what they leave."""
    with running(project) as (process, _):
        wait_for_ready(process)
        if is_building:
            project.add_settings(HELD)
            wait_for((project.root / "held").exists)
        os.killpg(process.pid, signal.SIGHUP)
        assert process.wait(PATIENCE) == 130


@pytest.mark.parametrize("folder", ["content/essays", "."])
def test_saves_are_seen_after_a_file_whose_name_is_no_text(project, folder):
    """The watcher cannot speak of it, nor of its being read; what is saved beside it and later is seen."""
    with running(project) as (process, port):
        nameless = Path(os.fsdecode(os.fsencode(project.root / folder) + b"/2025-05-01-caf\xe9.txt"))
        nameless.write_text("A title\nA text.\n", encoding="utf-8")
        if folder != ".":
            wait_for(lambda: Answer(port, "/").status == 500)
        time.sleep(2)
        nameless.unlink()
        wait_for(lambda: Answer(port, "/").status == 200)
        project.write("2025-05-01-new.txt", "Fresh from the desk\nA text.\n")
        wait_for(lambda: Answer(port, "/new/").status == 200)
        conf = project.root / "pelicanconf.py"
        conf.write_text(conf.read_text("utf-8") + 'DEFAULT_LANG = "fr"\n', encoding="utf-8")
        wait_for(lambda: '<html lang="fr">' in Answer(port, "/archives/").text)
        process.terminate()
        said = [line for line in process.stdout if "built" in line]
        assert len(said) <= 6
        assert folder == "." or any("2025-05-01-caf\\udce9.txt: built in" in line for line in said)


def test_settings_are_read_again(running_desk):
    """Also when an editor puts a new file in the place of the former one, twice."""
    port, project, _ = running_desk
    conf = project.root / "pelicanconf.py"
    former = conf.read_text("utf-8")
    for lang in ("de", "fr", "en"):
        (project.root / "new~").write_text(f'{former}DEFAULT_LANG = "{lang}"\n', encoding="utf-8")
        (project.root / "new~").rename(conf)
        wait_for(lambda: f'<html lang="{lang}">' in Answer(port, "/archives/").text)  # noqa: B023


def test_settings_that_are_half_written_leave_the_last_site(running_desk):
    """Without its own class Pelican would write into the site that is shown, and nothing would take that out again."""
    port, project, _ = running_desk
    conf, page = project.root / "pelicanconf.py", project.root / "content/pages/subscribe.md"
    former, subscribe, before = conf.read_text("utf-8"), page.read_text("utf-8"), files_of(project.root / "output")
    page.write_text(subscribe.replace("Template: subscribe\n", ""), encoding="utf-8")
    conf.write_text("", encoding="utf-8")
    wait_for(lambda: "<code>pelicanconf.py:1:</code> PELICAN_CLASS" in Answer(port, "/").text)
    page.write_text(subscribe, encoding="utf-8")
    conf.write_text(former, encoding="utf-8")
    wait_for(lambda: Answer(port, "/").status == 200)
    assert files_of(project.root / "output") == before


def test_a_changed_plugin_is_read_again(running_desk):
    """Also one that changes within the second and keeps its size, for which Python would take the former bytecode."""
    port, project, _ = running_desk
    plugin = project.root / "plugins/astro/feeds/__init__.py"
    former = plugin.read_text("utf-8")
    for words in ("said one", "said two"):
        plugin.write_text(former + SPEAKING.format(words), encoding="utf-8")
        wait_for(lambda: words in Answer(port, "/about/").text)  # noqa: B023
    plugin.write_text(former, encoding="utf-8")
    wait_for(lambda: "said two" not in Answer(port, "/about/").text)


def test_a_save_during_a_build_is_not_lost(running_desk):
    """Saved after the build has read everything: it is in the next one."""
    port, project, _ = running_desk
    conf = project.root / "pelicanconf.py"
    former = conf.read_text("utf-8")
    conf.write_text(former + HELD, encoding="utf-8")
    wait_for((project.root / "held").exists)
    project.write("2025-05-03-meanwhile.txt", "Meanwhile\nA text.\n")
    (project.root / "let-on").touch()
    wait_for(lambda: Answer(port, "/meanwhile/").status == 200)
    conf.write_text(former, encoding="utf-8")
    (project.essays / "2025-05-03-meanwhile.txt").unlink()
    wait_for(lambda: Answer(port, "/meanwhile/").status == 404)


def test_a_save_during_somebody_elses_build_is_not_lost(running_desk):
    """The desk waits for a `make html` in another terminal, which would not wait for the desk."""
    port, project, _ = running_desk
    place = place_of(project.root / "output", [])
    with locked(place, waits=True):  # for the desk's build of what was saved before
        project.write("2025-05-04-patient.txt", "Patient\nA text.\n")
        waiting = re.compile(rf"-> FLOCK .*:{(place.state / 'lock').stat().st_ino} ")
        wait_for(lambda: waiting.search(Path("/proc/locks").read_text("ascii")))
        assert "another build of output is at work" in project.run().stderr
        assert Answer(port, "/patient/").status == 404
    wait_for(lambda: Answer(port, "/patient/").status == 200)
    (project.essays / "2025-05-04-patient.txt").unlink()
    wait_for(lambda: Answer(port, "/patient/").status == 404)


def is_still(port):
    """Whether nothing was built for two seconds."""
    before = Answer(port, "/").text
    time.sleep(2)
    return Answer(port, "/").text == before


def test_a_register_that_is_restored_is_seen(running_desk):
    """As what is wrong with it asks for; that a publishing writes it is no save."""
    port, project, _ = running_desk
    register, essay = project.root / "content/published.json", project.essays / "2025-05-03-merged.txt"
    wait_for(lambda: is_still(port))  # a build of what was saved before would find the register, too
    register.write_text("<<<<<<<\n", encoding="utf-8")
    assert is_still(port)
    essay.write_text("After the merge\nA text.\n", encoding="utf-8")
    wait_for(lambda: "<code>content/published.json:1:</code>" in Answer(port, "/").text)
    register.unlink()
    wait_for(lambda: Answer(port, "/merged/").status == 200)
    essay.unlink()
    wait_for(lambda: Answer(port, "/merged/").status == 404)


def test_what_is_wrong_stands_at_every_page(running_desk, bad_essay):
    """And the last good site stays reachable, with its links, until something else is saved."""
    port, project, _ = running_desk
    for path in ("/about/", "/nope/"):
        answer = Answer(port, path)
        assert (answer.status, f"<code>{bad_essay}:1:</code>" in answer.text) == (500, True)
    assert Answer(port, "/theme/feed.css").status == 200
    last = Answer(port, "/about/?last-good")
    assert (last.status, 'data-shown="last-good"' in last.text) == (200, True)
    cookie = last.headers["Set-Cookie"].split(";")[0]
    assert Answer(port, "/", Cookie=cookie).status == 200
    assert Answer(port, "/?problems", Cookie=cookie).status == 500
    project.write("2025-05-02-bad.txt", "Still no text\n")
    wait_for(lambda: Answer(port, "/", Cookie=cookie).status == 500)


def test_an_exception_is_placed(running_desk):
    """A template that cannot be rendered: its line is named, and the site that was there stays."""
    port, project, _ = running_desk
    template = project.root / "theme/templates/page.html"
    former = template.read_text("utf-8")
    template.write_text(former + "{% if %}\n", encoding="utf-8")
    wait_for(lambda: Answer(port, "/").status == 500)
    line = former.count("\n") + 1
    assert f"<code>theme/templates/page.html:{line}:</code>" in Answer(port, "/").text
    assert Answer(port, "/about/?last-good").status == 200
    template.write_text(former, encoding="utf-8")
    wait_for(lambda: Answer(port, "/").status == 200)


def test_a_plugin_that_cannot_be_imported_is_no_site(running_desk):
    """Pelican would build one without it."""
    port, project, _ = running_desk
    plugin = project.root / "plugins/astro/sections/outline.py"
    former = plugin.read_text("utf-8")
    plugin.write_text(former + "import nonesuch\n", encoding="utf-8")
    wait_for(lambda: Answer(port, "/").status == 500)
    place = f"plugins/astro/sections/outline.py:{former.count(chr(10)) + 1}:"
    assert f"<code>{place}</code>" in Answer(port, "/").text
    assert "nonesuch" in Answer(port, "/").text
    plugin.write_text(former, encoding="utf-8")
    wait_for(lambda: Answer(port, "/").status == 200)


def test_events_tell_of_every_build(running_desk):
    """The version that the page has, then another one when something was saved."""
    port, project, _ = running_desk
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/.desk/events")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"

    def version():
        while not (line := answer.readline().decode()).startswith("data: "):
            pass
        return line.removeprefix("data: ").strip()

    first = version()
    assert f'data-version="{first}"' in Answer(port, "/").text
    os.utime(project.root / "theme/templates/base.html")
    second = version()
    assert second != first
    assert f'data-version="{second}"' in Answer(port, "/").text
    connection.close()


def test_a_build_is_one_line(project):
    """What was saved, and how long the build took; where it failed also what is wrong; the first names the site."""
    with running(project) as (process, _):
        assert [line.split(" in ")[0] for line in process.said[:-1]] == ["the site: built"]
        project.write("2025-05-01-new.txt", "Fresh from the desk\nA text.\n")
        assert process.stdout.readline().startswith("content/essays/2025-05-01-new.txt: built in ")
        project.write("2025-05-01-new.txt", "No text\n")
        assert process.stdout.readline().startswith("content/essays/2025-05-01-new.txt:1: ")
        assert "1 problem;" in process.stdout.readline()
        assert process.stdout.readline().startswith(
            "content/essays/2025-05-01-new.txt: not built (see http://localhost:"
        )


def test_the_desk_says_that_it_is_the_former_one(project):
    """Builds take what is saved of astro; the desk's own part is what it was when it was started."""
    with running(project) as (process, _):
        name = "plugins/astro/preview/saves.py"
        (project.root / name).touch()
        line = process.stdout.readline()
        assert line.startswith(f"{name}: built in ")
        assert line.endswith(" s; the desk is still the former one: start it anew\n")


def test_what_a_plugin_reads_as_it_is_imported_is_never_old(project, monkeypatch):
    """The process that has imported it for all builds to come makes room for another."""
    monkeypatch.chdir(project.root)
    monkeypatch.syspath_prepend(project.root / "plugins")
    words, plugin = project.root / "words.txt", project.root / "plugins/reading"
    plugin.mkdir()
    (plugin / "words.py").write_text("from pathlib import Path\n\nWORDS = Path('words.txt').read_text()\n")
    (plugin / "__init__.py").write_text(
        "from pelican import signals\nfrom .words import WORDS\n\n"
        "def say(generator):\n    generator.context['SITESUBTITLE'] = WORDS\n\n"
        "def register():\n    signals.generator_init.connect(say)\n"
    )
    project.add_settings("PLUGINS.append('reading')")
    words.write_text("said first")
    builder = Builder(["content", "-o", "output", "-s", "pelicanconf.py"])
    try:
        for said in (*["said first"] * 4, "said later"):  # the last build takes what those before it have left warm
            words.write_text(said)
            assert builder.build().ok
            assert said in (project.root / "output/index.html").read_text("utf-8")
            builder.warm_up()
    finally:
        builder.cool()


def test_what_a_later_build_imports_is_warm_from_then_on(project, monkeypatch):
    """Numpy is not needed before there is a second essay."""
    monkeypatch.chdir(project.root)
    builder = Builder(["content", "-o", "output", "-s", "pelicanconf.py"])
    processes = []
    try:
        for number in range(4):
            if number:
                project.write("2025-05-01-new.txt", f"New\n\nRust and iron, for the time {number}.\n")
            assert builder.build().ok
            builder.warm_up()
            processes.append(builder._warm)
            assert ("numpy" in builder._modules) == ("astro.related.rank" in builder._modules) == (number > 0)
    finally:
        builder.cool()
    another = Builder(["content", "-o", "output", "-s", "pelicanconf.py"])
    assert another.build().ok
    assert "numpy" not in another._modules  # nothing was ranked
    assert "astro.related.rank" in another._modules
    assert processes[0] is not processes[1]
    assert processes[1] is processes[2] is processes[3]


@pytest.mark.parametrize("killed", ["warm process", "build that waits", "build at work"])
def test_the_next_save_is_built_where_a_process_was_killed(project, killed):
    """As a system does that has no memory left: the desk goes on, and nothing is left of what it had started."""
    with running(project) as (process, port):
        for number in range(3):  # the first change needs numpy: from the second on the warm process stays
            project.write("2025-05-01-new.txt", f"New\n\nRust and iron, for the time {number}.\n")
            assert process.stdout.readline().startswith("content/essays/2025-05-01-new.txt: built")
        warm, waiting = wait_for_ready(process)
        if killed == "build at work":
            os.kill(waiting, signal.SIGSTOP)  # so that it is at work for as long as the test likes
        else:
            os.kill(warm if killed == "warm process" else waiting, signal.SIGKILL)
        project.write("2025-05-01-new.txt", "New\n\nRust and iron, for the last time.\n")
        if killed == "build at work":
            time.sleep(1)
            os.kill(waiting, signal.SIGKILL)
        assert process.stdout.readline().startswith("content/essays/2025-05-01-new.txt: built")
        # A write that a busy system lets the desk see in two halves is built twice, and the line may be of the first.
        wait_for(lambda: "for the last time" in Answer(port, "/new/").text)


def test_a_build_that_begins_as_its_desk_ends_says_nothing(tmp_path):
    """Its folder is taken away under it."""
    (tmp_path / "build").mkdir()
    code = (
        "import shutil, sys, threading\n"
        "import astro.preview.build\n"
        "class Ends(threading.Thread):\n"
        "    def start(self):\n"
        "        shutil.rmtree(sys.argv[1])\n"
        "threading.Thread = Ends\n"
        "sys.modules['astro.preview.build'].build([], sys.argv[1], True, None)\n"
    )
    command = [sys.executable, "-c", code, tmp_path / "build"]
    done = subprocess.run(command, env=with_plugins(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert not (tmp_path / "build").exists()


LISTENING = "from pelican import signals\nsignals.content_object_init.connect(lambda _: None, weak=False)\n"


@pytest.mark.parametrize(
    ("conf", "most"),
    [("", None), ("from astro import readers\nreaders._MOST = 3\n", 3), (LISTENING, 0)],
    ids=["all", "some", "with a plugin that listens"],
)
def test_a_build_that_waited_knows_what_was_saved(project, conf, most):
    """What was written, replaced, moved and taken away since it was made ready; of the rest nothing is read again.

    It holds so many essays at `most`; with a plugin that listens to reading none, for it to hear of all.
    """
    project.add_settings(conf)
    project.add_fixtures()
    for name in ("same", "changed", "replaced", "gone", "moved"):
        project.write(f"2025-05-01-{name}.txt", f"On {name}\nRust and iron.\n")
    project.build()
    saves = """
essays = Path("content/essays")
(essays / "2025-05-01-changed.txt").write_text("On changing\\nIron and rust.\\n")
(essays / "2025-05-02-new.txt").write_text("On new things\\nIron.\\n")
(essays / "x~").write_text("On replaced\\nRust and iron?\\n")
(essays / "x~").rename(essays / "2025-05-01-replaced.txt")
(essays / "2025-05-01-gone.txt").unlink()
(essays / "2025-05-01-moved.txt").rename(essays / "2025-05-03-moved.txt")
"""
    done = subprocess.run(
        [sys.executable, "-c", WAITING, saves], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = (line.removeprefix("read essays/") for line in done.stdout.splitlines())
    read = {name for name in names if "/" not in name and name.endswith((".txt", ".md", ".rst"))}
    texts = {each.name: each.read_text("utf-8", errors="replace") for each in project.essays.iterdir()}
    others = {name for name, text in texts.items() if name.endswith(".rst") or "![" in text or "[image" in text}
    saved = {"2025-05-01-changed.txt", "2025-05-02-new.txt", "2025-05-01-replaced.txt", "2025-05-03-moved.txt"}
    held, anchored = map(int, done.stdout.partition("held ")[2].split()[:2])
    assert saved <= read
    assert held == anchored
    if conf:
        assert held == most
    else:
        assert read <= saved | others
    waited = files_of(project.root / "output")
    (project.root / ".cache").unlink()
    assert waited == files_of(project.build(output="anew"))


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("content/host.json", '"me-{}"', "HOST = Path('content/host.json').read_text().strip('\"')"),
        ("host.txt", "me-{}", "HOST = Path('host.txt').read_text()"),
        ("host.py", "HOST = 'me-{}'", "sys.path.insert(0, '.'); from host import HOST"),
        ("host.txt", "me-{}", "HOST = Path('host.txt').read_text(); Path('host.txt').touch()"),
    ],
    ids=["content", "project", "module", "touched"],
)
def test_what_the_settings_read_is_read_again(project, name, text, read):
    """Also where it is no file that the desk watches: then at the next save; and where they change it themselves."""
    (project.root / name).write_text(text.format(1), encoding="utf-8")
    project.add_settings(f"{read}\nSOCIAL = (('Me', f'https://{{HOST}}.example/'),)")
    with running(project) as (process, port):
        for number in range(2, 5):
            wait_for_ready(process)
            if name == "host.py":
                time.sleep(1.1)  # for Python a module of the same second may be the same
            (project.root / name).write_text(text.format(number), encoding="utf-8")
            project.write("2025-05-01-new.txt", f"New\n\nRust and iron, for the time {number}.\n")
            wait_for(lambda: f"https://me-{number}.example/" in Answer(port, "/about/").text)  # noqa: B023


def test_an_essay_that_keeps_its_size_and_time_is_read_again(project):
    """As `touch -r` leaves it."""
    project.write("2025-05-01-new.txt", "New\n\nRust and iron.\n")
    path = project.essays / "2025-05-01-new.txt"
    with running(project) as (process, port):
        for number in range(3):
            wait_for_ready(process)
            before = path.stat()
            with path.open("r+b") as file:
                file.seek(5)
                file.write(b"%d" % number)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            assert "built in" in process.stdout.readline()
            assert f"{number}ust and iron." in Answer(port, "/new/").text


def test_a_public_site_is_shown_here(project):
    """With its pictures and links, before it is anywhere else."""
    project.publish()
    with running(project, arguments=()) as (_, port):
        page, feed = (Answer(port, address).text for address in ("/about/", "/feed.xml"))
    assert '<?xml-stylesheet type="text/css" href="/theme/feed.css"?>' in feed
    assert f'<link rel="self" type="application/atom+xml" href="{SITEURL}/feed.xml"/>' in feed.replace("atom:", "")
    assert re.search(r'<link rel="stylesheet" href="/theme/', page)
    assert 'href="/archives/"' in page
    assert f'"{SITEURL}/about/"' in (project.root / "output/about/index.html").read_text("utf-8")


def test_a_public_site_in_a_folder_of_its_host_is_shown_here(project):
    """At the paths that it has there; its pages name some files by their paths alone."""
    site = project.publish(SITEURL=f"{SITEURL}/notes")
    (style,) = site.glob("theme/style.*.css")
    with running(project, arguments=()) as (_, port):
        page = Answer(port, "/notes/about/").text
        assert f'href="/notes/theme/{style.name}"' in page
        assert 'href="/notes/archives/"' in page
        found = ("/notes/", "/notes/archives/", f"/notes/theme/{style.name}", "/about/", "/")
        assert [Answer(port, address).status for address in found] == [200] * len(found)
        moved = {address: Answer(port, address).headers["Location"] for address in ("/notes", "/notes/about")}
        assert moved == {address: f"{address}/" for address in moved}
        assert 'type="text/css" href="/notes/theme/feed.css"' in Answer(port, "/notes/feed.xml").text
        assert [Answer(port, address).status for address in ("/note/", "/notes/nope/", "/notes/.env")] == [404] * 3


def test_what_of_a_page_leads_to_the_site():
    page = (
        f'<img src="{SITEURL}/a.png" srcset="{SITEURL}/b.png 1x, {SITEURL}/c.png 2x"> {SITEURL}/d '
        f'<a href="https://archive.example/{SITEURL}/e">{SITEURL}/</a><a href="{SITEURL}.evil/">'
        f"""<a title='"a" > b' href="{SITEURL}/f">"""
    )
    assert led_here(page, SITEURL) == (
        f'<img src="/a.png" srcset="/b.png 1x, /c.png 2x"> {SITEURL}/d '
        f'<a href="https://archive.example/{SITEURL}/e">{SITEURL}/</a><a href="{SITEURL}.evil/">'
        """<a title='"a" > b' href="/f">"""
    )


def test_without_arguments_it_only_serves(project):
    project.build()
    with running(project, arguments=()) as (process, port):
        assert Answer(port, "/about/").status == 200
        assert Answer(port, "/nope/").status == 404
        before = files_of(project.root / "output")
        project.write("2025-05-01-new.txt", "A new one\nRust.\n")
        with pytest.raises(subprocess.TimeoutExpired):  # it says nothing
            process.communicate(timeout=2)
        assert files_of(project.root / "output") == before


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda s: s.name)
def test_nothing_runs_on(project, ending):
    """However the desk ends, in the middle of a build: its pipe closes, so every process that it started is gone."""
    with running(project) as (process, _):
        project.add_settings(HELD)
        wait_for((project.root / "held").exists)
        # Ctrl-C in a terminal reaches all of them, the other signals the desk alone.
        os.killpg(process.pid, ending) if ending == signal.SIGINT else process.send_signal(ending)
        rest, _ = process.communicate(timeout=PATIENCE)
        assert (process.returncode, rest) == (-9 if ending == signal.SIGKILL else 130, "")


def test_signals_are_for_the_thread_that_waits(running_desk):
    """One that a watcher took would end nothing while a build is waited for."""
    _, _, process = running_desk
    endings = (1 << signal.SIGHUP - 1) | (1 << signal.SIGINT - 1) | (1 << signal.SIGTERM - 1)
    tasks = Path(f"/proc/{process.pid}/task")

    def blocked(task):
        mask = re.search(r"^SigBlk:\s*(\w+)", (task / "status").read_text(), re.MULTILINE)[1]
        return int(mask, 16) & endings

    wait_for(lambda: blocked(tasks / str(process.pid)) == 0)  # Python blocks all while it starts a process
    others = {blocked(task) for task in tasks.iterdir() if task.name != str(process.pid)}
    assert len([*tasks.iterdir()]) >= 4
    assert others == {endings}


@pytest.mark.parametrize("arguments", [(), ("content",)])
def test_a_taken_port_is_said(project, arguments):
    """Exit code 1 and what to do instead, before anything is built."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "astro.preview", str(port), *arguments],
            cwd=project.root,
            env={"PYTHONPATH": str(project.root / "plugins")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert f"port {port}: Address already in use; choose another: PORT={port + 1}" in done.stderr


def test_a_process_that_is_being_started_hears_no_ctrl_c(tmp_path):
    """It would say so with a traceback, in the middle of the desk's last words; the desk itself hears it."""
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing, signal\nfrom astro.preview.builder import uninterrupted\n"
        "def tell(who):\n    deaf = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])\n"
        "    print(who, 'is deaf' if deaf else 'hears', flush=True)\n"
        "if __name__ == '__main__':\n"
        "    process = multiprocessing.get_context('spawn').Process(target=tell, args=('process',))\n"
        "    with uninterrupted():\n        process.start()\n"
        "    process.join()\n    tell('desk')\n"
    )
    done = subprocess.run([sys.executable, script], env=with_plugins(), capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("process is deaf\ndesk hears\n", "")


def test_no_save_waits_for_patterns(monkeypatch):
    """The warm process compiles all that its builds may ask, before any of them is made."""
    done = []

    class Requests:
        def recv(self):
            done.append("asked")
            raise EOFError

    for name in ("gc.freeze", "signal.signal"):
        monkeypatch.setattr(f"astro.preview.builder.{name}", lambda *_: None)
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)
    monkeypatch.setattr("astro.preview.builder.compile_all", lambda: done.append("compiled"))
    _serve(Requests(), [])
    assert done == ["compiled", "asked"]
