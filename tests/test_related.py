"""Related thinking: which essays, which section, and when none."""

import marshal
import math
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astro.related import near
from astro.related.endings import shared_endings
from astro.related.essays import read_essays, shared_headings
from astro.related.explain import explain
from astro.related.floor import floor
from astro.related.forms import plain
from astro.related.kept import Kept
from astro.related.links import LIMIT
from astro.related.rank import rank as rank_essays
from astro.related.reading import said_in
from astro.related.rows import counted, filled
from astro.related.said import from_form, to_form
from astro.related.section import best_section
from astro.related.similar import measure
from astro.related.stop_words import ENGLISH
from astro.related.words import codes_in, words_at
from conftest import SEED, SEED_SLUG, with_plugins
from hypothesis import given
from hypothesis import strategies as st
from related_essays import ROCKETS, hold_together, made, outline_of, rank


def test_a_related_essay_is_linked_to_its_section_with_the_reason(essays):
    """An essay on export controls is linked from the seed, to the section on them, and says so."""
    for group in (essays, essays[:2]):
        (link,) = rank(group)[SEED_SLUG]
        assert (link.essay, link.section) == ("the-second-wall", "how-the-export-controls-leak")
        assert link.reason[0] == "export controls"
        assert 0 < link.score < 1


def test_the_section_is_the_one_that_carries_the_match():
    """Not the first, not the longest, not one whose heading names no subject; the beginning where that carries it."""
    rockets = ("Turbopumps that last", "Methane turbopumps feed regenerative nozzles.")
    bread = ("Ovens", "Rye and wheat and salt and water and patience and a warm kitchen and a cold cellar.")
    generic = ("Conclusion", "Methane turbopumps feed regenerative nozzles, methane turbopumps feed nozzles.")
    source = made("source", "Methane rockets", ("Turbopumps", "Regenerative nozzles and methane turbopumps."))
    (link,) = rank([source, made("target", "A rocket bakery", bread, generic, rockets)])["source"]
    assert link.section == "turbopumps-that-last"
    weighed = hold_together([source, made("target", "A rocket bakery", bread, intro=rockets[1])]).weighed
    assert best_section(weighed, 0, 1) == ""


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
    shared = shared_headings([[plain(section.title) for section in outline] for outline in pair])
    assert plain("Why’s  that") in shared
    assert plain("Only here") not in shared
    assert plain("Conclusion") in shared_headings([])


FOOTER = "I write a letter from Lisbon each month. Thanks to Maria Costa and Jonas Weber, who have read a draft."


@pytest.mark.parametrize("footer", [FOOTER, f"Subscribe by mail. {FOOTER} Comments are welcome."])
def test_what_essays_end_with_alike_is_no_evidence(footer):
    """Neither for essays that have nothing else in common nor, in score, section and reason, for those that have."""
    rockets = "Methane turbopumps feed regenerative nozzles, and engineers in Lisbon draft the next ones."
    texts = {
        "bread": "Rye and wheat and salt want patience and a warm kitchen before the oven has its say.",
        "chess": "Rook endings are drawn if the king stands before the pawn, as beginners never believe.",
        "engines": rockets,
        "nozzles": f"{rockets} The alloys came later.",
    }

    def lists(end):
        return rank(
            made(slug, slug.title(), ("Work", text), ("Ends", " ".join(f"{slug}{i}" for i in range(12)) + f". {end}"))
            for slug, text in texts.items()
        )

    found = lists(footer)
    assert found == lists("")
    assert {slug: [link.essay for link in links] for slug, links in found.items()} == {
        "bread": [],
        "chess": [],
        "engines": ["nozzles"],
        "nozzles": ["engines"],
    }


def test_what_was_kept_holds_only_with_the_same_ending():
    """It depends on how another essay ends how often an essay has a word, even where as many essays have each."""
    ending = "letters lisbon maria jonas draft"
    mixed = "Draft Maria. Lisbon letters, Jonas."
    rockets = "Methane turbopumps feed regenerative nozzles."

    def blog(end):
        texts = {"engines": f"{mixed} {rockets} {ending}", "notes": f"{mixed} {end}", "nozzles": f"{rockets} Maria."}
        return [made(slug, slug.title(), ("Work", text)) for slug, text in texts.items()]

    kept = Kept()
    for end in ("jonas lisbon draft maria letters", ending):
        outlines = blog(end)
        kept = Kept(kept.form)
        assert rank_essays(read_essays(outlines, keys=[repr(each) for each in outlines]), kept=kept) == rank(outlines)


@pytest.mark.parametrize(
    ("essays", "expected"),
    [
        (["z y x w v a b c d e", "q r s t u a b c d e"], [5, 5]),
        (["z y x w v a b c d", "q r s t u a b c d"], [0, 0]),  # a phrase of anybody's
        (["z y x w v 1 a b c d e f", "q r s t u 2 a b c d e f", "m n o p l k b c d e f", "1 2 3 4 5 6"], [6, 6, 5, 0]),
        (["y a b c d e", "q r s t u a b c d e", "a b c d e"], [0, 5, 0]),  # more than half is the essay
        (["z y x w v a b c d e|code", "q r s t u a b c d e|"], [5, 5]),
        (["a b c d e z y x w v", "a b c d e q r s t u"], [0, 0]),  # the parts of a series begin alike
        (["a b c", "a b c"], [0, 0]),
        ([""], [0]),
    ],
)
def test_endings_that_essays_share(essays, expected):
    parts = [[re.sub(r"(\w)", r"word\1", part) for part in [*essay.split("|"), ""][:2]] for essay in essays]
    said = said_in(parts, ())
    endings, are = shared_endings(codes_in(said), said)
    assert endings.tolist() == expected
    assert are.sum() == sum(expected)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not list threads")
def test_ranking_begins_no_threads():
    """They would take as much time of a processor as the ranking itself."""
    code = "import os; from astro.related import rank; print(len(os.listdir('/proc/self/task')))"
    env = {name: value for name, value in with_plugins().items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_the_seed_alone_has_no_one_to_relate_to():
    assert rank([outline_of(SEED)]) == {SEED_SLUG: ()}
    assert rank([]) == {}


def test_order_of_input_changes_nothing(essays):
    """The ranking is a function of the essays, not of the order in which they were found."""
    expected = rank(essays)
    for seed in range(5):
        shuffled = random.Random(seed).sample(essays, len(essays))
        assert rank(shuffled) == expected


def test_what_is_kept_of_pairs_changes_nothing(monkeypatch):
    """After each of some edits the lists are those of a blog of which nothing is known, and most pairs are kept."""
    draw, vocabulary = (
        random.Random("kept"),
        [a + b + c for a in "bdfgklmn" for b in "aeiou" for c in "rst"],
    )
    texts, footer = {}, vocabulary[:9]
    for i in range(30):
        words = draw.sample(vocabulary, 12)
        texts[f"essay-{i}"] = [draw.choice(vocabulary[:9]), *draw.choices(words, k=60)]
    compared, form, lists = [], ({}, {}, {}), []
    monkeypatch.setattr("astro.related.compared.measure", lambda *args: compared.append(args[1]) or measure(*args))
    for step in range(40):
        outlines = [
            made(slug, " ".join(words[1:4]), (words[0], " ".join(words[1:30])), (words[5], " ".join(words[30:])))
            for slug, words in texts.items()
        ]
        kept = Kept(marshal.loads(marshal.dumps(form)))
        first = len(compared)
        lists.append(rank_essays(read_essays(outlines, keys=[repr(each) for each in outlines]), kept=kept))
        several = [len(one) // 2 for one in compared[first:]]
        assert lists[-1] == rank(outlines)
        assert step % 3 == 0 or sum(several) < len(kept.form[0])
        form, slug = kept.form, draw.choice(sorted(texts))
        if step % 3 == 2:  # of one more essay or one less all weights change
            texts[f"new-{step}"] = texts.pop(slug) if step % 2 else [f"lone{step}"] * 61
        else:
            texts[slug][draw.randrange(len(texts[slug]))] = draw.choice([f"lone{step}", *vocabulary])
            if draw.random() < 0.5:  # it ends as others may, or no more
                texts[slug][-len(footer) :] = draw.choice([footer, draw.sample(footer, len(footer))])
            texts[draw.choice(sorted(texts))][0] = draw.choice(vocabulary[:9])  # a heading that another may have
    assert len({repr(each) for each in lists}) > 30
    assert any(lists[0].values())


def test_equal_scores_are_ordered_by_date_then_slug():
    """Of two essays with the same words the newer comes first; of the same day, the earlier slug."""
    text = ("Rocket engines", "Methane turbopumps and regenerative nozzles.")
    source = made("source", "Rocket engines", text, date="2025-01-02")
    twins = [
        made(slug, "Rocket engines again", text, date=date)
        for slug, date in (("c", "2025-01-03"), ("b", "2025-01-01"), ("a", "2025-01-01"))
    ]
    assert [link.essay for link in rank([source, *twins])["source"]] == ["c", "a", "b"]


def test_the_share_of_a_title_that_another_essay_says():
    """By how rare its words are, each once; phrases and other parts of the essay have none in it."""
    one = made("a", "Rocket engine: rocket zeppelin", intro="Kelp.")
    other = made("b", "Harbour", ("Engine", "A rocket engine. Kelp."), intro="Moss.")
    scores = measure(hold_together([one, other]).weighed, np.array([0, 1]), np.array([1, 0]))
    of_both, alone = math.log(3 / 2.5), math.log(3 / 1.5)
    share = 2 * of_both / (2 * of_both + alone)
    assert scores.title == pytest.approx([share / 2] * 2)


def test_what_stands_before_all_headings_is_no_section():
    """Nor is another one offered where most stands there."""
    text = "Methane turbopumps feed regenerative nozzles."
    source = made("source", "Methane rockets", ROCKETS)
    target = made("target", "Workshops", ("Bread", "Rye."), ("Turbopumps", "Methane."), intro=text)
    assert best_section(hold_together([source, target]).weighed, 0, 1) == ""


def test_a_section_is_offered_only_where_it_clearly_leads():
    """Not one of two equal ones, nor one whose heading has no word of the essay."""
    source = made("source", "Methane rockets", ROCKETS)
    text = "Methane turbopumps feed regenerative nozzles."
    one = made("one", "Workshops", ("Turbopumps in a shed", text), ("Bread", "Rye and wheat."))
    two = made("two", "Workshops too", ("Turbopumps in a shed again", text), ("Turbopumps on a roof", text))
    bare = made("bare", "Hangars", ("What we built", text), ("Bread", "Rye and wheat."))
    weighed = hold_together([bare, one, source, two]).weighed
    assert [best_section(weighed, 2, other) for other in (0, 1, 3)] == ["", "turbopumps-in-a-shed", ""]


@pytest.mark.parametrize(("elsewhere", "offered"), [(2, "turbopumps-in-a-shed"), (20, "")])
def test_a_section_is_offered_only_where_it_carries_a_fifth(elsewhere, offered):
    """One that leads by a little in an essay that says all of it everywhere is where it is by chance."""
    names = [f"valve{i}" for i in range(20)]
    source = made("source", "Rockets", ("Turbopumps", f"Turbopumps and {' and '.join(names)}."))
    others = [(f"Part {i}", f"It has {name} in it.") for i, name in enumerate(names[:elsewhere])]
    target = made("target", "A catalogue", ("Turbopumps in a shed", "Turbopumps feed it."), *others)
    assert best_section(hold_together([source, target]).weighed, 0, 1) == offered


def test_words_whose_codes_begin_alike_are_told_apart(essays, monkeypatch):
    """On a large blog some words share the first bits of their codes; here nearly all of them do."""
    expected = rank(essays)
    monkeypatch.setattr("astro.related.terms.MOST_BITS", 1)
    assert rank(essays) == expected


def test_neighbours_come_last():
    """The essays before and after, which the page leads to anyway, fill a list only where nothing else does."""
    essays = [made(f"e{i}", f"Rocket engines {i}", ROCKETS) for i in range(5)]
    near = {"e0": {"e1", "e2"}}
    assert {link.essay for link in rank(essays, neighbours=near, limit=2)["e0"]} == {"e3", "e4"}
    found = rank(essays, neighbours=near)["e0"]
    assert {"e3", "e4"} < {link.essay for link in found}
    assert len(found) == LIMIT
    assert [link.essay for link in rank(essays[:2], neighbours=near)["e0"]] == ["e1"]


def test_explain_adds_up(essays):
    """The parts of a score that are printed make the score."""
    lines = list(explain(hold_together(essays), SEED_SLUG, 3))
    first = next(i for i, line in enumerate(lines) if line.startswith("1. the-second-wall: "))
    score = float(lines[first].split()[2])
    parts = dict(pair.rsplit(" ", 1) for pair in lines[first + 1].strip().split(", "))
    whole, section, title, time = (float(parts[name]) for name in ("whole", "section", "title", "time"))
    assert (whole + section + 0.1 * title) / 2.1 * time / 1.5 == pytest.approx(score, abs=0.002)
    assert "   section: #how-the-export-controls-leak" in lines


def test_matrices_have_room_for_many_essays():
    """Places beyond what 32 bits hold: row by row, columns rising, each counted."""
    row, column = np.array([70_000, 1, 70_000], np.int32), np.array([40_000, 2, 7], np.int32)
    rows = filled(row, column, np.array([0.5, 0.25, 1.0]), 70_001, 40_001)
    assert [each.tolist() for each in rows.of(70_000)] == [[7, 40_000], [1.0, 0.5]]
    assert [each.tolist() for each in rows.of(1)] == [[2], [0.25]]
    again = counted(row[[0, 0, 1, 2]], column[[0, 0, 1, 2]], np.array([1, 5, 1, 3]), 70_001, 40_001)
    assert [each.tolist() for each in again.of(70_000)] == [[7, 40_000], [3.0, 6.0]]
    assert again.of(0)[0].tolist() == []


def test_relating_loads_no_more_of_numpy_than_it_needs():
    """A tenth of its time for a thousand essays would go into a part that it has no use for."""
    program = (
        "import sys; from astro.related.essays import read_essays; from astro.related.rank import rank;"
        "from astro.sections.outline import Outline;"
        "bees = [Outline(slug, 'Bees and wax', '2025-01-01', 'en', 'Bees make wax.', ()) for slug in 'abc'];"
        "rank(read_essays(bees));"
        "sys.exit('numpy.ma' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=with_plugins())


def test_floor_grows_with_the_blog_and_knows_the_length():
    short = [floor(n, 300, 300) for n in (2, 3, 10, 50, 1000)]
    assert short == sorted(short)
    for n in (2, 10, 1000):
        assert floor(n, 300, 300) < floor(n, 300, 1200) < floor(n, 1200, 1500) < floor(n, 2000, 2000)


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


@pytest.mark.parametrize("columns", [5, 12, 100, 384, 1000])
def test_the_nearest_are_found_among_few(columns):
    """What is left after a first look holds the greatest of each row, equal ones and rows of next to nothing too."""
    scores = np.random.default_rng(columns).integers(0, 300, (9, columns)).astype(np.float32)
    scores[0] = 0
    scores[1, 3:] = 0
    each_of_a_group = scores[2, : 12 * near.GROUP : near.GROUP]
    each_of_a_group += np.arange(1000, 1000 + len(each_of_a_group))
    found = scores >= near._least(scores, 12)
    place, other = np.nonzero(found & (scores > 0))
    greatest = near._greatest(scores[place, other], place, 12)
    least = np.sort(scores, axis=1)[:, [-12]] if columns > 12 else 0
    expected = np.nonzero((scores >= least) & (scores > 0))
    assert [place[greatest].tolist(), other[greatest].tolist()] == [each.tolist() for each in expected]
    assert found[2:].sum(axis=1).max() < columns or columns < 384


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=3))
def test_what_an_essay_says_is_remembered_as_it_is(essays):
    """Read back or counted anew, alone or beside others, an essay has the same words in the same parts."""
    for texts, said in zip(essays, said_in(essays, ENGLISH), strict=True):
        remembered = from_form(marshal.loads(marshal.dumps(to_form(said))))
        (alone,) = said_in([texts], ENGLISH)
        for other in (remembered, alone):
            assert other.words == said.words
            assert other.sizes.tolist() == said.sizes.tolist()
            assert other.goes_on.tolist() == said.goes_on.tolist()
        assert len(said.sizes) == len(texts)
        assert len(said.words.split()) == said.sizes.sum() == len(said.goes_on)


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=200), st.randoms())
def test_words_by_their_places(essays, chance):
    """Those of all essays, of which several are looked at together; equal words have equal codes, others others."""
    said = said_in(essays, ENGLISH)
    words = [word for each in said for word in each.words.split()]
    places = chance.sample(range(len(words)), k=len(words) // 2)
    assert words_at(said, np.array(places, int)) == [words[place] for place in places]
    assert len(dict(zip(words, codes_in(said).tolist(), strict=True))) == len(set(words)) == len(set(codes_in(said)))


@pytest.mark.parametrize(
    ("count", "one", "other", "least"),
    [
        (2, 300, 300, 0.05),
        (10, 500, 500, 0.09),
        (5, 1000, 1000, 0.125456),
        (17, 900, 1100, 0.104584),
        (17, 63000, 1000, 2 * 0.104584),
        (17, 600, 900, (0.1 * 16 / 17 + 0.104584) / 2),
    ],
)
def test_the_floor_is_that_of_its_formula(count, one, other, least):
    assert floor(count, one, other) == pytest.approx(least, abs=1e-6)
