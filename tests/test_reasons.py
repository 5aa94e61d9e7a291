"""The reason of a link: what proves that two essays think about the same, and in which words it is said."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from astro.related import near
from astro.related.essays import parts, read_essays
from astro.related.forms import normal
from astro.related.reading import said_in
from astro.related.section import best_section, best_sections
from astro.related.similar import measure
from astro.related.stop_words import ENGLISH, stop_words
from astro.related.whole import Text, whole_terms
from astro.related.why import proof, proofs, reasons
from astro.sections.anchors import anchor
from astro.sections.outline import Outline
from related_essays import hold_together, made, rank


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


def test_the_stem_of_a_verb_is_no_word():
    """It stands in any text of Japanese; what a particle follows is one, and so is a lone character of Chinese."""
    said = said_in([["猫は行く。小さい夜に、食べた。山の上で見て、考えた。海"]], ())[0].words.split()
    assert said == ["猫", "夜", "山", "上", "海"]
    assert said_in([["茶，很好。"]], ())[0].words.split() == ["茶", "很好"]


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
        ("ja", "三ヶ月。五人、二回！千年。"),
        ("zh", "我觉得。有的时候"),
        ("zh-hant", "我們可以。如果沒有，因為，這個！覺得，時候"),
        ("ko", "나는 것이다. 내가, 없다!"),
        ("zh", "三年。两天，五次！几个。"),
    ],
)
def test_days_and_common_words_prove_nothing(lang, text):
    """Nor do the ends of addresses, and what is counted; however rare they are in the blog."""
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


def terms(text, lang="en"):
    """The words of a text, with `|` where no phrase goes on."""
    (said,) = said_in([[text]], stop_words(lang), lang)
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
        ("データ分析を見る", "データ 分析 |"),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


def test_stop_words_of_other_languages():
    """Those of two libraries where they have any; of a language that nobody knows, none."""
    assert terms("os robôs", "xx") == "os robôs |"


@pytest.mark.parametrize(
    ("lang", "text", "left"),
    [
        ("pt-BR", "os robôs e as máquinas", "robôs | máquinas |"),
        ("el", "το τηλεσκόπιο δεν είναι αυτό, και ένα βιβλίο", "τηλεσκόπιο | βιβλίο |"),
        ("he", "זה אבל ספר", "ספר |"),
        ("tr", "şimdi bazı kitap", "kitap |"),
        ("tr", "Işık ışık IŞIK İnsan", "ışık ışık ışık insan |"),
        ("ro", "însă și câțiva cărți", "cărți |"),
        ("fr", "c'est l’étoile qu'il n’a", "étoile |"),
        ("fr", "d'intelligence artificielle, l'aujourd'hui", "intelligence artificielle | aujourd'hui |"),
        ("it", "c'è l'ho un telescopio", "telescopio |"),
        ("hr", "ako nije šuma", "šuma |"),
        ("nb", "jeg venter ikke på skogen", "venter | skogen |"),
        ("nn", "eg ventar ikkje på skogen", "ventar | skogen |"),
        ("uk", "або книга навіть", "книга |"),
    ],
)
def test_words_that_carry_sentences_in_other_languages(lang, text, left):
    """Also where the lists have no accents, or other letters than the language."""
    assert terms(text, lang) == left


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
