"""The command that ranks a folder of essays, and what it reads of other blogs."""

import json
import os
import subprocess
import sys

from astro.related.__main__ import read_folder
from conftest import ROOT, with_plugins


def astro_related(*arguments):
    command = [sys.executable, "-m", "astro.related", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=with_plugins())


def test_the_command_ranks_a_folder(tmp_path):
    """Plain text and Markdown, with Pelican's header or one between lines; the floor does not matter."""
    (tmp_path / "2025-01-01-one.txt").write_text("Rocket engines\nMethane turbopumps.\nMore\nAnd so on.\n")
    (tmp_path / "two.md").write_text("---\ntitle: 'Rockets'\nslug: second\ndate: 2025-01-02\n---\n\nMethane.\n")
    (tmp_path / "2025-01-03-three.md").write_text(
        "Title: Bread\nTags: rye\n\n## Ovens\n\nRye, wheat, salt, methane, water, yeast, patience.\n"
    )
    done = astro_related(tmp_path, "--limit", "1", "--ranking", tmp_path / "ranking.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "ranking.json").read_text()) == {
        "one": ["second"],
        "second": ["one"],
        "three": ["second"],
    }
    assert astro_related(tmp_path, "--explain", "one").stdout.startswith("one: Rocket engines\n")
    for i in range(10):
        (tmp_path / f"{i}.md").write_text(f"Title: Methane {i}\n\nTurbopumps feed engines with methane.\n")
    astro_related(tmp_path, "--ranking", tmp_path / "ranking.json")
    assert {len(others) for others in json.loads((tmp_path / "ranking.json").read_text()).values()} == {10}
    assert astro_related(tmp_path, "--explain", "5").stdout.count("   section: ") == 3
    (tmp_path / "2025-01-04-four.txt").write_text("On List<int> and <b> tags\n\nBread, salt, methane, rye.\n")
    assert astro_related(tmp_path, "--explain", "four").stdout.startswith("four: On List<int> and <b> tags\n")
    assert astro_related(ROOT / "tests/essays").stdout.startswith("a-sourdough-calendar\n")
    assert astro_related(tmp_path, "--explain", "nobody").returncode == 1


def test_the_command_holds_essays_of_a_language_against_each_other(tmp_path):
    """Whichever file is the first; a translation, which has the slug of its original, is none of its company."""
    for slug, lang in (("rockets", "Lang: EN\n"), ("engines", ""), ("nozzles", "Lang: en\n")):
        text = "Methane turbopumps feed the nozzles, and the rocket engines burn at the end of it."
        (tmp_path / f"{slug}.md").write_text(f"Title: On {slug}\n{lang}\n{text}\n")
    (tmp_path / "a.md").write_text("Title: 火箭\nSlug: rockets\nLang: zh\n\n甲烷涡轮泵 at the end of it, and.\n")
    done = astro_related(tmp_path, "--ranking", tmp_path / "ranking.json")
    assert (done.returncode, done.stderr) == (0, "")
    ranking = json.loads((tmp_path / "ranking.json").read_text())
    assert {slug: sorted(others) for slug, others in ranking.items()} == {
        "engines": ["nozzles", "rockets"],
        "nozzles": ["engines", "rockets"],
        "rockets": ["engines", "nozzles"],
    }
    assert astro_related(tmp_path, "--explain", "rockets").stdout.startswith("rockets: On rockets\n")
    assert (
        "the" not in " ".join(line.partition(": ")[2] for line in astro_related(tmp_path).stdout.splitlines()).split()
    )


def test_the_command_says_all_that_is_wrong(tmp_path):
    empty = astro_related(tmp_path)
    assert (empty.returncode, empty.stderr.partition("; ")[2]) == (1, "name a folder with .txt, .md, .markdown\n")
    (tmp_path / "a.txt").write_bytes(b"A \xff byte\nA text.\n")
    (tmp_path / "b.md").write_bytes(b"Title: B\n\n\xff\xfe")
    done = astro_related(tmp_path)
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [
        f"{tmp_path}/a.txt:1",
        f"{tmp_path}/b.md:3",
    ]


def test_the_command_says_what_is_wrong_with_its_options(tmp_path):
    (tmp_path / "a.txt").write_text("A bell\nA text.\n")
    wrong = astro_related(tmp_path, "--limit", "-1").stderr.splitlines()[-1]
    assert wrong.endswith("argument --limit: `-1` is no number of essays; write 0 or more")
    done = astro_related(tmp_path, "--ranking", tmp_path / "no" / "x.json")
    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path}/no/x.json: cannot be written (No such file or directory); name another file\n",
    )


def test_the_command_reads_what_other_blogs_have_above_their_essays(tmp_path):
    """Lists and tables in a header are not the text; a day that no calendar has is none; a folder names its essay."""
    header = "---\ntitle: Rockets\ndate: {day}\ntags:\n- methane\ncover:\n  title: A nozzle\n  slug: picture\n---\n"
    for name, day in ("posts/one/index.md", "2025-01-01T10:00:00+02:00"), ("two.MD", "2025-13-01"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(header.format(day=day) + "\nTurbopumps.\n")
    (tmp_path / "rule.md").write_text("---\n\nThe rule above is no header.\n\n---\n\nNor this one.\n")
    (tmp_path / "bind.md").write_text("---\ntitle: Introducing 'bind'\n---\n\nTurbopumps.\n")
    (tmp_path / "folder.md").mkdir()
    essays, problems = read_folder(tmp_path, "en")
    assert problems == []
    assert [(essay.slug, essay.title, essay.date, essay.intro) for essay in essays] == [
        ("bind", "Introducing 'bind'", "1970-01-01", "Turbopumps."),
        ("one", "Rockets", "2025-01-01", "Turbopumps."),
        ("rule", "rule", "1970-01-01", "The rule above is no header.\nNor this one."),
        ("two", "Rockets", "1970-01-01", "Turbopumps."),
    ]
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    done = astro_related(tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path}/gone.md:1: cannot be read (No such file or directory); mend it or take it away\n",
    )


def test_no_slug_is_no_essay(tmp_path):
    """As a shell has it of a variable that is not set."""
    (tmp_path / "2025-01-01-one.txt").write_text("One\n\nWords.\n")
    done = astro_related(tmp_path, "--explain", "")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("no essay has the slug ``; ")


def test_a_reason_has_no_word_that_one_of_the_two_lacks(tmp_path):
    """`in-depth` is no `depth`; where both say it, it is told whole."""
    sounded = "The harbour {0} is sounded with lead. {0} grows with tide; the pilot writes the harbour {0} down."
    looked = "An {0} review of the harbour. Another {0} pilot review, an {0} look at tide and lead."
    for words, told in (("depth", "depth, harbour"), ("in-depth", "in-depth, harbour")):
        (tmp_path / "2025-01-01-soundings.txt").write_text(f"Soundings\n\n{sounded.format(words)}\n")
        (tmp_path / "2025-01-02-reviews.txt").write_text(f"Reviews\n\n{looked.format('in-depth')}\n")
        assert f"reviews: {told}" in astro_related(tmp_path).stdout


def test_who_reads_no_further_gets_no_traceback(tmp_path):
    """As `--explain … | head` does."""
    for i in range(400):
        (tmp_path / f"2025-01-01-essay-{i}.txt").write_text(f"Essay {i}\nWords on kelp and moss {i}.\n")
    command = [sys.executable, "-m", "astro.related", str(tmp_path)]
    with subprocess.Popen(command, env=with_plugins(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_command_takes_texts_that_no_build_would(tmp_path):
    """Of another blog, whose names, dates and headers are its own: what it measures is their words."""
    words = "Methane turbopumps feed the nozzles, and the rocket engines burn at the end of it."
    texts = {
        "a post.txt": f"A post\n\n{words}\n",
        "日本.txt": f"# A title\n\n{words}\n\nA heading\n---------\n\n{words}\n",
        "c.txt": f'---\ntitle: "C of engines"\nslug: cc\ntags:\n  - x\n---\n\n{words}\n',
        "d.txt": f"Title: D\nCategory: Engines\nDate: January 2, 2020\nSlug: 99_Fault\n\n{words}\n",
        "e.txt": f"﻿---\r\ntitle: E\r\n---\r\n{words}\r\n",
        "empty.txt": "",
        "only-a-title.txt": "Engines\n",
        "bell.txt": f"A \x07 bell\n\n{words}\n",
        "broken.md": f"---\ntitle: Broken\x0blines\n---\n\n{words}\u2028{words}\u202e\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    done = astro_related(tmp_path, "--ranking", tmp_path / "ranking.json")
    assert (done.returncode, done.stderr) == (0, "")
    ranking = json.loads((tmp_path / "ranking.json").read_text())
    assert ranking.keys() == {*("a post", "日本", "cc", "99_Fault", "e", "empty", "only-a-title", "bell", "broken")}
    assert set(ranking["cc"][:6]) == {"a post", "日本", "99_Fault", "e", "bell", "broken"}
    outlines, _ = read_folder(tmp_path, "en")
    assert {each.slug: each.title for each in outlines if each.slug in ("cc", "e", "99_Fault", "broken")} == {
        "broken": "Broken lines",
        "cc": "C of engines",
        "e": "E",
        "99_Fault": "D",
    }


def test_a_folder_without_essays_leaves_no_ranking(tmp_path):
    (tmp_path / "one.txt").write_bytes(b"\xff")
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert astro_related(folder, "--ranking", tmp_path / "ranking.json").returncode == 1
        assert not (tmp_path / "ranking.json").exists()


def test_the_command_names_what_cannot_be_read_and_ranks_the_rest(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"On {name}\n\nMethane turbopumps feed the nozzles.\n")
    (tmp_path / "three.txt").write_bytes(b"On three\n\nCaf\xe9.\n")
    os.mkfifo(tmp_path / "four.md")
    done = astro_related(tmp_path, "--ranking", tmp_path / "ranking.json")
    assert (done.returncode, [line.split(": ", 1)[1] for line in done.stderr.splitlines()]) == (
        1,
        ["is no file but a pipe, socket or device; take it away", "byte 0xe9 is not UTF-8; save the file as UTF-8"],
    )
    assert json.loads((tmp_path / "ranking.json").read_text()) == {"one": ["two"], "two": ["one"]}
