"""What a publishing tells of: what is new, gone, hidden, reworded, and new to subscribers."""

from astro.permanence.answers import move, retire
from astro.permanence.difference import difference
from astro.permanence.fingerprint import fingerprint
from astro.permanence.known import Register
from astro.permanence.reconcile import reconcile
from astro.permanence.register import dump, load
from astro.sections.ids import Heading
from registers import CUP, DOMAIN, FILE, ONE, SUGAR, TWO, WATER, essay_of, published, renamed


def test_an_essay_that_is_a_draft_now_is_not_called_gone():
    register = published({"a": [("One", "x y z")], "b": []})
    found = reconcile(register, [essay_of("b", [])], DOMAIN, FILE, {"a/": "content/essays/a.txt"})
    assert [(each.path, each.text, each.stops) for each in found.questions] == [
        (
            "content/essays/a.txt",
            "the essay published at `/a/` is a draft now, or of the future; publish it, or let it go: "
            "`make retire ESSAY=a`",
            True,
        )
    ]


def test_an_essay_is_changed_where_one_section_of_it_is():
    """Of a long essay its own fingerprint may not show it."""
    before = published({"a": [("One", "x y z"), ("Two", "p q r")]})
    (essay,) = before.essays
    one, two = essay.sections
    after = before._replace(essays=(essay._replace(sections=(one, two._replace(words=fingerprint("p q s")))),))
    assert list(difference(before, after)) == ["/a/ changed; subscribers do not see it as new"]


def test_an_essay_that_was_taken_over_is_told_as_such():
    before = published({"a": [("One", "x y z")], "b": [("Two", "p q r")]})
    after = reconcile(before, [essay_of("b", [("Two", "p q r")], ["a"])], DOMAIN, FILE).register
    assert list(difference(before, after)) == ["/a/ leads to /b/ now"]
    assert list(difference(after, retire(after, "b"))) == ["/b/ gone, and /a/ with it"]


def test_an_essay_that_is_older_than_those_in_the_feeds_is_told_as_such():
    """As one is that was begun long before it is published."""
    before = published({"a": [("One", "x y z")], "b": [("Two", "p q r")]})
    late = essay_of("late", [("Three", "k l m")])._replace(date="2024-01-01")
    today = [essay_of("a", [("One", "x y z")]), essay_of("b", [("Two", "p q r")]), late]
    after = reconcile(before, today, DOMAIN, FILE).register
    for items, hidden, told in (
        (2, "", "/late/ new, and not among the 2 newest, which subscribers see"),
        (2, "a", "/late/ new, and new to subscribers"),
        (3, "", "/late/ new, and new to subscribers"),
        (3, "late", "/late/ new, and hidden: no list and no feed has it"),
    ):
        known = [
            register._replace(essays=tuple(each._replace(hidden=each.key == hidden) for each in register.essays))
            for register in (before, after)
        ]
        assert list(difference(known[0], known[1]._replace(items=items))) == [told]


def test_a_hidden_essay_is_new_to_no_subscriber():
    essays = essay_of("a", ONE)._replace(hidden=True), essay_of("b", TWO)
    register = reconcile(Register(), essays, DOMAIN, FILE).register
    assert load(dump(register), FILE) == register
    hidden = "/a/ new, and hidden: no list and no feed has it"
    assert list(difference(Register(), register)) == [hidden, "/b/ new, and new to subscribers"]
    shown = reconcile(register, [essay_of("a", ONE), essay_of("b", TWO)], DOMAIN, FILE).register
    assert list(difference(register, shown)) == ["/a/ in feeds now, and new to subscribers if they have not had it"]
    assert list(difference(shown, register)) == ["/a/ hidden, or a page now: no list and no feed has it any more"]


def test_a_page_that_is_hidden_and_shown_again_is_told_of():
    page = essay_of("a", ONE)._replace(date="")
    register = reconcile(Register(), [page], DOMAIN, FILE).register
    hidden = reconcile(register, [page._replace(hidden=True)], DOMAIN, FILE).register
    assert list(difference(register, hidden)) == ["/a/ hidden: no other page leads to it any more"]
    assert list(difference(hidden, register)) == ["/a/ in the menu again"]


def test_former_addresses_that_lead_on_are_not_gone():
    register = renamed(published({"a": ONE, "b": TWO}), ("c", ONE), ("b", TWO)).register
    after = retire(register, "c")
    assert [*difference(register, after)] == ["/c/ gone, and /a/ with it"]
    heir = after._replace(
        essays=tuple(each._replace(former=("a/",)) if each.key == "b" else each for each in after.essays)
    )
    assert "/c/ gone" in difference(register, heir)


def test_an_essay_that_comes_into_the_feeds_as_another_leaves_them_is_told_of():
    days = {"a": "2025-01-01", "b": "2025-01-02", "c": "2025-01-03"}
    today = [essay_of(slug, [(slug.upper(), f"{slug} x y")])._replace(date=day) for slug, day in days.items()]
    before = reconcile(Register(), today, DOMAIN, FILE).register
    hidden = [*today[:2], today[2]._replace(hidden=True)]
    before = before._replace(items=2)
    told = [*difference(before, reconcile(before, hidden, DOMAIN, FILE).register)]
    assert told[0] == "/a/ among the 2 newest now, and new to subscribers if they have not had it"
    assert [line.partition(" ")[0] for line in told] == ["/a/", "/c/"]


def test_a_page_is_not_remembered_as_hidden():
    page = essay_of("now", [("墙", "x y z")])._replace(date="")
    text = dump(reconcile(Register(), [page], DOMAIN, FILE).register)
    assert '"hidden"' not in text
    assert '"墙"' in text  # as it is written, for who reads a change of the file


def test_what_the_first_version_did_not_remember_is_not_told_as_changed():
    """Whether an essay was hidden: its register says nothing of it, or was written when nothing was known of it."""
    today = [essay_of("a", ONE)._replace(hidden=True), essay_of("b", TWO)]
    register = reconcile(Register(), today, DOMAIN, FILE).register
    old = dump(register, 1).replace(',\n "hidden": true', "")
    assert "hidden" not in old
    known = load(old, FILE)
    after = reconcile(known, today, DOMAIN, FILE).register
    assert (after, [*difference(known, after)]) == (register, [])
    assert after.shows_what(known)
    shown = reconcile(register, [today[0]._replace(hidden=False), today[1]], DOMAIN, FILE).register
    assert not shown.shows_what(register)


def test_what_shows_the_same():
    """Other words show the same; another place, an essay more or less, and one that is hidden do not."""
    register = published({"a": ONE, "b": TWO})

    def shows_the_same(*today):
        return reconcile(register, today, DOMAIN, FILE).register.shows_what(register)

    one, two = essay_of("a", ONE), essay_of("b", TWO)
    assert shows_the_same(one, two)
    assert shows_the_same(essay_of("a", [("One", "x y z and more")]), two)
    assert not shows_the_same(essay_of("c", ONE), two)
    assert not shows_the_same(one, two, essay_of("c", [("Three", "k l m")]))
    assert not shows_the_same(one, two._replace(hidden=True))
    assert not shows_the_same(essay_of("a", [*ONE, *TWO]), two)
    assert not Register().shows_what(register)
    assert not register.shows_what(Register())


def test_nothing_is_told_of_what_is_the_same_but_for_its_bytes():
    """Letters with their accents apart, as some systems write them."""
    before = published({"a": [("Über Käse", "x y z")]})
    assert [*difference(before, published({"a": [("U\u0308ber Ka\u0308se", "x y z")]}))] == []
    assert [*difference(before, before)] == []


def test_an_id_that_led_nowhere_in_an_heir_is_not_told_as_its_own():
    """What both once had, and the heir has lost, leads to the top of it all the same."""
    register = published({"a": [*ONE, *TWO], "b": [*ONE, *TWO]})
    register = reconcile(register, [essay_of("a", [*ONE, *TWO]), essay_of("b", TWO)], DOMAIN, FILE).register
    after = reconcile(register, [essay_of("b", TWO, ["a"])], DOMAIN, FILE).register
    assert next(iter(difference(register, after))) == "/a/ leads to /b/ now, and #two to its own"


def test_what_becomes_of_a_page_is_told():
    page = essay_of("now", ONE)._replace(date="")
    register = reconcile(Register(), [page], DOMAIN, FILE).register
    assert [*difference(Register(), register)] == ["/now/ new"]
    other = page._replace(words=fingerprint("k l m"))
    after = reconcile(register, [other], DOMAIN, FILE).register
    assert [*difference(register, after)] == ["/now/ changed; subscribers do not see it as new"]


def test_what_is_not_known_of_what_was_hidden_stays_unknown():
    """Also once a hand's answer has had the register written anew."""
    known = load(dump(published({"a": ONE, "b": TWO}), 1), FILE)
    assert [each.hidden for each in load(dump(retire(known, "a")), FILE).essays] == [None, None]


def test_where_a_section_leads_is_told_when_it_changes():
    sections = [("The water", WATER), ("The cup", CUP), ("Sugar", SUGAR)]
    without = [essay_of("a", [sections[0], sections[2]])]
    register = reconcile(published({"a": sections}), without, DOMAIN, FILE).register
    moved = move(register, "a#the-cup", "sugar")
    assert [*difference(register, moved)] == ["/a/#the-cup leads to #sugar now"]
    own = without[0]._replace(headings=(without[0].headings[0], Heading(2, "Sugar", "mine", SUGAR)))
    assert [*difference(moved, reconcile(moved, [own], DOMAIN, FILE).register)] == []
    less = reconcile(moved, [essay_of("a", sections[:1])], DOMAIN, FILE).register
    assert "/a/#the-cup leads to #the-water now" in [*difference(moved, less)]


def test_essays_that_come_into_feeds_which_show_more_are_told():
    days = {"a": "2025-01-01", "b": "2025-01-02"}
    today = [essay_of(slug, [(slug.upper(), f"{slug} x y")])._replace(date=day) for slug, day in days.items()]
    register = reconcile(Register(items=1, feeds=("feed.xml",)), today, DOMAIN, FILE).register
    assert load(dump(register), FILE) == register
    assert [*difference(register, register)] == []
    after = reconcile(register._replace(items=2), today, DOMAIN, FILE).register
    told = "/a/ among the 2 newest now, and new to subscribers if they have not had it"
    assert [*difference(register, after)] == [told]
    assert [*difference(register, retire(register, "b"))] == [told.replace("2 newest", "1 newest"), "/b/ gone"]


def test_what_a_section_that_is_gone_leads_to_is_told():
    before = published({"a": [("One", "x y z"), ("Two", "u v w")]})
    for left, where in (
        (("One", "x y z"), "#two gone; its address leads to #one"),
        (("Two", "u v w"), "#one gone; its address leads to the top of the essay"),
    ):
        after = reconcile(before, [essay_of("a", [left])], DOMAIN, FILE).register
        assert f"/a/{where}" in [*difference(before, after)]
