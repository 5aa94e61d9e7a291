"""What is refused of Markdown and reStructuredText, and where."""

import re

import pytest
from astro.markup import TooLongError, limited
from markdown import Markdown


def test_no_essay_keeps_the_reader_busy():
    """A run of brackets, on which Markdown works for hours, is given up after some seconds of computing."""
    with pytest.raises(TooLongError), limited(0.3):
        Markdown().convert("[" * 20_000)


def test_backticks_of_very_many_lengths_are_given_up_at_once(said):
    """Markdown looks through all that follows for the end of each, in one search that no clock can stop."""
    runs = " ".join("`" * i for i in range(1, 100))
    assert said("a.md", f"Title: T\n\n{runs}\n") == [
        "1: takes too long to read; look for long runs of brackets or backticks, or thousands of one mark"
    ]
    assert said("b.md", f"Title: T\n\n{runs[:200]}\n") == []


def test_all_that_is_wrong_with_a_file_is_told_in_one_run(project):
    """Above the essay and in it, whatever the owner wants to hear of docutils."""
    project.add_settings("DOCUTILS_SETTINGS['report_level'] = 4")
    project.write("2025-05-01-a.md", "Title: A\nStatus: drafty\n\nText {{< figure >}} here.\n\n<b onclick='x'>b</b>\n")
    body = "Text `x`_ and |y|.\n\n.. nothing::\n   at\n   all\n\nMore `z`_.\n\n.. raw:: html\n\n   x\n"
    project.write("2025-05-02-b.rst", f"B\n#\n:status: drafty\n\n{body}")
    assert [line.removeprefix("content/essays/2025-05-0") for line in project.run().stderr.splitlines()] == [
        "1-a.md:2: unknown status `drafty`; did you mean draft?",
        "1-a.md:4: `{{< figure >}}` is a command of another tool; write what it stands for, or put it in backticks",
        "1-a.md:6: `onclick` of <b> is a script; take it out",
        "2-b.rst:3: unknown status `drafty`; did you mean draft?",
        '2-b.rst:5: Undefined substitution referenced: "y"; correct it there',
        '2-b.rst:5: Unknown target name: "x"; correct it there',
        '2-b.rst:7: Unknown directive type "nothing"; correct it there',
        '2-b.rst:11: Unknown target name: "z"; correct it there',
        '2-b.rst:13: "raw" directive disabled; correct it there',
        "9 problems; nothing was published, output/ is unchanged",
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("A List<S> of it.", "s"),
        ("A `<b>` and <b>one</b>; Box<B> too.", "b"),
        ('A <span class="x">word.', "span"),
        ("The <details> element.", "details"),
        ("The <video> and `</video>`.", "video"),
        ("<div>", "div"),
    ],
)
def test_a_tag_that_runs_on_is_refused(said, line, name):
    """Where it is left open, not where one of its kind is closed; a list's item may be left open, and an old anchor."""
    before = f'Title: T\n\n<{name}>Closed</{name}>, <a id="old">an anchor.\n\n<ul><li>one<li>two</ul>\n\n'
    assert said("a.md", f"{before}{line}\n")[0] == (
        f"7: <{name}> is never closed; close it, or write `&lt;{name}>` where the words are meant"
    )


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [("A `<del>`.\n\n<del>one\n\ntwo</del>", "del", 13), ("A\n\n> <q>a\n> b <q>c</q>\n>\n> two</q>", "q", 13)],
)
def test_what_would_end_with_its_paragraph_is_refused(said, text, name, line):
    """Browsers would show what follows as if it were not deleted; bold text and blocks go on."""
    before = "Title: T\n\n<b>bold\n\non</b> <center>\n\na\n\n</center> <del>a</del>\n\n"
    assert said("a.md", f"{before}{text}\n")[0] == (
        f"{line}: <{name}> ends with its paragraph; close it there, and open it again in the next"
    )


@pytest.mark.parametrize(
    ("line", "name"), [("An </b> in prose.", "b"), ("`</div>` and </div>.", "div"), ("A <b>b</b></b>.", "b")]
)
def test_a_tag_that_closes_nothing_is_refused(said, line, name):
    assert said("a.md", f"Title: T\n\nA <b>b</b> and <div>d</div>.\n\n{line}\n")[0] == (
        f"5: </{name}> closes nothing; take it out, or write `&lt;/{name}>` where the words are meant"
    )


def test_what_the_page_would_take_away_with_its_words_is_refused(said):
    """The classes of what the page adds, in HTML, in Markdown's lists of attributes and in directives."""
    text = 'Title: T\n\nA <span class="x alias">b</span>.\n\nA [c](/about/){.anchor-link}.\n\nD.\n{.sidenote}\n'
    assert said("a.md", text) == [
        "3: class `alias` of <span> is the page's own; choose another",
        "5: class `anchor-link` of <a> is the page's own; choose another",
        "8: class `sidenote` of <p> is the page's own; choose another",
    ]
    assert said("b.rst", "B\n#\n\nA text.\n\n.. container:: sidenote\n\n   Words.\n") == [
        "6: class `sidenote` of <div> is the page's own; choose another"
    ]


def test_what_hides_nothing_is_refused(said):
    """The attribute would be dropped, and the words stand on the page; `aria-hidden` is for screen readers alone."""
    text = (
        'Title: T\n\nShown <b aria-hidden="true">*</b>.\n\n<p hidden>A secret.</p>\n\n'
        '<div class="x"\n hidden="until-found">\n\nAnother.\n\n</div>\n\n'
        '<p title="a > b" style="color: red; DISPLAY: none">C.</p>\n'
    )
    assert said("a.md", text) == [
        "5: `hidden` of <p> hides nothing here; take out what is not to be seen",
        "8: `hidden` of <div> hides nothing here; take out what is not to be seen",
        "14: `style` of <p> hides nothing here; take out what is not to be seen",
    ]


def test_what_would_rule_the_search_is_refused(said):
    text = 'Title: T\n\n<p data-pagefind-meta="url:https://evil.example/" data-x="y">A b.</p>\n'
    assert said("a.md", text) == ["3: `data-pagefind-meta` of <p> is the search's; take it out"]


def test_marks_of_other_tools_are_refused_where_they_stand(said):
    """A private comment is not to be published; a picture and a link are not to be lost."""
    text = "A `%%b%%`, 5%% and 6 %% of 7 %%.\n\nC %%ask *Bob*%% d {>>why<<}.\n\n![[x y.png]]\n\n"
    caption = '![x](/favicon.svg "From [there](https://example.org/there)")'
    lines = said("a.md", f"Title: T\n\n{text}{caption}\n\n    ![[code.png]]\n\n%%\nNot\nyet.\n%%\n")
    assert [line.partition(";")[0] for line in lines] == [
        "5: the comment `%%ask Bob%%` would stand on the page",
        "5: the comment `{>>why<<}` would stand on the page",
        "7: `![[x y.png]]` is a picture of another tool",
        "9: a caption has no links, and that to `https://example.org/there` would be lost",
        "14: the comment `%% Not yet. %%` would stand on the page",
    ]


@pytest.mark.parametrize(
    "comment",
    [
        "- b\n\n    <!-- SECRET\n\n    c -->\n\n- d",
        "- b\n    <!-- SECRET\n\n    c -->\n- d",
        "- b\n    - d\n\n        <!-- SECRET\n\n        c -->",
        "10. b\n\n    <!-- SECRET\n\n    c -->\n\n11. d",
        "- <!-- SECRET\n\n  c -->\n\n  d",
        "> <!-- SECRET\n>\n> c -->\n>\n> d",
        "> - d\n>\n>     <!-- SECRET\n>\n>     c -->",
        "B[^1].\n\n[^1]: d\n\n    <!-- SECRET\n\n    c -->",
        "B\n:   d\n\n    <!-- SECRET\n\n    c -->",
        '<div markdown="1">\n\n- b\n\n    <!-- SECRET\n\n    c -->\n\n</div>',
        "A `<!--` b.\n\n<!-- SECRET\n\nc -->\n\nD",
        "    <!-- code\n\n<!-- SECRET\n\nc -->\n\nD",
        "<!-- SECRET\n\nc -->\n\nD `<!--` and &lt;!-- d",
    ],
)
def test_a_comment_over_paragraphs_is_dropped_wherever_it_begins_a_line(reader, comment):
    html = next(reader(comment))
    assert [each in html for each in ("SECRET", "--&gt;", "c ")] == [False] * 3
    assert "d" in html


@pytest.mark.parametrize(
    "code",
    [
        "A:\n\n    <!-- b\n\n    c -->",
        "- a\n\n      <!-- b\n\n      c -->",
        "- a\n\n    ```html\n    <!-- b\n\n    c -->\n    ```",
        "B[^1].\n\n[^1]: d\n\n        <!-- b\n\n        c -->",
        "``<!-- b` c -->``",
        "\\<!-- b c -->\n\n    <!-- d",
        "\\<!-- b\n\nc -->, and `<!-->` d -->",
    ],
)
def test_a_comment_that_is_shown_stays(reader, code):
    assert re.findall("&lt;!-- b|c --&gt;", next(reader(code))) == ["&lt;!-- b", "c --&gt;"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Words <!-- a\n\nb --> lines", "<!-- a"),
        ("Words <!-- *a*\n\nb --> lines", "<!-- *a"),
        ("<!-- never closed\n\nb", "<!-- never"),
        ("\n    <!-- code\n\n- b <!-- a", "<!-- a"),
    ],
)
def test_a_comment_that_would_stand_on_the_page_is_refused(said, text, shown):
    lines = said("a.md", f"Title: T\n\n`<!-- a` and <!-- b -->.\n\n{text}\n")
    number = f"Title: T\n\n\n\n{text}".partition(shown)[0].count("\n") + 1
    assert lines == [
        f"{number}: the comment `{shown} …` would stand on the page; let it begin a line, close it by `-->`, or put it "
        "in backticks where it is words"
    ]


def test_a_comment_that_ends_at_once_is_refused(said):
    assert said("a.md", "Title: T\n\nWords.\n\n<!--> SECRET -->\n") == [
        "5: `<!-->` is a whole comment, and what follows would stand on the page; write `<!-- … -->`, with blanks, or "
        "put it in backticks"
    ]


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("%% ask Bob\n\nsoon %%", "%% ask Bob soon %%"),
        ("- %% ask\n\n    Bob %%", "%% ask Bob %%"),
        ("A %%ask\nBob%% b", "%%ask Bob%%"),
        ("A %%50% of Bob%% b", "%%50% of Bob%%"),
        ("In 2020 %%ask Bob%%.", "%%ask Bob%%"),
        ('"A %%ask Bob%%" (%%b%%)', "%%ask Bob%%"),
    ],
)
def test_a_comment_of_another_tool_is_refused(said, text, comment):
    do = "take it out, or write `<!-- … -->`; as words it stands in backticks"
    assert said("a.md", f"Title: T\n\n{text}\n")[0] == f"3: the comment `{comment}` would stand on the page; {do}"


@pytest.mark.parametrize(
    "text",
    [
        'In C "%%" prints one; say %%d and %%s and "%%".',
        '"%%" is the escape; also 100%%.',
        "%% A cell\n\n    x\n\n%% Another",
        "5%% or 6 %% of 7 %%\n\n%% %%",
    ],
)
def test_what_is_no_comment_of_another_tool_is_read(said, text):
    assert said("a.md", f"Title: T\n\n{text}\n") == []


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("a.md", "Title: On tea\n\n# On tea\n\nA text.\n", "3: the title would stand twice on the page; take this"),
        ("a.txt", "Title: On tea\n\nOn  Tea\nA text.\n", "3: the title would stand twice on the page; take this"),
        ("a.md", "Title: T\n\nA text.\n\nStatus: draft\n", "5: `Status: draft` hides nothing here; write it into"),
        ("a.txt", "T\nA text.\nstatus: Draft\nMore.\n", "3: `status: Draft` hides nothing here; write it into the"),
        (
            "a.md",
            "Title: T\n\nA.\n\n<<<<<<< HEAD\nB.\n=======\nC.\n>>>>>>> x\n",
            "5: `<<<<<<< HEAD` is git's mark of two",
        ),
        ("a.md", "Title: T\n\n```\n<<<<<<< HEAD\n```\n\n>>>>>>> a/b c\n", "7: `>>>>>>> a/b c` is git's mark of two"),
        ("a.txt", "T\nA text.\n<<<<<<< HEAD\nB.\n=======\nC.\n>>>>>>> x\n", "3: `<<<<<<< HEAD` is git's mark of two"),
        ("a.txt", "<<<<<<< HEAD\nT\n=======\nB\n>>>>>>> x\nA text.\n", "1: `<<<<<<< HEAD` is git's mark of two"),
        (
            "a.md",
            "Title: T\n<<<<<<< HEAD\nTags: b\n=======\nTags: c\n>>>>>>> x\n\nA.\n",
            "2: `<<<<<<< HEAD` is git's mark",
        ),
        ("a.md", "---\ntitle: T\n<<<<<<< HEAD\ntags: b\n---\n\nA.\n", "3: `<<<<<<< HEAD` is git's mark of two"),
        ("a.txt", "Tags: a\n<<<<<<< HEAD\nLang: de\n\nT\nA text.\n", "2: `<<<<<<< HEAD` is git's mark of two"),
        ("a.rst", "T\n#\n\nA.\n\n<<<<<<< HEAD\nB.\n>>>>>>> x\n", "6: `<<<<<<< HEAD` is git's mark of two"),
        ("a.rst", "T\n#\n\nA text.\n\n* * *\n\nMore.\n", "6: `* * *` is a list in lists; a break is `----`"),
    ],
)
def test_what_is_meant_otherwise_is_refused(said, name, text, wrong):
    assert said(name, text)[0].startswith(wrong)


@pytest.mark.parametrize(
    ("heading", "start"),
    [
        ("## A {#own .c k=v}", "{#own"),
        ("# Head {#my id} #", "{#my"),
        ("Head {: #own k=v }\n----", "{: #own"),
        ("> ## A {#a_b_ c}", "{#a_b_"),
    ],
)
def test_an_id_that_is_none_is_refused(said, heading, start):
    """The address of the section would be made of it, for ever."""
    assert said("a.md", f"Title: T\n\nWords.\n\n{heading}\n\nMore.\n") == [
        f"5: `{start} …}}` would stand in the heading and in its address; "
        "write `{#one-word}`, or backticks around what is meant as words"
    ]


def test_each_id_that_is_none_is_told_where_it_stands(said):
    text = "Title: T\n\nAs `{#a b}` is.\n\n    ## A {#a b}\n\n## A {#a b}\n\nMore.\n\n## B {#a b c}\n\nMore.\n"
    assert [each.partition(":")[0] for each in said("a.md", text)] == ["7", "11"]


@pytest.mark.parametrize(
    "heading",
    [
        "The set {a, b}",
        "A {#own}",
        "A \\{#b c}",
        "A `{#b c}`",
        "A {{#if b}}",
        "C {#}",
        "{#a b} is one",
        "A {#own .c lang=fr}",
    ],
)
def test_braces_that_are_words_stay(said, heading):
    assert said("a.md", f"Title: T\n\n## {heading}\n\nMore.\n\n    ## A {{#b c}}\n") == []


def test_a_label_with_a_blank_is_no_comment(said):
    """To docutils it is one, and its words are gone."""
    text = "A\n#\n\nAs [Smith 2020]_ says.\n\n.. [Smith 2020] A book.\n.. [To do] Mend it.\n"
    assert said("a.rst", text) == [
        "6: `[Smith 2020]` is no label of a note, as it has blanks; choose another, here and there"
    ]


def test_all_that_is_wrong_with_an_essay_is_said_at_once(said):
    """What Markdown would lose, what HTML may not hold, and what would stand as it was typed."""
    text = '| a |\n|---|\n| b | c |\n\n<div onclick="d">e</div>\n\nAn <i>f and [g][h].\n\n{{< j >}}\n\n[k]: /about/\n'
    assert [line.split(":")[0] for line in said("a.md", f"Title: T\n\n{text}")] == ["5", "7", "9", "9", "11"]


def test_a_mark_of_another_extension_is_no_lost_word(project, said):
    text = "Title: T\n\n[TOC]\n\n## One\n\n[Anna]: Words\n"
    assert [line for line in said("toc.md", text) if "nothing refers to the link `[Anna]`" in line]
    project.write("2025-05-01-toc.md", text)
    project.add_settings("MARKDOWN['extensions'].append('markdown.extensions.toc')")
    assert project.run().returncode == 0


def test_what_would_stand_as_it_was_typed_is_refused(said):
    text = "<center>\n![x](y.png)\n</center>\n\n{{< tube abc >}}\n\n`{% x %}`\n\n[A][b], [c][d].\n\n[d]: /about/\n"
    text += "\n[e]({% post_url f %})\n\n`[g]({{ h }})`\n\n![i]({{ site.j }}/k.png)\n"
    command = "is a command of another tool; write what it stands for, or put it in backticks"
    assert said("a.md", f"Title: T\n\n{text}") == [
        '4: the picture `![x](y.png)` stands where Markdown is not read; write `<img src="…" alt="…">`; as words it '
        "stands in backticks",
        f"7: `{{{{< tube abc >}}}}` {command}",
        "11: `[A][b]` is no link, as nothing defines `[b]: https://…`; write the address there, `[words](https://…)`; "
        "as words it stands in backticks",
        f"15: `{{% post_url f %}}` {command}",
        f"19: `{{{{ site.j }}}}` {command}",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[TOC]", "[TOC]"),
        ("[[_TOC_]]", "[[_TOC_]]"),
        ("* TOC\n{:toc}", "{:toc}"),
        ("1. TOC\n{: toc levels=2..3 }", "{: toc levels=2..3 }"),
    ],
)
def test_a_list_of_contents_of_another_tool_is_refused(said, text, name):
    """Where it is not a word among others."""
    line = 6 + text.count("\n")
    wrong = f"{line}: `{name}` asks another tool for a list of contents, which a page has here anyway; delete the line"
    assert said("a.md", f"Title: A\n\nThe protocol of `[TOC]`.\n\n\n{text}\n\n## B\n\nWords [toc] of it.\n") == [wrong]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r'\[caption id="attachment\_1" width="3"\]The sea\[/caption\]', '[caption id="attachment_1" width="3"]'),
        ('See [gallery ids="1,2"] here.', '[gallery ids="1,2"]'),
        ("[video src='a.mp4' /]", "[video src='a.mp4' /]"),
        ("[embed]https://tube.example/a[/embed]", "[embed]"),
        ("{::comment}\nNot for readers.\n{:/comment}", "{::comment}"),
    ],
)
def test_a_shortcode_of_another_tool_is_refused(said, text, name):
    """Words in brackets are words, and so is what is code."""
    command = "is a command of another tool; write what it stands for, or put it in backticks"
    before = 'Title: A\n\n[rant] No. [/rant] `[gallery ids="1"]`, input[name="a"], [a = "b"]\n\n'
    assert said("a.md", f"{before}{text}\n") == [f"5: `{name}` {command}"]


@pytest.mark.parametrize("link", ["[](https://example.org/a)", '<a href="https://example.org/a" class="x"> </a>'])
def test_a_link_without_words_is_refused(said, link):
    text = f"Title: A\n\nWords.\n\nGo {link} there; `[](x)` is <a id='here'></a> code.\n"
    assert said("a.md", text)[0] == "5: the link to `https://example.org/a` has no words; write some, or take it out"


def test_addresses_of_pelican_in_srcset_are_refused_where_they_stand(said):
    image = '<img src="{static}/images/x.png" srcset="{static}/images/x.png 2x" alt="x">'
    do = "take `srcset` out; the page offers smaller files of a picture by itself"
    assert said("a.md", f"Title: A\n\n![x]({{static}}/images/x.png)\n\n{image}\n") == [
        f"5: `{{static}}/images/x.png 2x` in `srcset` of <img> is no address; {do}"
    ]


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        (".. note:\n\n   Words.", 5, "`.. note:` is a comment, and shown nowhere; write `.. note::`"),
        (".. warning\n\n   Words.", 5, "`.. warning` is a comment, and shown nowhere; write `.. warning::`"),
        (
            "  .. header:: Words",
            5,
            "`.. header::` puts words above or below sheets of paper; write them into the text",
        ),
        ("Words.\n\nFirst thing\n---\n\nMore.", 7, "Title underline too short; a break is `----`; correct it there"),
        ("Words.\n\n---\n\nMore.", 7, "Title underline too short; a break is `----`; correct it there"),
        (".. |day| date::\n\n|day|", 5, "`date::` would be another day at each build; write the day itself"),
        (
            "First\n=====\n\nWords.\n\nSecond\n======\n\nWords.",
            5,
            "`First` is underlined like the title above; give it another mark",
        ),
    ],
)
def test_what_docutils_would_pass_over_is_refused(said, text, line, wrong):
    assert said("a.rst", f"A title\n=======\n\n\n{text}\n")[0] == f"{line}: {wrong}"


def test_a_frame_of_another_site_is_named_and_shown_as_text(project):
    """At every build; the talk of one, and code, is not."""
    frame = '<iframe width="5" src="https://tube.example/a?b=1&c=2" allowfullscreen></iframe>'
    script = "<p>A <script async src='https://bird.example/x.js'></script></p>"
    talk = 'An <iframe>, a <script>, `<iframe src="x">`, <b>src="x"</b>.'
    project.write("2025-05-01-a.md", f'Title: A\n\n{talk}\n\n{frame}\n\n{script}\n\n    <embed src="y">\n')
    do = "is shown as the text that it is, as pages hold nothing of other sites; write a link in its place"
    for _ in range(2):
        done = project.run()
        assert done.returncode == 0
        assert done.stderr.splitlines() == [
            f"content/essays/2025-05-01-a.md:5: `<iframe …>` {do}, or put it in backticks",
            f"content/essays/2025-05-01-a.md:7: `<script …>` {do}, or put it in backticks",
        ]
    assert '&lt;iframe width="5" src="' in (project.root / "output/a/index.html").read_text("utf-8")


def test_a_subtitle_with_fields_below_it_is_a_heading(project):
    """With rules above both, too: docutils takes the fields into the document either way."""
    for name, text in (("a", "A\n=\n\nPart\n----\n"), ("b", "==\nB\n==\n\n----\nPart\n----\n")):
        project.write(f"{name}.rst", f"{text}\n:date: 2025-05-01\n\nThe words of {name}.\n")
    site = project.build()
    for name in "ab":
        assert '<h2 id="part">Part</h2>' in (site / name / "index.html").read_text("utf-8")


def test_a_language_named_in_the_first_line_of_code(project):
    """As Pelican has it; another tool's `:::note` is a line of the code."""
    project.write("2025-05-01-a.md", "Title: A\n\nA.\n\n    :::python\n    x = 1\n\nB.\n\n    :::note\n    y\n")
    page = (project.build() / "a/index.html").read_text("utf-8")
    assert '<code class="language-python">x ' in page
    assert "<code>:::note\ny" in page


def test_a_title_in_html_is_named_and_shown_as_it_stands(project):
    project.write("2025-05-01-a.md", "---\ntitle: Q&amp;A &#8217;25 &x; R&D;\n---\nA text &amp; more.\n")
    do = "in a title is shown as it stands; write"
    assert project.run().stderr.splitlines() == [
        f"content/essays/2025-05-01-a.md:2: `&amp;` {do} `&`, unless that is meant",
        f"content/essays/2025-05-01-a.md:2: `&#8217;` {do} `’`, unless that is meant",
    ]
