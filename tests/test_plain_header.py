"""What stands above the text of a plain-text essay, and in its file's name: dates, slugs, keys, a title."""

import pytest
from astro.plain_text.essay import Heading, Paragraph
from astro.plain_text.parse import parse
from astro.plain_text.values import is_before, wrong_date, wrong_slug
from astro.problem import EssayError
from plain_essays import PATH


@pytest.mark.parametrize("line", ["Summary: the year 2023 in review", "Author: a life", "Authors: two", "Unrelated: x"])
def test_a_title_that_reads_as_a_header_is_asked_about(line):
    with pytest.raises(EssayError) as error:
        parse(f"{line}\n\nIt was a good year. It had days.\n\nMore of it.\n".encode(), PATH)
    assert [(problem.line, problem.text) for problem in error.value.problems] == [
        (
            1,
            "this line is read as a header, and the sentence below it as the title; write `Title: …` in front of the "
            "one that is the title",
        )
    ]
    assert parse(f"{line}\n\nA title\n\nMore of it.\n".encode(), PATH).title == "A title"


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("Title:\nDate: 2025-01-20\n\nText.\n", PATH, "Title has no value; write one, or delete the line"),
        (
            "A title\nText.\n",
            "content/essays/2025-01-20.txt",
            "the file's name has no words for the address; write some behind the day, or a `Slug: …`",
        ),
    ],
)
def test_what_is_lacking_is_told_once(text, path, said):
    with pytest.raises(EssayError) as error:
        parse(text.encode(), path)
    assert [problem.text for problem in error.value.problems] == [said]


def test_what_is_modified_comes_after():
    """A day is all of that day; times that say where their clock stood are held against each other."""
    assert is_before("2025-01-19", "2025-01-20 08:00")
    assert not is_before("2025-01-20", "2025-01-20 08:00")
    assert is_before("2025-01-20 07:00", "2025-01-20 08:00")
    assert not is_before("2025-01-20T17:00+00:00", "2025-01-20T18:30+02:00")
    assert is_before("2025-01-20T16:00+00:00", "2025-01-20T18:30+02:00")


TITLE = "Why telescopes are patient, and what they have taught the people"


@pytest.mark.parametrize(
    ("below", "title", "first"),
    [
        ("who look through them\n\nText.\n\nMore.", f"{TITLE} who look through them", "Text."),
        ("who look?\n\nText.\n\nMore.", f"{TITLE} who look?", "Text."),
        ("Text, right below.\n\nMore.", TITLE, "Text, right below."),
        ("who wait.\n\nMore.", TITLE, "who wait."),
        ("who wait\nlong.\n\nMore.", TITLE, "who wait\nlong."),
        ("who wait.\nMore.", TITLE, "who wait."),
    ],
)
def test_a_title_that_an_editor_wrapped(below, title, first):
    essay = parse(f"{TITLE}\n{below}\n".encode(), PATH)
    assert (essay.title, essay.blocks[0]) == (title, Paragraph(first))


def test_a_short_title_is_not_wrapped():
    essay = parse(b"on telescopes\na note\n\nText that is a paragraph.\n", PATH)
    assert (essay.title, essay.blocks[0]) == ("on telescopes", Heading("a note", 2))


@pytest.mark.parametrize("value", ["2025-01-20", "2025-01-20 18:30", "2024-02-29T18:30:15", "2025-01-20 18:30+02:00"])
def test_whole_dates(value):
    assert wrong_date(value) is None


@pytest.mark.parametrize(
    "value", ["2025", "January 2025", "2025-1-2", "01/02/2025", "2025-02-30", "2025-13-01", "10", "۲۰۲۵-۰۱-۲۰"]
)
def test_vague_and_impossible_dates(value):
    assert value in wrong_date(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((value, "use a-z, 0-9") for value in ("../x", "A", "a b", "a--b", "-a", "", "é", "a/b")),
        ("a" * 101, "use at most 100 characters"),
        ("Café & Bar", "`cafe-bar`, or write `Slug: cafe-bar`"),
        ("łódź-smørrebrød-ışık", "`lodz-smorrebrod-isik`, or"),
        ("中文", "single hyphens, or write a `Slug: …` of them"),
    ],
)
def test_wrong_slugs(value, said):
    """One that is none is answered with one that is."""
    wrong = wrong_slug(value)
    assert wrong.endswith(said) if "Slug:" in said else said in wrong


def test_the_longest_slug():
    assert wrong_slug("a" * 100) is None


def test_no_header():
    """A first line with a colon is a title when its key is unknown; a header above an empty line is none of it."""
    assert parse(b"AI: a title\nSome text.\n", PATH).title == "AI: a title"
    assert parse(b"AI: a title\n\nSome text.\n", PATH).title == "AI: a title"
    assert parse(b"Tag: a story\nIt was cold.\n\nMore.\n", PATH).title == "Tag: a story"
    essay = parse(b"Title: AI: a title\nDate: 2024-12-01 08:00\nSlug: other\n\nSome text.\n", PATH)
    assert (essay.title, essay.date, essay.slug) == ("AI: a title", "2024-12-01 08:00", "other")


def test_a_first_line_that_is_read_as_a_header_is_named():
    with pytest.raises(EssayError, match=r":3: a title but no paragraph, as line 1 is read as its header; write"):
        parse(b"Summary: what I learned\n\nA text.\n", PATH)


def test_undated_page():
    """A page about the site needs no date; an essay does."""
    assert parse(b"About\nText.\n", "content/pages/about.txt", dated=False).date == ""
    with pytest.raises(EssayError, match=r"content/essays/about.txt:1: no date"):
        parse(b"About\nText.\n", "content/essays/about.txt")


@pytest.mark.parametrize(
    ("below", "refused"),
    [
        ("Status: draft\nTags: a", [2, 3]),
        ("Staus: draft\nTags: a", [2, 3]),
        ("Sumary: of it\nslug: a\nX: y", [2, 3, 4]),
        ("staus: Draft", [2]),
        ("Statsu: hidden\nThe essay goes on.", [2]),
        ("Date: 2025-01-01\nThe essay goes on.", [2]),
        ("draft: true", [2]),
        ("Published: no\ntags: a", [2, 3]),
        ("Published: in 2019, by accident.", []),
        ("Place: Lisbon\nDate: March 3", []),
        ("Statues: they are of stone.", []),
        ("State: draft horses pull.", []),
        ("Note: a draft\nAnother: draft", []),
        ("The status: draft\nTags: a", []),
        # what an empty line parts from the title, where all of it is right in a header
        ("\nStatus: draft\nTags: a", [3, 4]),
        ("\nStatus: draft\nThe essay goes on.", [3]),
        ("\n---\nStatus: draft\n---", [3]),
        ("\nDate: a day in March", []),
        ("\nTags: a\nThe essay goes on.", []),
        ("\nStatus: it is a draft", []),
        # and below an underline
        ("=======\n\nStatus: draft", [4]),
        ("=======\nStatus: draft\nTags: a", [3, 4]),
        ("---\n\nStatus: draft", [4]),
        ("---\nStatus: draft\n---", [2]),
        ("---\nA verse stands here.\n---", []),
    ],
)
def test_a_header_under_the_title_is_refused(below, refused):
    """Also one that begins with a misspelt key: a draft that is published cannot be taken back."""
    problems = []
    try:
        parse(f"A title\n{below}\n\nA text.\n".encode(), PATH)
    except EssayError as error:
        problems = [problem.line for problem in error.problems if "stands under the title" in problem.text]
    assert problems == refused


def test_a_header_with_colons_of_full_width():
    essay = parse("Title：标题\nStatus： draft\n\n正文。\n".encode(), PATH)
    assert (essay.title, essay.header["status"]) == ("标题", "draft")
    assert parse("AI：未来\n\n正文。\n".encode(), PATH).title == "AI：未来"


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        *((name, "2025-06-01-x.txt") for name in ("20250601-x", "2025_6_1 x", "2025.06.01-x", "2025-6-1-x")),
        ("100000-hours", "2025-01-20-100000-hours.txt"),
    ],
)
def test_a_date_in_another_form_is_proposed_in_ours(name, proposed):
    with pytest.raises(EssayError) as error:
        parse(b"T\nA text.\n", f"content/essays/{name}.txt")
    said = [problem.text for problem in error.value.problems]
    assert f"no date; begin the file's name with it ({proposed}), or write `Date: {proposed[:10]}`" in said


def test_utf_16_is_named():
    with pytest.raises(EssayError, match=":1: is UTF-16, not UTF-8"):
        parse("T\nA text.\n".encode("utf-16-le"), PATH)


def test_a_status_is_the_same_in_any_letters():
    assert parse(b"Status: Draft\n\nA title\nA text.\n", PATH).header == {"status": "draft"}


def test_the_title_below_a_header_has_its_own_line():
    with pytest.raises(EssayError) as raised:
        parse(b"Tags: a\n\n\n+++\nA text.\n", PATH)
    assert [problem.line for problem in raised.value.problems] == [4]


def test_twins_of_a_key():
    for one, other in (("Author", "Authors"), ("Authors", "Author")):
        with pytest.raises(EssayError, match=f"{one} stands in line 1 already"):
            parse(f"{one}: A\n{other}: B\n\nA title\nWords of it.".encode(), PATH)


@pytest.mark.parametrize(
    ("key", "here"),
    [
        *((key, "Tags") for key in ("categories", "keywords")),
        *((key, "Lang") for key in ("language", "locale")),
        *((key, "Status") for key in ("hidden", "unlisted", "visibility", "is_published")),
        *((key, "Summary") for key in ("description", "excerpt", "subtitle")),
        *(
            (key, "Date")
            for key in ("date_published", "published_at", "publishdate", "pubdate", "created", "created_at")
        ),
        *((key, "Modified") for key in ("lastmod", "updated", "updated_at", "date_updated", "last_modified_at")),
    ],
)
def test_keys_of_other_tools(key, here):
    with pytest.raises(EssayError, match=f"it is {here}"):
        parse(f"Title: A\n{key}: x\n\nWords of it.".encode(), PATH)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Estado: rascunho\nEtiquetas: pão", 1),
        ("Titre : Le pain\nMots clés : pain\nStatut : brouillon", 3),
        ("Статус: Черновик", 1),
        ("状態：下書き", 1),
        ("शीर्षक: रोटी\nस्थिति: मसौदा", 2),
        ("Tiêu đề: Bánh\nTrạng thái: nháp", 2),
    ],
)
def test_a_draft_in_another_language_is_named(header, line):
    """Published by mistake, it cannot be taken back."""
    said = header.split("\n")[line - 1]
    with pytest.raises(EssayError, match=f":{line}: `{said}` would be published; a draft says `Status: draft`"):
        parse(f"{header}\n\nO pão\nWords of it.\n".encode(), PATH)


def test_a_title_may_end_as_a_draft_says_it_is_one():
    """Where a header has it, or where a title stands above it."""
    for text in ("Title: Das Haus: Entwurf\n\nWords of it.\n", "Title: A\n\nDas Haus: Entwurf\nWords of it.\n"):
        assert parse(text.encode(), PATH).title in ("Das Haus: Entwurf", "A")
    assert parse(b"A\n\nDas Haus: Entwurf\n\nWords of it.\n", PATH).title == "A"


@pytest.mark.parametrize("text", ["Rust: a year later\nOr: how I learned to borrow", "Alice: Hello there.\nBob: Hi."])
def test_a_title_and_a_line_with_colons_are_no_header(text):
    assert parse(f"{text}\n\nWords of it.\n".encode(), PATH).title == text.split("\n")[0]


def test_a_key_in_another_script_is_no_stray_line():
    with pytest.raises(EssayError, match=":2: unknown key `теги`"):
        parse("Title: A\nТеги: хлеб\n\nWords of it.\n".encode(), PATH)
    with pytest.raises(EssayError, match=":2: unknown key `स्थिति`"):
        parse("Title: A\nस्थिति: हाँ\n\nWords of it.\n".encode(), PATH)


@pytest.mark.parametrize(
    ("tags", "proposed"),
    [("خواندن، زبان", "خواندن, زبان"), ("宇宙、望遠鏡", "宇宙, 望遠鏡"), ("宇宙，望远镜；", "宇宙, 望远镜")],
)
def test_commas_of_other_scripts_are_named(tags, proposed):
    with pytest.raises(EssayError, match=f"is one tag as it is written; write `{proposed}`$"):
        parse(f"Tags: {tags}\n\nA title\nWords of it.\n".encode(), PATH)


def test_semicolons_of_other_scripts_part_pins():
    essay = parse("Related: one； two؛ three; four；five\n\nA title\nWords of it.\n".encode(), PATH)
    assert [pin.text for pin in essay.pins] == ["one", "two", "three", "four；five"]
