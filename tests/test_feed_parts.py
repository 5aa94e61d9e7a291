"""The parts of feeds that know no site: safe HTML, times, archives, remembered links, characters."""

from datetime import UTC, datetime, timedelta

import html5lib
import pytest
from astro.feeds.characters import reads_as_html, sendable
from astro.feeds.feed import Entry, Feed, archive_name, changed, documents
from astro.feeds.place import Place
from astro.feeds.related import Link, Sent, read_sent, related_html
from astro.feeds.rss import rss
from astro.feeds.safe import safe_html
from bs4 import BeautifulSoup
from conftest import SITEURL
from feed_lint import Site, html_errors
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

HERE = f"{SITEURL}/wall/"
PLACE = Place(HERE, "wall")
DAY = datetime(2025, 1, 20, tzinfo=UTC)


def safe(html, *, turned=False):
    return safe_html(html, PLACE, turned=turned).html


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ("bare <b>words</b>", "<p>bare <strong>words</strong></p>\n"),
        ("<div>a</div><div>b</div>", "<p>a</p>\n<p>b</p>\n"),
        ("a<div>b<section>c</section></div>d", "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>\n"),
        ("<h1>T</h1><h6 id='x' class='y'>S</h6>", "<h2>T</h2>\n<h6>S</h6>\n"),
        ("<p style='x'> a <span lang='fr'>b</span> </p><p> </p>", "<p>a b</p>\n"),
        ("<details><summary>s</summary>d</details>", "<p>s</p>\n<p>d</p>\n"),
        ("<dl><dt>t</dt><dd>d</dd></dl>", "<p><strong>t</strong></p>\n<p>d</p>\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>\n"),
        ("<ol type='i'><li>a</li></ol><p>b</p>", '<ol type="i"><li>a</li></ol>\n<p>b</p>\n'),
        ("<ol type='x'><li>a</li></ol>", "<ol><li>a</li></ol>\n"),
        ("<ol start='3'><li><p>a</p><p>b</p></li></ol>", '<ol start="3"><li><p>a</p><p>b</p></li></ol>\n'),
        ("<ol reversed><li value='7'>a</li></ol>", '<ol reversed="reversed"><li value="7">a</li></ol>\n'),
        ("<ol start='-1'><li value='-7'>a</li></ol>", '<ol start="-1"><li value="-7">a</li></ol>\n'),
        ("<ol start='1-'><li value='--7'>a</li></ol>", "<ol><li>a</li></ol>\n"),
        ("<blockquote>a<p>b</p></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>\n"),
        ("<p>a<ul><li>b</li></ul>c</p>", "<p>a</p>\n<ul><li>b</li></ul>\n<p>c</p>\n"),
        ("<p><em>a<p>b</p></em></p>", "<p><em>a b </em></p>\n"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<p>漢(kan)</p>\n"),
        ("<ruby>漢<rt>kan</rt></ruby>", "<p>漢(kan)</p>\n"),
        ("<p>I do <del>not</del> <s>ever</s> agree</p>", "<p>I do <del>not</del> <del>ever</del> agree</p>\n"),
        ("<p><q>one <q>two</q></q> said</p>", "<p>“one ‘two’” said</p>\n"),
        ("<p>H<sub>2</sub>O, <kbd>q</kbd>, <mark>m</mark></p>", "<p>H<sub>2</sub>O, <code>q</code>, m</p>\n"),
        ("<!-- a --><script>b</script><p hidden>c</p><button>d</button>", ""),
        ("<p aria-hidden='true'>For the eye.</p>", "<p>For the eye.</p>\n"),
        ("<p>a\ufffe&#xffff;\x85b&#128640;</p>", "<p>ab🚀</p>\n"),
        # The markup of a page: scrolling tables, highlighted code, responsive pictures, notes beside the text.
        (
            "<div class='scroll' tabindex='0'><table><caption>C</caption><tr><th scope='col'>a</th></tr></table></div>",
            "<table><caption>C</caption><tr><th>a</th></tr></table>\n",
        ),
        (
            "<div class='highlight'><pre><span></span><code class='x'><span class='k'>if</span> a:<br>  &lt;b&gt;"
            "</code><button>Copy</button></pre></div>",
            "<pre><code>if a:\n  &lt;b&gt;</code></pre>\n",
        ),
        (
            "<figure><a href='/big.png'><picture><source srcset='a.webp'><img src='known.png' srcset='x 2x'></picture>"
            "</a><figcaption>c</figcaption></figure>",
            f'<figure><a href="{SITEURL}/big.png"><img alt="" src="{HERE}known.png"></a><figcaption>c</figcaption>'
            "</figure>\n",
        ),
        (
            "<p><img src='/w.png' alt='a  b' width='50%' height='3'><img src='/x.png' width='7' height='8'></p>",
            f'<p><img alt="a b" src="{SITEURL}/w.png">'
            f'<img alt="" height="8" src="{SITEURL}/x.png" width="7"></p>\n',
        ),
        (
            "<p>a<sup id='fnref:1'><a href='#fn:1'>1</a></sup><small class='sidenote' aria-hidden='true'>n</small></p>"
            "<ol><li id='fn:1'>n <a href='#fnref:1' class='x'>↩</a></li></ol>",
            f'<p>a<sup id="fnref:wall-1"><a href="{HERE}#fn:1">1</a></sup></p>\n'
            f'<ol><li id="fn:wall-1">n <a href="{HERE}#fnref:1">↩</a></li></ol>\n',
        ),
        (
            "<aside id='footnote-1'><span>[1]</span><p>n</p></aside>",
            '<p id="fn:wall-1">[1]</p>\n<p>n</p>\n',
        ),
        ("<figcaption>alone</figcaption>", "<p>alone</p>\n"),
        ("<iframe src='//v.example.org/1' title='F'></iframe>", '<p><a href="https://v.example.org/1">F</a></p>\n'),
        ("<ul>a<li>b</li> </ul>", "<ul><li>a</li><li>b</li></ul>\n"),
        (
            "<table>a<tr><td>b</td><p>c</p></tr><td>d</td></table>",
            "<p>a</p>\n<p>c</p>\n<p>d</p>\n<table><tr><td>b</td></tr></table>\n",
        ),
        ("<video><source src='/f.mp4'>old browser</video>", f'<p><a href="{SITEURL}/f.mp4">{SITEURL}/f.mp4</a></p>\n'),
    ],
)  # fmt: skip
def test_html_is_spelt_in_the_safe_alphabet(html, sent):
    assert safe(html) == sent


@pytest.mark.parametrize(
    ("link", "sent"),
    [
        ("#x", f"{HERE}#x"),
        ("", HERE),
        ("y", f"{HERE}y"),
        ("/y?a=1&b=2", f"{SITEURL}/y?a=1&b=2"),
        ("//example.net/", "https://example.net/"),
        ("mailto:me@example.org", "mailto:me@example.org"),
        ("a photo.jpg", f"{HERE}a%20photo.jpg"),
        (" https://example.net/ü ", "https://example.net/ü"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[", ""),
    ],
)
def test_every_address_is_absolute(link, sent):
    """What no reader should follow is no link, and keeps its words."""
    assert PLACE.absolute(link) == sent
    anchor = BeautifulSoup("<a>w</a>", "html.parser")
    anchor.a["href"] = link
    assert safe(str(anchor)) == (str(_anchor(sent)) if sent else "<p>w</p>\n")


def _anchor(address):
    tree = BeautifulSoup("<p><a>w</a></p>\n", "html.parser")
    tree.a["href"] = address
    return tree.decode(formatter="minimal")


def test_the_direction_is_that_of_the_language():
    assert safe("<p>a</p><ul><li>b</li></ul>", turned=True) == '<p dir="rtl">a</p>\n<ul dir="rtl"><li>b</li></ul>\n'
    assert safe("<p>a <code>b()</code></p>", turned=True) == '<p dir="rtl">a <code dir="ltr">b()</code></p>\n'
    assert safe("<pre><code>b</code></pre>", turned=True) == '<pre dir="ltr"><code dir="ltr">b</code></pre>\n'


TAGS = st.sampled_from(
    [
        *(
            "p",
            "div",
            "section",
            "h1",
            "h2",
            "span",
            "a href='/x'",
            "em",
            "b",
            "code",
            "sup",
            "del",
            "q",
            "ruby",
            "rt",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
        ),
        *("table", "tr", "td", "thead", "caption", "figure", "figcaption", "blockquote", "pre", "details", "summary"),
        *("aside id='fn-1'", "main", "button", "script", "nav", "font", "unknown", "center"),
    ]
)
LEAVES = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=8).map(lambda text: text.replace("<", "").replace("&", "")),
    st.sampled_from(["<br>", "<hr>", "<img src='/a.png' alt='x' width=1 height=2>", "&lt;", "<!-- c -->", " "]),
)
SOUP = st.recursive(
    LEAVES,
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"
    ),
    max_leaves=12,
)


@given(SOUP)
def test_any_html_becomes_safe(html):
    """Whatever the markup, what is sent is valid, in the alphabet, and the same when it is made safe again."""
    once = safe(html)
    html5lib.HTMLParser(strict=True).parseFragment(once)
    tree = BeautifulSoup(once, "html.parser")
    linked = {f"{SITEURL}/x", f"{SITEURL}/a.png"}
    assert {tag.get("href", tag.get("src")) for tag in tree.find_all(["a", "img"])} <= linked
    errors = [error for error in html_errors(once, NoSite()) if not error.startswith("dead")]
    assert errors == []
    assert sendable(once) == once


class NoSite(Site):
    def __init__(self):
        pass

    def leads_nowhere(self, address):
        return not address


WORDS = st.recursive(
    st.text(st.sampled_from("abc ."), min_size=1, max_size=6),
    lambda inner: st.tuples(
        st.sampled_from(["p", "div", "h2", "span", "em", "blockquote", "ul", "li", "details", "figure", "pre", "u"]),
        st.lists(inner, max_size=4),
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    max_leaves=12,
)


@given(WORDS)
def test_no_word_is_lost(html):
    """All characters of the text are there, in order, whatever stands in what."""
    before, after = (BeautifulSoup(each, "html.parser").get_text() for each in (html, safe(html)))
    assert "".join(after.split()) == "".join(before.split())


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        *(("R & D", False), ("a < b > c", False), ("AT&T", False), ("", False)),
        *(("a <b>", True), ("&lt;", True), ("</p>", True), ("&lang now", True), ("R&D2", True), ("&#65", True)),
    ],
)
def test_text_that_would_be_read_as_html(text, is_html):
    assert reads_as_html(text) is is_html


@given(st.text())
def test_clean_text_fits_into_xml(text):
    """Only characters that XML and HTML allow are left, and of those none is lost."""
    cleaned = sendable(text)
    assert cleaned == "".join(each for each in text if sendable(each))
    assert not any(ord(each) & 0xFFFE == 0xFFFE or "\x7f" <= each <= "\x9f" for each in cleaned)
    assert sendable("\ta\n🚀漢") == "\ta\n🚀漢"


def entries(number):
    made = Entry("", HERE, "T", ("A",), DAY, DAY, "en", "S.", "<p>S.</p>", ())
    return [made._replace(id=f"tag:{i:03}", published=DAY + timedelta(days=i)) for i in range(number)]


@pytest.mark.parametrize(
    ("summary", "sent"),
    [("Fish & chips.", "Fish & chips."), ("A <b> tag.", "A &lt;b&gt; tag."), ("food&notes", "food&amp;notes")],
)
def test_the_description_of_rss_is_html_only_where_it_must_be(summary, sent):
    feed = Feed("id", "T", "", "A", "en", f"{SITEURL}/", f"{SITEURL}/rss.xml", "s.css")
    (entry,) = entries(1)
    root = etree.fromstring(rss(feed._replace(entries=(entry._replace(summary=summary),))))
    assert root.findtext("channel/item/description") == sent


@pytest.mark.parametrize(("number", "archives"), [(0, 0), (1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (95, 3)])
def test_archives_are_full_and_leave_no_gap(number, archives):
    """There are as many as hold an essay that the feed lacks; each is linked from the one after it."""
    feed = Feed("id", "T", "", "A", "en", f"{SITEURL}/", f"{SITEURL}/feed.xml", "s.css")
    first, *others = documents(feed, entries(number)[::-1], 30)
    assert len(others) == archives
    assert all(len(each.entries) == 30 and each.current == feed.address for each in others)
    assert {entry.id for each in (first, *others) for entry in each.entries} == {each.id for each in entries(number)}
    chain = [first, *reversed(others)]
    assert [each.previous for each in chain] == [each.address for each in chain[1:]] + [""]
    assert [entry.id for entry in first.entries] == [f"tag:{i:03}" for i in range(number)][::-1][:30]


def test_entries_of_one_moment_stand_in_one_order():
    feed = Feed("id", "T", "", "A", "en", f"{SITEURL}/", f"{SITEURL}/feed.xml", "s.css")
    both = [entry._replace(published=DAY) for entry in entries(2)]
    assert documents(feed, both, 30) == documents(feed, both[::-1], 30)


@given(st.integers(0, 130), st.integers(1, 40))
def test_more_essays_change_no_archive(number, more):
    feed = Feed("id", "T", "", "A", "en", f"{SITEURL}/", f"{SITEURL}/feed.xml", "s.css")
    before = documents(feed, entries(number), 30)[1:]
    assert documents(feed, entries(number + more), 30)[1 : len(before) + 1] == before


def test_the_name_of_an_archive_is_that_of_its_feed():
    assert archive_name("tag/x.y/feed.xml", 12) == "tag/x.y/feed-12.xml"


def test_when_an_essay_was_updated():
    """Never before it was published; a day alone is made a moment that is its own, the same at each build."""
    later = DAY + timedelta(days=2)
    assert changed(DAY, None, "a") == DAY
    assert changed(later, DAY, "a") == later
    assert changed(DAY, later.replace(hour=18, minute=30), "a") == later.replace(hour=18, minute=30)
    moments = {changed(DAY, later, f"tag:{i}") for i in range(20)}
    assert len(moments) == 20
    assert all(later <= moment < later + timedelta(hours=6) for moment in moments)
    assert changed(DAY, later, "tag:1") == changed(DAY, later, "tag:1")


@pytest.mark.parametrize("text", ["wall", "wall#x", "zh/wall#中文 — chips, export controls", "wall — chips"])
def test_a_sent_link_is_a_line_of_text(text):
    assert str(read_sent(text)) == text
    assert read_sent("wall#x — a b, c") == Sent("wall", "x", ("a b", "c"))


def test_related_links_are_a_heading_and_a_list():
    """Words escaped, addresses absolute; no link, no heading."""
    assert related_html([]) == ""
    links = [
        Link(f"{SITEURL}/a/", "A < B", f"{SITEURL}/a/#x", "X & Y", reason=("one", "two")),
        Link("https://example.org/?a=1&b=2", "https://example.org/", note="<mine>"),
    ]
    assert related_html(links) == (
        "<h2>Related thinking</h2>\n<ul>"
        f'<li><a href="{SITEURL}/a/">A &lt; B</a>, <a href="{SITEURL}/a/#x">X &amp; Y</a> — both on one, two</li>'
        '<li><a href="https://example.org/?a=1&amp;b=2">https://example.org/</a> — &lt;mine&gt;</li></ul>\n'
    )


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ("<p>a<br>b</p>", "<p>a<br>b</p>\n"),
        ('<ol start="x" type="q"><li value="y">a</li></ol>', "<ol><li>a</li></ol>\n"),
        ("<ul></ul>", ""),
        ("<ul>a<li>b</li><b>c</b></ul>", "<ul><li>a</li><li>b</li><li><strong>c</strong></li></ul>\n"),
        ("<p><ruby>漢<rp>[</rp><rt>kan</rt><rp>]</rp></ruby></p>", "<p>漢[kan]</p>\n"),
        ("<figure><p>a</p></figure>", "<figure><p>a</p></figure>\n"),
        (
            "<figure><p><img src='/a.png'> b</p></figure>",
            f'<figure><p><img alt="" src="{SITEURL}/a.png"> b</p></figure>\n',
        ),
        ("<p><a src='/a' href='/b'>c</a></p>", f'<p><a href="{SITEURL}/b">c</a></p>\n'),
        ("<dl><dt><a href='/x'>t</a></dt></dl>", f'<p><strong><a href="{SITEURL}/x">t</a></strong></p>\n'),
        ("<p><a href='/x'>a<iframe src='/v'></iframe></a></p>", f'<p><a href="{SITEURL}/x">a</a></p>\n'),
        ("<p><i>a</i><cite>b</cite><dfn>c</dfn><var>d</var></p>", "<p><em>a</em><em>b</em><em>c</em><em>d</em></p>\n"),
        (
            "<style>a{}</style><noscript>b</noscript><svg><text>c</text></svg><textarea>e</textarea><canvas>i</canvas>",
            "",
        ),
        ("<select><option>d</option></select><template>g</template><dialog>h</dialog>", ""),
        (
            "<table><caption><p>C</p></caption><tr><td>a</td></tr></table>",
            "<table><caption>C</caption><tr><td>a</td></tr></table>\n",
        ),
        (
            "<figure><ul><li><img src='/a.png'></li></ul></figure>",
            f'<figure><ul><li><img alt="" src="{SITEURL}/a.png"></li></ul></figure>\n',
        ),
        (
            "<table><tr><td colspan='2' rowspan='x'>a</td></tr></table>",
            '<table><tr><td colspan="2">a</td></tr></table>\n',
        ),
        *(
            (html, f"{html}\n")
            for html in (
                '<table><thead><tr><th rowspan="2">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
                "<table><tbody><tr><td>a</td></tr></tbody><tfoot><tr><td>b</td></tr></tfoot></table>",
            )
        ),
        ("<a>w</a><img alt='x'>", "<p>wx</p>\n"),
        (
            "<p>a<a id='footnote-reference-1' href='#footnote-1'>[1]</a></p>",
            f'<p>a<a href="{HERE}#footnote-1" id="fnref:wall-1">[1]</a></p>\n',
        ),
    ],
)
def test_what_readers_would_not_show_or_mistake(html, sent):
    assert safe(html) == sent


@pytest.mark.parametrize(
    "name",
    "div section article header footer nav aside main address center hgroup details fieldset form search".split(),
)
def test_words_of_blocks_are_not_glued(name):
    assert safe(f"a<{name}>b</{name}>c") == "<p>a</p>\n<p>b</p>\n<p>c</p>\n"


@pytest.mark.parametrize("link", ["http://example.net/", "tel:+431234"])
def test_whole_addresses_stay(link):
    assert PLACE.absolute(link) == link


def test_what_no_xml_may_hold_is_left_out_above_the_first_plane_too():
    assert sendable("a\U0001fffe\U0001ffff\ufffeb🚀") == "ab🚀"
