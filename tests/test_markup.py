"""Essays in Markdown and reStructuredText: what stands above them, and that no HTML in them does harm or is lost."""

import logging
import re

import pytest
from astro.markup import MarkdownEssayReader, RstEssayReader, TooLongError, limited, programs
from astro.markup.as_typed import as_typed
from astro.markup.bare import dressed
from astro.markup.depth import is_too_deep
from astro.markup.front import read_markdown
from astro.markup.lost import lost_words
from astro.markup.places import line_of_mark
from astro.markup.raw import clean, listed
from astro.markup.rst import read_rst
from astro.markup.shortcuts import take_shortcuts
from astro.markup.shown import shown
from astro.markup.swallowed import swallowed
from astro.markup.wordless import whole_links, wordless_links
from astro.plain_text import PlainTextReader
from astro.plain_text.essay import Line
from astro.problem import EssayError
from astro.sections.marks import ALIAS, LINK
from astro.typeset.figures import RESPONSIVE
from astro.typeset.notes import SIDENOTE
from astro.typeset.tables import SCROLL
from bs4 import BeautifulSoup
from conftest import ROOT, Project, files_of, page_of, settings_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import BACKTICK_RE
from pelican.settings import DEFAULT_CONFIG
from PIL import Image

PATH = "content/essays/2025-05-01-x.md"


def front(text, read=read_markdown):
    found = read(text if isinstance(text, bytes) else text.encode(), PATH, dated=True)
    if found.problems:
        raise EssayError(found.problems)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Title: A\n\nNote: a text.\n",
        "title: A\n\nNote: a text.",
        "\ufeffTitle: A\r\n\r\nNote: a text.\r\n",
        "Title: A\r\rNote: a text.\r",
        "---\ntitle: A\n---\nNote: a text.\n",
        "---\nTitle: A\n...\n\nNote: a text.\n",
        "\n\nTitle:\tA\n\nNote: a text.\n",
    ],
)
def test_the_header_ends_and_the_essay_begins(text):
    """Whatever the newlines and fences; the first sentence is no header, whatever it looks like."""
    found = front(text)
    assert found.header["title"] == "A"
    assert (found.slug, found.date) == ("x", "2025-05-01")
    assert [line.text for line in found.body if line.text] == ["Note: a text."]


def test_files_that_come_from_another_blog():
    """A name with capitals, spaces or accents makes a slug, and a category is no fault."""
    text = b"Title: A\nDate: 2025-05-01\nCategory: misc\n\nText.\n"
    assert read_markdown(text, "content/essays/My Caf\u00e9_Post.md", dated=True).slug == "my-cafe-post"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r'"Caf\xE9 \u2014 \U0001F600 \"q\" a\\b"', 'Café — 😀 "q" a\\b'),
        ("'a \\d'", "a \\d"),
        (">\n  The list.\n  #1 in the world\n# a comment\n  is nice", "The list. #1 in the world is nice"),
    ],
)
def test_values_of_yaml(written, said):
    assert front(f"---\ntitle: A\nsummary: {written}\n---\nText.\n").header["summary"] == said


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ('"a \\d"', "`\\d` is no sign of YAML that a header may have; write `\\\\` for one `\\`"),
        ('["caf\\ud83d"]', "`\\ud83d` is no sign of YAML that a header may have; write `\\\\` for one `\\`"),
        ('"A title', 'the quotation mark at its beginning is never closed; write `"` at its end'),
    ],
)
def test_values_that_are_no_yaml(written, wrong):
    with pytest.raises(EssayError) as error:
        front(f"---\ntitle: A\ntags: {written}\n---\nText.\n")
    assert [(each.line, each.text) for each in error.value.problems][:1] == [(3, f"`{written}`: {wrong}")]


def test_links_that_are_written_as_in_plain_text_are_asked_about():
    text = "Title: A\n\nA text.\n\n```\nRelated thinking:\n```\n\n    Related thinking:\n\nRelated thinking:\nb\n"
    with pytest.raises(EssayError) as error:
        front(text)
    said = "`Related thinking:` begins no links here; write them into the header: `Related: one; another`"
    assert [(each.line, each.text) for each in error.value.problems] == [(11, said)]


def test_values_that_go_on_below():
    found = front("Title: A\nSummary: one\n    two\nRelated: a\n    b \u2014 why\n\n    code\n")
    assert found.header["summary"] == "one two"
    assert [(pin.number, pin.text) for pin in found.pins] == [(4, "a"), (4, "b \u2014 why")]
    assert found.body[-2].text == "    code"


def test_values_between_fences():
    """Quotes are none of a value, lists may stand in brackets or below, and what begins with `#` is a comment."""
    text = """---
title: "Moving: a \\"post\\""
summary: 'It''s one > two,
  and goes on'
# a comment
tags: ["a, b", c, 'd']
related:
  - one
  - two — why
author: "Quoted" and "quoted"
former: [e, f]
unrelated:
  - g
  - h
---
Text.
"""
    found = front(text)
    assert (found.header["former"], found.header["unrelated"]) == ("e; f", "g; h")
    assert (found.header["title"], found.header["summary"]) == ('Moving: a "post"', "It's one > two, and goes on")
    assert (found.header["tags"], found.header["author"]) == ("a, b; c; d", '"Quoted" and "quoted"')
    assert [(pin.number, pin.text) for pin in found.pins] == [(7, "one"), (7, "two — why")]
    text = '---\ntitle: "A\n  b" # c\nsummary: >\n  folded\n  words\ntags: [a,\n  b]\n---\nText.\n'
    assert [front(text).header[key] for key in ("title", "summary", "tags")] == ["A b", "folded words", "a; b"]
    assert front("---\ntitle: [Essay] On brackets\n---\nText.\n").header["title"] == "[Essay] On brackets"


def test_all_of_a_header_between_fences_is_said_at_once():
    text = "---\ntitle: A\nlastmod: 2024-04-01\ndraft: true\nno field\ntags:\n  - a\nweight: 10\n---\nText.\n"
    with pytest.raises(EssayError) as error:
        front(text)
    assert [problem.line for problem in error.value.problems] == [3, 4, 5, 8]


@pytest.mark.parametrize("name", ["2024-01-07 Space date.md", "2024-01-07_space_date.md", "2024-01-07-space-date.md"])
def test_the_date_of_a_file_name_is_no_part_of_its_slug(name):
    found = read_markdown(b"Title: A\n\nText.\n", f"content/essays/{name}", dated=True)
    assert (found.date, found.slug) == ("2024-01-07", "space-date")


class Seen:
    """A step of a converter that tells of itself."""

    def __init__(self, tell):
        self.run = lambda _: tell()


def converter(*extensions):
    return Markdown(extensions=["markdown.extensions.extra", *extensions], output_format="html5")


MARKED = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b",
                " ",
                "  ",
                "\n",
                "\n\n",
                "\\",
                "`",
                "``",
                "*",
                "**",
                "_",
                "__",
                "[",
                "]",
                "(c)",
                "[d]",
                "![",
                "<",
                ">",
                "&",
            ),
            *(
                "&amp;",
                "<e@f.example>",
                "<https://g.example/>",
                "<b>",
                "</b>",
                "[^h]",
                "\n[^h]: i",
                "\n*[ab]: j",
                "{#k}",
                "{: .l}",
            ),
            *(
                "~",
                "~~",
                "|",
                "---",
                "# ",
                "- ",
                "> ",
                "    ",
                "\n[d]: /m 'n'",
                ":",
                "\n:   ",
                "1. ",
                "!",
                "'",
                '"',
                "https://o/",
            ),
        ]
    ),
    max_size=24,
).map("".join)


@given(st.lists(MARKED, min_size=1, max_size=2))
def test_shortcuts_change_nothing(texts):
    """Whatever is written, Markdown makes the same of it, also of one text after another."""
    quick = converter("admonition", "sane_lists")
    take_shortcuts(quick)
    for text in texts:
        assert quick.reset().convert(text) == converter("admonition", "sane_lists").convert(text)


def test_what_is_passed_over():
    """Mere words are never searched, other texts only for the marks that their essay may hold."""
    markdown, seen = converter(), []
    take_shortcuts(markdown)
    inline = markdown.treeprocessors["inline"]
    markdown.treeprocessors.register(Seen(lambda: seen.extend(each.pattern for each in inline.inlinePatterns)), "", 1)
    assert markdown.convert("words\n\na `code`") == "<p>words</p>\n<p>a <code>code</code></p>"
    assert seen == [BACKTICK_RE]


@pytest.mark.parametrize("block", ["a\n# b", "a\nb\n- c", "1. a", "*a*\nb", "a|b\n-|-", "a\n---", "a\n: b"])
def test_only_lines_that_begin_with_letters_are_taken_for_a_paragraph(block):
    markdown = converter()
    take_shortcuts(markdown)
    paragraph = markdown.parser.blockprocessors["paragraph-of-letters"]
    assert paragraph.test(None, "a\né **b**\n中")
    assert not paragraph.test(None, block)


def essays():
    """A parameter for each essay in Markdown that stands with the tests; there must be some."""
    paths = sorted((ROOT / "tests").rglob("*.md"))
    assert paths
    return [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in paths]


@pytest.mark.parametrize("path", essays())
def test_shortcuts_change_no_essay(path):
    quick, text = converter(), path.read_text("utf-8")
    take_shortcuts(quick)
    assert quick.convert(text) == converter().convert(text)


def test_marks_of_other_extensions():
    """A converter that knows other marks searches all texts for them; `extra` alone knows none."""
    for extensions, is_quick in ((), True), (("smarty",), True), (("nl2br",), False), (("wikilinks",), False):
        quick, text = converter(*extensions), "a -- 'b' [[c]]\nd"
        take_shortcuts(quick)
        assert ("before-marks" in quick.treeprocessors) is is_quick, extensions
        assert quick.convert(text) == converter(*extensions).convert(text)
    other = converter()
    other.delimiters.add("~", "del")
    take_shortcuts(other)
    assert other.convert("a ~b~") == "<p>a <del>b</del></p>"


def test_blocks_of_other_extensions():
    """A converter that knows other blocks asks all of them."""

    class Shout(BlockProcessor):
        def test(self, _, block):
            return block.isupper()

        def run(self, parent, blocks):
            parent.text = blocks.pop(0)

    other = converter()
    other.parser.blockprocessors.register(Shout(other.parser), "shout", 11)
    take_shortcuts(other)
    assert other.convert("AH") == "AH"


@pytest.fixture
def reader(tmp_path):
    """What reads texts one after the other, as a build does."""
    markdown = settings_of("pelicanconf.py")["MARKDOWN"]
    known = DEFAULT_CONFIG | {"PATH": str(tmp_path), "ARTICLE_PATHS": ["."], "MARKDOWN": markdown}

    def read(*texts, **more):
        reader, file = MarkdownEssayReader(known | more), tmp_path / "2025-05-01-x.md"
        for text in texts:
            file.write_text(f"Title: T\n\n{text}", "utf-8")
            yield reader.read(str(file))[0]

    return read


@given(texts=st.lists(MARKED, min_size=2, max_size=3))
@example(texts=["[d]: /m\n\n*[ab]: j\n\na[^h]\n\n[^h]: i", "[d] ab b[^h]"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_converter_for_all_essays(reader, texts):
    """Nothing of an essay is left in it for the next: no note, no address, no abbreviation."""
    assert list(reader(*texts)) == [html for text in texts for html in reader(text)]


def test_a_link_of_another_essay_uses_no_definition_of_this_one(reader):
    """Which is a speech, and refused."""
    assert list(reader("A [b].\n\n[b]: /x", "A b: hello.\n\n[b]: hello")) == ['<p>A <a href="/x">b</a>.</p>', ""]


def test_a_converter_is_made_once(reader, monkeypatch):
    made = []
    monkeypatch.setattr("astro.markup.Markdown", lambda **given: made.append(1) or Markdown(**given))
    assert list(reader("a", "b")) == ["<p>a</p>", "<p>b</p>"]
    assert len(made) == 1


def test_a_converter_that_gave_up_is_not_used_again(reader):
    """It stopped in the middle of something."""
    too_deep = "".join(f"{'    ' * i}- a\n" for i in range(400))
    assert list(reader("b", too_deep, "c\n\nd")) == ["<p>b</p>", "", "<p>c</p>\n<p>d</p>"]


def test_a_converter_that_counts_essays(reader):
    """Its outcome would follow from what was read before; a new one each begins from one."""
    extra = "markdown.extensions.extra"
    counting = {"extensions": [extra], "extension_configs": {extra: {"footnotes": {"UNIQUE_IDS": True}}}}
    first, second = reader("a[^1]\n\n[^1]: b", "a[^1]\n\n[^1]: b", MARKDOWN=counting)
    assert first == second


READERS = {".md": MarkdownEssayReader, ".rst": RstEssayReader, ".txt": PlainTextReader}


@pytest.fixture
def said(tmp_path, caplog):
    """A function that tells what is said of an essay, line by line: `3: no title; write one`."""
    known = DEFAULT_CONFIG | settings_of("pelicanconf.py") | {"PATH": str(tmp_path / "content")}
    folder = tmp_path / "content/essays"
    folder.mkdir(parents=True)
    caplog.set_level(logging.ERROR, "pelican.readers")  # it warns of titles that it does not see

    def said(name, text):
        file = folder / f"2025-05-01-{name}"
        file.write_text(text, "utf-8")
        caplog.clear()
        READERS[file.suffix](known).read(str(file))
        return [line.removeprefix(f"content/essays/{file.name}:") for line in caplog.messages]

    return said


def test_no_essay_keeps_the_reader_busy():
    """A run of brackets, on which Markdown works for hours, is given up after some seconds of computing."""
    with pytest.raises(TooLongError), limited(0.3):
        Markdown().convert("[" * 20_000)


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


def test_fields_of_restructuredtext():
    """Below a title with or without an overline; `:name:` further down is part of the essay."""
    text = "=====\nTitle\n=====\n\n:date: 2025-06-01\n:summary: one\n  two\n:status: Draft\n\nText.\n\n:not: a field\n"
    found = front(text, read_rst)
    assert found.header == {"date": "2025-06-01", "summary": "one two", "status": "draft"}
    assert found.date == "2025-06-01"


@pytest.mark.parametrize("directive", [".. epigraph::", ".. note::", ".. image:: x.png"])
def test_what_a_directive_says_is_in_no_field(directive):
    text = f".. a comment\n\nTitle\n=====\n\n:date: 2025-06-01\n:tags: a\n\n{directive}\n\n   Words.\n\n   :alt: c\n"
    found = front(text, read_rst)
    assert found.header == {"date": "2025-06-01", "tags": "a"}


PIECES = [
    *(
        b"Title: A\n",
        b"---\n",
        b"title: a\n",
        b"Date: 2025-05-01\n",
        b"tags: [a, b]\n",
        b":tags: a\n",
        b"A\n=\n",
        b"\n",
    ),
    *(b"\r", b"- a\n", b"  x", b"'", b'"', b"#", b"Words.\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xc3\xa9"),
]


@pytest.mark.parametrize("read", [read_markdown, read_rst])
@given(source=st.binary(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join))
def test_any_header_is_read_or_refused(read, source):
    """No file makes the reading fail in any way but its own."""
    problems = []
    try:
        assert front(source, read).date
    except EssayError as error:
        problems = error.problems
    assert all(problem.path == PATH and "; " in problem.text for problem in problems)


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
    ("name", "text", "wrong"),
    [
        ("a.md", "Title: On tea\n\n# On tea\n\nA text.\n", "3: the title would stand twice on the page; take this"),
        ("a.txt", "Title: On tea\n\nOn  Tea\nA text.\n", "3: the title would stand twice on the page; take this"),
        ("a.md", "Title: T\n\nA text.\n\nStatus: draft\n", "5: `Status: draft` hides nothing here; write it into"),
        ("a.txt", "T\nA text.\nstatus: Draft\nMore.\n", "3: `status: Draft` hides nothing here; write it into the"),
        ("a.rst", "T\n#\n\nA text.\n\n* * *\n\nMore.\n", "6: `* * *` is a list in lists; a break is `----`"),
    ],
)
def test_what_is_meant_otherwise_is_refused(said, name, text, wrong):
    assert said(name, text)[0].startswith(wrong)


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


def test_the_classes_of_the_page_are_known():
    """`markup` stands before the rooms that give them."""
    assert {LINK, SIDENOTE, ALIAS} < programs.HIDDEN
    assert programs.OWN == {"picture": RESPONSIVE, "section": SCROLL}


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
        ('<p data-a="b=c>d</p><p>e</p>', '&lt;p data-a="b=c&gt;d<p></p><p>e</p>'),
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


def test_a_mark_of_another_extension_is_no_lost_word(project, said):
    text = "Title: T\n\n[TOC]\n\n## One\n\n[Anna]: Words\n"
    assert [line for line in said("toc.md", text) if "nothing refers to the link `[Anna]`" in line]
    project.write("2025-05-01-toc.md", text)
    project.add_settings("MARKDOWN['extensions'].append('markdown.extensions.toc')")
    assert project.run().returncode == 0


def test_an_address_that_another_one_begins_with_is_found_where_it_ends():
    source = "Title: T\n\n[one](#section-two)\n[two](#section)\n[three](/a/b/ 'x') and [four](/a/)\n"
    assert [line_of_mark(address, source) for address in ("#section", "#section-two", "/a/", "/a", "/none")] == [
        4,
        3,
        5,
        5,
        1,
    ]


@pytest.mark.parametrize("name", "href src poster action formaction data xlink:href cite background".split())
def test_no_address_is_a_program(name):
    assert [*programs.programs("a", {name: "javascript:x()"})]


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


@pytest.mark.parametrize("link", ["[](https://example.org/a)", '<a href="https://example.org/a" class="x"> </a>'])
def test_a_link_without_words_is_refused(said, link):
    text = f"Title: A\n\nWords.\n\nGo {link} there; `[](x)` is <a id='here'></a> code.\n"
    assert said("a.md", text)[0] == "5: the link to `https://example.org/a` has no words; write some, or take it out"


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


def test_addresses_of_pelican_in_srcset_are_refused_where_they_stand(said):
    image = '<img src="{static}/images/x.png" srcset="{static}/images/x.png 2x" alt="x">'
    do = "take `srcset` out; the page offers smaller files of a picture by itself"
    assert said("a.md", f"Title: A\n\n![x]({{static}}/images/x.png)\n\n{image}\n") == [
        f"5: `{{static}}/images/x.png 2x` in `srcset` of <img> is no address; {do}"
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


def test_a_related_essay_a_line():
    """A semicolon at its end is none of the reason's."""
    text = "Title: A\nRelated: b — first reason;\n  https://example.org/x — second\n\nWords.\n"
    assert front(text).pins[0].text == "b — first reason"
