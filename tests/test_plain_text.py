"""Plain text: files in, HTML out; not one word is lost, gained or moved."""

import re
from html.parser import HTMLParser

import pytest
from astro.plain_text.essay import Heading, List, Paragraph, Quotation
from astro.plain_text.lines import split_lines
from astro.plain_text.parse import parse
from astro.plain_text.render import render, render_text
from astro.plain_text.summary import summarize
from astro.plain_text.wrapped import may_be_wide
from astro.problem import EssayError
from bs4 import BeautifulSoup
from conftest import SEED, SIGN_OFF, case_folders
from hypothesis import example, given
from hypothesis import strategies as st
from plain_essays import LONG, PATH, body, read, seed_lines


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


def test_seed_words():
    """The words of title and HTML are those of the seed down to `Related thinking:`, in order."""
    essay = parse(SEED.read_bytes(), SEED.name, sign_off=SIGN_OFF)
    text = BeautifulSoup(render(essay.blocks), "html.parser").get_text(" ")
    assert f"{essay.title} {text}".split() == " ".join(seed_lines()[:-3]).split()


PINNED = "T\n\nOne\ntwo.\n\nThree.\n\nRelated thinking:\na-pin\n"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("text", [SEED.read_text("utf-8"), PINNED], ids=["seed", "wrapped"])
def test_newlines_and_bom(newline, start, text):
    """Any newline style, with or without a BOM, gives the same essay."""
    source = start + text.replace("\n", newline).encode()
    assert parse(source, PATH, sign_off=SIGN_OFF) == parse(text.encode(), PATH, sign_off=SIGN_OFF)


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


def test_long_lines_are_read_in_no_time():
    """Also of words that never end, of which another rule would look at each part."""
    text = "每个人都知道没有人知道答案" * 8000
    assert body(text, "", text) == (Paragraph(text), Paragraph(text))
    line = "One" + "=" * 2_000_000
    assert [block.text for block in body(line, "", "End.")] == [line, "End."]


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


def test_quotations():
    """Quoted lines are paragraphs of one quotation; hard-wrapped ones are joined up to a lone mark."""
    assert body("> One.", "> Two.") == (Quotation(("One.", "Two.")),)
    assert body("A.", "", "> one", "> two", ">", "> three") == (Paragraph("A."), Quotation(("one\ntwo", "three")))


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
        ("Title: \U000e0041\u200b\n\nText.\n", ":1: the title has nothing that anybody sees; write one"),
        ("Tags: a\n\n\u200d\u3164\nText.\n", ":3: the title has nothing that anybody sees; write one"),
        ("Title: T\n\n## A heading\n", ":3: headings but no paragraph; write"),
        ("Title: T\nDate: 2025-01-20 08:00\nModified: soon\n\nText.\n", ":3: `soon` is not a whole date"),
        ("Title: T\nDate: soon\nModified: 2025-01-20 08:00\n\nText.\n", ":2: `soon` is not a whole date"),
        (
            "A \u202etitle\nText.\n",
            ":1: control character U.202E in column 3 turns the direction of what follows it; delete it",
        ),
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


def test_a_first_sentence_is_a_summary_where_it_says_enough():
    first, second = "A" * 77 + ".", "It goes on."
    assert summarize([f"{first} {second}"], "en") == f"{first} {second}"
    assert summarize([f"{first[:-1]}A. {second}"], "en") == f"{first[:-1]}A."
    assert summarize([first, second, "More."], "en") == f"{first} {second}"


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


def test_the_sign_off_may_stand_before_the_pins():
    whole = parse(
        f"T\n\nText.\n\n{SIGN_OFF[0]}\n{SIGN_OFF[1]}\n\nRelated thinking:\none\n".encode(), PATH, sign_off=SIGN_OFF
    )
    assert whole.blocks == parse(b"T\n\nText.\n", PATH).blocks
    assert [pin.text for pin in whole.pins] == ["one"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_words_below_the_sign_off_do_not_make_it_a_section(gap):
    name, tagline = SIGN_OFF
    wrapped = tagline.replace("space, ", "space,\n")
    text = f"T\n\nText.\n\n{name}{gap}{wrapped}\n\nPS: one more thing.\n"
    with pytest.raises(EssayError) as error:
        parse(text.encode(), PATH, sign_off=SIGN_OFF)
    (problem,) = error.value.problems
    assert (problem.line, problem.text.partition(";")[0]) == (5, "the sign-off would be a section here")
    assert parse(text.encode(), "content/pages/who.txt", sign_off=SIGN_OFF, dated=False).blocks  # it may be about it
    assert len(parse(f"T\n\nText.\n\n{name}\n\nMore text.\n".encode(), PATH, sign_off=SIGN_OFF).blocks) == 3


@pytest.mark.parametrize("tail", ["", "\n\nRelated thinking:\none"])
@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_an_editor_may_have_wrapped_the_sign_off(gap, tail):
    """It is longer than most lines; its name is no heading then."""
    name, tagline = SIGN_OFF
    text = f"T\n\nText of an essay.{tail}\n\n{name}{gap}{tagline.replace('so I don', 'so I{}don').format(chr(10))}\n"
    essay = parse(text.encode(), PATH, sign_off=SIGN_OFF)
    assert essay.blocks == (Paragraph("Text of an essay."),)
    assert [pin.text for pin in essay.pins] == (["one"] if tail else [])
    left = parse(f"T\n\nText.\n\nI {gap.join(SIGN_OFF)}\n".encode(), PATH, sign_off=SIGN_OFF)
    assert len(left.blocks) > 1
    assert len(parse(b"T\n\nText.\n\nastro\n", PATH, sign_off=("astro", "")).blocks) > 1


@pytest.mark.parametrize("mark", "\ufeff\u200b\u2060")
def test_marks_without_width_are_no_words(mark):
    assert parse(f"\n {mark} A title {mark} \nText.\n".encode(), PATH).title == "A title"


@pytest.mark.parametrize(
    ("lang", "text", "is_whole"),
    [
        ("pt", "Nasci no fim do séc. XIX, numa casa grande.", True),
        ("ru", "Он жил на стр. 5 этой книги.", True),
        ("de", "Ich dachte an den hl. Augustinus und sein Buch.", True),
        ("pl", "Ulica nosi imię św. Jana z dawnych lat.", True),
        ("vi", "Tôi sống ở TP. Hồ Chí Minh.", True),
        ("en", "They publish about LLMs. I have trained three.", False),
        ("de", "Das war im 19. Jahrhundert noch so.", True),
        ("en", "It was chapter 5. He came back.", False),
        ("en", "It was in vol. 3. Springer published it.", True),
        ("en", "It was good. 2025 was better.", False),
        ("en", "We gave up on it. CI is weather.", False),
        ("fr", "Dans la rue. 1940 arriva.", False),
    ],
)
def test_abbreviations_that_end_no_summary(lang, text, is_whole):
    more = " Words that nobody needs." * 4
    first = text if is_whole else text[: text.index(".") + 1]
    assert summarize([f"{'So it is, and so it was, ' * 3}{text}{more}"], lang).endswith(first)


def test_a_sentence_may_end_with_the_time_of_day():
    assert summarize(["He left at 6 p.m. She stayed. Then rain."], "en") == "He left at 6 p.m. She stayed."
    first = "They meet at 6 p.m. Eastern time on Monday, in the hall beside the old church of the town."
    assert summarize([f"{first} It is cold."], "en") == first


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
