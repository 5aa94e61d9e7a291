"""The check of a built site's links: it finds what leads nowhere and lets everything else pass."""

import pytest
from astro.release.facts import WHOLE
from astro.release.links import target_of
from astro.release.origin import line_with, lines_with
from astro.release.page import page_of
from astro.release.sources import only_unseen
from astro.release.styles import html_of_style
from astro.release.taken import copies, shared
from conftest import SITEURL, astray
from hypothesis import given
from hypothesis import strategies as st

PAGES = {
    "index.html": '<a id="home" href="/about/#people">x</a>',
    "about/index.html": '<h2 id="people">P</h2><h2 id="中文">Q</h2>',
}
FILES = frozenset([*PAGES, "404.html", "theme/style.css", "feed.xml", "images/a b.png"])


def wrong(link, site="", page="about/index.html"):
    pages = PAGES | {page: PAGES.get(page, "") + f'<a href="{link}">x</a>'}
    return [f"{each.page}: {each.text}" for each in astray(pages, FILES, site)]


@pytest.mark.parametrize("site", ["", "https://essays.example.org", "https://example.org/essays"])
@pytest.mark.parametrize(
    "link",
    ["/", "/about/", "/about/#people", "/about/#%E4%B8%AD%E6%96%87", "/about/#中文", "/feed.xml", "/images/a%20b.png"],
)
def test_links_of_the_site(link, site):
    """Links from the root, under any address of the site."""
    pages = {name: html.replace("/about/", f"{site}/about/") for name, html in PAGES.items()}
    pages["x/index.html"] = f'<a href="{site}{link}">x</a>'
    assert list(astray(pages, FILES | {"x/index.html"}, site)) == []


@pytest.mark.parametrize(
    "link", ["#people", "#top", "", "//", "//?x", "../", "../theme/style.css", "?page=2", "https://other.example/x"]
)
def test_links_from_a_page(link):
    assert bool(wrong(link)) is (link in ("", "//", "//?x"))


@pytest.mark.parametrize("begins", ["http://", "HTTPS://ESSAYS.", "https://user@", "//"])
def test_links_to_the_host_of_the_site(begins):
    """However they name it."""
    host = "example.org" if "ESSAYS" in begins else "essays.example.org"
    assert wrong(f"{begins}{host}/nope/", SITEURL) == [
        f"about/index.html: link `{begins}{host}/nope/` leads nowhere; nothing stands at that address"
    ]
    assert wrong(f"{begins}{host}/about/", SITEURL) == []


@pytest.mark.parametrize(
    ("port", "is_ours"),
    [("https://{}:443", True), ("http://{}:80", True), ("http://{}:443", False), ("ftp://{}", False)],
)
def test_links_to_ports(port, is_ours):
    assert bool(wrong(f"{port.format('essays.example.org')}/nope/", SITEURL)) is is_ours


@pytest.mark.parametrize("link", ["../../images/a.png", "../../", "/images/a.png", "../../blogs/"])
def test_links_out_of_the_folder_of_the_site(link):
    """On its host, to what is no file of the site; at the desk they lead to one."""
    said = (
        f"link `{link}` leads out of https://example.org/blog; write {{filename}} or {{static}} and the path of a file"
    )
    assert target_of(link, "about/index.html", "https://example.org/blog") == (None, said)


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/images/a.png", " https://o.example/", "tel:1"])
def test_links_that_name_their_host_may_lead_out_of_the_folder(link):
    assert target_of(link, "about/index.html", "https://example.org/blog") == (None, None)


def test_a_fragment_that_only_looks_like_an_id_is_told_how():
    """Browsers hold the characters against each other."""
    pages = {"index.html": '<a href="#se\u0301c">x</a><h2 id="s\u00e9c">x</h2>'}
    (wrong,) = astray(pages, frozenset(pages), SITEURL)
    assert wrong.text.endswith("write `#s\u00e9c`, in which each accent is one character with its letter")


@pytest.mark.parametrize("link", ["mailto:a@example.org", "tel:1", "//other.example/x", "data:,x"])
def test_links_elsewhere(link):
    assert wrong(link) == []


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("/nope/", "link `/nope/` leads nowhere"),
        ("nope.png", "link `nope.png` leads nowhere"),
        ("#peple", "link `#peple` leads to an id that is not there; did you mean `#people`?"),
        ("/#people", "link `/#people` leads to an id that is not there; write the id of a section"),
        ("#people-i", "link `#people-i` leads to an id that is not there; did you mean `#people`?"),
        (
            "../images/p.png",
            "link `../images/p.png` leads nowhere; save the picture in content/images and write `{static}/",
        ),
        ("/images/A%20B.PNG", "link `/images/A B.PNG` leads nowhere; did you mean `{static}/images/a b.png`?"),
        ("a-b.jpg", "link `a-b.jpg` leads nowhere; did you mean `{static}/images/a b.png`?"),
        ("{filename}x.txt", "link `{filename}x.txt` leads nowhere"),
        ("{filename}x.txt#a#a", "link `{filename}x.txt#a` leads nowhere"),
        ("{filename}x.txt?y=1?y=1", "link `{filename}x.txt?y=1` leads nowhere"),
        ("{filename}x.txt?y=1#a?y=1#a", "link `{filename}x.txt?y=1#a` leads nowhere"),
        ("////other.example]", "link `////other.example]` is no address"),
    ],
)
def test_links_that_lead_nowhere(link, message):
    (problem,) = wrong(link)
    assert problem.startswith(f"about/index.html: {message}")


@given(
    st.sampled_from(["https:", "http:", "HTTPS:", "", "/", " https:"]),
    st.text(st.sampled_from("/?#:@[]\\\t ab.&é")),
    st.sampled_from(["", "https://a.b", "http://a.b/c"]),
)
def test_what_means_the_same_on_every_page(scheme, rest, site):
    value = scheme + rest
    if WHOLE.match(value):
        assert target_of(value, "d/index.html", site) == target_of(value, "e/f/index.html", site)


def test_addresses_that_are_whole():
    whole = ["/a/", "//b.c", "https://b.c/d", "http://[::1]/"]
    assert [
        value
        for value in [*whole, "https:d", "https:///d", "http://?e", "//", "/\t/", "d/", "#e", "mailto:f"]
        if WHOLE.match(value)
    ] == whole


def test_only_ids_are_targets():
    """A link with a fragment is no proof of the fragment."""
    assert (
        len(
            list(astray({"index.html": '<a href="#x">a</a><a name="y" href="#y">b</a>'}, frozenset(["index.html"]), ""))
        )
        == 2
    )


def test_an_id_with_a_space_is_found_by_its_address():
    pages = {"index.html": '<p id="a b">x</p><a href="#a%20b">x</a>'}
    assert list(astray(pages, frozenset(pages), SITEURL)) == []


def test_a_heading_that_was_reworded_is_proposed_by_its_words():
    """Its id is that of the words which it had."""
    heading = '<h2 class="x" id="code">Source &amp; <b>sink</b></h2>'
    pages = {"index.html": f'{heading}<p id="source-sin">x</p><a href="#source-sink">x</a>'}
    (wrong,) = astray(pages, frozenset(pages), SITEURL)
    assert wrong.text.endswith("did you mean `#code`?")


def test_no_id_of_the_theme_is_proposed():
    """It may be another tomorrow."""
    pages = {"index.html": '<main id="main"><p id="many">x</p><a href="#mai">x</a></main>'}
    (wrong,) = astray(pages, frozenset(pages), SITEURL)
    assert wrong.text.endswith("did you mean `#many`?")


def test_the_section_of_which_an_id_is_the_number_is_proposed():
    ids = ("18-iterating", "1-what-kind", "10-getting")
    pages = {"index.html": "".join(f'<p id="{id_}">x</p>' for id_ in ids) + '<a href="#1">x</a>'}
    (wrong,) = astray(pages, frozenset(pages), SITEURL)
    assert wrong.text.endswith("did you mean `#1-what-kind`?")


@pytest.mark.parametrize(
    ("one", "other"), [("Straße/", "strasse/"), ("caf\u00e9/", "cafe\u0301/"), ("\ufb01n/", "fin/"), ("A.png", "a.png")]
)
def test_addresses_that_some_disk_takes_for_one(one, other):
    assert list(shared([("x.txt", one), ("y.txt", other)])) == [("y.txt", other, "x.txt")]


def test_what_only_unseen_essays_show():
    """A picture is named by its place in content/ or on the site; one that others show too is left."""
    files = {"images/a.png": "pictures/1-a.png", "images/b.png": "pictures/2-b.png", "images/c.png": "images/c.png"}
    assert only_unseen(["images/a.png", "pictures/2-b.png"], ["images/c.png"], files) == {
        "images/a.png",
        "images/b.png",
    }
    assert only_unseen(files, ["pictures/1-a.png", "images/b.png"], files) == {"images/c.png"}


def test_line_of_a_link():
    """The line with the whole link, else with its fragment, else with the last part of its path."""
    source = (
        "Title: x\n\n[a](/nope/) [b]({filename}a.txt#here)\n[c]({filename}gone.txt)\nA fool.\n[]({author}foo) [d]()\n"
    )
    assert [line_with(link, source) for link in ("/author/foo.html", "")] == [6, 6]
    assert line_with("/nope/", f"One line\u2028for editors\n{source}") == 4
    assert [line_with(link, source) for link in ("/nope/", "/a/#here", "https://x.example/b/gone.txt", "/z/")] == [
        3,
        3,
        4,
        1,
    ]


def test_lines_of_a_link_that_stands_in_several():
    """An address that is talked of, that goes on, or that stands in code is no link."""
    source = "`[a](/x/)`\n[a](/x/)\n\n```\n[a](/x/)\n```\n/x/\n[a](/x/y/)\n<a href='/x/'>b</a>\n"
    assert lines_with("/x/", source) == [2, 9]
    assert lines_with("/x/", "a\n/x/ and\n/x/\n") == [2]
    assert lines_with("/x/", "a\n`[a](/x/)`\n") == [2]
    assert [lines_with("", f"a\n\n[a]{to}\n") for to in ("()", "( )", "(<>)", '("t")')] == [[3]] * 4


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="/feed.xml" srcset="/feed.xml 1x, /nope.png 2x">',
        '<picture><source srcset="/nope.png 640w"></picture>',
        '<object data="/nope.png"></object>',
        '<meta property="og:image" content="/nope.png">',
    ],
)
def test_pictures_of_all_kinds(tag):
    """Smaller files of a picture and the one that other sites show are links too."""
    (problem,) = astray({"index.html": tag}, FILES, "")
    assert problem.text.startswith("link `/nope.png` leads nowhere")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("feed.xml", '<?xml version="1.0"?>\n<?xml-stylesheet type="text/css" href="/nope.png"?>\n<rss/>'),
        ("rss.xml", "<rss><channel><image><url>/nope.png</url></image></channel></rss>"),
        ("feed.json", '{"next_url": "/nope.png", "icon": "/feed.xml"}'),
        ("feed.json", '{"icon": "/nope.png"}'),
    ],
)
def test_addresses_of_feeds(name, text):
    """The stylesheet of a feed, its picture and the document that goes on from it are links too."""
    (problem,) = astray({name: text}, FILES, "")
    assert problem.text.startswith("link `/nope.png` leads nowhere")


@pytest.mark.parametrize(
    ("css", "loaded"),
    [
        ("a { background: url(x.png) } @import 'y.css'; b { src: url( \"z.woff2\" ) }", ["x.png", "y.css", "z.woff2"]),
        ("/* url(old.png) */ @namespace atom url('http://www.w3.org/2005/Atom'); c { fill: url(#d) }", []),
        ("a { background: url(data:image/png;base64,AA) }", []),
        ("@import url(https://fonts.example.org/face.css);", ["https://fonts.example.org/face.css"]),
    ],
)
def test_what_a_stylesheet_loads(css, loaded):
    page = page_of(html_of_style(css))
    assert list(page.loads) == loaded
    assert list(page.faults) == []


@pytest.mark.parametrize(
    "rest",
    [
        *(" (1)", " 2", " copy", " - Copy", " (Anna's conflicted copy 2025-03-01)", "_conflict-20250301-101010"),
        *(".sync-conflict-20250301-101010-ABCDEFG", ".conflict", "-DESKTOP-ABC", " Kopie", "~1", "（副本）"),
    ],
)
def test_copies_that_other_programs_make(rest):
    assert [*copies(["e/2025-02-01-tea.md", f"e/2025-02-01-tea{rest}.md"])] == [
        (f"e/2025-02-01-tea{rest}.md", "e/2025-02-01-tea.md")
    ]


def test_names_that_are_no_copies():
    """Another folder, another ending, words of their own."""
    names = ["e/tea.md", "e/tea-two.md", "f/tea (1).md", "e/tea (1).txt", "e/My Tea.md", "e/Teas.md", "e/tea2.md"]
    assert [*copies([*names, "e/tea.d (1)/tea.md"])] == []
