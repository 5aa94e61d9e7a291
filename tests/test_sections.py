"""Sections: ids that follow the words, on the HTML of any reader; anchors on the essay's page and nowhere else."""

import re

import markdown
import pytest
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.problem import EssayError
from astro.sections.anchored import from_data, to_data
from astro.sections.anchors import anchor
from astro.sections.blocks import anchor_blocks
from astro.sections.headings import first_paragraphs
from astro.sections.ids import Heading, name_sections, slugify
from astro.sections.marks import RESERVED, Page
from astro.sections.outline import Outline, Section, nest
from astro.tree.read import parse as read
from bs4 import BeautifulSoup
from conftest import ROOT, SEED, SIGN_OFF, case_folders
from hypothesis import given
from hypothesis import strategies as st
from pelican.readers import RstReader
from pelican.settings import DEFAULT_CONFIG
from plain_essays import LINES, PLAIN

ADDRESS = "{filename}/essays/x.txt"


def html_of(source):
    """What each kind of essay is before its sections are named."""
    if source.suffix == ".txt":
        return render(parse(source.read_bytes(), f"2025-01-20-{source.name}", sign_off=SIGN_OFF).blocks)
    if source.suffix == ".md":
        return markdown.markdown(source.read_text("utf-8"), extensions=["extra"])
    if source.suffix == ".rst":
        return RstReader(DEFAULT_CONFIG).read(str(source))[0]
    return source.read_text("utf-8")


def outline_of(sections):
    return Outline("x", "", "", "en", "", sections)


def lines_of(sections):
    """An indented line a section: `  2 the-open-question: The open question`."""
    return [f"{'  ' * (each.level - 2)}{each.level} {each.id}: {each.title}" for each in outline_of(sections)]


@pytest.mark.parametrize("case", case_folders("sections"))
def test_case(case, expect):
    """Each folder's essay, of any reader, gets the page, the plain HTML and the outline that stand beside it."""
    (source,) = case.glob("essay.*")
    result = anchor(html_of(source), ADDRESS)
    expect("\n".join(lines_of(result.sections)) + "\n", case / "outline")
    expect(f"{result.page}\n", case / "page.html")
    expect(result.plain + "\n", case / "plain.html")


@pytest.mark.parametrize("case", case_folders("sections"))
def test_twice_is_once(case):
    """Naming the sections of a page that has been through it changes nothing."""
    (source,) = case.glob("essay.*")
    once = anchor(html_of(source), ADDRESS)
    twice = anchor(str(once.page), ADDRESS)
    assert (twice.page, twice.plain, twice.sections) == (once.page, once.plain, once.sections)


def shown(anchored):
    """What naming sections gave, with the page as it is shown."""
    return anchored._replace(page=Page(str(anchored.page)))


@pytest.mark.parametrize("source", PLAIN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_blocks_and_tree_agree(source):
    """What is made of a plain-text essay straight from its blocks is what its tree gives, to the byte."""
    blocks = parse(source.read_bytes(), f"2025-01-20-{source.name}", sign_off=SIGN_OFF).blocks
    assert shown(anchor_blocks(blocks, render(blocks))) == anchor(render(blocks), ADDRESS)


@given(LINES, st.booleans(), st.integers(0, 3))
def test_blocks_and_tree_agree_on_any_essay(lines, is_wrapped, aliases):
    """So it is for any blocks, named by their words or by a register, which may hold ids that were once given."""
    joined = ("\n\n" if is_wrapped else "\n").join(["T", *lines, "A paragraph."])
    try:
        blocks = parse(joined.encode(), "2025-01-20-x.txt").blocks
    except EssayError:
        return
    html = render(blocks)
    found = anchor(html, ADDRESS)
    assert shown(anchor_blocks(blocks, html)) == found
    ids = [f"{heading.id}a&'{i}" for i, heading in enumerate(found.headings)]
    others = [tuple(f"é{i}-{j}" for j in range(aliases)) for i in range(len(ids) + 1)]
    assert shown(anchor_blocks(blocks, html, ids, others)) == anchor(html, ADDRESS, ids, others)


def test_the_words_of_code_are_known():
    """Which lines are blocks of code, in each text; code in a sentence belongs to it. Most essays have none."""
    html = "<p>a <code>b</code></p><pre><code>let x = 1</code></pre>c"
    html += "<h2>T</h2><pre> </pre><p>d</p><pre>e\n f<br>g</pre><h2>U</h2>"
    found = anchor(html)
    assert found.code == ((1,), (1, 2), ())
    assert (found.intro, [each.text for each in found.sections]) == ("a b\nlet x = 1\nc", ["d\ne f\ng", ""])
    assert from_data(to_data(found, html), html).code == found.code
    assert anchor("<p>a <code>b</code></p><h2>T</h2>").code == ()


def test_seed_outline():
    """The seed's four sections, and nothing else is one."""
    result = anchor(render(parse(SEED.read_bytes(), SEED.name, sign_off=SIGN_OFF).blocks))
    assert lines_of(result.sections) == [
        "2 the-numbers-that-broke-the-narrative: The numbers that broke the narrative",
        "2 why-this-matters-beyond-the-benchmarks: Why this matters beyond the benchmarks",
        "2 the-open-question: The open question",
        "2 what-im-watching: What I’m watching",
    ]
    assert result.intro.startswith("I woke up")
    assert result.sections[2].text.startswith("Here’s what I keep")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("What I'm watching", "what-im-watching"),
        ("What I’m watching", "what-im-watching"),
        ("  Compute — and  its (limits) ", "compute-and-its-limits"),
        ("1. Setup", "1-setup"),
        ("$100–500 million", "100-500-million"),
        ("Straße ÉCOLE", "strasse-école"),
        ("e\u0301cole", "école"),
        ("悬而未决的问题", "悬而未决的问题"),
        ("השאלה הפתוחה", "השאלה-הפתוחה"),
        ("प्रश्न क्या है", "प्रश्न-क्या-है"),
        ("İstanbul", "istanbul"),
        ("❤️ 🚀", ""),
        ("❤️", ""),
        ("???", ""),
        ("", ""),
    ],
)
def test_slugify(words, expected):
    assert slugify(words) == expected


def headings(*texts, under="", level=2, own=""):
    return [Heading(level, text, own, under) for text in texts]


def test_equal_headings_take_the_parents_words_then_a_number():
    """The first keeps its words; a second takes its parent's in front, or a number where it has no parent."""
    given_ = [*headings("Notes", "Soil"), *headings("Notes", "Notes", level=3), *headings("Notes", "Notes")]
    assert name_sections(given_, ()) == ["notes", "soil", "soil-notes", "soil-notes-2", "notes-2", "notes-3"]
    twice = [*headings("Soil"), *headings("Notes", "Notes", level=3)]
    assert name_sections(twice, ()) == ["soil", "notes", "soil-notes"]


def test_a_twin_never_takes_the_words_of_another():
    """A number that makes a twin unique is not the words of a later heading."""
    assert name_sections(headings("Foo", "Foo", "Foo 2"), ()) == ["foo", "foo-3", "foo-2"]


def test_own_ids_are_kept_and_never_given_again():
    """An id of the author's stays, whatever comes before it; ids of other elements and of the theme are taken too."""
    own = [*headings("Luggage"), *headings("Bags", own="luggage"), *headings("Main", "fn")]
    assert name_sections(own, {"luggage", "main", "fn"}) == ["luggage-2", "luggage", "main-2", "fn-2"]


def test_names_without_letters():
    """Emoji take the first eight words under them; with none they get a digest, the same whatever their place."""
    assert name_sections(headings("🚀", under="We have lift-off, at last."), ()) == ["we-have-lift-off-at-last"]
    assert name_sections(headings("🚀", under="a b c d e f g h i j"), ()) == ["a-b-c-d-e-f-g-h"]
    (digest,) = name_sections(headings("🚀"), ())
    assert re.fullmatch(r"section-[0-9a-f]{6}", digest)
    assert name_sections(headings("First", "🚀"), ())[1] == digest
    assert name_sections(headings("🚀", under="→\n←"), ()) == name_sections(headings("🚀", under="→ ←"), ())


def test_ids_of_the_theme_are_reserved():
    """No section can take an id that a template gives to an element of its own."""
    templates = "".join(path.read_text("utf-8") for path in (ROOT / "theme/templates").iterdir())
    assert set(re.findall(r'\bid="([^"{]+)"', templates)) <= RESERVED


def test_repeated_ids_are_reported():
    """An id that the author gave twice leads to two places."""
    assert anchor('<h2 id="x">A</h2><p id="x">b</p><p id="y">c</p>').repeated == ("x",)


@given(
    st.lists(st.tuples(st.integers(2, 6), st.sampled_from(["A", "A b", "A 2", "B", "🚀", "", "main"]), st.booleans()))
)
def test_ids_are_unique_and_never_empty(items):
    """Whatever the headings, every id is there, not empty, not taken, and only once; the outline has all in order."""
    html = "".join(
        f"<h{n}{' id=a-2' if own else ''}>{text}</h{n}><p>t{i}</p>" for i, (n, text, own) in enumerate(items)
    )
    result = anchor(html)
    sections = list(outline_of(result.sections))
    ids = [section.id for section in sections]
    assert all(ids)
    assert not RESERVED.intersection(ids)
    assert len(set(ids)) == len(ids) or result.repeated
    assert [section.text for section in sections] == [f"t{i}" for i in range(len(items))]
    page = BeautifulSoup(str(result.page), "html.parser")
    assert [tag["id"] for tag in page.find_all(re.compile("^h[2-6]$"))] == ids
    assert not BeautifulSoup(result.plain, "html.parser").find_all(id=True)


def test_nesting():
    """A deeper heading belongs to the one before it, also where a level is skipped."""
    flat = [Section(level, str(i), "", "") for i, level in enumerate([3, 2, 4, 3, 2])]
    assert " ".join(lines_of(nest(flat))).split() == "3 0: 2 1: 4 2: 3 3: 2 4:".split()
    assert [len(section.children) for section in nest(flat)] == [0, 2, 0]
    flat = [Section(level, str(i), "", "") for i, level in enumerate([2, 3, 3, 2])]
    assert [len(section.children) for section in nest(flat)] == [2, 0]


def test_added_words_in_an_essay_of_another_language():
    """They say which language they are of; the heading in them is the essay's. Feeds have none of them."""
    result = anchor("<h2>红色的下午</h2><p>火星上没有下雨。</p>", own_lang="en")
    (link,) = BeautifulSoup(str(result.page), "html.parser").select("a.anchor-link")
    assert link.get_text() == "Link to section “红色的下午”"
    assert [own.get_text() for own in link.select("[lang=en]")] == ["Link to section"]
    assert "lang" not in result.plain
    assert anchor(str(result.page), own_lang="en").page == result.page


def test_links_of_pelican_lead_on_in_whatever_way_they_are_written(project):
    """Pelican looks for its links where there may be any, and another site may write them in another way."""
    project.write("2025-05-01-two.md", "Title: Two\nDate: 2025-05-01\n\n[one](<<filename>>2025-05-02-one.md)\n")
    project.write("2025-05-02-one.md", "Title: One\nDate: 2025-05-02\n\n[two]({filename}2025-05-01-two.md)\n")
    project.add_settings('INTRASITE_LINK_REGEX = r"(?:<<|%3C%3C|&lt;&lt;|{)(?P<what>.*?)(?:>>|%3E%3E|&gt;&gt;|})"')
    site = project.build()
    assert 'href="/two/"' in (site / "one/index.html").read_text("utf-8")
    assert 'href="/one/"' in (site / "two/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["blockquote", "figure", "pre", "aside"])
def test_a_heading_of_somebody_else_is_no_section(name):
    result = anchor(f"<h2>A</h2><{name}><h3>B</h3></{name}>")
    assert [each.title for each in outline_of(result.sections)] == ["A"]


@pytest.mark.parametrize(
    ("before", "after"),
    [('<a href="/x">', "</a>"), ("<details><summary>", "</summary><p>c</p></details>"), ("<dl><dt>", "</dt></dl>")],
)
def test_a_heading_where_a_link_has_no_room_has_an_id_alone(before, after):
    """In a link it would end that one, in a summary a click would do two things."""
    result = anchor(f"{before}<h3>A b</h3>{after}", aliases=[(), ("former",)], ids=["a-b"])
    assert result.page.html == f'{before}<span class="alias" id="former"></span><h3 id="a-b">A b</h3>{after}'
    assert result.plain == f"{before}<h3>A b</h3>{after}"
    assert anchor(result.page.html, ids=["a-b"]).page.html == f'{before}<h3 id="a-b">A b</h3>{after}'


def test_an_authors_own_class_alias_stays():
    for html in ('<p><a class="alias" href="/x">w</a></p>', '<p><span class="headerlink">w</span></p>'):
        assert anchor(html).plain == html


def test_ids_that_no_page_can_have():
    html = '<p id="a b">a</p><p id="main">b</p><p id="fine">c</p><p id="">d</p>'
    assert anchor(html).unfit == ("a b", "main", "")


def test_unseen_characters_part_no_word_of_an_id():
    assert slugify("Donau\u00addampf\u200bschiff") == "donaudampfschiff"


def test_each_block_is_a_line():
    """As permanence and related thinking read its words; nothing else ends one."""
    html = "<details><summary>More</summary>Text</details><p>a\n b<br>c <em>d</em></p>"
    assert anchor(html).intro == "More\nText\na b\nc d"
    table = "<table><tr><td>e f</td><td></td><td>g</td></tr></table>"
    assert anchor(f"<h2>T</h2><ul><li>One<ul><li>Two</li></ul></li></ul>{table}").sections[0].text == "One\nTwo\ne f\ng"


def test_what_is_deleted_is_no_part_of_a_title():
    (heading,) = anchor("<h2>A <del>bad</del> <s>worse</s> thing</h2>").headings
    assert heading.text == "A thing"


@pytest.mark.parametrize(
    ("html", "id_"),
    [
        ('<div id="two"><h2>Two</h2></div>', "two"),
        ('<section id="two"><span id="x"></span><h2>Two</h2></section>', "two"),
        ('<div id="two"><p>One.</p><h2>Two</h2></div>', "two-2"),
        ('<div id="two"><span>One.</span><h2>Two</h2></div>', "two-2"),
        ('<article id="two"><h2>Two</h2></article>', "two-2"),
        ('<div id="two"><h2 id="own">Two</h2></div>', "own"),
    ],
)
def test_an_id_around_a_heading_is_its_own_where_docutils_would_put_it(html, id_):
    """On the element that begins with the heading, whose words it is; elsewhere it stays, and leads where it led."""
    result = anchor(html)
    assert [each.id for each in result.sections] == [id_]
    assert result.page.html.count('id="two"') == 1


def test_ids_are_in_one_form():
    """Folded, `ǰ` is two characters, and one again."""
    assert slugify("\u01f0") == slugify("j\u030c") == "\u01f0"
    assert slugify("t’\u0323s") == "\u1e6ds"


def test_a_heading_takes_no_name_from_one_below_it():
    headings = [Heading(3, "One", "", ""), Heading(3, "One", "", ""), Heading(2, "Two", "", "")]
    assert name_sections(headings, ()) == ["one", "one-2", "two"]


def test_headings_of_all_levels():
    """None is deeper than `h6`; one without letters has a name, also in an element without an id."""
    found = anchor("<h1>A</h1><p>x</p><h6>B</h6><p>y</p>")
    assert "<h7" not in str(found.page)
    assert anchor("<div><h2>🚀</h2><p>to the moon</p></div>").headings[0].text == "🚀"
    assert first_paragraphs(read("<p><img src='x'></p><ul><li>a</li></ul><p>Words.</p>")) == ("Words.",)


def test_raised_numbers_are_no_digits_of_others():
    anchored = anchor(
        "<p>About 10<sup>9</sup> stars, on the 1<sup>st</sup>.</p><h2>Near 10<sup>12</sup> metres</h2><p>a</p>"
    )
    assert anchored.paragraphs == ("About 10⁹ stars, on the 1st.",)
    assert [section.title for section in anchored.sections] == ["Near 10¹² metres"]


def test_links_follow_the_ids_of_headings():
    """Those that docutils made, and those of words that permanence knows by another id; the top stays the top."""
    html = '<p><a href="#">a</a> <a href="#made">b</a> <a href="#new">c</a> <a href="#x">d</a></p>'
    html += '<h2 data-made="made">New</h2><h2 id="x">X</h2>'
    first = anchor(html)
    assert [section.id for section in first.sections] == ["new", "x"]
    again = anchor(first.page.html, ids=["old", "x"])
    for anchored, name in ((first, "new"), (again, "old")):
        links = re.findall('href="([^"]*)">[a-d]<', anchored.page.html)
        assert links == ["#", f"#{name}", f"#{name}", "#x"]
        assert "data-made" not in anchored.page.html


def test_the_first_words_have_the_marks_that_the_page_shows():
    """Around a quotation, and between lines; titles are without, as ids follow them."""
    anchored = anchor("<h2>On <q>pro</q>gress</h2><p>She <b>said</b>: <q>I <q>never</q> agreed.</q><br>No<q>w</q>.</p>")
    assert anchored.paragraphs == ("She said: “I ‘never’ agreed.” No“w”.",)
    assert [(section.id, section.title) for section in anchored.sections] == [("on-progress", "On progress")]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("2<sup>n</sup>, e<sup>i</sup>, 2<sup>-2n</sup>, x<sup>n−1</sup>", "2ⁿ, eⁱ, 2⁻²ⁿ, xⁿ⁻¹"),
        (
            "e<sup>x</sup>, e<sup>-2<i>x</i></sup>, 2<sup>n/2</sup>, a<sup>t + 1</sup>, e<sup>a−b</sup>",
            "e^x, e^(-2x), 2^(n/2), a^(t + 1), e^(a−b)",
        ),
        (
            "1<sup>st</sup>, 1<sup>re</sup>, XX<sup>e</sup>, 2<sup>a</sup>, D<sup>r</sup>, 4<sup>t</sup>",
            "1st, 1re, XXe, 2a, Dr, 4t",
        ),
        (
            "so<sup>a</sup>, so<sup>a,b</sup>, so<sup>a-b</sup>, so<sup>1a</sup>, so<sup>*</sup>, ™<sup>TM</sup>",
            "soa, soa,b, soa-b, so1a, so*, ™TM",
        ),
        ("10<sup>-3</sup>, 3<sup>1/2</sup>", "10⁻³, 3¹/²"),
    ],
)
def test_powers_are_no_factors(html, words):
    """Where an essay is summed up; ordinals and the names of notes stay, and so do titles, as ids follow them."""
    anchored = anchor(f"<h2>A 2<sup>n</sup></h2><p>{html}</p>")
    assert anchored.paragraphs == (words,)
    assert [(section.id, section.title) for section in anchored.sections] == [("a-2n", "A 2n")]
