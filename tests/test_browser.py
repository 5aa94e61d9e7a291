"""The built site in a real browser: where anchors and related links land, and how pages fit a phone."""

import pytest
from conftest import SEED_IDS, SEED_SLUG, SITEURL, Project, served


@pytest.fixture
def page(chromium):
    # Chromium reports a transition that the next click overtakes; a reader who wants none has none.
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.complaints.append(request.url) if "127.0.0.1" not in request.url else None)
    yield page
    page.close()


def target(page):
    """The id of the element that the browser has jumped to, and how far it stands from the window's top, in pixels."""
    script = "() => { const e = document.querySelector(':target'); return [e?.id, e?.getBoundingClientRect().top] }"
    return page.evaluate(script)


def follow(page, link):
    """Open a link with the keyboard, and wait until the browser has gone where it leads."""
    address = link.evaluate("link => link.href")
    link.press("Enter")
    page.wait_for_url(address)


@pytest.mark.parametrize("id_", SEED_IDS)
def test_every_anchor_link_lands_on_its_heading(page, site, id_):
    """The anchor link is reached with the keyboard, is seen then, and leads to its own heading, within the window."""
    page.goto(f"{site}/{SEED_SLUG}/")
    link = page.locator(f".anchor-link[href='#{id_}']")
    link.focus()
    assert link.evaluate("e => getComputedStyle(e).opacity") == "1"
    page.keyboard.press("Enter")
    name, top = target(page)
    assert name == id_
    assert 0 <= top < 800
    assert page.complaints == []


def test_anchor_links_are_named(page, site):
    """A screen reader reads which section a link leads to, and headings without a mark."""
    page.goto(f"{site}/{SEED_SLUG}/")
    assert page.get_by_role("link", name="Link to section “The open question”").count() == 1
    assert page.get_by_role("heading", name="The open question", exact=True).count() == 1


def test_the_outline_leads_to_every_section(page, site):
    page.goto(f"{site}/{SEED_SLUG}/")
    for id_ in SEED_IDS:
        follow(page, page.locator(f".outline a[href='#{id_}']"))
        assert target(page)[0] == id_


@pytest.mark.parametrize(
    "slug",
    [SEED_SLUG, "the-second-wall", "rules-for-a-mars-garden", "a-sourdough-calendar", "notes-on-orbital-mechanics"],
)
def test_every_related_link_lands(page, site, slug):
    """Each link of Related thinking opens a page with a title; one to a section lands on its heading."""
    page.goto(f"{site}/{slug}/")
    addresses = page.locator("aside.related a").evaluate_all("links => links.map(link => link.href)")
    assert addresses
    for i, address in enumerate(addresses):
        page.goto(f"{site}/{slug}/")
        follow(page, page.locator("aside.related a").nth(i))
        assert page.url == address
        assert page.locator("h1").count() == 1
        if "#" in address:
            assert target(page)[0] == page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize(
    "path", ["/", f"/{SEED_SLUG}/", "/rules-for-a-mars-garden/", "/zh/hongse-de-xiawu/", "/archives/", "/404.html"]
)
def test_pages_fit_the_window(chromium, site, path, width, scheme):
    """No page is wider than the window, and ink and paper change places in the dark."""
    page = chromium.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == {"light": "rgb(255, 253, 249)", "dark": "rgb(22, 23, 26)"}[scheme]
    page.close()


def test_reading_without_script(chromium, site):
    """Nothing needs JavaScript: the same words stand on the page without it."""
    words = []
    for enabled in (True, False):
        context = chromium.new_context(java_script_enabled=enabled)
        page = context.new_page()
        page.goto(f"{site}/{SEED_SLUG}/")
        words.append(page.locator("body").inner_text())
        context.close()
    assert words[0] == words[1]
    assert "I’m sitting with that question." in words[0]


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """The desk's site after a published essay was renamed and lost a section."""
    project = Project(tmp_path_factory.mktemp("edited"))
    text = (
        "A wall\nBefore.\nOne part\nThe first part says this of rules.\nAnother part\nThe second says that of paper.\n"
    )
    project.write("2025-05-01-wall.txt", text + "And more.\n" * 80)
    assert project.run("publishconf.py", options=["-e", "PUBLISH=true"], SITEURL=SITEURL, CI="").returncode == 0
    (project.essays / "2025-05-01-wall.txt").unlink()
    text = text.replace("Another part\nThe second says that of paper.\n", "")
    project.write("2025-05-01-the-wall.txt", text + "And more.\n" * 80)
    with served(project.build()) as address:
        yield address


def test_an_id_that_is_gone_lands_before_its_neighbour(page, edited):
    """An alias is an empty target: the browser jumps there, the keyboard and a screen reader meet nothing."""
    page.goto(f"{edited}/the-wall/#another-part")
    name, top = target(page)
    heading = page.locator("h2#one-part").evaluate(
        "e => [e.getBoundingClientRect().top, getComputedStyle(e).boxShadow]"
    )
    assert name == "another-part"
    assert 0 <= top <= heading[0] < 800
    assert heading[1] != "none"
    assert page.locator("#another-part").evaluate("e => [e.tabIndex, e.textContent, e.offsetWidth]") == [-1, "", 0]


def test_of_many_aliases_each_marks_its_own_heading(page, edited):
    page.goto(f"{edited}/the-wall/")
    page.locator(".essay").evaluate(
        """essay => { essay.innerHTML = `<span class="alias" id="top-1"></span><p>x</p>
        <span class="alias" id="a1"></span><span class="alias" id="a2"></span><span class="alias" id="a3"></span>
        <header class="section-heading"><h2>A</h2></header><p>x</p>
        <header class="section-heading"><h2>B</h2></header>` }"""
    )
    marked = "() => [...document.querySelectorAll('.essay h2')].map(e => getComputedStyle(e).boxShadow !== 'none')"
    for id_, expected in (
        ("a1", [True, False]),
        ("a2", [True, False]),
        ("a3", [True, False]),
        ("top-1", [False, False]),
    ):
        page.evaluate("id => { location.hash = id }", id_)
        assert page.evaluate(marked) == expected


@pytest.mark.parametrize("enabled", [True, False])
def test_a_former_address_leads_on(chromium, edited, enabled):
    """Also without JavaScript."""
    context = chromium.new_context(java_script_enabled=enabled)
    page = context.new_page()
    page.goto(f"{edited}/wall/")
    page.wait_for_url(f"{edited}/the-wall/")
    assert page.locator("h1").inner_text() == "A wall"
    context.close()


def test_a_former_address_is_as_dark_as_the_reader_wants(chromium, edited):
    """What leads on is seen for a moment: it is no white flash at night."""
    page = chromium.new_page(color_scheme="dark", java_script_enabled=False)
    page.set_content(page.request.get(f"{edited}/wall/").text().replace('http-equiv="refresh"', 'name="was"'))
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(255, 255, 255)"
    page.close()
