"""The desk in a real browser: save, and the page shows it; break, and it says why; mend, and it is where it was."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from conftest import PATIENCE, POLLING, Project, page_of
from desks import running
from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as ShownTooLate

LINES = [
    line for number in range(1, 25) for line in (f"## Heading {number}", f"Paragraph {number}. " + "Words of it. " * 40)
]
ESSAY = "\n".join(["A long essay", *LINES]) + "\n"
NAME = "2025-05-05-long.txt"
TESTS = count()
SHOWN = "words => document.body?.innerText.includes(words)"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A blog with a draft, an essay of a future date and a long one."""
    project = Project(tmp_path_factory.mktemp("desk")).add_fixtures(
        "2025-04-15-not-ready.txt", "2999-01-01-from-the-future.txt"
    )
    project.write(NAME, ESSAY)
    soon = datetime.now(UTC) + timedelta(hours=1)  # which may be today
    project.write("2025-05-06-soon.txt", f"Date: {soon:%Y-%m-%d %H:%M}\n\nSoon\nA text.\n")
    return project


@pytest.fixture(scope="module")
def address(project):
    with running(project) as (_, port):
        yield f"http://localhost:{port}"


@pytest.fixture
def page(chromium, address, project):
    """A tab that shows the long essay; the essay is as it was again afterwards."""
    context = chromium.new_context(viewport={"width": 1000, "height": 600}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/long/")
    yield page
    project.write(NAME, ESSAY.replace("A long essay", end := f"After test {next(TESTS)}"))
    shows(page, end)
    context.close()
    assert errors == []


def scroll_to(page, id_):
    """How far a heading then stands from the window's top, in pixels: a little above it."""
    page.evaluate("id => scrollTo(0, scrollY + document.getElementById(id).getBoundingClientRect().top + 50)", id_)
    return top_of(page, id_)


def top_of(page, id_):
    return page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", id_)


def shows(page, words):
    """Wait until a page shows some words and stands still; what is saved in two parts may be shown twice."""
    for _ in range(3):
        try:
            page.wait_for_function(SHOWN, arg=words, polling=POLLING)
        except ShownTooLate:
            pytest.fail(f"{words!r} is not shown, but {page.inner_text('body')[:500]!r}")
        with suppress(Error):  # it was loaded again meanwhile
            page.wait_for_load_state("load")
            page.evaluate("() => new Promise(resolve => setTimeout(resolve, 50))")
            return
    pytest.fail("it is loaded again and again")


def test_save_break_mend(page, project, address):
    """The new words at the same place; then what is wrong, and the last site on demand; then the page where it was."""
    at = scroll_to(page, "heading-12")
    place = page.evaluate("scrollY")
    assert place > 1000
    project.write(NAME, ESSAY.replace("Paragraph 13.", "New words here."))
    shows(page, "New words here.")
    assert page.evaluate("scrollY") == place

    project.write("2025-05-06-broken.txt", "A <title> without text\n")
    shows(page, "content/essays/2025-05-06-broken.txt:1:")
    assert page.url == f"{address}/long/"
    page.get_by_role("link", name="this page of it").click()
    shows(page, "New words here.")
    shows(page, "this is the last good site")
    assert (page.url, page.evaluate("scrollY")) == (f"{address}/long/", place)
    page.get_by_role("link", name="Archives").click()
    shows(page, "this is the last good site")
    page.go_back()
    scroll_to(page, "heading-12")  # clicking the link has scrolled to it
    page.get_by_role("status").get_by_role("link").click()
    shows(page, "content/essays/2025-05-06-broken.txt:1:")

    (project.essays / "2025-05-06-broken.txt").unlink()
    shows(page, "New words here.")
    assert page.get_by_role("status").count() == 0
    assert page.evaluate("scrollY") == place
    assert top_of(page, "heading-12") == at


def test_a_link_to_a_section_leads_there_in_the_last_good_site_too(page, project, address):
    project.write("2025-05-06-broken.txt", "A <title> without text\n")
    shows(page, "content/essays/2025-05-06-broken.txt:1:")
    page.goto(f"{address}/about/#none")
    page.goto(f"{address}/long/#heading-12")
    page.get_by_role("link", name="this page of it").click()
    shows(page, "this is the last good site")
    assert page.url == f"{address}/long/#heading-12"
    assert 0 <= top_of(page, "heading-12") < 200
    page.get_by_role("status").get_by_role("link").click()
    shows(page, "content/essays/2025-05-06-broken.txt:1:")
    assert page.url == f"{address}/long/#heading-12"
    (project.essays / "2025-05-06-broken.txt").unlink()
    shows(page, "Paragraph 13.")
    assert 0 <= top_of(page, "heading-12") < 200


def test_what_is_written_further_up_moves_nothing(page, project):
    """The text being read stays where it is in the window."""
    at = scroll_to(page, "heading-12")
    place = page.evaluate("scrollY")
    project.write(NAME, ESSAY.replace("## Heading 3\n", "## Heading 3\n" + "Much more. " * 200 + "\n"))
    shows(page, "Much more.")
    assert abs(top_of(page, "heading-12") - at) <= 1
    assert page.evaluate("scrollY") > place + 100


def test_notes_in_the_margin_are_no_place(page, project, address):
    """In a wide window those at the end are not shown, and nothing can be found beside them."""
    notes = "".join(f"\n[^{i}]: Note {i}.\n" for i in range(1, 4))
    source = (
        "\n\n".join(["Title: With notes", *LINES]).replace("Words of it.", "A word.[^1] Two.[^2] Three.[^3]", 1) + notes
    )
    project.write("2025-05-07-with-notes.md", source)
    page.goto(f"{address}/with-notes/")
    shows(page, "A word.")
    page.set_viewport_size({"width": 1400, "height": 600})
    at = scroll_to(page, "heading-12")
    project.write("2025-05-07-with-notes.md", source.replace("Paragraph 13.", "New words here."))
    shows(page, "New words here.")
    assert top_of(page, "heading-12") == at
    project.write("2025-05-07-with-notes.md", source.replace("Paragraph 13.", "Newer words, seen in a narrow window."))
    page.set_viewport_size({"width": 1000, "height": 600})
    shows(page, "Newer words")
    assert page.evaluate("scrollY") > 1000
    (project.essays / "2025-05-07-with-notes.md").unlink()
    page.goto(f"{address}/long/")


def test_a_tab_follows_its_essay_to_another_address(page, project, address):
    """At the same place, also where a build between the two could not be made."""
    at = scroll_to(page, "heading-12")
    project.write(NAME, ESSAY.replace("A long essay", "Status: draft\nTitle: A <long"))
    shows(page, f"content/essays/{NAME}:")
    project.write(NAME, ESSAY.replace("A long essay", "Status: draft\nTitle: A long draft\n"))
    shows(page, "A long draft")
    assert page.url == f"{address}/drafts/long/"
    assert top_of(page, "heading-12") == at
    project.write(NAME, ESSAY)
    shows(page, "A long essay")
    assert page.url == f"{address}/long/"
    assert top_of(page, "heading-12") == at


def test_a_tab_out_of_sight_shows_the_news_when_it_is_seen_again(page, project):
    """It holds no connection meanwhile, of which a browser has few."""
    seen = "state => { Object.defineProperty(document, 'hidden', {value: state, configurable: true});"
    page.evaluate(seen + " document.dispatchEvent(new Event('visibilitychange')) }", True)
    project.write(NAME, ESSAY.replace("Paragraph 1.", "Unseen words."))
    other = page.context.new_page()
    other.goto(page.url)
    shows(other, "Unseen words.")
    assert "Unseen words." not in page.inner_text("body")
    page.evaluate(seen + " document.dispatchEvent(new Event('visibilitychange')) }", False)
    shows(page, "Unseen words.")
    other.close()


def test_a_day_begins_at_the_desk_as_it_does_for_the_public(tmp_path):
    """In the time zone of the site, wherever the browser is; the public site's dates tell it where there is an hour."""
    project = Project(tmp_path)
    conf = project.root / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace('TIMEZONE = "UTC"', 'TIMEZONE = "Pacific/Kiritimati"'), "utf-8")
    project.write("2999-01-01-x.txt", "A title\nA text.\n")
    time = page_of(project.build(), "archives").select_one("time")
    assert (time["datetime"], time["data-moment"]) == ("2999-01-01", "2999-01-01T00:00:00+14:00")
    project.write("2024-01-01-y.txt", "Another title\nAnother text.\n")
    assert "data-moment" not in (project.publish() / "archives/index.html").read_text("utf-8")


def test_drafts_and_essays_of_the_future_are_shown_and_marked(page, address):
    page.goto(f"{address}/drafts/not-ready/")
    assert "draft" in page.inner_text("article .meta")
    page.goto(f"{address}/")
    marked = page.locator("time", has_text="future").all_inner_texts()
    assert (marked[0], len(marked)) == ("1 January 2999 · future", 2)
