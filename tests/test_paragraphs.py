"""Paragraphs of plain text: which lines are joined, stay lines, or begin one."""

import pytest
from astro.plain_text.essay import KEPT, Heading, Line, List, Paragraph, Quotation
from astro.plain_text.parse import parse
from astro.plain_text.pieces import piece_of, without_false_items
from astro.plain_text.render import render
from astro.plain_text.wrapped import between, is_full, may_go_on, room_of
from astro.problem import EssayError
from plain_essays import FULL_LINE, LAMP, LONG, PATH, WRAPPED, body, read

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


def test_notes_stand_apart_right_below_their_heading():
    blocks = read(f"{LAMP}\n\nNotes\n[1] {LAMP} {LAMP}\n[2] B. Karp, Oil.")
    assert blocks == (
        *(Paragraph(LAMP), Heading("Notes", 2), Paragraph(f"[1] {LAMP} {LAMP}")),
        Paragraph("[2] B. Karp, Oil."),
    )


def test_a_note_within_a_sentence_begins_no_line():
    """Nor one at the beginning of the next sentence."""
    note = "[1] Nobody knew, as he says in all of his books, which few have read."
    assert len(read(f"{LAMP}\n{note}")) == 1
    assert len(read(f"{LAMP}\n\n{WRAPPED[0]} and more\n{note}")) == 2
    assert len(read(f"{LAMP}\n\n{WRAPPED[0]} and more.\n{note}")) == 2


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


COUNTED = "To protect your rights with two steps, as the law of this land has it:"


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


def test_between_lines_of_chinese_and_japanese_stands_nothing():
    assert [between(above, "字") for above in ("字", "a", "字”", "”")] == ["", "\n", "", ""]
    assert [between("字", below) for below in ("a", "“字", "・一", "あ")] == ["\n", "", "\n", ""]
    assert between("a”", "“b") == "\n"


def test_a_day_in_a_wrapped_sentence_is_no_item():
    """`2. května` would count on from `1. května`, and `1. Verdenskrig` begins large."""
    one = ("Když jsem byl malý, jezdili jsme vždycky na hory a vraceli jsme se až", "1. května, kdy začínala škola.")
    two = ("Druhý rok jsme přijeli dřív a čekali jsme na babičku, která přijela", "2. května večer a zůstala.")
    war = ("Min bedstefar var soldat, og han fortalte os altid, at han i begyndelsen af", "1. Verdenskrig stod der.")
    text = "\n\n".join("\n".join(each) for each in (one, two, war))
    assert read(text) == tuple(Paragraph("\n".join(each)) for each in (one, two, war))
    line = "=" * 78
    assert read(f"{LAMP}\n\n{line}\n1. Variables")[1:] == (Paragraph(line), List(("Variables",), numbered=True))


def test_spanish_speeches_stand_apart():
    """There is no blank behind their dash."""
    speeches = ("—¿Comprarlo? —dijo ella.", "—Sí, en la tienda.", "—En la tienda venden aire.")
    assert read(f"{LAMP}\n\n" + "\n".join(speeches))[1:] == tuple(map(Paragraph, speeches))
    assert len(read(f"{WRAPPED[0][:-1]}\n—and nobody in the town could say who had paid for all of\nits oil.")) == 1


def test_a_line_of_wide_signs_is_longer_than_an_editor_wraps():
    """Each takes two columns: of two such lines each is a paragraph."""
    line = "這是一段沒有人折行的文字，說的是望遠鏡和夜空。" * 3
    assert read(f"{line}\n{line}\n\n{LAMP}")[:2] == (Paragraph(line), Paragraph(line))


def test_who_speaks_may_have_a_name_in_any_script():
    talk = ("राम: रोटी कब बनेगी?", "मौसी: जब परत चटकेगी।", "राम: ठीक है।")
    assert read(f"{LAMP}\n\n" + "\n".join(talk))[1:] == tuple(map(Paragraph, talk))


def test_no_line_copies_all_that_stand_below_it():
    """Else a list of thousands would take the square of its length."""

    class Lines(list):
        copied = 0

        def __getitem__(self, place):
            found = super().__getitem__(place)
            Lines.copied += len(found) if isinstance(place, slice) else 1
            return found

    marks = [mark for i in range(1, 101) for mark in (f"{i}. an item", "- another", "words", "## a heading")]
    pieces = Lines(piece_of(text, chunk) for chunk, text in enumerate(marks))
    assert len(without_false_items(pieces)) == len(pieces)
    assert Lines.copied <= len(pieces)
