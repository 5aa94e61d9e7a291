"""Ids of sections: which section of today is which of before, and where those that are gone lead."""

import pytest
from astro.permanence.answers import move
from astro.permanence.difference import difference
from astro.permanence.known import Register
from astro.permanence.match import best_first
from astro.permanence.names import name_permanently
from astro.permanence.reconcile import reconcile
from astro.permanence.register import dump, load
from astro.sections.ids import Heading
from hypothesis import given
from hypothesis import strategies as st
from registers import CUP, DOMAIN, FILE, ONE, SECTIONS, SUGAR, WATER, essay_of, headings, published, renamed


def test_ids_that_an_essay_and_the_one_it_takes_over_both_have_are_told():
    """A link to such a section of the former leads to that of the other, as a browser keeps the `#id`."""
    before = published({"a": [("End", "x y z"), ("One", "k l m")], "b": [("End", "p q r")]})
    after = reconcile(before, [essay_of("b", [("End", "p q r")], ["a"])], DOMAIN, FILE).register
    assert next(iter(difference(before, after))) == "/a/ leads to /b/ now, and #end to its own"


words = st.sampled_from([f"w{i}" for i in range(400)])
ids = st.sampled_from(["", "", "", "one", "own", "notes-2"])
bare = st.tuples(st.sampled_from(["One", "Notes", "🚀"]), st.lists(words, max_size=3).map(" ".join), ids)
version = st.tuples(st.lists(bare, max_size=4), st.sets(st.sampled_from(["one", "notes", "fn"])))


def marked(sections, taken):
    """An essay whose author gave ids to headings (each once) and to other elements."""
    own = [
        id_ if id_ not in (*taken, *(each[2] for each in sections[:i])) else "" for i, (*_, id_) in enumerate(sections)
    ]
    headings = tuple(Heading(2, title, id_, text) for (title, text, _), id_ in zip(sections, own, strict=True))
    return essay_of("a", [])._replace(headings=headings, taken=frozenset(taken))


@given(st.lists(version, min_size=2, max_size=6))
def test_no_id_of_the_authors_breaks_another(versions):
    """Also with ids that the author gives and takes away, and with next to no words: every id leads to one place."""
    register, given_ids = Register(), set()
    for sections, taken in versions:
        found = reconcile(register, [marked(sections, taken)], DOMAIN, FILE)
        names = found.names["a/"]
        targets = [*names.ids, *(alias for group in names.aliases for alias in group), *taken]
        assert len(targets) == len(set(targets))
        assert given_ids <= set(targets)
        given_ids.update(names.ids)
        register = load(dump(found.register), FILE)
        again = reconcile(register, [marked(sections, taken)], DOMAIN, FILE)
        assert (again.register, again.names) == (register, found.names)


def given_id(i, id_, sections=tuple(SECTIONS[:2])):
    """An essay whose author has given an id to one of its headings."""
    essay = essay_of("a", list(sections))
    own = [heading._replace(id=id_ if j == i else "") for j, heading in enumerate(essay.headings)]
    return essay._replace(headings=tuple(own))


def test_an_id_that_moves_to_another_section_takes_no_other_id_along():
    """`## One` became `## One {#x}`; when `x` stands at the second heading, `#one` is still where its words are."""
    register = reconcile(published({"a": SECTIONS[:2]}), [given_id(0, "x")], DOMAIN, FILE).register
    moved = reconcile(register, [given_id(1, "x")], DOMAIN, FILE)
    assert moved.names["a/"].ids == ("one", "x")
    assert moved.names["a/"].aliases == ((), (), ("two",))
    back = reconcile(moved.register, [given_id(0, "x")], DOMAIN, FILE)
    assert back.names["a/"].ids == ("x", "two")
    assert back.names["a/"].aliases == ((), ("one",), ())


def test_a_former_id_that_a_new_section_is_given_leaves_the_one_of_today():
    register = reconcile(published({"a": SECTIONS[:2]}), [given_id(0, "x")], DOMAIN, FILE).register
    more = given_id(2, "one", (*SECTIONS[:2], ("New", "quite other words that stand nowhere else here")))
    more = more._replace(headings=(more.headings[0]._replace(id="x"), *more.headings[1:]))
    assert reconcile(register, [more], DOMAIN, FILE).names["a/"].ids == ("x", "two", "one")


def test_an_own_id_pairs_a_section_that_is_rewritten():
    named = essay_of("a", SECTIONS[:2])
    named = named._replace(headings=(Heading(2, "One", "", "x y z"), Heading(2, "Two", "deux", "u v w")))
    register = reconcile(published({"a": SECTIONS[:2]}), [named], DOMAIN, FILE).register
    rewritten = named._replace(headings=(named.headings[0], Heading(2, "Other", "deux", "p q r")))
    found = reconcile(register, [rewritten], DOMAIN, FILE)
    assert (found.names["a/"].ids, found.names["a/"].aliases) == (("one", "deux"), ((), (), ("two",)))
    assert found.questions == ()


def test_of_equal_pairs_the_one_in_place_is_first():
    assert best_first([(1, 0, 1), (1, 1, 1)]) == {1: 1}


def test_neighbours_tell_equal_headings_apart():
    before = [("A", "a b c"), ("Notes", "d e f"), ("B", "g h i"), ("Notes", "j k l")]
    after = [before[0], before[2], ("Notes", "m n o")]
    assert renamed(published({"a": before}), ("a", after)).names["a/"].ids == ("a", "b", "notes-2")


def test_a_section_is_merged_where_most_of_its_words_are():
    before = [("One", "x y z"), ("Two", "a b c d e f g h")]
    found = renamed(published({"a": before}), ("a", [("One", "x y z a b c d e f q")]))
    assert (found.names["a/"].aliases, found.questions) == (((), ("two",)), ())


def test_an_id_of_the_page_is_no_sections():
    assert renamed(Register(), ("a", [("Main", "x y z")])).names["a/"].ids == ("main-2",)


def test_former_ids_stand_in_order():
    register, heading = published({"a": ONE}), Heading(2, "One", "", "x y z")
    for i in range(9, 0, -1):
        today = essay_of("a", ONE)._replace(headings=(heading._replace(id=f"own-{i}"),))
        register = reconcile(register, [today], DOMAIN, FILE).register
    assert register.essays[0].sections[0].aliases == ("one", *(f"own-{i}" for i in range(2, 10)))


def test_a_section_that_took_one_in_takes_another():
    lost = [essay_of("a", SECTIONS[2:])]
    register = reconcile(published({"a": SECTIONS}), lost, DOMAIN, FILE).register
    moved = move(move(register, "a#two", "three"), "a#one", "#three")
    assert reconcile(moved, lost, DOMAIN, FILE).names["a/"].aliases == ((), ("one", "two"))


def test_no_id_is_lost_where_one_of_its_section_is_the_heirs_too():
    """The section of `old` answers to `own` and `shared`; the heir has a `shared` of its own."""
    register = published({"new": [("Shared", "x y z")], "old": [("Own", "k l m"), ("Two", "u v w")]})
    new, old = register.essays
    own = old.sections[0]._replace(aliases=("shared",))
    register = register._replace(essays=(new, old._replace(sections=(own, *old.sections[1:]))))
    heir = essay_of("new", [("Shared", "x y z")], ["old"])
    names = reconcile(register, [heir], DOMAIN, FILE).names["new/"]
    assert (names.ids, sorted(id_ for each in names.aliases for id_ in each)) == (("shared",), ["own", "two"])


def test_an_id_that_was_given_once_is_given_to_no_other_section():
    """A section was reworded and kept its id, then it went; a new one has the words of that id."""
    reworded = renamed(published({"a": SECTIONS}), ("a", [("Other", "x y z"), *SECTIONS[1:]])).register
    new = ("One", "g h i")
    names = renamed(reworded, ("a", [*SECTIONS[1:], new])).names["a/"]
    assert (names.ids, names.aliases[0]) == (("two", "three", "one-2"), ("one",))


def test_an_own_id_may_be_a_former_one_of_its_section():
    register = renamed(published({"a": SECTIONS[:1]}), ("a", [("Uno", "x y z")])).register
    (essay,) = register.essays
    known = essay._replace(sections=(essay.sections[0]._replace(aliases=("uno",)),))
    rewritten = essay_of("a", ONE)._replace(headings=(Heading(2, "Other", "uno", "p q r"),))
    names = reconcile(register._replace(essays=(known,)), [rewritten], DOMAIN, FILE).names["a/"]
    assert (names.ids, names.aliases) == (("uno",), ((), ("one",)))


def test_sections_that_were_taken_over_lead_to_the_top_where_no_words_of_them_stand():
    """What stands before them is another essay's."""
    register = published({"a": SECTIONS, "b": [("Tools", "one two"), ("Fonts", "three four")]})
    names = renamed(register, ("a", SECTIONS, ["b"])).names["a/"]
    assert (names.ids, names.aliases) == (("one", "two", "three"), (("fonts", "tools"), (), (), ()))


@pytest.mark.parametrize(
    ("before", "today", "ids", "aliases"),
    [
        # the author gives its id to another one
        ([("One", "", "x y z")], [("One", "", "x y z"), ("Two", "one", "u v w")], ("one-2", "one"), None),
        # a section with an id of its own is not the one that is gone
        (
            [("One", "", "x y z"), ("Two", "", "u v w")],
            [("One", "", "x y z"), ("Other", "own", "k l m")],
            ("one", "own"),
            ((), ("two",), ()),
        ),
        # nor is one without words
        (
            [("One", "", "x y z"), ("Two", "", "u v w"), ("Three", "", "k l m")],
            [("One", "", "x y z"), ("Other", "", ""), ("Three", "", "k l m")],
            ("one", "other", "three"),
            None,
        ),
    ],
)
def test_ids_that_are_taken_or_lost(before, today, ids, aliases):
    known = name_permanently([], headings(*before), frozenset()).known
    found = name_permanently(known, headings(*today), frozenset())
    assert found.ids == ids
    assert aliases in (None, found.aliases)


def told_apart(*stages):
    """The ids and aliases of the sections of the last of several publishings of one essay."""
    known = ()
    for stage in stages:
        found = name_permanently(known, headings(*((title, "", under) for title, under in stage)), frozenset())
        known = found.known
    return dict(zip(found.ids, found.aliases[1:], strict=True))


def test_a_section_that_was_merged_and_stands_apart_again_has_its_id():
    """As when a heading was deleted for a day."""
    apart = [("The water", WATER), ("The cup", CUP)]
    merged = [("The water", f"{WATER} {CUP}")]
    assert told_apart(apart, merged) == {"the-water": ("the-cup",)}
    assert told_apart(apart, merged, apart) == {"the-water": (), "the-cup": ()}
    other = [("The water", f"{WATER} {CUP}"), ("The cup", "of the winner was made of gold in a town by the hill")]
    assert told_apart(apart, merged, other) == {"the-water": ("the-cup",), "the-cup-2": ()}


def test_the_id_of_a_section_that_was_merged_follows_its_words():
    """From one section into the next, and out of it again under another heading."""
    apart = [("The water", WATER), ("The cup", CUP), ("Sugar", SUGAR)]
    first = [("The water", f"{WATER} {CUP}"), ("Sugar", SUGAR)]
    next_ = [("The water", WATER), ("Sugar", f"{SUGAR} {CUP}")]
    assert told_apart(apart, first) == {"the-water": ("the-cup",), "sugar": ()}
    assert told_apart(apart, first, next_) == {"the-water": (), "sugar": ("the-cup",)}
    again = [("The water", WATER), ("Sugar", SUGAR), ("Of cups", CUP)]
    assert told_apart(apart, first, next_, again) == {"the-water": (), "sugar": (), "the-cup": ()}


def test_a_section_whose_words_were_merged_and_then_rewritten_is_asked_about():
    before = published({"a": [("The water", WATER), ("The cup", CUP)]})
    merged = reconcile(before, [essay_of("a", [("The water", f"{WATER} {CUP}")])], DOMAIN, FILE)
    assert merged.questions == ()
    assert "/a/#the-cup gone; its address leads to #the-water" in [*difference(before, merged.register)]
    (asked,) = reconcile(merged.register, [essay_of("a", [("The water", WATER)])], DOMAIN, FILE).questions
    assert "section `#the-cup` (“The cup”) is gone and its address leads to `#the-water`" in asked.text


def test_a_section_that_was_led_elsewhere_by_its_author_and_stands_again_has_its_address():
    sections = [("The water", WATER), ("The cup", CUP), ("Sugar", SUGAR)]
    without = [essay_of("a", [sections[0], sections[2]])]
    register = move(reconcile(published({"a": sections}), without, DOMAIN, FILE).register, "a#the-cup", "sugar")
    assert load(dump(register), FILE) == register
    moved = reconcile(register, without, DOMAIN, FILE)
    assert (moved.names["a/"].aliases, moved.questions) == (((), (), ("the-cup",)), ())
    elsewhere = [essay_of("a", [("The water", f"{WATER} {CUP}"), sections[2]])]
    kept = reconcile(moved.register, elsewhere, DOMAIN, FILE).names["a/"]
    assert kept.aliases == ((), (), ("the-cup",)), "the author has said so"
    back = reconcile(moved.register, [essay_of("a", sections)], DOMAIN, FILE)
    assert (back.names["a/"].ids, back.names["a/"].aliases) == (("the-water", "the-cup", "sugar"), ((), (), (), ()))
    other = [sections[0], ("The cup", "of the winner was made of gold in a town by the hill"), sections[2]]
    named = reconcile(moved.register, [essay_of("a", other)], DOMAIN, FILE).names["a/"]
    assert (named.ids, named.aliases[3]) == (("the-water", "the-cup-2", "sugar"), ("the-cup",)), "it is another section"
    grown = [
        sections[0],
        ("The cup", f"{CUP} {WATER.replace('the', 'a')} and much else that was said of it"),
        sections[2],
    ]
    assert reconcile(moved.register, [essay_of("a", grown)], DOMAIN, FILE).names["a/"].ids[1] == "the-cup"


def test_an_id_that_leads_to_a_section_for_good_is_led_elsewhere_alone():
    """As the register of an essay may have it that was published before merged sections were remembered."""
    known = published({"a": [("One", "x y z"), ("Two", "u v w")]})
    one, two = known.essays[0].sections
    sections = (one.called_also("old").called_also("older"), two)
    register = known._replace(essays=(known.essays[0]._replace(sections=sections),))
    assert [each.aliases for each in move(register, "a#old", "two").essays[0].sections] == [("older",), ("old",)]


def test_a_section_that_takes_another_one_in_stays_itself():
    """Though it may have more words of that one than of its own."""
    apart, reworded = [("The water", WATER), ("The cup", CUP)], [("Of warmth", WATER), ("The cup", CUP)]
    assert told_apart(apart, reworded, [("Of warmth", f"{WATER} {CUP}")]) == {"the-water": ("the-cup",)}
