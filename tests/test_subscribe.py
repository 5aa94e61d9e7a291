"""How a reader of the site finds its feeds, and what a browser shows of one."""

import pytest
from bs4 import BeautifulSoup
from conftest import SITEURL
from feed_lint import feeds_of, read

FORMATS = ["feed.xml", "rss.xml", "feed.json"]


def test_every_page_leads_to_the_feeds(full_public):
    """Atom first, then RSS and JSON, absolute and with titles, a tag's own last; and a link that a reader sees."""
    tags = {"policy", "space"}
    assert {path.parent.name for path in full_public.glob("tag/*/feed.xml")} == tags
    pages = list(full_public.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        links = [link for link in page.select("link[rel=alternate][type]") if link["type"] != "text/plain"]
        own = [f"tag/{path.parent.name}/feed.xml"] * (path.parent.name in tags)
        assert [link["href"] for link in links] == [f"{SITEURL}/{name}" for name in (*FORMATS, *own)], path
        assert all(link["title"] for link in links)
        assert [link["type"].partition("/")[2] for link in links[:3]] == ["atom+xml", "rss+xml", "feed+json"]
        assert page.select_one(f"header a[href='{SITEURL}/subscribe/']").get_text() == "Subscribe"
    subscribe = BeautifulSoup((full_public / "subscribe/index.html").read_text("utf-8"), "html.parser")
    assert [link["href"] for link in subscribe.select(".essay li a")] == [f"{SITEURL}/{name}" for name in FORMATS]


@pytest.mark.parametrize("kept", FORMATS)
def test_formats_that_the_owner_turns_off_are_not_named(project, kept):
    """A site may have its feed in one format alone."""
    for name, path in zip(("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ALL_JSON"), FORMATS, strict=True):
        project.add_settings(f"{name} = {path if path == kept else None!r}", "publishconf.py")
    site = project.publish()
    assert [path.name for path in map(site.joinpath, FORMATS) if path.exists()] == [kept]
    for name in ("index.html", "subscribe/index.html"):
        page = (site / name).read_text("utf-8")
        assert [path for path in FORMATS if path in page] == [kept]


def test_a_site_may_have_no_feed_at_all(project):
    """Its page on subscribing does not say that it is the desk's."""
    project.add_settings("FEED_ALL_ATOM = FEED_ALL_RSS = FEED_ALL_JSON = TAG_FEED_ATOM = None", "publishconf.py")
    page = (project.publish() / "subscribe/index.html").read_text("utf-8")
    assert "The addresses" not in page
    assert "At the desk" not in page


def test_the_feeds_of_a_tag_are_named_in_each_format(project):
    project.add_settings(
        "TAG_FEED_ATOM = None\nTAG_FEED_RSS, TAG_FEED_JSON = 'tag/{slug}/rss.xml', 'tag/{slug}/feed.json'",
        "publishconf.py",
    )
    for name in ("one", "two"):
        project.write(f"2025-05-01-{name}.txt", f"Tags: x\n\nA title, {name}\nA text.\n")
    page = BeautifulSoup((project.publish() / "tag/x/index.html").read_text("utf-8"), "html.parser")
    rss, json = (f"{SITEURL}/tag/x/{name}" for name in ("rss.xml", "feed.json"))
    links = [link for link in page.select("link[rel=alternate]") if "/tag/" in link["href"]]
    assert [(link["type"], link["href"]) for link in links] == [
        ("application/rss+xml", rss),
        ("application/feed+json", json),
    ]
    assert page.select_one("main .meta a")["href"] == rss


def test_the_desk_has_no_feed(full_desk):
    """Every address in a feed is public, so a preview can have none; its page on subscribing says so."""
    assert feeds_of(full_desk) == []
    assert "At the desk there are no feeds" in (full_desk / "subscribe/index.html").read_text("utf-8")


def test_a_browser_shows_a_feed_as_the_site(chromium, full_public):
    """Opened as XML, the feed is styled: titles and summaries are to be read, and nothing that is for programs."""
    page = chromium.new_page(viewport={"width": 900, "height": 900})
    page.route("**/*", lambda route: fulfil(route, full_public))
    for name in ("feed.xml", "rss.xml"):
        page.goto(f"{SITEURL}/{name}")
        shown = page.evaluate(SHOWN)
        assert shown["background"] == "rgb(255, 253, 249)"
        assert shown["titles"] == len(read(full_public / name)) + 1
        assert "feed reader" in shown["banner"]
        assert shown["hidden"] == ["none"]
        assert shown["order"] == ["title", "date", "summary"]
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    mark = b'<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><title'
    archive = (full_public / "feed.xml").read_bytes().replace(b"<title", mark, 1)
    page.route("**/feed-1.xml", lambda route: route.fulfill(body=archive, content_type="application/xml"))
    page.goto(f"{SITEURL}/feed-1.xml")
    assert "gets nothing new" in page.evaluate(SHOWN)["banner"]
    page.close()


SHOWN = """() => {
  const style = (element, pseudo) => getComputedStyle(element, pseudo)
  const all = names => [...document.querySelectorAll(names)]
  const entry = document.querySelector('entry, item')
  const parts = {title: 'title', date: 'published, pubDate', summary: 'summary, description'}
  const top = name => entry.querySelector(parts[name]).getBoundingClientRect().top
  return {
    background: style(document.documentElement).backgroundColor,
    titles: all('title').filter(title => title.getClientRects().length).length,
    banner: style(document.documentElement, '::before').content,
    hidden: [...new Set(all('id, guid, content, encoded, updated, category, generator, icon, url')
      .map(each => each.getClientRects().length ? 'shown' : 'none'))],
    order: Object.keys(parts).sort((a, b) => top(a) - top(b)),
  }
}"""


def fulfil(route, folder):
    path = folder / route.request.url.removeprefix(f"{SITEURL}/")
    if not path.is_file():
        route.fulfill(status=404)
        return
    types = {".xml": "application/xml", ".css": "text/css"}
    route.fulfill(body=path.read_bytes(), content_type=types.get(path.suffix, "image/png"))
