"""The bench: its essays are the same at every run, and its table says what was measured."""

import sys

import pytest
import related
from astro.plain_text.essay import Heading
from astro.plain_text.parse import parse
from astro.related.essays import read_essays
from astro.sections.outline import Outline
from conftest import SEED_SLUG, SIGN_OFF
from corpus import essays, first_essay, markdown, plain_text
from measure import Cost, FailedError, run
from peers import TOOLS
from saves import Desk, measure_saves
from speed import WITHOUT, judge_all
from table import Goal, judge, rows


def costs(*walls):
    return [Cost(wall, wall * 2, 50.0) for wall in walls]


def test_corpus_is_the_same_at_every_run():
    """Two runs write the same essays, each with a slug and a date of its own."""
    texts = list(essays(30))
    assert texts == list(essays(30))
    assert len({text.slug for text in texts}) == len({text.date for text in texts}) == 30


def test_corpus_is_read_as_meant():
    """An essay has about 1,000 words, and in plain text just the headings that it has in Markdown."""
    for text in (*essays(5), first_essay()):
        essay = parse(plain_text(text).encode(), f"{text.date}-{text.slug}.txt", sign_off=SIGN_OFF)
        headings = [block.text for block in essay.blocks if isinstance(block, Heading)]
        assert headings == [heading for heading, _ in text.sections]
        assert [line[3:] for line in markdown(text, marked=True).splitlines() if line.startswith("## ")] == headings
        assert (essay.title, essay.slug, essay.date) == (text.title, text.slug, text.date)
        assert text.slug == SEED_SLUG or 900 < len(plain_text(text).split()) < 1300


def test_every_tool_gets_the_same_essays(tmp_path):
    """A site of each tool holds its own settings and all words of the essays."""
    (text,) = essays(1)
    for name, tool in TOOLS.items():
        tool.write(tmp_path / name, [text], marked=True)
        path, words = tool.source(text, True)
        assert (tmp_path / name / path).read_text("utf-8") == words
        assert markdown(text, marked=True) in words
    assert (tmp_path / "hugo/hugo.toml").is_file()
    assert (tmp_path / "astro/theme/templates/article.html").is_file()
    pages = list((tmp_path / "pelican/content/pages").iterdir())
    assert pages
    assert not [page for page in pages if "Template:" in page.read_text("utf-8")]


def test_table_has_medians_spreads_and_ratios():
    lines = list(rows("cold", {"astro": costs(1.0, 3.0, 2.0), "hugo": costs(1.0)}, "hugo"))
    assert lines[0] == "cold"
    assert lines[2].split() == ["astro", "2.000", "1.00-3.00", "4.000", "2.00-6.00", "50", "2.00", "2.00"]
    assert lines[3].split()[-2:] == ["1.00", "1.00"]


def test_the_share_of_related_thinking_is_judged_by_the_least():
    """A run without it that something else disturbed says nothing of what it costs."""
    found = {"astro": costs(5.0, 5.2, 6.0), WITHOUT: costs(4.0, 4.9, 5.5)}
    assert [each for each in judge_all({"plain": found}) if "Related" in each[1]] == [
        (
            False,
            "cold, 1,000 plain-text essays: Related thinking at most 10% of the CPU; it is 20%, and +0 MB at the peak",
        )
    ]


def test_goals_are_judged_by_medians():
    """A goal is met at its limit; one whose peer was not measured is not judged."""
    found = {"astro": costs(1.0, 1.2, 9.0), "hugo": costs(1.0)}
    goals = [Goal("wall", 1.2), Goal("cpu", 1.1), Goal("wall", 9.0, "eleventy")]
    assert [met for met, _ in judge("cold", found, goals)] == [True, False]
    assert "it is 1.20 x" in next(judge("cold", found, goals))[1]


def test_a_run_is_measured(tmp_path):
    """What a program used, with what it started: the shell itself does next to nothing."""
    idle = run(["sh", "-c", "sleep 0.2; true"], tmp_path)
    code = "memory = bytearray(100 << 20); sum(range(10 ** 7))"
    busy = run(["sh", "-c", f"{sys.executable} -c '{code}'; true"], tmp_path)
    assert idle.wall >= 0.2
    assert idle.cpu < busy.cpu / 3
    assert busy.peak > 100


# A tool whose page is whole at any moment, also where it is ended.
COPY = """
import pathlib, time
while True:
    pathlib.Path("next").write_text(pathlib.Path("source").read_text())
    pathlib.Path("next").replace("page")
    time.sleep(0.05)
"""


def desk(folder, program):
    folder.mkdir()
    (folder / "source").write_text("Words.\n")
    return Desk(folder, [sys.executable, "-c", program], {}, folder / "source", folder / "page")


def test_a_wait_ends_with_the_page_that_shows_what_was_saved(tmp_path, monkeypatch):
    monkeypatch.setattr("saves._QUIET", 0.0)
    found = measure_saves({name: desk(tmp_path / name, COPY) for name in ("one", "other")}, 2)
    assert {name: len(costs) for name, costs in found.items()} == {"one": 2, "other": 2}
    assert all(0 < cost.wall < 60 for costs in found.values() for cost in costs)
    assert (tmp_path / "one/page").read_text().count("This is the edit") == 3


def test_a_tool_that_ends_is_no_measure(tmp_path):
    with pytest.raises(FailedError, match="broken"):
        measure_saves({"one": desk(tmp_path / "one", "raise SystemExit('broken')")}, 1)


def test_a_run_keeps_its_bytecode(tmp_path, monkeypatch):
    """What Python has compiled is there for the next run, as for everybody, whatever the one who measures has set."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "module.py").write_text("")
    run([sys.executable, "-c", "import module"], tmp_path)
    assert list(tmp_path.glob("__pycache__/module.*.pyc"))


def test_a_tool_that_watches_keeps_its_bytecode(tmp_path, monkeypatch):
    monkeypatch.setattr("saves._QUIET", 0.0)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    one = desk(tmp_path / "one", f"import module\n{COPY}")
    (one.folder / "module.py").write_text("")
    measure_saves({"one": one}, 0)
    assert list(one.folder.glob("__pycache__/module.*.pyc"))


def test_pairs_of_a_small_blog_are_held_against_what_authors_linked():
    """All of them, those with nothing in common too."""
    words = ("Rocket engines like methane turbopumps.", "Of methane turbopumps.", "Rye and salt.")
    outlines = [
        Outline(slug, f"Title {slug}", "2025-01-01", "en", text, ()) for slug, text in zip("abc", words, strict=True)
    ]
    found = related.held(read_essays(outlines), {"a": {"b"}}, related.is_shown)
    assert found == [(True, 1.0), (False, 0), (False, 0)]
