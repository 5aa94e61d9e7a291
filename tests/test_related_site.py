"""Related thinking on built pages: the author's hand, the right company, and what a build says of it."""

import json

import pytest
from conftest import SEED, SEED_SLUG, Project, files_of, page_of

ROCKETS = "Methane turbopumps feed regenerative nozzles. Rocket engines like methane turbopumps."


@pytest.fixture(scope="module")
def rockets(tmp_path_factory):
    """A blog of essays on rockets, dated a month apart, and others of years before, with what is built of it."""
    project = Project(tmp_path_factory.mktemp("rockets"))
    for day in range(1, 25):
        words = ", ".join(f"word{day}x{i}" for i in range(40))
        project.write(f"2004-01-{day:02}-day-{day}.txt", f"Day {day}\nThis day has {words}.\n")
    for month, name in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight"], start=1):
        project.write(f"2024-{month:02}-01-{name}.txt", f"Rocket engines, {name}\n{ROCKETS} Part {name}.\n")
    project.write("2024-09-01-none.md", f"Title: Rocket engines, none\nRelated: none\n\n{ROCKETS}\n")
    project.write("2024-10-01-only.txt", f"Related: one; only\n\nRocket engines, only\n{ROCKETS}\n")
    project.write(
        "2024-11-01-links.md",
        f"Title: Rocket engines, links\n\n{ROCKETS}\n\n"
        "[a]({filename}2024-01-01-one.txt), [b](/two/), [c](/three/#top)\n",
    )
    project.write("2024-12-01-frozen.txt", f"Related: freeze 2024-03-15\n\nRocket engines, frozen\n{ROCKETS}\n")
    project.write("2024-12-05-before.txt", f"Related: freeze 2003-01-01\n\nRocket engines, before\n{ROCKETS}\n")
    project.write("2024-12-02-hidden.txt", f"Status: hidden\n\nRocket engines, hidden\n{ROCKETS}\n")
    project.write("2024-12-03-waiting.txt", f"Status: draft\n\nRocket engines, waiting\n{ROCKETS}\n")
    project.write("2024-12-04-motores.txt", f"Lang: pt\n\nRocket engines, motores\n{ROCKETS}\n")
    return project, project.build()


def found(site, *place):
    """The slugs under an essay."""
    links = page_of(site, *place).select(".related li > a:first-child")
    return [link["href"].strip("/").rpartition("/")[2] for link in links]


def test_the_authors_hand(rockets):
    """`none` leaves nothing, `only` the pins, `freeze` the list of a day, whatever was written since."""
    _, site = rockets
    assert page_of(site, "none").select_one(".related") is None
    assert found(site, "only") == ["one"]
    assert set(found(site, "frozen")) == {"one", "two", "three"}
    assert found(site, "before") == []  # there was none on that day


def test_an_essay_that_nobody_sees_freezes_its_own_list_alone(tmp_path_factory):
    """A draft leaves all others as they are; it and a hidden essay get the links of their day."""
    lists = []
    for unseen in ((), ("draft", "hidden")):
        project = Project(tmp_path_factory.mktemp("unseen"))
        (project.root / ".cache").unlink()  # what it remembers of lists is of this blog
        for month, name in enumerate(["one", "two", "three", "four"], start=1):
            project.write(f"2024-{month:02}-01-{name}.txt", f"Rocket engines, {name}\n{ROCKETS} Part {name}.\n")
        project.write("2024-05-01-frozen.txt", f"Related: freeze 2024-02-01\n\nRocket engines, frozen\n{ROCKETS}\n")
        for status in unseen:
            text = f"Status: {status}\nRelated: freeze 2024-02-15\n\nRocket engines, {status}\n{ROCKETS}\n"
            project.write(f"2024-06-01-{status}.txt", text)
        project.write("2024-07-01-late.txt", f"Related: freeze 2024-01-15\n\nRocket engines, late\n{ROCKETS}\n")
        site = project.build()
        lists.append({name: found(site, name) for name in ("one", "two", "three", "four", "frozen", "late")})
    assert lists[0] == lists[1]
    assert set(lists[0]["frozen"]) == {"one", "two"}
    assert lists[0]["late"] == ["one"]
    assert set(found(site, "hidden")) == set(found(site, "drafts", "draft")) == {"one", "two"}


NO_SCORE = json.dumps({f"content/essays/{SEED.name}": [{"essay": "x", "score": "y"}]})


@pytest.mark.parametrize("damaged", ["[" * 100_000, "[1]", '{"x": 1}', "", '{"x": [{"essay": 1}]}', NO_SCORE])
def test_lists_that_are_remembered_and_damaged_count_for_nothing(project, damaged):
    """A link in their place is replaced, and what it leads to stays."""
    (project.root / ".cache").unlink()
    remembered, precious = project.root / ".cache/related-desk.json", project.root.parent / "precious"
    remembered.parent.mkdir()
    precious.write_text(damaged)
    remembered.symlink_to(precious)
    project.build()
    assert precious.read_text() == damaged
    assert "content/essays/" in remembered.read_text() or remembered.read_text() == "{}"


def test_the_right_company(rockets):
    """No draft, hidden or foreign essay, none that the text links, and the essays beside it in time come last."""
    _, site = rockets
    pages = {name: found(site, name) for name in ("one", "four", "links", "none", "frozen")}
    everybody = set().union(*pages.values())
    assert not {"hidden", "waiting", "motores"} & everybody
    assert not {"one", "two", "three", "only"}.intersection(pages["links"])
    assert not {"three", "five"}.intersection(pages["four"])
    assert len(pages["four"]) == len(pages["links"]) == 3
    assert found(site, "pt", "motores") == []


def test_those_that_nobody_sees_see_the_published(rockets):
    _, site = rockets
    for place in (("hidden",), ("drafts", "waiting")):
        links = found(site, *place)
        assert len(links) == 3
        assert not {"hidden", "waiting", "motores"}.intersection(links)


def test_a_build_says_what_changed(rockets):
    """A line for each list that is another now, with what came and why; nothing when nothing did."""
    project, _ = rockets
    again = project.run()
    assert "related thinking" not in again.stdout
    project.write("2024-02-01-two.txt", "Sourdough\nRye and wheat and salt.\n")
    lines = [line for line in project.run().stdout.splitlines() if "related thinking" in line]
    told = next(line for line in lines if line.startswith("content/essays/2024-12-01-frozen.txt: "))
    assert "- two" in told
    assert all(line.startswith("content/essays/2024-") for line in lines)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Related: none; one", "1: related link `none` and a pin contradict each other; take one of them out"),
        ("Related: freeze soon", "1: related link `soon` is not a whole date; "),
    ],
)
def test_words_that_cannot_be_followed_stop_the_build(project, header, line):
    project.write("2025-05-01-x.txt", f"{header}\n\nA title\nA text.\n")
    done = project.run()
    assert done.returncode == 1
    assert done.stderr.startswith(f"content/essays/2025-05-01-x.txt:{line}")


def test_an_essay_in_another_language_changes_no_list(project):
    project.add_fixtures("2025-02-10-the-second-wall.txt", "2025-04-12-sand-and-stars.txt")
    before = found(project.build(), SEED_SLUG)
    project.write("2025-05-01-muro.txt", "Lang: pt\n\nDeepSeek export controls\nExport controls and compute, H800.\n")
    assert found(project.build(), SEED_SLUG) == before


def test_a_blog_can_do_without(project):
    """Taken out of the list of plugins, the room leaves pages and feeds as they are otherwise."""
    for name in ("one", "two"):
        project.write(f"2024-01-01-{name}.txt", f"Rocket engines, {name}\n{ROCKETS} Part {name}.\n")
    site = project.publish()
    before = files_of(site)
    assert page_of(site, "one").select(".related")
    project.add_settings("PLUGINS.remove('astro.related')")
    assert files_of(project.publish()).keys() == before.keys()
    assert not page_of(site, "one").select(".related")
    assert "Related thinking" not in (site / "feed.xml").read_text("utf-8")


def test_a_blog_without_the_room_says_what_nobody_is_shown(project):
    project.add_settings("PLUGINS.remove('astro.related')")
    project.write("2025-05-01-a.txt", "A\nA text.\n\nRelated thinking:\nnowhere\n")
    project.write("2025-05-02-b.md", "Title: B\nRelated: nowhere\n\nA text.\n")
    project.write("2025-05-03-c.md", "Title: C\nRelated: none\n\nA text.\n")
    project.write("2025-05-04-d.md", "Title: D\nRelated: none-of-us\n\nA text.\n")
    done = project.run()
    assert done.returncode == 0
    assert [line.partition("; ")[0] for line in done.stderr.splitlines()] == [
        f"content/essays/2025-05-0{place}: no page shows the related links of this essay"
        for place in ("1-a.txt:5", "2-b.md:2", "4-d.md:2")
    ]


def test_pins_to_an_essay_and_its_translation(project):
    """They have one slug; the translation is named by its address, or by its title."""
    project.write("2024-01-01-planets.txt", "Planets\nWorlds far away.\n")
    project.write("2024-01-01-planets.md", "Title: Planeten\nLang: de\n\n## Monde\n\nFerne Welten.\n")
    project.write("2024-02-01-pins.txt", "Related: planets; de/planets; Planeten § Monde; only\n\nPins\nA text.\n")
    project.write("2024-02-02-wrong.txt", "Related: planets\nUnrelated: planets; wrong\n\nWrong\nA text.\n")
    done = project.run()
    path = "content/essays/2024-02-02-wrong.txt"
    assert done.stderr.splitlines()[:-1] == [
        f"{path}:1: related link `planets` leads to an essay that stands in Unrelated; take one of the two out",
        f"{path}:2: `wrong` in Unrelated names this essay itself; write the slug of another one",
    ]
    (project.essays / "2024-02-02-wrong.txt").unlink()
    links = [link["href"] for link in page_of(project.build(), "pins").select(".related a")]
    assert links == ["/planets/", "/de/planets/", "/de/planets/", "/de/planets/#monde"]


def test_an_address_pins_an_essay_of_the_same_language_too(project):
    """It names that essay whatever the language of the one that pins it; and it is not found once more."""
    project.write("2025-05-01-eins.txt", "Lang: de\n\nEins\nDer Hund bellt laut, und niemand weiss warum.\n")
    project.write(
        "2025-05-02-zwei.txt",
        "Lang: de\n\nZwei\nDer Hund bellt laut, und alle wissen warum.\nRelated thinking:\nde/eins\n",
    )
    links = page_of(project.build(), "de", "zwei").select(".related li > a")
    assert [link["href"] for link in links] == ["/de/eins/"]


def test_an_essay_that_was_renamed_changes_no_list(project):
    """Its former address leads on: those that link to it link to the same essay."""
    text = "On export controls and the compute they hold back\n\nExport controls hold compute back, {}.\n"
    for name, end in (
        ("2025-05-01-one", "say smugglers"),
        ("2025-05-02-two", "say customs"),
        ("2025-05-03-x", "say I"),
    ):
        project.write(f"{name}.txt", text.format(end))
    assert project.run_publishing().returncode == 0
    lists = (project.root / "output/two/index.html").read_text("utf-8")
    assert "/one/" in lists
    (project.essays / "2025-05-01-one.txt").rename(project.essays / "2025-05-01-first.txt")
    done = project.run_publishing()
    assert "/one/ moved to /first/" in done.stdout
    assert "related thinking" not in done.stdout
    assert "/first/" in (project.root / "output/two/index.html").read_text("utf-8")
