"""Publishing: builds of whole sites that write the register, ask, and say what changes."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from astro.permanence.redirects import redirect_rules
from astro.permanence.register import load
from astro.staging import Place, locked, mark_of
from conftest import SITEURL, page_of
from registers import DOMAIN, FILE

V1 = """A wall of rules
The warehouse was in Rotterdam.
How the controls leak
Every rule about chips has a border, and every border has a forwarding agent who knows it.
A wall of paper
The second wall is made of licences. A licence can be appealed, delayed and resold at a profit.
"""
V2 = V1.replace("How the controls leak", "Where the rules leak")


def test_the_register_is_written_only_by_publishing(project):
    """A plain build, at the desk or of the public site, leaves no trace; publishing does, and twice is once."""
    project.write("2025-05-01-wall.txt", V1)
    file = project.root / FILE
    project.build()
    project.publish()
    assert not file.exists()
    first = project.run_publishing()
    assert (first.returncode, first.stderr) == (0, "")
    assert "begins here" in first.stdout
    written = file.read_bytes()
    assert b'"wall"' in written
    assert project.run_publishing().returncode == 0
    assert file.read_bytes() == written
    assert (file.stat().st_mode & 0o777) == 0o644
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_reworded_heading_and_a_renamed_essay_stay_reachable(project):
    """The page keeps the id, the feed its identity; the former address leads on without script."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    identity = re.search(r"<id>(tag:[^<]*:wall)</id>", (project.root / "output/feed.xml").read_text("utf-8"))[1]
    assert identity == f"tag:{DOMAIN},2025:wall"
    (project.essays / "2025-05-01-wall.txt").unlink()
    project.write("2025-06-02-the-wall.txt", V2)
    project.write(
        "2025-06-03-link.md", "Title: A link\n\n[x]({filename}2025-06-02-the-wall.txt#how-the-controls-leak)\n"
    )
    done = project.run_publishing()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    site = project.root / "output"
    headings = [(heading["id"], heading.get_text()) for heading in page_of(site, "the-wall").select(".essay h2")]
    assert headings[0] == ("how-the-controls-leak", "Where the rules leak")
    for feed in ("feed.xml", "rss.xml"):
        assert identity in (site / feed).read_text("utf-8")
    assert 'isPermaLink="false"' in (site / "rss.xml").read_text("utf-8")
    page = page_of(site, "wall")
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITEURL}/the-wall/"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={SITEURL}/the-wall/"
    assert page.find(id="a-wall-of-paper").a["href"] == f"{SITEURL}/the-wall/#a-wall-of-paper"
    for name in ("index.txt", "card.png"):
        assert (site / "wall" / name).read_bytes() == (site / "the-wall" / name).read_bytes()
    assert (site / "_redirects").read_text() == "/wall/ /the-wall/ 301\n"
    assert redirect_rules({"wall/": "the-wall/"}, "/essays") == "/essays/wall/ /essays/the-wall/ 301\n"


def test_a_link_to_the_file_of_before_is_told_of_that_of_now(project):
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-link.md", "Title: A link\n\n[x]({filename}2025-05-01-wall.txt)\n")
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-06-01-of-paper.txt")
    assert project.run_publishing().stderr.splitlines()[:-1] == [
        "content/essays/2025-05-02-link.md:3: link `{filename}2025-05-01-wall.txt` leads nowhere; did you mean "
        "`{filename}2025-06-01-of-paper.txt`?"
    ]


def test_a_section_that_is_gone_leads_to_the_one_before_it(project):
    """Its id is a plain target on the essay's page alone; publishing goes on, and asks with the line that answers."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", V1.partition("A wall of paper")[0])
    done = project.run_publishing()
    assert done.returncode == 0
    assert "section `#a-wall-of-paper` (“A wall of paper”) is gone and its address leads to `#how-the" in done.stderr
    assert "`make move SECTION=wall#a-wall-of-paper TO=how-the-controls-leak`" in done.stderr
    alias = page_of(project.root / "output", "wall").find(id="a-wall-of-paper")
    assert (alias.name, alias.get_text(), alias.find_next("h2")["id"]) == ("span", "", "how-the-controls-leak")
    for name in ("feed.xml", "rss.xml", "index.html"):
        assert "a-wall-of-paper" not in (project.root / "output" / name).read_text("utf-8")


def test_an_essay_that_is_gone_stops_the_publishing(project):
    """The two answers stand in the question; the last site and the register stay as they are."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    written = (project.root / FILE).read_bytes()
    (project.essays / "2025-05-01-wall.txt").unlink()
    done = project.run_publishing()
    assert done.returncode == 1
    assert done.stderr.startswith(f"{FILE}:1: the essay published at `/wall/` is gone; no new essay could be it; write")
    assert "write `Former: wall` into the header of the essay that takes over" in done.stderr
    assert "`make retire ESSAY=wall`" in done.stderr
    assert (project.root / FILE).read_bytes() == written
    assert (project.root / "output/wall/index.html").exists()
    project.build(output="desk")
    other = "Tags: x\nFormer: {}\n\nOther words\nNothing of the kind stands here.\n"
    wrong = "content/essays/2025-06-01-other.txt:2: `wal` in Former names nothing that was published; did you mean"
    project.write("2025-06-01-other.txt", other.format("wal"))
    assert wrong in project.run_publishing().stderr
    project.write("2025-06-01-other.txt", other.format("wall"))
    done = project.run_publishing()
    assert (done.returncode, (project.root / "output/_redirects").read_text()) == (0, "/wall/ /other/ 301\n")


def test_who_stands_where_an_essay_was_let_go_is_new_in_feeds(project):
    """Its moment and links are its own; a page beside it is no news to subscribers, whatever date it has."""
    project.add_make()
    project.write("2025-02-01-zeta.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-02-01-zeta.txt").rename(project.essays / "2025-02-01-alpha.txt")
    assert project.run_publishing().returncode == 0
    subprocess.run(["make", "-s", "retire", "ESSAY=alpha"], cwd=project.root, check=True)
    (project.essays / "2025-02-01-alpha.txt").unlink()
    project.write("2025-06-01-alpha.txt", "Salt and iron\nNothing of the kind has stood here before, not a word.\n")
    project.write("../pages/now.md", "Title: Now\nDate: 2025-06-01\n\nWhat I do now.\n")
    done = project.run_publishing()
    assert (done.returncode, done.stderr) == (0, "")
    assert "/alpha/ new, and new to subscribers\n/now/ new\n" in done.stdout
    feed = (project.root / "output/feed.xml").read_text("utf-8")
    assert "<published>2025-06-01T00:00:00" in feed
    assert "2025-02-01" not in feed


def test_an_essay_that_cannot_be_read_is_not_called_gone(project):
    """Its own fault is all that is said: what was published is there, and not to be retired."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", f"Staus: draft\n\n{V1}")
    done = project.run_publishing()
    assert [line.partition("; ")[0] for line in done.stderr.splitlines()] == [
        "content/essays/2025-05-01-wall.txt:1: unknown key `staus`",
        "1 problem",
    ]


@pytest.mark.parametrize("ci", ["true", "1"])
def test_publishing_in_ci_changes_nothing(project, ci):
    """A build that would publish something new is refused."""
    done = project.run_publishing(CI=ci)
    assert done.returncode == 1
    assert f"{FILE}:1: this would publish something new; run `make publish` at your desk" in done.stderr
    assert project.run_publishing(CI=" False").returncode == 0
    assert project.run_publishing(CI=ci).returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "is_refused"),
    [
        ("A wall keeps", "A long wall of other words and other stones keeps", False),
        ("## How the controls leak", "## How these controls leak", False),
        ("## How the controls leak", "## Another heading\n\nIts text.\n\n## How the controls leak", True),
    ],
)
def test_other_words_are_published_in_ci(project, old, new, is_refused):
    """An address that the register does not know is not."""
    text = V1 + "\n\n## How the controls leak\n\nA wall keeps nobody out who has a ladder.\n"
    project.write("2025-05-01-wall.md", "Title: A wall\n\n" + text)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.md", "Title: A wall\n\n" + text.replace(old, new))
    done = project.run_publishing(CI="true")
    assert done.returncode == is_refused
    assert ("knows other words, as nobody commits it here" in done.stdout) is not is_refused
    assert "commit it\n" not in done.stdout


def test_a_register_that_cannot_be_read_is_all_that_is_reported(project):
    """What only it knows, an id that has become another, is missed by links and pins that are right."""
    project.write("2025-05-01-wall.txt", V1)
    project.run_publishing()
    project.write("2025-05-01-wall.txt", V2)
    project.write(
        "2025-05-02-links.md",
        "Title: Links\nRelated: wall#how-the-controls-leak\n\n[x](/wall/#how-the-controls-leak)\n",
    )
    assert project.run_publishing().returncode == 0
    register = project.root / FILE
    text = register.read_text("utf-8")
    register.write_text(text.replace(",", "", 1), "utf-8")
    done = project.run_publishing()
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        FILE,
        "1 problem; nothing was published, output/ is unchanged",
    ]
    register.write_text(text, "utf-8")
    assert project.run_publishing().returncode == 0


def test_what_is_left_out_for_now_is_told(project):
    """An essay of a future date, with the day from which it is published; a draft is not."""
    project.write("2999-05-01-later.txt", V1)
    project.write("2025-05-02-draft.txt", f"Status: draft\n\n{V2}")
    project.write("evening.txt", f"Date: 2999-05-02 23:00\n\n{V2}")
    done = project.run_publishing()
    assert done.stdout.count("left out") == 2
    assert "/evening/ left out: its date is 2999-05-02 23:00 UTC; publish again from then on\n" in done.stdout
    assert "/later/ left out: its date is 2999-05-01 00:00 UTC; publish again from then on\n" in done.stdout


def test_what_changes_is_told(project):
    """New, reworded, changed, moved, gone: a line each, with what subscribers see."""
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-door.txt", "Title: A door\nStatus: hidden\n\nIt stands in no list.\n")
    done = project.run_publishing()
    assert "/door/ new, and hidden: no list and no feed has it\n" in done.stdout
    assert "/wall/ new, and new to subscribers\n" in done.stdout
    assert "/about/ new\n" in done.stdout
    nothing = "no essay or page is new, moved or gone, or changed in more than a word or two"
    assert f"since {FILE} was last changed, {nothing}\n" in project.run_publishing().stdout
    project.write("2025-05-01-wall.txt", V2)
    told = project.run_publishing().stdout
    assert "/wall/ changed; subscribers do not see it as new\n" in told
    assert "#how-the-controls-leak reworded: “How the controls leak” is now “Where the rules leak”\n" in told
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-05-01-walls.txt")
    assert "/wall/ moved to /walls/\n" in project.run_publishing().stdout


def test_a_public_site_that_lost_an_essay_is_refused(project):
    """Also without `make publish`: the register knows what was published, and only `make retire` lets it go."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").unlink()
    done = project.run("publishconf.py", SITEURL=SITEURL)
    assert done.returncode == 1
    assert "the essay published at `/wall/` is gone" in done.stderr
    assert done.stderr.endswith("nothing was published, output/ is unchanged\n")


@pytest.mark.parametrize(
    ("content", "line"), [(b'{"version": 1, "essays": {\n<<<<<<< HEAD\n}}\n', 2), (b"\xff\xfe", 1)]
)
def test_a_broken_register_stops_every_build(project, content, line):
    (project.root / FILE).write_bytes(content)
    done = project.run()
    assert done.returncode == 1
    assert done.stderr.startswith(f"{FILE}:{line}: the register is broken")


def test_a_draft_at_an_address_that_was_published_is_asked_about_as_such(project):
    """Whatever the settings make of its slug."""
    project.add_settings("ARTICLE_URL = 'posts/{slug}/'\nARTICLE_SAVE_AS = 'posts/{slug}/index.html'")
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", f"Status: draft\n\n{V1}")
    wrong = project.run_publishing().stderr
    assert "wall.txt:1: the essay published at `/posts/wall/` is a draft now, or of the future; publish it" in wrong


def test_drafts_leave_no_trace(project):
    """A draft is not remembered, nor what was reworded before it was published."""
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-draft.txt", f"Status: draft\n\n{V1}")
    assert project.run_publishing().returncode == 0
    assert "draft" not in (project.root / FILE).read_text("utf-8")
    project.write("2025-05-02-draft.txt", f"{V2}And more of it.\n".replace("A wall of rules", "A new one"))
    assert project.run_publishing().returncode == 0
    assert '"where-the-rules-leak"' in (project.root / FILE).read_text("utf-8")


def test_pins_lead_through_the_register(project):
    """A pin to an id that is an alias now leads to where it leads."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", V1.partition("A wall of paper")[0])
    project.write("2025-05-03-pins.txt", "Pins\nA text.\nRelated thinking:\nwall#a-wall-of-paper\n")
    assert project.run_publishing().returncode == 0
    links = [link["href"] for link in page_of(project.root / "output", "pins").select(".related a")]
    assert links == [f"{SITEURL}/wall/", f"{SITEURL}/wall/#how-the-controls-leak"]
    assert Path(project.root / "output/wall/index.html").exists()


def test_answers_are_given_by_make(project):
    """`make move` and `make retire` change the register; a wrong name is answered with the right ones."""
    project.add_make()

    def make(*words):
        return subprocess.run(["make", "-s", *words], cwd=project.root, capture_output=True, text=True, check=False)

    project.write("2025-05-01-wall.txt", V1)
    environment = [f"SITEURL={SITEURL}", "CI="]
    assert make("publish", *environment).returncode == 0
    project.write("2025-05-01-wall.txt", V1.partition("A wall of paper")[0])
    assert "make move SECTION=wall#a-wall-of-paper TO=how-the-controls-leak" in make("publish", *environment).stderr
    wrong = make("move", "SECTION=wall#a-wall-of-papr", "TO=how-the-controls-leak")
    assert (wrong.returncode, wrong.stderr.partition("\n")[0]) == (
        2,
        "`#a-wall-of-papr` is no section of `wall` that is gone; these are: a-wall-of-paper",
    )
    assert make("move", "SECTION=wall#a-wall-of-paper", "TO=how-the-controls-leak").returncode == 0
    again = make("publish", *environment)
    assert (again.returncode, again.stderr) == (0, "")
    assert page_of(project.root / "output", "wall").find(id="a-wall-of-paper")
    let_go = make("retire", "SECTION=wall#a-wall-of-paper")
    assert let_go.stdout == f"{FILE} has changed: publish, and commit it\n"
    (project.essays / "2025-05-01-wall.txt").unlink()
    assert make("publish", *environment).returncode == 2
    assert "nothing is named; write ESSAY=slug to retire an essay, or SECTION=slug#id" in make("retire").stderr
    with locked(Place(project.root / "output")):
        assert "another build of output is at work" in make("retire", "ESSAY=wall").stderr
    back = "where its file still stands, and is no draft, it comes back"
    assert make("retire", "ESSAY=wall").stdout == f"/wall/ gone\n{FILE} has changed: publish, and commit it\n{back}\n"
    assert make("publish", *environment).returncode == 0
    assert not (project.root / "output/wall").exists()


def test_two_essays_of_one_slug_are_told_once(project):
    """Not by the texts beside their pages, one of which stands where the other one was before."""
    project.write("2025-01-01-a.txt", "Slug: one\n\nA first title\nRust and iron.\n")
    assert project.run_publishing().returncode == 0
    project.write("2025-01-01-a.txt", "Slug: two\n\nA first title\nRust and iron.\n")
    assert project.run_publishing().returncode == 0
    project.write("2025-01-02-b.txt", "Slug: two\n\nAnother title\nKelp and moss.\n")
    told, last = project.run_publishing().stderr.splitlines()
    assert told.endswith(
        ": `/two/` is the address of content/essays/2025-01-01-a.txt too; write another `Slug` into one of them"
    )
    assert last.startswith("1 problem; ")


def test_an_answer_is_given_to_what_is_public(project):
    """Also right after a publishing that was killed before it could write the register."""
    project.add_make()
    project.write("2025-05-01-wall.txt", V1)
    project.run_publishing()
    before = (project.root / FILE).read_text("utf-8")
    project.write("2025-05-02-door.txt", "A door\nIt stands open.\n")
    project.run_publishing()
    place, after = Place(project.root / "output"), (project.root / FILE).read_text("utf-8")
    waiting = {"site": mark_of(place.site)[0], "before": before, "after": after}
    (place.state / "published.json").write_text(json.dumps(waiting), "utf-8")
    (project.root / FILE).write_text(before, "utf-8")
    answer = ["make", "-s", "retire", "ESSAY=wall"]
    assert subprocess.run(answer, cwd=project.root, capture_output=True, text=True, check=False).returncode == 0
    retired = {known.key: known.retired for known in load((project.root / FILE).read_text("utf-8"), FILE).essays}
    assert (retired["door"], retired["wall"]) == (False, True)


def test_what_is_a_draft_now_is_asked_about_by_its_file(project):
    """Also where it was renamed, and says so."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").unlink()
    project.write("2025-05-01-tower.txt", f"Title: Tower\nStatus: draft\nFormer: wall\n\n{V1}")
    done = project.run_publishing()
    path = "content/essays/2025-05-01-tower.txt"
    assert f"{path}:1: the essay published at `/wall/` is a draft now, or of the future; publish it" in done.stderr


def test_an_essay_at_the_address_of_another_is_not_called_gone(project):
    """Which of the two is read, nobody has chosen."""
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-door.txt", "Lang: fr\nSlug: wall\n\nUne porte\n\nUn texte.\n")
    assert project.run_publishing().returncode == 0
    project.write("2025-05-02-door.txt", "Slug: wall\n\nUne porte\n\nUn texte.\n")
    done = project.run_publishing()
    assert "`/wall/` is the address of" in done.stderr
    assert "is gone" not in done.stderr


def test_no_file_of_the_authors_stands_where_the_folder_of_an_essay_is(project):
    project.write("2025-05-01-wall.txt", V1)
    (project.root / "content/extra/wall").write_text("A text of my own.")
    done = project.run()
    assert (done.returncode, done.stderr.count("content/extra/wall:1: `/wall` is the address of")) == (1, 1)


@pytest.mark.parametrize("name", ["wall/index.html", "wall"])
def test_no_page_that_leads_on_takes_the_place_of_an_authors_file(project, name):
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-05-01-tower.txt")
    file = project.root / "content/extra" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("A page of my own.")
    done = project.run_publishing()
    assert done.returncode == 1
    assert f"content/extra/{name}:1: `/{name}` is the address of what leads to `/tower/` too; give it" in done.stderr
    file.unlink()
    assert project.run_publishing().returncode == 0


def test_an_offset_of_seconds_is_sent_in_minutes(project):
    """Berlin was 53 minutes and 28 seconds from Greenwich, which no feed can say."""
    project.write("1890-03-04-letter.txt", "A letter of ours\nIt says a thing or two.\n")
    conf = project.root / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace('TIMEZONE = "UTC"', 'TIMEZONE = "Europe/Berlin"'), "utf-8")
    done = project.run_publishing()
    assert done.returncode == 0, done.stderr
    for name in ("feed.xml", "rss.xml", "feed.json", "sitemap.xml", "letter/index.html"):
        text = (project.root / "output" / name).read_text("utf-8")
        assert re.search(r"(1890-03-04T00:00:00\+00:53|04 Mar 1890 00:00:00 \+0053)(?![:\d])", text), name
        assert not re.search(r"53:?28", text), name


def test_what_changed_on_the_evening_of_its_day_did_not_change_before(project):
    """A day without a time is all of that day."""
    project.write("2025-05-03-wall.txt", f"Date: 2025-05-03 18:30\nModified: 2025-05-03\n\n{V1}")
    assert project.run_publishing().returncode == 0
    for name in ("feed.xml", "feed.json", "sitemap.xml", "wall/index.html"):
        text = (project.root / "output" / name).read_text("utf-8")
        assert "2025-05-03T18:30:00" in text, name
        assert "2025-05-03T00:00" not in text, name


def test_no_file_tells_the_address_of_a_hidden_essay(project):
    """Hosts that do not know `_redirects` send it to anybody; the page at the former address leads on."""
    words = "Status: hidden\n\nIt stands in no list, and whoever has its address may read it to the end.\n"
    project.write("2025-05-02-door.txt", f"Title: A door\n{words}")
    project.write("2025-05-03-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-02-door.txt").rename(project.essays / "2025-05-02-gate.txt")
    assert project.run_publishing().returncode == 0
    assert not (project.root / "output/_redirects").exists()
    assert "/gate/" in (project.root / "output/door/index.html").read_text("utf-8")
    (project.essays / "2025-05-03-wall.txt").rename(project.essays / "2025-05-03-fence.txt")
    assert project.run_publishing().returncode == 0
    assert (project.root / "output/_redirects").read_text("utf-8") == "/wall/ /fence/ 301\n"
