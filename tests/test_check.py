"""The quick look at pages finds what the parser finds, and what was found is worked out once."""

import marshal

import pytest
from astro.problem import Problem
from astro.release.check import wrongs_of
from astro.release.facts import Facts, Known, facts_of
from astro.release.failures import describe
from astro.release.given import at_its_line
from astro.release.page import page_of, parsed
from astro.release.scan import scan
from conftest import CASES, SITEURL, astray, files_of
from hypothesis import example, given
from hypothesis import strategies as st

PIECES = [
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<br/>",
        "</br>",
        "<li/>",
        "</",
        "<",
        ">",
        '"',
        "'",
        "&",
        "\0",
        " ",
        "x",
    ),
    *(
        "<!-- a -->",
        "<!--",
        "-->",
        "<!-->",
        "<!--->",
        "<!-- a -- b -->",
        "<!DOCTYPE html>",
        "<![CDATA[",
        "]]>",
        "<?x?>",
    ),
    *("<script>", '<script src="/a.js">', "</script>", "<style>", "</style>", "<title>", "</title>", "<plaintext>"),
    *(
        "<textarea>",
        "</textarea>",
        '<script type="application/ld+json">',
        '{"a": "b"}',
        "<script/>",
        "<svg:a>",
        "</p >",
    ),
    *(
        '<a href="#x">',
        "</a>",
        "<a href='#y'>",
        "<a href=z>",
        '<a id="x" id="y">',
        '<a href="a&amp;b">',
        "<A HREF='/'>",
    ),
    *(
        '<a href="a&copy=1">',
        '<a href="a&copy;">',
        '<a href="a&#x27;b">',
        '<a href="a>b">',
        '<a href="a<b">',
        "<a href>",
    ),
    *(
        '<a\nid="x"\thref="">',
        '<a href="x"id="y">',
        '<a href ="x">',
        '<a/href="x">',
        '<img src="x" srcset="a 1x, b 2x">',
    ),
    *('<img src="https://other.example/x.png" alt="x">', '<meta property="og:image" content="/x.png">', '<p id="a">'),
    *(
        '<link rel="stylesheet icon" href="/a.css">',
        '<a onclick="x">',
        '<a href="java&#9;script:x">',
        '<object data="d">',
    ),
    *(
        '<a href="',
        '">',
        '<p title="',
        "<b",
        " b>",
        '<p\xa0id="x">',
        '<p\x0bid="x">',
        '<p id="\xa0">',
        "<é>",
        '<p é="x">',
    ),
    *("<iframe>", "</iframe>", "<noscript>", "</noscript>", "<xmp>", "</xmp>", '<a href="&#0;&#1114112;&#xd800;">'),
]


@pytest.mark.parametrize("content", ["0;url=/x/", "5; URL='/x/'", " 0.5, url = /x/ "])
def test_where_a_page_leads_on_by_itself(content):
    assert page_of(f'<meta http-equiv="Refresh" content="{content}">').links == ("/x/",)
    assert page_of('<meta http-equiv="refresh" content="30">').links == ()


@pytest.mark.parametrize(
    ("srcset", "addresses"),
    [
        ("a.png", ["a.png"]),
        ("a,b.png 2x, c.png 640w", ["a,b.png", "c.png"]),
        ("a.png, b.png 2x,c.png", ["a.png", "b.png", "c.png"]),
        (" , a.png 1x ,", ["a.png"]),
        ("", []),
    ],
)
def test_addresses_of_a_srcset(srcset, addresses):
    """They may hold commas, and end with none (HTML, "parse a srcset attribute")."""
    assert list(page_of(f'<img src="x" srcset="{srcset}" alt="">').loads) == ["x", *addresses]


@pytest.mark.parametrize(
    ("html", "loads"),
    [
        *((f'<{name} src="{{}}">', True) for name in ("img", "iframe", "video", "audio", "source", "track", "embed")),
        *((f'<{name} src="{{}}"></{name}>', True) for name in ("script",)),
        ('<object data="{}"></object>', True),
        ('<video poster="{}"></video>', True),
        ('<img srcset="{} 2x">', True),
        *((f'<link rel="{rel}" href="{{}}">', True) for rel in ("stylesheet", "alternate Icon", "preload", "manifest")),
        *((f'<link rel="{rel}" href="{{}}">', False) for rel in ("canonical", "alternate", "me", "")),
        ('<a href="{}">x</a>', False),
        ('<blockquote cite="{}">x</blockquote>', False),
    ],
)
def test_what_a_browser_fetches_by_itself(html, loads):
    address = "https://other.example/x"
    assert [*page_of(html.format(address)).loads] == [address] * loads


@pytest.mark.parametrize(
    ("html", "links"),
    [
        *((f'<meta property="{name}" content="/x/">', ["/x/"]) for name in ("og:image", "og:url")),
        ('<meta name="twitter:image" content="/x/">', ["/x/"]),
        ('<meta name="description" content="/x/">', []),
        ('<p property="og:url" content="/x/">y</p>', []),
    ],
)
def test_what_other_sites_show_of_a_page(html, links):
    assert [*page_of(html).links] == links


def same(html):
    """Whether the quick look leaves this HTML to the parser, or finds the same."""
    return scan(html) is None or page_of(html) == parsed(html)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join))
@example("<title></p></title>")
@example("<script></script><p>")
def test_the_quick_look_finds_what_the_parser_finds(html):
    assert same(html)


def test_what_readers_disagree_about_is_left_to_the_parser():
    assert [scan(html) for html in ("<p><script/></p>", "<plaintext></plaintext>")] == [None, None]


@given(st.lists(st.sampled_from(PIECES), max_size=5).map("".join))
def test_elements_in_elements(inner):
    for name in ("p", "script", "title", "style", "textarea"):
        assert same(f'<div><{name} class="x">{inner}</{name}></div>')


@pytest.mark.parametrize("page", sorted(CASES.glob("*/*/*.html")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_pages_of_cases(page):
    assert same(page.read_text("utf-8"))


def test_pages_of_a_site_need_no_parser(full_desk, full_public):
    """They are strict; only what some readers take for text is left to the parser, and what is not closed."""
    pages = [path.read_text("utf-8") for site in (full_desk, full_public) for path in sorted(site.rglob("*.html"))]
    assert len(pages) > 30
    for html in pages:
        assert (scan(html) is None) == ("<noscript>" in html)
        assert page_of(html) == parsed(html)
        assert scan(html.replace("</main>", "")) is None


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ("<p><b>x</p>", ["<b> is not closed before </p>; close it"]),
        ("<p>x", ["<p> is never closed; close it"]),
        ("x</p>", ["</p> closes nothing; take it out"]),
        (
            "<script>x()</script>",
            ["<script> stands in the page, by the theme or a plugin; put it into a file of the theme"],
        ),
        ('<p onclick="x()">y</p>', ["`onclick` of <p> is a script; take it out"]),
        (
            '<a href="#x">y</a><p id="x">z</p><p id="x">z</p>',
            ["id `x` stands 2 times on the page, in its text or template; change one of them"],
        ),
        (
            '<img alt="" src="https://other.example/x.png">',
            [
                "`https://other.example/x.png` would be loaded from another site; "
                "save it in content/images and show it from there"
            ],
        ),
    ],
)
def test_faults_of_a_page(html, faults):
    facts = facts_of("index.html", html, SITEURL, Known())
    assert [text for _, text in facts.faults] == faults
    assert facts.nowhere == ()


def test_facts_come_back(full_public):
    for path in sorted(full_public.rglob("*.html")):
        facts = facts_of(path.relative_to(full_public).as_posix(), path.read_text("utf-8"), SITEURL, Known())
        assert Facts(*marshal.loads(marshal.dumps(tuple(facts)))) == facts


def test_a_piece_of_a_feed_is_looked_at_once():
    """Atom, RSS and JSON Feed carry the same HTML; what is wrong in it is said of each."""
    html = '<p><a href=\\"/nope/\\">x</a></p>'
    known = Known()
    texts = {
        "feed.json": f'{{"items": [{{"content_html": "{html}"}}]}}',
        "feed.xml": '<feed><content>&lt;p&gt;&lt;a href="/nope/"&gt;x&lt;/a&gt;&lt;/p&gt;</content></feed>',
    }
    assert {facts_of(name, text, "", known).targets for name, text in texts.items()} == {("/nope/#",)}
    assert len(known.pieces) == 1
    assert [wrong.page for wrong in astray(texts, frozenset(texts), "")] == ["feed.json", "feed.xml"]


def test_only_what_is_wrong_is_read_again():
    pages = {"a/index.html": '<a href="/b/#x">x</a>', "b/index.html": '<p id="y">y</p><a href="/a/">x</a>'}
    pages["c/index.html"] = "<p>z</p>"
    facts = {name: facts_of(name, html, "", Known()) for name, html in pages.items()}
    asked = []

    def read(name):
        asked.append(name)
        return pages[name]

    (wrong,) = wrongs_of(facts, frozenset(pages), "", (), read)
    assert (wrong.page, wrong.mark) == ("a/index.html", "/b/#x")
    assert wrong.text == "link `/b/#x` leads to an id that is not there; write the id of a section"
    assert asked == ["a/index.html", "b/index.html"]  # for its headings


def test_an_unchanged_site_is_not_read_again(project):
    """What is known of its files is remembered; a file that changed is looked into."""
    project.add_fixtures()
    project.add_settings(
        "from astro.release import built\nif os.environ.get('AGAIN'):\n    built.facts_of = None", "publishconf.py"
    )
    first = files_of(project.publish())
    assert files_of(project.publish(AGAIN="1")) == first
    with (project.essays / "2025-03-02-a-sourdough-calendar.txt").open("a") as file:
        file.write("Another line.\n")
    done = project.run("publishconf.py", SITEURL=SITEURL, AGAIN="1")
    assert "object is not callable" in done.stderr


BLOG = "/home/me/blog"


@pytest.mark.parametrize(
    ("error", "files", "said"),
    [
        (ValueError("no"), [".venv/lib/site-packages/x.py"], "pelicanconf.py:1: ValueError: no; correct"),
        (ValueError("no"), ["a.py", ".venv/lib/site-packages/x.py"], "a.py:1: ValueError: no; correct"),
        (ValueError(), ["plugins/own.py", "theme/templates/tag.html"], "theme/templates/tag.html:2: ValueError;"),
        (FileNotFoundError(2, "None", f"{BLOG}/theme/x.css"), ["a.py"], "theme/x.css:1: None; put it there"),
        (FileNotFoundError(2, "None", "/etc/x"), ["a.py"], "a.py:1: None: /etc/x; put it there"),
        (
            EOFError("marshal data too short"),
            ["a.py"],
            "a.py:1: EOFError: marshal data too short; a full disk left half",
        ),
        (PermissionError(13, "No", f"{BLOG}/output"), ["a.py"], "output:1: No; have it belong to you"),
        (OSError(30, "Read-only", f"{BLOG}/content"), ["a.py"], "content:1: Read-only; have it belong to you, or make"),
        (OSError(28, "No space left"), ["a.py"], "a.py:1: No space left; make room"),
    ],
)
def test_where_a_build_has_failed(error, files, said):
    """The innermost place in the project that was not installed; a file that could not be opened is one itself."""
    frames = [(f"{BLOG}/{name}", line) for line, name in enumerate(files, start=1)]
    assert str(describe(error, frames, BLOG, "theme")).startswith(said)


@pytest.mark.parametrize(
    ("source", "text", "place"),
    [
        ("A = 1\nNAME = ''\n", "NAME is missing; write it", "x.py:2"),
        ("NAME = ''\nif A:\n    NAME = 'a'\n", "NAME is `a`; no", "x.py:3"),
        ("OTHER = NAME = (\n  1,\n)\n", "NAME is `1`; no", "x.py:1"),
        ("NAMES = []\nNAMES += ['a']\nNAMES[0] = 'b'\n", "NAMES has `b`; no", "x.py:3"),
        ("NAMES = []\nNAMES.append('a')\nprint(NAMES)\n", "a module is no plugin; take it out of NAMES", "x.py:2"),
        ("THE_NAME = 1\nNAME: str = ''\n", "NAME lacks X; no", "x.py:2"),
        ("NAME_OF = 1\n", "NAME is missing; write it", "pelicanconf.py:1"),
        ("NAME = (\n", "NAME is missing; write it", "pelicanconf.py:1"),
    ],
)
def test_where_a_setting_is_given(source, text, place):
    """Where it has its value of, at the last; a file that was saved half since is none."""
    assert str(at_its_line(Problem("pelicanconf.py", 1, text), {"x.py": source})) == f"{place}: {text}"


def test_a_setting_of_two_files_is_given_in_the_one_that_counts():
    files = {"publishconf.py": "\nA_NAME = 1", "pelicanconf.py": "A_NAME = 2\nB_NAME = 3"}
    for name, place in (("A_NAME", "publishconf.py:2"), ("B_NAME", "pelicanconf.py:2")):
        assert str(at_its_line(Problem("pelicanconf.py", 1, f"{name} is 1; no"), files)).startswith(f"{place}: {name}")
