"""Bad input, case by case: each is named with its file and line, none gets past, and the last site keeps every byte."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from astro.plain_text import is_essay
from astro.release import forms, own, settings
from astro.release.rules import faults_of, leads_on, led_to
from conftest import SEED, SEED_SLUG, SITEURL, Project, files_of, settings_of
from pelican.settings import DEFAULT_CONFIG
from PIL import Image

GOOD = "Title: A title\nDate: 2025-05-01\n"
TEXT = "\n\nA text.\n"

# name of the file in content/essays: (what stands in it, what is said of it)
FILES = {
    "empty.md": (b"", "no title"),
    "empty.rst": (b"", "no title"),
    "spaces.md": (b" \n\n \n", "no title"),
    "binary.md": (bytes(range(256)), "not UTF-8"),
    "png.md": (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
    "latin.md": ((GOOD + "\n\nCafé").encode("latin-1"), "not UTF-8"),
    "utf16.md": ((GOOD + TEXT).encode("utf-16"), "not UTF-8"),
    "utf16-le.md": ((GOOD + TEXT).encode("utf-16-le"), "is UTF-16, not UTF-8"),
    "bad-byte.rst": (b"A\n=\n\n:date: 2025-05-01\n\nx \xff y\n", "not UTF-8"),
    "nul.md": (f"{GOOD}\nA \x00 text.\n", "control character U+0000"),
    "bell-in-title.md": ("Title: A \x07 title\nDate: 2025-05-01\n\nA text.\n", "control character U+0007"),
    "escape-in-tag.md": (f"{GOOD}Tags: a\x1bb{TEXT}", "control character U+001B"),
    "no-character.md": (f"{GOOD}\nA \ufffe text.\n", "control character U+FFFE"),
    "override.md": (f"Title: A \u202e title\nDate: 2025-05-01{TEXT}", "turns the direction"),
    "override.txt": ("A \u202e title\nA text.\n", "turns the direction"),
    "override.rst": ("A \u202e title\n=========\n\n:date: 2025-05-01\n\nA text.\n", "turns the direction"),
    "nested.md": (GOOD + "\n" + "\n".join(" " * 4 * i + "- x" for i in range(400)), "nested too deep"),
    "quoted.md": (f"{GOOD}\n{'>' * 3000} x\n", "nested too deep"),
    "fences.txt": (
        "Date: 2025-05-01\n\nA\nText.\n\n```py\nx = 1\n```\n",
        ":6: ``` begins code in Markdown, whose lines",
    ),
    "no-title.md": (f"Date: 2025-05-01{TEXT}", "no title"),
    "no-date.md": (f"Title: A{TEXT}", "no date"),
    "no-date.rst": ("A title\n=======\n\nA text.\n", "no date"),
    "empty-title.md": (f"Title:\nDate: 2025-05-01{TEXT}", "Title has no value"),
    "two-titles.md": (f"{GOOD}Title: Another{TEXT}", "Title stands in line 1 already"),
    "empty-date.md": (f"Title: A\nDate:{TEXT}", "Date has no value"),
    "no-such-day.md": (f"Title: A\nDate: 2026-02-30{TEXT}", "is not possible"),
    "garbage-date.md": (f"Title: A\nDate: someday{TEXT}", "is not a whole date"),
    "short-date.md": (f"Title: A\nDate: 10{TEXT}", "is not a whole date"),
    "slashed-date.md": (f"Title: A\nDate: 03/04/2025{TEXT}", "is not a whole date"),
    "bad-modified.md": (f"{GOOD}Modified: yesterday{TEXT}", "is not a whole date"),
    "modified-ahead.md": (f"{GOOD}Modified: 2999-01-01{TEXT}", ":3: Modified (2999-01-01 00:00 UTC) lies ahead of now"),
    "modified-ahead.txt": ("Modified: 2999-01-01\nDate: 2025-05-01\n\nA title\nA text.\n", ":1: Modified (2999"),
    "bad-date.rst": ("A title\n=======\n\n:date: 2026-02-30\n\nA text.\n", "is not possible"),
    "timezone.md": (f"{GOOD}Timezone: Nowhere/Bad{TEXT}", "unknown key `timezone`"),
    "darft.md": (f"{GOOD}Status: darft{TEXT}", "did you mean draft?"),
    "quoted-draft.md": (f'{GOOD}Status: "draft"{TEXT}', "unknown status"),
    "private.md": (f"{GOOD}Status: private{TEXT}", "unknown status"),
    "math.md": (f"{GOOD}math: true{TEXT}", "unknown key `math`; known are Title, Date"),
    "staus.md": (f"{GOOD}Staus: draft{TEXT}", "did you mean Status?"),
    "twice.rst": ("A title\n=======\n\n:title: Another\n:date: 2025-05-01\n\nA text.\n", "another title than the"),
    "directive.rst": ("A title\n=======\n\n:date: 2025-05-01\n\n.. nope:: a\n", 'Unknown directive type "nope"'),
    "staus.rst": ("A title\n=======\n\n:date: 2025-05-01\n:staus: draft\n\nA text.\n", "did you mean Status?"),
    "draft-true.md": (f"{GOOD}draft: true{TEXT}", "says `Status: draft`"),
    "draft-true.rst": ("A title\n=======\n\n:date: 2025-05-01\n:draft: true\n\nA text.\n", "says `Status: draft`"),
    "published-false.md": (f"{GOOD}published: false{TEXT}", "says `Status: draft`"),
    "status-below.md": (f"{GOOD}\nStatus: draft\n\nA text.\n", "stands under the title"),
    "status-below.rst": ("A title\n=======\n\nStatus: draft\n\nA text.\n", "stands under the title"),
    "note.md": (f"{GOOD}Note: a sentence right below.\n\nA text.\n", "unknown key `note`"),
    "sentence.md": (f"{GOOD}A sentence right below.\n\nA text.\n", "is not `Key: value`"),
    "yaml.md": ("---\ntitle: A # title\ndate: 2025-05-01\n---\n\nA text.\n", "begins a comment in YAML"),
    "yaml-item.md": (
        "---\ntitle: A\ndate: 2025-05-01\nauthors:\n- Ann\n- Bob # two\n---\n\nA text.\n",
        ":6: `Bob # two`",
    ),
    "two-authors.md": (f"{GOOD}Author: A\nAuthors: B; C{TEXT}", ":4: Author stands in line 3 already; keep one"),
    "same-slug.txt": (
        f"Slug: {SEED_SLUG}\nStatus: draft\nDate: 2025-05-01\n\nA title\nA text.\n",
        f"`/{SEED_SLUG}/` is the address of content/essays/{SEED.name} too",
    ),
    "yaml-null.md": ("---\ntitle: null\ndate: 2025-05-01\n---\n\nA text.\n", "has no value"),
    "yaml-map.md": ("---\ntitle: A\ndate: 2025-05-01\ntags: {a: b}\n---\n\nA text.\n", "signs of YAML"),
    "yaml-stray.md": ("---\ntitle: A\ndate: 2025-05-01\nno field\n---\n\nA text.\n", "is not `key: value`"),
    "yaml-untitled.md": ("---\ndate: 2025-05-01\n---\n\nA text.\n", "write `title: …` between the lines `---`"),
    "toml.md": ('+++\ntitle = "A"\ndraft = true\n+++\n\nA text.\n', "the header is TOML"),
    "toml-below.md": (f'{GOOD}\n+++\ntitle = "A"\ndraft = true\n+++\n\nA text.\n', "stands under the title"),
    "fences-below.md": (f"{GOOD}\n---\nstatus: draft\n---\n\nA text.\n", "stands under the title"),
    "json.md": ('{"title": "A"}\n\nA text.\n', "the header is JSON"),
    "hash.md": ("# My essay\n\nA text.\n", "write `Title: My essay` in the place of `# My essay`"),
    "draft-false.md": (f"{GOOD}draft: false{TEXT}", "unknown key `draft`; delete the line"),
    "published-true.md": (f"{GOOD}published: true{TEXT}", "unknown key `published`; delete the line"),
    "lastmod.md": (f"{GOOD}lastmod: 2025-06-01{TEXT}", "it is Modified here"),
    "zone.md": (f"Title: A\nDate: 2025-05-01 10:00:00 +0200{TEXT}", "write 2025-05-01 10:00:00+02:00"),
    "zulu.md": (f"Title: A\nDate: 2025-05-01T10:00:00.000Z{TEXT}", "write 2025-05-01T10:00:00Z"),
    "tag-hash.md": (f"{GOOD}Tags: #one #two{TEXT}", "is no tag"),
    "tag-brackets.md": (f"{GOOD}Tags: [one, two]{TEXT}", "is no tag"),
    "tag-lines.md": (f"{GOOD}Tags:\n  - one\n  - two{TEXT}", "is no tag"),
    "yaml-open.md": ("---\ntitle: A\ndate: 2025-05-01\n\nA text.\n", "never ends"),
    "2025-05-01-same.md": (f"Title: A{TEXT}", None),
    "2025-05-01-same.txt": ("A\nA text.\n", "is the address of content/essays/2025-05-01-same.md too"),
    "case.md": (f"{GOOD}Slug: Some-Case{TEXT}", "makes no address"),
    "dots.md": (f"{GOOD}Slug: ../../x{TEXT}", "makes no address"),
    "root.md": (f"{GOOD}Slug: /x{TEXT}", "makes no address"),
    "marks.md": (f'{GOOD}Slug: a#b?c"<{TEXT}', "makes no address"),
    "beside.md": (f"{GOOD}Slug: ../output-other/x{TEXT}", "makes no address"),
    "save-as.md": (f"{GOOD}Save_as: ../x.html{TEXT}", "unknown key `save_as`"),
    "save-as-home.md": (f"{GOOD}save_as: index.html{TEXT}", "unknown key `save_as`"),
    "url.md": (f"{GOOD}url: /{TEXT}", "unknown key `url`; an address that is not astro's is kept by a line `/its/old/"),
    "aliases.md": (f"{GOOD}aliases: /2015/x.html{TEXT}", "in content/extra/_redirects"),
    "template.md": (f"{GOOD}Template: nope{TEXT}", "unknown key `template`"),
    "method.md": (f"{GOOD}is_valid: x{TEXT}", "unknown key `is_valid`"),
    "get-content.rst": ("A title\n=======\n\n:date: 2025-05-01\n:get_content: x\n\nA text.\n", "unknown key"),
    "index.md": (f"{GOOD}Slug: index{TEXT}", "is the site's own"),
    "archives.md": (f"{GOOD}Slug: archives{TEXT}", "is the site's own"),
    "pictures.md": (f"{GOOD}Slug: pictures{TEXT}", "is the site's own"),
    "letters.md": (f"{GOOD}Tags: <T>{TEXT}", "tag `<T>` has no letter that an address can have"),
    "theme.md": (f"{GOOD}Slug: theme{TEXT}", "is the site's own"),
    "long.md": (f"{GOOD}Slug: {'a' * 300}{TEXT}", "makes no address"),
    "tag.md": (f"{GOOD}Tags: !!!{TEXT}", "has no letter or digit"),
    "tag-long.md": (f"{GOOD}Tags: {'a' * 101}{TEXT}", "is too long for an address"),
    "tag-dots.md": (f"{GOOD}Tags: ..{TEXT}", "has no letter or digit"),
    "lang.md": (f"{GOOD}Lang: ../../x{TEXT}", "unknown language"),
    "page.html": ("<title>A</title><p>A text.</p>", "is not read; save it as .txt"),
    "page.htm": ("<title>A</title><meta name=draft content=true><p>A text.</p>", "is not read; save it as .txt"),
    "drafts/half.md": (f"{GOOD}{TEXT}", "stands among drafts, and would be published; write `Status: draft`, or move"),
    "_drafts/half.rst": ("A\n=\n\n:date: 2025-05-01\n\nA text.\n", "stands among drafts, and would be published"),
    "essay": ("A title\nA text.\n", "is not read; save it as .txt"),
    "2025-05-01-LOUD.TXT": ("A title\nA text.\n", "is not read; save it as .txt"),
    "status-below.txt": ("Title: A\nDate: 2025-05-01\n\nStatus: draft\n\nA text.\n", "stands under the title"),
    "\U0001f680.md": (f"{GOOD}{TEXT}", "makes no address"),
    "no-text.md": (GOOD, "no text"),
    "script-link.md": (f"{GOOD}\n[x](javascript:alert%281%29)\n", "is a program"),
    "script-link-2.md": (f'{GOOD}\n<a href="java&#9;script:alert(1)">x</a>\n', "is a program"),
    "data-link.md": (f"{GOOD}\n[x](data:text/html;base64,PHNjcmlwdD4=)\n", "is a program"),
    "no-address.md": (f"{GOOD}\n[x](http://[bad/)\n", "is no address"),
    "no-host.md": (f"{GOOD}\n[x](http://)\n", "is no address"),
    "blank-host.md": (f"{GOOD}\n[x](<https://exa mple.com/y>)\n", "is no address"),
    "no-scheme.md": (f"{GOOD}\n[x](htps://example.org/)\n", "is no address"),
    "handler.md": (f'{GOOD}\n<img src="/favicon.svg" onerror="alert(1)">\n', "is a script"),
    "include.rst": (
        "A title\n=======\n\n:date: 2025-05-01\n\n.. include:: ../../pelicanconf.py\n",
        '"include" directive disabled',
    ),
    "raw.rst": ("A title\n=======\n\n:date: 2025-05-01\n\n.. raw:: html\n\n   <b>x</b>\n", '"raw" directive disabled'),
    "header.rst": ("A title\n=======\n\n:date: 2025-05-01\n\nA text.\n\n.. header:: Words.\n", "sheets of paper"),
    "form.md": (
        f"{GOOD}\n<form> elements send.\n\n## A heading\n",
        "<form> is never closed, and Markdown reads nothing",
    ),
    "centre.md": (f'{GOOD}\n<p align="center">Words.\n\n*More*.\n', "<p> is never closed, and Markdown reads nothing"),
    "link-open.md": (f'{GOOD}\nSee <a href="https://e.org">this.\n\nMore.\n', "<a> is never closed; close it"),
    "note-name-2.md": (f"{GOOD}\nA[^my ].\n\n[^my ]: Words.\n", "the name of the note `[^my ]`"),
    "note-name.md": (f"{GOOD}\nA[^my note].\n\n[^my note]: Words.\n", "the name of the note `[^my note]`"),
    "underline.rst": ("A long title\n====\n\n:date: 2025-05-01\n\nA text.\n", "Title underline too short"),
    "attach-out.md": (f"{GOOD}\n![x]({{attach}}../../secret.png)\n", "hidden or not in content/"),
    "attach-conf.md": (f"{GOOD}\n[x]({{attach}}../../pelicanconf.py)\n", "hidden or not in content/"),
    "turned.md": (f"Title: A\nDate: 2025-05-01\n\nWords.\n\n## Head &#x202E;ing{TEXT}", "U+202E turns the direction"),
    "turned.rst": (
        "A |r| title\n===========\n\n:date: 2025-05-01\n\n.. |r| unicode:: U+202D\n\nA text.\n",
        "U+202D turns the direction",
    ),
    "turned.txt": (f"Tags: a\nDate: 2025-05-01\n\nA title\n\n## A \u202d heading{TEXT}", "turns the direction"),
    "attach-dot.md": (f"{GOOD}\n[x]({{attach}}.env)\n", "hidden or not in content/"),
}
LINKS = {
    "no-file": (
        "[x]({filename}nope.md)",
        "link `{filename}nope.md` leads nowhere; write the address of something that exists",
    ),
    "no-image": ("![x]({static}/images/nope.png)", "write `{static}/images/nope.png`"),
    "no-attachment": ("![x]({attach}nope.png)", "save the picture in content/images"),
    "wrong-case": ("![x]({static}/images/Pixel.png)", "/images/Pixel.png` leads nowhere"),
    "unknown-kind": ("[x]({nope}x)", "link `{nope}x` leads nowhere"),
    "no-fragment": ("[x](#nope)", "an id that is not there; the page has none"),
    "no-fragment-there": (
        "[x]({filename}" + SEED.name + "#nope)",
        "#nope` leads to an id that is not there; write the id of a section",
    ),
    "no-page": ("[x](/nope.html)", "link `/nope.html` leads nowhere; nothing stands at that address"),
    "caption": (f"![x.png](/{'a-long-caption-' * 30})", "leads nowhere; nothing stands at that address"),
    "caption-static": (
        f"![x.png]({{static}}/{'a-long-caption-' * 30})",
        "leads nowhere; nothing stands at that address",
    ),
    "source": ("[x](other.md)", "to lead to an essay write `{filename}other.md`"),
    "draft": (
        "[x]({filename}2025-05-02-a-draft.md)",
        "while that is a draft or of a future date; take it out until then",
    ),
    "future": (
        "[x]({filename}2999-05-02-a-future.md)",
        "while that is a draft or of a future date; take it out until then",
    ),
    "static-out": ("[x]({static}../x.png)", "leads nowhere; save the picture in content/images"),
    "other-site": (
        "![x](https://other.example/x.png)",
        "would be loaded from another site; save it in content/images and show it from there",
    ),
}


def run(project, conf="publishconf.py"):
    done = project.run(conf, SITEURL=SITEURL)
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """(what is said, whether the site is unchanged) of a build with every bad file at once."""
    project = Project(tmp_path_factory.mktemp("refused"))
    before = files_of(project.publish())
    (project.root / "secret.png").write_bytes(b"secret")
    project.write(".env", "secret")
    for name, (text, _) in FILES.items():
        project.write(name, text)
    done = run(project)
    assert done.returncode == 1
    return done.stderr.splitlines(), files_of(project.root / "output") == before


@pytest.mark.parametrize("name", [name for name, (_, said) in FILES.items() if said])
def test_a_bad_file_is_named(refused, name):
    """What is wrong with it is said on one line, with a remedy."""
    lines, unchanged = refused
    own = [line for line in lines if line.startswith(f"content/essays/{name}:")]
    assert own, lines
    assert any(FILES[name][1] in line.removeprefix(f"content/essays/{name}") for line in own), own
    assert all(re.match(r"[^:]+:[1-9]\d*: .+; .+", line) for line in own), own
    assert unchanged


def test_a_header_without_an_end_is_all_that_is_said(refused):
    """That the essay has neither title nor text only follows from it."""
    lines, _ = refused
    own = [line for line in lines if line.startswith("content/essays/yaml-open.md:")]
    assert own
    assert not [line for line in own if "no title" in line or "no text" in line]


def test_the_last_line_says_what_became_of_the_site(refused):
    lines, _ = refused
    assert re.fullmatch(r"\d+ problems; nothing was published, output/ is unchanged", lines[-1])


@pytest.fixture(scope="module")
def unlinked(tmp_path_factory):
    """What is said of a build in which every link leads nowhere that the public may go."""
    project = Project(tmp_path_factory.mktemp("unlinked"))
    before = files_of(project.publish())
    (project.root / "content/images").mkdir()
    (project.root / "content/images/pixel.png").write_bytes(b"x")
    project.write("2025-05-02-a-draft.md", f"Title: A draft\nStatus: draft{TEXT}")
    project.write("2999-05-02-a-future.md", f"Title: A future{TEXT}")
    project.write("2025-05-03-bad-date.md", f"{GOOD}Modified: yesterday{TEXT}")  # and its own fault is said too
    for name, (link, _) in LINKS.items():
        project.write(f"2025-05-01-{name}.md", f"Title: {name}\n\nA text.\n\n{link}\n")
    done = run(project)
    assert done.returncode == 1
    assert files_of(project.root / "output") == before
    assert "modification stamp" not in done.stdout + done.stderr  # Pelican's words for a picture that is not there
    return done.stderr.splitlines()


@pytest.mark.parametrize("name", LINKS)
def test_a_bad_link_is_named(unlinked, name):
    """With its essay and the line that it stands in."""
    path = f"content/essays/2025-05-01-{name}.md:5: "
    (said,) = [line.removeprefix(path) for line in unlinked if line.startswith(path)]
    assert LINKS[name][1] in said


def test_a_bad_link_is_said_once(unlinked):
    """Not again of each feed that holds the essay too."""
    assert not [line for line in unlinked if line.startswith("output/feed")], unlinked


def link(path, target):
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(target)


SOURCES = {
    "pipe": lambda root: os.mkfifo(root / "content/essays/2025-05-01-pipe.md"),
    "pipe-image": lambda root: os.mkfifo(root / "content/essays/pipe.png"),
    "link-to-nothing": lambda root: link(root / "content/essays/2025-05-01-x.md", "nowhere"),
    "link-out": lambda root: link(root / "content/essays/2025-05-01-x.txt", "/etc/hostname"),
    "link-to-folder": lambda root: link(root / "content/essays/loop", "."),
    "image-out": lambda root: link(root / "content/images/x.png", "/etc/hostname"),
    "folder-out": lambda root: link(root / "content/images/etc", "/etc"),
}


def test_nothing_but_files_of_content_is_read(project):
    """Pipes, links out of content/, links to folders: all named, none opened."""
    before = files_of(project.build())
    for make in SOURCES.values():
        path = project.root / "content/essays/2025-05-01-x.md"
        make(project.root)
        if path.is_symlink():
            path.rename(project.root / "content/essays/2025-05-01-y.md")
    done = run(project, "pelicanconf.py")
    assert done.returncode == 1
    assert sorted(line.partition(":1: ")[0] for line in done.stderr.splitlines()[:-1]) == [
        *("content/essays/2025-05-01-pipe.md", "content/essays/2025-05-01-x.txt", "content/essays/2025-05-01-y.md"),
        *("content/essays/loop", "content/essays/pipe.png", "content/images/etc", "content/images/x.png"),
    ]
    assert files_of(project.root / "output") == before


def test_what_is_not_read_is_not_gone(project, tmp_path):
    """Nobody is to let go of it, and of a folder that leads out nothing is looked into."""
    project.write("2025-05-01-a.md", f"{GOOD}{TEXT}")
    before = files_of(project.publish())
    link(project.root / "content/essays/2025-05-01-a.md.new", "/etc/hostname")
    (project.root / "content/essays/2025-05-01-a.md.new").rename(project.root / "content/essays/2025-05-01-a.md")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/list.xml").write_text("<no")
    (project.root / "content/pages").rename(tmp_path / "pages")
    for name, target in (("images", "out"), ("pages", "pages")):
        (project.root / "content" / name).symlink_to(tmp_path / target)
    outside = "is a link that leads out of the folder; put the file itself here"
    assert run(project).stderr.splitlines()[:-1] == [
        f"content/{name}:1: {outside}" for name in ("essays/2025-05-01-a.md", "images", "pages")
    ]
    assert files_of(project.root / "output") == before


def test_what_gives_essays_their_cards_is_named(project):
    project.write("2025-05-01-a.md", f"{GOOD}{TEXT}")
    project.add_settings("PLUGINS.remove('astro.cards')")
    text = "no plugin gives each essay its card; write astro.cards into PLUGINS, after astro.feeds"
    assert f"{project.place_of('PLUGINS.remove')}: {text}" in run(project).stderr.splitlines()


PLUGINS = {
    "lacks": ("PLUGINS += ['nope']", None),
    "import": ("PLUGINS += ['broken']", "import nothing_of_this_name"),
    "syntax": ("PLUGINS += ['broken']", "def ("),
    "register": ("PLUGINS += ['broken']", "def register():\n    raise ValueError('no')"),
    "essay": (
        "PLUGINS += ['broken']",
        "from pelican import signals\ndef no(content):\n    raise ValueError('no')\n"
        "def register():\n    signals.content_object_init.connect(no)",
    ),
    "finalized": (
        "PLUGINS += ['broken']",
        "from pelican import signals\ndef no(pelican):\n    raise ValueError('no')\n"
        "def register():\n    signals.finalized.connect(no)",
    ),
    "writing": (
        "PLUGINS += ['broken']",
        "from pelican import signals\ndef no(path, context):\n    raise ValueError('no')\n"
        "def register():\n    signals.content_written.connect(no)",
    ),
    "unchecked": ("PLUGINS.remove('astro.release')", None),
}


@pytest.mark.parametrize("name", PLUGINS)
def test_a_broken_plugin_publishes_nothing(project, name):
    settings, code = PLUGINS[name]
    before = files_of(project.build())
    project.add_settings(settings)
    if code:
        (project.root / "plugins/broken.py").write_text(code + "\n")
    done = run(project, "pelicanconf.py")
    assert done.returncode == 1, done.stdout
    assert done.stderr.endswith("nothing was published, output/ is unchanged\n")
    assert files_of(project.root / "output") == before


@pytest.mark.parametrize("other", ["2025-05-01-wall.md", "../pages/wall.md"])
def test_two_of_one_address_are_named_where_nothing_is_remembered(project, other):
    """Neither has been made fit for feeds by then."""
    (project.root / ".cache").unlink()
    project.write("2025-05-02-wall.md", f"Title: A wall{TEXT}")
    project.write(other, f"Title: Another wall{TEXT}")
    done = run(project)
    assert re.match(r"content/\w+/[^:]+:1: `/wall/` is the address of content/[^;]+ too; write another", done.stderr)


@pytest.mark.parametrize("key", ["Unrelated", "Related"])
def test_a_page_has_no_related_links(project, key):
    project.write("../pages/now.md", f"Title: Now\n{key}: wall{TEXT}")
    done = run(project)
    assert done.stderr.startswith("content/pages/now.md:2: a page has no related links; take the line")


@pytest.mark.parametrize("name", ["article", "sitemap", "index", "_share", "nowhere", "../../../etc/passwd"])
def test_a_page_has_a_template_of_pages(project, name):
    """Another one fails somewhere in the theme, or shows none of its words."""
    (project.root / "content/pages/now.md").write_text(f"Title: Now\nTemplate: {name}\n\nA text.\n", "utf-8")
    assert project.run().stderr.splitlines()[0] == (
        f"content/pages/now.md:2: no template of pages is `{name}`; write page, subscribe or one of your own in "
        "theme/templates"
    )


def test_a_folder_that_holds_something_else_is_named(project):
    (project.root / "public").mkdir()
    (project.root / "public/mine.txt").write_text("mine")
    assert project.run(output="public").stderr.startswith("public:1: ")


def test_settings_that_the_site_cannot_have(project):
    """All of them are named at once, and nothing is written anywhere."""
    project.add_settings(
        "RELATIVE_URLS = LOAD_CONTENT_CACHE = True\nFEED_MAX_ITEMS = '0'\nFEED_ICON = '{static}/x'\nAUTHOR = ''",
    )
    project.add_settings(
        "ARTICLE_URL = ARTICLE_SAVE_AS = '{slug}.html'\nTIMEZONE = 'Mars/Base'\nSOCIAL = ['a', ('b', 'c.io/@d')]"
    )
    project.add_settings(
        "FEED_ICON = '{static}/x'\nFEED_HUB = 'hub'\nDEFAULT_PAGINATION = -1\n"
        "DEFAULT_LANG = SITENAME = ''\nSITESUBTITLE = 3"
    )
    done = run(project, "pelicanconf.py")
    *problems, last = done.stderr.splitlines()
    assert (last, done.returncode) == ("15 problems; nothing was published, output/ is unchanged", 1)
    names = ["ARTICLE_SAVE_AS", "ARTICLE_URL", "AUTHOR", "DEFAULT_LANG", "DEFAULT_PAGINATION", "FEED_HUB", "FEED_ICON"]
    names += ["FEED_MAX_ITEMS", "LOAD_CONTENT_CACHE", "RELATIVE_URLS", "SITENAME", "SITESUBTITLE", "SOCIAL", "SOCIAL"]
    names += ["TIMEZONE"]
    assert sorted(problem.split()[1].rstrip(":") for problem in problems) == names
    at = project.place_of("DEFAULT_LANG = SITENAME")
    assert problems[-3:] == [
        f"{at}: DEFAULT_LANG: unknown language ``; write a code such as en, pt-BR or zh",
        f"{at}: SITENAME is missing, which feeds and pages name; write it",
        f"{project.place_of('SITESUBTITLE = 3')}: SITESUBTITLE is `3`, no text; write it in quotes",
    ]


@pytest.mark.parametrize(
    ("most", "is_refused"),
    [*((each, True) for each in ("many", True, -1, 2.5)), *((each, False) for each in (False, 7))],
)
def test_how_many_essays_a_page_lists(most, is_refused):
    given = {"SITENAME": "A", "AUTHOR": "B", "DEFAULT_LANG": "en", "DEFAULT_PAGINATION": most}
    assert any("DEFAULT_PAGINATION" in each for each in settings.refusals(given)) == is_refused


@pytest.mark.parametrize(
    ("rule", "leads"),
    [
        ("/a.json /feed.xml 301", True),
        ("/a.json /feed.xml", True),
        ("https://x.example/a.json https://x.example/feed.xml 302", True),
        ("/* /feed.xml 301", True),
        ("/:name /feed.xml", True),
        ("/feeds/:name /feed.xml", False),
        ("/a.json", False),
        ("/a.json # /feed.xml", False),
        ("# /a.json /feed.xml", False),
        ("/axjson /feed.xml", False),
        ("http://old.example/* /feed.xml", False),
        ("/* /404.html 404", False),
        ("/* /index.html 200", False),
    ],
)
def test_which_rules_lead_on(rule, leads):
    assert leads_on(f"/other /feed.xml\n{rule}\n", "/a.json") == leads


class Name(NamedTuple):
    """A tag, a category or an author."""

    slug: str
    save_as: str


PUBLIC = {
    "DIRECT_TEMPLATES": ["index", "sitemap"],
    "SITEMAP_SAVE_AS": "sitemap.xml",
    "TAG_SAVE_AS": "tag/{slug}/index.html",
    "PAGINATED_TEMPLATES": {"index": None, "tag": 1},
    "FEED_ALL_ATOM": "feed.xml",
    "TAG_FEED_ATOM": "tag/{slug}/feed.xml",
    "FEED_MAX_ITEMS": 1,
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"FEED_ALL_RSS": "rss.xml", "TRANSLATION_FEED_RSS": "{lang}/rss.xml", "SITEMAP_SAVE_AS": ""}, []),
        ({"FEED_ALL_RSS": "feed.xml"}, ["both FEED_ALL_RSS and FEED_ALL_ATOM write /feed.xml"]),
        ({"FEED_ALL_RSS": "feed-1.xml"}, ["both FEED_ALL_RSS and FEED_ALL_ATOM write /feed-1.xml"]),
        ({"FEED_ALL_ATOM": "index.html"}, ["both FEED_ALL_ATOM and INDEX_SAVE_AS write /index.html"]),
        ({"FEED_ALL_JSON": "_headers"}, ["both FEED_ALL_JSON and the site itself write /_headers"]),
        ({"SITEMAP_SAVE_AS": "Feed.xml"}, ["both FEED_ALL_ATOM and SITEMAP_SAVE_AS write /feed.xml"]),
        ({"TAG_FEED_RSS": "tag/{slug}/feed.xml"}, ["both TAG_FEED_RSS and TAG_FEED_ATOM write /tag/a/feed.xml"]),
        (
            {"TAG_FEED_JSON": "tag/{slug}/page/2/index.html"},
            ["both TAG_FEED_JSON and TAG_SAVE_AS write /tag/a/page/2/index.html"],
        ),
        ({"CATEGORY_FEED_ATOM": "feed.xml"}, ["both CATEGORY_FEED_ATOM and FEED_ALL_ATOM write /feed.xml"]),
        ({"AUTHOR_FEED_RSS": "sitemap.xml"}, ["both AUTHOR_FEED_RSS and SITEMAP_SAVE_AS write /sitemap.xml"]),
        ({"TRANSLATION_FEED_ATOM": "feed.xml"}, ["both TRANSLATION_FEED_ATOM and FEED_ALL_ATOM write /feed.xml"]),
        (
            {"YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html", "FEED_RSS": "2025.html"},
            ["both FEED_RSS and YEAR_ARCHIVE_SAVE_AS"],
        ),
        ({"FEED_RSS": "en.xml", "TRANSLATION_FEED_RSS": "{lang}.xml"}, ["both TRANSLATION_FEED_RSS and FEED_RSS"]),
        ({"AUTHOR_FEED_RSS": "d.xml", "CATEGORY_SAVE_AS": "c.html", "TRANSLATION_FEED_RSS": "en.xml"}, []),  # one each
        ({"DIRECT_TEMPLATES": ["index", "index"]}, []),
    ],
)
def test_no_two_settings_name_one_file(given, said):
    """Nor one that the site itself writes: what is written last would be there alone."""
    tag, other, category, author = (Name(slug, f"tag/{slug}/index.html") for slug in "abcd")
    names = {"lang": "en", "category": category, "authors": [author], "date": date(2025, 1, 20)}
    essays = [SimpleNamespace(tags=[tag, other], **names), SimpleNamespace(tags=[tag], **names)]
    found = [*own.named_twice(own.files_of_the_site(PUBLIC | given, own.Listed(essays, essays)))]
    assert len(found) == len(said)
    assert all(line.startswith(start) for line, start in zip(found, said, strict=True)), found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"TAG_SAVE_AS": "tags.html"}, "TAG_SAVE_AS names /tags.html for several; write a folder {slug}/ into it"),
        ({"TAG_FEED_RSS": "tag.xml"}, "TAG_FEED_RSS names /tag.xml for several; write a folder {slug}/ into it"),
        ({"TAG_FEED_RSS": "{slug}.xml"}, "TAG_FEED_RSS names /a-1.xml for several; write a folder {slug}/ into it"),
        (
            {"TRANSLATION_FEED_RSS": "x.xml"},
            "TRANSLATION_FEED_RSS names /x.xml for several; write a folder {lang}/ into",
        ),
    ],
)
def test_no_setting_names_one_file_for_several(given, said):
    """Be it the archive of another feed."""
    pattern = given.get("TAG_SAVE_AS", "tag/{slug}/index.html")
    tags = [Name(slug, pattern.format(slug=slug)) for slug in ("a", "a-1")]
    essays = [SimpleNamespace(tags=tags, lang=lang, date=date(2025, 1, 20)) for lang in ("en", "de")]
    (found,) = own.named_twice(own.files_of_the_site(PUBLIC | given, own.Listed(essays, essays)))
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("YEAR", "{date:%Y}/index.html"), []),
        (("MONTH", "{date:%Y}/{date:%b}/index.html"), []),
        (("DAY", "{date:%Y-%m-%d}.html"), []),
        (("YEAR", "years.html"), ["/years.html for several; write a folder {date:%Y}/"]),
        (("MONTH", "{date:%Y}.html"), ["/2025.html for several; write a folder {date:%Y}/{date:%m}/"]),
        (("MONTH", "{date:%b}.html"), ["/Jan.html for several; write a folder {date:%Y}/{date:%m}/"]),
        (("DAY", "days.html"), ["/days.html for several; write a folder {date:%Y}/{date:%m}/{date:%d}/"]),
    ],
)
def test_no_archive_is_written_over_that_of_another_time(given, said):
    period, pattern = given
    days = [date(2025, 2, 20), date(2025, 1, 21), date(2025, 1, 20), date(2024, 1, 20)]
    essays = [SimpleNamespace(date=day) for day in days]
    setting = f"{period}_ARCHIVE_SAVE_AS"
    files = own.files_of_the_site({"DIRECT_TEMPLATES": [], setting: pattern}, own.Listed(essays, essays))
    assert [*own.named_twice(files)] == [f"{setting} names {line} into it" for line in said]


FORMS = [
    ({}, ""),
    ({"IGNORE_FILES": {"*~"}, "DEFAULT_ORPHANS": 2, "PAGINATED_TEMPLATES": {"index": 5}}, ""),
    ({"DEFAULT_DATE": (2025, 1, 20), "ARTICLE_URL": "{date:%Y}/{slug}/"}, ""),
    ({"DEFAULT_DATE": "2025-01-20", "PATH_METADATA": re.compile("(?P<Part>.*)/"), "PAGE_URL": "{part}/"}, ""),
    ({"DEFAULT_METADATA": {"category": "a", "part": "b"}, "ARTICLE_URL": "{part}/{slug}/"}, ""),
    ({"PLUGINS": ["series"], "ARTICLE_URL": "{series}/{slug}/"}, ""),  # which that plugin may give
    ({"TAG_URL": "tags/", "TAG_SAVE_AS": "", "TAG_FEED_RSS": "{slug}.xml", "TRANSLATION_FEED_RSS": "{lang}.xml"}, ""),
    ({"PAGINATION_PATTERNS": [(1, "{url}", "{save_as}"), (2, "{name}-{number:02d}/", "{name}{extension}")]}, ""),
    *(({name: [5]}, f"{name} has `5`, no text") for name in ("IGNORE_FILES", "PAGE_PATHS", "STATIC_PATHS")),
    *(({f"{kind}_EXCLUDES": ["a", 5]}, f"{kind}_EXCLUDES has `5`, no text") for kind in ("ARTICLE", "PAGE", "STATIC")),
    ({"ARTICLE_PATHS": [5], "PAGE_EXCLUDES": [5]}, "ARTICLE_PATHS has `5`, no text"),  # as Pelican makes of the former
    ({"THEME_TEMPLATES_OVERRIDES": [5]}, "THEME_TEMPLATES_OVERRIDES has `5`, no text"),
    ({"ARTICLE_PATHS": []}, "ARTICLE_PATHS is empty"),
    ({"CACHE_PATH": None}, "CACHE_PATH is `None`, no folder"),
    ({"DEFAULT_DATE": "fs"}, "DEFAULT_DATE is `fs`"),
    ({"DEFAULT_DATE": "yesterday"}, "DEFAULT_DATE: `yesterday` is not a whole date"),
    ({"DEFAULT_DATE": (2025, 13, 1)}, "DEFAULT_DATE is `(2025, 13, 1)`, no day"),
    ({"DEFAULT_DATE": 2025}, "DEFAULT_DATE is `2025`, no day"),
    ({"DEFAULT_ORPHANS": "x"}, "DEFAULT_ORPHANS is `x`"),
    ({"PAGINATED_TEMPLATES": {"index": "x"}}, "PAGINATED_TEMPLATES has `x` for index"),
    ({"PAGINATION_PATTERNS": []}, "PAGINATION_PATTERNS names no first page"),
    ({"PAGINATION_PATTERNS": [(1, "{url}", 5)]}, "PAGINATION_PATTERNS has `5`, no text"),
    (
        {"PAGINATION_PATTERNS": [(1, "{url}", "{save_as}"), (2, "{url}", "{nme}")]},
        "PAGINATION_PATTERNS has `{nme}`, which cannot be filled in (nothing is called 'nme'); write it with {base_",
    ),
    ({"PAGINATION_PATTERNS": [(1, "{url", "{save_as}")]}, "PAGINATION_PATTERNS has `{url`, which cannot be filled in"),
    ({"TAG_URL": "{date}/"}, "TAG_URL is `{date}/`, which cannot be filled in (nothing is called 'date')"),
    ({"FILENAME_METADATA": "("}, "FILENAME_METADATA is no regular expression"),
    ({"PATH_METADATA": "("}, "PATH_METADATA is no regular expression"),
    ({"ARTICLE_URL": "{slg}/"}, "ARTICLE_URL is `{slg}/`, which cannot be filled in (nothing is called 'slg')"),
    ({"PAGE_LANG_SAVE_AS": "{slug/"}, "PAGE_LANG_SAVE_AS is `{slug/`, which cannot be filled in (expected '}'"),
    ({"PLUGINS": ["series"], "ARTICLE_URL": "{/"}, "ARTICLE_URL is `{/`, which cannot be filled in"),
    ({"DAY_ARCHIVE_URL": "{dat:%Y}/"}, "DAY_ARCHIVE_URL is `{dat:%Y}/`, which cannot be filled in"),
    ({"TAG_FEED_ATOM": "{slg}.xml"}, "TAG_FEED_ATOM is `{slg}.xml`, which cannot be filled in"),
    *(({"FEED_ALL_ATOM": name}, f"FEED_ALL_ATOM is `{name}`, no file of the site") for name in (True, 5, "/a", "../a")),
]


@pytest.mark.parametrize(("given", "said"), FORMS)
def test_values_of_another_form_than_pelican_takes(given, said):
    known = DEFAULT_CONFIG | settings_of("pelicanconf.py") | given
    found = [*forms.wrong_kinds(known, DEFAULT_CONFIG)] or [*forms.wrong_forms(known)]
    assert len(found) == bool(said), found
    assert "".join(found).startswith(said)


VALUES = [
    ({"CATEGORY_SAVE_AS": "{slug}/index.html", "DEFAULT_METADATA": {}}, ""),
    ({"DEFAULT_METADATA": {}}, "DEFAULT_METADATA lacks `category`"),
    ({"DEFAULT_METADATA": {"category": "essays", "lang": "de"}}, "DEFAULT_METADATA has `lang`"),
    ({"JINJA_ENVIRONMENT": {"trim_blocks": True}}, "JINJA_ENVIRONMENT lacks `autoescape`"),
    ({"STATIC_EXCLUDE_SOURCES": False}, "STATIC_EXCLUDE_SOURCES would publish drafts"),
    ({"FEED_MAX_ITEMS": True}, "FEED_MAX_ITEMS is `True`"),
    ({"SITENAME": "A\nname"}, "SITENAME has a line break"),
    ({"SITESUBTITLE": "Words.\n"}, "SITESUBTITLE has a line break"),
    ({"AUTHOR": "A\u2028B"}, "AUTHOR has a line break"),
]


@pytest.mark.parametrize(("given", "said"), VALUES)
def test_values_that_the_site_cannot_have(given, said):
    found = [*settings.refusals(DEFAULT_CONFIG | settings_of("pelicanconf.py") | given)]
    assert len(found) == bool(said), found
    assert "".join(found).startswith(said)


def test_a_value_of_another_form_ends_a_build_before_it_begins(project):
    project.add_settings("CACHE_PATH = None\nARTICLE_URL = '{slg}/'\nTIMEZONE = 'Mars/Base'")
    *problems, last = run(project, "pelicanconf.py").stderr.splitlines()
    assert last == "3 problems; nothing was published, output/ is unchanged"
    assert [problem.split()[1] for problem in problems] == ["CACHE_PATH", "ARTICLE_URL", "TIMEZONE"]


def test_a_folder_of_essays_or_pages_that_is_not_there_is_named(project):
    """A blog without pages is one."""
    project.write("2025-05-01-a.txt", "A title\nA text.\n")
    shutil.rmtree(project.root / "content/pages")
    project.build()
    project.add_settings("ARTICLE_PATHS = ['essays', 'nots']\nPAGE_PATHS = ['page']")
    assert run(project, "pelicanconf.py").stderr.splitlines()[:-1] == [
        f"{project.place_of(f'{name} =')}: {name} names `{folder}`, and content/{folder} is not there; make it, with a "
        "file in it, as git keeps no empty folder, or correct the name"
        for name, folder in (("ARTICLE_PATHS", "nots"), ("PAGE_PATHS", "page"))
    ]


def test_lists_that_lack_what_the_site_needs(project):
    project.add_settings("FORMATTED_FIELDS = ['summary', 'lead']\nTHEME_STATIC_PATHS = ['css']")
    project.add_settings("PATH_METADATA = r'essays/(?P<series>[a-z]+)-.*'")
    *problems, _ = run(project, "pelicanconf.py").stderr.splitlines()
    assert [problem.partition(",")[0] for problem in problems] == [
        f"{project.place_of('FORMATTED_FIELDS =')}: FORMATTED_FIELDS lacks `anchored`",
        f"{project.place_of('THEME_STATIC_PATHS =')}: THEME_STATIC_PATHS lacks `static`",
        f"{project.place_of('PATH_METADATA =')}: PATH_METADATA lacks `extra/(?P<path>.+)`",
    ]
    project.add_settings("FORMATTED_FIELDS = ['summary', 'anchored', 'lead']\nTHEME_STATIC_PATHS = ['static']")
    project.add_settings("PATH_METADATA = r'essays/(?P<series>[a-z]+)-.*|extra/(?P<path>.+)'")
    assert run(project, "pelicanconf.py").stderr == ""
    given = {"SITENAME": "A", "AUTHOR": "B", "DEFAULT_LANG": "en", "THEME_STATIC_PATHS": ["static/"]}
    for pattern in (r"extra/(?P<path>.+\.\w+)", re.compile("extra/(?P<path>.+)")):
        assert [*settings.refusals(given | {"PATH_METADATA": pattern})] == []
    assert [*settings.refusals(given | {"FORMATTED_FIELDS": None})] == []  # of the wrong kind, as others say


def test_a_theme_of_pelicans_is_named(project):
    project.add_settings("THEME = 'simple'")
    assert run(project, "pelicanconf.py").stderr.startswith(
        f"{project.place_of('THEME =')}: THEME is the installed theme `simple`, none of this blog"
    )


def test_what_a_theme_elsewhere_lacks_is_named_where_it_is(project):
    shutil.copytree(project.root / "theme", project.root / "mine")
    (project.root / "mine/templates/404.html").unlink()
    project.add_settings("THEME = 'mine'")
    assert run(project, "pelicanconf.py").stderr.startswith("mine/templates/404.html:1: template `404.html` does not")
    shutil.copy(project.root / "theme/templates/404.html", project.root / "mine/templates")
    (project.root / "mine/static/style.css").unlink()
    assert run(project, "pelicanconf.py").stderr.startswith("mine/static/style.css:1: No such file or directory; put")


def test_another_writer_than_astros_is_refused(project):
    """Its feeds would have other identities, and subscribers get all essays again."""
    project.add_plugin(
        "own",
        "from pelican import signals\nfrom pelican.writers import Writer\n\n"
        "class Own(Writer):\n    pass\n\n"
        "def get(pelican):\n    return Own\n\ndef register():\n    signals.get_writer.connect(get)\n",
        first=True,
    )
    said = run(project, "publishconf.py").stderr
    assert "pelicanconf.py:1: own takes the place of astro's writer, without which feeds are others" in said


def test_essays_in_the_whole_content_folder(project):
    """As Pelican has it by default."""
    project.write("2025-05-01-wall.txt", "A wall\nIt stands.\n")
    project.add_settings("ARTICLE_PATHS = ['']\nARTICLE_EXCLUDES = ['pages', 'extra', 'images']")
    assert run(project, "pelicanconf.py").returncode == 0
    assert (project.root / "output/wall/index.html").exists()
    assert (project.root / "output/about/index.html").exists()
    in_both = {"PATH": "/x", "ARTICLE_PATHS": ["essays", "pages/essays"], "PAGE_PATHS": ["", "pages"]}
    names = ("essays/a.md", "pages/essays/b.md", "pages/c.md", "d.md")
    assert [is_essay(f"/x/{name}", in_both) for name in names] == [True, True, False, False]


def test_settings_of_another_kind_than_pelican_takes(project):
    """Told before Pelican trips on one of them, with all else that is wrong."""
    project.add_settings("JINJA_GLOBALS = IGNORE_FILES = SOCIAL = None\nTEMPLATE_PAGES = ['a']")
    project.add_settings("JINJA_FILTERS = []\nTIMEZONE = 'Mars/Base'\nSITEURL = 'https://essays.example'")
    *problems, last = run(project, "pelicanconf.py").stderr.splitlines()
    assert last == "6 problems; nothing was published, output/ is unchanged"
    assert [problem.partition(": ")[2] for problem in problems] == [
        "IGNORE_FILES is `None`; write a list: [ … ]",
        "JINJA_GLOBALS is `None`; write names with values: { … }",
        "SOCIAL is `None`; write pairs: [(name, address), …]",
        "TEMPLATE_PAGES is `['a']`; write names with values: { … }",
        "JINJA_FILTERS is `[]`; write names with values: { … }",
        "TIMEZONE is `Mars/Base`, no zone; write one like Europe/Berlin",
    ]


def test_a_feed_icon_that_is_not_there_is_of_the_settings(project):
    project.add_settings("FEED_ICON = 'nowhere.png'")
    text = "FEED_ICON is `nowhere.png`, and nothing stands there; write where the picture stands on the site"
    assert run(project).stderr.splitlines()[:-1] == [f"{project.place_of('FEED_ICON =')}: {text}"]


def test_what_is_no_content_may_stand_anywhere(project):
    """What the settings ignore, and what they name as a file of the site."""
    for name in ("README.md", ".notes.md", "llms.txt"):
        project.write(f"../{name}", "For me.\n")
    project.add_settings("IGNORE_FILES = [*IGNORE_FILES, 'README.md']\nSTATIC_PATHS = [*STATIC_PATHS, 'llms.txt']")
    assert (project.publish() / "llms.txt").read_text("utf-8") == "For me.\n"


def test_an_essay_that_stands_beside_the_others_is_named(project):
    project.write("../beside.md", f"{GOOD}{TEXT}")
    assert run(project).stderr.startswith(
        "content/beside.md:1: is not read, as it stands beside the essays; move it into essays/\n"
    )


def test_a_room_that_is_lacking_or_out_of_its_turn_is_named(project):
    """What it leaves undone would be a Python error in another, or an essay that no register remembers."""
    project.add_settings(
        "PLUGINS = ['another', *(each for each in PLUGINS if each != 'astro.permanence')]\n"
        "PLUGINS.insert(PLUGINS.index('astro.sections'), PLUGINS.pop(PLUGINS.index('astro.pages')))",
    )
    (project.root / "plugins/another.py").write_text("def register():\n    pass\n")
    done = run(project, "pelicanconf.py")
    at = project.place_of("PLUGINS.insert")
    assert done.stderr.splitlines() == [
        f"{at}: PLUGINS has astro.pages before astro.sections, whose work it takes; "
        "write astro.pages after astro.cards",
        f"{at}: PLUGINS lacks astro.permanence, without which no site is whole; write it after astro.sections",
        "2 problems; nothing was published, output/ is unchanged",
    ]


def test_all_rooms_stand_in_their_turn():
    assert tuple(settings_of("pelicanconf.py")["PLUGINS"]) == settings._ROOMS


def test_each_room_that_a_site_cannot_do_without_is_named():
    """Without `markup` HTML would pass unread; another plugin may draw cards, as that of `make bench` does."""
    rooms = settings._ROOMS
    spared = {room for room in rooms if not [*settings.refused_rooms(each for each in rooms if each != room)]}
    assert spared == {f"astro.{name}" for name in "progress memory readers compiled once related cards".split()}


@pytest.mark.parametrize("fault", ["{% if %}", "{{ nope.nope }}", "{% include 'nope.html' %}"])
def test_a_broken_template_publishes_nothing(project, fault):
    before = files_of(project.build())
    with (project.root / "theme/templates/base.html").open("a") as file:
        file.write(fault)
    done = run(project, "pelicanconf.py")
    assert done.returncode == 1
    assert done.stderr.startswith("theme/templates/"), done.stderr
    assert files_of(project.root / "output") == before


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        ("", "holds nothing; restore it"),
        ("  \n", "holds nothing; restore it"),
        ("{% extends '_lost.html' %}", "prints nothing at all; restore what stood in it"),
    ],
)
def test_a_template_that_has_lost_what_stood_in_it_publishes_nothing(project, left, wrong):
    """As a full disk or a sync program leaves it; it is said once, and not of each page."""
    before = files_of(project.build())
    (project.root / "theme/templates/_lost.html").touch()
    for name in ("article", "index"):
        (project.root / f"theme/templates/{name}.html").write_text(left)
    done = run(project, "pelicanconf.py")
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            f"theme/templates/article.html:1: {wrong}",
            f"theme/templates/index.html:1: {wrong}",
            "2 problems; nothing was published, output/ is unchanged",
        ],
    )
    assert files_of(project.root / "output") == before


def test_an_essay_that_waits_may_have_changed_on_its_day(project):
    """Its day lies ahead with it, and so does the moment of a day without a time."""
    project.write("x.md", "Title: X\nDate: 2999-01-01 18:30\nModified: 2999-01-01\n\nA text.\n")
    project.build()
    project.write("x.md", "Title: X\nDate: 2999-01-01 18:30\nModified: 2999-01-02\n\nA text.\n")
    assert "x.md:3: Modified (2999-01-02 00:00 UTC) lies ahead of now" in run(project, "pelicanconf.py").stderr


def test_a_page_waits_for_no_date(project):
    """Its author may think so, as essays do; a page of another tool has a date of its own that says nothing."""
    page = project.root / "content/pages/now.md"
    page.write_text("Title: Now\nDate: 2025-01-01\n\nWhat I do.\n")
    project.build()
    page.write_text("Title: Now\nDate: 2999-01-01\n\nWhat I do.\n")
    text = "Date (2999-01-01 00:00 UTC) lies ahead of now; a page waits for no date, so take it out, or write"
    assert run(project, "pelicanconf.py").stderr.startswith(f"content/pages/now.md:2: {text} `Status: draft`\n")


def test_a_theme_of_two_versions_is_named(project):
    for name in ("templates/base.html", "static/style.css"):
        path = project.root / "theme" / name
        path.write_text(f"{path.read_text()}<<<<<<< HEAD\n=======\n>>>>>>> newer\n")
    said = run(project, "pelicanconf.py").stderr.splitlines()[:-1]
    assert [(line.partition(":")[0], line.partition("`")[2]) for line in said] == [
        (f"theme/{name}", f"{mark}` is git's mark of two versions that differ; keep one, without the marks")
        for name in ("static/style.css", "templates/base.html")
        for mark in ("<<<<<<< HEAD", ">>>>>>> newer")
    ]


def test_a_frame_or_a_stylesheet_that_is_empty_is_named_alone(project):
    for name in ("templates/base.html", "static/style.css"):
        (project.root / "theme" / name).write_text("")
    assert run(project, "pelicanconf.py").stderr.splitlines()[:-1] == [
        "theme/static/style.css:1: holds nothing; restore it",
        "theme/templates/base.html:1: holds nothing; restore it",
    ]


def test_a_theme_in_other_bytes_is_named(project):
    """Not what systems and editors leave in it, nor what a template leaves out for the owner."""
    for name in ("templates/.DS_Store", "templates/.base.html.swp", "static/._style.css", "templates/notes.txt"):
        (project.root / "theme" / name).write_bytes(b"\xff")
    (project.root / "theme/templates/_share.html").write_text("")
    (project.root / "theme/templates/word.html").write_text("google-site-verification: google123.html")
    project.add_settings("DIRECT_TEMPLATES = [*DIRECT_TEMPLATES, 'word']")
    assert run(project, "pelicanconf.py").returncode == 0
    lines = []
    for name in ("static/style.css", "templates/base.html"):
        with (project.root / "theme" / name).open("ab") as file:
            file.write(b"\n<!-- \xe9 -->")
        line = (project.root / "theme" / name).read_bytes().count(b"\n") + 1
        lines.append(f"theme/{name}:{line}: is not UTF-8; save it as UTF-8")
    done = run(project, "pelicanconf.py")
    assert (done.returncode, done.stderr.splitlines()[:-1]) == (1, lines)


def test_what_is_wrong_is_told_alone_where_pelican_is_asked_to_end_at_the_first_error(project):
    project.write("2025-05-01-one.md", "Title: One\nStaus: draft\n\nText.\n")
    done = project.run("pelicanconf.py", options=["--fatal", "errors"])
    problem, last = done.stderr.splitlines()
    assert (done.returncode, last) == (1, "1 problem; nothing was published, output/ is unchanged")
    assert problem.startswith("content/essays/2025-05-01-one.md:2: unknown key `staus`")


def test_a_warning_that_ends_the_build_is_the_one_that_is_told(project):
    """Where Pelican is asked to end at the first warning, too."""
    (project.root / "plugins/warning.py").write_text(
        "import logging\nfrom pelican import signals\n\n\ndef register():\n"
        "    signals.initialized.connect(warn, weak=False)\n\n\ndef warn(_):\n"
        "    logging.getLogger('other').warning('a soft warning')\n"
    )
    project.add_settings("PLUGINS = [*PLUGINS, 'warning']")
    done = project.run("pelicanconf.py", options=["--fatal", "warnings"])
    assert "a soft warning" in done.stdout
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            "pelicanconf.py:1: the warning above is an error where --fatal asks for that; correct what it names",
            "1 problem; nothing was published, output/ is unchanged",
        ],
    )


@pytest.mark.parametrize("code", ["0", "3", ""])
def test_a_plugin_that_ends_the_build_is_named(project, code):
    before = files_of(project.build())
    (project.root / "plugins/ending.py").write_text(
        "import sys\nfrom pelican import signals\n\n\ndef register():\n"
        f"    signals.all_generators_finalized.connect(end, weak=False)\n\n\ndef end(_):\n    sys.exit({code})\n"
    )
    project.add_settings("PLUGINS = [*PLUGINS, 'ending']")
    done = run(project, "pelicanconf.py")
    assert (done.returncode, done.stderr.startswith("plugins/ending.py:10: SystemExit")) == (1, True)
    assert "nothing was published" in done.stderr
    assert files_of(project.root / "output") == before


def test_an_essay_is_not_published_twice(project):
    """As a sync program has copied it, or under another name; a draft may begin as another essay."""
    text = "Title: Tea\n\nA word of tea, and of water that is soft.\n"
    for name in ("2025-05-01-tea.md", "2025-06-01-other.md"):
        project.write(name, text)
    project.write("2025-05-01-tea (1).md", f"{text}\nAnd of salt.\n")
    project.write("2025-06-02-draft.md", f"Status: draft\n{text}")
    project.write("2025-06-02-hidden.md", f"Status: hidden\n{text}")
    project.write("2025-05-01-tea.de.md", f"Lang: de\nSlug: tea\n{text}")
    for name in ("2025-05-01-tea.v2.md", "2025-05-01-tea-Time.md"):
        project.write(name, text.replace("Title: Tea", f"Title: {name}").replace("salt", name))
    done = run(project)
    assert done.stderr.splitlines()[:-1] == [
        "content/essays/2025-05-01-tea (1).md:1: is a copy of content/essays/2025-05-01-tea.md, by its name and title; "
        "take it out, or change either",
        "content/essays/2025-06-01-other.md:1: says word for word what content/essays/2025-05-01-tea.md says; "
        "take one of them out, or make it a draft",
    ]


def test_a_draft_among_what_is_shown_as_it_stands_is_refused(project):
    """It would be public there, with its header; a text is none by its day, nor for saying how a thing stands."""
    tags = "".join(f"  - tag {number}\n" for number in range(20))
    drafts = {
        "images/idea.md": f"---\ntitle: Idea\ntags:\n{tags}draft: true\n---\n\nWords.\n",
        "images/bom.txt": "\ufeffTitle: Idea\r\nStatus: 'draft'\r\n\r\nWords.\r\n",
        "extra/toml.md": "+++\ntitle = 'Idea'\ndraft = true\n+++\n\nWords.\n",
        "extra/idea.rst": "Idea\n====\n\n:status: draft\n\nWords.\n",
    }
    others = {
        "extra/2025-05-01-transcript.txt": "Just a log of a run.\n",
        "extra/raven.txt": "Title: The raven\nPublished: 1845\nStatus: final\n\nOnce upon a midnight dreary.\n",
        "extra/llms.txt": "# astro\n\nStatus: draft\n",
        "extra/draft.md": "Draft: of the year\n",
        "ideas/x.md": "Title: x\nStatus: draft\n\nWords.\n",
    }
    for name, text in {**drafts, **others}.items():
        (project.root / "content" / name).parent.mkdir(exist_ok=True)
        (project.root / "content" / name).write_bytes(text.encode())
    done = run(project)
    wrong = "is a draft, and would be shown as it stands; move it into essays/, or take it out"
    assert done.stderr.splitlines()[:-1] == [f"content/{name}:1: {wrong}" for name in sorted(drafts)]


def test_a_fault_of_a_template_is_said_once(project):
    """Where it is to be mended, and not once for each page; one that an essay has too is said of the essay besides."""
    base = project.root / "theme/templates/base.html"
    base.write_text(base.read_text("utf-8").replace("</footer>", '<a href="/nowhere/">x</a>\n</footer>'), "utf-8")
    project.write("2025-05-01-one.md", "Title: One\n\nText and [a link](/nowhere/).\n\n[Again](/nowhere/).\n")
    done = run(project, "pelicanconf.py")
    line = base.read_text("utf-8").split("/nowhere/")[0].count("\n") + 1
    wrong = "link `/nowhere/` leads nowhere; nothing stands at that address"
    assert done.stderr.splitlines() == [
        f"content/essays/2025-05-01-one.md:3: {wrong}",
        f"content/essays/2025-05-01-one.md:5: {wrong}",
        f"theme/templates/base.html:{line}: {wrong}",
        "3 problems; nothing was published, output/ is unchanged",
    ]


def test_a_site_without_essays_is_not_published(project):
    before = files_of(project.build())
    for path in project.essays.iterdir():
        path.unlink()
    done = run(project, "pelicanconf.py")
    assert done.returncode == 1
    assert done.stderr.startswith("content/essays:1: holds no essay to show; a site without essays is not published\n")
    assert files_of(project.root / "output") == before
    project.write("2025-05-01-a.md", "Title: A\nno: y\n\nA text.\n")  # which is there, and is told of
    assert [line.partition(": ")[0] for line in run(project, "pelicanconf.py").stderr.splitlines()][:-1] == [
        "content/essays/2025-05-01-a.md:2"
    ]


@pytest.mark.parametrize("name", [b"bad\xff.png", b"two\nlines.png", b"red\x1b[31m.png"])
def test_a_name_that_no_list_of_files_can_hold_is_refused(project, name):
    (project.root / "content/images").mkdir(exist_ok=True)
    path = os.fsencode(project.root / "content/images") + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123  # a Path is a text
        file.write((project.root / "content/extra/feed-icon.png").read_bytes())
    said = project.run().stderr
    assert ":1: has a name that is not UTF-8, or a control character in it; give it another" in said
    assert said.replace("\n", "").isprintable()


def test_redirects_of_the_author_are_of_any_encoding(project):
    project.write("2025-05-01-a.md", "Title: A\n\nA text.\n")
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-a.md").rename(project.essays / "2025-05-01-b.md")
    own = "/caf\u00e9 /about/ 301\n".encode("latin-1")
    (project.root / "content/extra/_redirects").write_bytes(own)
    assert (project.publish() / "_redirects").read_bytes().startswith(own + b"/a/")


def test_a_redirect_of_the_author_leads_somewhere(project):
    """Where it leads to a page, and is no rule that shows what the host makes."""
    project.write("2025-05-01-a.md", f"Title: A\n\n## Part{TEXT}")
    rules = "# /no/ /note/\n/x /a/\n/y /a/#part 302\n/z a=:a /gone/ 301!\n/w /a/#no\n/api/* /api/:splat 200\n/v /z\n"
    rules += f"/u {SITEURL}/nowhere/\n/about/ /a/\n"
    (project.root / "content/extra/_redirects").write_bytes(rules.encode() + "/é /q 200\n".encode("latin-1"))
    assert sorted(run(project).stderr.splitlines()[:-1]) == [
        "content/extra/_redirects:4: link `/gone/` leads nowhere; nothing stands at that address",
        "content/extra/_redirects:5: link `/a/#no` leads to an id that is not there; write the id of a section",
        f"content/extra/_redirects:8: link `{SITEURL}/nowhere/` leads nowhere; nothing stands at that address",
        "content/extra/_redirects:9: `/about/` is the address of content/pages/about.md, which hosts would not show; "
        "take the rule out",
    ]


@pytest.mark.parametrize(
    ("rules", "targets"),
    [
        ("/a /b/", ["/b/"]),
        ("/a /b/ 301\n\n#/c /d/\n  /e\t/f/#g  308! ", ["/b/", "/f/#g"]),
        ("/a x=1 /b/ 302 Country=de", ["/b/"]),
        ("/a https://x.example/ 301\n/b\n/c /d/ 200\n/e /404.html 404", ["https://x.example/"]),
        ("/a https://x.example/:splat\n/b https://x.example:80/c#d", ["https://x.example:80/c#d"]),
        ("/a /a/\n/b /b\n/c/* /c/", ["/a/", "/b", "/c/"]),
        ("/a/* /b/:splat\n/c /d/*", []),
        ("/a /b\n/b /c", ["/c"]),
        ("\ufeff# /x /y/\n  # /c /a/\n/z https://o.example/ 301 # was /gone/", ["https://o.example/"]),
        ("/x /y\n/y/ /a/\n/old /blog/post/ 301\n/blog/* /:splat 301", ["/a/"]),
        ("/x /y/\nhttp://old.example/* https://x.example/:splat 301!", ["/y/"]),
    ],
)
def test_where_redirects_lead(rules, targets):
    assert led_to(rules) == targets


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("/old", {1: "`/old` leads to no address; write `/old /its-slug/ 301`"}),
        ("# x\n/old 301", {2: "`/old` leads to no address; write `/old /its-slug/ 301`"}),
        ("/o /second/ 999", {1: "`999` is no status that a host sends; write 301"}),
        ("/a /a 301", {1: "`/a` leads back to itself"}),
        (f"/a {SITEURL}/a#x", {1: "`/a` leads back to itself"}),
        ("/a /b\n\n/b /a\n/c /a", {1: "`/a` leads back to itself", 3: "`/b` leads back to itself"}),
        ("/second/ /about/ 301", {1: "`/second/` is the address of content/essays/2.md, which hosts would not show"}),
        (f"/second/ {SITEURL}/about/", {1: "`/second/` is the address of content/essays/2.md"}),
        ("/second /second/\n/x /y 301!\n/z /y?a=b 308\n# /a /a", {}),
        ("/?p=12 /second/ 301", {1: "no host finds `/?p=12`, as a path has no `?`; write what is asked apart"}),
        ("/x /y\n/z /y\n/x /second/", {3: "`/x` is led on by line 1 already; take one of the two out"}),
        ("/x /y Country=de\n/x /z", {}),
        ("/second/ https://o.example/ 301\n/second/ /about/ 200\n/second/ /about/ 302 Language=zh", {}),
        ("/blog/* /:splat 301\n/x/:y /z/:y\n/* /404.html 404\n/a q=1 /a 301\n/b https://o.example/b", {}),
    ],
)
def test_redirects_that_no_host_can_follow(rules, said):
    found = dict(faults_of(rules, SITEURL, {"/second/": "content/essays/2.md"}))
    assert found.keys() == said.keys()
    assert all(found[line].startswith(text) and "; " in found[line] for line, text in said.items())


@pytest.mark.parametrize("output", ["| true", "> /dev/full"])
def test_a_build_whose_words_go_nowhere_says_so(project, output):
    project.write("2025-05-01-a.md", f"{GOOD}{TEXT}")
    command = f"{sys.executable} -m pelican content -o output -s pelicanconf.py {output}"
    done = subprocess.run(["bash", "-c", command], cwd=project.root, capture_output=True, text=True, check=False)
    *_, last = done.stderr.splitlines()
    assert last.endswith("; nothing was published, output/ is unchanged")


def test_links_of_a_former_blog_are_told_where_they_lead_today(project):
    """By the rule that leads on from there, else by an essay whose slug it ends with; elsewhere nothing is guessed."""
    project.write("2025-05-01-wall.md", f"{GOOD}{TEXT}")
    links = ["/2019/old.html", "/2019/05/wall/", "/posts/2025-05-01-wall.html#top", "/2019/moss.html", "/led/"]
    project.write("series/2025-05-02-b.md", f"Title: B\n\n{' '.join(f'[x]({link})' for link in links)}\n")
    (project.root / "content/extra/_redirects").write_text("/2019/old.html /wall/ 301\n/led /about/\n")
    said = [line.partition("leads nowhere; ")[2] for line in run(project).stderr.splitlines()[:-1]]
    wall = "did you mean `{filename}/essays/2025-05-01-wall.md`?"
    about = "did you mean `{filename}/pages/about.md`?"
    assert said == [wall, "nothing stands at that address", wall, about, wall]


def test_a_picture_beside_its_essay_is_told_to_be_attached(project):
    """Two essays may each have a picture of that name, of which content/images/ has room for one."""
    for folder in ("a", "b"):
        project.write(f"{folder}/2025-05-01-{folder}.md", f"Title: {folder}\n\n![x](cover.png) {folder}\n")
        Image.new("RGB", (9, 9), "red" if folder == "a" else "blue").save(project.essays / folder / "cover.png")
    *problems, _ = run(project).stderr.splitlines()
    do = "link `cover.png` leads nowhere; it stands beside the essay, so write `{attach}cover.png`"
    assert problems == [f"content/essays/{each}/2025-05-01-{each}.md:3: {do}" for each in "ab"]
    for folder in ("a", "b"):
        project.write(f"{folder}/2025-05-01-{folder}.md", f"Title: {folder}\n\n![x]({{attach}}cover.png) {folder}\n")
    site = project.publish()
    assert (site / "a/cover.png").read_bytes() != (site / "b/cover.png").read_bytes()
