"""What hosts are told: headers, redirects, what stands where nothing stands."""

import pytest
from bs4 import BeautifulSoup
from conftest import SITEURL
from observatory import directives, headers_for_all, score

STRICT = {
    "content-security-policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


def headers(site):
    return headers_for_all((site / "_headers").read_text("utf-8"))


def test_the_observatory_gives_full_marks(public):
    """The score is over 100 by the Observatory's rules, and what the issue of headers asks for is there."""
    given = headers(public)
    assert score(given) >= 100
    assert directives(given["content-security-policy"])["default-src"] == ["'none'"]
    assert "permissions-policy" in given


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({}, 120),
        ({"content-security-policy": ""}, 55),
        ({"content-security-policy": "default-src 'self'; frame-ancestors 'none'"}, 115),
        ({"content-security-policy": "script-src 'unsafe-inline'; frame-ancestors 'none'"}, 80),
        ({"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}, 110),
        ({"strict-transport-security": ""}, 80),
        ({"strict-transport-security": "max-age=1000"}, 110),
        ({"x-content-type-options": ""}, 115),
        ({"referrer-policy": "unsafe-url"}, 110),
    ],
)
def test_the_rules(change, points):
    """A header less is seen in the score."""
    assert score(STRICT | change) == points


@pytest.mark.parametrize("site", ["full_desk", "full_public"])
def test_pages_need_nothing_that_the_policy_forbids(site, request):
    """No inline script, style or handler, and nothing that another site would have to send."""
    for path in request.getfixturevalue(site).rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert not page.select("style, [style], iframe, object, embed, base"), path
        assert not [tag for tag in page.find_all("script") if not tag.get("src") and tag.get("type", "") == ""], path
        assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")], path


def test_what_stands_where_nothing_stands(public):
    """404.html, which leads on and which no list of pages names; robots.txt, which lets all search engines in."""
    page = BeautifulSoup((public / "404.html").read_text("utf-8"), "html.parser")
    assert page.select_one("main a[href$='/archives/']")
    assert "404" not in (public / "sitemap.xml").read_text("utf-8")
    assert (public / "robots.txt").read_text("utf-8") == f"User-agent: *\nAllow: /\n\nSitemap: {SITEURL}/sitemap.xml\n"


def test_the_site_map_is_named_once_and_at_the_root_of_a_host_alone(project):
    own = project.root / "content/extra/robots.txt"
    for text in ("User-agent: *\nSITEMAP: https://other.example/map.xml\n", ""):
        own.write_text(text)
        assert (project.publish() / "robots.txt").read_text("utf-8") == text
    own.write_text("User-agent: *\n")
    assert (project.publish(SITEURL=f"{SITEURL}/blog") / "robots.txt").read_text("utf-8") == "User-agent: *\n"


def test_the_site_map_is_named_also_where_it_is_that_of_the_last_build(project):
    project.add_settings(f"SITEURL = '{SITEURL}'")
    for _ in range(2):
        assert f"Sitemap: {SITEURL}/sitemap.xml\n" in (project.build() / "robots.txt").read_text("utf-8")


def test_no_text_of_an_essay_takes_the_place_of_a_file(project):
    """Neither beside its page nor at its former address."""
    project.write("2025-05-01-wall.txt", "A wall\nA text.\n")
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-05-01-walls.txt")
    for name in ("wall", "walls"):
        (project.root / "content/extra" / name).mkdir()
        (project.root / "content/extra" / name / "index.txt").write_text("mine")
    assert project.run_publishing().stderr.splitlines()[:-1] == [
        f"content/extra/{name}/index.txt:1: `/{name}/index.txt` is the address of content/essays/2025-05-01-walls.txt "
        "too; give it another name"
        for name in ("wall", "walls")
    ]


def test_what_the_author_gives_the_host_stands(project):
    """At the root of the site, below its folders too, also at the second build; ours takes the place of none of it."""
    extra, essays, site = project.root / "content/extra", project.essays, project.root / "output"
    for folder in ("verify", ".well-known"):
        (extra / folder).mkdir()
    own = {"_headers": "/*\n  X-Own: yes\n", "verify/a.html": "a code", "apple-touch-icon.png": "a picture"}
    own[".well-known/security.txt"] = "Contact: mailto:me@example.org\n"
    for name, text in own.items():
        (extra / name).write_text(text, "utf-8")
    (extra / "_redirects").write_text("/2019/old.html /about/ 301", "utf-8")
    (essays / "card.png").write_bytes((extra / "feed-icon.png").read_bytes())
    project.write("2025-05-01-wall.md", "Title: A wall\n\nA text.\n\n![A wall]({attach}card.png)\n")
    assert project.run_publishing().returncode == 0
    (essays / "2025-05-01-wall.md").rename(essays / "2025-05-01-walls.md")
    for _ in range(2):
        assert project.run_publishing().returncode == 0
        assert {name: (site / name).read_text("utf-8") for name in own} == own
        assert (site / "_redirects").read_text("utf-8") == "/2019/old.html /about/ 301\n/wall/ /walls/ 301\n"
        assert (site / "walls/card.png").read_bytes() == (extra / "feed-icon.png").read_bytes()
