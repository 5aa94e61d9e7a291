"""Related thinking: what is linked, to which section, with which reason; pins; and what is never linked."""

import json
import marshal
import math
import random
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from astro.plain_text.essay import Line
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.related import compared, near
from astro.related.__main__ import read_folder
from astro.related.changes import changes
from astro.related.endings import shared_endings
from astro.related.essays import parts, read_essays, shared_headings
from astro.related.explain import explain
from astro.related.floor import floor
from astro.related.forms import normal, plain
from astro.related.hand import Hand, HandError, read_hand
from astro.related.kept import Kept
from astro.related.linked import addresses_in, linked_essays
from astro.related.links import LIMIT, RelatedLink
from astro.related.pins import UnknownPinError, combine, resolve
from astro.related.rank import rank as rank_essays
from astro.related.reading import said_in
from astro.related.rows import counted, filled
from astro.related.said import from_form, to_form
from astro.related.section import best_section, best_sections
from astro.related.similar import measure
from astro.related.stop_words import ENGLISH, stop_words
from astro.related.whole import Text, whole_terms
from astro.related.why import proof, proofs, reasons
from astro.related.words import codes_in, words_at
from astro.sections.anchors import anchor
from astro.sections.outline import Outline, Section
from conftest import ROOT, SEED, SEED_SLUG, SIGN_OFF, with_plugins
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


def rank(outlines, **wishes):
    """The lists of essays that are given by their outlines."""
    return rank_essays(read_essays([*outlines]), **wishes)


def hold_together(outlines):
    """Essays that are given by their outlines, held against each other."""
    return compared.hold_together(read_essays(outlines))


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


ROCKETS = ("Rocket engines", "Methane turbopumps and regenerative nozzles.")


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


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        # phrases before words; as the target writes them, not its plural besides
        (
            "Export controls and chips. A chip.",
            "We like Export Controls, export controls and chips.",
            "export controls",
        ),
        # as it mostly stands within sentences, whatever an address, a title or the beginning of one has
        ("An AI lab.", "AI labs at ai.example. AI. The AI lab, an AI lab; ai lab.", "AI lab"),
        ("Rye sourdough.", "Rye Sourdough. Rye Sourdough. rye sourdough. Rye Sourdough.", "rye sourdough"),
        ("Low-Earth orbit is full.", "In low-earth orbit, the low-earth one.", "low-earth"),
        # small as the other essay has it within a sentence, where it only begins some
        ("We like rye sourdough.", "Rye sourdough. It is Rye.", "rye sourdough"),
        ("We like Rye sourdough.", "Rye sourdough.", "Rye sourdough"),
        # as long as both say it, but for what stands beside it by chance, in most places or in one of them
        ("Of data availability sampling.", "Then data availability sampling wins.", "data availability sampling"),
        ("The Dencun hard forks came.", "See a Dencun hard fork.", "Dencun hard fork"),
        ("With low-risk DeFi.", "The low-risk DeFi, a low-risk DeFi.", "low-risk DeFi"),
        ("By David Foster Wallace.", "It is David Foster Wallace's.", "David Foster Wallace"),
        (f"{'Q' * 50} game theory.", f"{'Q' * 50} game theory.", "game theory"),
        ("Game theory classes. Game theory, game theory.", "Of game theory classes.", "game theory"),
        ("Of game theory and a talk.", "Of game theory and a walk.", "game theory"),
        ("In game theory 2025.", "In game theory 2025.", "game theory"),
        ("One alpha beta gamma delta epsilon.", "An alpha beta gamma delta epsilon.", "alpha beta gamma delta"),
        # with what stands before a hyphen, where no term has it
        ("An X-ray film.", "Of x-ray films, an X-ray film.", "X-ray film"),
        ("Proof-of-humanity profiles, profiles.", "By proof-of-humanity profiles.", "proof-of-humanity profiles"),
        ("Long-term debt, debt.", "For long-term debt.", "long-term debt"),
        # whatever changes its length by casefolding, and over what a reader does not see
        ("Große Sprachmodelle, sagt man.", "Weiß man es? Ja, Große Sprachmodelle.", "Große Sprachmodelle"),
        ("Export controls and chips.", "The Export\u00a0controls of İzmir.", "Export\u00a0controls"),
        ("Lithography machines.", "Litho\u00adgraphy machi\u00adnes.", "Litho\u00adgraphy machi\u00adnes"),
        ("Café crema daily.", "In the Cafe\u0301 crema, ﬁnally.", "Café crema"),
        ("开源模型很好", "我喜欢开源模型", "开源模型"),
        ("机械と学習モデルの話。", "学習モデルを作る。", "学習モデル"),
    ],
)
def test_the_reason_is_in_the_words_of_the_target(source, target, reason):
    links = rank([made("source", "One", intro=source), made("target", "Two", intro=target)])["source"]
    assert links[0].reason[0] == reason
    assert len(links[0].reason) <= 3


def test_the_reason_has_whole_words_of_scripts_without_spaces():
    """As far as both essays go on in the same way, each once, without particles; of two scripts as they are written."""
    source = made("a", "甲", intro="自然语言处理器的算法。看R语言的自然语言处理器，自然语言处理器。最大似然估计！")
    target = made("b", "乙", intro="这是R语言的，最大似然估计；自然语言处理：算法。自然语言处理。")
    assert rank([source, target])["a"][0].reason == ("自然语言处理", "最大似然估计")
    texts = [Text(normal(each.intro)) for each in (source, target)]
    assert whole_terms(["然语言", "的算", "语言处", "最大"], texts, ()) == ["自然语言处理", "算法", "最大似然估计"]
    assert whole_terms(["r 语言"], texts, ()) == ["r语言"]
    assert whole_terms(["的了"], texts, ()) == ["的了"]
    assert whole_terms(["go", "google"], [*map(Text, ["google go", "go google"])], ()) == ["go", "google"]


def test_terms_that_turn_out_to_be_longer_repeat_none():
    texts = [
        Text(text)
        for text in ("the net relative of food; by net relative of exercise food", "net relative: of exercise food")
    ]
    assert whole_terms(["relative", "exercise food", "net relative"], texts, {"of"}) == [
        "net relative",
        "exercise food",
    ]
    table = [Text("day food exercise net relative")] * 2
    assert whole_terms(["day food", "net relative"], table, ()) == ["day food exercise net"]
    assert whole_terms(["day food", "net"], table, ()) == ["day food exercise net"]
    assert whole_terms(["light client", "client side"], [Text("light client; client side")] * 2, ()) == [
        "light client",
        "client side",
    ]


def test_of_equal_terms_the_reason_names_the_first_of_the_alphabet():
    """Whatever the order in which they stand, and nothing that follows from how words are numbered."""
    pair = [made("a", "A", intro="Rust, kelp, moss, iron."), made("b", "B", intro="Moss. Rust. Iron. Kelp.")]
    assert [term.lower() for term in rank(pair)["a"][0].reason] == ["iron", "kelp", "moss"]


def test_of_many_equal_terms_the_reason_names_the_phrase():
    """Two short essays may share more words that are equally rare than a reason is chosen among."""
    words = "Ash. Bay. Cob. Dew. Elm. Fir. Gum. Hay. Ivy. Jam. Kelp. Larch. Willow tree."
    pair = [made("a", "Alone", intro=words), made("b", "Besides", intro=words)]
    assert rank(pair)["a"][0].reason == ("Willow tree", "Ash", "Bay")


def test_reasons_worked_out_together_are_those_of_each_pair(essays):
    """The proof and the section of a pair do not depend on what they are worked out beside."""
    weighed = hold_together(essays).weighed
    pairs = [(0, 1), (0, 2), (1, 2)]
    one, other = np.array(pairs).T
    assert proofs(weighed, one, other) == [proof(weighed, *pair) for pair in pairs]
    assert proofs(weighed, one[:0], other[:0]) == []
    assert best_sections(weighed, one, other) == [best_section(weighed, *pair) for pair in pairs]
    assert any(proofs(weighed, one, other))
    assert any(best_sections(weighed, one, other))


def test_words_whose_codes_begin_alike_are_told_apart(essays, monkeypatch):
    """On a large blog some words share the first bits of their codes; here nearly all of them do."""
    expected = rank(essays)
    monkeypatch.setattr("astro.related.terms.MOST_BITS", 1)
    assert rank(essays) == expected


def test_a_reason_is_not_cut_within_a_word():
    """Signs of vowels belong to it."""
    text = "हर दर्पण महीनों तक चमकाया जाता है, और दूरबीन प्राचीन आकाशगंगाओं के प्रकाश की प्रतीक्षा करती है।"
    pair = [replace(made(slug, "Zoo", intro=text), lang="hi") for slug in ("a", "b")]
    words = set(re.findall(r"[^\s,।]+", text))
    assert {word for term in rank(pair)["a"][0].reason for word in term.split()} <= words


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("model", "A model of models, benchmarks."),
        ("model", "Models. Models. Model."),
        ("model", "Model. Model. Models."),
        ("librar", "Library. Library. Libraries."),
        ("librar", "Libraries. Libraries. Library."),
        ("ai", "An AI of AIs; kelps, rusts."),
    ],
)
def test_plurals_are_one_reason(word, text):
    """A reader is told `model`, not `model, models`; nor `library, libraries`; whichever is said more."""
    pair = [made(slug, "Zoo", intro=text) for slug in ("a", "b")]
    assert sum(term.lower().startswith(word) for term in rank(pair)["a"][0].reason) == 1


def test_a_number_and_a_word_said_twice_make_no_phrase_of_a_reason():
    """What is counted is no subject, and `10,000` stands there in two parts; a number may name something, behind it."""
    text = "Postgres 17, 10,000 pounds. Turtle turtle. Seven kelps per person, called kelps; otherwise rust."
    pair = [made("a", "Alone", intro=text), made("b", "Besides", intro=text)]
    reason = rank(pair)["a"][0].reason
    assert reason[0] == "Postgres 17"
    assert all(len(term.split()) == 1 for term in reason[1:])


def coded(slug, title, html):
    """An essay of a few words, some of them code."""
    result = anchor(html)
    return Outline(slug, title, "2025-01-01", "en", result.intro, result.sections, code=result.code)


def test_code_is_compared_and_proves_nothing():
    """What one of two essays says in code alone is no reason that a reader would accept, though it makes them alike."""
    code, text = "<pre>return xerrors.Errorf</pre>", "<p>We return xerrors, Errorf too.</p>"
    in_code = coded("a", "Alone", f"<p>Kelp.</p>{code}<h2>Ways</h2><p>Moss.</p>")
    also_in_code = coded("b", "Besides", f"<p>Rust.</p><h2>Means</h2>{code}")
    in_words = coded("c", "Certain", f"<p>Iron.</p>{text}{code}")
    also_in_words = coded("d", "Due", f"{text}<h2>Ends</h2><p>Salt.</p>")
    weighed = hold_together([in_code, also_in_code, in_words, also_in_words]).weighed
    assert measure(weighed, *near.pairs(weighed, np.arange(len(weighed.outlines)), near.NEAREST)).score.min() > 0
    told = [reasons(weighed, one, other) for one, other in combinations(range(4), 2)]
    assert told[:-1] == [()] * 5
    assert told[-1][0] == "return xerrors"


@pytest.mark.parametrize(
    ("essays", "kelp", "rust", "is_proof"),
    [(5, 2, 2, True), (5, 3, 3, False), (29, 3, 3, False), (30, 3, 3, True), (30, 3, 4, False), (40, 4, 4, True)],
)
def test_two_rare_words_prove_something(essays, kelp, rust, is_proof):
    """Rare is what stands in two essays, or in a tenth of all; both words are to be."""
    texts = [f"{'Kelp' * (i < kelp)}. {'Rust' * (i < rust)}. Moss{i}." for i in range(essays)]
    weighed = hold_together([made(f"e{i:02}", f"Quokka{i}", intro=text) for i, text in enumerate(texts)]).weighed
    assert proof(weighed, 0, 1) == (("kelp", "rust") if is_proof else ())


def test_what_brings_next_to_nothing_is_no_reason():
    """A tenth of what the strongest brings, at least; how rare it is does not help."""
    often = ("Turbopumps", ", ".join(["turbopumps", "nozzles"] * 200))
    essays = [made(name, f"{name} on", often, intro=f"Once a quokka, {name}") for name in ("one", "two")]
    weighed = hold_together([*essays, *(made(f"x{i}", f"Kelp{i}", intro=f"Moss{i}.") for i in range(20))]).weighed
    assert proof(weighed, 0, 1) == ("nozzles", "turbopumps")


def test_a_phrase_ends_where_code_begins():
    """And where it ends; no word is lost."""
    assert parts(coded("a", "A b", "<p>c d</p><pre>e f</pre><p>g</p><pre>h</pre><h2>I</h2>j")) == [
        *("A b", "c d\ng", "e f\nh"),
        *("I", "j", ""),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>Olive bread</li><li>Green grapes</li></ul>",
        "<table><tr><td>Olive bread</td><td>Green grapes</td></tr></table>",
        "<p>Olive bread<br>Green grapes</p>",
        "<p>Olive bread</p><p>Green grapes</p>",
    ],
)
def test_a_phrase_ends_where_its_block_does(html):
    """No item of a list goes on in the next, nor a cell of a table."""
    one, other = (coded(slug, slug, f"<p>{slug}</p>{html}") for slug in ("aa", "ab"))
    weighed = hold_together([one, other, *(made(f"e{i}", f"Title{i}") for i in range(9))]).weighed
    assert set(reasons(weighed, 0, 1)) == {"Olive bread", "Green grapes"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("चाय की दुकान", "चाय की दुकान"),
        ("தமிழ் மொழி", "தமிழ் மொழி"),
        ("İstanbul, İZMİR", "istanbul izmir"),
        ("كِتَاب", "كِتَاب"),
        ("Cafe\u0301s", "cafés"),
    ],
)
def test_accents_and_vowel_signs_part_no_word(text, words):
    assert said_in([[text]], ())[0].words.split() == words.split()


def test_the_count_of_a_heading_is_no_part_of_it():
    """Nor are Roman numbers a reason."""
    essays = [made("aa", "Trams", ("II. The depot", "The trams."), ("3. Conclusion", "Rust and salt."))]
    essays += [made("ab", "Chess", ("II. Opening", "The rooks."), ("IV. Conclusion", "Rust and salt."))]
    assert [essay.headings for essay in read_essays(essays)] == [("the depot", "conclusion"), ("opening", "conclusion")]
    weighed = hold_together([*essays, *(made(f"e{i}", f"Title{i}") for i in range(9))]).weighed
    assert not {"II", "IV", "III"} & set(reasons(weighed, 0, 1))


def test_no_link_without_a_reason():
    """Shared words that stand in most essays, in no title and in no phrase, prove nothing; nor do numbers."""
    words = "winter, summer, autumn"
    essays = [made(f"e{i}", f"Title{i}", intro=f"{words}, extra{i}a, 1984") for i in range(30)]
    assert set(rank(essays).values()) == {()}
    named = [*essays, made("named", "Winter", intro=f"{words}, more")]
    weighed = hold_together(named).weighed
    place = {essay.slug: i for i, essay in enumerate(weighed.outlines)}
    assert reasons(weighed, place["e1"], place["e2"]) == ()
    assert "winter" in reasons(weighed, place["e1"], place["named"])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "March 2024. April; August. Monday: com, www."),
        ("pt", "Além disso: ninguém, hoje. Janeiro; março! Sempre, apenas; sábado!"),
        ("zh", "我们可以。如果没有，因为，一般！觉得"),
        ("ja", "今年。今日、必要！大切。"),
    ],
)
def test_days_and_common_words_prove_nothing(lang, text):
    """Nor do the ends of addresses; however rare they are in the blog."""
    pair = [
        made(slug, title, intro=f"{text} {own}") for slug, title, own in (("a", "Kelp", "rust"), ("b", "Moss", "salt"))
    ]
    others = [made(f"x{i}", f"Quokka{i}", intro=f"Gnu{i}.") for i in range(20)]
    weighed = hold_together([replace(each, lang=lang) for each in (*pair, *others)]).weighed
    assert proof(weighed, 0, 1) == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ja", "京都。都市、首都！就職。那覇"), ("zh", "成都。但丁，首都！酒吧"), ("fr", "La colonisation de Mars.")],
)
def test_words_that_look_like_common_ones_prove_something(lang, text):
    pair = [made(slug, title, intro=text) for slug, title in (("a", "Kelp"), ("b", "Moss"))]
    others = [made(f"x{i}", f"Quokka{i}", intro=f"Gnu{i}.") for i in range(20)]
    weighed = hold_together([replace(each, lang=lang) for each in (*pair, *others)]).weighed
    assert len(proof(weighed, 0, 1)) > 1


def test_marks_of_footnotes_and_deleted_words_are_no_reason():
    html = '<p>We like lattice compute<sup id="r"><a href="#n">1</a></sup>. <del>Git rebase, git rebase.</del></p>'
    pair = [coded("a", "Alone", html), coded("b", "Besides", html)]
    assert rank(pair)["a"][0].reason == ("lattice compute",)


def test_no_reason_says_two_words_again():
    texts = [Text("ripe tomatoes olive bread, olive bread green grapes, olive bread green grapes")] * 2
    assert whole_terms(["bread green", "ripe tomatoes"], texts, ()) == ["olive bread green grapes"]


def test_neighbours_come_last():
    """The essays before and after, which the page leads to anyway, fill a list only where nothing else does."""
    essays = [made(f"e{i}", f"Rocket engines {i}", ROCKETS) for i in range(5)]
    near = {"e0": {"e1", "e2"}}
    assert {link.essay for link in rank(essays, neighbours=near, limit=2)["e0"]} == {"e3", "e4"}
    found = rank(essays, neighbours=near)["e0"]
    assert {"e3", "e4"} < {link.essay for link in found}
    assert len(found) == LIMIT
    assert [link.essay for link in rank(essays[:2], neighbours=near)["e0"]] == ["e1"]


def test_what_the_text_links_is_left_out_in_one_direction():
    essays = [made(f"e{i}", f"Rocket engines {i}", ROCKETS) for i in range(3)]
    ranking = rank(essays, linked={"e0": {"e1"}})
    assert [link.essay for link in ranking["e0"]] == ["e2"]
    assert "e0" in [link.essay for link in ranking["e1"]]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="{filename}2025-other.txt#x">a</a>', ["other"]),
        ('<a href="{filename}/essays/2025-other.txt">a</a> <a href="|filename|2025-other.txt">b</a>', ["other"] * 2),
        ('<a href="/other/?q#x">a</a>, <a href="/other">b</a>', ["other"] * 2),
        ('<a href="https://essays.example.org/other/index.html">a</a>', ["other"]),
        ('<a href="https://elsewhere.example.org/other/">a</a> <a href="#x">b</a> <img src="/other/">', []),
        ("no link to /other/", []),
        ("<!-- <a href='/b/'> --><a href=/other/>for a parser</a>", ["other"]),
    ],
)
def test_links_of_the_text(html, found):
    places = dict.fromkeys(["essays/2025-other.txt", "/other/", "https://essays.example.org/other/"], "other")
    assert list(linked_essays(addresses_in(html), "essays/this.md", places)) == found


@pytest.mark.parametrize(
    ("lines", "hand"),
    [
        ([], Hand()),
        (["None"], Hand(is_empty=True)),
        (["a-pin", "only"], Hand(pins=(Line(1, "a-pin"),), only_pins=True)),
        (["freeze"], Hand(frozen="2025-03-01")),
        (["freeze 2025-06-01"], Hand(frozen="2025-06-01")),
        (["Only"], Hand(only_pins=True)),
        (["Freeze"], Hand(frozen="2025-03-01")),
        (["freeze 2025-06-01 08:00"], Hand(frozen="2025-06-01")),
        (["none of this"], Hand(pins=(Line(1, "none of this"),))),
    ],
)
def test_words_of_the_author(lines, hand):
    for now in ("2025-03-01", "2025-03-01T08:00:00+01:00"):
        assert read_hand([Line(i, text) for i, text in enumerate(lines, start=1)], now) == hand


@pytest.mark.parametrize(("lines", "line"), [(["none", "a-pin"], 2), (["freeze soon"], 1)])
def test_words_that_cannot_be_followed(lines, line):
    with pytest.raises(HandError) as error:
        read_hand([Line(i, text) for i, text in enumerate(lines, start=1)], "2025-03-01")
    assert error.value.line == line
    assert "; " in error.value.text


def test_changes_say_what_came_and_why():
    """Nothing where nothing did; a new essay and one that is gone are no change of anyone's list."""
    old = {"a.txt": (RelatedLink("b", "x", ("wall",), 0.2),), "gone.txt": ()}
    assert list(changes(old, old)) == []
    assert list(changes(old, old | {"new.txt": (RelatedLink("b"),)})) == []
    rescored = {"a.txt": (RelatedLink("b", "x", ("wall", "chips"), 0.3),)}
    assert list(changes(old, rescored)) == []
    now = {"a.txt": (RelatedLink("c", "y", ("export controls", "chips"), 0.314),)}
    assert list(changes(old, now)) == ["a.txt: related thinking + c#y (.31, export controls, chips), - b#x"]
    two = {"a.txt": (RelatedLink("c"), RelatedLink("b"))}
    turned = {"a.txt": (RelatedLink("b"), RelatedLink("c"))}
    assert list(changes(two, turned)) == ["a.txt: related thinking in another order: b, c"]


def test_explain_adds_up(essays):
    """The parts of a score that are printed make the score."""
    lines = list(explain(hold_together(essays), SEED_SLUG, 3))
    first = next(i for i, line in enumerate(lines) if line.startswith("1. the-second-wall: "))
    score = float(lines[first].split()[2])
    parts = dict(pair.rsplit(" ", 1) for pair in lines[first + 1].strip().split(", "))
    whole, section, title, time = (float(parts[name]) for name in ("whole", "section", "title", "time"))
    assert (whole + section + 0.1 * title) / 2.1 * time / 1.5 == pytest.approx(score, abs=0.002)
    assert "   section: #how-the-export-controls-leak" in lines


def astro_related(*arguments):
    command = [sys.executable, "-m", "astro.related", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=with_plugins())


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


def test_addresses_are_no_subject():
    """A mailbox or a site that two essays name is nothing that they think about; nor is how a formula is set."""
    text = "Write to jo@mill-road.org, see mill-road.org/dogs and www.example.com; node.js and Booking.com stay."
    assert said_in([[text]], ENGLISH)[0].words.split() == ["write", "node", "js", "booking", "com", "stay"]
    formula = "A product $x \\cdot \\frac{speed}{light}$ of $\\Omega$"
    assert said_in([[formula]], ENGLISH)[0].words.split() == ["product", "speed", "light"]


def test_words_of_english_carry_nothing_in_other_scripts():
    assert all(stop_words("en") <= stop_words(lang) for lang in ("zh", "ja", "ru", "he", "fa", "uk"))
    assert not any(stop_words("en") <= stop_words(lang) for lang in ("de", "pt", "vi", "fr"))
    assert "die" in stop_words("de")
    assert "our" not in stop_words("de")


def test_the_command_ranks_a_folder(tmp_path):
    """Plain text and Markdown, with Pelican's header or one between lines; the floor does not matter."""
    (tmp_path / "2025-01-01-one.txt").write_text("Rocket engines\nMethane turbopumps.\nMore\nAnd so on.\n")
    (tmp_path / "two.md").write_text("---\ntitle: 'Rockets'\nslug: second\ndate: 2025-01-02\n---\n\nMethane.\n")
    (tmp_path / "2025-01-03-three.md").write_text(
        "Title: Bread\nTags: rye\n\n## Ovens\n\nRye, wheat, salt, methane, water, yeast, patience.\n"
    )
    done = astro_related(tmp_path, "--limit", "1", "--ranking", tmp_path / "ranking.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "ranking.json").read_text()) == {
        "one": ["second"],
        "second": ["one"],
        "three": ["second"],
    }
    assert astro_related(tmp_path, "--explain", "one").stdout.startswith("one: Rocket engines\n")
    for i in range(10):
        (tmp_path / f"{i}.md").write_text(f"Title: Methane {i}\n\nTurbopumps feed engines with methane.\n")
    astro_related(tmp_path, "--ranking", tmp_path / "ranking.json")
    assert {len(others) for others in json.loads((tmp_path / "ranking.json").read_text()).values()} == {10}
    assert astro_related(tmp_path, "--explain", "5").stdout.count("   section: ") == 3
    (tmp_path / "2025-01-04-four.txt").write_text("On List<int> and <b> tags\n\nBread, salt, methane, rye.\n")
    assert astro_related(tmp_path, "--explain", "four").stdout.startswith("four: On List<int> and <b> tags\n")
    assert astro_related(ROOT / "tests/essays").stdout.startswith("a-sourdough-calendar\n")
    assert astro_related(tmp_path, "--explain", "nobody").returncode == 1


def test_the_command_holds_essays_of_a_language_against_each_other(tmp_path):
    """Whichever file is the first; a translation, which has the slug of its original, is none of its company."""
    for slug, lang in (("rockets", "Lang: EN\n"), ("engines", ""), ("nozzles", "Lang: en\n")):
        text = "Methane turbopumps feed the nozzles, and the rocket engines burn at the end of it."
        (tmp_path / f"{slug}.md").write_text(f"Title: On {slug}\n{lang}\n{text}\n")
    (tmp_path / "a.md").write_text("Title: 火箭\nSlug: rockets\nLang: zh\n\n甲烷涡轮泵 at the end of it, and.\n")
    done = astro_related(tmp_path, "--ranking", tmp_path / "ranking.json")
    assert (done.returncode, done.stderr) == (0, "")
    ranking = json.loads((tmp_path / "ranking.json").read_text())
    assert {slug: sorted(others) for slug, others in ranking.items()} == {
        "engines": ["nozzles", "rockets"],
        "nozzles": ["engines", "rockets"],
        "rockets": ["engines", "nozzles"],
    }
    assert astro_related(tmp_path, "--explain", "rockets").stdout.startswith("rockets: On rockets\n")
    assert (
        "the" not in " ".join(line.partition(": ")[2] for line in astro_related(tmp_path).stdout.splitlines()).split()
    )


def test_the_command_says_all_that_is_wrong(tmp_path):
    empty = astro_related(tmp_path)
    assert (empty.returncode, empty.stderr.partition("; ")[2]) == (1, "name a folder with .txt, .md, .markdown\n")
    (tmp_path / "a.txt").write_text("A \x07 bell\nA text.\n")
    (tmp_path / "b.md").write_bytes(b"Title: B\n\n\xff\xfe")
    done = astro_related(tmp_path)
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [
        f"{tmp_path}/a.txt:1",
        f"{tmp_path}/b.md:3",
    ]


def test_the_command_says_what_is_wrong_with_its_options(tmp_path):
    (tmp_path / "a.txt").write_text("A bell\nA text.\n")
    wrong = astro_related(tmp_path, "--limit", "-1").stderr.splitlines()[-1]
    assert wrong.endswith("argument --limit: `-1` is no number of essays; write 0 or more")
    done = astro_related(tmp_path, "--ranking", tmp_path / "no" / "x.json")
    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path}/no/x.json: cannot be written (No such file or directory); name another file\n",
    )


def test_the_command_reads_what_other_blogs_have_above_their_essays(tmp_path):
    """Lists and tables in a header are not the text; a day that no calendar has is none; a folder names its essay."""
    header = "---\ntitle: Rockets\ndate: {day}\ntags:\n- methane\ncover:\n  title: A nozzle\n  slug: picture\n---\n"
    for name, day in ("posts/one/index.md", "2025-01-01T10:00:00+02:00"), ("two.MD", "2025-13-01"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(header.format(day=day) + "\nTurbopumps.\n")
    (tmp_path / "rule.md").write_text("---\n\nThe rule above is no header.\n\n---\n\nNor this one.\n")
    (tmp_path / "folder.md").mkdir()
    essays, problems = read_folder(tmp_path, "en")
    assert problems == []
    assert [(essay.slug, essay.title, essay.date, essay.intro) for essay in essays] == [
        ("one", "Rockets", "2025-01-01", "Turbopumps."),
        ("rule", "rule", "1970-01-01", "The rule above is no header.\nNor this one."),
        ("two", "Rockets", "1970-01-01", "Turbopumps."),
    ]
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    done = astro_related(tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path}/gone.md:1: cannot be read (No such file or directory); mend it or take it away\n",
    )


def test_unrelated_cuts_both_directions(essays):
    ranking = rank(essays, unrelated={"the-second-wall": frozenset({SEED_SLUG})})
    assert ranking[SEED_SLUG] == ranking["the-second-wall"] == ()


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


def terms(text, lang="en"):
    """The words of a text, with `|` where no phrase goes on."""
    (said,) = said_in([[text]], stop_words(lang))
    words = zip(said.words.split(), said.goes_on, strict=True)
    pairs = [word + ("" if goes_on else " |") for word, goes_on in words]
    return " ".join(pairs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The export controls, and China’s chips", "export controls | china | chips |"),
        ("See https://example.org/path for R1 or o1 a", "r1 | o1 |"),
        ("state-of-the-art, don’t foo - bar", "state | art | foo | bar |"),
        ("开源模型", "开源 源模 模型 |"),
        ("データ分析を見る", "データ 分析 | 見 |"),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


def test_stop_words_of_other_languages():
    """Those of a library where it has any; of a language that nobody knows, none."""
    assert terms("os robôs e as máquinas", "pt-BR") == "robôs | máquinas |"
    assert terms("os robôs", "xx") == "os robôs |"


def test_who_reads_no_further_gets_no_traceback(tmp_path):
    """As `--explain … | head` does."""
    for i in range(400):
        (tmp_path / f"2025-01-01-essay-{i}.txt").write_text(f"Essay {i}\nWords on kelp and moss {i}.\n")
    command = [sys.executable, "-m", "astro.related", str(tmp_path)]
    with subprocess.Popen(command, env=with_plugins(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


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
        ("secnd-wall -- since it asks what is asked here", "names no essay; did you mean `second-wall`?"),
        ("second-wall#paper", "essay `second-wall` has no section `#paper`; did you mean `#a-wall-of-paper`?"),
        ("second-wall § A wal of paper — x", "has no section `§ A wal of paper`; did you mean `§ A wall of paper`?"),
        ("Twins", "`Twins` is the title of 2 essays; write `twin-a` or `twin-b`"),
        ("twin-a#x", "it has no sections; name the essay alone"),
        ("astro", "`astro` names no essay; write a slug"),
        ("https://[host]/", "`https://[host]/` names no essay"),
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
    assert combine([pins[0], replace(pins[0], note="again")], [], own) == (pins[0],)
    assert combine([pins[0]] * 3, [pins[1]], own) == (pins[0], pins[1])
    assert combine([], ranked, own) == tuple(ranked[:3])
    assert combine([], [], own) == (RelatedLink("own", "one"), RelatedLink("own", "two"))
    assert combine([], [], made("bare", "Bare")) == ()


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


def reason_of(text):
    """Of two essays that say the same."""
    return [term.lower() for term in rank([made(slug, "Zoo", intro=text) for slug in "ab"])["a"][0].reason]


def test_a_reason_says_no_word_in_two_numbers():
    assert sum("box" in term for term in reason_of("A box. Boxes. Kelp.")) == 1
    assert {"boy", "boxes"} <= set(reason_of("Boxes. Boy. Kelp."))


def test_whole_words_of_chinese_are_several():
    a = made("a", "甲", intro="自然语言处理。最大似然估计。国际空间站！")
    b = made("b", "乙", intro="国际空间站；自然语言处理：最大似然估计。")
    assert set(rank([a, b])["a"][0].reason) == {"自然语言处理", "最大似然估计", "国际空间站"}


@pytest.mark.parametrize("dash", ["–", "--"])
def test_a_note_follows_any_dash(dash):
    assert resolve(f"second-wall {dash} paper burns", KNOWN) == RelatedLink("second-wall", note="paper burns")


def test_no_pin_is_asked_whether_it_means_its_own_essay():
    outlines = {"gamma": made("gamma", "Gamma title"), "wall": made("wall", "A wall of titles")}
    with pytest.raises(UnknownPinError, match="did you mean `Gamma title`"):
        resolve("Alpha title", outlines)
    with pytest.raises(UnknownPinError, match=r"write a slug|`A wall of titles`"):
        resolve("Alpha title", outlines, "gamma")


def test_a_pin_finds_former_ids_and_translations():
    wall = made("wall", "A wall", ("One", "x"))
    wall = replace(wall, sections=(replace(wall.sections[0], aliases=("old",)),))
    outlines = {"wall": wall, "zh/wall": made("wall", "墙", ("一", "x"))}
    assert resolve("wall#old", outlines) == RelatedLink("wall", "one")
    assert resolve("zh/wall#一", outlines) == resolve("墙 § 一", outlines) == RelatedLink("zh/wall", "一")


def test_changes_are_told_in_order_and_addresses_too():
    before = {f"{name}.txt": () for name in "abcdefgh"}
    after = {name: (RelatedLink("", address="https://example.org/"),) for name in before}
    assert list(changes(before, after)) == [f"{name}: related thinking + https://example.org/" for name in before]


@pytest.mark.parametrize("link", ["{filename}a%20b.txt", "{filename}../essays/a%20b.txt"])
def test_links_to_files_of_any_name(link):
    assert list(linked_essays([link], "essays/this.md", {"essays/a b.txt": "other"})) == ["other"]
