"""A plain-text essay: what is what in it, what is wrong with it, and that no word of it is lost."""

import re
from html.parser import HTMLParser

import pytest
from astro.plain_text.body import parse_body
from astro.plain_text.essay import KEPT, Heading, Line, List, Paragraph, Quotation
from astro.plain_text.lines import split_lines
from astro.plain_text.parse import parse
from astro.plain_text.render import render, render_text
from astro.plain_text.shape import looks_like_heading
from astro.plain_text.summary import summarize
from astro.plain_text.values import is_before, wrong_date, wrong_slug
from astro.plain_text.wrapped import between, is_full, may_be_wide, may_go_on, room_of
from astro.problem import EssayError
from bs4 import BeautifulSoup
from conftest import SEED, SIGN_OFF, case_folders
from hypothesis import example, given
from hypothesis import strategies as st

PATH = "content/essays/2025-01-20-some-slug.txt"


def body(*lines):
    return parse_body([Line(i, text) for i, text in enumerate(lines, start=1)])


@pytest.mark.parametrize("case", case_folders("plain_text"))
def test_case(case, expect):
    """An essay is read as its folder says: what stands in the head, and the HTML of the body."""
    (source,) = case.glob("*.txt")
    essay = parse(source.read_bytes(), f"content/essays/{source.name}", sign_off=SIGN_OFF)
    head = {"title": essay.title, "slug": essay.slug, "date": essay.date, "summary": essay.summary, **essay.header}
    lines = [f"{key}: {value}" for key, value in head.items()] + [f"pin {pin.number}: {pin.text}" for pin in essay.pins]
    expect("\n".join(lines) + "\n", case / "head")
    expect(render(essay.blocks) + "\n", case / "body.html")


@pytest.mark.parametrize("case", case_folders("broken"))
def test_broken_case(case, expect):
    """A broken essay is refused with all that is wrong with it, each with its line and what to do."""
    (source,) = case.glob("*.txt")
    with pytest.raises(EssayError) as error:
        parse(source.read_bytes(), f"content/essays/{source.name}", sign_off=SIGN_OFF)
    expect(f"{error.value}\n", case / "problems")


def seed_lines():
    return SEED.read_text("utf-8").splitlines()


def test_seed_headings():
    """The seed has four headings; its other short lines are none, "astro" least of all."""
    essay = parse(SEED.read_bytes(), SEED.name, sign_off=SIGN_OFF)
    assert [block.text for block in essay.blocks if isinstance(block, Heading)] == [
        "The numbers that broke the narrative",
        "Why this matters beyond the benchmarks",
        "The open question",
        "What I’m watching",
    ]
    assert (essay.title, essay.pins) == ("DeepSeek R1 and the moment China showed it", ())
    assert seed_lines()[-2:] == list(SIGN_OFF)


def test_seed_words():
    """The words of title and HTML are those of the seed down to `Related thinking:`, in order."""
    essay = parse(SEED.read_bytes(), SEED.name, sign_off=SIGN_OFF)
    text = BeautifulSoup(render(essay.blocks), "html.parser").get_text(" ")
    assert f"{essay.title} {text}".split() == " ".join(seed_lines()[:-3]).split()


WRAPPED = "T\n\nOne\ntwo.\n\nThree.\n\nRelated thinking:\na-pin\n"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("text", [SEED.read_text("utf-8"), WRAPPED], ids=["seed", "wrapped"])
def test_newlines_and_bom(newline, start, text):
    """Any newline style, with or without a BOM, gives the same essay."""
    source = start + text.replace("\n", newline).encode()
    assert parse(source, PATH, sign_off=SIGN_OFF) == parse(text.encode(), PATH, sign_off=SIGN_OFF)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("The numbers that broke the narrative", True),
        ("What I’m watching", True),
        ("Compute (and its limits)", True),
        ("“Not advanced enough”", True),
        ("1984", True),
        ("悬而未决的问题", True),
        ("one two three four five six seven eight nine ten eleven twelve", True),
        ("one two three four five six seven eight nine ten eleven twelve thirteen", False),
        ("这是一个没有任何标点符号但是仍然太长以至于不能成为标题的句子", False),
        ("The loop tightens.", False),
        ("I don’t know. Nobody does.", False),
        ("Does it scale?", False),
        ("“Not below. Next to.”", False),
        ("(An aside.)", False),
        ("Three things:", False),
        ("He stopped —", False),
        ("没有人知道。", False),
        ("https://example.org/a", False),
        ("~~~", False),
        *((line, False) for line in ("„Zwei Wochen.“", "Da rief er: „Halt!“", "»Linsen schon wieder.«", "‚Na gut.‘")),
        *((line, False) for line in ("« Deux semaines. »", "« Deux semaines.\u202f»", "-- Rob Pike", "_Two weeks._")),
        *((line, False) for line in ("A lie.[1]", "A lie. [2]", "It was slow.¹", "Two weeks.[^1]", "Thanks, Bob! 👍")),
        *((line, True) for line in ("Notes on C++", "Meeting 2 (part 1)", "„Zwei Wochen“", "Area [2]", "10 m²")),
        ("🚀", False),
    ],
)
def test_heading_shape(line, is_heading):
    """A heading is short and not closed by punctuation."""
    assert looks_like_heading(line) is is_heading


def test_heading_needs_paragraph():
    """A short line is a heading only above a paragraph: not last, not above a list, not in a poem."""
    assert body("A text.", "Short line") == (Paragraph("A text."), Paragraph("Short line"))
    assert body("Short line", "- item") == (Paragraph("Short line"), List(("item",), numbered=False))
    poem = ("the dust", "the stars", "the dust again", "nothing else")
    assert body(*poem) == tuple(map(Paragraph, poem))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "— William Shakespeare",
            "– a dash",
            "+ plus",
            "[1] Smith 2020",
            "a) letter",
            ">quoted without space",
        ),
        *(
            "(a) letter",
            "iv) four",
            "→ next",
            "[x] bread",
            "† Grafton",
            "¹ You know who",
        ),
        *(
            "(to be continued)",
            "[Illustration: The boats]",
            "$ ls -l",
            "$$ a^2 $$",
            "www.example.org",
            "me@example.org",
        ),
    ],
)
def test_no_heading_begins_with_the_mark_of_something_else(line):
    assert body("One.", "", line, "", "Two.") == (Paragraph("One."), Paragraph(line), Paragraph("Two."))


LONG = " ".join(["A sentence that goes on and on."] * 5)
WRAPPED = (
    "The lamp at the end of the pier had been lit by hand for ninety years,",
    "and nobody in the town could say who had paid for all of its oil.",
)
LAMP = "\n".join(WRAPPED)


def read(text):
    """The blocks of an essay that stands in a file as it is here, white space and all."""
    return parse(f"A title\n\n{text}\n".encode(), PATH).blocks


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("To light it, say this:", "lamp --light now"),
        ("To light it, say this:", "    lamp --light now"),
        ("What we found was,", "more oil"),
        ("What we found was,", "  More oil"),
        ("1. Say this:", "lamp --light"),
        (f"{LAMP[:-1]}, as in", "    lamp --light now"),
        ("Say this:\n\n    lamp --oil 5", "    lamp --light now"),
    ],
)
def test_what_a_sentence_leads_to_is_no_heading(above, line):
    """It is shown below it, such as a command."""
    assert not any(isinstance(block, Heading) for block in read(f"{above}\n\n{line}\n\n{LAMP}"))


@pytest.mark.parametrize(
    ("above", "line"),
    [
        (LAMP, "The keeper"),
        (LAMP, "        The keeper"),
        (LAMP[:-1], "The keeper"),  # who does not close a paragraph
        ("- oil", "The keeper"),
        ("The lamps\n\n## What it cost:", "The keeper"),
        ("Say this:\n\nOil", "The keeper"),
        ("I learned three things:", "The keeper"),
        ("Three things, 三：", "The keeper"),
        ("Dear Ben,", "The keeper"),
        ("Say this:\n\n    lamp --oil 5", "  The keeper"),
        (f"Say this:\n\n    {WRAPPED[0]}\n    {WRAPPED[1]}", "    The keeper"),
        ("Anna kept the lamp for more than thirty years, and nobody had ever seen her", "    The keeper"),
    ],
)
def test_other_short_lines_are_headings(above, line):
    assert Heading("The keeper", 2) in read(f"{above}\n\n{line}\n\n{LAMP}")


def test_of_several_headings_below_a_colon_each_is_one():
    text = f"Two answers:\n\n  The first one\n\n{LAMP}\n\n  The second one\n\n{LAMP}"
    assert [block.text for block in read(text) if isinstance(block, Heading)] == ["The first one", "The second one"]
    text = f"Two answers:\n\n“It is dear”\n\n{LAMP}"
    assert Heading("“It is dear”", 2) in read(text)


def test_the_first_line_may_be_a_heading_wherever_it_stands():
    assert read(f"    The keeper\n\n{LAMP[:-1]}:")[0] == Heading("The keeper", 2)


@pytest.mark.parametrize(
    "text",
    [
        "The keepers\n\n4.1 Anna\n\nWords.",
        "4. The keepers are these.\n\n4.1 Anna\n\nWords.",
        "4. The keepers\n\n4.1 Anna\n\n4.2 Ben\n\n- Words.",
        "4. The keepers\n\n5.1 Anna\n\nWords.",
    ],
)
def test_what_stands_above_no_part_of_its_own_is_a_paragraph(text):
    assert isinstance(read(text)[0], Paragraph)


def test_a_chapter_stands_above_its_first_part():
    """A short line that another one follows is no heading, but by its number."""
    text = "4. The keepers\n\n4.1. Anna\n\nWords.\n\n4.1.1 Her boat\n\nWords.\n\n5. The oil\n\n14.1 Whales\n\nWords."
    assert [block.text for block in read(text) if isinstance(block, Heading)] == [
        "4. The keepers",
        "4.1. Anna",
        "4.1.1 Her boat",
        "14.1 Whales",
    ]


def test_headings_may_have_lettered_paragraphs():
    text = f"1. Against\n\na) {LAMP}\n\nb) {LAMP}\n\n2. For\n\na) {LAMP}"
    assert [block.text for block in read(text) if isinstance(block, Heading)] == ["1. Against", "2. For"]


def test_columns_are_no_heading():
    assert Paragraph("The lamp of the pier        7") in read(f"The lamp of the pier        7\n\n{LAMP}")


@pytest.mark.parametrize("line", ["\n", "\n\n"])
def test_parts_of_an_item_count_no_headings(line):
    parts = line.join(["1. Fill it", "   a) with oil", "   b) to the mark", "2. Light it"])
    assert read(f"{parts}\n\n{LAMP}") == (
        *(List(("Fill it",), numbered=True), Paragraph("a) with oil"), Paragraph("b) to the mark")),
        *(List(("Light it",), numbered=True, start=2), Paragraph(LAMP)),
    )


POEM = ("The lamp was lit, the lamp went out,", "And nobody could tell about", "The hand that held the oil.")


@pytest.mark.parametrize(
    "lines",
    [
        POEM,
        ("Anna Karp", "7 Pier Road", "Harwich"),
        ("1.1 The lamp", "1.2 The oil", "1.3 The pier and its keepers"),
        ("The lamp was lit and all of us went out to look at", "Her, the keeper", "of the lamp"),
        ("Oil    5", "---------", "Wick   1"),
        ("To Anna Karp", "all of the pictures", "To Ben Karp"),
        ("$ lamp --oil", "5", "$ lamp --light"),
        ("Anna Karp", "https://x.example", "anna@x.example"),
        (
            "The lamp was lit on the pier in",
            "The year when the old king was",
            "Not yet a king, and when the",
            "Sea was in the town",
        ),
    ],
)
def test_lines_that_a_hand_has_broken_stay_lines(lines):
    """No editor would have broken where there was room for the next word."""
    text = "\n".join(lines)
    assert read(f"{LAMP}\n\n{text}\n\n{LAMP}")[1] == Paragraph(KEPT.join(lines))


def test_no_mark_of_a_line_that_stays_is_lost():
    assert read(f"{LAMP}\n\n1984. A year\nOf Oil\nAnd light")[1] == Paragraph(
        KEPT.join(["1984. A year", "Of Oil", "And light"])
    )


def test_lines_of_a_narrow_editor_are_joined_whatever_they_begin_with():
    lines = ("Der Großvater, der im Sommer nach", "Amerika ging, war ein Mann aus", "Wien.")
    assert read("\n".join([*lines, "", *WRAPPED]))[0] == Paragraph("\n".join(lines))


def test_lines_stay_none_where_sentences_are_broken_early_all_over():
    clauses = "\n".join(["When it was dark,", "and nobody came,", "the lamp was lit,", "which was enough."])
    items = "a) oil\nb) wick\nc) glass\nd) brass"  # which go on with nothing
    assert KEPT in read(f"{items}\n\nOf Anna\nNobody knew,\nBut I did.")[-1].text
    for few in ("It was\nso.", "\n\n".join([*["It was\nso."] * 3, *[LAMP] * 12])):
        assert KEPT in read(f"{few}\n\nOf Anna\nNobody knew,\nBut I did.")[-1].text
    assert read(f"{clauses}\n\nOf Anna\nNobody knew,\nBut I did.")[1] == Paragraph("Of Anna\nNobody knew,\nBut I did.")


def test_a_paragraph_without_a_capital_letter_says_nothing_of_an_editor():
    song = "oh the lamp\nit is lit\nit is out\noh the lamp"
    assert KEPT in read("\n".join([song, "", *POEM]))[-1].text
    assert read("\n".join(["Words.", "", "lamps.", "", *POEM]))[-1] == Paragraph(KEPT.join(POEM))


def test_lines_stay_lines_in_items_and_quotations():
    quoted = "\n".join(f"> {line}" for line in POEM)
    assert read(f"{quoted}\n\n- Anna\n  7 Pier Road\n  Harwich\n- Ben\n\n{LAMP}")[:2] == (
        Quotation((KEPT.join(POEM),)),
        List((KEPT.join(["Anna", "7 Pier Road", "Harwich"]), "Ben"), numbered=False),
    )
    assert render([Paragraph(f"a <{KEPT}b{KEPT}https://x.example")]) == (
        '<p>a &lt;<br>\nb<br>\n<a class="bare" href="https://x.example">https://x.example</a></p>'
    )


@pytest.mark.parametrize(
    "lines",
    [
        POEM[:2],
        ("The lamp was lit.", "The lamp went out.", "Nobody saw it.", "It was late."),  # a sentence a line
        ("The lamp was lit", "when it was dark,", "and it went out by day."),  # a clause a line
        (
            "The lamp was lit, and all of us went out of the house",
            "to see Anna Karp the keeper, who",
            "Nobody had seen for",
        ),
        ("The lamp", "Was out, and all who went to see it", f"Were not many, {'as they said ' * 4}it"),
        ("The rule is simple:", "look first.", "Then think."),
        ("I had thought of it,", "I had even begun,", "I was wrong."),
        ("We went home. But Anna", "stayed, who was the keeper", "of the lamp. And Ben"),
        (*WRAPPED, "Nobody asked."),
        ("The lamp was lit", "And then", LONG),
        ("灯亮了，", "灯灭了，", "没人看见。"),
    ],
)
def test_other_lines_are_joined(lines):
    text = "\n".join(lines)
    assert not any(KEPT in getattr(block, "text", "") for block in read(f"{LAMP}\n\n{text}\n\n{LAMP}"))


def test_narrow_lines_of_an_editor_are_joined():
    """What it had is what its sentences are broken at."""
    lines = ("We met at a house of my", "Aunt Jane, who was fond of", "The Lamp, a newspaper of the", "town.")
    assert read("\n".join([*lines, "", *lines])) == (Paragraph("\n".join(lines)),) * 2


def test_an_indented_line_begins_a_paragraph_as_typewriters_had_it():
    text = f"    {LAMP}\n    {LAMP}\n    Nobody asked.\n    {LAMP}"
    assert read(text) == tuple(map(Paragraph, (LAMP, LAMP, "Nobody asked.", LAMP)))
    assert read(f"{LAMP}\n    {LAMP}") == (Paragraph(LAMP),) * 2


def test_the_books_of_a_list_are_a_paragraph_each():
    """Of which all lines are indented but the first."""
    book = f"Karp, A. {WRAPPED[0]}\n    Harwich 1920."
    blocks = read("\n".join(["Words.", "", book, book, "Karp, B. Oil.", book]))
    assert [block.text.count("Karp") for block in blocks] == [0, 1, 1, 1, 1]


def test_terms_with_indented_words_below_them_are_no_books():
    assert len(read(f"{LAMP}\n\nOil.\n    It burns.\nWick.\n    It carries the oil.")) == 2


def test_the_indented_lines_of_an_item_belong_to_it():
    _, items, _ = read(f"{WRAPPED[0]}\n1. {WRAPPED[0][:-1]}.\n   {LAMP}\n2. Oil.\n\nThe end.")
    assert items == List((f"{WRAPPED[0][:-1]}.\n{LAMP}", "Oil."), numbered=True)


def test_a_paragraph_of_a_typewriter_may_begin_with_a_short_word():
    first = (WRAPPED[0], "Mr. Karp alone could tell what had been paid for all of its", "oil.")
    text = "\n    ".join(["", "\n".join(first), LAMP, "He said:", LAMP])
    assert [block.text.count("\n") for block in read(f"Words.\n{text}")] == [0, 2, 1, 0, 1]


def test_a_talk_is_a_paragraph_for_each_who_speaks():
    answer = f"Anna Karp: {LAMP}"
    assert read(f"Words.\n\nBen: And you?\n{answer}\nBen: Since when\nAnna Karp: Ninety years.") == tuple(
        map(Paragraph, ("Words.", "Ben: And you?", answer, "Ben: Since when", "Anna Karp: Ninety years."))
    )
    assert read(f"{LAMP}\nNote: It is out.\n\nMore.") == (Paragraph(f"{LAMP}\nNote: It is out."), Paragraph("More."))
    assert len(read(f"Words.\n\nBen: {WRAPPED[0]}\nAnna: {WRAPPED[1]}\nBen: Yes.")) == 2
    assert len(read(f"Words.\n\nBen: {WRAPPED[0]}\nAnna: {WRAPPED[1]}\nBen: Yes.\nAnna: No.")) == 2
    assert len(read(f"{LAMP}\n\nBen: Where\nAnna: At home\nBen: Now?\nAnna: Ah.")) == 2
    assert len(read(f"{LAMP}\n\nBen: Where\nAnna: At home.\nBen: Ah")) == 2
    wrapped = "Ben: It had been lit by hand for all of these years by Miss\nKarp."
    assert [block.text for block in read(f"{LAMP}\n\n{wrapped}\nAnna: No.")][1:] == [wrapped, "Anna: No."]
    for talk in (
        ("Anna (sings): Oui.", "Ben : Non."),
        ("1957: It beeps.", "1961: He flies."),
        ("A: It is one word which you have heard before, namely, old\nfriend: no.", "B: And why?", "A: So."),
    ):
        assert [block.text for block in read("\n".join(["Words.", "", *talk]))] == ["Words.", *talk]
    for prose in (
        "At 10:30 we left.\nBy 11:15 it had rained.",
        "Mark 4:12 says so.\nLuke 8:10 says no.",
        "https://a.example is one.\nhttps://b.example is two.",
    ):
        assert len(read(f"Words.\n\n{prose}")) == 2
    fields = ("Name: Anna Karp", "Road: 7 Pier Road", "City: Harwich")
    assert read("\n".join(["Words.", "", *fields])) == (Paragraph("Words."), Paragraph(KEPT.join(fields)))


@pytest.mark.parametrize(
    "text",
    [
        f"    {WRAPPED[0]}\n{WRAPPED[1][:-1]}\n    {LAMP}",  # below what ends no sentence
        f"{LAMP}\n    Nobody asked.\n{LAMP}",  # above what does not go on from it
        f"    {LAMP}\n      {LAMP}",  # indented in two ways
        f"1. {WRAPPED[0][:-1]}.\n   {LAMP}",  # an item's
        f"{WRAPPED[0][:-1]}.\n    {WRAPPED[1]}\n    {WRAPPED[0]}\nand no more.",
        f"{LAMP}\n    Nobody asked.",  # with nothing that goes on from it
        f"{' ' * 20}{LAMP}\n{' ' * 20}{LAMP}",
    ],
)
def test_other_indented_lines_go_on(text):
    assert len(read(f"{text}\n\nThe end.")) == 2


def test_a_word_that_is_broken_at_its_hyphen_has_no_space():
    lines = (
        *(
            "he asked for a state-of-the-",
            "art lamp of pre-",
            "and post-war days in the Vor-",
            "und Nachkrieg, and went",
        ),
        *("home at once -", "it was late for the Anglo-", "American -- it was half past two-", "3 at most."),
    )
    text = read("\n".join([*lines, "", LAMP]))[0].text.replace("\n", " ")
    assert "state-of-the-art" in text
    assert "pre- and post-war" in text
    assert "Vor- und" in text
    assert "once - it" in text
    assert "Anglo- American" in text  # which may be a list of two
    assert between("GPT-", "4 was") == ""
    assert between("1914-", "18") == between("micro-", "sowie") == between("авто-", "и мото") == "\n"


def test_notes_at_the_end_stand_apart():
    assert read(f"{LAMP}\n\n[1] A. Karp, Lamps.\n[2] B. Karp, Oil.\n[13] C. Karp.") == (
        *(Paragraph(LAMP), Paragraph("[1] A. Karp, Lamps."), Paragraph("[2] B. Karp, Oil.")),
        Paragraph("[13] C. Karp."),
    )


def test_a_note_within_a_sentence_begins_no_line():
    assert len(read(f"{LAMP}\n[1] Nobody knew, as he says in all of his books, which few have read.")) == 1


def test_the_end_of_a_page_of_paper_is_an_end_of_a_line():
    assert read("One.\n\f\nTwo.\n\n\fThree.\n\nFour.\f\r\n") == tuple(
        map(Paragraph, ("One.", "Two.", "Three.", "Four."))
    )
    with pytest.raises(EssayError, match=r"U\+000C"):
        read("One\ftwo.")


def test_a_line_of_hyphens_is_no_paragraph_to_be_headed():
    assert body("Text", "", "----------", "", "More.") == (
        Paragraph("Text"),
        Paragraph("----------"),
        Paragraph("More."),
    )


def test_an_indented_line_begins_a_paragraph_in_japanese():
    source = "題\n\n　これは字下げの\n段落です。\n　次の段落も字下げです。\n\n　三つ目。\n"
    essay = parse(source.encode(), PATH)
    assert [block.text for block in essay.blocks] == ["これは字下げの段落です。", "次の段落も字下げです。", "三つ目。"]


def test_items_of_japanese_lines_are_not_joined():
    """Which begin with a mark that no wrapped line begins with."""
    essay = parse("題\n\n・りんご\n・みかん\n\n段落です。\n".encode(), PATH)
    assert essay.blocks == (Paragraph("・りんご\n・みかん"), Paragraph("段落です。"))


def test_an_indented_line_is_no_heading():
    essay = parse("題\n\n　第一段\n\n段落です。\n".encode(), PATH)
    assert [type(block) for block in essay.blocks] == [Paragraph, Paragraph]


def test_related_links_stand_below_their_words():
    with pytest.raises(EssayError, match=r":3: `Related thinking:` stands on a line of its own; write what follows"):
        parse(b"T\nText.\nRelated thinking: some-slug\n", PATH)


@pytest.mark.parametrize(
    "marker", ["Related thinking", "related thinking :", "**Related thinking:**", "## Related Thinking"]
)
def test_related_links_begin_with_a_colon(marker):
    with pytest.raises(
        EssayError, match=rf":5: `{re.escape(marker)}` begins no related links; write `Related thinking:`"
    ):
        parse(f"A title\n\nA text.\n\n{marker}\n\na-slug\n".encode(), PATH)


def test_related_links_may_be_a_list():
    pins = parse("A title\nA text.\nRelated thinking:\n\n- a-slug\n* Its title\n• -x\nb-slug\n".encode(), PATH).pins
    assert [pin.text for pin in pins] == ["a-slug", "Its title", "-x", "b-slug"]


def test_a_pin_keeps_its_marks():
    lines = ["- b — because 3 * 4 is 12 - or so", "Rust - a love story", "b -- with hyphens"]
    pins = parse(f"A title\nA text.\nRelated thinking:\n{chr(10).join(lines)}\n".encode(), PATH).pins
    assert [pin.text for pin in pins] == [lines[0][2:], *lines[1:]]


def test_an_abbreviation_ends_no_sentence():
    """A line of one sentence is joined however long it is."""
    long = f"It goes on, e.g. because {'words ' * 20}are many."
    assert len(body("", f"A {long}", "And on.", "", "End.")) == 2
    assert len(body("", f"A. {long}", "And on.", "", "End.")) == 3


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


def test_marked_headings():
    """`##` makes a heading of any line, `###` a deeper one; one `#` is a sign like others."""
    assert body("## Does it scale?", "It does.", "### How?", "Well.", "# 1 reason.") == (
        Heading("Does it scale?", 2),
        Paragraph("It does."),
        Heading("How?", 3),
        Paragraph("Well."),
        Paragraph("# 1 reason."),
    )


def test_empty_lines_join():
    """With an empty line in the body, lines without one between them are one paragraph."""
    assert body("", "One", "two.", "", "Three.", "") == (Paragraph("One\ntwo."), Paragraph("Three."))
    assert body("One.", "Two.") == (Paragraph("One."), Paragraph("Two."))


def test_where_a_run_of_paragraphs_shows_that_nothing_is_wrapped_no_run_is_joined():
    """As of an essay that is pasted with empty lines between its sections alone."""
    long = " ".join(["This is said at some length, and goes on over more than one line of an editor."] * 2)
    short = ("A heading of it", "This one is short.", "And this one, too.")
    assert [block.text for block in body("", long, long, "", *short)] == [long, long, *short]
    wrapped = ("This one goes on", "in the next line.")
    assert body("", long, long, "", *wrapped)[-1] == Paragraph("\n".join(wrapped))


def test_one_wrapped_paragraph_needs_no_empty_line():
    """Most of its lines are full and go on below; verse, and paragraphs of which one begins small, stay apart."""
    lines = (
        "The warehouse was in Rotterdam, and nobody who worked there knew",
        "whose chips they were. They came in on a Tuesday, in boxes that",
        "Singapore had never opened, and they were gone by Friday noon,",
        "paid for by a firm that was founded in that week.",
    )
    assert body(*lines) == (Paragraph("\n".join(lines)),)
    verse = ("so much depends", "upon", "a red wheel", "barrow")
    assert len(body(*verse)) == 4
    mixed = (
        "A paragraph of the usual length, which says a thing and ends so.",
        "iPhones are another.",
        "A third.",
        lines[0],
    )
    assert len(body(*mixed)) == 4
    capital = (lines[0], "Lufthansa had brought there, in crates that the men of the night", "Shift had opened.")
    assert len(body(*capital)) == 3


def test_lines_that_no_editor_wraps_are_not_joined():
    """One empty line in an essay without any, or some between its sections only, leaves its paragraphs as they are."""
    lines = [LONG, "Short.", "A heading", LONG, "Another one", LONG]
    expected = tuple((Heading(line, 2) if "." not in line else Paragraph(line)) for line in lines)
    for place in range(1, len(lines)):
        assert body(*lines[:place], "", *lines[place:]) == expected
    assert body("One", "two.", "", "The heading", LONG) == (
        Paragraph("One\ntwo."),
        Heading("The heading", 2),
        Paragraph(LONG),
    )
    address = f"as is told at https://example.org/{'a' * 150}"
    assert body("Wrapped,", address, "and more.", "", "End.")[0] == Paragraph(f"Wrapped,\n{address}\nand more.")


@pytest.mark.parametrize(
    "end", [".  The next", ".\u00a0 The next", ".[1] The next", "। क्या", "؟ نعم", ".” “And then", ". The next"]
)
def test_sentences_end_in_many_ways(end):
    """With two spaces, a hard one, a note's number, other scripts' marks: a long line of two sentences stays alone."""
    line = f"A sentence that goes {'on and ' * 20}on{end} one."
    assert body(line, line, "", "End.") == (Paragraph(line), Paragraph(line), Paragraph("End."))


def test_a_sentence_that_was_broken_by_hand_is_joined():
    """However long its lines are, also a sentence each; what begins with another's mark of a list is no heading."""
    sentence = f"A sentence that goes on {'and on ' * 20}and ends."
    assert body(sentence, sentence, "", "End.")[0] == Paragraph(f"{sentence}\n{sentence}")
    assert body(LONG[:-1], "which goes on.", "", "End.")[0] == Paragraph(f"{LONG[:-1]}\nwhich goes on.")
    assert body(LONG, "* Packable jacket", LONG, "", "End.")[1] == Paragraph("* Packable jacket")


def test_long_lines_are_read_in_no_time():
    """Also of words that never end, of which another rule would look at each part."""
    text = "每个人都知道没有人知道答案" * 8000
    assert body(text, "", text) == (Paragraph(text), Paragraph(text))
    line = "One" + "=" * 2_000_000
    assert [block.text for block in body(line, "", "End.")] == [line, "End."]


def test_numbered_headings():
    """Numbers with paragraphs between them count headings, not items."""
    assert body("1. Introduction", "A text.", "2. The good news", "Another text.") == (
        Heading("1. Introduction", 2),
        Paragraph("A text."),
        Heading("2. The good news", 2),
        Paragraph("Another text."),
    )


def test_a_list_in_a_list():
    """A numbered list goes on after bullets that stand in it; what counts on is never run into the line before."""
    assert body("1. Mix.", "2. Add:", "- slow", "- fast", "3. Salt.") == (
        List(("Mix.", "Add:"), numbered=True),
        List(("slow", "fast"), numbered=False),
        List(("Salt.",), numbered=True, start=3),
    )
    assert body("1. Introduction", "", "- a point", "", "2. Method", "", "A text.") == (
        List(("Introduction",), numbered=True),
        List(("a point",), numbered=False),
        Heading("2. Method", 2),
        Paragraph("A text."),
    )
    assert body("1. Arrive late", "> It steals.", "Wilde.", "2. Leave early", "Nobody minds.") == (
        Paragraph("1. Arrive late"),  # as a heading is followed by words
        Quotation(("It steals.",)),
        Paragraph("Wilde."),
        Heading("2. Leave early", 2),
        Paragraph("Nobody minds."),
    )
    assert body("1. One.", "2. Two.", "", "Words.", "3. Three.") == (
        List(("One.", "Two."), numbered=True),
        Paragraph("Words."),
        Paragraph("3. Three."),
    )


def test_numbered_lists_count():
    """Numbers that do not count from 1 are words of the text."""
    assert body("1. one", "2. two", "1. again", "3. No.", "1984. A year.") == (
        List(("one", "two"), numbered=True),
        List(("again",), numbered=True),
        Paragraph("3. No."),
        Paragraph("1984. A year."),
    )
    assert body("1. One.", "2. Two.", "A text.", "2. Again.") == (
        List(("One.", "Two."), numbered=True),
        Paragraph("A text."),
        Paragraph("2. Again."),
    )
    assert body(f"{'9' * 5000}. A number.") == (Paragraph(f"{'9' * 5000}. A number."),)


def test_what_is_modified_comes_after():
    """A day is all of that day; times that say where their clock stood are held against each other."""
    assert is_before("2025-01-19", "2025-01-20 08:00")
    assert not is_before("2025-01-20", "2025-01-20 08:00")
    assert is_before("2025-01-20 07:00", "2025-01-20 08:00")
    assert not is_before("2025-01-20T17:00+00:00", "2025-01-20T18:30+02:00")
    assert is_before("2025-01-20T16:00+00:00", "2025-01-20T18:30+02:00")


def test_quotations():
    """Quoted lines are paragraphs of one quotation; hard-wrapped ones are joined up to a lone mark."""
    assert body("> One.", "> Two.") == (Quotation(("One.", "Two.")),)
    assert body("A.", "", "> one", "> two", ">", "> three") == (Paragraph("A."), Quotation(("one\ntwo", "three")))


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


ARABIC = (
    "التلسكوب آلة صبورة جدا ولا تكتفي بأن تنظر إلى السماء مرة واحدة بل تنتظر طويلا حتى",
    "يصل الضوء القادم من المجرات البعيدة إلى مرآتها الكبيرة ونحن نعرف أن العلم ليس",
    "عمل تحتاج إلى تدريب.",
)
CHINESE = (
    "望远镜是一种非常有耐心的仪器它可以在黑暗中等待很久直到从遥远星系发出的微弱的",
    "光终于到达它的镜面，我们也应该学会这种耐心的观察方法而不是急于求成地下结论因为",
    "科学从来不是快的。",
)


@pytest.mark.parametrize(("lines", "between"), [(ARABIC, "\n"), (CHINESE, "")])
def test_full_lines_of_a_script_without_small_letters_go_on(lines, between):
    """Where no mark ends them; short ones, as of a poem or a heading, do not."""
    assert body(*lines) == (Paragraph(between.join(lines)),)
    assert body(f"> {lines[0]}", *lines[1:], "", "End.") == (Quotation((between.join(lines),)), Paragraph("End."))
    assert len(body("> 他说得很好", "我也这样想。", "", "End.")) == 3
    assert len(body("床前明月光", "疑是地上霜", "举头望明月", "低头思故乡")) == 4


def test_a_quotation_that_an_editor_wrapped_goes_on_without_its_mark():
    above = "We sat under the dome until the clouds had gone, and nobody who"
    said = Quotation((f"{above}\nwas there spoke.",))
    assert body(f"> {above}", "was there spoke.", "", "End.") == (said, Paragraph("End."))
    assert body(f"> {above} spoke.", "so I did.", "", "End.")[1] == Paragraph("so I did.")
    assert body("> He came in late,", "and left.", "", "End.")[0] == Quotation(("He came in late,\nand left.",))
    assert body("> Two words", "And an answer.", "", "End.")[1] == Paragraph("And an answer.")
    assert body("> Two words", "and an answer.")[1] == Paragraph("and an answer.")


def test_a_marked_heading_that_an_editor_wrapped():
    above = "What the people who sat under the dome until the clouds had gone"
    assert body("One.", "", f"## {above}", "said of it", "", "End.")[1] == Heading(f"{above} said of it", 2)


@pytest.mark.parametrize("value", ["2025-01-20", "2025-01-20 18:30", "2024-02-29T18:30:15", "2025-01-20 18:30+02:00"])
def test_whole_dates(value):
    assert wrong_date(value) is None


@pytest.mark.parametrize("value", ["2025", "January 2025", "2025-1-2", "01/02/2025", "2025-02-30", "2025-13-01", "10"])
def test_vague_and_impossible_dates(value):
    assert value in wrong_date(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        *((value, "use a-z, 0-9") for value in ("../x", "A", "a b", "a--b", "-a", "", "é", "a/b")),
        ("a" * 101, "use at most 100 characters"),
        ("Café & Bar", "`cafe-bar`, or write `Slug: cafe-bar`"),
        ("中文", "single hyphens, or write a `Slug: …` of them"),
    ],
)
def test_wrong_slugs(value, said):
    """One that is none is answered with one that is."""
    wrong = wrong_slug(value)
    assert wrong.endswith(said) if "Slug:" in said else said in wrong


def test_the_longest_slug():
    assert wrong_slug("a" * 100) is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a_(b). Then", ["https://example.org/a_(b)"]),
        ("(https://example.org/x)", ["https://example.org/x"]),
        ("“https://example.org/’s”", ["https://example.org/’s"]),
        ("https://a.example’s blog, https://b.example's", ["https://a.example", "https://b.example"]),
        ("https://example.org/wiki/McDonald's", ["https://example.org/wiki/McDonald's"]),
        (
            "https://example.org/m—which https://example.org/Καφές· τέλος",
            ["https://example.org/m", "https://example.org/Καφές"],
        ),
        ("看https://example.org/中文。然后", ["https://example.org/中文"]),
        ('"https://example.org/?a=1&b=2"', ["https://example.org/?a=1&b=2"]),
        ("https://a.example, http://b.example/x;", ["https://a.example", "http://b.example/x"]),
        (
            "see `https://e.example/code` and (https://e.example/)؛ https://e.example/y؟",
            ["https://e.example/code", "https://e.example/", "https://e.example/y"],
        ),
        ("http://localhost:PORT/ https://[your-domain]/feed.xml http://[::1]/", ["http://[::1]/"]),
        ("xhttps://example.org https:// javascript:alert(1) example.org //example.org", []),
    ],
)
def test_addresses(text, links):
    """Bare web addresses become links, without the punctuation of the sentence around them."""
    html = BeautifulSoup(render([Paragraph(text)]), "html.parser")
    assert [link["href"] for link in html.find_all("a")] == [link.get_text() for link in html.find_all("a")] == links
    assert html.get_text() == text


def test_summary_is_whole_sentences():
    """One long sentence or two short ones, from the first paragraphs, never cut."""
    long = "This sentence alone says what the whole essay is going to be about, at some length and in peace."
    texts = {
        f"T\n{long} And more.\n": long,
        "T\nShort. The U.S. followed. Third.\n": "Short. The U.S. followed.",
        "T\nShort.\nNext paragraph. Third.\n": "Short. Next paragraph.",
        "T\n只有灰尘。没有人知道。还有。\n": "只有灰尘。没有人知道。",
        "T\nI said yes.\n\n## Why I regret it\nBecause it was wrong. It was.\n": "I said yes.",
        "T\n- A list.\n\nOne of:\n\n- a\n\nNo more.\n": "One of:",
        "Summary: By hand…\n\nT\nText.\n": "By hand…",
    }
    assert {text: parse(text.encode(), PATH).summary for text in texts} == texts
    for lang, first in {
        "fr": "« Pourquoi ? » m’a demandé M. Dupont, et Mme. Durand.",
        "de": "Im 19. Jahrhundert war es anders.",
        "ru": "Поезд идёт шесть суток, т. е. за 144 часа.",
        "es": "Llegaron a las 5 p. m. en punto.",
        "tr": "Yazar 19. yüzyılda geldi.",
        "nl": "Het was dinsdag, d.w.z. gisteren.",
    }.items():
        essay = parse(f"T\n{first} Second. Third.\n".encode(), PATH, lang=lang)
        assert essay.summary.startswith(first), lang
        assert not essay.summary.endswith("Third.")
    german = "T\nAm Meer, z. B. bei Dr. Müller. Der zweite Satz. Ein dritter.\n"
    assert parse(german.encode(), PATH, lang="de").summary == "Am Meer, z. B. bei Dr. Müller. Der zweite Satz."


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


MARK = re.compile(r"(#{2,6}\s+(?=\S)|-\s+(?=\S)|>(\s+|$)|\*\s+\*\s+\*$)")
lines_of_text = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=40),
        st.sampled_from(
            [
                *("", "<script>alert(1)</script>", "&amp; & &", "*a* _b_ `c`", "\"q\" 'r'", "</p>", "- item", "1. one"),
                *("2. two", "> said", ">", "* * *", "## Head?", "https://example.org/<a>&b)", "Short line"),
                *(
                    "A sentence.",
                    "<!-- x",
                    "The lamp",
                    "Oil and wick",
                    "1984. A year",
                    "-- Anna",
                    "Anna: Yes.",
                    "Ben: No.",
                ),
                *("a) oil", "[1] Lamps.", "4. Oil", "4.1 Wick", "so it was"),
            ]
        ),
    ),
    max_size=12,
)


def expected_words(lines):
    """The words of a body by a rule of its own: each line without its mark; numbers of numbered items are marks too."""
    marks = [(line.strip(), MARK.match(line.strip())) for line in lines]
    return " ".join(line[mark.end() if mark else 0 :] for line, mark in marks).split()


@example(["1. The lamp", "The oil", "The wick", "", "Words.", "2. The pier"])
@example(["1984. The lamp", "The oil", "The wick", ""])
@given(lines_of_text)
def test_no_word_is_lost_gained_or_moved(lines):
    """The words of the HTML are the words of the lines, in order, whatever they are."""
    stripped = [line.strip() for line in lines]
    soup = BeautifulSoup(render(body(*stripped)), "html.parser")
    for ordered in soup.find_all("ol"):
        for number, item in enumerate(ordered.find_all("li"), start=int(ordered.get("start", 1))):
            item.insert(0, f"{number}. ")
    words, expected = soup.get_text().split(), expected_words(lines)
    if any(map(may_be_wide, lines)):  # words of which nobody puts a space between
        words, expected = ["".join(words)], ["".join(expected)]
    # Which word is broken at its hyphen, tests of that say.
    assert " ".join(words).replace("- ", "-") == " ".join(expected).replace("- ", "-")


class Balance(HTMLParser):
    """Keeps a stack of open elements; right are those of our alphabet, without attributes but those of links."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag in {"h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "a", "hr", "br"}
        assert [name for name, _ in attrs if (tag, name) != ("ol", "start")] == (
            ["class", "href"] if tag == "a" else []
        )
        if tag not in ("hr", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)


@given(lines_of_text)
def test_html_is_balanced(lines):
    """Whatever the lines say, the HTML has no element but ours, each of them closed in its turn."""
    balance = Balance()
    balance.feed(render(body(*[line.strip() for line in lines])))
    balance.close()
    assert balance.open == []


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_text_means_itself(text):
    """Text as HTML shows just the text."""
    assert BeautifulSoup(f"<pre>x{render_text(text)}</pre>", "html.parser").get_text() == f"x{text}"


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
    ("text", "line", "said"),
    [
        ("# A title\n\nA text.\n", 1, "the `#` of `# A title` would stand on the page; take the `#` out"),
        (
            "A title\n\nA text.\n\n# Part\n\nMore.\n",
            5,
            "the `#` of `# Part` would stand on the page; write `##`",
        ),
        ("A title\n=======\n\nA text.\n", 2, "`===` underlines nothing, and would stand on the page; delete it"),
        ("A title\n\nA text.\n\nPart\n----\n\nMore.\n", 6, "`---` underlines nothing, and would stand on the page"),
        ("A title\n\nA text.\n\n##Part\n\nMore.\n", 5, "the marks of `##Part` would stand on the page; write `## `"),
        ("A title\n\nA text.\n\n## Part ##\n\nMore.\n", 5, "the marks of `## Part ##` would stand on the page; write"),
        ("A title\n\nA text.\n\n####### Part\n\nMore.\n", 5, "the marks of `####### Part` would stand on the page;"),
        ("A title\n\nA text.\n\n# What is it?\n\nMore.\n", 5, "the `#` of `# What is it?` would stand on the page;"),
        ("A title\n\nA text.\n\nIs it?\n----\n\nMore.\n", 6, "`---` underlines nothing, and would stand on the page"),
        ("A title\n\nA text.\n\nPart\n~~~~\n\nMore.\n", 6, "`~~~` underlines nothing, and would stand on the page"),
        (
            "A title\n\nA text.\n\n^^^^\nPart\n^^^^\n\nMore.\n",
            7,
            "`^^^` underlines nothing, and would stand on the page",
        ),
        ("A title\n\nA text.\n\n******\n* PART *\n******\n\nMore.\n", 7, "`***` underlines nothing, and would"),
        ("+++\ntitle = 'x'\ndraft = true\n+++\n\nA text.\n", 1, "`+++` is no title; the header stands at the very top"),
    ],
)
def test_marks_of_markdown_are_named(text, line, said):
    with pytest.raises(EssayError) as error:
        parse(text.encode(), PATH)
    assert (error.value.problems[0].line, error.value.problems[0].text[: len(said)]) == (line, said)


def test_what_stands_in_fences_is_underlined_by_none():
    assert len(read("Say:\n\n~~~~\nlamp --light\n~~~~\n\nMore.")) == 3
    assert read("| Name | Age |\n-------------\n| Anna | 5 |")


def test_marks_that_are_no_markdown_are_words():
    blocks = body("", "It ends.", "---", "And begins.", "", "# 1 reason.", "", "---", "", "End.")
    assert [block.text for block in blocks] == ["It ends.\n---\nAnd begins.", "# 1 reason.", "---", "End."]
    parse(b"A title\n\nIt ends.\n---\nAnd begins.\n\n---\n\nEnd.\n", PATH)


PIECES = [
    *(
        b"A title\n",
        b"Date: 2025-05-01\n",
        b"Tags: a, b\n",
        b"\n",
        b"\r",
        b"\r\n",
        b"Words of it, and more.\n",
        b"## A\n",
    ),
    *(
        b"- item\n",
        b"> said\n",
        b"1. one\n",
        b"Related thinking:\n",
        b"only\n",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xc3\xa9",
    ),
]


@given(st.binary(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join))
def test_any_file_is_read_or_refused(source):
    """No file makes the reader fail in any way but its own."""
    problems = []
    try:
        parse(source, PATH)
    except EssayError as error:
        problems = [str(problem) for problem in error.problems]
    assert all(re.match(rf"{re.escape(PATH)}:[1-9]\d*: .+; .+", problem) for problem in problems)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Title: T\n\n", ":1: a title but no paragraph; write"),
        ("Title: T\n\n## A heading\n", ":3: headings but no paragraph; write"),
        ("Title: T\nDate: 2025-01-20 08:00\nModified: soon\n\nText.\n", ":3: `soon` is not a whole date"),
        ("Title: T\nDate: soon\nModified: 2025-01-20 08:00\n\nText.\n", ":2: `soon` is not a whole date"),
        ("A \u202etitle\nText.\n", ":1: `A \u202etitle` turns the direction"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(source, said):
    with pytest.raises(EssayError, match=said):
        parse(source.encode(), PATH)


def test_a_line_break_of_a_word_processor_is_no_glue():
    with pytest.raises(EssayError, match=r":2: control character U\+000B in column 4 .*; begin a new line there"):
        parse(b"T\nOne\x0btwo.\n", PATH)
    with pytest.raises(EssayError, match=r":2: control character U\+2028 in column 4 .*; begin a new line there"):
        parse("T\nOne\u2028two.\n".encode(), PATH)


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


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (["-5 > -6."], [Paragraph("-5 > -6.")]),
        (["A short text", "on two lines", "", "End."], [Paragraph("A short text\non two lines"), Paragraph("End.")]),
        (
            ["He saw it. Then", "Rotterdam came.", "", "End."],
            [Paragraph("He saw it. Then\nRotterdam came."), Paragraph("End.")],
        ),
        (
            [f"{LONG} See https://example.org/ too.", "Short."],
            [Paragraph(f"{LONG} See https://example.org/ too."), Paragraph("Short.")],
        ),
    ],
)
def test_lines_become_blocks(lines, blocks):
    assert body(*lines) == tuple(blocks)


KHMER = "ប្រយោគទីមួយ" * 6 + "។"
LONG_CHINESE = "这是一段文字" * 6 + "。"
ADDRESS = "https://example.org/a/very/long/address/that/nobody/can/wrap/at/all.html"
COUNTED = "To protect your rights with two steps, as the law of this land has it:"
FULL_LINE = "I had never thought that it would come to this, and yet it had, for he"


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (
            ["The water", "It must be soft.", "", "The cup", f"{FULL_LINE}", "knew. It is small."],
            [
                *(Heading("The water", 2), Paragraph("It must be soft."), Heading("The cup", 2)),
                Paragraph(f"{FULL_LINE}\nknew. It is small."),
            ],
        ),
        (
            ["One", f"{FULL_LINE}.", "", "Two", "So it goes on.", "", "We need:", "- milk", "- bread", "", "End."],
            [
                *(Heading("One", 2), Paragraph(f"{FULL_LINE}."), Heading("Two", 2), Paragraph("So it goes on.")),
                *(Paragraph("We need:"), List(("milk", "bread"), numbered=False), Paragraph("End.")),
            ],
        ),
        ([KHMER, KHMER], [Paragraph(KHMER), Paragraph(KHMER)]),
        (["标题", LONG_CHINESE, "", "完。"], [Heading("标题", 2), Paragraph(LONG_CHINESE), Paragraph("完。")]),
        (
            ["Two roads met in a yellow wood", "And I was one man.", "And long I stood", "And looked.", "", "End."],
            [
                Paragraph(
                    KEPT.join(
                        ["Two roads met in a yellow wood", "And I was one man.", "And long I stood", "And looked."]
                    )
                ),
                Paragraph("End."),
            ],
        ),
        (
            ["We met at a house of my", "Aunt Jane. It was cold in", "there.", "", "End."],  # by a narrow editor
            [Paragraph("We met at a house of my\nAunt Jane. It was cold in\nthere."), Paragraph("End.")],
        ),
        *(
            ([*run, "", "End."], [Paragraph("\n".join(run)), Paragraph("End.")])
            for run in (
                ("Yours, with the best of wishes", "Jane Doe"),
                ("Tyger Tyger, burning bright", "In the forests of the night;"),
                ("Be the change that you wish to see", "— Mahatma Gandhi"),
                ("The Elm House", "12 High Street, London."),
            )
        ),
        (["床前明月光", "疑是地上霜。", "", "End."], [Paragraph("床前明月光疑是地上霜。"), Paragraph("End.")]),
        (
            [ADDRESS, "", "We went to a house in the", "Strand, which was cold.", "", "End."],
            [*map(Paragraph, (ADDRESS, "We went to a house in the\nStrand, which was cold.", "End."))],
        ),
        (
            ["마사마 인나고지리의 바하는 바나로리아자 리은 의자의은", "은가도고바자 가기는에가 로 에마.", "", "End."],
            [
                Paragraph("마사마 인나고지리의 바하는 바나로리아자 리은 의자의은\n은가도고바자 가기는에가 로 에마."),
                Paragraph("End."),
            ],
        ),
    ],
)
def test_no_editor_wraps_below_a_heading(lines, blocks):
    """Nor where the next word had room; but a verse, a letter or an address has short lines, too."""
    assert body(*lines) == tuple(blocks)


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (
            [FULL_LINE, "- as I have said before - was not the man to", "wait.", "", "End."],
            [Paragraph(f"{FULL_LINE}\n- as I have said before - was not the man to\nwait."), Paragraph("End.")],
        ),
        (
            [FULL_LINE, "1. of May had been born, it was cold.", "", "End."],
            [Paragraph(f"{FULL_LINE}\n1. of May had been born, it was cold."), Paragraph("End.")],
        ),
        (
            [FULL_LINE, "- milk", "- bread", "", "End."],
            [Paragraph(FULL_LINE), List(("milk", "bread"), numbered=False), Paragraph("End.")],
        ),
        (
            ["1. Mix the flour", "Let it rest.", "2. Bake", "Not long.", "", "- Tea", "It is hot.", "", "End."],
            [
                List(("Mix the flour\nLet it rest.", "Bake\nNot long."), numbered=True),
                *(List(("Tea\nIt is hot.",), numbered=False), Paragraph("End.")),
            ],
        ),
        (
            [FULL_LINE, "o vento que não parava.", "", COUNTED, "(1) assert it.", "", "End."],
            [*map(Paragraph, (f"{FULL_LINE}\no vento que não parava.", f"{COUNTED}\n(1) assert it.", "End."))],
        ),
        (
            [FULL_LINE, "• Paris • New York were all there.", "", "End."],
            [*map(Paragraph, (f"{FULL_LINE}\n• Paris • New York were all there.", "End."))],
        ),
        (
            [FULL_LINE, "1. mix", "- slow", "2. salt", "", "End."],
            [
                *(Paragraph(FULL_LINE), List(("mix",), numbered=True), List(("slow",), numbered=False)),
                *(List(("salt",), numbered=True, start=2), Paragraph("End.")),
            ],
        ),
        (
            ["1. One.", "2. Two.", "5. Five.", "", "End."],
            [List(("One.", "Two."), numbered=True), Paragraph("5. Five."), Paragraph("End.")],
        ),
        (["•\tMilk", "\uf0b7\tBread", "", "End."], [List(("Milk", "Bread"), numbered=False), Paragraph("End.")]),
        (
            ["– Hello, Bob.", "— Bye.", "a) one", "1) two.", "", "End."],
            list(map(Paragraph, ("– Hello, Bob.", "— Bye.", "a) one", "1) two.", "End."))),
        ),
        (
            [FULL_LINE, "— as I have said before — was not.", "", "End."],
            [Paragraph(f"{FULL_LINE}\n— as I have said before — was not."), Paragraph("End.")],
        ),
    ],
)
def test_items_are_told_from_lines_that_an_editor_has_wrapped(lines, blocks):
    assert body(*lines) == tuple(blocks)


@pytest.mark.parametrize(
    ("above", "below", "is_so"),
    [
        ("a" * 56, "bbb c", False),
        ("a" * 57, "bbb c", True),
        ("a" * 57, "b c", False),
        ("a" * 58, "中文字", True),
        ("a" * 57, "中文字", False),
        ("中" * 29, "文字", True),
        ("中" * 28, "文字", False),
    ],
)
def test_a_line_is_full_where_the_next_word_has_no_room(above, below, is_so):
    """In 60 columns; an editor may break behind any sign of Chinese, which takes two of them."""
    assert is_full(above, below) == is_so


@pytest.mark.parametrize(
    ("lines", "room"),
    [
        (["a" * 70], 60),
        (["a" * 59], 59),
        (["中" * 20], 40),
        (["a" * 20, "https://example.org/" + "a" * 30], 20),
        (["https://example.org/" + "a" * 30], 60),
        (["a" * 30, "goes on.", "", "B" * 50], 30),
        (["a" * 30, "", "b" * 50], 50),
        ([], 60),
    ],
)
def test_the_room_that_an_editor_had(lines, room):
    assert room_of([Line(i, text) for i, text in enumerate(lines)]) == room


def test_a_full_line_of_a_script_without_small_letters_goes_on_unless_a_mark_closes_it():
    assert may_go_on("字" * 31, "字")
    assert not may_go_on("字" * 30, "字")
    assert not may_go_on("字" * 31 + "。", "字")
    assert not may_go_on("字" * 31, "A")


WHOLE = "The whole of a paragraph stands in one line here, and it ends where it ends."


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (["A short line", WHOLE], [Heading("A short line", 2), Paragraph(WHOLE)]),
        (["1. It is so", WHOLE], [List((f"It is so\n{WHOLE}",), numbered=True)]),
        (["A short line", WHOLE[:-1]], [Paragraph(f"A short line\n{WHOLE[:-1]}")]),
        (["A short line", f"goes on: {WHOLE}"], [Paragraph(f"A short line\ngoes on: {WHOLE}")]),
        (["A short line", "Another one", WHOLE], [Paragraph(f"A short line\nAnother one\n{WHOLE}")]),
        (["A short line", "Under sixty."], [Paragraph("A short line\nUnder sixty.")]),
        (
            ["A short line", "Under sixty.", "", "One more", WHOLE],
            [Heading("A short line", 2), Paragraph("Under sixty."), Heading("One more", 2), Paragraph(WHOLE)],
        ),
        (
            ["A short line", "Under sixty.", "", "One more", WHOLE, "", "One of a run that", "goes on."],
            [
                *(Paragraph("A short line\nUnder sixty."), Heading("One more", 2), Paragraph(WHOLE)),
                Paragraph("One of a run that\ngoes on."),
            ],
        ),
        (["He said:", "> words"], [Paragraph("He said:"), Quotation(("words",))]),
        (["> Said.", ">", "and so it is."], [Quotation(("Said.",)), Paragraph("and so it is.")]),
        (["Text.", "", ">"], [Paragraph("Text.")]),
        (["## Short", "and below."], [Heading("Short", 2), Paragraph("and below.")]),
        ([f"## {WHOLE[:-1]}", "Below."], [Heading(WHOLE[:-1], 2), Paragraph("Below.")]),
        (
            ["1. A.", "", "Some words that go", "2. B."],
            [Paragraph("1. A."), Heading("Some words that go", 2), Paragraph("2. B.")],
        ),
    ],
)
def test_what_stands_right_below(lines, blocks):
    """Where there are empty lines: a heading above its paragraph, or one paragraph in two lines."""
    assert body(*lines, "", "End.") == (*blocks, Paragraph("End."))


def test_a_first_sentence_is_a_summary_where_it_says_enough():
    first, second = "A" * 77 + ".", "It goes on."
    assert summarize([f"{first} {second}"], "en") == f"{first} {second}"
    assert summarize([f"{first[:-1]}A. {second}"], "en") == f"{first[:-1]}A."
    assert summarize([first, second, "More."], "en") == f"{first} {second}"


def test_between_lines_of_chinese_and_japanese_stands_nothing():
    assert [between(above, "字") for above in ("字", "a", "字”", "”")] == ["", "\n", "", ""]
    assert [between("字", below) for below in ("a", "“字", "・一", "あ")] == ["\n", "", "\n", ""]
    assert between("a”", "“b") == "\n"


def test_signs_that_nobody_sees_end_an_address():
    """As chats and word processors put them behind it."""
    for sign in "\u200b\u200e\u00ad\ufeff":
        assert render([Paragraph(f"See https://x.org/a{sign} more.")]) == (
            f'<p>See <a class="bare" href="https://x.org/a">https://x.org/a</a>{sign} more.</p>'
        )


def test_a_number_goes_on_only_right_below():
    assert body("1. One.", "- a", "", "2. Two.", "", "End.")[2:] == (Paragraph("2. Two."), Paragraph("End."))
    assert render(body("1. Mix.", "- slow", "2. Salt.")).splitlines()[-3:] == [
        '<ol start="2">',
        "<li>Salt.</li>",
        "</ol>",
    ]


def test_only_the_sites_name_is_no_pin():
    essay = parse(b"T\nText.\nRelated thinking:\none\ntwo\nastro\n", PATH, sign_off=SIGN_OFF)
    assert [pin.text for pin in essay.pins] == ["one", "two"]
    assert [pin.text for pin in parse(b"Title: T\nRelated: one; two;\n\nText.\n", PATH).pins] == ["one", "two"]


@pytest.mark.parametrize("mark", "\ufeff\u200b\u2060")
def test_marks_without_width_are_no_words(mark):
    assert parse(f"\n {mark} A title {mark} \nText.\n".encode(), PATH).title == "A title"


def test_a_status_is_the_same_in_any_letters():
    assert parse(b"Status: Draft\n\nA title\nA text.\n", PATH).header == {"status": "draft"}


def test_the_title_below_a_header_has_its_own_line():
    with pytest.raises(EssayError) as raised:
        parse("Tags: a\n\n\nA \u202e title\nA text.\n".encode(), PATH)
    assert [problem.line for problem in raised.value.problems] == [4]


def test_a_summary_knows_languages_of_three_letters():
    """`gsw` is not `gs`, nor is `fil` Finnish."""
    assert summarize(["Das gilt bzw. noch. Und das isch guet."], "gsw") == "Das gilt bzw. noch. Und das isch guet."


def test_lines_end_where_editors_end_them():
    assert split_lines("a\u2028b\r\nc\rd\x85\n") == ["a\u2028b", "c", "d\x85", ""]


def test_a_list_below_a_quotation_and_numbers_that_begin_again():
    blocks = body("", "> He said that it was", "- an item", "", "Text of it.")
    assert [type(each) for each in blocks] == [Quotation, List, Paragraph]
    blocks = body("", *(f"{number}. item" for number in (1, 2, 3, 4, 5, 1, 2, 3)))
    assert [len(each.items) for each in blocks] == [5, 3]


def test_twins_of_a_key():
    for one, other in (("Author", "Authors"), ("Authors", "Author")):
        with pytest.raises(EssayError, match=f"{one} stands in line 1 already"):
            parse(f"{one}: A\n{other}: B\n\nA title\nWords of it.".encode(), PATH)


@pytest.mark.parametrize(
    ("key", "here"),
    [
        *((key, "Tags") for key in ("categories", "keywords")),
        *((key, "Lang") for key in ("language", "locale")),
        *((key, "Summary") for key in ("description", "excerpt", "subtitle")),
        *((key, "Modified") for key in ("lastmod", "updated", "last_modified_at")),
    ],
)
def test_keys_of_other_tools(key, here):
    with pytest.raises(EssayError, match=f"it is {here}"):
        parse(f"Title: A\n{key}: x\n\nWords of it.".encode(), PATH)
