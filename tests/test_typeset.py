"""What a page shows besides text: figures, tables, code, notes, pictures."""

from __future__ import annotations

import pytest
from astro import typeset
from astro.sections.anchors import anchor
from astro.tree.read import parse
from astro.tree.write import to_html
from astro.typeset.drawing import size_of
from astro.typeset.dress import dress, prepare
from astro.typeset.files import Size
from astro.typeset.picture import Picture
from astro.typeset.smaller import way
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

EXTRA = {"markdown.extensions.extra": {"footnotes": {"SEPARATOR": "-"}}}


def html_of(text):
    return Markdown(extensions=["markdown.extensions.extra"], extension_configs=EXTRA).convert(text)


def page_from(text, **pictures):
    return BeautifulSoup(str(anchor(html_of(text), picture_of=pictures.get).page), "html.parser")


def plain_of(text, **pictures):
    return BeautifulSoup(anchor(html_of(text), picture_of=pictures.get).plain, "html.parser")


def test_a_picture_alone_is_a_figure():
    """Its title is the caption; a picture among words stays among them."""
    (figure,) = page_from('![A bay](bay "At half tide")\n\nWords ![an icon](icon) and words.').find_all("figure")
    assert figure.find("img")["alt"] == "A bay"
    assert figure.find("figcaption").get_text() == "At half tide"
    assert "title" not in figure.find("img").attrs


def test_pictures_on_adjacent_lines_are_a_figure_each():
    page = page_from('![Low](low "At low tide")\n[![High](high "At high tide")](high)\n![Again](low)')
    shown = [(each.find("img")["alt"], each.get_text()) for each in page.find_all("figure")]
    assert shown == [("Low", "At low tide"), ("High", "At high tide"), ("Again", "")]
    assert not page.find("p")
    assert len(page_from('<figure markdown="1">\n\n![Low](low)\n\n</figure>').find_all("figure")) == 1
    for row in ("![One](low) ![two](low)", "![One](low)\nwords", "[![One](low) words](high)\n![two](low)"):
        assert not page_from(row).find_all("figure")


def test_pictures_hold_their_place():
    """Width and height are the file's, unless the author gave others; every picture waits until it is in view."""
    page = page_from('![a](bay)\n\n<img src="bay" alt="b" width="20">', bay=Picture(1400, 700))
    first, second = page.find_all("img")
    assert (first["width"], first["height"], first["loading"], first["decoding"]) == ("1400", "700", "lazy", "async")
    assert (second["width"], second.get("height")) == ("20", None)


@pytest.mark.parametrize(("height", "width"), [("100", "200"), ("35", "70"), ("50%", None)])
def test_the_width_of_a_picture_follows_from_its_height(height, width):
    """Where the author gave that alone, which the stylesheet would pass over."""
    image = page_from(f'<img src="bay" alt="b" height="{height}">', bay=Picture(1400, 700)).find("img")
    assert (image.get("width"), image["height"]) == (width, height)


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="400" height="120">', (400, 120)),
        ('<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="urn:x" width="6in" height="4.5in">', (576, 432)),
        ('<svg width="460.8pt" height=" 345.6PT "/>', (614, 461)),
        ('<svg width="25.4mm" height="2.54cm"/>', (96, 96)),
        ('<svg width="+1e2" height=".5in"/>', (100, 48)),
        ('<svg width="6pc" height="1.5e1px"/>', (96, 15)),
        ('<svg width="1e999" height="120"/>', None),
        ('<svg width="1e30" height="120"/>', None),
        ('<?xml version="1.0" encoding="GB2312"?><svg width="4" height="4"/>', None),
        ('<?xml version="1.0" encoding="nope"?><svg width="4" height="4"/>', None),
        ('<svg width="100%" height="120"/>', None),
        ('<svg width="20em" height="120"/>', None),
        ('<svg width="0" height="120"/>', None),
        ('<svg viewBox="0 0 24 24"/>', None),
        ('<html width="4" height="4"/>', None),
        ("no drawing", None),
        ("", None),
    ],
)
def test_a_drawing_holds_its_place_where_it_says_its_size(svg, size):
    """Its beginning is enough; one without a size takes the room that it is given."""
    assert size_of(svg.encode()) == size
    assert size_of("\ufeff".encode() + svg.encode()) == size


def test_the_size_of_a_drawing_is_read(tmp_path):
    (tmp_path / "x.svg").write_text('<svg width="400" height="120"/>')
    assert typeset._picture(tmp_path, tmp_path, "", "x.svg") == Picture(400, 120)


def test_smaller_files_are_offered_on_the_page_alone():
    """A feed reader gets the author's file and its size."""
    picture = Picture(1400, 700, (("image/avif", "/x-640.avif 640w"), ("image/webp", "/x-640.webp 640w")))
    page = page_from("![a](bay)", bay=picture)
    assert [source["type"] for source in page.select("figure > picture > source")] == ["image/avif", "image/webp"]
    plain = plain_of("![a](bay)", bay=picture)
    assert not plain.find(["picture", "source"])
    assert plain.find("img")["height"] == "700"


TABLE = "| a | b |\n|---|--:|\n| 1 | 2 |\n"


def test_tables_and_code_scroll_by_themselves():
    """Each has a name of its own, and the keyboard reaches it."""
    page = page_from(f"{TABLE}\n\n    code\n\n{TABLE}")
    names = [(section["aria-label"], section["tabindex"]) for section in page.select("section.scroll")]
    assert names == [("Table 1", "0"), ("Code 1", "0"), ("Table 2", "0")]
    assert [heading["scope"] for heading in page.find_all("th")][:2] == ["col", "col"]
    assert not plain_of(TABLE).find("section")


def test_no_element_has_a_style():
    """The policy of the site forbids it."""
    assert not page_from(TABLE).select("[style]")
    assert [cell.get_text() for cell in page_from(TABLE).select("[data-align=right]")] == ["b", "2"]


def test_only_what_is_short_stays_on_one_line_at_the_right():
    """A number and its unit; a sentence is broken into lines."""
    page = page_from("| a |\n|--:|\n| 12 km |\n| A sentence that is at the right. |\n")
    assert [cell.get_text() for cell in page.select("[data-long]")] == ["A sentence that is at the right."]


def test_what_docutils_sets_in_tables_counts_for_none():
    tables = ("field-list", "", "option-list", "citation", "")
    html = "".join(f'<table class="docutils {kind}"><tr><td>a</td></tr></table>' for kind in tables)
    page = BeautifulSoup(str(anchor(html).page), "html.parser")
    names = [frame["aria-label"] for frame in page.select(".scroll")]
    assert names == ["Fields 1", "Table 1", "Options 1", "Citation 1", "Table 2"]


def test_old_attributes_of_tables_go():
    """Docutils writes some that no standard knows any more."""
    page = BeautifulSoup(
        str(anchor('<table frame="void" rules="none"><tr valign="top"><td>a</td></tr></table>').page), "html.parser"
    )
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name in ("frame", "rules", "valign")]


CODE = "```python\ndef f(x):  # why\n    return 'a <b>' + str(1)\n```\n"


def test_code_is_coloured_by_its_language():
    page = page_from(CODE)
    kinds = {(span["class"][0], span.get_text()) for span in page.select("pre span")}
    assert {("k", "def"), ("nf", "f"), ("c", "# why"), ("s", "'a <b>'"), ("s", "1")} <= kinds
    assert page.find("code").get_text() == "def f(x):  # why\n    return 'a <b>' + str(1)\n"
    assert not plain_of(CODE).select("pre span")


def test_what_a_change_takes_out_and_puts_in_is_coloured():
    page = page_from("```diff\n-x = 1\n+x = 2\n y\n```\n")
    assert [(span["class"], span.get_text()) for span in page.select("pre span")] == [
        (["gd"], "-x = 1"),
        (["gi"], "+x = 2"),
    ]


@pytest.mark.parametrize("language", ["nonsense-42", ""])
def test_code_of_no_known_language_is_left_alone(language):
    page = page_from(f"```{language}\nx = <1>\n```\n")
    assert page.find("code").get_text() == "x = <1>\n"
    assert not page.select("pre span")


NOTES = "One.[^a] Two.[^b] One again.[^a]\n\n[^a]: A *note*.\n\n    More of it.\n[^b]: Look:\n\n    - a list\n"


def test_notes_of_mere_text_stand_beside_their_words():
    """Before the paragraph of the first mark, once; a note with a list stays at the end."""
    page = page_from(NOTES)
    (beside,) = page.select(".sidenote")
    assert beside.get_text().split() == ["1", "A", "note.", "More", "of", "it."]
    assert beside.find_next_sibling().select_one("sup")["id"] == "fnref-a"
    assert [note.get("value") for note in page.select(".footnote li[id]")] == ["1", "2"]
    assert page.select_one("section.footnote")["role"] == "doc-endnotes"
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_notes_of_one_item_stand_in_order():
    """In the item, which alone may stand in a list; a line that is no paragraph has its notes at the end."""
    text = "- One.[^a] Two.[^b]\n\n<div>Three.<sup><a class='footnote-ref' href='#fn-c'>3</a></sup></div>\n\n"
    page = page_from(text + "Four.[^c]\n\n[^a]: First.\n[^b]: Second.\n[^c]: Third.\n")
    item = page.select_one("ul > li")
    assert [tag.get_text() for tag in item.find_all(recursive=False)][:2] == ["1 First.", "2 Second."]
    assert not page.select("ul > .sidenote")
    assert len(page.select(".sidenote")) == 2


def test_feeds_have_each_note_once():
    plain = plain_of(NOTES)
    assert plain.get_text().count("More of it.") == 1
    assert not plain.select(".sidenote, li.aside, li[value]")


def test_a_note_in_a_table_stays_at_the_end():
    assert not page_from("| a |\n|---|\n| b[^n] |\n\n[^n]: A note.\n").select(".sidenote")


MATTER = st.lists(
    st.sampled_from([NOTES, TABLE, CODE, '![a](bay "c")', "## Words", "> said", "- one\n- two"]), max_size=6
)


@given(MATTER)
def test_dressing_twice_is_dressing_once(parts):
    """And in between the words are as they were."""
    tree = parse(html_of("\n\n".join(parts)))
    prepare(tree)
    words = tree.text
    dress(tree, {"bay": Picture(10, 10, (("image/avif", "/x 640w"),))}.get)
    once = to_html(tree)
    prepare(tree)
    assert tree.text.split() == words.split()
    dress(tree, {"bay": Picture(10, 10, (("image/avif", "/x 640w"),))}.get)
    assert to_html(tree) == once


@given(MATTER)
def test_anchors_of_a_page_are_those_of_its_source(parts):
    """A page is read again when permanence changes ids: notes are not counted twice, nothing is wrapped twice."""
    first = anchor(html_of("\n\n".join(parts)))
    again = anchor(str(first.page))
    assert (again.page, again.plain, again.sections) == (first.page, first.plain, first.sections)


def docutils_note(id_, mark, words):
    return (
        f'<table class="docutils footnote" frame="void" id="{id_}" rules="none"><colgroup><col class="label"><col>'
        f'</colgroup><tbody valign="top"><tr><td class="label">{mark}</td><td>{words}</td></tr></tbody></table>'
    )


REFERENCES = (
    '<p>One <a class="footnote-reference" href="#f2" id="r1">[2]</a> and two '
    '<a class="footnote-reference" href="#f1" id="r2">[1]</a>, one '
    '<a class="footnote-reference" href="#f2" id="r3">[2]</a>.</p>'
)


def test_notes_of_restructuredtext_are_notes():
    """As those of Markdown: a list in the order of the numbers at the end, and a copy beside the first mark of each."""
    many = '<em>(<a class="fn-backref" href="#r1">1</a>, <a class="fn-backref" href="#r3">2</a>)</em> Said twice.'
    once = docutils_note("f1", '<a class="fn-backref" href="#r2">[1]</a>', "Said <em>once</em>.")
    html = REFERENCES + docutils_note("f2", "[2]", many) + once + "<p>The end.</p>"
    page = BeautifulSoup(str(anchor(html).page), "html.parser")
    assert not page.find("table")
    assert [(note["id"], note.get_text()) for note in page.select("section.footnote > ol > li")] == [
        ("f1", "Said once.\N{NO-BREAK SPACE}↩"),
        ("f2", "Said twice.\N{NO-BREAK SPACE}↩\N{NO-BREAK SPACE}↩"),
    ]
    assert [back["href"] for back in page.select(".footnote a")] == ["#r2", "#r1", "#r3"]
    assert [note.get_text().split() for note in page.select(".sidenote")] == [
        ["1", "Said", "once."],
        ["2", "Said", "twice."],
    ]
    plain = BeautifulSoup(anchor(html).plain, "html.parser")
    assert plain.find("p").get_text() == "One2 and two1, one2."


def test_ways_back_from_a_note_are_told_apart():
    page = page_from("One[^a] and two.[^a]\n\n[^a]: A note.\n")
    names = [link["aria-label"] for link in page.select("a[role=doc-backlink]")]
    assert names == ["Back to the text of note 1", "Back to the text of note 1, place 2"]


def test_notes_with_a_symbol_stay_as_they_are():
    """A list has numbers from 1 on, and no other marks."""
    for mark in ("[*]", "[7]"):
        html = REFERENCES + docutils_note("f2", mark, "Words.")
        assert BeautifulSoup(str(anchor(html).page), "html.parser").find("table", class_="footnote")


def test_pictures_are_made_anew_by_other_code():
    """They have another address then, as browsers keep what stands at one."""
    assert b"def smaller(" in way()


def test_no_picture_is_made_that_its_format_cannot_hold():
    """WebP holds 16,383 pixels in height."""
    widths = [typeset._widths(Size(700, height, is_photograph=True)) for height in (17000, 20000)]
    assert widths == [[640], []]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (640, []),
        (641, [640, 641]),
        (1200, [640, 1200]),
        (1280, [640, 1280]),
        (4000, [640, 1280]),
    ],
)
def test_all_pixels_are_offered_up_to_twice_the_width_of_the_text(width, widths):
    assert typeset._widths(Size(width, 400, is_photograph=True)) == widths
    assert typeset._widths(Size(width, 400)) == []


def test_names_are_marked_as_what_language_they_are():
    """A screen reader speaks the name of a table in the site's language, and the table in that of the essay."""
    text = f'{TABLE}\n\n    code\n\nMots.[^a]\n\n<table lang="de"><tr><td>Wort</td></tr></table>\n\n[^a]: Note.\n'
    anchored = anchor(html_of(text), own_lang="en", lang="fr")
    page = BeautifulSoup(str(anchored.page), "html.parser")
    named = page.select("section[aria-label]")
    assert [(each.get("lang"), each.find(("table", "pre", "ol"))["lang"]) for each in named] == [
        ("en", "fr"),
        ("en", "fr"),
        (None, "de"),
        ("en", "fr"),
    ]
    assert anchor(str(anchored.page), own_lang="en", lang="fr") == anchored
    plain = BeautifulSoup(anchored.plain, "html.parser")
    assert [tag.get("lang") for tag in plain.find_all(("table", "pre"))] == [None, None, "de"]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>第一段，\n换行的**文</p>", "<p>第一段，换行的**文</p>"),
        ("<p>用<em>重点</em>\n<b>在</b>\n文\n章</p>", "<p>用<em>重点</em><b>在</b>文章</p>"),
        ("<p>文 one\n章</p>\n<p>二</p>", "<p>文 one\n章</p>\n<p>二</p>"),
        ("<p>文</p>\n<pre><code>文\n章</code></pre>\n<p>文<br>\n章</p>",) * 2,
        ("<p>한국\n어</p>",) * 2,
    ],
)
def test_wrapped_chinese_and_japanese_has_no_spaces(html, shown):
    """Nor has it in plain text; a break that the author made stays, and so does code."""
    assert anchor(html).plain == shown
