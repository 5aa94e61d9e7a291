"""Whole builds: the site of the desk and the public one, the seed's page, the feeds, and what stops a build."""

import hashlib
import os
import re
import signal
import subprocess
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from astro.staging import mark_of
from bs4 import BeautifulSoup
from conftest import (
    SEED,
    SEED_IDS,
    SEED_SLUG,
    SIGN_OFF,
    SITEURL,
    files_of,
    page_of,
    settings_of,
    wait_for,
)
from feed_lint import read


def lost_links(site, address):
    """(page, link) of every link and file on the pages of a site that leads nowhere, by a rule of its own."""
    pages = {path: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in site.rglob("*.html")}
    for path, page in pages.items():
        here = f"https://x.example/{path.relative_to(site).as_posix().removesuffix('index.html')}"
        for tag in page.select("[href], [src]"):
            link = tag.get("href") or tag.get("src")
            inner = link.removeprefix(address) or "/"
            whole = urlsplit(urljoin(here, inner))
            if whole.netloc != "x.example" or whole.scheme != "https":
                continue
            file = site / unquote(whole.path).lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            there = pages.get(file)
            has_id = not whole.fragment or (there is not None and there.find(id=unquote(whole.fragment)))
            if not file.is_file() or not has_id:
                yield path, link


def related(page):
    """(words, address) of the links under Related thinking."""
    return [(link.get_text(), link["href"]) for link in page.select("aside.related a")]


def test_the_seed_is_as_it_was_given():
    """The first essay is byte for byte what the blog's owner wrote."""
    digest = hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert digest == "8036a7fc92f00ae51d299f023a08e2529f2644d93da3c82bb5112ff4135d5108"


def test_every_word_of_the_seed_stands_on_its_page(desk):
    """Title, text and sign-off of the page are the words of the file, in order."""
    page = page_of(desk, SEED_SLUG)
    for chrome in page.select(".anchor-link, .related li, .outline, .meta"):
        chrome.decompose()
    article = page.find("article").get_text(" ").split()
    footer = page.find("footer").get_text(" ").split()
    lines = SEED.read_text("utf-8").replace("Related thinking:", "Related thinking")
    assert article + footer == lines.split()


def test_the_seeds_sections_and_nothing_else(desk):
    page = page_of(desk, SEED_SLUG)
    assert [heading["id"] for heading in page.select(".essay h2")] == SEED_IDS
    assert [link["href"][1:] for link in page.select(".outline a")] == SEED_IDS
    assert [link["href"][1:] for link in page.select(".anchor-link")] == SEED_IDS
    assert [link.get_text() for link in page.select(".anchor-link")][3] == "Link to section “What I’m watching”"
    assert [heading.get_text() for heading in page.find_all("h1")] == ["DeepSeek R1 and the moment China showed it"]


def test_related_thinking_of_the_only_essay(desk):
    """On the blog's first day the links lead to the essay's own sections."""
    assert [address for _, address in related(page_of(desk, SEED_SLUG))] == [f"#{id_}" for id_ in SEED_IDS]


def test_related_thinking_between_essays(full_desk):
    """The related essay is linked to the section that carries the match, and says why; the unrelated one is not."""
    page = page_of(full_desk, SEED_SLUG)
    assert related(page) == [
        ("The second wall", "/the-second-wall/"),
        ("How the export controls leak", "/the-second-wall/#how-the-export-controls-leak"),
    ]
    assert page.select_one(".related .reason").get_text().startswith("both on export controls")
    own = [address for _, address in related(page_of(full_desk, "a-sourdough-calendar"))]
    assert own == ["#rye-in-winter", "#what-im-watching"]


def test_a_pin_leads_first_with_the_authors_reason(full_desk):
    page = page_of(full_desk, "rules-for-a-mars-garden")
    assert related(page)[1] == ("A wall of paper", "/the-second-wall/#a-wall-of-paper")
    assert page.select_one(".related .reason").get_text() == "paper stops seeds as well as chips"


@pytest.mark.parametrize("site", ["desk", "public", "full_desk", "full_public"])
def test_every_link_and_fragment_leads_somewhere(site, request):
    path = request.getfixturevalue(site)
    address = SITEURL if "public" in site else ""
    assert list(lost_links(path, address)) == []
    assert len(list(path.rglob("*.html"))) >= 5


@pytest.mark.parametrize("site", ["full_desk", "full_public"])
def test_pages_are_the_themes_own(site, request):
    """Every page has our frame: one title, one main with words in it, our stylesheet, no script but the search's."""
    for path in request.getfixturevalue(site).rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert path.read_text("utf-8").startswith("<!DOCTYPE html>"), path
        assert len(page.find_all("h1")) == 1, path
        assert page.find("main").get_text(strip=True), path
        assert re.fullmatch(r"/theme/style\.[0-9a-f]{10}\.css", page.select_one("link[rel=stylesheet]")["href"]), path
        running = page.select("script:not([type='application/ld+json'])")
        assert len(running) == (path.parent.name == "search"), path
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path
        assert re.search(r"<title>[^<]+</title>", path.read_text("utf-8")), path


def test_a_missing_template_stops_the_build(project):
    """Pelican would take its own theme's template, unnoticed."""
    project.add_fixtures()
    (project.root / "theme/templates/tag.html").unlink()
    done = project.run()
    assert done.returncode == 1
    assert done.stderr.startswith("theme/templates/tag.html:1: template `tag.html` does not exist; write it")


def test_a_stylesheet_that_the_theme_lacks_is_named(project):
    (project.root / "theme/static/style.css").unlink()
    assert project.run().stderr.startswith("theme/static/style.css:1: No such file or directory; put it there")


def test_text_stays_literal(full_public):
    """Markup in title, tags and text of a plain-text essay is text on every page and in the feeds."""
    title = """<script>alert("title")</script> & *stars*, _lines_ "quoted" 'too'"""
    page = page_of(full_public, "literal")
    assert page.find("h1").get_text() == title
    assert page.find("title").get_text() == title  # with the site's name it would be too long for a tab
    assert (
        '"every" mark <script>alert(1)</script> & *means* _itself_, </p> and &amp; too.'
        in page.select_one(".essay").get_text()
    )
    assert "<b>bold</b>" in [tag.get_text() for tag in page.select(".tags a")]
    for place in ((), ("archives",)):
        assert title in [link.get_text() for link in page_of(full_public, *place).find_all("a")]
    for feed in ("feed.xml", "rss.xml", "feed.json"):
        assert title in [entry.title for entry in read(full_public / feed)]


def test_no_page_but_the_essays_own_has_anchors(full_public):
    """Lists, summaries and feeds carry neither section ids nor anchor links."""
    marks = [
        "anchor-link",
        "Link to section",
        *(f'id="{id_}"' for id_ in SEED_IDS),
        'id="luggage"',
        'id="what-i-m-burning"',
    ]
    others = [full_public / name for name in ("index.html", "archives/index.html", "feed.xml", "rss.xml", "feed.json")]
    for path in (*others, *full_public.glob("tag/*/index.html")):
        text = path.read_text("utf-8").replace("&quot;", '"').replace('\\"', '"').replace("&lt;", "<")
        assert [mark for mark in marks if mark in text] == [], path


def test_the_public_sees_no_draft_and_no_future(full_public, full_desk):
    """A draft, a future essay: at the desk they have a page, in public not a word; a hidden essay is in no list."""
    assert (full_desk / "drafts/not-ready/index.html").exists()
    assert (full_desk / "from-the-future/index.html").exists()
    said = b"".join(path.read_bytes() for path in full_public.rglob("*") if path.is_file())
    assert [word for word in (b"swordfish", b"Not ready", b"From the future") if word in said] == []
    assert (full_public / "between-us/index.html").exists()
    assert "Between us" not in (full_public / "archives/index.html").read_text("utf-8")


def test_what_a_plugin_makes_of_an_essays_html_is_shown(project):
    """In plain text too, of which much is known without a look at its HTML."""
    project.write("2025-05-01-iron.txt", "On iron\nIron rusts.\n\nWhere it rusts\n\nNear the sea.\n")
    (project.root / "plugins/gild.py").write_text(
        "from pelican import signals\n"
        "def register():\n"
        "    signals.content_object_init.connect(gild)\n"
        "    signals.all_generators_finalized.connect(lambda all: [*map(frame, all[0].articles)], weak=False)\n"
        "def gild(content):\n    content._content = (content._content or '').replace('rusts', '<b>shines</b>')\n"
        "def frame(article):\n    article.anchored = '<div class=frame>' + article.anchored.join('[]') + '</div>'\n"
    )
    project.add_settings('PLUGINS.append("gild")', "publishconf.py")
    for _ in range(2):  # also from memory
        site = project.publish()
        assert page_of(site, "iron").select_one(".frame #where-it-shines b")
        assert page_of(site, SEED_SLUG).select_one(".frame #the-open-question")
        assert "Iron <b>shines</b>." in (site / "iron/index.html").read_text("utf-8")
        assert (site / "feed.xml").read_text("utf-8").count("shines") == 2
        assert "Iron shines." in (site / "iron/index.txt").read_text("utf-8")


def test_a_reader_and_an_article_of_a_plugin(project):
    """In a form that is not read otherwise, and from no file at all."""
    project.add_plugin(
        "more",
        "from pathlib import Path\n"
        "from pelican import signals\n"
        "from pelican.contents import Article\n"
        "from pelican.readers import BaseReader\n"
        "class Org(BaseReader):\n"
        "    file_extensions = ['org']\n"
        "    def read(self, path):\n"
        "        head, _, text = Path(path).read_text().partition('\\n')\n"
        "        date = self.process_metadata('date', '2025-05-01')\n"
        "        return f'<p>{text}</p>', {'title': head, 'date': date, 'slug': 'on-tides'}\n"
        "def add(generator):\n"
        "    first, settings, context = generator.articles[0], generator.settings, generator.context\n"
        "    metadata = dict(title='On events', slug='on-events', date=first.date, category=first.category)\n"
        "    generator.articles.append(Article('<p>Dates.</p>', metadata, settings, '/nowhere/x.ics', context))\n"
        "def register():\n"
        "    signals.readers_init.connect(lambda readers: readers.reader_classes.update(org=Org), weak=False)\n"
        "    signals.article_generator_pretaxonomy.connect(add)\n",
        first=True,
    )
    project.write("tides.org", "On tides\nThey come and go.\n")
    for _ in range(2):
        site = project.publish()
        assert "They come and go." in page_of(site, "on-tides").get_text()
        assert "Dates." in page_of(site, "on-events").get_text()


def test_links_in_markdown_lead_to_the_section(full_public):
    """A {filename} link with a fragment is absolute on the page and in the feed; a link inside leads to the page."""
    page = page_of(full_public, "rules-for-a-mars-garden")
    address = f"{SITEURL}/{SEED_SLUG}/#the-open-question"
    assert page.find("a", string="is elsewhere")["href"] == address
    feed = (full_public / "feed.xml").read_text("utf-8")
    assert address in feed
    assert f"{SITEURL}/rules-for-a-mars-garden/#luggage" in feed


def test_two_builds_give_the_same_bytes(full_public, project):
    """Not the hash seed, time zone, locale, umask, the files' times, nor the folder of building decide a byte."""
    project.add_fixtures()
    (project.root / ".cache").unlink()  # every card, icon and picture is made anew
    for path in project.root.rglob("*"):
        os.utime(path, (40_000_000, 40_000_000), follow_symlinks=False)
    mask = os.umask(0o077)
    try:
        other = project.publish(PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C", HOME="/nonexistent")
    finally:
        os.umask(mask)
    assert files_of(other) == files_of(full_public)


def test_both_settings_build_from_anywhere(project, tmp_path):
    """A build started in another folder is the same."""
    for conf in ("pelicanconf.py", "publishconf.py"):
        sites = []
        for cwd in (project.root, tmp_path):
            done = project.run(conf, f"{conf}-site", cwd=cwd, SITEURL=SITEURL)
            assert (done.returncode, done.stderr) == (0, ""), done.stdout
            sites.append(files_of(project.root / f"{conf}-site"))
        assert sites[0] == sites[1]
        assert f"{SEED_SLUG}/index.html" in sites[0]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://foo.localhost.",
        "https://user@blog.example.org",
        "https://blog.example.org/?x",
        "http://localhost:8000",
        "https://127.0.0.1",
        "http://[::1]/",
        "https://[x",
        "https://[1:2:3]",
        "http://10.0.0.8",
        "blog.example.org",
        "https://desk.local",
        "https://127.1",
        "https://0x7f.1",
        "https://nas.internal",
        "https://blog.lan",
        "https://a..b",
        "https://essays.example.org:99999",
        "https://essays.example.org/блог",
        "https://essays.example.org//blog",
        "https://essays.example.org/../blog",
        "https://Essays.example.org",
    ],
)
def test_no_publishing_without_a_public_address(monkeypatch, address):
    monkeypatch.setenv("SITEURL", address)
    said = f"publishconf.py: SITEURL is `{address.rstrip('/')}`, not the public address"
    with pytest.raises(SystemExit, match=f"^{re.escape(said)}"):
        settings_of("publishconf.py")


@pytest.mark.parametrize("address", ["essays.example.org", "http://localhost:8000", ""])
def test_no_publishing_without_one_wherever_it_stands(project, address):
    """Also behind what publishconf.py says of it: identities in feeds would hold it for ever."""
    settings = project.root / "publishconf.py"
    settings.write_text(f'{settings.read_text("utf-8")}\nSITEURL = "{address}"\n', "utf-8")
    done = project.run_publishing()
    assert done.returncode == 1
    at = project.place_of(f'SITEURL = "{address}"', "publishconf.py")
    assert done.stderr.startswith(f"{at}: SITEURL is `{address}`, not the public address of the blog; ")
    assert not (project.root / "content/published.json").exists()


def test_no_publishing_of_drafts(project):
    """Whatever publishconf.py has for them; that essays are dated ahead is the owner's to say."""
    settings = project.root / "publishconf.py"
    own = settings.read_text("utf-8")
    settings.write_text(f'{own}\nDRAFT_PAGE_SAVE_AS = "drafts/{{slug}}/index.html"\n', "utf-8")
    done = project.run_publishing()
    at = project.place_of("DRAFT_PAGE_SAVE_AS", "publishconf.py")
    assert done.stderr.startswith(f"{at}: DRAFT_PAGE_SAVE_AS would show drafts in public; write ")
    settings.write_text(f"{own}\nWITH_FUTURE_DATES = True\n", "utf-8")
    assert project.run_publishing().returncode == 0
    assert mark_of(project.root / "output").address == SITEURL


def test_an_address_that_is_not_public_is_refused_before_anything_is_written(project):
    done = project.run("publishconf.py", SITEURL="https://essays.example.org/блог/")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "publishconf.py: SITEURL is `https://essays.example.org/блог`, not the public address"
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert not (project.root / "output").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x = (", "SyntaxError: '(' was never closed"),
        ("import astro.nowhere", "ModuleNotFoundError: No module named 'astro.nowhere'"),
        ("SITENAME = SITENAM", "NameError: name 'SITENAM' is not defined"),
    ],
)
def test_a_settings_file_that_cannot_be_run_is_told_by_its_line(project, line, said):
    """As `make` builds: no traceback of Pelican's, which is for those who ask for it; the last site stays."""
    before = files_of(project.build())
    settings = project.root / "pelicanconf.py"
    settings.write_text(f"{settings.read_text('utf-8')}{line}\n", "utf-8")
    number = len(settings.read_text("utf-8").splitlines())
    done = project.run(program="astro", PYTHONPATH=str(project.root / "plugins"))
    wrong, last = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert wrong.startswith(f"pelicanconf.py:{number}: {said}")
    assert last == "1 problem; nothing was published, output/ is unchanged"
    assert files_of(project.root / "output") == before


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("plugins/pelican.py", "import os, signal; os.kill(os.getpid(), signal.SIGINT)"),
        ("pelicanconf.py", "raise KeyboardInterrupt"),
    ],
)
def test_ctrl_c_ends_a_build_that_has_not_begun_in_a_line(project, name, code):
    """While Pelican is loaded, which takes half a second, and while the settings are read."""
    before = files_of(project.build())
    (project.root / name).write_text(code)
    done = project.run(program="astro", PYTHONPATH=str(project.root / "plugins"))
    assert (done.returncode, done.stderr) == (130, "interrupted; nothing was changed\n"), done.stdout
    assert files_of(project.root / "output") == before


def test_all_that_is_wrong_is_said_at_once(project):
    """Every bad essay, of any reader, in one run, a line each; nothing is written, the last site keeps every byte."""
    site = project.build()
    before = files_of(site)
    project.write("2025-05-01-first.txt", "A title\nA \x07 bell.\n")
    project.write("second.txt", "A title\nA text.\n")
    project.write(
        "2025-05-03-third.txt", "A title\nA text.\nRelated thinking:\ndeepseek-r1-and-the-moment-china-showed-us\n"
    )
    project.write("2025-05-04-fourth.md", "Title: Twice\n\n## A {#x}\n\na\n\n## B {#x}\n\nb\n")
    project.write("fifth.md", "Title: No date\n\nA text.\n")
    project.write("2025-02-30-sixth.md", "Title: No such day\n\nA text.\n")
    done = project.run()
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    sixth, first, second, third, fifth, fourth, last = done.stderr.splitlines()
    assert first == (
        "content/essays/2025-05-01-first.txt:2: control character U+0007 in column 3 "
        "cannot be shown or sent in a feed; delete it"
    )
    assert second == (
        "content/essays/2025-05-03-third.txt:4: related link `deepseek-r1-and-the-moment-china-showed-us` "
        f"names no essay; did you mean `{SEED_SLUG}`?"
    )
    assert third == "content/essays/2025-05-04-fourth.md:7: id `x` is given twice (lines 3, 7); change one of them"
    assert fourth.startswith("content/essays/second.txt:1: no date; begin the file's name with it")
    assert fifth.startswith("content/essays/fifth.md:1: no date; begin the file's name with it")
    assert sixth.startswith("content/essays/2025-02-30-sixth.md:1: in the file's name `2025-02-30` is not possible")
    assert last == "6 problems; nothing was published, output/ is unchanged"
    assert files_of(site) == before


def test_pages_may_be_files_of_one_folder(project):
    project.add_settings("PAGE_URL = PAGE_SAVE_AS = 'pages/{slug}.html'")
    site = project.build()
    assert {"about.html", "subscribe.html"} <= {path.name for path in (site / "pages").iterdir()}


def test_two_essays_cannot_share_an_address(project):
    """Nor an essay and a page, nor an essay and a page of the site's own; each is named before anything is written."""
    for name in ("2025-05-01-same.txt", "2025-05-02-same.txt", "2025-05-03-about.txt", "2025-05-04-archives.txt"):
        project.write(name, f"A title {name[9]}\nA text.\n")
    done = project.run()
    assert done.returncode == 1
    found = [line.partition("; ")[0] for line in done.stderr.splitlines()]
    assert found[0].endswith("2025-05-02-same.txt:1: `/same/` is the address of content/essays/2025-05-01-same.txt too")
    assert found[1].endswith("2025-05-04-archives.txt:1: `/archives/` is the site's own")
    assert "content/pages/about.md:1: `/about/` is the address of content/essays/2025-05-03-about.txt too" in found[2]
    assert found[3:] == ["3 problems"]
    assert "There are" not in done.stdout  # which Pelican says besides
    assert not (project.root / "output").exists()


def test_no_file_takes_the_place_of_one_of_the_site(project):
    """As one copied from a former site would."""
    names = ["index.html", "404.html", "feed.xml", "sitemap.xml", "search/index.html", "tag/a/index.html", "feed-1.xml"]
    names += ["page/2/index.html", "tag/a/page/2/index.html", "tag/a/feed.xml"]
    for name in names:
        (own := project.root / "content/extra" / name).parent.mkdir(parents=True, exist_ok=True)
        own.write_text("<title>Mine</title><p>Mine.</p>" if name.endswith("html") else "<mine/>")
    project.write("2025-05-01-a.txt", "Tags: a\n\nA title\nA text.\n")
    project.write("2025-05-02-b.txt", "Tags: a\n\nAnother title\nA text.\n")
    project.add_settings("DEFAULT_PAGINATION = FEED_MAX_ITEMS = 1\ndel FEED_ALL_JSON, TAG_FEED_JSON", "publishconf.py")
    assert project.run_publishing().stderr.splitlines()[:-1] == [
        f"content/extra/{name}:1: `/{name}` is the address of the site itself too; give it another name"
        for name in sorted(names)
    ]


def test_a_file_of_two_settings_is_no_site(project):
    project.add_settings("FEED_ALL_RSS = SITEMAP_SAVE_AS = FEED_ALL_ATOM", "publishconf.py")
    text = "both {} and SITEMAP_SAVE_AS write /feed.xml; give one of them another name"
    assert project.run_publishing().stderr.splitlines()[:-1] == [
        f"{project.place_of(f'{name} =', 'publishconf.py')}: {text.format(name)}"
        for name in ("FEED_ALL_ATOM", "FEED_ALL_RSS")
    ]


def test_no_essay_takes_the_place_of_a_tags_page(project):
    """Where tags stand at the root of the site; one of the two would be gone."""
    project.write("2025-05-01-wall.txt", "Tags: wall, stone\n\nA wall\nIt stands.\n")
    project.add_settings("TAG_URL = '{slug}/'\nTAG_SAVE_AS = '{slug}/index.html'")
    assert project.run().stderr.splitlines()[:-1] == [
        "content/essays/2025-05-01-wall.txt:1: `/wall/` is an address that TAG_SAVE_AS gives too; write another `Slug`"
    ]
    project.write("2025-05-01-wall.txt", "Tags: stone\n\nA wall\nIt stands.\n")
    assert (project.build() / "stone/index.html").exists()
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-05-01-walls.txt")
    project.write("2025-05-02-hill.txt", "Tags: wall\n\nA hill\nIt is high.\n")
    assert project.run_publishing().stderr.splitlines()[:-1] == [
        "content/essays/2025-05-01-walls.txt:1: `/wall/`, where this stood before, is an address that TAG_SAVE_AS "
        "gives too; rename what has it now, or change TAG_SAVE_AS"
    ]


def test_a_list_has_pages_of_its_own_length(project):
    project.add_settings("PAGINATED_TEMPLATES = {'index': 1, 'tag': None}")
    for number in (1, 2):
        project.write(f"2025-05-0{number}-a.txt", f"Slug: a-{number}\n\nA title {number}\nA text.\n")
    (own := project.root / "content/extra/page/2/index.html").parent.mkdir(parents=True)
    own.write_text("<title>Mine</title><p>Mine.</p>")
    assert project.run().stderr.startswith(
        "content/extra/page/2/index.html:1: `/page/2/index.html` is the address of the site itself too"
    )


def test_a_site_without_a_map_has_drafts(project):
    project.write("2025-05-01-a.txt", "Status: draft\n\nA title\nA text.\n")
    project.add_settings("SITEMAP_SAVE_AS = ''", "publishconf.py")
    assert not (project.publish() / "sitemap.xml").exists()


def test_what_a_former_site_had_besides_may_stay(project):
    for name in ("page/9/index.html", "tag/old/index.html", "feed-9.xml"):
        (own := project.root / "content/extra" / name).parent.mkdir(parents=True, exist_ok=True)
        own.write_text("<title>Mine</title><p>Mine.</p>" if name.endswith("html") else "<mine/>")
    assert (project.publish() / "page/9/index.html").read_text() == "<title>Mine</title><p>Mine.</p>"


def test_what_is_wrong_with_a_file_of_the_authors_is_said_where_it_stands(project):
    (project.root / "content/extra/old.html").write_text("<title>Old</title><p>x <a href='/nowhere/'>y</a></p>")
    assert project.run().stderr.startswith("content/extra/old.html:1: link `/nowhere/` leads nowhere")


def test_tags_of_two_names_are_not_shown_as_one(project):
    """Pelican makes one address of `C` and `C#`; `Space ships` and `space-ships` are one."""
    project.write("2025-05-01-a.txt", "Tags: C, Space ships\n\nA\nA text.\n")
    project.write("2025-05-02-b.txt", "Title: About C#\nTags: C#, space-ships\n\nA text.\n")
    assert project.run().stderr.splitlines()[:-1] == [
        "content/essays/2025-05-02-b.txt:2: tag `C#` has the address of `C` in content/essays/2025-05-01-a.txt, "
        "/tag/c/; rename one of them"
    ]


def test_a_page_of_the_owners_and_a_filter(project):
    """The page is at its file; a filter takes the place of one of the same name."""
    project.add_settings("JINJA_FILTERS = {'day': lambda date: f'{date:%d.%m.%Y}'}")
    project.add_settings("DIRECT_TEMPLATES += ['now']\nNOW_SAVE_AS = 'now/index.html'")
    now = '{% extends "base.html" %}{% set title, description = "Now", "I do." %}{% block main %}Now{% endblock %}'
    (project.root / "theme/templates/now.html").write_text(now)
    site = project.publish()
    assert f'<link rel="canonical" href="{SITEURL}/now/">' in (site / "now/index.html").read_text("utf-8")
    assert ">20.01.2025</time>" in (site / SEED_SLUG / "index.html").read_text("utf-8")


@pytest.mark.parametrize("setting", ["TYPOGRIFY = True", "MARKDOWN['extensions'].append('nosuch')"])
def test_a_module_that_a_setting_asks_for_is_of_the_settings(project, setting):
    project.add_settings(setting)
    *problems, _ = project.run().stderr.splitlines()
    assert problems
    assert {line.split()[0] for line in problems} == {"pelicanconf.py:1:"}


def test_a_fault_of_the_stylesheet_is_said_where_it_stands(project):
    with (project.root / "theme/static/style.css").open("a") as file:
        file.write("body { background: url(none.png); }\n")
    assert project.run().stderr.startswith("theme/static/style.css:1: link `none.png` leads nowhere")


def test_the_theme_is_not_what_an_author_meant(project):
    """An id that is not there is not likened to one of the theme's."""
    project.write("2025-05-01-a.md", "Title: A\n\n## The marrow\n\n[x](#man)\n")
    assert "not there; write the id of a section" in project.run().stderr


def test_no_language_is_a_folder_of_the_site(project):
    project.write("2025-05-01-one.txt", "Tags: y\n\nOne\nA text.\n")
    project.write("2025-05-02-two.txt", "Lang: tag\nSlug: y\n\nTwo\nA text.\n")
    assert project.run().stderr.splitlines()[0] == (
        "content/essays/2025-05-02-two.txt:1: `/tag/y/` is the site's own; write another `Lang`"
    )


def test_a_file_of_the_site_is_in_no_essays_way(project):
    """A blog about robots has an essay at /robots/, and a robots.txt."""
    names = ("robots", "feed", "content", "favicon", "sitemap")
    for day, name in enumerate(names, start=1):
        project.write(f"2025-05-0{day}-{name}.txt", f"On {name}\nA text.\n")
    site = project.publish()
    assert all((site / name / "index.html").exists() for name in names)
    assert (site / "robots.txt").exists()


def test_pins_to_essays_that_are_not_listed(project):
    """A hidden essay may be pinned; one to a draft is left out, and that is said, not passed over."""
    project.add_fixtures("2025-04-15-not-ready.txt", "2025-04-16-between-us.txt")
    project.write("2025-05-01-pins.txt", "Pins\nA text.\nRelated thinking:\nbetween-us\nnot-ready\n")
    done = project.run()
    assert done.returncode == 0
    assert done.stderr == (
        "content/essays/2025-05-01-pins.txt:5: related link `not-ready` is left out; "
        "it waits for that essay's publication\n"
    )
    assert related(page_of(project.root / "output", "pins")) == [("Between us", "/between-us/")]


def test_pins_to_an_essay_that_cannot_be_read_may_be_right(project):
    """Its own fault is said, and other pins that lead nowhere are."""
    project.write("2025-05-01-broken.txt", "Date: soon\n\nBroken\nA text.\n")
    header = "Unrelated: broken, borken\n\n"
    project.write("2025-05-02-p.txt", f"{header}P\nText.\nRelated thinking:\nbroken#a\nBroken § a — so\nbroke\n")
    assert [line.partition("; ")[0] for line in project.run().stderr.splitlines()[:-1]] == [
        "content/essays/2025-05-01-broken.txt:1: `soon` is not a whole date",
        "content/essays/2025-05-02-p.txt:1: `borken` in Unrelated names no essay",
        "content/essays/2025-05-02-p.txt:8: related link `broke` names no essay",
    ]


def test_summaries_of_markdown_are_whole_sentences(project):
    """The same rule as for plain text: whole sentences, no footnote marks, no markup."""
    project.write("2025-05-02-code.md", "Title: Code\n\n```\nx\n```\n\nShort.\n\n## And\n\nAfter it.\n")
    text = "Title: Notes\n\n> Said.\n\nShort[^1] <s>last</s>*first*. Second one. Third.\n\n[^1]: A note.\n"
    project.write("2025-05-01-notes.md", text)
    site = project.publish()
    assert page_of(site, "notes").select_one("meta[name=description]")["content"] == "Short first. Second one."
    (entry,) = [each for each in feedparser.parse((site / "feed.xml").read_bytes()).entries if each.title == "Notes"]
    assert entry.summary == "Short first. Second one."
    assert page_of(site, "code").select_one("meta[name=description]")["content"] == "Short."


def test_translations_lead_to_each_other(project):
    project.write("2025-05-01-one.txt", "One\nA text.\n")
    project.write("2025-05-01-eins.txt", "Lang: DE\nSlug: one\n\nEins\nEin Text.\n")
    site = project.build()
    for place, lang, address in ((("one",), "de", "/de/one/"), (("de", "one"), "en", "/one/")):
        link = page_of(site, *place).select_one("a[rel=alternate]")
        assert (link["hreflang"], link["href"], link.text) == (lang, address, {"de": "Deutsch", "en": "English"}[lang])
    (listed,) = page_of(site, "archives").select("p[lang=de] a")
    assert (listed["href"], listed.text) == ("/de/one/", "Eins")
    public = page_of(project.publish(), "one").select("link[hreflang]")
    assert [(link["hreflang"], link["href"]) for link in public] == [
        ("de", f"{SITEURL}/de/one/"),
        ("en", f"{SITEURL}/one/"),
    ]


def test_a_translation_of_a_page_may_lead_anywhere(project):
    """And three essays that are translations of each other need none in the language of the blog."""
    pages = project.root / "content/pages"
    text = "Title: Sobre\nLang: pt\nSlug: about\n\n[assine]({filename}subscribe.md) ![x]({static}/extra/favicon.svg)\n"
    (pages / "sobre.md").write_text(text, "utf-8")
    for lang in ("pt", "de", "fr"):
        project.write(f"2025-05-01-{lang}.md", f"Title: {lang}\nLang: {lang}\nSlug: trio\n\nA text.\n")
    done = project.run()
    assert (done.returncode, done.stderr, "original" in done.stdout) == (0, "", False)
    page = page_of(project.root / "output", "pt", "about")
    assert page.select_one(".essay a")["href"] == "/subscribe/"
    assert page.select_one(".essay img")["src"] == "/favicon.svg"


def test_links_out_of_a_site_under_a_path(project):
    """On a site that is a folder of its host, a link from the host's root leaves the blog."""
    project.write("2025-05-01-links.md", "Title: Links\n\n[a](/about/)\n")
    done = project.run("publishconf.py", SITEURL=f"{SITEURL}/essays")
    assert done.returncode == 1
    assert done.stderr.startswith("content/essays/2025-05-01-links.md:3: link `/about/` leads out of https://essays.")


def test_ids_that_no_address_can_hold(project):
    """An author's id that is one of the page's own, or has a space, is refused with its line."""
    project.write("2025-05-01-ids.md", 'Title: Ids\n\n## A {#main}\n\nx\n\n<h2 id="a b">B</h2>\n\ny\n')
    done = project.run()
    assert done.returncode == 1
    lines = [line.partition("; ")[0] for line in done.stderr.splitlines()[:-1]]
    path = "content/essays/2025-05-01-ids.md"
    assert lines == [
        f"{path}:{n}: id `{id_}` is one of the page's own, or no address can hold it"
        for n, id_ in ((3, "main"), (7, "a b"))
    ]


def test_headings_without_words_and_notes_without_marks_are_refused(project):
    project.write("2025-05-01-none.md", "Title: None\n\n## Of words\n\nx[^a]\n\n##\n\n## \n\n[^a]: Meant.\n")
    project.write("2025-05-01-notes.md", "Title: Notes\n\nx[^a][^a]\n\n[^a]: Meant.\n\n[^b&c]: Forgotten.\n")
    assert project.run().stderr.splitlines()[:-1] == [
        "content/essays/2025-05-01-none.md:7: a heading without words; write some, or take it out",
        "content/essays/2025-05-01-none.md:9: a heading without words; write some, or take it out",
        "content/essays/2025-05-01-notes.md:7: nothing refers to the note `[^b&c]`; refer to it, or take it out",
    ]


def test_a_link_that_leads_nowhere_stops_the_build(project):
    """A fragment, a file, a {filename} that is not there: each is named with its essay and line."""
    text = "Title: Links\n\n## Here\n\n[a](#her)\n[b](/nope/)\n[c]({filename}nope.txt) [d](https://example.org/)\n[e]({filename}no.md#a)\n[f]({filename}/essays/2025-04-01-link.txt)\n[g]({filename}about.md)\n"
    project.write("2025-05-01-links.md", text)
    done = project.run()
    assert done.returncode == 1
    path = "content/essays/2025-05-01-links.md"
    assert done.stderr.splitlines() == [
        f"{path}:5: link `#her` leads to an id that is not there; did you mean `#here`?",
        f"{path}:6: link `/nope/` leads nowhere; nothing stands at that address",
        f"{path}:7: link `{{filename}}nope.txt` leads nowhere; write the address of something that exists",
        f"{path}:8: link `{{filename}}no.md#a` leads nowhere; write the address of something that exists",
        f"{path}:9: link `{{filename}}/essays/2025-04-01-link.txt` leads nowhere; did you mean "
        "`{filename}2025-05-01-links.md`?",
        f"{path}:10: link `{{filename}}about.md` leads nowhere; did you mean `{{filename}}/pages/about.md`?",
        "6 problems; nothing was published, output/ is unchanged",
    ]


def test_formulas_of_restructuredtext_stay_as_they_are_written(project):
    project.write("2025-05-01-sums.rst", "Sums\n####\n\nOf :math:`\\int_0^1 x`.\n\n.. math::\n\n   \\frac{a}{b}\n")
    assert project.run().returncode == 0
    page = (project.root / "output/sums/index.html").read_text("utf-8")
    assert '<code class="math">\\int_0^1 x</code>' in page
    assert '<pre class="math">\\frac{a}{b}\n</pre>' in page


def test_dotfiles_are_not_content(project):
    """What an editor or a version control leaves in content/ is neither read nor published."""
    project.write(".hidden.txt", "A title\nsecret text.\n")
    (project.essays / ".obsidian").mkdir()
    project.write(".obsidian/note.md", "Title: x\nDate: 2025-01-01\n\nsecret\n")
    (project.root / "content/images").mkdir()
    for name in (".env", "Thumbs.db", "desktop.ini", "a.jpg.swp", "a.jpg.bak"):
        (project.root / "content/images" / name).write_text("secret")
    for name in ("2025-01-21-backup.txt~", "2025-01-21-a.txt.orig", "~$2025.docx"):
        project.write(name, "A title\nsecret text.\n")
    site = project.build()
    assert not [path for path in site.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]


def test_pages_of_the_list_turn(project):
    """With many essays the home page and a tag's page go on at an address of their own."""
    for i in range(45):
        project.write(
            f"2024-01-{i % 28 + 1:02}-essay-{i}.txt", f"Tags: gpt\n\nEssay number {i}\nIts only text is {i}.\n"
        )
    site = project.build()
    assert list(lost_links(site, "")) == []
    for page, title in (
        (page_of(site, "page", "2"), "astro · page 2"),
        (page_of(site, "tag", "gpt", "page", "2"), "gpt, page 2 · astro"),
    ):
        assert page.title.get_text() == title
    assert page_of(site, "page", "3").select_one("nav.turn a")["href"] == "/page/2/"
    assert page_of(site, "tag", "gpt", "page", "2").select_one("nav.turn a")["href"] == "/tag/gpt/"
    titles = [link.get_text() for link in page_of(site, "archives").select(".archive a")]
    assert len(titles) == 46


def test_the_sitemap_lists_every_page(full_public):
    """Each address of the sitemap is a page, and each page that is meant to be found is in it."""
    root = ET.fromstring((full_public / "sitemap.xml").read_bytes())
    listed = [element.text for element in root.findall(".//{*}loc")]
    assert len(listed) == len(set(listed))
    pages = {path.parent.relative_to(full_public).as_posix() for path in full_public.rglob("index.html")}
    addresses = {f"{SITEURL}/{page}/".replace("/./", "/") for page in pages - {"between-us"}}
    assert set(listed) == addresses


def test_make_swaps_only_finished_sites(project):
    """`make html` builds aside: a failing build leaves the last site as it was, a good one takes its place."""
    project.add_make()
    make = ["make", "-f", project.root / "Makefile", "html"]
    assert subprocess.run(make, cwd="/", capture_output=True, check=False).returncode == 0
    before = files_of(project.root / "output")
    project.write("2025-05-01-bad.md", "Title: Bad\n\n[a](#nope)\n")
    assert subprocess.run(make, cwd="/", capture_output=True, check=False).returncode == 2
    assert files_of(project.root / "output") == before
    project.write("2025-05-01-bad.md", "Title: Good\n\n[a](#top)\n")
    assert subprocess.run(make, cwd="/", capture_output=True, check=False).returncode == 0
    assert (project.root / "output/bad/index.html").exists()


def test_what_is_deployed_was_published_before(project, tmp_path):
    """Also where make is told to do several things at once."""
    project.add_make()
    make = ["make", "-j4", "publish", "deploy", f"TO={tmp_path / 'host'}"]
    for number in "12":
        project.write(f"2025-05-0{number}-e{number}.txt", f"Title {number}\nA text.\n")
        done = subprocess.run(
            make, cwd=project.root, env=os.environ | {"SITEURL": SITEURL, "CI": ""}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"host/current/e{number}/index.html").exists()


@pytest.mark.parametrize("tagline", ["None", "''"])
def test_a_site_without_a_tagline(project, tagline):
    project.add_settings(f"SITESUBTITLE = {tagline}")
    for essay in project.essays.iterdir():  # the first one ends with the tagline
        essay.unlink()
    project.write("2025-05-01-a.txt", "A title\nA text.\n")
    site = project.publish()
    page = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    assert page.select_one("meta[name=description]")["content"] == "astro"
    assert not page.select_one(".tagline")
    assert all("None" not in path.read_text("utf-8") for path in (site / "about/index.html", site / "feed.xml"))


def test_a_check_that_is_stopped_leaves_nothing(project, tmp_path):
    """Whatever sh does at a signal: dash runs no trap of EXIT then."""
    project.add_make()
    kept = tmp_path / "kept"
    kept.mkdir()
    make = ["make", "-f", project.root / "Makefile", "check"]
    check = subprocess.Popen(
        make,
        env=os.environ | {"TMPDIR": str(kept)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_for(lambda: any(kept.iterdir()))
    os.killpg(check.pid, signal.SIGINT)
    check.communicate()
    assert check.returncode != 0
    assert not any(kept.iterdir())


def test_a_sign_off_of_another_name_is_told_of_the_settings(project):
    project.add_settings("SITENAME = AUTHOR = 'Another'")
    said = project.run().stderr.splitlines()
    hint = "out (the site's name and tagline may close an essay as SITENAME and SITESUBTITLE have them)"
    assert [line.endswith(hint) for line in said] == [True, True, False]


def test_site_name_and_tagline_are_the_seeds(desk):
    """The footer prints the two lines that the seed ends with."""
    assert tuple(SEED.read_text("utf-8").splitlines()[-2:]) == SIGN_OFF
    assert [p.get_text() for p in page_of(desk, "about").select("footer p")] == list(SIGN_OFF)


def test_the_desk_lists_what_is_in_no_list(full_desk, full_public):
    """Drafts and hidden essays, each with its status, so that the author finds them; readers get no such list."""
    listed = BeautifulSoup((full_desk / "index.html").read_text("utf-8"), "html.parser").select(".desk li")
    found = [(item.a["href"], item.select_one(".meta").get_text().rpartition("\xa0· ")[2]) for item in listed]
    assert found == [("/between-us/", "hidden"), ("/drafts/not-ready/", "draft")]
    assert all((full_desk / address[1:] / "index.html").exists() for address, _ in found)
    assert "At the desk" not in (full_public / "index.html").read_text("utf-8")


def test_a_stylesheet_loads_nothing_from_elsewhere(project):
    """Neither a face of another site nor a picture that is not there; each is named, and nothing takes its place."""
    with (project.root / "theme/static/style.css").open("a", encoding="utf-8") as style:
        style.write("@import url(https://fonts.example.net/face.css);\n.x { background: url(nope.png) }\n")
    done = project.run("publishconf.py", SITEURL=SITEURL)
    assert done.returncode == 1
    assert "`https://fonts.example.net/face.css` would be loaded from another site" in done.stderr
    assert "`nope.png` leads nowhere" in done.stderr
    assert not (project.root / "output").exists()


def test_a_blog_without_pages_of_tags(project):
    """Pelican turns a kind of page off where it has no file."""
    for day, slug in ((1, "wall"), (2, "door")):
        project.write(f"2025-05-0{day}-{slug}.txt", f"Title: A {slug}\nTags: houses\n\nIt stands.\n")
    project.add_settings("TAG_SAVE_AS = ''")
    site = project.build()
    assert not (site / "tag").exists()
    for name in ("archives/index.html", "wall/index.html", "sitemap.xml"):
        assert "houses" not in (site / name).read_text("utf-8").partition("<body")[2 * name.endswith("html")]


def test_a_blog_in_a_language_that_docutils_does_not_know_is_told_nothing_of_it(project):
    project.add_settings('DEFAULT_LANG = "el"')
    done = project.run()
    assert (done.returncode, done.stderr, "localization" in done.stdout) == (0, "", False)
