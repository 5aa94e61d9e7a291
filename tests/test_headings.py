"""Headings of plain text: which lines head what follows."""

import pytest
from astro.plain_text.essay import KEPT, Heading, List, Paragraph
from astro.plain_text.parse import parse
from astro.plain_text.shape import looks_like_heading
from conftest import SEED, SIGN_OFF
from plain_essays import FULL_LINE, LAMP, PATH, WRAPPED, body, read, seed_lines


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
        ("one two three four five six — seven eight nine ten eleven twelve", True),
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


@pytest.mark.parametrize(
    "items",
    [
        ("1) flour", "2) water", "3) salt, 10 g"),
        ("(1) flour", "(2) water", "(3) salt, 10 g"),
        ("а) мука", "б) вода", "в) соль, 10 г"),
        ("１．小麦粉", "２．水", "３．塩"),
        ("一、面粉", "二、水", "三、盐"),
        ("①小麦粉", "②水", "③塩"),
        ("۱- آرد", "۲- آب", "۳- نمک"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_item_that_counts_on_from_the_line_above_is_no_heading(items, between):
    assert not any(isinstance(block, Heading) for block in read(f"{between.join(items)}\n\n{LAMP}"))
    assert Heading(items[1], 2) in read(f"{items[0]}\n\n{LAMP}\n\n{items[1]}\n\n{LAMP}")


@pytest.mark.parametrize(
    ("above", "below"), [("3) salt", "(4) milk"), ("1) flour", "3) salt"), ("A. Flour", "2) Salt")]
)
def test_what_counts_on_from_nothing_may_head(above, below):
    assert Heading(below, 2) in read(f"{above}\n\n{below}\n\n{LAMP}")


def test_what_somebody_says_in_japanese_is_no_heading():
    """No mark closes a sentence in quotes there; titles of books, names and words in quotes are headings."""
    assert not any(isinstance(block, Heading) for block in read(f"「おはよう」\n\n{LAMP}"))
    for heading in ("「火」と「水」", "『こころ』", "「內卷」"):
        assert Heading(heading, 2) in read(f"{heading}\n\n{LAMP}")


def test_letters_that_are_two_in_small_count_items():
    assert Heading("İ. Hakkı", 2) in read(f"A. Kemal\n\n{LAMP}\n\nİ. Hakkı\n\n{LAMP}")
    assert len(read(f"ı) un\n\nİ) su\n\n{LAMP}")) == 3


def test_below_a_paragraph_that_begins_with_an_initial_a_name_may_head():
    assert Heading("B. Franklin", 2) in read(f"A. {WRAPPED[0]}\n{WRAPPED[1]}\n\nB. Franklin\n\n{LAMP}")


def test_an_indented_line_is_no_heading():
    essay = parse("題\n\n　第一段\n\n段落です。\n".encode(), PATH)
    assert [type(block) for block in essay.blocks] == [Paragraph, Paragraph]


def test_marked_headings():
    """`##` makes a heading of any line, `###` a deeper one; one `#` is a sign like others."""
    assert body("## Does it scale?", "It does.", "### How?", "Well.", "# 1 reason.") == (
        Heading("Does it scale?", 2),
        Paragraph("It does."),
        Heading("How?", 3),
        Paragraph("Well."),
        Paragraph("# 1 reason."),
    )


def test_numbered_headings():
    """Numbers with paragraphs between them count headings, not items."""
    assert body("1. Introduction", "A text.", "2. The good news", "Another text.") == (
        Heading("1. Introduction", 2),
        Paragraph("A text."),
        Heading("2. The good news", 2),
        Paragraph("Another text."),
    )


def test_a_marked_heading_that_an_editor_wrapped():
    above = "What the people who sat under the dome until the clouds had gone"
    assert body("One.", "", f"## {above}", "said of it", "", "End.")[1] == Heading(f"{above} said of it", 2)


KHMER = "ប្រយោគទីមួយ" * 6 + "។"
LONG_CHINESE = "这是一段文字" * 6 + "。"
ADDRESS = "https://example.org/a/very/long/address/that/nobody/can/wrap/at/all.html"


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


def test_one_empty_line_takes_no_headings_away():
    """Where every line but they ends a sentence, no editor has wrapped anything."""
    full = "The harbour office copied its tide tables by hand until a clerk saw that the moon was wrong."
    run = [full, "A heading", full, "Another heading", full]
    assert [type(block) for block in body(*run, "", full)] == [Paragraph, Heading] * 2 + [Paragraph] * 2
    others = [
        [full, "a heading", full, "a heading", full],
        [full, "A heading", "A word.", "A heading", "A word."],
        [full, "A heading", full.removesuffix("."), "A heading", full],
        [full, "A line of words", "A heading", full, "A heading", full],
        [full, "— A heading", full, "— A heading", full],
        ["We came home late from the harbour.", "When the night was over", f"I went. {full}", full],
        [full, full],
    ]
    for lines in others:
        assert not any(isinstance(block, Heading) for block in body(*lines, "", full)), lines


def test_a_full_line_that_goes_on_below_is_no_heading():
    """Lines of languages with long words have no more than twelve, and so may others."""
    line = "Kun seison katolla pienen kaukoputken kanssa, näen kaupungin yllä"
    assert read(f"{LAMP}\n\n{line}\noranssin hunnun.")[1] == Paragraph(f"{line}\noranssin hunnun.")
    others = (
        "Valosaaste vie taivaalta tähdet yksi kerrallaan, eikä kukaan huomaa.",
        "Kunta voi sammuttaa lamput puolenyön jälkeen.",
        "Se maksaa vähän, ja lepakotkin kiittävät siitä.",
    )
    assert not any(isinstance(block, Heading) for block in body(line, "oranssin hunnun.", *others))


def test_a_day_that_begins_with_its_number_may_head():
    assert [
        block.text for block in body("1. května", "Pršelo.", "3. května", "Svítilo.") if isinstance(block, Heading)
    ] == [
        "1. května",
        "3. května",
    ]
    assert body("1. září 1939 začala válka.", "Druhý den odjel.") == (
        Paragraph("1. září 1939 začala válka."),
        Paragraph("Druhý den odjel."),
    )
