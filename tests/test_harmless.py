"""HTML in essays: what of it is harmless, and strict."""

import pytest
from astro.markup import programs
from astro.markup.depth import is_too_deep
from astro.markup.places import line_of_mark
from astro.markup.raw import clean, listed
from astro.markup.shown import shown
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        *(("<b", 5), ("</i>", 6), ("<a onclick", 8), ("javascript:x", 9), ("http://[x/", 11), ("javascript:y", 12)),
        ("nowhere", 1),
    ],
)
def test_where_in_the_file_it_stands(mark, line):
    source = """<b>one</b> and <i>two</i>
```
<b> </i> onclick=
```
a <b>three, <b>four</b>
`</i>` and <b>five</b></i>
onclick is talked of, and javascript:x, and http://[x/
<a onclick="y()">
[a](javascript:x)

<a href='http://[x/'>
<a href="javascript&colon;y">
"""
    assert line_of_mark(mark, source) == line


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>List<String> &amp; <kbd>K</kbd></p>", "<p>List&lt;String&gt; &amp; <kbd>K</kbd></p>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<svg/onload=alert(1)>", "&lt;svg/onload=alert(1)&gt;"),
        ("<p>a<!-- note -->b</p>", "<p>ab</p>"),
        ("<p>a&#1;b&#xFFFE;&#11;c</p>", "<p>abc</p>"),
        ("<p>a</p><!-- never closed <b>b</b>", "<p>a</p>&lt;!-- never closed &lt;b&gt;b&lt;/b&gt;"),
        ("<p>a<!-->b<!--->c<!-- d --!>e</p>", "<p>abce</p>"),
        ("<p>a </ b> c </<i>d</i> </3> <3</p>", "<p>a &lt;/ b&gt; c &lt;/<i>d</i> &lt;/3&gt; &lt;3</p>"),
        ("<p>a <b c='d>e</p>", "<p>a &lt;b c='d&gt;e</p>"),
        ('<p data-a="b=c>d</p><p>e</p>', '&lt;p data-a="b=c&gt;d<p>e</p>'),
        ("<p>a<br>b <hr> c</p>", "<p>a<br>b </p><hr> c"),
        (
            "<ul><li><p><table><tr><td>a</td></tr></table></p></li></ul>",
            "<ul><li><table><tbody><tr><td>a</td></tr></tbody></table></li></ul>",
        ),
        ('<p id="a"></p><p>b</p>', '<p id="a"></p><p>b</p>'),
        ("<p>a</b c d>e</i f></p>", "<p>a&lt;/b c d&gt;e&lt;/i f&gt;</p>"),
        ("<p>a <b and <i>c</i></p>", "<p>a &lt;b and <i>c</i></p>"),
        ("<p>AT&T &copyx &amp;lt; <p id=x&amp;y>b</p>", '<p>AT&amp;T ©x &amp;lt; </p><p id="x&amp;y">b</p>'),
        ("<div>a", "<div>a</div>"),
        ("<div>In our notation a <![i] means the next.</div>", "<div>In our notation a &lt;![i] means the next.</div>"),
        ("a</article>b", "a&lt;/article&gt;b"),
        ('<h2 id="i" class="c" lang="de" dir="rtl">a</h2>', '<h2 id="i" class="c" lang="de" dir="rtl">a</h2>'),
        ('<a href="{filename}x.md#a">a</a>', '<a href="{filename}x.md#a">a</a>'),
        ('<p><a id="a" />b <SPAN class=e id="c"/>d</p>', '<p><a id="a"></a>b <span class="e" id="c"></span>d</p>'),
        ("<a id=e href=https://b.example/c/>d</a>", '<a id="e" href="https://b.example/c/">d</a>'),
        ('<A class=c NAME="a">b</a>', '<a class="c" id="a">b</a>'),
        ('<a name="a" id="c">b</a><a id="d" name="e">f</a>', '<a id="c">b</a><a id="d">f</a>'),
        ('<a href=" name=" title="x:/y" id="z">b</a>', '<a href=" name=" title="x:/y" id="z">b</a>'),
        ('<a title=" id=" name="a">b</a>', '<a title=" id=" id="a">b</a>'),
        ('<img src="x.png" title=" alt=">', '<img alt="" src="x.png" title=" alt=">'),
        ('<img title=" alt=" src="x.png" alt=" &nbsp;">', '<img title=" alt=" src="x.png" alt="">'),
        ('<img src="{static}/images/a%20b.png" alt="">', '<img src="{static}/images/a%20b.png" alt="">'),
        ('<td align="right">1', '&lt;td align="right"&gt;1'),
        (
            '<table><tr><td align="right" style="x:y">1</table>',
            '<table><tbody><tr><td align="right">1</td></tr></tbody></table>',
        ),
        (
            "<p>The <td>, <li>, <source>, <a> and <img> of it</p>",
            "<p>The &lt;td&gt;, &lt;li&gt;, &lt;source&gt;, &lt;a&gt; and &lt;img&gt; of it</p>",
        ),
        ("<p>Use <td>x</td>, <a>y</a></p>", "<p>Use &lt;td&gt;x&lt;/td&gt;, &lt;a&gt;y&lt;/a&gt;</p>"),
        ('<p><img src="a"></img></br>x</p>', '<p><img alt="" src="a">x</p>'),
        ("<p><b>one</p><p>two</b></p>", "<p><b>one</b></p><p><b>two</b></p>"),
        (
            '<video autoplay loop><source src="v.mp4"></video>',
            '<video controls="" loop=""><source src="v.mp4"></video>',
        ),
        ('<p style="color: red">a</p>', "<p>a</p>"),
        ('<p aria-label="a" data-b="c" x-d="e">f</p>', '<p aria-label="a" data-b="c">f</p>'),
        ("<details open><summary>s</summary>t</details>", '<details open=""><summary>s</summary>t</details>'),
        (
            '<acronym title="b">a</acronym> <STRIKE>c</STRIKE> <font color="red">d</font> &lt;font&gt; &lt;/nobr&gt;',
            '<abbr title="b">a</abbr> <s>c</s> <span>d</span> &lt;font&gt; &lt;/nobr&gt;',
        ),
        ("<center class='x'>a</center> <tt>b</tt>", '<div data-align="center" class="x">a</div> <code>b</code>'),
        ('<abbr title="&quot;x">a</abbr>', '<abbr title="&quot;x">a</abbr>'),
        ("<p>if (a<b && c>d) then</p>", "<p>if (a&lt;b &amp;&amp; c&gt;d) then</p>"),
        ("<p>i<p && q>r</p>", "<p>i&lt;p &amp;&amp; q&gt;r</p>"),
        ("<p><img src='/a.png' alt></p>", '<p><img src="/a.png" alt=""></p>'),
        ("<p>x <b and c> y</p>", "<p>x &lt;b and c&gt; y</p>"),
        (
            '<p hidden id="">a <video src="v.mp4" controls></video></p>',
            '<p id="">a <video src="v.mp4" controls=""></video></p>',
        ),
    ],
)
def test_html_is_harmless_and_no_word_is_lost(html, shown):
    assert clean(html)[0] == shown


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">a</a>',
        '<a href=" java&#10;script:alert(1)">a</a>',
        '<a href="JAVASCRIPT:alert(1)">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<img src="x" onerror="alert(1)">',
        '<a href="vbscript:x">a</a>',
        '<a href="unknown:x">a</a>',
        '<a href="http://[x/">a</a>',
        '<a href="javascript:alert(1)" href="https://b.example/">a</a>',  # browsers take the first
    ],
)
def test_programs_are_found(html):
    assert len(clean(html)[1]) == 1


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "x: y; visibility : HIDDEN !important",
        "font-size:0",
        "font-size: 0.0em; x: y",
        "opacity: 0 !important",
        "opacity:.0;",
        "color:transparent",
        "height:0;overflow:hidden",
        "overflow: hidden;\nmax-width: 0px",
    ],
)
def test_a_style_that_hides_is_found(style):
    assert [mark for mark, _ in clean(f'<p style="{style}">a</p>')[1]] == ["<p style"]


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0.8em; opacity:0.5",
        "font-size: 05px",
        "background-color:transparent; border-color: transparent",
        "height:0",
        "overflow:hidden; height:0.5em; line-height:0",
        "fill-opacity:0",
    ],
)
def test_a_style_that_hides_nothing_passes(style):
    assert clean(f'<p style="{style}">a</p>')[1] == ()


def test_links_are_no_programs():
    schemes = ("http://b.example/", "mailto:a@b.example", "tel:1", "geo:1,2", "gemini://b.example/", "doi:10.1/a")
    for address in ("/javascript:/", "#on", "//b.example/", "{filename}x.md", *schemes):
        html = f'<a href="{address}">a</a>'
        assert clean(html) == (html, ())


@given(st.text(alphabet="<>/=\"'& abpscriptonimgsrcjv:!-", max_size=60))
def test_whatever_is_written_no_program_passes(text):
    """After cleaning no tag is left that is not on the list, no handler, no script."""
    html, _ = clean(text)
    page = BeautifulSoup(html, "html.parser")
    assert not page.select("script, iframe, style, object, svg")
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert clean(html) == (html, ())


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "<p>",
                    "</p>",
                    "<br>",
                    "<br />",
                    '<a href="x:y">',
                    '<a href="/b" onclick="c">',
                    "</a>",
                    "<b class='x'>",
                ),
                *(
                    "<script>",
                    "</script>",
                    "<!-- a -->",
                    "<P>",
                    "a",
                    " < ",
                    " > ",
                    "&amp;",
                    "&copy",
                    "&#39;",
                    "&#x27",
                    "&",
                ),
                *('<img alt="&lt;" src="javascript:x">', '<img alt="<i>">', "</ p>", "<?php ?>", "<![CDATA[ ]]>"),
            ]
        ),
        max_size=6,
    ).map("".join)
)
def test_strict_html_is_taken_as_it_is(html):
    """Without a parser, which would copy it and find the same in it."""
    if listed(html) is not None:
        assert shown(html) == (html, clean(html)[1])


def test_what_is_taken_as_it_is():
    """What Markdown makes; a tag that is not on the list, and what one may read in two ways, is looked at again."""
    assert listed(Markdown(extensions=["extra"]).convert("# A\n\nR & D, *b* <c@d.example>\n\n- [e](/f?g&h 'i')"))
    assert [listed(html) for html in ("<script>", "<p>&copy", "<p class=a>", "<!-- b -->", "a < b")] == [None] * 5


def test_depth():
    """Of what is closed and of what never is; elements without content hold nothing."""
    for deep in (101, 5000):
        assert is_too_deep("<blockquote>" * deep + "x" + "</blockquote>" * deep)
        assert is_too_deep("<b>" * deep)
        assert is_too_deep("<!-- a parser's -->" + "<b>" * deep + "</b>" * deep)
    for image in ("<img src='x'>", '<img src="x">'):
        assert not is_too_deep("<ul><li>" * 40 + "x" + "</li></ul>" * 40 + f"<br>{image}<br/><p></p>" * 1000)


@pytest.mark.parametrize("name", "href src poster action formaction data xlink:href cite background".split())
def test_no_address_is_a_program(name):
    assert [*programs.programs("a", {name: "javascript:x()"})]
