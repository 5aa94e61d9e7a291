"""What stands in and beside a page besides its text: for other sites, search engines, hosts and plain readers."""

import json
import re
from datetime import datetime
from fnmatch import fnmatch
from io import BytesIO
from itertools import combinations
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from astro import typeset
from astro.memory import Memory
from astro.pages.hosting import headers
from astro.pages.languages import own_name
from astro.pages.reading import minutes, word_count
from astro.pages.stylesheet import shorten
from astro.pages.text import as_text, opening
from astro.plain_text.values import day_in_words
from astro.sections.direction import direction, is_rtl
from bs4 import BeautifulSoup
from conftest import ROOT, SEED, SEED_SLUG, SITEURL, files_of, page_of, served
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

KINDS = ["", SEED_SLUG, "archives", "tag/space", "about", "search"]


def meta(page):
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in page.select("meta[content]")}


def data_of(page):
    (script,) = page.select("script[type='application/ld+json']")
    return json.loads(script.string)["@graph"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_can_be_shared(full_public, kind):
    """Canonical address, description, Open Graph and a card that exists; the address in all of them is the same."""
    page = page_of(full_public, kind)
    address = f"{SITEURL}/{kind}/".replace("org//", "org/")
    shown = meta(page)
    assert page.select_one("link[rel=canonical]")["href"] == shown["og:url"] == address
    assert shown["og:title"]
    assert shown["og:description"] == shown["description"]
    assert shown["twitter:card"] == "summary_large_image"
    assert (full_public / shown["og:image"].removeprefix(f"{SITEURL}/")).exists()
    assert (shown["og:type"] == "article") == (kind == SEED_SLUG)


def test_an_essay_in_the_words_of_schema_org(public):
    """Every property that search engines ask of a BlogPosting and a BreadcrumbList, and no other type."""
    address = f"{SITEURL}/{SEED_SLUG}/"
    posting, trail = data_of(page_of(public, SEED_SLUG))
    assert posting == {
        "@type": "BlogPosting",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": "DeepSeek R1 and the moment China showed it",
        "description": meta(page_of(public, SEED_SLUG))["description"],
        "image": f"{address}card.png",
        "datePublished": "2025-01-20T00:00:00+00:00",
        "dateModified": "2025-01-20T00:00:00+00:00",
        "inLanguage": "en",
        "wordCount": len(SEED.read_text("utf-8").partition("Related thinking:")[0].split()),
        "author": [{"@type": "Organization", "name": "astro", "url": f"{SITEURL}/"}],
        "isPartOf": {"@type": "Blog", "@id": f"{SITEURL}/", "name": "astro"},
    }
    assert trail["@type"] == "BreadcrumbList"
    steps = [(step["@type"], step["position"], step["item"]) for step in trail["itemListElement"]]
    assert steps == [
        ("ListItem", 1, f"{SITEURL}/"),
        ("ListItem", 2, f"{SITEURL}/archives/"),
        ("ListItem", 3, address),
    ]


def test_no_title_ends_the_data(full_public):
    """`</script>` in a title is a title, in the data as on the page."""
    source = (full_public / "literal/index.html").read_text("utf-8")
    posting, _ = data_of(BeautifulSoup(source, "html.parser"))
    assert posting["headline"] == """<script>alert("title")</script> & *stars*, _lines_ "quoted" 'too'"""
    assert posting["author"] == [{"@type": "Person", "name": "Test fixture & <sons>"}]
    assert source.count("</script>") == 1


def test_what_is_not_listed_is_not_shared(full_public, full_desk):
    """A hidden essay and a draft ask not to be indexed, and have neither data nor card."""
    for site, path in ((full_public, "between-us"), (full_desk, "drafts/not-ready")):
        page = page_of(site, path)
        assert meta(page)["robots"] == "noindex"
        assert not page.select("script, [data-pagefind-body], meta[property]")


def test_the_desk_has_no_address_to_share(full_desk):
    for path in full_desk.rglob("*.html"):
        assert "og:url" not in path.read_text("utf-8"), path
    assert not [name for name in ("_headers", "card.png", "pagefind", "search") if (full_desk / name).exists()]


def test_an_essay_is_an_h_entry(full_public):
    """Its parts have the classes of microformats."""
    entry = page_of(full_public, "how-to-read-a-tide-table").select_one(".h-entry")
    assert entry.select_one(".p-name").get_text() == "How to read a tide table"
    assert entry.select_one("time.dt-published")["datetime"] == "2025-04-20"
    assert entry.select_one(".p-author.h-card").get_text() == "Test fixture"
    assert [tag.get_text() for tag in entry.select(".p-category")] == ["sea"]
    assert "railway timetable" in entry.select_one(".e-content").get_text()


def test_places_where_the_author_is_known(project):
    """SOCIAL of pelicanconf.py is on every page as rel=me."""
    conf = project.root / "pelicanconf.py"
    text = conf.read_text("utf-8").replace("SOCIAL = ()", 'SOCIAL = [("Elsewhere", "https://example.org/@me")]')
    conf.write_text(text, "utf-8")
    assert page_of(project.build(), "about").select_one("link[rel=me]")["href"] == "https://example.org/@me"


def test_the_text_beside_the_page(full_public):
    """Every word of the essay, linked from its page."""
    text = (full_public / SEED_SLUG / "index.txt").read_text("utf-8-sig")
    assert text.replace("## ", "").split() == SEED.read_text("utf-8").partition("Related thinking:")[0].split()
    link = page_of(full_public, SEED_SLUG).select_one("link[type='text/plain']")
    assert link["href"] == f"{SITEURL}/{SEED_SLUG}/index.txt"


def test_the_text_beside_the_page_can_be_read_whatever_the_host_says_of_it(full_public, chromium):
    """Many name no encoding, and browsers then take the one of an old Windows."""
    page = chromium.new_page()
    with served(full_public) as address:
        sent = page.goto(f"{address}/{SEED_SLUG}/index.txt")
        assert sent.headers["content-type"] == "text/plain"
        assert "China’s" in page.inner_text("body")
    page.close()
    texts = [path.read_bytes() for path in full_public.glob("*/index.txt")]
    assert {text.isascii() for text in texts} == {True, False}
    assert all(text.isascii() or text.startswith("\ufeff".encode()) for text in texts)


def test_html_as_text():
    html = (
        "<p>One <b>two</b><br>three.</p><p>10<sup>6</sup>, 1<sup>st</sup>, H<sub>2</sub>O, so"
        "<sup><a href='#fn-1' class='footnote-ref'>1</a></sup></p><dl><dt>k</dt><dd>l</dd></dl><h3>Four</h3>"
        "<ul><li>a</li><li><p>b</p><ol start='5'><li>c</li></ol></li></ul>"
        "<blockquote><p>d</p><p>e</p></blockquote><pre>f\n  g</pre><hr>"
        "<figure><img alt='h' src='x'><figcaption>m</figcaption></figure>"
        "<table><tr><th>i</th><td>10<sup>6</sup></td></tr></table>loose"
    )
    assert as_text("Title", html) == (
        "Title\n\nOne two\nthree.\n\n10⁶, 1st, H2O, so[1]\n\nk\n\n  l\n\n### Four\n\n- a\n- b\n  5. c\n\n> d\n>\n"
        "> e\n\n    f\n      g\n\n* * *\n\nh\n\nm\n\ni | 10⁶\n\nloose\n"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<details><summary>More</summary><p>One.</p><p>Two.</p></details>", "More\n\nOne.\n\nTwo."),
        ("<aside><p>One.</p><p>Two.</p></aside><address>Here</address>", "One.\n\nTwo.\n\nHere"),
        ("<p>A note. <a class='footnote-backref' href='#fnref-1'>↩</a></p><video src='v'>No video.</video>", "A note."),
        ("<ol type='A' start='2'><li>c</li><li>d</li></ol>", "B. c\nC. d"),
        ("<ol type='i' start='19'><li>c</li><li>d</li><li value='40'>e</li></ol>", "xix. c\nxx. d\n40. e"),
        ("<ol reversed><li>c</li><li>b</li><li>a</li></ol>", "3. c\n2. b\n1. a"),
        ("<ol reversed start='10'><li>j</li><li value='5'>e</li><li>d</li></ol>", "10. j\n5. e\n4. d"),
        ("<ol start='-1'><li>a</li><li>b</li><li value='-7'>c</li></ol>", "-1. a\n0. b\n-7. c"),
        ("<p>See <audio src='a'>No audio.</audio> here.</p>", "See here."),
        ("<p>The price is <del>100</del> 90, <s>no</s>.</p>", "The price is ~~100~~ 90, ~~no~~."),
        (
            "<table><tr><td><p>a</p><p>b</p></td><td><ul><li>c</li><li>d</li></ul></td></tr></table>",
            "a b | c d",
        ),
        (
            "<p>She wrote: <q>I <q>never</q> agreed.</q></p><h2>On <q>it</q></h2>",
            "She wrote: “I ‘never’ agreed.”\n\n## On “it”",
        ),
        ("<ul>\n<li>a</li>\n<ul>\n<li>b</li>\n</ul>\n<li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol>Stray <b>words</b><li>a</li><p>b</p></ol>", "  Stray words\n1. a\n  b"),
        ("<menu><li>a</li><li>b</li></menu>", "- a\n- b"),
        (
            "<table><tr><td>a<table><caption>In</caption><tr><td>b</td><td>c</td></tr><tr><td>d</td></tr></table></td>"
            "<td>e</td></tr><tr><td>f</td></tr></table>",
            "a In b c d | e\nf",
        ),
        ("<table><caption>Counts</caption><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "Counts\na | b"),
        (
            "<table>Stray <b>words</b><thead>c<tr>d<th>e</th>h</tr></thead><p>f</p><tr><td>g</td></tr></table>",
            "Stray words c d h\n\nf\n\ne\ng",
        ),
        ("<table>a<tr>b</tr></table><table></table>c", "a\n\nb\n\nc"),
        ("<table><tr><td>a</td></tr><td>b</td><table>c<tr><td>d</td></tr></table></table>", "b\n\nc\n\nd\n\na"),
    ],
)
def test_no_word_of_html_is_glued_or_lost(html, text):
    assert as_text("T", html) == f"T\n\n{text}\n"


def test_a_day_is_that_of_its_own_zone():
    """Two names of one moment may be of two days; asking for one leaves the other as it is."""
    moments = ("2025-01-20T00:30:00+02:00", "2025-01-19T22:30:00+00:00", "0987-03-02")
    days = [day_in_words(datetime.fromisoformat(moment)) for moment in moments]
    assert days == ["20 January 2025", "19 January 2025", datetime(987, 3, 2).date().strftime("2 %B %Y")]  # noqa: DTZ001


def test_minutes_of_any_script():
    assert [minutes(text) for text in ("", "word " * 230, "word " * 690, "字" * 800, "ไทย" * 1000)] == [1, 1, 3, 2, 3]


def test_words_are_counted_where_spaces_part_them():
    texts = ("", "two words", "The sign 字 is one.", "长江 and 黄河。", "ไทย ไทย")
    assert [word_count(text) for text in texts] == [0, 2, 5, None, None]


def test_the_opening_of_an_essay():
    """Its paragraphs up to the first heading, without footnote marks, and no more than a screen of them."""
    mark = '<sup><a href="#fn:1">1</a></sup>'
    html = f"<blockquote><p>Said.</p></blockquote><p>One{mark}.</p><p>Two.</p><h2>x</h2><p>Three.</p>"
    assert opening(html) == ("One.", "Two.")
    assert opening("<p>The price is <del>100</del> 90 dollars. <s>No.</s></p>") == ("The price is 90 dollars.",)
    assert len(opening("<p>" + "word " * 70 + "</p>" + "<p>b</p>" * 90)) == 51


def test_directions():
    assert [lang for lang in ("en", "he", "ar-eg", "FA-ir", "zh", "hey") if is_rtl(lang)] == ["he", "ar-eg", "FA-ir"]
    texts = {"שלום is how one greets": "ltr", "James ו הסבלנות": "rtl", "ab": "ltr", "سلام": "rtl", "𞤀𞤁 a": "rtl"}
    assert {text: direction("en", text) for text in texts} == texts
    assert [direction("he", "James"), direction("en", "")] == ["rtl", "ltr"]


def test_pages_of_no_essay_have_the_direction_of_the_site(project):
    project.add_settings('DEFAULT_LANG = "ar"')
    site = project.build()
    for place in ((), ("archives",), ("about",)):
        html = page_of(site, *place).html
        assert (html["lang"], html["dir"]) == ("ar", "rtl")


def test_directions_are_those_of_the_words(project):
    """Wherever an essay is listed, and for the search; a title may begin with a word of another script."""
    project.write("2025-05-01-greets.txt", "שלום is how one greets\nA text of words.\n")
    project.write("2025-05-02-he.txt", "Lang: he\n\nJames ו הסבלנות\nמילים.\n")
    project.write("2025-05-03-last.txt", "Last\nA text.\n")
    project.write("2025-05-04-no-lang.txt", "הסבלנות\nמילים.\n")
    site = project.publish()
    for place, lang, way in ((("greets",), "en", "ltr"), (("he", "he"), "he", "rtl"), (("no-lang",), "en", "rtl")):
        article = page_of(site, *place).select_one("article")
        assert (article["dir"], article["data-pagefind-meta"]) == (way, f"direction[dir], lang:{lang}")
        entries = json.loads((site / "feed.json").read_text("utf-8"))["items"]
        entry = next(each for each in entries if place[-1] in each["url"])
        assert ('<p dir="rtl">' in entry["content_html"]) == (way == "rtl")
    listed = [item["dir"] for item in page_of(site, "archives").select(".archive li")]
    assert listed[:4] == ["rtl", "ltr", "rtl", "ltr"]
    assert [item["dir"] for item in page_of(site).select(".essays li")][:3] == ["ltr", "rtl", "ltr"]


def test_languages_are_called_as_they_call_themselves():
    assert [own_name(lang) for lang in ("pt-BR", "zh-hant", "zh-tw", "tlh")] == ["Português", "繁體中文", "中文", "tlh"]


def test_the_locale_of_a_territory_is_told(project):
    project.write("2025-05-01-pt.txt", "Lang: pt-br\n\nUm\nUm texto.\n")
    project.write("2025-05-02-en.txt", "One\nA text.\n")
    site = project.publish()
    locales = [page_of(site, *place).select("meta[property='og:locale']") for place in (("pt-br", "pt"), ("en",))]
    assert [[each["content"] for each in those] for those in locales] == [["pt_BR"], []]


def test_essays_lead_to_their_neighbours(full_public):
    """To the one before and the one after, of the same language."""
    page = page_of(full_public, "a-sourdough-calendar")
    links = {link["rel"][0]: link["href"] for link in page.select("nav.turn a")}
    assert links == {"prev": f"{SITEURL}/the-second-wall/", "next": f"{SITEURL}/rules-for-a-mars-garden/"}
    assert not page_of(full_public, "zh", "hongse-de-xiawu").select("nav.turn")


def test_the_archives_are_a_search_without_script(full_public):
    """Every essay with title and summary, under its year."""
    page = page_of(full_public, "archives")
    assert [heading.get_text() for heading in page.select("main h2")] == ["2025", "Tags"]
    for item in page.select(".archive li"):
        assert all(item.find(name).get_text() for name in ("a", "time", "p")), item
    tags = [tag["href"].removeprefix(SITEURL) for tag in page.select(".tags a")]
    assert tags
    assert {f"{tag}index.html" for tag in tags} == {
        f"/{path}" for path in files_of(full_public) if re.match(r"tag/[^/]+/index", path)
    }


def test_the_home_page_begins_with_the_newest_essay(full_public):
    newest = page_of(full_public).select_one(".newest")
    assert newest.find("h2").get_text() == "How to read a tide table"
    assert len(newest.get_text().split()) > 150
    assert not newest.select("[id]")


def test_essays_of_one_day_have_one_order(project):
    """On the home page, in lists, and from each to the next; the first of them is the newest."""
    for name, words in (("mmm", "Rye sours slowly."), ("zzz", "Tides turn twice."), ("aaa", "Owls hunt late.")):
        project.write(f"2025-06-01-{name}.txt", f"{words[:4]}\n{words}\n")
    site = project.publish()
    home = page_of(site)
    assert "Owls hunt late." in home.select_one(".newest").get_text()
    assert [a["href"].split("/")[-2] for a in home.select(".essays h2 a")][:2] == ["mmm", "zzz"]
    links = {link["rel"][0]: link["href"] for link in page_of(site, "mmm").select("nav.turn a")}
    assert links == {"prev": f"{SITEURL}/zzz/", "next": f"{SITEURL}/aaa/"}


def test_of_one_day_the_essay_published_last_is_the_newest(project):
    """In lists as in feeds, also at the desk before it is published."""
    site, words = project.root / "output", {"zzz": "Tides turn twice.", "aaa": "Owls hunt late.", "mmm": "Rye sours."}
    for name, text in words.items():
        project.write(f"2025-06-01-{name}.txt", f"Tags: days\n\n{text[:4]}\n{text}\n")
        if name == "mmm":
            assert text in page_of(project.build()).select_one(".newest").get_text()
        assert project.run_publishing().returncode == 0
        assert text in page_of(site).select_one(".newest").get_text()
    assert [a["href"].split("/")[-2] for a in page_of(site).select(".essays h2 a")][:2] == ["aaa", "zzz"]
    for page in (page_of(site, "tag", "days"), page_of(site, "archives")):
        assert [slug for a in page.select("main a") if (slug := a["href"].split("/")[-2]) in words][:3] == [
            *("mmm", "aaa", "zzz")
        ]
    links = {link["rel"][0]: link["href"] for link in page_of(site, "aaa").select("nav.turn a")}
    assert links == {"prev": f"{SITEURL}/zzz/", "next": f"{SITEURL}/mmm/"}


ORIGIN, JSON_FEED = {"Access-Control-Allow-Origin": "*"}, {"Content-Type": "application/feed+json"}


def rules(site):
    """The headers of each rule of `_headers`, by the rule's path."""
    return rules_in((site / "_headers").read_text("utf-8"))


def rules_in(text):
    blocks = re.split(r"\n(?=/)", text.strip())
    return {
        block.split("\n")[0]: dict(line.strip().split(": ", 1) for line in block.split("\n")[1:]) for block in blocks
    }


def test_headers_of_the_host(public):
    """Nothing is allowed but what a page needs; the search's script is the only one."""
    headers = rules(public)
    every = headers["/*"]
    policy = {part.split(" ", 1)[0]: part.split(" ")[1:] for part in every["Content-Security-Policy"].split("; ")}
    script = page_of(public, "search").select_one("script[src]")["src"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["style-src"] == policy["img-src"] == policy["font-src"] == ["'self'"]
    assert policy["script-src"] == [f"{SITEURL}{script}", f"{SITEURL}/pagefind/", "'wasm-unsafe-eval'"]
    assert "unsafe-inline" not in every["Content-Security-Policy"]
    assert every["Strict-Transport-Security"] == "max-age=63072000"  # of this host alone
    assert every["X-Content-Type-Options"] == "nosniff"
    kept = {path for path, each in headers.items() if "immutable" in each.get("Cache-Control", "")}
    assert kept - {"/pictures/*"} == {f"/{path.relative_to(public)}" for path in public.glob("theme/*.*.*")}
    assert "/pictures/*" in kept
    for one, other in combinations(headers, 2):  # a host would join two values of one header with a comma
        assert not (fnmatch(one, other) or fnmatch(other, one)) or not headers[one].keys() & headers[other].keys()
    assert max(len(line) for line in (public / "_headers").read_text("utf-8").splitlines()) <= 2000


def test_feeds_may_be_read_on_the_web(public):
    """By the pages of any reader there; and the one in JSON is told from other JSON."""
    headers = [rules(public)[f"/{name}"] for name in ("feed.xml", "rss.xml", "feed.json")]
    assert {each["Access-Control-Allow-Origin"] for each in headers} == {"*"}
    assert [each.get("Content-Type") for each in headers] == [None, None, "application/feed+json"]


@pytest.mark.parametrize(
    ("feeds", "rules_of_feeds"),
    [
        (
            ("feed.xml", "tag/{slug}/feed.xml", "tag/%s/feed.xml"),
            {"/feed.xml": ORIGIN, "/feed-*.xml": ORIGIN, "/tag/*.xml": ORIGIN},
        ),
        (("feed.xml", "{lang}.xml"), {"/*.xml": ORIGIN}),
        (("feed.xml", "feed-de.xml"), {"/feed.xml": ORIGIN, "/feed-*.xml": ORIGIN}),
        (
            ("feed.json", "tag/{slug}.json"),
            {f"/{path}.json": ORIGIN | JSON_FEED for path in ("feed", "feed-*", "tag/*")},
        ),
        (("a/b.json", "a/{slug}"), {"/a/b.json": JSON_FEED, "/a/b-*.json": JSON_FEED, "/a/*": ORIGIN}),
        # speculation.json is no feed
        (("feed.json", "{slug}.json"), {"/feed.json": JSON_FEED, "/feed-*.json": JSON_FEED, "/*.json": ORIGIN}),
    ],
)
def test_each_feed_may_be_read_on_the_web(feeds, rules_of_feeds):
    """Archives too; those of tags and languages by one rule for all, and no header is set twice for one."""
    given = rules_in(headers("", (), "", "", feeds))
    assert all(path.count("*") < 2 for path in given)  # of which some hosts take one
    assert {path: given[path] for path in given.keys() - {"/*", "/speculation.json"}} == rules_of_feeds


def test_speculation_rules_are_of_the_sites_own_pages(public):
    (rule,) = json.loads((public / "speculation.json").read_text("utf-8"))["prefetch"]
    assert rule["eagerness"] == "moderate"
    assert rules(public)["/*"]["Speculation-Rules"] == '"/speculation.json"'
    assert rules(public)["/speculation.json"]["Content-Type"] == "application/speculationrules+json"


def test_a_site_under_a_path(project):
    """Its stylesheet, icons, rules and headers are under the path too."""
    site = project.publish(SITEURL=f"{SITEURL}/essays")
    assert "/essays/*" in rules(site)
    page = page_of(site, SEED_SLUG)
    local = [tag["href"] for tag in page.select("link[rel=stylesheet], link[rel=icon], link[rel=manifest]")]
    assert len(local) == 4
    assert all((site / address.removeprefix("/essays/")).exists() for address in local)
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert all((site / icon["src"].removeprefix("/essays/")).exists() for icon in manifest["icons"])


def test_a_name_of_a_stylesheet_is_its_content(desk, project):
    """Another stylesheet has another name, so that the old one may be kept forever."""
    (before,) = (desk / "theme").glob("style.*.css")
    with (project.root / "theme/static/style.css").open("a", encoding="utf-8") as file:
        file.write("\n/* more */ .more { color: red; }\n")
    (after,) = (project.build() / "theme").glob("style.*.css")
    assert before.name != after.name
    assert ".more{color:red}" in after.read_text("utf-8")


def test_a_shortened_stylesheet_says_the_same():
    css = "/* a; */ a :hover { content: '/* ; } : ' ; }\n\n@media  (x: 1) {\n  b > i, p ::after { color : red }\n}\n"
    assert shorten(css) == "a :hover{content:'/* ; } : '}@media (x:1){b>i,p ::after{color :red}}"
    assert shorten(".a/* x */.b{ margin: 1px/**/2px /**/ 3px }") == ".a/**/.b{margin:1px/**/2px 3px}"


def test_the_stylesheet_is_small_enough_to_read():
    """In layers, under 300 lines, with logical properties alone."""
    css = (ROOT / "theme/static/style.css").read_text("utf-8")
    assert len(css.splitlines()) < 300
    assert "@layer tokens, elements, parts, media;" in css
    physical = r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)\s*:|(?<![\w-])(left|right|top|bottom)\s*:"
    assert re.findall(physical, css) == []


def test_a_photograph_has_smaller_files(full_public, full_desk):
    """In two formats and only in sizes below its own, in the public site alone; the author's file stays the last."""
    picture = page_of(full_public, "how-to-read-a-tide-table").select_one("figure picture")
    assert [source["type"] for source in picture.find_all("source")] == ["image/avif", "image/webp"]
    for source in picture.find_all("source"):
        for address, width in (each.split() for each in source["srcset"].split(", ")):
            image = Image.open(BytesIO((full_public / address.removeprefix(f"{SITEURL}/")).read_bytes()))
            assert f"{image.width}w" == width
            assert (image.width, image.height) in ((640, 320), (1280, 640))
    assert (picture.find("img")["width"], picture.find("img")["height"]) == ("1400", "700")
    assert not page_of(full_desk, "how-to-read-a-tide-table").find("picture")


def test_a_photograph_that_tells_where_it_was_taken_is_refused(project):
    """Wherever it says so, also where a page only links to it, with what takes it out; a camera's name is no place."""
    images = project.root / "content/images"
    images.mkdir(exist_ok=True)
    exif, camera = Image.Exif(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    camera[0x0110] = "A camera"
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" exif:GPSLatitude="52,31.2N"/>'
    picture = Image.new("RGB", (80, 40))
    picture.save(images / "my garden.jpg", exif=exif)
    noise = Image.effect_noise((1000, 1000), 100)  # of more bytes than are looked at from one end
    noise.save(images / "garden.webp", exif=exif, lossless=True)
    assert (images / "garden.webp").stat().st_size > 1 << 19
    picture.save(images / "shared.jpg", xmp=xmp)
    picture.save(images / "camera.jpg", exif=camera)
    notes = PngInfo()
    notes.add_text("xmp", "my note")
    picture.save(images / "notes.png", pnginfo=notes)
    late = BytesIO()
    picture.save(late, "PNG", exif=exif)
    chunk = late.getvalue()[33 : late.getvalue().index(b"IDAT") - 4]
    plain = BytesIO()
    picture.save(plain, "PNG")
    (images / "late.png").write_bytes(plain.getvalue()[:-12] + chunk + plain.getvalue()[-12:])
    names = ("my%20garden.jpg", "shared.jpg", "camera.jpg", "notes.png", "late.png")
    text = "\n\n".join(f"![x]({{static}}/images/{name})" for name in names)
    link = "[![x]({static}/images/camera.jpg)]({static}/images/garden.webp)"
    project.write("2025-05-01-photos.md", f"Title: Pictures\n\n{text}\n\n{link}\n")
    said = "tells everybody where it was taken; take that out: exiftool '-gps*=' -overwrite_original content/images/"
    assert [line for line in project.run().stderr.splitlines() if "taken" in line] == [
        f"content/images/garden.webp:1: {said}garden.webp",
        f"content/images/late.png:1: {said}late.png",
        f"content/images/my garden.jpg:1: {said.removesuffix('content/images/')}'content/images/my garden.jpg'",
        f"content/images/shared.jpg:1: {said}shared.jpg",
    ]


@pytest.mark.parametrize("name", ["a.avif", "b.jfif", "c.jpe", "d.tif", "e.heic", "f.HEIC", "g.txt", "h.jpg"])
def test_where_a_photograph_was_taken_is_told_whatever_its_kind(tmp_path, caplog, name):
    """By its content, not by its name; a text may speak of such fields."""
    exif, told = Image.Exif(), Image.Exif()
    told[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    exif.load(told.tobytes())
    path = tmp_path / name
    Image.new("RGB", (80, 40)).save(path, {"a": "AVIF", "d": "TIFF"}.get(name[0], "JPEG"), exif=exif)
    if name[0] in "ef":
        said = told.tobytes() if name[0] == "e" else b'exif:GPSLatitude="52,31.2N"'
        path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1 Exif" + bytes(1 << 20) + said + bytes(1 << 17))
    if name[0] == "g":
        path.write_text("Exif calls it GPSLatitude.")
    files = [SimpleNamespace(source_path=str(path))]
    typeset.refuse_places(SimpleNamespace(settings={"PATH": str(tmp_path)}, staticfiles=files))
    assert ["taken" in record.getMessage() for record in caplog.records] == [True] * (name[0] != "g")


@pytest.mark.parametrize("fails", ["pathlib.Path.open", "PIL.Image.open"])
def test_of_a_photograph_that_could_not_be_read_nothing_is_remembered(tmp_path, caplog, monkeypatch, fails):
    """As while a folder is away, or not yet allowed: it is the same file, of the same times, once it is there again."""
    told = Image.Exif()
    told[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    path = tmp_path / "walk.jpg"
    Image.new("RGB", (80, 40)).save(path, exif=told)
    memory = Memory()
    memory.open(tmp_path / "read", "base")
    monkeypatch.setattr(typeset, "MEMORY", memory)
    files = SimpleNamespace(settings={"PATH": str(tmp_path)}, staticfiles=[SimpleNamespace(source_path=str(path))])

    def unread(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(fails, unread)
        typeset.refuse_places(files)
    assert not caplog.records
    typeset.refuse_places(files)
    assert ["taken" in record.getMessage() for record in caplog.records] == [True]


@pytest.mark.parametrize(
    ("told", "is_refused"),
    [
        (b"\xa9xyz\0\x12\x15\xc7+52.5200+013.4050/", True),
        (b"com.apple.quicktime.location.ISO6709", True),
        (b"\xa9xyz of chance", False),
        (b"\xa9nam\0\x12\x15\xc7A walk", False),
    ],
)
def test_where_a_film_was_taken_is_told(tmp_path, caplog, told, is_refused):
    """Phones write it behind the film, which may be long."""
    path = tmp_path / "walk.mp4"
    path.write_bytes(b"\0\0\0\x10ftypisom\0\0\2\0" + bytes(1 << 20) + b"moov" + told + bytes(1 << 10))
    files = [SimpleNamespace(source_path=str(path))]
    typeset.refuse_places(SimpleNamespace(settings={"PATH": str(tmp_path)}, staticfiles=files))
    assert ["taken" in record.getMessage() for record in caplog.records] == [True] * is_refused


def test_a_photograph_is_measured_as_it_is_shown(project):
    """A phone's lies on its side and says so; one that moves has no smaller file, which would stand still."""
    images = project.root / "content/images"
    images.mkdir(exist_ok=True)
    upright = Image.Exif()
    upright[0x0112] = 6
    frames = [Image.new("RGB", (800, 400), colour) for colour in ("red", "blue")]
    frames[0].save(images / "phone.jpg", exif=upright)
    frames[0].save(images / "moves.webp", save_all=True, append_images=frames[1:])
    frames[0].save(images / "several.jpg", "MPO", save_all=True, append_images=frames[1:])
    text = "\n\n".join(f"![x]({{static}}/images/{name})" for name in ("phone.jpg", "moves.webp", "several.jpg"))
    frames[0].save(images / "long.png")
    (images / "long.png").write_bytes((images / "long.png").read_bytes()[:100])  # its size is all that is read of it
    project.write("2025-05-02-long.md", "Title: Long\n\n![x]({static}/images/long.png)\n")
    assert page_of(project.build(), "long").select_one("img")["width"] == "800"
    (project.essays / "2025-05-02-long.md").unlink()
    project.write("2025-05-01-photos.md", f"Title: Pictures\n\n{text}\n")
    site = project.publish()
    feed = ElementTree.parse(site / "feed.xml").findtext(".//{*}entry/{*}content")
    for place in (page_of(site, "photos"), BeautifulSoup(feed, "html.parser")):
        sizes = [(image["width"], image["height"]) for image in place.select("img") if "/images/" in image["src"]]
        assert sizes == [("400", "800"), ("800", "400"), ("800", "400")]
    shown = page_of(site, "photos").select("figure")
    assert [bool(figure.select("source")) for figure in shown] == [False, False, True]
    smaller = page_of(site, "photos").select_one("source")["srcset"].split()[0].removeprefix(f"{SITEURL}/")
    assert Image.open(BytesIO((site / smaller).read_bytes())).size == (640, 320)


def test_smaller_files_have_the_colours_of_the_photograph(project):
    """Those that its profile means; deep grey, which would be cut off to white, has none; thin ones keep a pixel."""
    images = project.root / "content/images"
    images.mkdir(exist_ok=True)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (800, 400), "red").save(images / "wide.jpg", icc_profile=profile)
    Image.new("CMYK", (800, 400)).save(images / "ink.jpg", icc_profile=profile)
    Image.new("I;16", (800, 400)).save(images / "deep.png")
    Image.new("RGB", (2000, 1)).save(images / "thin.png")
    text = "\n\n".join(f"![x]({{static}}/images/{name})" for name in ("wide.jpg", "ink.jpg", "deep.png", "thin.png"))
    project.write("2025-05-01-photos.md", f"Title: Pictures\n\n{text}\n")
    site = project.publish()
    files = [
        [
            Image.open(BytesIO((site / each["srcset"].split()[0].removeprefix(f"{SITEURL}/")).read_bytes()))
            for each in figure.select("source")
        ]
        for figure in page_of(site, "photos").select("figure")
    ]
    assert [[each.info.get("icc_profile") for each in those] for those in files] == [
        [profile, profile],
        [None, None],
        [],
        [None, None],
    ]
    assert {each.size for each in files[3]} == {(640, 1)}


def test_a_picture_without_words_is_told_of(project):
    images = project.root / "content/images"
    images.mkdir(exist_ok=True)
    Image.new("RGB", (8, 4)).save(images / "x.png")
    several = [f"x{number}.png" for number in range(7)]  # Pelican would name four
    for name in several:
        Image.new("RGB", (8, 4)).save(images / name)
    text = "\n\n".join(f"![{' ' * (name == 'x3.png')}]({{static}}/images/{name})" for name in ("x.png", *several))
    project.write("2025-05-01-p.md", f"Title: P\n\n![Words]({{static}}/images/y.png)\n\n{text}\n")
    Image.new("RGB", (8, 4)).save(images / "y.png")
    done = project.run()
    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [
            f"content/essays/2025-05-01-p.md:{5 + 2 * place}: nobody who cannot see `{name}` is told what it shows; "
            "write it: `![what it shows](…)`"
            for place, name in enumerate(("x.png", *several))
        ],
    )


def test_a_picture_of_html_without_words_is_told_of(project):
    (project.root / "content/images").mkdir(exist_ok=True)
    Image.new("RGB", (8, 4)).save(project.root / "content/images/x.png")
    project.write("2025-05-01-p.md", 'Title: P\n\nWords <img src="{static}/images/x.png"> words.\n')
    said = 'x.png` is told what it shows; write it: `alt="what it shows"`'
    assert project.run().stderr == f"content/essays/2025-05-01-p.md:3: nobody who cannot see `{said}\n"
    assert ' alt=""' in (project.root / "output/p/index.html").read_text("utf-8")


def test_a_picture_that_says_itself_that_it_shows_nothing_is_passed_over(project):
    (project.root / "content/images").mkdir(exist_ok=True)
    for name in ("x.png", "y.png", "xy.png", "z.png"):
        Image.new("RGB", (8, 4)).save(project.root / "content/images" / name)
    tags = (
        "<img alt='' src='{static}/images/x.png'> `<img alt=\"\" src=\"y.png\">` <img alt src={static}/images/xy.png>"
    )
    text = "![]({static}/images/y.png) <img alt='' src='{static}/images/z.png'> ![]({static}/images/z.png)"
    project.write("2025-05-01-p.md", f"Title: P\n\nWords {tags} words.\n\n{text}\n")
    title = '<img src="{static}/images/x.png" title="read the alt text">'
    project.write("2025-05-02-q.md", f"Title: Q\n\nWords {title} words.\n")
    named = "<img alt='' src='{static}/images/x.png'> ![][x]\n\n[x]: {static}/images/x.png"
    project.write("2025-05-03-r.md", f"Title: R\n\nWords {named}\n")
    lines = project.run().stderr.splitlines()
    assert sorted(
        (line.partition("-05-")[2][:4], line.partition("cannot see ")[2].partition(" ")[0]) for line in lines
    ) == [
        *(("01-p", "`y.png`"), ("01-p", "`z.png`"), ("02-q", "`x.png`"), ("03-r", "`x.png`")),
    ]


def test_a_picture_that_cannot_be_read_is_named(project):
    images = project.root / "content/images"
    images.mkdir(exist_ok=True)
    Image.new("1", (20_000, 20_000)).save(images / "huge.png")
    Image.effect_noise((900, 600), 50).save(images / "cut.jpg")
    (images / "cut.jpg").write_bytes((images / "cut.jpg").read_bytes()[:-5000])
    Image.new("RGB", (64, 64), "red").save(images / "bad.avif")
    data = bytearray((images / "bad.avif").read_bytes())
    data[data.index(b"iloc")] ^= 0xFF
    (images / "bad.avif").write_bytes(data)
    (images / "none.gif").write_bytes(b"")
    (images / "page.jpg").write_text("<!DOCTYPE html><title>404</title>")
    for name in ("small.jpg", "small.png"):
        Image.effect_noise((500, 300), 50).save(images / name)
        data = (images / name).read_bytes()
        (images / name).write_bytes(data[: len(data) // 2])
    names = ("bad.avif", "cut.jpg", "huge.png", "none.gif", "page.jpg", "small.jpg", "small.png")
    project.write(
        "2025-05-01-p.md", "\n".join(["Title: P\n", *(f"![x]({{static}}/images/{name})" for name in names), ""])
    )
    done = project.run("publishconf.py", SITEURL=SITEURL)
    assert [line.partition(" (")[0] for line in done.stderr.splitlines()[:-1]] == [
        f"content/images/{name}:1: cannot be read as a picture" for name in names
    ]
    cures = [line.rpartition("; ")[2] for line in done.stderr.splitlines()[:-1]]
    assert [cure.split(",")[0] for cure in cures] == ["save it anew"] * 2 + ["make it smaller"] + ["save it anew"] * 4


@pytest.mark.parametrize(
    ("name", "kind", "is_shown"),
    [
        *(("a.tif", "TIFF", False), ("b.png", "TIFF", False), ("c.png", "TGA", False), ("d.heic", "", False)),
        *(("e.jpg", "", False), ("f.bmp", "BMP", True), ("g.ico", "ICO", True), ("h.avif", "AVIF", True)),
    ],
)
def test_a_picture_that_no_browser_shows_is_named(tmp_path, caplog, name, kind, is_shown):
    path = tmp_path / name
    if kind:
        Image.new("RGB", (32, 32)).save(path, kind)
    else:
        path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1")
    picture = typeset._picture(tmp_path, tmp_path, "", name)
    assert bool(picture) is is_shown
    said = [f"{tmp_path.name}/{name}:1: is a picture of a kind that browsers do not show; save it as JPEG"]
    assert [record.getMessage() for record in caplog.records] == ([] if is_shown else said)


def test_a_picture_that_is_saved_while_the_site_is_built_is_not_taken_for_the_one_before(tmp_path, caplog):
    """What is kept by the first one's bytes is never made of the second's; the build fails and says why."""
    photo = tmp_path / "content/photo.jpg"
    photo.parent.mkdir()
    Image.new("RGB", (900, 600), "red").save(photo)
    settings = {"PATH": str(photo.parent), "CACHE_PATH": str(tmp_path / "cache"), "SITEURL": SITEURL}
    pelican = SimpleNamespace(output_path=str(tmp_path / "output"), settings=settings)
    (tmp_path / "output").mkdir()
    typeset.start(pelican)
    essay = SimpleNamespace(settings=settings, save_as="a/index.html", source_path=str(photo.parent / "a.txt"))
    assert typeset.pictures_of(essay)("photo.jpg").sources
    Image.new("RGB", (900, 600), "blue").save(photo)
    typeset.write_pictures(pelican)
    assert {record.getMessage() for record in caplog.records} == {
        "content/photo.jpg:1: was saved while the site was built; build again"
    }
    assert not (tmp_path / "cache").exists()


def test_a_picture_that_an_essay_attaches_stands_beside_it(full_public, full_desk):
    for site in (full_public, full_desk):
        assert (site / "how-to-read-a-tide-table/tide.jpg").exists()
        assert not (site / "essays/tide.jpg").exists()


@pytest.mark.parametrize("way", ["static", "attach"])
@pytest.mark.parametrize(
    ("name", "link", "src"),
    [
        ("growth 50%.jpg", "growth%2050%25.jpg", "growth%2050%25.jpg"),
        ("50%.jpg", "50%25.jpg", "50%25.jpg"),
        ('a b#c "d" ?.jpg', "a%20b%23c%20%22d%22%20%3F.jpg", "a%20b%23c%20%22d%22%20%3F.jpg"),
        ("mu\u0308ll.jpg", "m\u00fcll.jpg", "mu\u0308ll.jpg"),
    ],
)
def test_a_picture_is_found_whatever_its_name(project, way, name, link, src):
    """Its address is one that every host understands; a Mac writes accents apart."""
    folder, place = {"static": ("images", "images"), "attach": ("essays", "p")}[way]
    (project.root / "content" / folder).mkdir(exist_ok=True)
    Image.new("RGB", (8, 4)).save(project.root / "content" / folder / name)
    address = f"{{static}}/images/{link}" if way == "static" else f"{{attach}}{link}"
    project.write("2025-05-01-p.md", f"Title: P\n\n![x]({address})\n\nIt [again]({address}).\n")
    done = project.run()
    assert (done.returncode, done.stderr) == (0, "")
    page = page_of(project.root / "output", "p")
    picture = page.select_one(".essay img")
    assert (picture["src"], picture["width"]) == (f"/{place}/{src}", "8")
    assert page.select_one(".essay a[href*=jpg]")["href"] == picture["src"]
    assert (project.root / "output" / place / name).exists()


def test_a_picture_that_only_a_draft_shows_is_left_out_whatever_its_name(project):
    (project.root / "content/images").mkdir(exist_ok=True)
    names = ("mu\u0308ll.jpg", "growth 50%.jpg", "a#b.jpg")
    for name in names:
        Image.new("RGB", (8, 4)).save(project.root / "content/images" / name)
    text = "".join(
        f"![x]({{static}}/images/{link})\n\n" for link in ("m\u00fcll.jpg", "growth%2050%25.jpg", "a%23b.jpg")
    )
    project.write("2025-05-01-p.md", f"Title: P\nStatus: draft\n\n{text}")
    assert not (project.publish() / "images").exists()
    assert len([*(project.build() / "images").iterdir()]) == len(names)


def test_an_essay_is_found_as_keyboards_type_its_name(project):
    project.write("2025-05-01-mu\u0308ll.md", "Title: A\nSlug: a\n\nA text.\n")
    project.write("2025-05-02-b.md", "Title: B\n\nSee [that]({filename}2025-05-01-m\u00fcll.md).\n")
    assert page_of(project.build(), "b").select_one(".essay a")["href"] == "/a/"


@pytest.mark.parametrize("path", ["zh/hongse-de-xiawu", "he/sand-and-stars"])
def test_words_of_the_site_in_an_essay_of_another_language(full_public, path):
    """Every English word on its page, and of it in lists, is marked as English, so that it is read as such."""
    lang = path.partition("/")[0]
    page = page_of(full_public, path)
    parts = [page.body, *page_of(full_public, "archives").select(f"li[lang={lang}]")]
    texts = [text for part in parts for text in part.find_all(string=re.compile("[A-Za-z]{2}"))]
    assert len(texts) > 10
    marked = {text.find_parent(lang=True)["lang"] for text in texts if text.strip() != "Test fixture"}
    assert marked == {"en"}
    assert page.find("h1").find_parent(lang=True)["lang"] == lang


def test_words_of_another_language_on_pages_of_the_site(project):
    """The tags of an essay are of its language, and so is the title of a page that the menu names."""
    project.write("2025-05-01-a.md", "Title: Máquinas\nLang: pt\nTags: espaço\n\nUm texto.\n")
    (project.root / "content/pages/sobre.md").write_text("Title: Sobre mim\nLang: pt\n\nUm texto.\n", "utf-8")
    page = page_of(project.build(), "pt/a")
    assert page.select_one(".tags")["lang"] == "en"
    assert [link["lang"] for link in page.select(".tags a, .site li a[href*=sobre]")] == ["pt", "pt"]


def test_whoever_wrote_an_essay_with_the_owner_is_named(project):
    project.write("2025-05-01-two.txt", "Authors: astro, Jane Doe\n\nTwo\nA text.\n")
    project.write("2025-05-02-one.txt", "Author: astro\n\nOne\nA text.\n")
    site = project.build()
    assert page_of(site, "two").select_one(".p-author").get_text() == "astro, Jane Doe"
    assert not page_of(site, "one").select(".p-author")


def test_translations_of_a_page_are_led_to(project):
    """From each other and from the sitemap, as those of an essay are."""
    pages = project.root / "content/pages"
    (pages / "about-de.md").write_text("Title: Über\nSlug: about\nLang: de\n\nWorte.\n", "utf-8")
    site = project.publish()
    for folder, lang in ((("about",), "de"), (("de", "about"), "en")):
        (link,) = page_of(site, *folder).select("main a[rel=alternate]")
        assert (link["hreflang"], link["lang"]) == (lang, lang)
        assert (site / link["href"].removeprefix(f"{SITEURL}/") / "index.html").exists()
    assert f"<loc>{SITEURL}/de/about/</loc>" in (site / "sitemap.xml").read_text("utf-8")


def test_translations_without_an_original_stand_in_the_sitemap_once(project):
    """To Pelican each of them is an original, and a translation of the others."""
    for lang in ("de", "zh"):
        project.write(f"2025-05-01-one-{lang}.txt", f"Slug: one\nLang: {lang}\n\nA title in {lang}\nText {lang}.\n")
        (project.root / f"content/pages/two-{lang}.md").write_text(f"Title: {lang}\nSlug: two\nLang: {lang}\n\nA.\n")
    sitemap = (project.publish() / "sitemap.xml").read_text("utf-8")
    for address in ("de/one/", "zh/one/", "de/two/", "zh/two/"):
        assert sitemap.count(f"<loc>{SITEURL}/{address}</loc>") == 1
