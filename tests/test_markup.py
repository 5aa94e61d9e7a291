"""Markdown and reStructuredText as essays: what is read, and that no word is lost."""

import re

import pytest
from astro.markup import programs
from astro.markup.as_typed import as_typed
from astro.markup.bare import dressed
from astro.markup.lost import lost_words
from astro.markup.places import line_of_mark
from astro.markup.swallowed import swallowed
from astro.markup.wordless import whole_links, wordless_links
from astro.plain_text.essay import Line
from astro.sections.marks import ALIAS, LINK
from astro.typeset.figures import RESPONSIVE
from astro.typeset.notes import SIDENOTE
from astro.typeset.tables import SCROLL
from bs4 import BeautifulSoup
from conftest import Project, files_of, page_of
from markdown import Markdown
from PIL import Image


def test_the_classes_of_the_page_are_known():
    """`markup` stands before the rooms that give them."""
    assert {LINK, SIDENOTE, ALIAS} < programs.HIDDEN
    assert programs.OWN == {"picture": RESPONSIVE, "section": SCROLL}


HARM = """<i>"quoted"</i> & 'x' </title><script>alert(1)</script>"""


def test_fields_are_text_everywhere(project):
    """Markup in title, author, tags and summary of an essay in Markdown is text in pages and feeds."""
    project.write(
        "2025-05-01-harm.md",
        f'Title: {HARM}\nAuthor: {HARM}\nTags: {HARM.replace(";", "")}\nSummary: {HARM}\n\nHe said "no" & left.\n',
    )
    site = project.publish()
    assert files_of(site)
    for path in [*site.rglob("*.html"), *site.glob("*.xml")]:
        text = path.read_text("utf-8")
        scripts = BeautifulSoup(text, "html.parser").find_all("script") if path.suffix == ".html" else []
        assert all(tag.get("type") == "application/ld+json" or tag.get("src") for tag in scripts), path
        assert "<script>" not in text, path
        assert "</title><script" not in text, path
    page = BeautifulSoup((site / "harm/index.html").read_text("utf-8"), "html.parser")
    assert page.find("h1").get_text() == HARM
    assert page.find("article").get_text().count("alert(1)") >= 2
    assert 'He said "no" & left.' in page.select_one(".essay").get_text()


RST = """
A title
=======

.. image:: {static}/images/x.png
   :alt: X
   :width: 50%

.. figure:: {static}/images/x.png
   :alt: Y
   :width: 200px

   The *caption*.

   The legend.

.. figure:: {static}/images/x.png
   :alt: Z

   ..

   A legend alone.

One |x| in words, and a line.

.. |x| image:: {static}/images/x.png

.. code-block:: python
   :linenos: table

   x = 1
   y = 2
"""
LINKED = """\ufeff.. _top-label:

A title
=======

:date: 2025-05-01

See Results_, 結論_, top-label_ and ``co  de``. *Emphasis* [1]_

.. contents::

.. _fin:

Results
-------

The words under fin_.

.. [1] A note.

結論
----

I. One
#. Two

.. code:: python
   :number-lines: 5

   x = 1
"""
# name of the file: (what stands in it, words of the page that is made of it)
WRITTEN = {
    "addresses.md": ("Title: T\n\nSee https://x.example/y, and <iframe>.\n\n<iframe></iframe>\n\nA.\n", "A."),
    "blanks.md": (
        "Title: T\n\n![a b]({static}/images/a b.png) [c](<../images/a b.png>) "
        "<a href='https://x.example/d e'>f g</a>\n\n"
        'Or [h](https://x.example/{i}|j), `href="k l"`, [m]( /about/ ).\n',
        "Or h",
    ),
    "entities.md": (
        "Title: T\n\nWrite &section; and [it](https://x.example/?a=1&section;4), &copy; and `&lt;`.\n\n"
        "## On &region;\n\nA.\n",
        "Write &section; and it, © and &lt;.",
    ),
    "lists.md": ("Title: Lists\n\n- a\n- b\n\n1. c\n2. d\n\nText.\n\n4. e\n5. f\n", "Text."),
    "links-md.md": ("Title: T\n\nSee <https://a.example/?b=1&c=2> or [it](https://a.example/).\n", "or it."),
    "links-rst.rst": ("T\n=\n\nSee https://a.example/?b=1&c=2 or `it <https://a.example/>`__.\n", "or it."),
    "linked.rst": (LINKED, "Results"),
    "lines.rst": ("A title\n=======\n\n| One\n|   *two*\n|     three\n| four\n|\n| five\n", "five"),
    "only-section.rst": (
        "A title\n=======\n\nThe only one\n------------\n\nWords.\n\nDeeper\n~~~~~~\n\nMore.\n",
        "More.",
    ),
    "pictures-and-code.rst": (RST, "A legend alone."),
    "what-plays.md": (
        "Title: A\n\nWords <audio src='{static}/images/v.mp4' controls></audio>.\n\n"
        "<video src='{static}/images/v.mp4' autoplay loop muted></video>\n",
        "Words",
    ),
    "section-taken-back.md": (
        "Title: T\n\nA text.\n\n<div><del>\n<h2>Two</h2>\n<p>x</p></del></div>\n\n## Three\n\nThe end.\n",
        "Three",
    ),
    "status-in-code.md": (
        "Title: T\n\nA text.\n\n```\nStatus: draft\n```\n\n    Status: draft\n\n<pre>\nStatus: draft\n</pre>\n",
        "Status: draft",
    ),
    "status-in-code-of-rst.rst": (
        "B\n#\n\nA text.\n\n.. code-block:: text\n\n   Status: draft\n\nOr::\n\n   * * *\n",
        "Status: draft",
    ),
    "words-above-again.txt": ("Title: Rain\n\nRain\nfalls on the town.\n\nMore.\n", "Rain falls on the town."),
    "word-above-alone.md": ("Title: Rain\n\nRain\n", "Rain"),
    "named-in-the-header.rst": (":title: A title\n\nWords.\n", "Words."),
    "long-line.rst": (f"A\n#\n\n{'Some words. ' * 1000}\n", "Some words. Some words."),
    "what-looks-like-marks.rst": (
        "T\n=\n\nWrite ``[a](https://x.org)``, ``{{< fig >}}`` and [sic][emphasis mine]; [b-c](/w+) too.\n\n"
        ".. math:: [a][b]\n",
        "[sic][emphasis mine]; [b-c](/w+) too.",
    ),
    "dots-below.rst": ("A title\n=======\n\n\nAnd so on, and so\non\n...\n", "and so on ..."),
    "a-comment.rst": ("A title\n=======\n\n\n.. note to self: nothing\n\nWords.\n", "Words."),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The site of all these, none of which is at fault."""
    project = Project(tmp_path_factory.mktemp("written"))
    (project.root / "content/images").mkdir()
    for name in ("x.png", "a b.png"):
        Image.new("RGB", (400, 300)).save(project.root / "content/images" / name)
    (project.root / "content/images/v.mp4").write_bytes(b"x")
    for name, (text, _) in WRITTEN.items():
        project.write(f"2025-05-01-{name}", text)
    done = project.run_publishing()
    assert (done.returncode, done.stderr) == (0, "")
    assert "title" not in done.stdout  # where it stands in the header alone, Pelican would warn of none
    return project.root / "output"


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_no_fault_is_read(written, name):
    essay = page_of(written, name.partition(".")[0]).select_one(".essay")
    assert WRITTEN[name][1] in " ".join(essay.get_text().split())


def test_what_begins_like_an_entity_is_words(written):
    """To a browser `&section;` is the sign of a section and three letters."""
    page = page_of(written, "entities")
    assert page.select_one("h2")["id"] == "on-region"
    assert page.select_one(".essay p a")["href"] == "https://x.example/?a=1&section;4"


def test_lists_are_what_they_are_marked_as(written):
    """Bullets and numbers are two lists, and one that begins at 4 does."""
    found = page_of(written, "lists").select(".essay :is(ul, ol)")
    lists = [(each.name, each.get("start"), len(each.find_all("li"))) for each in found]
    assert lists == [("ul", None, 2), ("ol", None, 2), ("ol", "4", 2)]


@pytest.mark.parametrize("name", ["links-md", "links-rst"])
def test_a_link_that_is_its_own_words_is_marked(written, name):
    """As it is in plain text: printed, its address is not added once more."""
    links = page_of(written, name).select(".essay p a")
    assert [("bare" in each.get("class", ()), each["href"]) for each in links] == [
        (True, "https://a.example/?b=1&c=2"),
        (False, "https://a.example/"),
    ]


def test_an_address_that_another_one_begins_with_is_found_where_it_ends():
    source = "Title: T\n\n[one](#section-two)\n[two](#section)\n[three](/a/b/ 'x') and [four](/a/)\n"
    assert [line_of_mark(address, source) for address in ("#section", "#section-two", "/a/", "/a", "/none")] == [
        4,
        3,
        5,
        5,
        1,
    ]


def test_the_word_that_is_lost_is_named():
    (found,) = lost_words("<p>one two</p>", [Line(1, "one two"), Line(2, "two gone one")])
    assert found[0] == 2
    assert found[1].startswith("`gone`")


@pytest.mark.parametrize(
    ("html", "marks"),
    [
        ("<table><tr><td>\n![a *b*]({static}/images/p.png){.c} and x\n</td></tr></table>", ["{static}/images/p.png"]),
        ("<center>\n![](a.png) ![b](<em>c</em>_d.png 'e')\n</center>", ["a.png", "c_d.png"]),
        ("<p>{{&lt; youtube abc &gt;}}</p>\n<p>{% raw %}</p>", ["{{< youtube abc >}}", "{% raw %}"]),
        ("<p>Write <code>![a](b.png)</code>, not {{x}}.</p><pre>![a](b)\n{{&lt; c &gt;}}</pre>", []),
        ("<p>$$ {{x}} $$</p><p>Look! [a](b) ![a] (b)</p>", []),
        ("<p>f[0](x) [a](b) [1](2) <code>[c](/d)</code> [e] (/f) [/](/ )</p>", []),
        ("<p>$[K][u] = [F]$, $$\n[A][b]\n{{&lt; c &gt;}}\n$$ for $5 [a] [b]</p>", []),
        ("<p>a[i][j] [1][2] [a] [b] [a][] f()[a][b]<code>[a][b]</code></p>", []),
        ("<p>{{&lt; hl go &gt;}}\nx := 1\n{{&lt; /hl &gt;}}</p>", ["{{< hl go >}}", "{{< /hl >}}"]),
        ('<p>See {{&lt; ref "a" &gt;}} and {{% n %}}.</p>', ['{{< ref "a" >}}', "{{% n %}}"]),
        ("<ul><li>{% a %}</li></ul><p>{% b %}\nx\n{% c %}</p>", ["{% a %}", "{% b %}", "{% c %}"]),
        ("<ul><li>{{1,2},{3}}</li></ul><p>a\n{{1, 2}}\n{{ site.url }}\nb</p>", ["{{ site.url }}"]),
        ("<p>PID $$ is ![a](b.png).</p>\n<p>And $$, from $5 ![c](d.png) to 6$</p>", ["b.png", "d.png"]),
        ("<p>{{a}} begins it</p>\n<p>and it ends in {{b}}</p><p>{{c}} or {{d}}</p>", []),
    ],
)
def test_what_would_stand_on_the_page_as_it_was_typed(html, marks):
    assert [mark for mark, _ in as_typed(html)] == marks


@pytest.mark.parametrize(
    ("html", "markdown", "marks"),
    [
        ("<p>[a (b)](https://x.org/c_(d)</p>", "[a (b)](https://x.org/c_(d)", ["https://x.org/c_"]),
        (
            '<td>[e](/f/#g "h") [i]({filename}j.md)</td>',
            '[e](/f/#g "h") [i]({filename}j.md)',
            ["/f/#g", "{filename}j.md"],
        ),
        (
            "<p>(<em>[a &amp; b][Some c]</em>) ![d e][f]</p>",
            "[a & b][Some c] ![d e][f]\n\n[g]: /h/",
            ["][Some c]", "][f]"],
        ),
        (
            "<p>the words [sic][emphasis mine]</p>",
            "the words [sic][emphasis mine]",
            [],
        ),  # which names no address anywhere
        ("<p>[a](/b/) [c][d] [e](#f)</p>", "\\[a\\](/b/) \\[c\\]\\[d\\] \\[e](#f)\n\n[g]: /h/", []),
        ("<p>[a](/b/) [c][d]</p>", "", []),
        ("<p>[c][d] ![e][f]</p>", "[c][d] ![e][f]", ["][f]"]),
    ],
)
def test_links_that_are_none_to_markdown(html, markdown, marks):
    """But where their brackets stand behind a backslash, or in reStructuredText."""
    assert [mark for mark, _ in as_typed(html, markdown)] == marks


@pytest.mark.parametrize(
    ("html", "dressed_html"),
    [
        (
            '<p>See https://x.org/a_b_c. <a href="https://x.org">https://x.org</a> &amp; "q"</p>',
            '<p>See <a class="bare" href="https://x.org/a_b_c">https://x.org/a_b_c</a>. '
            '<a href="https://x.org">https://x.org</a> &amp; "q"</p>',
        ),
        (
            "<ul>\n<li>HTTP://y.org/?a=1&amp;b=2</li>\n</ul>",
            '<ul>\n<li><a class="bare" href="HTTP://y.org/?a=1&amp;b=2">HTTP://y.org/?a=1&amp;b=2</a></li>\n</ul>',
        ),
        ('&lt;iframe src="x"&gt;&lt;/iframe&gt;\n<p>a</p>', '<p>&lt;iframe src="x"&gt;&lt;/iframe&gt;</p>\n<p>a</p>'),
        ("<center>a</center>\n<b>b</b> c\n<hr>\n<p>d</p>", "<center>a</center>\n<p><b>b</b> c</p>\n<hr>\n<p>d</p>"),
        ("<p>a</p>\nb", "<p>a</p>\n<p>b</p>"),
        (
            "<p>It costs $5. http://y.org/b is as $\\url{http://z.org}$ has for $6.</p>",
            '<p>It costs $5. <a class="bare" href="http://y.org/b">http://y.org/b</a> is as $\\url{http://z.org}$ has '
            "for $6.</p>",
        ),
        ('<td x="y">http://z.org</td>', '<td x="y"><a class="bare" href="http://z.org">http://z.org</a></td>'),
    ],
)
def test_what_stands_bare(html, dressed_html):
    assert dressed(html) == dressed_html


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code>&lt;b\n&lt;c https://z.org</code></pre>\n<p><code>https://q.org</code> <kbd>http://r.org</kbd></p>",
        '<p><a class="b" href="u"><em>https://x.org</em></a> https:// http://?</p>',
        "<p>As $\\href{https://x.org/a}{x}$ has it, <abbr>b</abbr> https://x.org/<strong>init</strong>.py</p>",
        '<p>a</p>\n<img src="a.png">\n<table><tr><td>b</td></tr></table>\n<picture><img src="c"></picture>',
        "<div><p>a</p>b</div>",
        "<p>See https://x.org/$count$ here.</p>",
    ],
)
def test_what_stands_bare_and_stays_so(html):
    assert dressed(html) == html


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n\n*a*\n\n</div>",
        "<table>\n<!-- <table> -->\n\n<tr><td>x</td></tr>\n</table>\n\n*a*",
        "<pre>\n<pre-wrap> is a value\n\nx</pre>\n\n*a*",
        "Words.\n\n<p>Old.\n\n<p>Older.\n\n<hr>\n\n<p>Oldest.",
    ],
)
def test_what_swallows_nothing(text):
    lines = [Line(i, line) for i, line in enumerate(text.split("\n"), start=1)]
    markdown = Markdown(extensions=["extra"])
    markdown.convert(text)
    assert [*swallowed(markdown.htmlStash.rawHtmlBlocks, lines)] == []


def test_web_addresses_in_markdown_are_links(written):
    page = (written / "addresses/index.html").read_text("utf-8")
    link = '<a class="bare" href="https://x.example/y">https://x.example/y</a>'
    assert f"<p>See {link}, and &lt;iframe&gt;.</p>\n<p>&lt;iframe&gt;&lt;/iframe&gt;</p>\n<p>A.</p>" in page


def test_addresses_have_no_blanks_or_braces(written):
    """As RFC 3986 has it, by which feed readers go; browsers take any."""
    essay = page_of(written, "blanks").select_one(".essay")
    assert [link["href"] for link in essay.select("a:not(.headerlink)")] == [
        "../images/a%20b.png",
        "https://x.example/d%20e",
        "https://x.example/%7Bi%7D%7Cj",
        "/about/",
    ]
    assert essay.img["src"].endswith("/images/a%20b.png")
    assert essay.code.string == 'href="k l"'


def test_pictures_and_code_of_restructuredtext_are_as_those_of_markdown(written):
    """Figures with captions, in their sizes, also in feeds; and no table of numbers."""
    page = page_of(written, "pictures-and-code")
    figures = page.select(".essay figure")
    assert [(figure.img["alt"], figure.img.get("width")) for figure in figures] == [
        ("X", "50%"),
        ("Y", "200"),
        ("Z", "400"),
    ]
    assert [figure.figcaption and figure.figcaption.get_text() for figure in figures] == [
        None,
        "The caption.\nThe legend.",
        "A legend alone.",
    ]
    assert len(page.select(".essay img")) == 4
    assert not page.select(".essay table")
    assert page.select_one(".essay pre").get_text() == "x = 1\ny = 2\n"
    feed = (written / "feed.xml").read_text("utf-8")
    assert re.search(r"&lt;figcaption&gt;The &lt;em&gt;caption&lt;/em&gt;\.\sThe legend\.&lt;/figcaption", feed)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<a href="/a?b&c"><h3>D</h3></a>', '<h3><a href="/a?b&amp;c">D</a></h3>'),
        ('<a href="/a">\n<div><p>b</p></div>\n</a>', '<a href="/a">\n<div><p>b</p></div>\n</a>'),
        ('<a href="/a" title="t"><p>b</p></a>', '<p><a href="/a" title="t">b</a></p>'),
        ('<a href="/a"><h3>B</h3>\n<p>c</p>\n</a>', '<h3><a href="/a">B</a></h3><a href="/a">\n<p>c</p>\n</a>'),
        ('<a href="/a">\n\n<pre>b</pre>\n\n</a>', '<a href="/a">\n<pre>b</pre>\n</a>'),
        (
            '<a href="/a"><p>b</p></a>\n\n<a href="/a" aria-label="H"></a> <!-- <a href="/a"></a> -->',
            '<p><a href="/a">b</a></p>\n<p><a href="/a" aria-label="H"></a> </p>',
        ),
        ("<a name='q'></a>\n\nw <a name='q'>z</a>", '<p><a id="q"></a></p>\n<p>w <a id="q">z</a></p>'),
    ],
)
def test_a_link_around_a_block_leaves_nothing_outside(reader, text, html):
    """Neither the half that a browser begins before the block, nor a paragraph for that."""
    assert list(reader(text)) == [html]


def test_a_link_without_words_is_told():
    """Also where another one leads to the same place; a table goes around a link, not into it."""
    table = '<p><a href="/e/"></a></p><table><tr><td>x</td></tr></table>'
    empty = '<a href="/b/?a&amp;b"></a> <a href="/b/?a&amp;b">y</a>'
    html = f'{empty}<a id="c" href="/c/"></a><a title="D" href="/d/"></a>{table}'
    assert whole_links(html, html.replace("&amp;", "&").replace("href", "HREF")) == html
    assert [mark for mark, _ in wordless_links(html)] == ["/b/?a&b", "/e/"]


def test_what_plays_can_be_started(written):
    """Nothing plays by itself."""
    page = page_of(written, "what-plays")
    assert [sorted(page.find(name).attrs) for name in ("audio", "video")] == [
        ["controls", "src"],
        ["controls", "loop", "muted", "src"],
    ]


def test_lines_of_restructuredtext_are_those_of_a_paragraph(written):
    """As far to the right as they are within others, also in feeds and as text."""
    lines = page_of(written, "lines").select_one(".essay p.line-block")
    assert (
        lines.decode_contents() == "One<br/>\n\u2003<em>two</em><br/>\n\u2003\u2003three<br/>\nfour<br/>\n<br/>\nfive"
    )


def test_links_of_restructuredtext_lead_to_the_ids_of_the_page(written):
    """A label is a section's id; what docutils would make of a heading is none, and takes none from others."""
    page = page_of(written, "linked")
    assert [heading["id"] for heading in page.select(".essay h2")] == ["fin", "結論"]
    links = [link["href"] for link in page.select(".essay p:not(:has(.footnote-backref)) > a, .contents a")]
    assert links == ["#fin", "#結論", "#top-label", "#fin", "#結論", "#fin"]
    assert page.find(id="top-label").find_next("p").get_text().startswith("See Results")
    assert [code.get_text() for code in page.select(".essay p code")] == ["co  de"]
    assert "Emphasis</em><sup" in str(page)
    assert page.select_one(".essay ol")["type"] == "I"
    assert page.select_one(".essay pre").get_text() == "x = 1\n"


def test_the_only_section_of_restructuredtext_is_one(written):
    """Docutils takes its heading for the second line of the title, which no page shows."""
    found = page_of(written, "only-section").select(".essay :is(h2, h3)")
    assert [(each.name, each["id"]) for each in found] == [("h2", "the-only-one"), ("h3", "deeper")]
