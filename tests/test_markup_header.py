"""The headers of essays in Markdown and reStructuredText."""

import pytest
from astro.markup.front import read_markdown
from astro.markup.rst import read_rst
from astro.problem import EssayError
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("author:\n  name: Jane\n  email: j@example.org", [4, 5]),
        ("authors:\n  - name: Jane\n    email: j@example.org", [4, 5]),
        ("author:\n- name: Jane", [4]),
        ("summary: A\n  image: x.jpg", [4]),
        ("summary: 'A'\n  image: x.jpg", [4]),
        ("tags:\n  - a\n  sub:\n    - b", [5]),
    ],
)
def test_values_within_values_are_refused(header, lines):
    """They would be joined to the field above them, and an e-mail address be public."""
    with pytest.raises(EssayError) as error:
        front(f"---\ntitle: A\n{header}\n---\nText.\n")
    said = "this line of the header is set in below another key, as no header here goes on; write `key: value` at the "
    assert [(each.line, each.text) for each in error.value.problems if "no value" not in each.text] == [
        (line, f"{said}margin, or take it out") for line in lines
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"A\n  note: b"', "A note: b"),
        (">\n  Note: b\n  c: d", "Note: b c: d"),
        ("A list\n  of 10:30 things", "A list of 10:30 things"),
    ],
)
def test_values_that_go_on_below_may_have_colons(written, said):
    assert front(f"---\ntitle: A\nsummary: {written}\n---\nText.\n").header["summary"] == said


def test_items_in_quotes_may_have_colons():
    assert front("---\ntitle: A\ntags:\n  - 'c: d'\n---\nText.\n").header["tags"] == "c: d"


def test_links_that_are_written_as_in_plain_text_are_asked_about():
    text = "Title: A\n\nA text.\n\n```\nRelated thinking:\n```\n\n    Related thinking:\n\nRelated thinking:\nb\n"
    with pytest.raises(EssayError) as error:
        front(text)
    said = "`Related thinking:` begins no links here; write them into the header: `Related: one; another`"
    assert [(each.line, each.text) for each in error.value.problems] == [(11, said)]


def test_a_key_of_yaml_may_begin_with_any_letter():
    with pytest.raises(EssayError) as error:
        front("---\ntitle: A\nÜberschrift: B\n---\nText.\n")
    assert [(each.line, each.text.partition(";")[0]) for each in error.value.problems] == [
        (3, "unknown key `überschrift`")
    ]


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


def test_a_related_essay_a_line():
    """A semicolon at its end is none of the reason's."""
    text = "Title: A\nRelated: b — first reason;\n  https://example.org/x — second\n\nWords.\n"
    assert front(text).pins[0].text == "b — first reason"
