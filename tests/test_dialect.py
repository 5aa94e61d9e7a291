"""Markdown as authors mean it: where Python-Markdown would lose words, or take them for something else."""

from __future__ import annotations

import re
from html import unescape
from unittest.mock import Mock

import pytest
from astro.markup import addresses, code, teach
from astro.markup.definitions import lone_definitions
from astro.markup.faults import numbered
from astro.markup.lost import lost_words
from astro.markup.notes import lone_abbreviations, lone_notes, part_backs
from astro.plain_text.essay import Line
from conftest import PATIENCE, timed
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

EXTENSIONS = ["markdown.extensions.extra", "markdown.extensions.sane_lists"]
CONFIGS = {"markdown.extensions.extra": {"footnotes": {"SEPARATOR": "-"}}}


def lines_of(text):
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]


def convert(text):
    """(HTML, what is wrong at which line)."""
    faults = []
    markdown = Markdown(extensions=EXTENSIONS, extension_configs=CONFIGS, output_format="html5")
    teach(markdown, faults)
    html = markdown.convert(text)
    lines = lines_of(text)
    lone = (*lone_notes(html, lines), *lone_definitions(markdown.references, lines))
    return html, sorted({*numbered(faults, lines), *lone})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## The set {1, 2, 3}", "<h2>The set {1, 2, 3}</h2>"),
        ("## Handlers: {get, set}", "<h2>Handlers: {get, set}</h2>"),
        ("*a*{not b} [c](d){see e}", '<p><em>a</em>{not b} <a href="d">c</a>{see e}</p>'),
        ("last\n{TK: check the number}", "<p>last\n{TK: check the number}</p>"),
        ("a $\\hat{x}_{i} + y_{j}$ _b $c^*_0$_", "<p>a $\\hat{x}_{i} + y_{j}$ <em>b $c^*_0$</em></p>"),
        ("其中$x*y*z$是 ($a<b>c$)", "<p>其中$x*y*z$是 ($a&lt;b&gt;c$)</p>"),
        ("Is:\n$$\n[a](b) = \\{1\\} \\\\\n+ c\n$$", "<p>Is:\n$$\n[a](b) = \\{1\\} \\\\\n+ c\n$$</p>"),
        ("## On $x_1 y_1$ {#a}", '<h2 id="a">On $x_1 y_1$</h2>'),
        ("![$x_1 y_1$](b)", '<p><img alt="$x_1 y_1$" src="b"></p>'),
        ("at $\\$x*y*$, `$a` *b* `c$`", "<p>at $\\$x*y*$, <code>$a</code> <em>b</em> <code>c$</code></p>"),
        (
            "$5 *and* $6, $7 *or* US$8, $9 *to* 10$",
            "<p>$5 <em>and</em> $6, $7 <em>or</em> US$8, $9 <em>to</em> 10$</p>",
        ),
        ("$1 <b>or</b> 2$, $a < *b*$", "<p>$1 <b>or</b> 2$, $a &lt; *b*$</p>"),
        ("US$1_a$ and A$2_b$, $3 _c_ $", "<p>US$1_a$ and A$2_b$, $3 <em>c</em> $</p>"),
        ("\\$5 *or* \\$6=7$, \\<div>", "<p>$5 <em>or</em> $6=7$, &lt;div&gt;</p>"),
        ("## A {#b .c}", '<h2 class="c" id="b">A</h2>'),
        ('*a*{: .b title="c d" lang=de}', '<p><em class="b" lang="de" title="c d">a</em></p>'),
        ("a\n{: #b}", '<p id="b">a</p>'),
        ("![a](b){width=20 .c}", '<p><img alt="a" class="c" src="b" width="20"></p>'),
        ("~~a *b*~~ c ~~ d ~~ e~~~f~~~", "<p><del>a <em>b</em></del> c ~~ d ~~ e~~~f~~~</p>"),
        ("one\n#1 of them\n\n#tag/of", "<p>one\n#1 of them</p>\n<p>#tag/of</p>"),
        ("## C#\n## F# ##", "<h2>C#</h2>\n<h2>F#</h2>"),
        ("## C# {#c}\n## F## ## {#f}", '<h2 id="c">C#</h2>\n<h2 id="f">F##</h2>'),
        ("a \\~~b\\~~ c\\\nd", "<p>a ~~b~~ c<br>\nd</p>"),
        ("# A\n## B ##\ntext", "<h1>A</h1>\n<h2>B</h2>\n<p>text</p>"),
        ("Three:\n* a\n* b", "<p>Three:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("Two:\n1. a\n2. b", "<p>Two:</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("In\n1984. It was\n2. not", "<p>In\n1984. It was\n2. not</p>"),
        ("- a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("> a:\n> - b", "<blockquote>\n<p>a:</p>\n<ul>\n<li>b</li>\n</ul>\n</blockquote>"),
        ("- a\n---\nb", "<ul>\n<li>a</li>\n</ul>\n<hr>\n<p>b</p>"),
        ("---\n---", "<hr>\n<hr>"),
        ("* * *\na\n-", "<hr>\n<h2>a</h2>"),
        ("1. a\n---", "<ol>\n<li>a</li>\n</ol>\n<hr>"),
        ("> a\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>"),
        ("- a\n- \n- b", "<ul>\n<li>a</li>\n<li></li>\n<li>b</li>\n</ul>"),
        ("A\n=\nB\n---\nc", "<h1>A</h1>\n<h2>B</h2>\n<p>c</p>"),
        (" # A\n   ## B", "<h1>A</h1>\n<h2>B</h2>"),
        ("text\n ## B\nmore", "<p>text</p>\n<h2>B</h2>\n<p>more</p>"),
        ("    # a", "<pre><code># a\n</code></pre>"),
        ("- a\n  # b", "<ul>\n<li>a\n  # b</li>\n</ul>"),
        ("- a\n # B", "<ul>\n<li>a</li>\n</ul>\n<h1>B</h1>"),
        ("one\ntwo *a*\n===\nb", "<h1>one\ntwo <em>a</em></h1>\n<p>b</p>"),
        ("one\ntwo\n---", "<h2>one\ntwo</h2>"),
        ("$$\nf(x)\n=\n\\int g\n$$", "<p>$$\nf(x)\n=\n\\int g\n$$</p>"),
        ("$$\nf(x,\n1) = b,\n- c\n$$\n\n1) d", "<p>$$\nf(x,\n1) = b,\n- c\n$$</p>\n<ol>\n<li>d</li>\n</ol>"),
        ("\\begin{align}\na\n=\nb\n\\end{align}", "<p>\\begin{align}\na\n=\nb\n\\end{align}</p>"),
        ("one\ntwo\n{: .c}\n---", '<p class="c">one\ntwo</p>\n<hr>'),
        ("![a](b)\n![c](d)\n---", '<p><img alt="a" src="b">\n<img alt="c" src="d"></p>\n<hr>'),
        ("a b\n\n*[b]: c\n*[a]: d\n---", '<p><abbr title="d">a</abbr> <abbr title="c">b</abbr></p>\n<hr>'),
        ("- a\n ===", "<ul>\n<li>a\n ===</li>\n</ul>"),
        ("- a (1,\n  2) and", "<ul>\n<li>a (1,\n  2) and</li>\n</ul>"),
        (
            "- 1) a\n- 2) b",
            '<ul>\n<li>\n<ol>\n<li>a</li>\n</ol>\n</li>\n<li>\n<ol start="2">\n<li>b</li>\n</ol>\n</li>\n</ul>',
        ),
        ("- a\n        > b", "<ul>\n<li>a\n        &gt; b</li>\n</ul>"),
        ("- a\n  : b", "<ul>\n<li>\n<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n</li>\n</ul>"),
        (
            "    1. a\n\n       > ```\n       > b\n       > ```",
            "<pre><code>1. a\n\n   &gt; ```\n   &gt; b\n   &gt; ```\n</code></pre>",
        ),
        ("    1. a\n\n       ```\n       b\n       ```", "<pre><code>1. a\n\n   ```\n   b\n   ```\n</code></pre>"),
        ("one\n- two\n---", "<p>one</p>\n<ul>\n<li>two</li>\n</ul>\n<hr>"),
        ("one\n# B\n---", "<p>one</p>\n<h1>B</h1>\n<hr>"),
        ("[b]: /c\n---\n[b]", '<hr>\n<p><a href="/c">b</a></p>'),
        ('![a](b "say \\"c\\"") \\"d\\" e\\\'s', '<p><img alt="a" src="b" title="say &quot;c&quot;"> "d" e\'s</p>'),
        ("[1] [c][d] e\n\n[d]: /f", '<p>[1] <a href="/f">c</a> e</p>'),
        ("[1] ![c][d] e\n\n[d]: /f", '<p>[1] <img alt="c" src="/f"> e</p>'),
        ("![1] [d]\n\n[d]: /f", '<p>![1] <a href="/f">d</a></p>'),
    ],
)
def test_words_stay_what_they_are(text, html):
    assert convert(text) == (html, [])


def test_a_link_may_be_named_by_code():
    """As Rust's authors name what their documentation has."""
    html, wrong = convert("[`A<b>`], [c][`a<b>`], [`A<b>`][], [`e`], ![`A<b>`]\n\n[`A<b>`]: /d")
    code = '<a href="/d"><code>A&lt;b&gt;</code></a>'
    image = '<img alt="A&lt;b&gt;" src="/d">'
    assert (html, wrong) == (f'<p>{code}, <a href="/d">c</a>, {code}, [<code>e</code>], {image}</p>', [])


def test_a_table_right_below_its_sentence():
    html, wrong = convert("Result:\n| a | b |\n|---|:-:|\n| 1 | 2 |")
    assert html.startswith("<p>Result:</p>\n<table>")
    assert (html.count("<td"), wrong) == (2, [])
    assert "<code>a | b</code>" in convert("| `a \\| b` | c |\n|---|---|")[0]
    assert "<table" not in convert("Either | or\n--- and no more")[0]
    assert "<td>{: 2019}</td>" in convert("a|b\n-|-\n1|2\n{: 2019}")[0]
    assert "<td>- x</td>" in convert("a|b\n-|-\n1|2\n- x|y")[0]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## B\n- c", "<h2>B</h2><ul><li>c</li></ul>"),
        ("> b", "<blockquote><p>b</p></blockquote>"),
        ("* * *\nb", "<hr><p>b</p>"),
        ("1. b", "<ol><li>b</li></ol>"),
        ("```\nb\n```", "<pre><code>b</code></pre>"),
        ("{: .c #d}\n\nb", "<p>b</p>"),
        ("{: .c}", ""),
    ],
)
@pytest.mark.parametrize("table", ["| a | b |\n|---|---|\n| 1 | 2 |", "a|b\n-|-\n1|2", "| a |\n|:-|\n| 1 |"])
def test_a_table_ends_where_another_block_begins(table, text, html):
    found, wrong = convert(f"{table}\n{text}")
    assert (found.replace("\n", "").partition("</table>")[::2], wrong) == (
        (convert(table)[0].replace("\n", "").removesuffix("</table>"), html),
        [],
    )


@pytest.mark.parametrize(
    ("opening", "language"),
    [
        ("```python {linenos=true}", "python"),
        ('```py title="x.py"', "py"),
        ("```ruby:app.rb", "ruby"),
        ("```js {1,3-4}", "js"),
        ("```{r, echo=FALSE}", "r"),
        ("```{.c++ #id}", "c++"),
        ("``` objective-c", "objective-c"),
        ("```{=html}", ""),
        ('```{#lst:x .python caption="A"}', "python"),
        ("```language-python", "python"),
        ("~~~~ go linenums", "go"),
        ("```", ""),
    ],
)
def test_a_block_of_code_has_its_language_and_may_say_more(opening, language):
    fence = opening[: 4 if opening[0] == "~" else 3]
    html, wrong = convert(f"One.\n\n{opening}\na *b*\n\n  c\n{fence}\n\n*Two.*")
    start = f'<code class="language-{language}">' if language else "<code>"
    assert f"{start}a *b*\n\n  c\n</code></pre>" in html
    assert html.endswith("<p><em>Two.</em></p>")
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "1. Do:\n\n   ```sh\n   make\n     it\n   ```\n\n2. Look",
            '<ol><li><p>Do:</p><pre><code class="language-sh">make\n  it\n</code></pre></li><li><p>Look</p></li></ol>',
        ),
        (
            "- a\n\n    ```\n    x\n    ```\n- b",
            "<ul><li><p>a</p><pre><code>x\n</code></pre></li><li><p>b</p></li></ul>",
        ),
        (
            "- a\n    - b\n\n        ```\n        x\n\n        y\n        ```",
            "<ul><li>a<ul><li><p>b</p><pre><code>x\n\ny\n</code></pre></li></ul></li></ul>",
        ),
        (
            "> a\n> ```\n> x\n>   y\n> ```\n> b",
            "<blockquote><p>a</p><pre><code>x\n  y\n</code></pre><p>b</p></blockquote>",
        ),
        (
            "1.  a\n\n     ```\n     x\n     ```\n2.  b",
            "<ol><li><p>a</p><pre><code>x\n</code></pre></li><li><p>b</p></li></ol>",
        ),
        (
            "- a\n  - b\n\n      ```\n      x\n      ```",
            "<ul><li>a<ul><li><p>b</p><pre><code>x\n</code></pre></li></ul></li></ul>",
        ),
        ("- ```\n  x\n  ```\n- b", "<ul><li><pre><code>x\n</code></pre></li><li>b</li></ul>"),
        ("> - ```\n>   x\n>   ```", "<blockquote><ul><li><pre><code>x\n</code></pre></li></ul></blockquote>"),
        (
            "> 1. a\n>\n>     ```\n>     x\n>     ```\n> 2. b",
            "<blockquote><ol><li><p>a</p><pre><code>x\n</code></pre></li><li><p>b</p></li></ol></blockquote>",
        ),
        (
            "T\n:   D\n\n    ```r\n    x\n    ```",
            '<dl><dt>T</dt><dd><p>D</p><pre><code class="language-r">x\n</code></pre></dd></dl>',
        ),
        (
            "- a\n  - b\n\n    > c\n    >\n    > ```\n    > x\n    > ```\n\n    d",
            "<ul><li>a<ul><li><p>b</p><blockquote><p>c</p><pre><code>x\n</code></pre></blockquote><p>d</p></li></ul>"
            "</li></ul>",
        ),
        (
            "1. a\n\n   > q\n   > ```\n   > x\n   > ```\n2. b",
            "<ol><li><p>a</p><blockquote><p>q</p><pre><code>x\n</code></pre></blockquote></li><li><p>b</p></li></ol>",
        ),
        ("    > ```\n    > x", "<pre><code>&gt; ```\n&gt; x\n</code></pre>"),
        ("> ```\n> x\n\nb", "<blockquote><pre><code>x\n</code></pre></blockquote><p>b</p>"),
        ("text\n  ```\n  x\n  ```\nmore", "<p>text</p><pre><code>x\n</code></pre><p>more</p>"),
        ("    ```\n    x\n    ```", "<pre><code>```\nx\n```\n</code></pre>"),
        ("- a\n\n        ```\n        x", "<ul><li>a<pre><code>```\nx\n</code></pre></li></ul>"),
        ("````\n```\nx\n```\n````", "<pre><code>```\nx\n```\n</code></pre>"),
        ("```\nx\n`````", "<pre><code>x\n</code></pre>"),
        ("```\n```", "<pre><code></code></pre>"),
        ("```x``` is code", "<p><code>x</code> is code</p>"),
    ],
)
def test_blocks_of_code_stand_anywhere(text, html):
    found, wrong = convert(text)
    before, *pieces = re.split(r"(<pre>.*?</pre>)", found, flags=re.DOTALL)
    flat = [
        before.replace("\n", ""),
        *(piece if i % 2 == 0 else piece.replace("\n", "") for i, piece in enumerate(pieces)),
    ]
    assert ("".join(flat), wrong) == (html, [])


CELLS = "more cells than the table has columns (2); write `\\|` for a `|` that parts none"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1. a:\n   - x\n   - y\n2. b", "<ol><li>a:<ul><li>x</li><li>y</li></ul></li><li>b</li></ol>"),
        ("* a\n  1. x\n  2. y", "<ul><li>a<ol><li>x</li><li>y</li></ol></li></ul>"),
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("- a\n    - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1. a\n\n   p\n\n2. b", "<ol><li><p>a</p><p>p</p></li><li><p>b</p></li></ol>"),
        ("1. a\n\n    p\n2. b", "<ol><li><p>a</p><p>p</p></li><li><p>b</p></li></ol>"),
        ("- a:\n\n    1. x\n- b", "<ul><li><p>a:</p><ol><li>x</li></ol></li><li><p>b</p></li></ul>"),
        (
            "1. a\n   - x\n   - y\n\n   p\n2. b",
            "<ol><li><p>a</p><ul><li>x</li><li>y</li></ul><p>p</p></li><li><p>b</p></li></ol>",
        ),
        ("- a\n\n     p\n- b", "<ul><li><p>a</p><p>p</p></li><li><p>b</p></li></ul>"),
        ("- a\n  wrapped\n- b", "<ul><li>a  wrapped</li><li>b</li></ul>"),
        ("- a\n\ntext\n\n  more", "<ul><li>a</li></ul><p>text</p><p>more</p>"),
        ("- a\n\n        x\n        y", "<ul><li>a<pre><code>xy</code></pre></li></ul>"),
        (
            "- a\n\n      x:\n          y\n\n      - z\n\nb",
            "<ul><li>a<pre><code>x:    y- z</code></pre></li></ul><p>b</p>",
        ),
        ("- a\n\n      ```\n      x\n      ```", "<ul><li><p>a</p><pre><code>x</code></pre></li></ul>"),
        ("1. a\n\n       x\n        y\n2. b", "<ol><li><p>a</p><pre><code>x y</code></pre></li><li><p>b</p></li></ol>"),
        (
            "1. a\n  - x\n  - y\n2. b",
            '<ol><li>a</li></ol><ul><li>x</li><li>y</li></ul><ol start="2"><li>b</li></ol>',
        ),
        ("1. a\n- b", "<ol><li>a</li></ol><ul><li>b</li></ul>"),
        (
            "1. a\n   - x\n\n   - y\n2. b\n3. c",
            "<ol><li><p>a</p><ul><li><p>x</p></li><li><p>y</p></li></ul></li><li><p>b</p></li><li>c</li></ol>",
        ),
        ("- - a\n\n    p\n  - b", "<ul><li><ul><li><p>a</p><p>p</p></li><li><p>b</p></li></ul></li></ul>"),
        ("T\n: a\n  b\n: c", "<dl><dt>T</dt><dd>ab</dd><dd>c</dd></dl>"),
        ("T\n: a\nb\n: c", "<dl><dt>T</dt><dd>ab</dd><dd>c</dd></dl>"),
        ("T\n: a\n\n  p\n\nU\n: c", "<dl><dt>T</dt><dd><p>a</p><p>p</p></dd><dt>U</dt><dd>c</dd></dl>"),
        (
            "T\n:   1. x\n\n       p\n    2. y",
            "<dl><dt>T</dt><dd><ol><li><p>x</p><p>p</p></li><li><p>y</p></li></ol></dd></dl>",
        ),
        (
            "T\n:   a\n    - x\n    - y",
            "<dl><dt>T</dt><dd><p>a</p><ul><li><p>x</p></li><li><p>y</p></li></ul></dd></dl>",
        ),
        ("- a\n## B\n  - c", "<ul><li>a</li></ul><h2>B</h2><ul><li>c</li></ul>"),
        ("1. a\n* * *\n   b", "<ol><li>a</li></ol><hr><p>b</p>"),
        ("- a\n***\n  - c", "<ul><li>a</li></ul><hr><ul><li>c</li></ul>"),
        ("## B\n2. a\n- c", '<h2>B</h2><ol start="2"><li>a</li></ol><ul><li>c</li></ul>'),
        ("- a\n2. b", '<ul><li>a</li></ul><ol start="2"><li>b</li></ol>'),
        ("- a\n- b\n\nIn\n1984. It", "<ul><li>a</li><li>b</li></ul><p>In1984. It</p>"),
        (
            "- a\n\n      x\n\n  p\n\n- b",
            "<ul><li><p>a</p><pre><code>x</code></pre><p>p</p></li><li><p>b</p></li></ul>",
        ),
    ],
)
def test_lists_nest_by_the_column_of_their_words(text, html):
    """As well as by four spaces."""
    found, wrong = convert(text)
    assert (found.replace("\n", ""), wrong) == (html, [])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1) a\n\n   p\n\n2) b", "<ol><li><p>a</p><p>p</p></li><li><p>b</p></li></ol>"),
        ("Two:\n1) a\n2) b", "<p>Two:</p><ol><li>a</li><li>b</li></ol>"),
        ("- a\n  1) x\n  2) y\n- b", "<ul><li>a<ol><li>x</li><li>y</li></ol></li><li>b</li></ul>"),
        ("a\n\n7) b", '<p>a</p><ol start="7"><li>b</li></ol>'),
        ("> 1) a", "<blockquote><ol><li>a</li></ol></blockquote>"),
        ("as in (see\n2) that", "<p>as in (see2) that</p>"),
        ("a) b\nc) d\n(1) e", "<p>a) bc) d(1) e</p>"),
        ("    1) x", "<pre><code>1) x</code></pre>"),
        ("```\n1) x\n```", "<pre><code>1) x</code></pre>"),
    ],
)
def test_the_number_of_an_item_may_have_a_bracket_behind_it(text, html):
    found, wrong = convert(text)
    assert (found.replace("\n", ""), wrong) == (html, [])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> a\n\n> b", "[<p>a</p>][<p>b</p>]"),
        ("> a\n>\n> b", "[<p>a</p><p>b</p>]"),
        ("> a\nb", "[<p>ab</p>]"),
        ("> a\n>\nb", "[<p>a</p>]<p>b</p>"),
        ("> > a\n> >\n> b", "[[<p>a</p>]<p>b</p>]"),
        ("> > a\n> b", "[[<p>ab</p>]]"),
        ("a\n> b\n> > c\n>\n> d", "<p>a</p>[<p>b</p>[<p>c</p>]<p>d</p>]"),
        ("> ## a\nb", "[<h2>a</h2>]<p>b</p>"),
        ("> a\n## b", "[<p>a</p>]<h2>b</h2>"),
        ("> a\n- b", "[<p>a</p>]<ul><li>b</li></ul>"),
        ("> a\n1. b", "[<p>a</p>]<ol><li>b</li></ol>"),
        ("> a\n2. b", '[<p>a</p>]<ol start="2"><li>b</li></ol>'),
        ("> a\n(2. b", "[<p>a(2. b</p>]"),
        ("- a\n> b", "<ul><li>a</li></ul>[<p>b</p>]"),
        ("- a\n\n  > b\n  > c\n\n  d", "<ul><li><p>a</p>[<p>bc</p>]<p>d</p></li></ul>"),
        ("- a\n\n    > b\n    > c\n    >\n    > d", "<ul><li><p>a</p>[<p>bc</p><p>d</p>]</li></ul>"),
        ("- a\n  > b\n  > c", "<ul><li>a[<p>bc</p>]</li></ul>"),
        ("- a\n  - b\n    > c\n    > d", "<ul><li>a<ul><li><p>b</p>[<p>cd</p>]</li></ul></li></ul>"),
        ("- a\n  > b\n- c", "<ul><li>a[<p>b</p>]</li><li>c</li></ul>"),
        ("1. a\n> b\n2. c", '<ol><li>a</li></ol>[<p>b</p>]<ol start="2"><li>c</li></ol>'),
        (
            "- a\n  - b\n  > c\n- d",
            "<ul><li><p>a</p><ul><li>b</li></ul>[<p>c</p>]</li><li><p>d</p></li></ul>",
        ),
        ("> - a\n>   - b\n> - c", "[<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>]"),
        ("> 1. a\n>\n>    p\n>\n> 2. b", "[<ol><li><p>a</p><p>p</p></li><li><p>b</p></li></ol>]"),
        ("- a\n\n  > - x\n  >   - y", "<ul><li><p>a</p>[<ul><li>x<ul><li>y</li></ul></li></ul>]</li></ul>"),
    ],
)
def test_quotations_end_where_they_do(text, html):
    """`[` and `]` stand for their tags."""
    found, wrong = convert(text)
    found = found.replace("<blockquote>", "[").replace("</blockquote>", "]")
    assert (found.replace("\n", ""), wrong) == (html, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```\nall:\n\tcc\n\t\techo\ta\n\t\n```", "all:\n\tcc\n\t\techo\ta\n\n"),
        ("\tno\n\n- a\n\n  ```\n  b:\n  \tcc\n\tdd\n  ```", "b:\n\tcc\n  dd\n"),
        ("> ```\n> a:\n> \tcc\n> ```", "a:\n\tcc\n"),
        ("a\tb\n\n\tall:\n\t\tcc\tx &\n    \td", "all:\n\tcc\tx &amp;\n\td\n"),
        ("- a\n\n\t\tcc\td\n", "cc\td\n"),
        (">     cc\td", "cc\td\n"),
        ("<pre><code>a\tb\n\tc</code></pre>", "a\tb\n\tc"),
    ],
)
def test_tabs_in_code_stay_tabs(text, code):
    """A Makefile has them, and a reader may copy it."""
    html, wrong = convert(text)
    assert (re.findall("<code>(.*?)</code>", html, re.DOTALL)[-1], wrong) == (code, [])


@pytest.mark.parametrize(
    "text", ["a[^1]\n\n[^1]:\n    ```sh\n    ls\n    ```", "a[^1]\n\n[^1]: ```sh\n    ls\n    ```\n"]
)
def test_a_note_may_begin_with_code(text):
    """The way back stands below it."""
    html, wrong = convert(text)
    code = '<li id="fn-1">\n<pre><code class="language-sh">ls\n</code></pre>\n<p><a class="footnote-backref"'
    assert (code in part_backs(html), wrong) == (True, [])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "<details>\n<summary>More</summary>\n\nSome **bold**\n\n- a\n\n</details>\n\n*b*",
            "<details><summary>More</summary><p>Some <strong>bold</strong></p><ul><li>a</li></ul></details>"
            "<p><em>b</em></p>",
        ),
        ("<div class='c'>\n\n<div>\n\n*a*\n\n</div>\n\n</div>", '<div class="c"><div><p><em>a</em></p></div></div>'),
        ("<div>\nraw *a*\n</div>", "<div>raw *a*</div>"),
        (
            '<div class="b"><section>\n\n## C\n\n- *a*\n\n</section></div>\n\n*d*',
            '<div class="b"><section><h2>C</h2><ul><li><em>a</em></li></ul></section></div><p><em>d</em></p>',
        ),
        (
            "<div>\n\n- a\n  - b\n\n1. x\n\n   p\n\n</div>",
            "<div><ul><li>a<ul><li>b</li></ul></li></ul><ol><li><p>x</p><p>p</p></li></ol></div>",
        ),
        (
            "1. a\n\n   <figure><img src='b'></figure>\n\n   p\n\n2. c",
            "<ol><li><p>a</p><figure><img src='b'></figure><p>p</p></li><li><p>c</p></li></ol>",
        ),
        ("- a\n  <div>b</div>\n- c", "<ul><li><p>a  <div>b</div></p></li><li><p>c</p></li></ul>"),
        ("<div>\n\n<table><tr><td>\n\n*a*</td></tr></table>\n</div>", None),
        ("<div>\n\nleft *open*", "<div>left *open*"),
    ],
)
def test_an_empty_line_in_html_begins_markdown_again(text, html):
    found, wrong = convert(text)
    assert wrong == []
    assert found.replace("\n", "") == html if html else "*a*" in found


def test_lists_in_notes_nest_by_the_column_of_their_words():
    html, wrong = convert("a[^b]\n\n[^b]: Do:\n\n    1. one\n\n       p\n    2. two\n       - deep")
    note = "<p>Do:</p><ol><li><p>one</p><p>p</p></li><li><p>two</p><ul><li>deep</li></ul></li></ol>"
    assert (note in html.replace("\n", ""), wrong) == (True, [])


NEVER = "a block of code begins here and never ends; write the same marks below it"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("One.\n\n```py\nx\n\nTwo.", [(3, NEVER)]),
        ("- a\n\n    ~~~\n    x\n    ```", [(3, NEVER)]),
        (
            "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 1 | 2 | |\n| `x|y` | 2 |",
            [(3, CELLS)],
        ),
        ("a[^1]\n\n[^1]: One.\n\n[^1]: Two.", [(5, "a second note `[^1]`; give it another name")]),
        (
            "a[^b] c[^d] `[^e]`\n\n[^b]: One.\n[^f]: Two.",
            [
                (1, "`[^d]` is no note; write `[^d]: …` below, or put it in backticks"),
                (4, "nothing refers to the note `[^f]`; refer to it, or take it out"),
            ],
        ),
        ("Any [^a-z] there.", []),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n\n```\n| 1 | 2 | 3 |\n```", [(3, CELLS)]),
        ("> | a | b |\n> |---|---|\n> | 1\t| 2 | 3 |", [(3, CELLS)]),
        (
            "The mark `[^1]`.\n\n<div>x[^1]</div>\n\na[^1]\n\n[^1]: n",
            [(3, '`[^1]` stands in HTML, where it is text; write `markdown="1"` into its tag')],
        ),
        ("See[^2].", [(1, "`[^2]` is no note; write `[^2]: …` below, or put it in backticks")]),
    ],
)
def test_what_would_be_lost_is_said(text, wrong):
    assert convert(text)[1] == wrong


LINES = st.lists(
    st.sampled_from(
        [
            *("", "", "word", "1. one", "2. two", "- item", "    deep", "        deeper", "> said", "```", "```py x"),
            *("~~~", "   ```", "    ```", "> ```", "| a | b |", "|---|---|", "| c | d | extra |", "{x}", "## h {y}"),
            *("#z", "*em*{w}", "[^1]", "[^1]: note", "{: .c}", "1) one", ">", "> > said", "> 2) two", " # said", "---"),
            *("\tdeep", ">\titem"),
        ]
    ),
    max_size=14,
)


@given(LINES)
def test_no_word_is_lost_unsaid(lines):
    """Each word of the text stands in the HTML as often, or something is wrong with the text."""
    html, wrong = convert("\n".join(lines))
    for word in ("word", "one", "two", "item", "deep", "deeper", "said", "{x}", "{y}", "{w}", "#z", "extra", "note:"):
        there = sum(len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", line)) for line in lines)
        assert wrong or len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", html)) >= there - (word == "note:"), word


@pytest.mark.parametrize(
    "text",
    [
        "The size is 2*4**2*8 bytes.",
        "(*args, **kwargs), g(*args, **kwargs) and 3*4*5",
        "2*r**2*pi",
        "**4*5** and 6*7*8",
    ],
)
def test_emphasis_swallows_nothing(text):
    html, wrong = convert(text)
    assert wrong == []
    assert re.sub(r"<[^>]*>|[*\s]", "", html) == re.sub(r"[*\s]", "", text)


@given(st.lists(st.sampled_from(["*", "**", "***", "_", "__", " ", "a", "bc", "7", "(", ")", ", "]), max_size=20))
def test_no_letter_is_taken_for_a_mark(pieces):
    text = f"q {''.join(pieces)}"
    assert re.sub(r"<[^>]*>|[\W_]", "", convert(text)[0]) == re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('para\n\n<div markdown="1">\n<div>\nlost\n\nafter it', 5, "lost"),
        ("One.\n\n[Anna]: Hello\n\n[Paul]: Why?", 3, "Anna"),
    ],
)
def test_a_word_that_a_mark_swallows_is_named(text, line, word):
    do = "look at the marks in it and above it; write `\\` before one that is none"
    html, _ = convert(text)
    assert [*lost_words(html, lines_of(text))] == [(line, f"`{word}` would stand nowhere on the page; {do}")]


@pytest.mark.parametrize(
    "definition",
    [
        *("[Anna]: hello", "[Anna]: Hmm... (laughs)", '[Anna]: Yes. "I think so."', "[Anna]: 42", "[Anna]: see:"),
        *(
            "[Anna]: and/or",
            "[Anna]: #metoo",
            "[Anna]: 3.5",
            "[Anna]: C:\\temp",
            "[Anna]: Yes:no",
            "[Anna]: TCP/IP (laughs)",
        ),
        *("> [ANNA]: hello", "[Anna]:\nhello"),
    ],
)
def test_a_speech_is_no_definition_of_a_link(definition):
    """Though its words stand elsewhere, too."""
    said = "nothing refers to the link `[{}]`; refer to it, take it out, or write `\\[` where it is text"
    _, wrong = convert(f"Anna said hello.\n\n{definition}\n\n[Paul]: hello\n\n```\n[Eve]: hello\n```\n")
    place = 5 + definition.count("\n")
    assert wrong == [(3, said.format("ANNA" if "A]" in definition else "Anna")), (place, said.format("Paul"))]


@pytest.mark.parametrize(
    "target",
    [
        *(
            "https://e.org/",
            "/x",
            "# (a comment)",
            "{filename}x.md",
            "<a/b.md>",
            "e.org",
            "e.org/x",
            "..",
            "./x",
            "../a b",
        ),
        *("mailto:me@e.org", "x.html 'a title'", "\n  /x", "me@e.org", "e.org:80/a", "localhost:8000/a", "posts/my/"),
    ],
)
def test_a_definition_may_be_kept_for_later(target):
    code = "In code:\n\n    [later]: hello\n"
    assert convert(f"A [b].\n\n[later]: {target}\n[b]: word\n\n[One\nmore]: /x\n\n{code}")[1] == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Of #11 &#12 are, &#65 is.", "<p>Of #11 &amp;#12 are, &amp;#65 is.</p>"),
        ("`&#12` &#xA9 &#169; &#xA9;", "<p><code>&amp;#12</code> &amp;#xA9 &#169; &#xA9;</p>"),
        ("    &#12 x", "<pre><code>&amp;#12 x\n</code></pre>"),
        ("A &# b;\n\n<div>\n&#12 c\n</div>", "<p>A &amp;# b;</p>\n<div>\n&amp;#12 c\n</div>"),
        ("\ta:\n\t\tb '&#%d;'\n\t\tc", "<pre><code>a:\n\tb '&amp;#%d;'\n\tc\n</code></pre>"),
        ("- a\n\n\t\tb\t&#\tc", "<ul>\n<li>a<pre><code>b\t&amp;#\tc\n</code></pre>\n</li>\n</ul>"),
        (r"A \(x_1 &# y\) b", r"<p>A \(x_1 &amp;# y\) b</p>"),
    ],
)
def test_a_reference_without_an_end_is_text(text, html):
    assert convert(text)[0].strip() == html


def test_such_a_reference_in_an_address_of_mail_stays():
    assert unescape(convert("<a&#x@b.org>")[0]) == '<p><a href="mailto:a&#x@b.org">a&#x@b.org</a></p>'


def test_a_speech_is_none_beside_a_definition_of_its_name():
    text = (
        "[Anna]: hello\n\n[Anna]: /x\n\n<PRE class='a'>\n[Anna]: hello\n</PRE>\n\n    [Anna]: hello\n\n[R&#D]: hello\n"
    )
    assert [line for line, _ in convert(text)[1]] == [1, 11]


def test_what_is_wrong_beside_such_a_reference_is_said_as_it_is_written():
    said = "the marks of `##No &#12` would stand on the page; write `## `, or `\\#` where they are words"
    assert convert("A.\n\n##No &#12\n")[1] == [(3, said)]


def test_notes_are_counted_as_a_reader_comes_to_their_marks():
    """Whatever they stand in, and wherever the notes stand; those of notes come last; a mark may come again."""
    text = "A[^z].\n\n- b[^l]\n- c[^m], z[^z]\n\n> d[^q]\n\n| e[^t] |\n|---|\n| f[^a] |\n\nEnd[^e].\n\n"
    notes = "".join(f"[^{name}]: Note {name}{'[^n]' * (name == 'm')}.\n\n" for name in "aelmnqtz")
    html, wrong = convert(text + notes)
    assert wrong == []
    marks = re.findall(r'id="(fnref\d*-\w)"><a class="footnote-ref" href="#fn-\w">(\d)<', html)
    assert "".join(id_[-1] for id_, _ in marks) == "zlmzqtaen"
    assert "".join(number for _, number in marks) == "123145678"
    assert [id_ for id_, _ in marks if id_[-1] == "z"] == ["fnref-z", "fnref2-z"]
    assert "".join(re.findall(r'<li id="fn-(\w)"', html)) == "zlmqtaen"
    backs = re.findall(r'href="#fnref(\d*)-(\w)" title="Jump back to footnote (\d) in the text"', html)
    assert backs[:3] == [("", "z", "1"), ("2", "z", "1"), ("", "l", "2")]


def test_a_mark_within_a_link_has_its_line():
    said = "`[^d]` stands within the words of a link; write it behind the link"
    for link in ("[c[^d]](/e)", '<a id="q">c[^d]</a>', '<A HREF="/e">c[^d]</A>'):
        assert convert(f"A.\n\nB {link} and [f](/g)[^d].\n\n[^d]: H.\n")[1] == [(3, said)]


@pytest.mark.parametrize("text", [r"\[^b]", r"\[^b\]", "$[^b]$", r"\[^1]", r"\[^b] `[^b]`"])
def test_a_mark_that_is_words_is_none(text):
    html, wrong = convert(f"A {text} c[^1].\n\n[^1]: D.\n")
    assert "[^" in html
    assert wrong == []


def test_a_mark_beside_one_that_is_words_has_its_line():
    said = "`[^b]` is no note; write `[^b]: …` below, or put it in backticks"
    assert convert("A \\[^b] c[^1].\n\nD[^b].\n\n[^1]: E.\n")[1] == [(3, said)]


@pytest.mark.parametrize("note", ["[^1]:", "[^1]: <!-- later -->", "[^1]:\n\n[^2]: Words."])
def test_a_note_without_words_has_its_line(note):
    said = "the note `[^1]` has no words; write some, or take it out, and its mark"
    assert convert(f"A[^1]{'[^2]' * ('[^2]' in note)}.\n\n{note}\n")[1] == [(3, said)]
    assert convert("A[^1].\n\n[^1]: ![B](/c.png)\n")[1] == []


@pytest.mark.parametrize(
    "text", ['<a id="top"/> Words[^1].', "<a name='top'/>\n\nW[^1].", 'A <!-- <a href="x"> --> b[^1].']
)
def test_a_mark_behind_what_is_no_link_is_one(text):
    assert convert(f"{text}\n\n[^1]: A note.\n")[1] == []


def test_a_list_in_an_element_that_is_called_as_notes_are_is_none():
    for mine in ("Mine.", "1. mine\n2. too"):
        text = f'A[^b] c[^a].\n\n<div class="footnote" markdown="1">\n{mine}\n</div>\n\n[^a]: A.\n\n[^b]: B.\n'
        assert re.findall(r'<li id="fn-(\w)"', convert(text)[0]) == ["b", "a"]


@pytest.mark.parametrize(
    "text",
    [
        'see [a][b] and [c]\n\n[b]: https://e.org/word\n[c]: /x "titled"\n[unused]: https://e.org/other',
        "caf&eacute; &amp; so, a=1&currency=usd",
        "<!-- gone\nwords --> stay",
        "*[HTML]: Hyper Text\n\nno use",
        "a<bb && cc>dd",
        'x <span style="color:red"\ndata-x=words>y</span>',
        "```py title=nothing\nx\n```",
        '![alt words](x.png "title words") [t](https://e.org/a_(b)_cc) <me@example.org>',
        "a\\_bb un*frig*ging\n{: #id .klass}",
        "\u3000文字\n\n[^note]: words\n\nx[^note]",
    ],
)
def test_what_is_no_word_is_not_missed(text):
    html, wrong = convert(text)
    assert (wrong, [*lost_words(html, lines_of(text))]) == ([], [])


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("The HTML of it.\n\n*[HTML]: Hyper Text\n", None),
        ("The A&B.\n\n*[A&B]: One\n", None),
        ("The HTLM of it.\n\n*[HTML]: Hyper Text\n", (3, "HTML")),
        ("用HTML写, `HTML`.\n\n*[HTML]: Hyper Text\n", None),
        ("```\n*[HTML]: Hyper Text\n```\n", None),
    ],
)
def test_an_abbreviation_that_no_word_is_has_its_line(text, missed):
    found = [*lone_abbreviations(convert(text)[0], lines_of(text))]
    do = "stands nowhere in the essay; write it as the essay does, or take this line out"
    assert found == ([(missed[0], f"`{missed[1]}` {do}")] if missed else [])


@pytest.mark.parametrize("name", ["A.I.", "C++", "e.g.", ".NET", "HTML", "人工"])
def test_an_abbreviation_may_begin_or_end_with_a_mark(name):
    html, _ = convert(f"*[{name}]: Words\n\nA {name}, ({name}) and x{name}y; `{name}`.\n")
    abbr = f'<abbr title="Words">{name}</abbr>'
    assert html == f"<p>A {abbr}, ({abbr}) and x{name}y; <code>{name}</code>.</p>"


def test_no_line_keeps_the_reader_of_fences_busy():
    lines = ["> " * 40 + "x ```", "x\n" * 3000 + "      ```\n      y\n      ```\n" * 300]
    for line in lines:
        _, seconds = timed(lambda: convert(line))  # noqa: B023
        assert seconds < PATIENCE


@pytest.mark.parametrize(
    ("above", "block"),
    [
        ("", "words\n\n```\nx\n```\n\n"),
        ("- item\n\n", "    words\n\n    ```\n    x\n    ```\n\n"),
        ("> - item\n>\n", ">     words\n>\n>     ```\n>     x\n>     ```\n>\n"),
    ],
)
def test_a_fence_does_not_go_through_all_that_stands_above(monkeypatch, above, block):
    """Where each does, twice as many take four times the steps."""

    def steps(blocks):
        with monkeypatch.context() as patch:
            patch.setattr(code, "_indent", counted := Mock(wraps=code._indent))
            convert(above + block * blocks)
        return counted.call_count

    assert steps(40) < 2.5 * steps(20)


@pytest.mark.parametrize("address", ["https://x.org/", "https://x.org/a_b"])
def test_an_address_without_a_mark_that_stands_above_it_is_no_work(monkeypatch, address):
    """A paragraph may be a list of very many."""
    monkeypatch.setattr(addresses, "_open", gone_through := Mock(wraps=addresses._open))
    convert(f"*Words*, {address}, {address}\n" * 20)
    assert not gone_through.called


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("https://x.org/__init__.py and *b*", "<p>https://x.org/__init__.py and <em>b</em></p>"),
        ("**https://x.org/a_b_c**.", "<p><strong>https://x.org/a_b_c</strong>.</p>"),
        ("[https://x.org/a_b_c](/d)", '<p><a href="/d">https://x.org/a_b_c</a></p>'),
        ("<https://x.org/_a_>", '<p><a href="https://x.org/_a_">https://x.org/_a_</a></p>'),
        ("日本**https://x.org/a_b**です", "<p>日本<strong>https://x.org/a_b</strong>です</p>"),
        ("**Read https://x.org/a_b**—now", "<p><strong>Read https://x.org/a_b</strong>—now</p>"),
        ("*https://x.org/a*/*https://y.org*", "<p><em>https://x.org/a</em>/<em>https://y.org</em></p>"),
        ("~~https://y.org~~—gone", "<p><del>https://y.org</del>—gone</p>"),
        ("https://x.org/a?b_c_d&e~~f~~", "<p>https://x.org/a?b_c_d&amp;e~~f~~</p>"),
    ],
)
def test_marks_in_an_address_are_none(text, html):
    assert convert(text) == (html, [])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"\(e^{i*a} + b*c\)", r"<p>\(e^{i*a} + b*c\)</p>"),
        ("\\[\n\\frac{a}{b} \\\\\n*x*^2\n\\]", "<p>\\[\n\\frac{a}{b} \\\\\n*x*^2\n\\]</p>"),
        ("\\[\na^2\n+ b^2\n\\]", "<p>\\[\na^2\n+ b^2\n\\]</p>"),
        ("See \\[this](x):\n- a", "<p>See [this](x):</p>\n<ul>\n<li>a</li>\n</ul>"),
        ("\\[words](x)\n----------", "<h2>[words](x)</h2>"),
        (r"\[ a_1 \\[4pt] \]", r"<p>\[ a_1 \\[4pt] \]</p>"),
        (r"\(my\_file\) and \[the 2^nd\]", "<p>(my_file) and [the 2^nd]</p>"),
        (r"\[1\] and \(see *below*\) and \[a\_b\]", "<p>[1] and (see <em>below</em>) and [a_b]</p>"),
    ],
)
def test_formulas_in_brackets_stay(text, html):
    assert convert(text) == (html, [])


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003"])
def test_any_blank_stands_behind_a_mark(blank):
    """As a Mac writes it with a key held down; a number that must not be broken off, and a minus, have one, too."""
    for text in (f"They earned\n-{blank}5 %.", f"Es war am\n1.{blank}Mai.", f"*{blank}*{blank}*", "#\u200btag"):
        assert convert(text)[0] == f"<p>{text}</p>"
    assert convert(f"##{blank}A\n\n-{blank}b\n-{blank}c")[0] == "<h2>A</h2>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("12. Mai.\n\n3. Juni.\n\n7. Juli.", ["`3.` would be counted as 13.", "`7.` would be counted as 14."]),
        ("1. a\n2. b\n5. c", ["`5.` would be counted as 3."]),
        ("1. He was born in\n1999. It was cold.", ["`1999.` would be counted as 2."]),
        ("1. a\n1. b\n1. c", []),
        ("3. a\n3. b\n\n3. c\n\n3. d", []),
        ("1. a\n2. b\n2. c", ["`2.` would be counted as 3."]),
        ("1. a\n2. b\n2. c\n3. d", ["`2.` would be counted as 3.", "`3.` would be counted as 4."]),
        ("1. a\n2. b\n3. c\n3. d\n3. e", ["`3.` would be counted as 4.", "`3.` would be counted as 5."]),
        ("1. a\n2. b\n\n1. c", ["`1.` would be counted as 3."]),
        ("1. a\n\n2. b\n\n2. c", ["`2.` would be counted as 3."]),
        ("1. a\n1. b\n2. c", ["`2.` would be counted as 3."]),
        ("1. a\n   1. b\n   1. c\n2. d\n   1. e\n   2. f\n3. g", []),
        ("1) a\n2) b\n5) c", ["`5.` would be counted as 3."]),
        ("3. a\n4. b\n\n   c\n\n5. d\n   1. e\n   2. f\n6. g", []),
        ("##Part", ["the marks of `##Part` would stand on the page"]),
        ("At\n##linux, a channel.\n\n<pre>\n##code\n</pre>\n\n<!--\n\n##todo\n\n-->", []),
    ],
)
def test_what_a_reader_would_see_otherwise_is_told(text, wrong):
    assert [each.partition(";")[0] for _, each in convert(text)[1]] == wrong
