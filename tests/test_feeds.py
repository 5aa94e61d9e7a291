"""The built feeds: what they say in all three formats, what real readers show of them, and what no change moves."""

import inspect
import json
import os
import re
import shutil
import struct
import zlib
from datetime import UTC, datetime
from html import unescape

import pytest
from astro.feeds import FeedWriter
from bs4 import BeautifulSoup
from conftest import ROOT, SEED, SEED_SLUG, SITEURL, Project, files_of, served
from feed_lint import ATOM, Site, feed_errors, feeds_of, format_errors, html_errors, read
from feed_readers import FOLLOWED, READERS
from lxml import etree
from pelican.writers import Writer

FORMATS = ["feed.xml", "rss.xml", "feed.json"]
HISTORY = "{http://purl.org/syndication/history/1.0}"
MARKUP = """Title: A <b>bold</b> orbit & more
Tags: nasty, R&D
Author: Ada & Co
Modified: 2025-06-02
Related: https://example.org/far?a=1&b=2 — said elsewhere

First a note.[^why] And a [link](#code), a [relative one](../brackets/), a [picture]({static}/images/orbit.png).

## Figures

<figure class="wide"><picture><source srcset="/images/orbit.png 2x"><img src="{static}/images/orbit.png" alt="An orbit"
loading="lazy"></picture><figcaption>A <span class="caps">small</span> orbit.</figcaption></figure>

## A table {#table}

<div class="scroll" markdown="1">

| thing | mass |
|-------|-----:|
| `lamp` | **2** |

</div>

## Code {#code}

```python
if a < b and "]]>" in c:
    launch(a)   # ]]&gt;
```

<details><summary>More</summary>hidden words <i>here</i></details>
<div>One line</div><div>and another &#xFFFE;one.</div>
<iframe src="https://example.org/film" title="A film"></iframe><script>alert(1)</script><style>p { color: red }</style>

The last words.[^two]

[^why]: Because notes have `ids`.
[^two]: See [the table](#table).
"""
RST = """A note in reST
##############

:tags: nasty
:author: Test fixture

A claim [#one]_ with ``code``.

Proof
=====

.. code-block:: python

   x = 1

.. [#one] The proof is short.
"""
NASTY = {
    "2025-05-01-brackets.txt": "Tags: nasty\n\nA <b>bold</b> title & more ]]> &amp; <![CDATA[ so\n"
    "This ends ]]> too early. It holds <![CDATA[ and &lt; and </p>.\n",
    "2025-05-01-emoji.txt": "🚀 to the 🪐\nA family 👩‍👩‍👧 sees é (e and ́) and 𝒳.\n",
    "2025-05-01-long.txt": "A long one\n"
    + "".join(f"Line {i} says nothing at great length, again.\n" for i in range(7000)),
    "2025-05-02-zi.txt": "Lang: zh\n\n漢字だけ\n長い文です。終わり。\n",
    "2025-05-02-hebrew.txt": "Lang: he\n\nכותרת ארוכה\nמשפט ראשון. משפט שני <b>.\n",
    "2025-05-03-markup.md": MARKUP,
    "2025-05-03-notes.rst": RST,
}
TITLES = {
    "A <b>bold</b> title & more ]]> &amp; <![CDATA[ so",
    "🚀 to the 🪐",
    "A long one",
    "漢字だけ",
    "כותרת ארוכה",
    "A <b>bold</b> orbit & more",
    "A note in reST",
    "DeepSeek R1 and the moment China showed it",
}


def png(width, height):
    """A black picture."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" * (width + 1)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def make_public(project, **environment):
    """Publish as `make publish` does, and give the site."""
    done = project.run_publishing(**environment)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return project.root / "output"


def essay(title, text, header=""):
    return f"{header}\n\n{title}\n{text}\n" if header else f"{title}\n{text}\n"


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    """A public site of essays that are hard to send."""
    project = Project(tmp_path_factory.mktemp("nasty"))
    (project.root / "content/images").mkdir()
    (project.root / "content/images/orbit.png").write_bytes(png(30, 20))
    for name, text in NASTY.items():
        project.write(name, text)
    done = project.run("publishconf.py", SITEURL=SITEURL)
    assert [line.split("; ")[0] for line in done.stderr.splitlines()] == [
        "content/essays/2025-05-03-markup.md:33: `<iframe …>` is shown as the text that it is, as pages hold nothing "
        "of other sites"
    ]
    return project.root / "output"


@pytest.mark.parametrize("site", ["public", "full_public", "nasty"])
def test_feeds_are_valid_and_well_made(site, request):
    """Schemas, a strict parser of HTML, and our own rules find nothing in any feed."""
    folder = request.getfixturevalue(site)
    known = Site(folder)
    assert {path.name for path in feeds_of(folder)} == set(FORMATS)
    for path in feeds_of(folder):
        assert (path.name, format_errors(path), list(feed_errors(path, known))) == (path.name, [], [])


def test_the_lint_finds_what_is_wrong(public):
    """Each rule of our own for the HTML of entries sees what it is there for."""
    for html in (
        '<p class="x">a</p>',
        "<p>a<p>b</p></p>",
        "<div>a</div>",
        "bare",
        '<p><a href="#x">a</a></p>',
        f'<p><a href="{SITEURL}/nowhere/">a</a></p>',
        f'<p><a href="{SITEURL}/about/#nowhere">a</a></p>',
        f'<p><a href="{SITEURL}/about/">¶</a></p>',
        '<h2 id="x">a</h2>',
        '<p><img src="https://example.org/x.png" alt=""></p>',
        "<ul>a</ul>",
        "<p>a</p><script>b</script>",
    ):
        assert list(html_errors(html, Site(public))), html


@pytest.mark.parametrize("site", ["public", "full_public", "nasty"])
def test_the_three_formats_say_the_same(site, request):
    folder = request.getfixturevalue(site)
    atom, rss, json_ = (read(folder / name) for name in FORMATS)
    assert atom == rss == json_
    assert len(atom) >= 1


@pytest.mark.parametrize("site", ["public", "full_public", "nasty"])
def test_entries_hold_the_essay_word_for_word(site, request):
    """The words of an entry are those of the essay on its page, in order, code and tables and notes among them."""
    folder = request.getfixturevalue(site)
    for entry in read(folder / "feed.xml"):
        page = folder / entry.link.removeprefix(f"{SITEURL}/") / "index.html"
        shown = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one(".essay")
        for mark in shown.select(".anchor-link, .sidenote, script, style"):
            mark.decompose()
        sent = BeautifulSoup(entry.html.partition("<h2>Related thinking</h2>")[0], "html.parser")
        assert words(sent) == words(shown).replace("\ufffe", ""), entry.title


def test_the_seed_is_sent_whole(public):
    """Every word of its text, and as its summary whole sentences."""
    (entry,) = read(public / "feed.xml")
    text = SEED.read_text("utf-8").partition("Related thinking:")[0].partition("\n")[2]
    assert BeautifulSoup(entry.html, "html.parser").get_text(" ").split() == text.split()
    assert entry.link == f"{SITEURL}/{SEED_SLUG}/"
    assert entry.summary == "I woke up to a group chat on fire. Every AI researcher I know was sending the same link."


def words(tree):
    """All characters but white space: which readers see where one element ends is told by html_errors."""
    return "".join(tree.get_text().split())


def test_titles_stay_literal(nasty):
    """Marks in a title of plain text are the title; tags in one of Markdown are none of it."""
    assert {entry.title for entry in read(nasty / "feed.xml")} == TITLES


def test_an_entry_is_made_of_the_safe_alphabet(nasty):
    """Wrappers, styles and scripts are gone; the picture has its size; notes have ids of their own essay."""
    html = next(entry.html for entry in read(nasty / "feed.xml") if entry.title == "A <b>bold</b> orbit & more")
    here = f"{SITEURL}/markup/"
    image = f'<img alt="An orbit" height="20" src="{SITEURL}/images/orbit.png" width="30">'
    for piece in (
        f"<figure>{image}<figcaption>A small orbit.</figcaption></figure>",
        "<tr><td><code>lamp</code></td><td><strong>2</strong></td></tr>",
        '<pre><code>if a &lt; b and "]]&gt;" in c:\n    launch(a)   # ]]&amp;gt;\n</code></pre>',
        "<p>More</p>\n<p>hidden words <em>here</em></p>\n<p>One line</p>\n<p>and another one.</p>",
        f'<sup id="fnref:markup-why"><a href="{here}#fn-why">1</a></sup>',
        '<li id="fn:markup-why"><p>Because notes have <code>ids</code>.',
        f'<a href="{here}#table">the table</a>',
        f'<a href="{SITEURL}/brackets/">relative one</a>',
    ):
        assert piece in html
    items = json.loads((nasty / "feed.json").read_text("utf-8"))["items"]
    assert [item["image"] for item in items if "image" in item] == [f"{SITEURL}/images/orbit.png"]
    hebrew = next(entry for entry in read(nasty / "feed.xml") if entry.lang == "he")
    assert hebrew.html.startswith('<p dir="rtl">')


def test_essays_of_one_day_keep_their_order(nasty, tmp_path_factory):
    """They have times of their own, in the order of the site's lists; one that comes later is newer, and moves none."""
    index = BeautifulSoup((nasty / "index.html").read_text("utf-8"), "html.parser")
    of_the_day = {entry.link: entry.published for entry in read(nasty / "feed.xml") if entry.published.day == 1}
    listed = [link["href"] for link in index.select(".essays h2 a") if link["href"] in of_the_day]
    assert listed == sorted(of_the_day, key=of_the_day.get, reverse=True)
    assert sorted(moment.isoformat()[11:16] for moment in of_the_day.values()) == ["00:00", "00:01", "00:02"]
    project = Project(tmp_path_factory.mktemp("a-day"))
    project.write("2025-05-01-b.txt", essay("B", "One text."))
    make_public(project)
    project.write("2025-05-01-c.txt", essay("C", "Another text, about something else."))
    project.write("2025-05-02-a.txt", essay("A", "More.", "Date: 2025-05-02 18:30"))
    entries = read(make_public(project) / "feed.xml")
    assert [(entry.title, entry.published.isoformat()[8:16]) for entry in entries[:3]] == [
        ("A", "02T18:30"),
        ("C", "01T00:01"),
        ("B", "01T00:00"),
    ]
    assert all(entry.updated == entry.published for entry in entries)


def test_only_the_author_updates_an_entry(nasty):
    """`Modified` is the update, in the first hours of its day; nothing else is later than the publishing."""
    later = [entry for entry in read(nasty / "feed.xml") if entry.updated != entry.published]
    assert [entry.title for entry in later] == ["A <b>bold</b> orbit & more"]
    assert datetime(2025, 6, 2, tzinfo=UTC) <= later[0].updated < datetime(2025, 6, 2, 6, tzinfo=UTC)
    root = etree.parse(nasty / "feed.xml").getroot()
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == later[0].updated


def test_feeds_say_all_of_themselves(public):
    """Title, tagline, language, addresses with their types, author, icon, generator, rights, an identity of its own."""
    atom = etree.parse(public / "feed.xml").getroot()
    links = {link.get("rel"): (link.get("type"), link.get("href")) for link in atom.iterfind(f"{ATOM}link")}
    assert links == {
        "self": ("application/atom+xml", f"{SITEURL}/feed.xml"),
        "alternate": ("text/html", f"{SITEURL}/"),
    }
    assert atom.findtext(f"{ATOM}id") == "tag:essays.example.org,2025:/feed.xml"
    assert [atom.findtext(f"{ATOM}{name}") for name in ("title", "rights", "generator")] == [
        "astro",
        "© astro",
        "Pelican",
    ]
    assert atom.findtext(f"{ATOM}subtitle").startswith("Thinking about AI")
    channel = etree.parse(public / "rss.xml").getroot()[0]
    names = ("title", "language", "copyright", "generator")
    assert [channel.findtext(name) for name in names] == ["astro", "en", "© astro", "Pelican"]
    assert channel.find(f"{ATOM}link").attrib == {
        "rel": "self",
        "type": "application/rss+xml",
        "href": f"{SITEURL}/rss.xml",
    }
    known = json.loads((public / "feed.json").read_text("utf-8"))
    icons = {atom.findtext(f"{ATOM}{name}") for name in ("icon", "logo")} | {known["icon"], known["favicon"]}
    assert icons | {channel.findtext("image/url")} == {f"{SITEURL}/feed-icon.png"}
    assert all(channel.findtext(f"image/{name}") == channel.findtext(name) for name in ("title", "link"))
    width, height = struct.unpack(">II", (public / "feed-icon.png").read_bytes()[16:24])
    assert max(width, height) <= 144


def test_the_name_of_a_site_stays_literal(project):
    """As pages show it; in RSS as HTML, as which its titles are read."""
    next(project.essays.iterdir()).unlink()  # it closes with the site's name
    project.write("2025-02-01-maps.txt", essay("Maps", "A text."))
    done = project.run("publishconf.py", options=["-e", 'SITENAME="Map<K> & co"'], SITEURL=SITEURL)
    assert done.returncode == 0, done.stderr
    output = project.root / "output"
    title = etree.parse(output / "feed.xml").getroot().find(f"{ATOM}title")
    assert (title.get("type"), title.text) == ("html", "Map&lt;K&gt; &amp; co")
    assert etree.parse(output / "rss.xml").getroot()[0].findtext("title") == "Map&lt;K&gt; &amp; co"
    assert "<title>Map&lt;K&gt; &amp; co</title>" in (output / "index.html").read_text("utf-8")


def test_a_tags_feed_holds_its_essays(full_public):
    atom = etree.parse(full_public / "tag/space/feed.xml").getroot()
    assert atom.findtext(f"{ATOM}title") == "astro: space"
    assert atom.findtext(f"{ATOM}id") == "tag:essays.example.org,2025:/tag/space/feed.xml"
    assert atom.find(f"{ATOM}link[@rel='alternate']").get("href") == f"{SITEURL}/tag/space/"
    entries = read(full_public / "tag/space/feed.xml")
    everywhere = {entry.id: entry for entry in read(full_public / "feed.xml")}
    assert [entry.title for entry in entries] == ["Notes on orbital mechanics", "Rules for a Mars garden"]
    assert all(entry == everywhere[entry.id] for entry in entries)
    assert (full_public / "tag/sea/index.html").exists()
    assert not (full_public / "tag/sea/feed.xml").exists()  # it is of one essay


CHIPS = "The export controls name a threshold of compute. Older NVIDIA GPUs travel first across every border."
LEAKS = "How the export controls leak\nA border has a forwarding agent, and the export controls name compute and GPUs."


def related_part(entry):
    _, heading, rest = entry.html.partition("<h2>Related thinking</h2>")
    return heading + rest


def test_related_thinking_in_a_feed_never_changes(project):
    """Links to older essays alone, absolute, with the reason; a new essay that is nearer moves none of them."""
    project.write("2025-02-01-chips.txt", essay("Chips and controls", f"{CHIPS}\n{LEAKS}"))
    project.write("2025-02-02-bread.txt", essay("Bread", "Rye ferments at the temperature of the windowsill."))
    before = {entry.id: entry for entry in read(make_public(project) / "feed.xml")}
    chips = before["tag:essays.example.org,2025:chips"]
    assert f'<li><a href="{SITEURL}/deepseek-r1-and-the-moment-china-showed-it/">DeepSeek R1' in related_part(chips)
    assert " — both on export controls" in related_part(chips)
    others = [related_part(entry) for entry in before.values() if entry is not chips]
    assert others == ["", ""]  # no heading without a link; the essay's own sections are no links for a feed
    after = {}
    for names in ("0", "123"):
        for i in names:
            text = f"{CHIPS} {LEAKS.replace(chr(10), ' ')} And number {i} of them."
            project.write(f"2025-03-1{i}-more-{i}.txt", essay(f"More export controls {i}", text))
        after = {entry.id: entry for entry in read(make_public(project) / "feed.xml")}
    page = BeautifulSoup((project.root / "output/chips/index.html").read_text("utf-8"), "html.parser")
    assert "/more-" in str(page.select_one("aside.related"))  # the page has better links now
    assert {id_: after[id_] for id_ in before} == before
    assert "/chips/" in related_part(after["tag:essays.example.org,2025:more-0"])
    links = etree.parse(project.root / "output/feed.xml").iterfind(f".//{ATOM}link[@rel='related']")
    assert all(link.get("href").startswith(f"{SITEURL}/") for link in links)
    project.write("2025-02-01-chips.txt", essay("Chips and controls", f"{CHIPS}\n{LEAKS}", "Status: hidden"))
    assert not any("/chips/" in entry.html for entry in read(make_public(project) / "feed.xml"))


def test_pins_in_a_feed(full_public, nasty):
    """The author's links come first with the author's reason; those to the web are sent too."""
    garden = next(entry for entry in read(full_public / "feed.xml") if entry.title == "Rules for a Mars garden")
    assert related_part(garden).startswith(
        f'<h2>Related thinking</h2>\n<ul><li><a href="{SITEURL}/the-second-wall/">The second wall</a>, '
        f'<a href="{SITEURL}/the-second-wall/#a-wall-of-paper">A wall of paper</a> — paper stops seeds'
    )
    orbit = next(entry for entry in read(nasty / "feed.xml") if entry.title == "A <b>bold</b> orbit & more")
    assert '<a href="https://example.org/far?a=1&amp;b=2">' in related_part(orbit)
    assert " — said elsewhere</li>" in related_part(orbit)


def test_what_is_pinned_and_found_is_sent_once(project):
    """With the author's reason, also where the essay was found before it was pinned."""
    for header in ("", "Related: deepseek-r1-and-the-moment-china-showed-it — my reason"):
        project.write("2025-02-01-chips.txt", essay("Chips and controls", f"{CHIPS}\n{LEAKS}", header))
        chips = next(each for each in read(make_public(project) / "feed.xml") if each.title == "Chips and controls")
        assert related_part(chips).count("<li>") == 1
    assert " — my reason" in related_part(chips)


def test_a_page_that_becomes_an_essay_is_sent_with_its_links(project):
    """As any new essay is; what it links is frozen from then on."""
    page = project.root / "content/pages/chips.txt"
    page.write_text(essay("Chips and controls", f"{CHIPS}\n{LEAKS}"), "utf-8")
    assert not any("/chips/" in entry.link for entry in read(make_public(project) / "feed.xml"))
    page.rename(project.essays / "2025-02-01-chips.txt")
    for _ in range(2):
        chips = next(each for each in read(make_public(project) / "feed.xml") if "/chips/" in each.link)
        assert "/deepseek-r1-and-the-moment-china-showed-it/" in related_part(chips)


def test_pins_to_newer_essays_wait_for_nobody(project):
    """An older essay may pin a newer one on its page; its entry does not, or it would have changed."""
    project.write("2024-01-01-old.txt", "Old\nA text.\nRelated thinking:\nnew\n")
    project.write("2024-01-02-new.txt", "New\nAnother text.\nRelated thinking:\nold\n")
    entries = {entry.title: related_part(entry) for entry in read(project.publish() / "feed.xml")}
    assert entries["Old"] == ""
    assert f'<a href="{SITEURL}/old/">Old</a>' in entries["New"]


@pytest.fixture(scope="module")
def long_blog(tmp_path_factory):
    """A blog of 66 essays, and its site."""
    project = Project(tmp_path_factory.mktemp("long"))
    for i in range(65):
        name = f"2023-{i // 28 + 1:02}-{i % 28 + 1:02}-essay-{i:02}.txt"
        project.write(name, essay(f"Essay {i:02}", f"Its only text is {i}.", "Tags: many"))
    return project, make_public(project)


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml", "feed.json", "tag/many/feed.xml"])
def test_the_archives_hold_every_essay(name, long_blog):
    """From the feed one walks back through archives of 30 to the first essay; all of them are valid."""
    site, path, entries, steps = long_blog[1], long_blog[1] / name, {}, []
    while path:
        assert (format_errors(path), list(feed_errors(path, Site(site)))) == ([], [])
        steps.append(path.relative_to(site).as_posix())
        entries |= {entry.id: entry.title for entry in read(path)}
        assert len(read(path)) == 30
        previous = previous_of(path)
        path = site / previous.removeprefix(f"{SITEURL}/") if previous else None
    stem, _, suffix = name.rpartition(".")
    assert steps == [name, f"{stem}-2.{suffix}", f"{stem}-1.{suffix}"]
    assert len(entries) == 65 + (not name.startswith("tag"))


def previous_of(path):
    if path.suffix == ".json":
        return json.loads(path.read_bytes()).get("next_url")
    root = etree.parse(path).getroot()
    current = [link.get("href") for link in root.iterfind(f".//{ATOM}link[@rel='current']")]
    is_archive = root.find(f".//{HISTORY}archive") is not None
    assert is_archive == bool(current) == bool(re.search(r"-\d\.xml$", path.name))
    return next((link.get("href") for link in root.iterfind(f".//{ATOM}link[@rel='prev-archive']")), None)


def test_full_archives_never_change(long_blog):
    """New essays touch neither the bytes of a full archive nor the time of its file; the feed has a later time."""
    project, site = long_blog
    archives = [path for path in feeds_of(site) if re.search(r"-\d\.\w+$", path.name)]
    assert len(archives) == 8
    for path in feeds_of(site):
        os.utime(path, (1_700_000_000.25, 1_700_000_000.25))
    before = {path: path.read_bytes() for path in feeds_of(site)}
    project.write("2025-07-01-new.txt", essay("New", "A new text."))
    assert make_public(project) == site
    for path in archives:
        assert (path.read_bytes(), path.stat().st_mtime) == (before[path], 1_700_000_000.25)
    for name in FORMATS:
        assert (site / name).read_bytes() != before[site / name]
        assert int((site / name).stat().st_mtime) > 1_700_000_000
    assert (site / "tag/many/feed.xml").stat().st_mtime == 1_700_000_000.25


def test_equal_feeds_keep_their_times(project):
    """From site to site feeds keep their times; a changed one is later than before."""
    site = project.publish()
    ahead = 4_102_444_800  # the year 2100: no clock of a build has come that far
    for name in FORMATS:
        os.utime(site / name, (ahead, ahead))
    project.publish()
    assert {(site / name).stat().st_mtime for name in FORMATS} == {ahead}
    project.write("2025-05-01-b.txt", essay("B", "One text."))
    project.publish()
    assert {(site / name).stat().st_mtime for name in FORMATS} == {ahead + 1}


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """A blog published seven times: text edited, said to be modified, a third essay, a rename, a redating, a move."""
    project = Project(tmp_path_factory.mktemp("chain"))
    first, wall = (
        "2025-02-10-wall.txt",
        "A wall of rules\nThe warehouse was in Rotterdam, and the manifest said parts.\n",
    )
    sites = []

    def publish(address=SITEURL):
        site = project.root / f"site-{len(sites)}"
        shutil.copytree(make_public(project, SITEURL=address), site)
        sites.append(site)

    project.write(first, f"{wall}The wall\nIt is made of paper, and of licences.\n")
    publish()
    edited = f"{wall}The wall\nIt is made of paper, of stamps and of licences.\n"
    project.write(first, edited)
    publish()
    project.write(first, f"Modified: 2025-03-01\n\n{edited}")
    publish()
    project.write("2025-03-02-bread.txt", essay("Bread", "Rye ferments at the temperature of the windowsill."))
    publish()
    (project.essays / first).unlink()
    project.write("2025-02-10-the-wall.txt", f"Modified: 2025-03-01\n\n{edited}".replace("A wall of", "The wall of"))
    publish()
    (project.essays / "2025-02-10-the-wall.txt").rename(project.essays / "2025-02-12-the-wall.txt")
    publish()
    publish("https://moved.example.net")
    return sites


@pytest.mark.parametrize("name", FORMATS)
def test_no_change_of_an_essay_makes_it_new(name, chain):
    """Identity and publishing time outlive edit, rename, retitling, redating and the move of the domain."""
    seen = [{(entry.id, entry.published) for entry in read(site / name)} for site in chain]
    assert [len(entries) for entries in seen] == [2, 2, 2, 3, 3, 3, 3]
    assert seen[0] == seen[1] == seen[2] < seen[3] == seen[4] == seen[5] == seen[6]
    if name == "feed.xml":
        assert len({etree.parse(site / name).findtext(f"{ATOM}id") for site in chain}) == 1


@pytest.mark.parametrize(("program", "name"), FOLLOWED)
def test_readers_are_sent_nothing_twice(program, name, chain, tmp_path):
    """Over all seven publishings each reader takes for new only what is new, and shows the essay whole and unmarked."""
    live = tmp_path / "live"
    shutil.copytree(chain[0], live)
    with served(live) as address:
        (tmp_path / "home").mkdir()
        client = READERS[program](tmp_path / "home", f"{address}/{name}")
        new, shown = client.look()
        counts = [new]
        seed = next(entry for entry in shown if entry.title.startswith("DeepSeek"))
        assert (seed.title, seed.link) == ("DeepSeek R1 and the moment China showed it", f"{SITEURL}/{SEED_SLUG}/")
        for site in chain[1:]:
            shutil.rmtree(live)
            shutil.copytree(site, live)
            new, shown = client.look()
            counts.append(new)
    assert counts == [2, 0, 0, 1, 0, 0, 0]
    assert len({entry.id for entry in shown}) == 3
    assert len(shown) == 3
    seed = next(entry for entry in shown if entry.title.startswith("DeepSeek"))
    tree = BeautifulSoup(seed.html, "html.parser")
    assert "I’m sitting with that question." in " ".join(tree.get_text().split())
    headings = [heading.get_text(strip=True) for heading in tree.find_all(["h2"])]
    assert headings[-1] == "What I’m watching"
    assert "¶" not in tree.get_text()
    assert "Link to section" not in tree.get_text()
    assert seed.author.endswith("astro")


@pytest.mark.parametrize(("program", "name"), FOLLOWED)
def test_readers_show_nasty_essays(program, name, nasty, tmp_path):
    """Each link that a reader keeps leads where it should, none into the feed's own file; titles are whole."""
    with served(nasty) as address:
        new, shown = READERS[program](tmp_path, f"{address}/{name}").look()
    assert new == len(TITLES)
    orbit = next(entry for entry in shown if "orbit" in entry.title)
    links = [link["href"] for link in BeautifulSoup(orbit.html, "html.parser").find_all("a")]
    assert f"{SITEURL}/markup/#fn-why" in links
    assert f"{SITEURL}/markup/#table" in links
    assert not [link for link in links if not link.startswith("https://") or "127.0.0.1" in link]
    titles = {entry.title for entry in shown}
    assert {"🚀 to the 🪐", "漢字だけ", "כותרת ארוכה", "A <b>bold</b> orbit & more"} <= {
        unescape(title) for title in titles
    }
    bracket = next(title for title in titles if "CDATA" in title)
    # Some readers hand a title over as HTML, some unescape it twice, and newsboat takes those of RSS for text.
    read = BeautifulSoup(bracket, "html.parser").get_text()
    assert read in TITLES or unescape(bracket) in map(unescape, TITLES)


def test_what_is_begun_in_another_process_changes_nothing(project):
    """Where it can be, Markdown is made fit for feeds while essays are related, and texts are written beside pages."""
    for i in range(60):
        text = f"Title: On {i}\nDate: 2025-05-01\n\nWords *on* [it](https://x.example/{i}).\n\n## Heading\n\nMore.\n"
        project.write(f"{i}.md", text)
    project.add_settings(
        "import os\nif os.environ.get('ONE'):\n    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})",
        "publishconf.py",
    )
    found = []
    for one in ("yes", ""):
        shutil.rmtree(project.root / ".cache", ignore_errors=True)
        done = project.run("publishconf.py", SITEURL=SITEURL, ONE=one)
        assert done.returncode == 0, done.stderr
        found.append(files_of(project.root / "output"))
    assert found[0] == found[1]
    assert "59/index.txt" in found[0]


def test_markdown_in_rss_is_optional(project, nasty):
    """With the setting an item carries the essay in Markdown, links absolute; else there is no trace of it."""
    assert b"source.scripting.com" not in (nasty / "rss.xml").read_bytes()
    text = "## A *list*\n\n- [about](#a-list)\n\n1986\\. A \\<b>."
    project.write("2025-05-01-b.md", f"Title: B\n\n{text}\n")
    done = project.run("publishconf.py", options=["-e", "FEED_MARKDOWN=true"], SITEURL=SITEURL)
    assert (done.returncode, done.stderr) == (0, "")
    item = etree.parse(project.root / "output/rss.xml").find(".//item")
    markdown = item.findtext("{http://source.scripting.com/}markdown")
    assert markdown == f"## A *list*\n\n* [about]({SITEURL}/b/#a-list)\n\n1986\\. A \\<b\\>."


def test_pelican_still_asks_its_writer_for_feeds():
    """`write_feed` is all of Pelican's that the feeds stand on; it is called with these names."""
    ours, theirs = (inspect.signature(each.write_feed).parameters for each in (FeedWriter, Writer))
    assert list(ours) == list(theirs)
    assert [ours[name].kind for name in ours] == [theirs[name].kind for name in theirs]
    assert '"pelican>=4.12,<4.13"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_a_feed_is_carried_over_only_as_it_was_written(project):
    """What follows from the same is not made again; a file that somebody changed or took away is."""
    site = project.publish()
    before = {name: (site / name).read_bytes() for name in FORMATS}
    times = {name: (site / name).stat().st_mtime_ns for name in FORMATS}
    project.publish()
    assert {name: (site / name).stat().st_mtime_ns for name in FORMATS} == times
    (site / "feed.xml").write_bytes(before["feed.xml"].replace(b"DeepSeek", b"DeepSEEK"))
    (site / "rss.xml").unlink()
    project.publish()
    assert {name: (site / name).read_bytes() for name in FORMATS} == before


def test_a_feed_is_written_again_where_an_entry_is_another(project):
    """Whatever of it has changed, though its words are the same; also the title of an essay that it leads to."""

    def build():
        options = ["-e", 'SEARCH_URL=""']  # with a search everything is written anew
        done = project.run("publishconf.py", options=options, SITEURL=SITEURL)
        assert (done.returncode, done.stderr) == (0, "")
        return {name: (project.root / "output" / name).read_text("utf-8") for name in FORMATS}

    header = {"Title": "One", "Date": "2025-05-02", "Related": "two", "Tags": "a", "Author": "Ann", "Summary": "First."}
    changes = {"Title": "Changed", "Tags": "moss", "Author": "Bea", "Summary": "Again.", "Related": "two — so"}
    project.write("2025-05-01-two.md", "Title: Two\n\nRust and iron.\n")
    for name, value in [("Title", "One"), *changes.items()]:
        header[name] = value
        lines = "".join(f"{key}: {text}\n" for key, text in header.items())
        project.write("2025-05-02-one.md", f"{lines}\nKelp and rain.\n")
        assert [feed for feed, text in build().items() if value.removeprefix("two") not in text] == []
    project.write("2025-05-01-two.md", "Title: Two again\n\nRust and iron.\n")
    assert [feed for feed, text in build().items() if ">Two again<" not in unescape(text)] == []


def test_a_feed_that_was_published_is_led_on(project):
    """Whoever renames it, or takes it out, says where its subscribers find what they had."""
    project.run_publishing()
    project.add_settings('FEED_ALL_ATOM = "atom.xml"', "publishconf.py")
    done = project.run_publishing()
    assert done.stderr.splitlines()[:-1] == [
        "publishconf.py:1: no setting names /feed.xml any more, a feed that subscribers have; write it back, or lead "
        "it on, `/feed.xml /its-new-name 301` in content/extra/_redirects"
    ]
    project.add_settings("FEED_ALL_RSS = None", "publishconf.py")
    rules = project.root / "content/extra/_redirects"
    rules.write_text("/rss.xml /atom.xml 301\n/feed.xml /404.html 404\n")
    for options in ({"CHECK": "true"}, {"PUBLISH": "true"}):
        told = project.run("publishconf.py", SITEURL=SITEURL, options=["-e", *(f"{k}={v}" for k, v in options.items())])
        assert [line.partition(" any more")[0] for line in told.stderr.splitlines()[:-1]] == [
            "publishconf.py:1: no setting names /feed.xml"
        ]
    rules.write_text("/rss.xml /atom.xml 301\n/feed.xml /atom.xml\n")
    for _ in range(2):
        done = project.run_publishing()
        assert (done.returncode, done.stderr) == (0, "")
    rules.unlink()
    assert "/feed.xml any more" in project.run_publishing().stderr
