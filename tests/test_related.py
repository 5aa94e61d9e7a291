"""Related thinking: what is linked, to which section, with which reason; pins; and what is never linked."""

import random

import pytest
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.related.pins import UnknownPinError, combine, resolve
from astro.related.rank import LIMIT, RelatedLink, floor, rank
from astro.related.terms import words
from astro.related.weigh import normal, shared_headings
from astro.sections.anchors import anchor
from astro.sections.outline import Outline, Section
from conftest import ROOT, SEED, SEED_SLUG, SIGN_OFF
from hypothesis import given
from hypothesis import strategies as st

FIXTURES = ROOT / "tests" / "essays"


def outline_of(path):
    essay = parse(path.read_bytes(), f"content/essays/{path.name}", sign_off=SIGN_OFF)
    result = anchor(render(essay.blocks))
    return Outline(essay.slug, essay.title, essay.date, "en", result.intro, result.sections)


def made(slug, title, *sections, intro="", date="2025-01-01"):
    """An essay of a few words; a section is (heading, text)."""
    parts = tuple(Section(2, heading.lower().replace(" ", "-"), heading, text) for heading, text in sections)
    return Outline(slug, title, date, "en", intro, parts)


@pytest.fixture(scope="module")
def essays():
    names = ("2025-02-10-the-second-wall.txt", "2025-03-02-a-sourdough-calendar.txt")
    return [outline_of(SEED), *(outline_of(FIXTURES / name) for name in names)]


def test_a_related_essay_is_linked_to_its_section_with_the_reason(essays):
    """An essay on export controls is linked from the seed, to the section on them, and says so."""
    for group in (essays, essays[:2]):
        (link,) = rank(group)[SEED_SLUG]
        assert (link.essay, link.section) == ("the-second-wall", "how-the-export-controls-leak")
        assert link.reason[0] == "export controls"
        assert 0 < link.score < 1


def test_the_section_is_the_one_that_carries_the_match():
    """Not the first, not the longest, not one whose heading names no subject; the beginning where that carries it."""
    rockets = ("Engines", "Methane turbopumps feed regenerative nozzles.")
    bread = ("Ovens", "Rye and wheat and salt and water and patience and a warm kitchen and a cold cellar.")
    generic = ("Conclusion", "Methane turbopumps feed regenerative nozzles, methane turbopumps feed nozzles.")
    source = made("source", "Methane rockets", ("Turbopumps", "Regenerative nozzles and methane turbopumps."))
    (link,) = rank([source, made("target", "A rocket bakery", bread, generic, rockets)])["source"]
    assert link.section == "engines"
    (link,) = rank([source, made("target", "A rocket bakery", bread, intro=rockets[1])])["source"]
    assert link.section == ""


def test_a_generic_heading_alone_relates_nothing(essays):
    """An essay that shares "What I'm watching" and nothing else is linked from nowhere, and links nowhere."""
    for group in (essays, [essays[0], essays[2]]):
        ranking = rank(group)
        assert ranking["a-sourdough-calendar"] == ()
        assert all(link.essay != "a-sourdough-calendar" for links in ranking.values() for link in links)


SHORT = {
    "controls": (
        "The chip ban backfired\nWashington thought that limiting exports would slow China down.\n"
        "Export controls as a gift\nEvery export control is a gift to engineers. When the US took away the H100, labs "
        "learned to train with less.\nThe price of compute\nNobody needs ten thousand GPUs to train a good model.\n",
        "export-controls-as-a-gift",
    ),
    "small": (
        "Small models, big ideas\nI have been running a small language model on my laptop for a month.\n"
        "Efficiency is the new scale\nMixture-of-experts made it cheap. The training costs fell, and benchmarks barely "
        "moved.\nWhat I'm watching\nWhether the labs follow.\n",
        "efficiency-is-the-new-scale",
    ),
    "robots": (
        "Robots in the kitchen\nA robot burned my toast this morning.\nThe hands are the hard part\nGrippers slip, "
        "fingers break, and nobody sells good skin for a machine.\nWhat I'm watching\nThe next generation of "
        "actuators.\nThe open question\nWho pays for the toast?\n",
        None,
    ),
}


@pytest.mark.parametrize("name", SHORT)
def test_a_short_second_essay(name, tmp_path):
    """Also two short paragraphs are enough to relate the second essay of a blog, and generic headings are not."""
    text, section = SHORT[name]
    path = tmp_path / f"2025-02-01-{name}.txt"
    path.write_text(text, "utf-8")
    found = [link.section for link in rank([outline_of(SEED), outline_of(path)])[SEED_SLUG]]
    assert found == ([section] if section else [])


def test_a_shared_heading_is_not_lifted():
    """A heading that stands in two essays verbatim names no subject, whatever its case and apostrophes."""
    pair = [
        made("a", "A", ("Why’s that", "x")),
        made("b", "B", ("WHY'S that", "y")),
        made("c", "C", ("Only here", "z")),
    ]
    assert normal("Why’s  that") in shared_headings(pair)
    assert normal("Only here") not in shared_headings(pair)
    assert normal("Conclusion") in shared_headings([])


def test_the_seed_alone_has_no_one_to_relate_to():
    assert rank([outline_of(SEED)]) == {SEED_SLUG: ()}
    assert rank([]) == {}


def test_order_of_input_changes_nothing(essays):
    """The ranking is a function of the essays, not of the order in which they were found."""
    expected = rank(essays)
    for seed in range(5):
        shuffled = random.Random(seed).sample(essays, len(essays))
        assert rank(shuffled) == expected


def test_equal_scores_are_ordered_by_date_then_slug():
    """Of two essays with the same words the newer comes first; of the same day, the earlier slug."""
    text = ("Rocket engines", "Methane turbopumps and regenerative nozzles.")
    source = made("source", "Rocket engines", text)
    twins = [
        made(slug, "Rocket engines again", text, date=date)
        for slug, date in (("c", "2025-01-02"), ("b", "2025-01-01"), ("a", "2025-01-01"))
    ]
    assert [link.essay for link in rank([source, *twins])["source"]] == ["c", "a", "b"]


def test_unrelated_cuts_both_directions(essays):
    ranking = rank(essays, unrelated={"the-second-wall": frozenset({SEED_SLUG})})
    assert ranking[SEED_SLUG] == ranking["the-second-wall"] == ()


def test_no_list_is_longer_than_three():
    text = ("Rocket engines", "Methane turbopumps and regenerative nozzles.")
    ranking = rank(made(f"e{i}", f"Rocket engines {i}", text) for i in range(9))
    assert {len(links) for links in ranking.values()} == {LIMIT}


def test_floor_grows_with_the_blog_and_knows_the_length():
    short = [made(str(i), "T", intro="word " * 700) for i in range(50)]
    long = [made(str(i), "T", intro="word " * 2000) for i in range(50)]
    assert floor([]) == floor(short[:1]) == 0
    assert floor(short[:2]) < floor(short[:10]) < floor(short) < floor(long)


vocabulary = "methane nozzle turbopump wall licence compute chip oven rye crust export controls".split()
some_essays = st.lists(st.lists(st.sampled_from(vocabulary), min_size=1, max_size=30), min_size=1, max_size=7)


@given(some_essays)
def test_laws_of_lists(texts):
    """No list names the essay itself, names one twice, or has more than three; scores are in 0-1 and symmetric."""
    essays = [made(f"e{i}", text[0], ("H", " ".join(text))) for i, text in enumerate(texts)]
    ranking = rank(essays, limit=100)
    scores = {(slug, link.essay): link.score for slug, links in ranking.items() for link in links}
    for slug, links in ranking.items():
        assert slug not in [link.essay for link in links]
        assert len({link.essay for link in links}) == len(links)
        assert all(0 <= link.score <= 1 and link.reason for link in links)
        assert rank(essays)[slug] == links[:LIMIT]
    assert all(scores.get((b, a)) == score for (a, b), score in scores.items())


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The export controls, and China’s chips", ["export", "controls", "china", "chips"]),
        ("https://example.org/path R1 o1 a", ["r1", "o1"]),
        ("开源模型", ["开源", "源模", "模型"]),
        ("state-of-the-art", ["state", "art"]),
    ],
)
def test_terms(text, terms):
    assert [word.term for word in words(text)] == terms


KNOWN = {
    outline.slug: outline
    for outline in (
        made("second-wall", "The second wall", ("A wall of paper", "x"), ("What I’m watching", "y")),
        made("dash", "A title — with a dash", ("One", "x")),
        made("twin-a", "Twins"),
        made("twin-b", "Twins"),
    )
}


@pytest.mark.parametrize(
    ("pin", "link"),
    [
        ("second-wall", RelatedLink("second-wall")),
        ("second-wall#a-wall-of-paper", RelatedLink("second-wall", "a-wall-of-paper")),
        ("the Second  Wall", RelatedLink("second-wall")),
        ("The second wall § What I'm watching", RelatedLink("second-wall", "what-i’m-watching")),
        (
            "second-wall § a wall of paper — paper burns",
            RelatedLink("second-wall", "a-wall-of-paper", note="paper burns"),
        ),
        ("A title — with a dash", RelatedLink("dash")),
        ("A title — with a dash — and a reason", RelatedLink("dash", note="and a reason")),
        ("https://example.org/x", RelatedLink("", address="https://example.org/x")),
        ("https://example.org/x — not ours", RelatedLink("", address="https://example.org/x", note="not ours")),
    ],
)
def test_pins(pin, link):
    """Every form of a pin leads where its author means."""
    assert resolve(pin, KNOWN) == link


@pytest.mark.parametrize(
    ("pin", "message"),
    [
        ("secnd-wall", "`secnd-wall` names no essay; did you mean `second-wall`?"),
        ("The secund wall — why", "`The secund wall — why` names no essay; did you mean `The second wall`?"),
        ("second-wall#paper", "essay `second-wall` has no section `#paper`; did you mean `#a-wall-of-paper`?"),
        ("second-wall § A wal of paper — x", "has no section `§ A wal of paper`; did you mean `§ A wall of paper`?"),
        ("Twins", "`Twins` is the title of 2 essays; write `twin-a` or `twin-b`"),
        ("twin-a#x", "it has no sections; name the essay alone"),
        ("astro", "`astro` names no essay; write a slug"),
    ],
)
def test_unknown_pins(pin, message):
    """A pin that names nothing is answered with the nearest name."""
    with pytest.raises(UnknownPinError) as error:
        resolve(pin, KNOWN)
    assert message in str(error.value)


def test_pins_come_first_then_the_best_then_own_sections():
    own = made("own", "Own", ("One", "x"), ("Two", "y"))
    pins = [RelatedLink(name) for name in "abcd"]
    ranked = [RelatedLink(name, score=0.5) for name in "bxyz"]
    assert combine(pins, ranked, own) == tuple(pins)
    assert combine(pins[:2], ranked, own) == (*pins[:2], ranked[1])
    assert combine([], ranked, own) == tuple(ranked[:3])
    assert combine([], [], own) == (RelatedLink("own", "one"), RelatedLink("own", "two"))
    assert combine([], [], made("bare", "Bare")) == ()
