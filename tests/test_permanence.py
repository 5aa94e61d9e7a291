"""Permanence: whatever the author edits, every address the public was given still leads to the right place."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from astro.permanence.__main__ import main as answer
from astro.permanence.answers import UnknownAnswerError, move, retire
from astro.permanence.difference import difference
from astro.permanence.file import read_register, recover
from astro.permanence.fingerprint import SIZE, containment, fingerprint, fingerprints, overlap
from astro.permanence.known import Register
from astro.permanence.match import best_first
from astro.permanence.names import name_permanently
from astro.permanence.questions import Question, Today
from astro.permanence.reconcile import reconcile
from astro.permanence.redirects import redirect_page, redirect_rules
from astro.permanence.register import dump, load
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.problem import EssayError
from astro.sections.anchors import anchor
from astro.sections.ids import Heading
from astro.sections.outline import Outline
from astro.staging import Place, locked, mark_of
from bs4 import BeautifulSoup
from conftest import SITEURL, case_folders, page_of
from hypothesis import given
from hypothesis import strategies as st

DOMAIN = "essays.example.org"
FILE = "content/published.json"
ONE, TWO = [("One", "x y z")], [("Two", "p q r")]
SECTIONS = [("One", "x y z"), ("Two", "u v w"), ("Three", "k l m")]


def today_of(path):
    """A plain-text file as permanence sees it."""
    essay = parse(path.read_bytes(), f"content/essays/{path.name}")
    result = anchor(render(essay.blocks))
    outline = Outline(essay.slug, essay.title, essay.date, "en", result.intro, result.sections)
    former = (essay.header["former"],) if "former" in essay.header else ()
    words = fingerprint(outline.words)
    path = f"content/essays/{path.name}"
    return Today(path, f"{essay.slug}/", essay.date, former, words, result.headings, result.taken)


def told(found):
    """What a reconciliation says, in lines."""
    for address, names in sorted(found.names.items()):
        yield f"/{address}  {found.feeds[address]}"
        yield from (f"  top: #{alias}" for alias in names.aliases[0])
        for id_, aliases in zip(names.ids, names.aliases[1:], strict=True):
            yield f"  #{id_}" + "".join(f" <- #{alias}" for alias in aliases)
    yield from (f"/{old} -> /{new}" for old, new in found.redirects.items())
    yield from (f"{'STOP' if each.stops else 'ask'} {each.path}: {each.text}" for each in found.questions)


@pytest.mark.parametrize("case", case_folders("permanence"))
def test_case(case, expect):
    """Each folder's versions are published one after the other; the last one's addresses are as its file says."""
    register = Register()
    for version in sorted(path for path in case.iterdir() if path.is_dir()):
        found = reconcile(register, [today_of(path) for path in version.glob("*.txt")], DOMAIN, FILE)
        register = found.register
    expect("\n".join(told(found)) + "\n", case / "outcome")


@given(st.lists(st.text(st.sampled_from("aB c.中文")), max_size=6))
def test_fingerprints_of_parts_and_whole(texts):
    """The fingerprint of an essay is that of all its words, and those of its sections come with it."""
    assert fingerprints(texts) == [fingerprint(" ".join(texts)), *map(fingerprint, texts)]


def test_fingerprints():
    """A fingerprint is short, does not know case or punctuation, and tells how much two texts share."""
    text = " ".join(f"word{i} and" for i in range(100))
    assert len(fingerprint(text)) == SIZE * 6
    assert fingerprint("One, two: THREE.") == fingerprint("one two three")
    assert overlap(fingerprint(text), fingerprint(text)) == 1
    assert overlap(fingerprint("a b c"), fingerprint("x y z")) == 0
    assert overlap(fingerprint(""), fingerprint("")) == containment("", fingerprint(text)) == 0
    assert containment(fingerprint("a b c"), fingerprint("x a b c y z")) == 1
    assert overlap(fingerprint("没有人知道答案"), fingerprint("没有人知道")) > 0.5


def test_the_register_is_one_line_a_section():
    """The file reads back as it was written, and a section is a line."""
    register = published({"a": [("One", "x y z"), ("Two", "u v w")], "b": []})
    text = dump(register)
    assert load(text, FILE) == register
    assert len([line for line in text.splitlines() if '"heading"' in line]) == 2
    assert dump(Register()) == '{"version": 2, "essays": {}}\n'
    assert load(dump(Register()), FILE) == Register()


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (lambda text: text.replace('"level": 2', '"level": 3,', 1), 10, "Expecting"),
        (
            lambda text: text.replace(' "retired": false', "<<<<<<< HEAD", 1),
            7,
            "take the one whose essays were renamed",
        ),
        (lambda text: text.replace('"retired": false', '"retired": "no"', 1), 2, "`a`: has a wrong retired"),
        (lambda text: text.replace(' "former": [],\n', "", 1), 2, "`a`: lacks or has too much of: former"),
        (lambda text: text.replace('{"id": "one"', '{"id":"one"', 1), 10, "changed by hand here"),
        (lambda text: text.replace('"former": []', '"former": "x"', 1), 2, "`a`: has a wrong former"),
        (lambda text: text.replace('"former": []', '"former": [1]', 1), 2, "`a`: has a wrong former"),
        (lambda text: text.replace('"two"', '"one"', 1), 11, "id `one` of `a` leads to 2 sections"),
        (lambda text: text.replace('"aliases": []', '"aliases": ["old"]'), 11, "id `old` of `a` leads to 2 sections"),
        (
            lambda text: text.replace(f"{DOMAIN},2025:b", f"{DOMAIN},2025:a"),
            14,
            f"`tag:{DOMAIN},2025:a` belongs to 2 essays",
        ),
        (lambda text: text.replace('"b/"', '"a/"', 1), 16, "`a/` belongs to 2 essays"),
        (lambda text: text.replace('"published": "2025-01-20"', '"published": "soon"', 1), 13, "isoformat"),
        (lambda _: "[]", 1, "it has no essays"),
        (lambda _: '{"version": 2, "essays": {"a": null}}', 1, "`a`: "),
        (lambda _: '{"version": 2, "essays": ' + "[" * 200_000, 1, "the register is broken ("),
        (lambda _: '{"version": 2, "essays": ' + "1" * 5000 + "}", 1, "digits"),
        (lambda text: text.replace('"version": 2', '"version": 2, "feeds": ["b", "a"]'), 1, "it has wrong items or"),
        (lambda text: text.replace('"version": 2', '"version": 2, "items": -3'), 1, "it has wrong items or feeds"),
        (lambda text: text.replace('"version": 2', '"version": 2, "feeds": 5'), 1, "it has wrong items or feeds"),
        (lambda text: text.replace('"version": 2', '"version": 2, "items": "5"'), 1, "it has wrong items or feeds"),
        (lambda _: "", 1, "Expecting value"),
    ],
)
def test_a_broken_register_is_refused_with_its_line(change, line, what):
    """Broken JSON, a merge conflict, a missing or wrong field, a hand's edit, an id or address given twice."""
    text = dump(published({"a": [("One", "x y z"), ("Two", "u v w")], "b": []}))
    with pytest.raises(EssayError) as error:
        load(change(text), FILE)
    assert str(error.value).startswith(f"{FILE}:{line}: ")
    assert what in str(error.value)
    assert "restore it from version control" in str(error.value)


def test_a_register_of_another_version_is_not_called_broken():
    with pytest.raises(
        EssayError, match="is of version 3, and this astro reads version 2; publish with the newer astro"
    ):
        load('{"version": 3, "essays": {}}', FILE)


def essay_of(slug, sections, former=()):
    headings = tuple(Heading(2, title, "", text) for title, text in sections)
    words = fingerprint(" ".join(f"{title} {text}" for title, text in sections) + f" title of {slug}")
    return Today(f"content/essays/{slug}.txt", f"{slug}/", "2025-01-20", tuple(former), words, headings, frozenset())


def published(essays):
    return reconcile(Register(), [essay_of(slug, sections) for slug, sections in essays.items()], DOMAIN, FILE).register


def test_identities_are_fixed():
    """A feed identity is made once: a rename, another date, another domain do not change it."""
    register = published({"a": [("One", "x y z")]})
    moved = essay_of("b", [("One", "x y z")])._replace(date="2026-02-02")
    found = reconcile(register, [moved], "other.example", FILE)
    assert found.feeds == {"b/": f"tag:{DOMAIN},2025:a"}
    assert found.register.essays[0].published == "2025-01-20"
    assert found.redirects == {"a/": "b/"}


def test_the_identity_of_feeds_is_that_of_the_first_essay():
    """It moves with no domain, and with no older essay that comes later; a register without it is read as before."""
    assert reconcile(Register(), [], DOMAIN, FILE).register.feed == ""
    register = published({"a": ONE})
    assert register.feed == f"tag:{DOMAIN},2025"
    essays = [essay_of("a", ONE), essay_of("old", TWO)._replace(date="2019-05-01")]
    assert reconcile(Register(), essays, DOMAIN, FILE).register.feed == f"tag:{DOMAIN},2019"
    later = reconcile(register, essays, "other.example", FILE).register
    assert later.feed == register.feed
    assert load(dump(later), FILE) == later
    assert reconcile(later, essays, "other.example", FILE).register == later
    before = load(dump(register._replace(feed="")), FILE)
    assert reconcile(before, essays, "other.example", FILE).register == later


def test_no_two_essays_were_published_at_the_same_moment():
    """Essays of one day: the first in the lists is the newest; one that comes later is newer, and moves none."""
    day = {slug: essay_of(slug, [("One", f"{slug} words {slug}")]) for slug in "abcd"}
    midnight = "2025-01-20T00:00:00+00:00"
    two = [day[slug]._replace(date=midnight) for slug in "ac"]
    register = reconcile(Register(), two, DOMAIN, FILE).register
    assert {known.key: known.published for known in register.essays} == {
        "a": "2025-01-20T00:01:00+00:00",
        "c": midnight,
    }
    four = [*two, day["b"]._replace(date=midnight), day["d"]._replace(date="2025-01-20T00:01:00+00:00")]
    register = reconcile(register, four, DOMAIN, FILE).register
    assert {known.key: known.published[11:16] for known in register.essays} == {
        "a": "00:01",
        "b": "00:03",
        "c": "00:00",
        "d": "00:02",
    }


def test_an_address_that_was_let_go_gives_nothing_to_the_next_essay():
    """Who stands where a retired essay stood is not it: not in feeds, whatever their keys are."""
    register = retire(renamed(published({"zeta": SECTIONS[:1]}), ("alpha", SECTIONS[:1])).register, "alpha")
    found = renamed(register, ("alpha", SECTIONS[1:]))
    assert found.feeds == {"alpha/": f"tag:{DOMAIN},2025:alpha"}
    assert {known.key: known.retired for known in found.register.essays} == {"alpha": False, "zeta": True}


def test_moments_of_two_zones_are_compared_as_moments():
    """What was published last is among the newest, where a clock was set back meanwhile."""
    register = published({"a": SECTIONS[:1], "b": SECTIONS[1:2]})
    moments = {"a": "2025-10-26T02:50:00+02:00", "b": "2025-10-26T02:10:00+01:00"}
    both = Register(tuple(each._replace(published=moments[each.key]) for each in register.essays))
    assert [*difference(Register(), both._replace(items=1))] == [
        "/a/ new, and not among the 1 newest, which subscribers see",
        "/b/ new, and new to subscribers",
    ]


@pytest.mark.parametrize("former", [[], ["now"]])
def test_a_page_that_becomes_an_essay_is_new_to_subscribers(former):
    """Moved to the essays, or taken over by one: it keeps its address and ids, and has an identity from then on."""
    sections = [("One", "x y z")]
    page, other = essay_of("now", sections)._replace(date=""), essay_of("a", [("Two", "p q r")])
    before = reconcile(Register(), [page, other], DOMAIN, FILE).register
    essay = essay_of("then" if former else "now", [("Reworded", "x y z and more")], former)
    found = reconcile(before, [essay, other], DOMAIN, FILE)
    assert found.feeds[essay.address] == f"tag:{DOMAIN},2025:now"
    assert found.names[essay.address].ids == ("one",)
    assert next(known for known in found.register.essays if known.key == "now").published
    told, *others = difference(before, found.register)
    assert told == f"/{essay.address} no page any more, and new to subscribers"
    assert not any("subscribers" in each for each in others)
    again = reconcile(found.register, [essay, other], DOMAIN, FILE)
    assert (again.register, again.feeds) == (found.register, found.feeds)
    back = reconcile(found.register, [page._replace(former=(essay.address[:-1],)), other], DOMAIN, FILE).register
    assert "/now/ hidden, or a page now: no list and no feed has it any more" in difference(found.register, back)
    again = reconcile(back, [essay, other], DOMAIN, FILE)
    assert again.feeds == found.feeds
    shown = f"/{essay.address} in feeds now, and new to subscribers if they have not had it"
    assert shown in difference(back, again.register)


def test_what_a_feed_entry_began_with_is_remembered():
    """The register is the same after a turn through its file, and one without such lines is read as before."""
    register = published({"a": [("One", "x y z")], "b": []})
    assert '"sent"' not in dump(register)
    essays = (register.essays[0]._replace(sent=("b#x — one, two", "c")), *register.essays[1:])
    sent = register._replace(essays=essays)
    assert load(dump(sent), FILE) == sent
    assert load(dump(register), FILE) == register


def test_a_key_is_never_given_again():
    """A new essay at the slug of a retired one has a key and identity of its own."""
    register = retire(published({"a": [("One", "x y z")]}), "a")
    found = reconcile(register, [essay_of("a", [("New", "p q r")])], DOMAIN, FILE)
    assert found.feeds == {"a/": f"tag:{DOMAIN},2025:a-2"}
    assert found.questions == ()


def test_an_essay_that_was_let_go_and_is_shown_again_is_the_same():
    """Retired by mistake, or brought back: its identity, ids and former addresses are those the public has."""
    sections = [("One", "x y z"), ("Two", "u v w")]
    before = reconcile(published({"old": sections}), [essay_of("a", sections)], DOMAIN, FILE)
    reworded = [("Other", "x y z"), ("Two", "u v w")]
    found = reconcile(retire(before.register, "a"), [essay_of("a", reworded)], DOMAIN, FILE)
    assert (found.feeds, found.redirects) == (before.feeds, {"old/": "a/"})
    assert found.names["a/"].ids == ("one", "two")
    assert list(difference(retire(before.register, "a"), found.register)) == [
        "/a/ back; subscribers do not see it as new"
    ]
    assert reconcile(found.register, [essay_of("a", reworded)], DOMAIN, FILE).register == found.register


def test_an_essay_that_was_let_go_can_still_be_taken_over():
    """By one that was published, and by one that is new, which then is that essay."""
    before = retire(published({"a": [("One", "x y z")], "b": [("Two", "p q r")]}), "a")
    heir = [essay_of("b", [("Two", "p q r")], ["a"])]
    found = reconcile(before, heir, DOMAIN, FILE)
    assert found.redirects == {"a/": "b/"}
    assert list(difference(before, found.register)) == ["/a/ leads to /b/ now"]
    again = reconcile(found.register, heir, DOMAIN, FILE)
    assert (again.register, again.redirects) == (found.register, found.redirects)
    assert list(difference(found.register, again.register)) == []
    new = reconcile(before, [essay_of("c", [("New", "k l m")], ["a"])], DOMAIN, FILE)
    assert (new.redirects, new.feeds["c/"]) == ({"a/": "c/"}, f"tag:{DOMAIN},2025:a")


def test_a_claim_brings_back_one_essay():
    """Of two that were let go, the one that stood at the address to the end; what an essay still leads from, none."""
    sections = [("One", "x y z")]
    first = reconcile(published({"old": sections}), [essay_of("a", sections)], DOMAIN, FILE).register
    second = reconcile(retire(first, "a"), [essay_of("old", [("Two", "p q r")])], DOMAIN, FILE).register
    found = reconcile(retire(second, "old"), [essay_of("new", [("Three", "k l m")], ["old"])], DOMAIN, FILE)
    assert (found.redirects, [each for each in found.questions if each.stops]) == ({"old/": "new/"}, [])
    assert found.feeds == {"new/": f"tag:{DOMAIN},2025:old-2"}
    claimed = [essay_of("new", [("Three", "k l m")], ["old"]), essay_of("b", [("Four", "s t u")], ["old"])]
    again = reconcile(found.register, claimed, DOMAIN, FILE)
    told = "`old` in Former leads to the essay at `/new/` already; take it out of Former"
    stopping = [each for each in again.questions if each.stops]
    assert (again.redirects, stopping) == (
        {"old/": "new/"},
        [Question("content/essays/b.txt", told, stops=True, key="former")],
    )


def test_an_essay_that_was_taken_over_can_be_taken_back():
    """By standing at its address with its words, once nothing claims it any more: a `Former` may be a mistake."""
    one, two = [("One", "x y z")], [("Two", "p q r")]
    first = reconcile(published({"old": one, "b": two}), [essay_of("a", one), essay_of("b", two)], DOMAIN, FILE)
    taken = reconcile(first.register, [essay_of("b", two, ["a"])], DOMAIN, FILE).register
    both = [essay_of("a", one), essay_of("b", two)]
    found = reconcile(taken, both, DOMAIN, FILE)
    assert (found.feeds, found.redirects) == (first.feeds, {"old/": "a/"})
    assert (found.questions, found.register) == (first.questions, first.register)
    assert list(difference(taken, found.register)) == ["/a/ back; subscribers do not see it as new"]
    other = reconcile(taken, [essay_of("a", [("Else", "k l m")]), essay_of("b", two)], DOMAIN, FILE)
    assert [each.path for each in other.questions if each.stops] == ["content/essays/a.txt"]


def test_a_former_address_that_nothing_had_is_asked_about():
    register = published({"wall": [("One", "x y z")]})
    asked = reconcile(register, [essay_of("wall", [("One", "x y z")], ["wal", "qqq", "wall"])], DOMAIN, FILE).questions
    assert [(each.path, each.text, each.stops) for each in asked] == [
        ("content/essays/wall.txt", f"`{slug}` in Former names nothing that was published; {hint}", False)
        for slug, hint in (("wal", "did you mean `wall`?"), ("qqq", "take it out"))
    ]
    late = essay_of("late", [("Two", "p q r")], ["wal"])  # once published, it is new to subscribers for good
    for before, stops in ((register, True), (Register(), False)):
        found = reconcile(before, [essay_of("wall", [("One", "x y z")]), late], DOMAIN, FILE)
        assert [each.stops for each in found.questions] == [stops]


def test_an_address_that_was_let_go_and_given_away_stays_where_it_is():
    """What an essay left behind it is not taken back from the one that stands there now, nor from its heir."""
    register = retire(published({"a": [("One", "x y z")]}), "a")
    taken = reconcile(register, [essay_of("a", [("New", "p q r")])], DOMAIN, FILE).register
    back = reconcile(taken, [essay_of("a", [("One", "x y z")])], DOMAIN, FILE)
    assert "a" in {known.key for known in back.register.essays if known.retired}
    heir = reconcile(register, [essay_of("b", [("New", "p q r")])], DOMAIN, FILE).register
    moved = reconcile(heir, [essay_of("a", [("New", "p q r")])], DOMAIN, FILE).register
    again = reconcile(moved, [essay_of("c", [("New", "p q r")])], DOMAIN, FILE)
    assert again.redirects == {"a/": "c/", "b/": "c/"}
    assert load(dump(again.register), FILE) == again.register


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


@pytest.mark.parametrize("was_published", [True, False])
def test_an_essay_cannot_take_over_from_one_that_stands(was_published):
    """The one that says so is asked, not the one that stands where it stood."""
    register = published({"a": [("One", "x y z")]}) if was_published else Register()
    essays = [essay_of("a", [("One", "x y z")]), essay_of("b", [("Two", "p q r")], ["a"])]
    found = reconcile(register, essays, DOMAIN, FILE)
    assert [(each.path, each.text) for each in found.questions if each.stops] == [
        (
            "content/essays/b.txt",
            "`a` in Former is the address of content/essays/a.txt, which stands; "
            "take it out of Former, or take that essay away",
        )
    ]


def test_an_essay_at_a_former_address_is_asked_also_where_it_names_that_itself():
    """As a header does that was copied: the register never holds an address twice."""
    sections = [("One", "x y z")]
    register = reconcile(published({"old": sections}), [essay_of("apple", sections, ["old"])], DOMAIN, FILE).register
    essays = [essay_of("apple", sections, ["old"]), essay_of("old", [("Two", "p q r")], ["old"])]
    found = reconcile(register, essays, DOMAIN, FILE)
    assert [each.path for each in found.questions if each.stops] == ["content/essays/apple.txt"]


def test_an_essay_that_was_taken_over_is_told_as_such():
    before = published({"a": [("One", "x y z")], "b": [("Two", "p q r")]})
    after = reconcile(before, [essay_of("b", [("Two", "p q r")], ["a"])], DOMAIN, FILE).register
    assert list(difference(before, after)) == ["/a/ leads to /b/ now"]
    assert list(difference(after, retire(after, "b"))) == ["/b/ gone, and /a/ with it"]


def test_ids_that_an_essay_and_the_one_it_takes_over_both_have_are_told():
    """A link to such a section of the former leads to that of the other, as a browser keeps the `#id`."""
    before = published({"a": [("End", "x y z"), ("One", "k l m")], "b": [("End", "p q r")]})
    after = reconcile(before, [essay_of("b", [("End", "p q r")], ["a"])], DOMAIN, FILE).register
    assert next(iter(difference(before, after))) == "/a/ leads to /b/ now, and #end to its own"


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


def test_answers():
    """`retire` lets a lost section or essay go, `move` leads a lost section's ids elsewhere; both end the question."""
    sections = [("One", "x y z"), ("Two", "u v w"), ("Three", "k l m")]
    lost = [essay_of("a", sections[:1] + sections[2:])]
    register = reconcile(published({"a": sections}), lost, DOMAIN, FILE).register
    assert reconcile(register, lost, DOMAIN, FILE).names["a/"].aliases == ((), ("two",), ())
    moved = reconcile(move(register, "a#two", "three"), lost, DOMAIN, FILE)
    assert (moved.names["a/"].aliases, moved.questions) == (((), (), ("two",)), ())
    retired = reconcile(retire(register, "a#two"), lost, DOMAIN, FILE)
    assert (retired.names["a/"].aliases, retired.questions) == (((), (), ()), ())
    other = register.essays[0]._replace(key="pt-b", address="pt/b/", feed="")
    both = register._replace(essays=(*register.essays, other))
    assert [each.retired for each in retire(both, "b").essays] == [False, True]
    with pytest.raises(UnknownAnswerError):  # it has been let go already, and its translation is not meant
        retire(retire(both._replace(essays=(*both.essays, other._replace(key="b", address="b/"))), "b"), "b")
    for wrong, said in (
        (lambda: move(register, "a#two", "nope"), "`nope` is no section of `a`; these are: one, three"),
        (lambda: move(register, "a#two", "two"), "`two` is no section of `a`; these are: one, three"),
        (lambda: retire(register, "a#one"), "`#one` is no section of `a` that is gone; these are: two"),
        (lambda: retire(register, "c"), "no published essay `c`; write the path of its address"),
        (lambda: retire(register, ""), "nothing is named; write ESSAY=slug"),
    ):
        with pytest.raises(UnknownAnswerError, match=f"^{said}"):
            wrong()


words = st.sampled_from([f"w{i}" for i in range(400)])
titles = st.sampled_from(["One", "Two", "Three", "Notes", "The open question", "Four words in it"])
section = st.tuples(titles, st.lists(words, min_size=8, max_size=20).map(" ".join))
essay = st.lists(section, max_size=5)
edits = st.lists(
    st.tuples(
        st.sampled_from(
            ["reword", "rewrite", "insert", "twin", "delete", "merge", "swap", "swap-headings", "rename", "nothing"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
        section,
    ),
    max_size=6,
)


def edit(essays, change):
    """The essays after one edit of one of them."""
    kind, which, where, new = change
    slug = sorted(essays)[which % len(essays)]
    sections = list(essays[slug])
    i = where % len(sections) if sections else 0
    k = (i + 1) % len(sections) if sections else 0
    if kind == "insert":
        sections.insert(i, new)
    elif kind == "rename":
        others = {name: text for name, text in essays.items() if name != slug}
        return {**others, f"{slug}-{len(slug)}": sections}
    elif sections and kind == "reword":
        sections[i] = (new[0], sections[i][1])
    elif sections and kind == "rewrite":
        sections[i] = (sections[i][0], new[1])
    elif sections and kind == "twin":
        sections.insert(i, (sections[i][0], new[1]))
    elif sections and kind == "delete":
        del sections[i]
    elif len(sections) > 1 and kind == "merge":
        sections[i] = (sections[i][0], f"{sections[i][1]} {sections[k][1]}")
        del sections[k]
    elif sections and kind == "swap":
        sections[i], sections[k] = sections[k], sections[i]
    elif sections and kind == "swap-headings":
        a, b = sections[i], sections[k]
        sections[i], sections[k] = (b[0], a[1]), (a[0], b[1])
    return {**essays, slug: sections}


@given(st.lists(essay, min_size=1, max_size=3), edits)
def test_no_edit_breaks_an_address(texts, changes):
    """After any edits every published id and address leads somewhere, none to two places; publishing is idempotent."""
    essays = {f"essay{i}": sections for i, sections in enumerate(texts)}
    register, given_ids, addresses = Register(), {}, {}
    for change in [None, *changes]:
        essays = edit(essays, change) if change else essays
        found = reconcile(register, [essay_of(slug, text) for slug, text in essays.items()], DOMAIN, FILE)
        if any(question.stops for question in found.questions):
            return  # nothing was published
        for feed, address in {found.feeds[address]: address for address in found.names}.items():
            names = found.names[address]
            targets = [*names.ids, *(alias for group in names.aliases for alias in group)]
            assert len(targets) == len(set(targets))
            assert given_ids.setdefault(feed, set()) <= set(targets)
            given_ids[feed].update(names.ids)
            assert all(found.redirects[old] == address for old in addresses.setdefault(feed, set()) - {address})
            addresses[feed].add(address)
        assert set(found.redirects).isdisjoint(found.names)
        register = load(dump(found.register), FILE)
        again = reconcile(register, [essay_of(slug, text) for slug, text in reversed(essays.items())], DOMAIN, FILE)
        assert (again.register, again.names, again.redirects) == (register, found.names, found.redirects)


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


V1 = """A wall of rules
The warehouse was in Rotterdam.
How the controls leak
Every rule about chips has a border, and every border has a forwarding agent who knows it.
A wall of paper
The second wall is made of licences. A licence can be appealed, delayed and resold at a profit.
"""
V2 = V1.replace("How the controls leak", "Where the rules leak")


def test_a_former_address_speaks_the_language_of_its_essay():
    page = BeautifulSoup(redirect_page("/zh/wall/", "墙", "zh", [("men", "门")]), "html.parser")
    assert (page.html["lang"], page.h1.get("lang")) == ("en", None)
    assert {each.get_text(strip=True): each["lang"] for each in page.select("p, ul")} == {"墙": "zh", "门": "zh"}


def test_the_register_is_written_only_by_publishing(project):
    """A plain build, at the desk or of the public site, leaves no trace; publishing does, and twice is once."""
    project.write("2025-05-01-wall.txt", V1)
    file = project.root / FILE
    project.build()
    project.publish()
    assert not file.exists()
    first = project.run_publishing()
    assert (first.returncode, first.stderr) == (0, "")
    assert "begins here" in first.stdout
    written = file.read_bytes()
    assert b'"wall"' in written
    assert project.run_publishing().returncode == 0
    assert file.read_bytes() == written
    assert (file.stat().st_mode & 0o777) == 0o644
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_reworded_heading_and_a_renamed_essay_stay_reachable(project):
    """The page keeps the id, the feed its identity; the former address leads on without script."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    identity = re.search(r"<id>(tag:[^<]*:wall)</id>", (project.root / "output/feed.xml").read_text("utf-8"))[1]
    assert identity == f"tag:{DOMAIN},2025:wall"
    (project.essays / "2025-05-01-wall.txt").unlink()
    project.write("2025-06-02-the-wall.txt", V2)
    project.write(
        "2025-06-03-link.md", "Title: A link\n\n[x]({filename}2025-06-02-the-wall.txt#how-the-controls-leak)\n"
    )
    done = project.run_publishing()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    site = project.root / "output"
    headings = [(heading["id"], heading.get_text()) for heading in page_of(site, "the-wall").select(".essay h2")]
    assert headings[0] == ("how-the-controls-leak", "Where the rules leak")
    for feed in ("feed.xml", "rss.xml"):
        assert identity in (site / feed).read_text("utf-8")
    assert 'isPermaLink="false"' in (site / "rss.xml").read_text("utf-8")
    page = page_of(site, "wall")
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITEURL}/the-wall/"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={SITEURL}/the-wall/"
    assert page.find(id="a-wall-of-paper").a["href"] == f"{SITEURL}/the-wall/#a-wall-of-paper"
    for name in ("index.txt", "card.png"):
        assert (site / "wall" / name).read_bytes() == (site / "the-wall" / name).read_bytes()
    assert (site / "_redirects").read_text() == "/wall/ /the-wall/ 301\n"
    assert redirect_rules({"wall/": "the-wall/"}, "/essays") == "/essays/wall/ /essays/the-wall/ 301\n"


def test_a_link_to_the_file_of_before_is_told_of_that_of_now(project):
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-link.md", "Title: A link\n\n[x]({filename}2025-05-01-wall.txt)\n")
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-06-01-of-paper.txt")
    assert project.run_publishing().stderr.splitlines()[:-1] == [
        "content/essays/2025-05-02-link.md:3: link `{filename}2025-05-01-wall.txt` leads nowhere; did you mean "
        "`{filename}2025-06-01-of-paper.txt`?"
    ]


def test_a_section_that_is_gone_leads_to_the_one_before_it(project):
    """Its id is a plain target on the essay's page alone; publishing goes on, and asks with the line that answers."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", V1.partition("A wall of paper")[0])
    done = project.run_publishing()
    assert done.returncode == 0
    assert "section `#a-wall-of-paper` (“A wall of paper”) is gone and its address leads to `#how-the" in done.stderr
    assert "`make move SECTION=wall#a-wall-of-paper TO=how-the-controls-leak`" in done.stderr
    alias = page_of(project.root / "output", "wall").find(id="a-wall-of-paper")
    assert (alias.name, alias.get_text(), alias.find_next("h2")["id"]) == ("span", "", "how-the-controls-leak")
    for name in ("feed.xml", "rss.xml", "index.html"):
        assert "a-wall-of-paper" not in (project.root / "output" / name).read_text("utf-8")


def test_an_essay_that_is_gone_stops_the_publishing(project):
    """The two answers stand in the question; the last site and the register stay as they are."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    written = (project.root / FILE).read_bytes()
    (project.essays / "2025-05-01-wall.txt").unlink()
    done = project.run_publishing()
    assert done.returncode == 1
    assert done.stderr.startswith(f"{FILE}:1: the essay published at `/wall/` is gone; no new essay could be it; write")
    assert "write `Former: wall` into the header of the essay that takes over" in done.stderr
    assert "`make retire ESSAY=wall`" in done.stderr
    assert (project.root / FILE).read_bytes() == written
    assert (project.root / "output/wall/index.html").exists()
    project.build(output="desk")
    other = "Tags: x\nFormer: {}\n\nOther words\nNothing of the kind stands here.\n"
    wrong = "content/essays/2025-06-01-other.txt:2: `wal` in Former names nothing that was published; did you mean"
    project.write("2025-06-01-other.txt", other.format("wal"))
    assert wrong in project.run_publishing().stderr
    project.write("2025-06-01-other.txt", other.format("wall"))
    done = project.run_publishing()
    assert (done.returncode, (project.root / "output/_redirects").read_text()) == (0, "/wall/ /other/ 301\n")


def test_who_stands_where_an_essay_was_let_go_is_new_in_feeds(project):
    """Its moment and links are its own; a page beside it is no news to subscribers, whatever date it has."""
    project.add_make()
    project.write("2025-02-01-zeta.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-02-01-zeta.txt").rename(project.essays / "2025-02-01-alpha.txt")
    assert project.run_publishing().returncode == 0
    subprocess.run(["make", "-s", "retire", "ESSAY=alpha"], cwd=project.root, check=True)
    (project.essays / "2025-02-01-alpha.txt").unlink()
    project.write("2025-06-01-alpha.txt", "Salt and iron\nNothing of the kind has stood here before, not a word.\n")
    project.write("../pages/now.md", "Title: Now\nDate: 2025-06-01\n\nWhat I do now.\n")
    done = project.run_publishing()
    assert (done.returncode, done.stderr) == (0, "")
    assert "/alpha/ new, and new to subscribers\n/now/ new\n" in done.stdout
    feed = (project.root / "output/feed.xml").read_text("utf-8")
    assert "<published>2025-06-01T00:00:00" in feed
    assert "2025-02-01" not in feed


def test_an_essay_that_cannot_be_read_is_not_called_gone(project):
    """Its own fault is all that is said: what was published is there, and not to be retired."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", f"Staus: draft\n\n{V1}")
    done = project.run_publishing()
    assert [line.partition("; ")[0] for line in done.stderr.splitlines()] == [
        "content/essays/2025-05-01-wall.txt:1: unknown key `staus`",
        "1 problem",
    ]


def test_publishing_in_ci_changes_nothing(project):
    """Under CI=true a build that would publish something new is refused."""
    done = project.run_publishing(CI="true")
    assert done.returncode == 1
    assert f"{FILE}:1: this would publish something new; run `make publish` at your desk" in done.stderr
    assert project.run_publishing().returncode == 0
    assert project.run_publishing(CI="true").returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "is_refused"),
    [
        ("A wall keeps", "A long wall of other words and other stones keeps", False),
        ("## How the controls leak", "## How these controls leak", False),
        ("## How the controls leak", "## Another heading\n\nIts text.\n\n## How the controls leak", True),
    ],
)
def test_other_words_are_published_in_ci(project, old, new, is_refused):
    """An address that the register does not know is not."""
    text = V1 + "\n\n## How the controls leak\n\nA wall keeps nobody out who has a ladder.\n"
    project.write("2025-05-01-wall.md", "Title: A wall\n\n" + text)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.md", "Title: A wall\n\n" + text.replace(old, new))
    assert project.run_publishing(CI="true").returncode == is_refused


def test_a_register_that_cannot_be_read_is_all_that_is_reported(project):
    """What only it knows, an id that has become another, is missed by links and pins that are right."""
    project.write("2025-05-01-wall.txt", V1)
    project.run_publishing()
    project.write("2025-05-01-wall.txt", V2)
    project.write(
        "2025-05-02-links.md",
        "Title: Links\nRelated: wall#how-the-controls-leak\n\n[x](/wall/#how-the-controls-leak)\n",
    )
    assert project.run_publishing().returncode == 0
    register = project.root / FILE
    text = register.read_text("utf-8")
    register.write_text(text.replace(",", "", 1), "utf-8")
    done = project.run_publishing()
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        FILE,
        "1 problem; nothing was published, output/ is unchanged",
    ]
    register.write_text(text, "utf-8")
    assert project.run_publishing().returncode == 0


def test_what_is_left_out_for_now_is_told(project):
    """An essay of a future date, with the day from which it is published; a draft is not."""
    project.write("2999-05-01-later.txt", V1)
    project.write("2025-05-02-draft.txt", f"Status: draft\n\n{V2}")
    project.write("evening.txt", f"Date: 2999-05-02 23:00\n\n{V2}")
    done = project.run_publishing()
    assert done.stdout.count("left out") == 2
    assert "/evening/ left out: its date is 2999-05-02 23:00; publish again from then on\n" in done.stdout
    assert "/later/ left out: its date is 2999-05-01; publish again from then on\n" in done.stdout


def test_what_changes_is_told(project):
    """New, reworded, changed, moved, gone: a line each, with what subscribers see."""
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-door.txt", "Title: A door\nStatus: hidden\n\nIt stands in no list.\n")
    done = project.run_publishing()
    assert "/door/ new, and hidden: no list and no feed has it\n" in done.stdout
    assert "/wall/ new, and new to subscribers\n" in done.stdout
    assert "/about/ new\n" in done.stdout
    nothing = "no essay or page is new, moved or gone, or much changed in its words"
    assert f"since {FILE} was last changed, {nothing}\n" in project.run_publishing().stdout
    project.write("2025-05-01-wall.txt", V2)
    told = project.run_publishing().stdout
    assert "/wall/ changed; subscribers do not see it as new\n" in told
    assert "#how-the-controls-leak reworded: “How the controls leak” is now “Where the rules leak”\n" in told
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-05-01-walls.txt")
    assert "/wall/ moved to /walls/\n" in project.run_publishing().stdout


def test_a_public_site_that_lost_an_essay_is_refused(project):
    """Also without `make publish`: the register knows what was published, and only `make retire` lets it go."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").unlink()
    done = project.run("publishconf.py", SITEURL=SITEURL)
    assert done.returncode == 1
    assert "the essay published at `/wall/` is gone" in done.stderr
    assert done.stderr.endswith("nothing was published, output/ is unchanged\n")


@pytest.mark.parametrize("address", ["", "../x/", "/tmp/x/", "a/../b/", "x y/", "a//b/", "x\\\\y/", ".x/", "a/?b"])
def test_no_address_of_the_register_leads_out_of_the_site(address):
    """A page would be written there."""
    text = dump(published({"a": [("One", "x y z")]})).replace('"former": []', f'"former": ["{address}"]')
    with pytest.raises(EssayError, match=re.escape(f"{FILE}:2: ") + ".*is no address of the site"):
        load(text, FILE)


@pytest.mark.parametrize(("field", "value"), [("feed", ""), ("published", ""), ("feed", "x\\u0000")])
def test_the_register_knows_no_identity_without_its_moment(field, value):
    """Subscribers would get the essay once more."""
    text = dump(published({"a": [("One", "x y z")]}))
    *_, was = re.findall(rf'"{field}": "(?:tag|2025)[^"]*"', text)  # the first may be that of the feed
    text = text.replace(was, f'"{field}": "{value}"')
    with pytest.raises(EssayError, match="identity in feeds without its moment"):
        load(text, FILE)


@pytest.mark.parametrize(
    ("content", "line"), [(b'{"version": 1, "essays": {\n<<<<<<< HEAD\n}}\n', 2), (b"\xff\xfe", 1)]
)
def test_a_broken_register_stops_every_build(project, content, line):
    (project.root / FILE).write_bytes(content)
    done = project.run()
    assert done.returncode == 1
    assert done.stderr.startswith(f"{FILE}:{line}: the register is broken")


def test_a_draft_at_an_address_that_was_published_is_asked_about_as_such(project):
    """Whatever the settings make of its slug."""
    project.add_settings("ARTICLE_URL = 'posts/{slug}/'\nARTICLE_SAVE_AS = 'posts/{slug}/index.html'")
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", f"Status: draft\n\n{V1}")
    wrong = project.run_publishing().stderr
    assert "wall.txt:1: the essay published at `/posts/wall/` is a draft now, or of the future; publish it" in wrong


def test_drafts_leave_no_trace(project):
    """A draft is not remembered, nor what was reworded before it was published."""
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-draft.txt", f"Status: draft\n\n{V1}")
    assert project.run_publishing().returncode == 0
    assert "draft" not in (project.root / FILE).read_text("utf-8")
    project.write("2025-05-02-draft.txt", f"{V2}And more of it.\n".replace("A wall of rules", "A new one"))
    assert project.run_publishing().returncode == 0
    assert '"where-the-rules-leak"' in (project.root / FILE).read_text("utf-8")


def test_pins_lead_through_the_register(project):
    """A pin to an id that is an alias now leads to where it leads."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    project.write("2025-05-01-wall.txt", V1.partition("A wall of paper")[0])
    project.write("2025-05-03-pins.txt", "Pins\nA text.\nRelated thinking:\nwall#a-wall-of-paper\n")
    assert project.run_publishing().returncode == 0
    links = [link["href"] for link in page_of(project.root / "output", "pins").select(".related a")]
    assert links == [f"{SITEURL}/wall/", f"{SITEURL}/wall/#how-the-controls-leak"]
    assert Path(project.root / "output/wall/index.html").exists()


def test_answers_are_given_by_make(project):
    """`make move` and `make retire` change the register; a wrong name is answered with the right ones."""
    project.add_make()

    def make(*words):
        return subprocess.run(["make", "-s", *words], cwd=project.root, capture_output=True, text=True, check=False)

    project.write("2025-05-01-wall.txt", V1)
    environment = [f"SITEURL={SITEURL}", "CI="]
    assert make("publish", *environment).returncode == 0
    project.write("2025-05-01-wall.txt", V1.partition("A wall of paper")[0])
    assert "make move SECTION=wall#a-wall-of-paper TO=how-the-controls-leak" in make("publish", *environment).stderr
    wrong = make("move", "SECTION=wall#a-wall-of-papr", "TO=how-the-controls-leak")
    assert (wrong.returncode, wrong.stderr.partition("\n")[0]) == (
        2,
        "`#a-wall-of-papr` is no section of `wall` that is gone; these are: a-wall-of-paper",
    )
    assert make("move", "SECTION=wall#a-wall-of-paper", "TO=how-the-controls-leak").returncode == 0
    again = make("publish", *environment)
    assert (again.returncode, again.stderr) == (0, "")
    assert page_of(project.root / "output", "wall").find(id="a-wall-of-paper")
    let_go = make("retire", "SECTION=wall#a-wall-of-paper")
    assert let_go.stdout == f"{FILE} has changed: publish, and commit it\n"
    (project.essays / "2025-05-01-wall.txt").unlink()
    assert make("publish", *environment).returncode == 2
    assert "nothing is named; write ESSAY=slug to retire an essay, or SECTION=slug#id" in make("retire").stderr
    with locked(Place(project.root / "output")):
        assert "another build of output is at work" in make("retire", "ESSAY=wall").stderr
    back = "where its file still stands, and is no draft, it comes back"
    assert make("retire", "ESSAY=wall").stdout == f"/wall/ gone\n{FILE} has changed: publish, and commit it\n{back}\n"
    assert make("publish", *environment).returncode == 0
    assert not (project.root / "output/wall").exists()


def test_an_answer_is_given_to_what_is_public(project):
    """Also right after a publishing that was killed before it could write the register."""
    project.add_make()
    project.write("2025-05-01-wall.txt", V1)
    project.run_publishing()
    before = (project.root / FILE).read_text("utf-8")
    project.write("2025-05-02-door.txt", "A door\nIt stands open.\n")
    project.run_publishing()
    place, after = Place(project.root / "output"), (project.root / FILE).read_text("utf-8")
    waiting = {"site": mark_of(place.site)[0], "before": before, "after": after}
    (place.state / "published.json").write_text(json.dumps(waiting), "utf-8")
    (project.root / FILE).write_text(before, "utf-8")
    answer = ["make", "-s", "retire", "ESSAY=wall"]
    assert subprocess.run(answer, cwd=project.root, capture_output=True, text=True, check=False).returncode == 0
    retired = {known.key: known.retired for known in load((project.root / FILE).read_text("utf-8"), FILE).essays}
    assert (retired["door"], retired["wall"]) == (False, True)


def left_waiting(before, after, version=2):
    """What a publishing leaves that was killed before its register could take its place, as its version writes it."""
    return json.dumps({"site": "digest", "before": dump(before, version), "after": dump(after, version)})


@pytest.mark.parametrize("after", [7, "", "{", '{"essays": {"x": 1}}', None])
def test_a_register_that_waits_and_is_damaged_counts_for_nothing(tmp_path, after):
    waiting = {"site": "digest", "before": dump(Register()), "after": after}
    for text in (json.dumps(waiting), json.dumps({"site": "digest"}), "[1]", "7", "{", "[" * 100_000):
        (tmp_path / "published.json").write_text(text)
        (tmp_path / "content").mkdir(exist_ok=True)
        recover(tmp_path / "content", tmp_path / "published.json", "digest")
        assert [path.name for path in tmp_path.rglob("*")] == ["content"]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("is_same_site", [True, False])
@pytest.mark.parametrize("is_same_register", [True, False])
def test_a_register_that_waits_is_taken_for_its_own_site_alone(tmp_path, version, is_same_site, is_same_register):
    """The site in place is the one that was to be published, and the register the one that it began with.

    Also where it waits as a former version wrote it.
    """
    before, after = published({"a": ONE}), published({"a": ONE, "b": TWO})
    register, waiting = tmp_path / "published.json", tmp_path / "waiting"
    register.write_text(now := dump(before if is_same_register else Register(), version))
    waiting.write_text(left_waiting(before, after, version))
    recover(tmp_path, waiting, "digest" if is_same_site else "another")
    taken = dump(load(dump(after, version), FILE))
    assert register.read_text() == (taken if is_same_site and is_same_register else now)


@pytest.mark.parametrize("now", ["{", None])
def test_what_waits_is_kept_while_the_register_is_another_one(tmp_path, now):
    """Broken, or changed by somebody else: the site that it is of is public nowhere yet, and may not become so."""
    before, after = published({"a": ONE}), published({"a": ONE, "b": TWO})
    register, waiting = tmp_path / "published.json", tmp_path / "waiting"
    waiting.write_text(left_waiting(before, after))
    register.write_text(now or dump(published({"c": ONE})))
    recover(tmp_path, waiting, "digest")
    assert waiting.exists()
    register.write_text(dump(before))
    recover(tmp_path, waiting, "digest")
    assert (waiting.exists(), read_register(tmp_path)) == (False, after)
    waiting.write_text(left_waiting(before, after))
    recover(tmp_path, waiting, "digest")
    assert (waiting.exists(), read_register(tmp_path)) == (False, after)


def renamed(register, *essays):
    return reconcile(register, [essay_of(*each) for each in essays], DOMAIN, FILE)


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


def test_pages_have_no_date_and_no_identity():
    pages = [essay_of(slug, [("One", f"{slug} y z")])._replace(date="") for slug in ("about", "now")]
    register = reconcile(Register(), [*pages, essay_of("b", TWO)], DOMAIN, FILE).register
    told = [(each.feed, each.published[:10]) for each in register.essays]
    assert told == [("", ""), (f"tag:{DOMAIN},2025:b", "2025-01-20"), ("", "")]
    assert register.feed == f"tag:{DOMAIN},2025"
    assert load(dump(register), FILE) == register
    again = [*pages, essay_of("b", TWO), essay_of("c", [("Three", "k l m")])]
    assert reconcile(register, again, DOMAIN, FILE).feeds["c/"] == f"tag:{DOMAIN},2025:c"


def test_the_first_heir_takes_over_and_no_other():
    register = published({"a": ONE, "b": TWO, "c": [("Three", "k l m")]})
    found = renamed(register, ("b", TWO, ["a"]), ("c", [("Three", "k l m")], ["a"]))
    assert (found.redirects, found.feeds) == ({"a/": "b/"}, {f"{slug}/": f"tag:{DOMAIN},2025:{slug}" for slug in "bc"})


def test_the_authors_word_and_the_address_outweigh_words():
    heir = essay_of("b", [("New", "p q r")], ["a"])._replace(words=fingerprint("p q r"))
    found = reconcile(published({"a": ONE}), [heir, essay_of("c", ONE)], DOMAIN, FILE)
    assert found.feeds["b/"] == f"tag:{DOMAIN},2025:a"
    rewritten = essay_of("a", [("New", "p q r")])._replace(words=fingerprint("p q r s t"))
    found = reconcile(published({"a": ONE}), [rewritten], DOMAIN, FILE)
    assert (found.feeds, found.redirects) == ({"a/": f"tag:{DOMAIN},2025:a"}, {})
    assert not any(each.stops for each in found.questions)


def test_all_former_addresses_go_with_their_essay():
    register = renamed(published({"a": ONE, "b": TWO}), ("a2", ONE, ["a"]), ("b2", TWO, ["b"])).register
    register = renamed(register, ("a3", ONE, ["a2"]), ("b2", TWO)).register
    found = renamed(register, ("b2", TWO, ["a2"]))
    assert found.redirects == {"a/": "b2/", "a2/": "b2/", "a3/": "b2/", "b/": "b2/"}
    assert not any(each.stops for each in found.questions)


def test_an_essay_with_other_words_is_no_candidate():
    """For what is gone: an essay that shares nothing with it could not be it."""
    register = published({"a": [("One", "x y z")], "b": [("Two", "p q r")]})
    other = essay_of("c", [("Three", "k l m")])._replace(words=fingerprint("k l m"))
    found = reconcile(register, [essay_of("b", TWO), other], DOMAIN, FILE)
    asked = [each.text for each in found.questions if each.stops]
    assert len(asked) == 1
    assert "`/a/` is gone; no new essay could be it; write `Former: a`" in asked[0]


def test_a_part_is_contained_in_a_long_whole():
    words = [f"word{i}" for i in range(200)]
    assert containment(fingerprint(" ".join(words[:100])), fingerprint(" ".join(words))) == 1


def test_a_section_that_took_one_in_takes_another():
    lost = [essay_of("a", SECTIONS[2:])]
    register = reconcile(published({"a": SECTIONS}), lost, DOMAIN, FILE).register
    moved = move(move(register, "a#two", "three"), "a#one", "#three")
    assert reconcile(moved, lost, DOMAIN, FILE).names["a/"].aliases == ((), ("one", "two"))


def test_an_answer_can_be_corrected():
    """An id that leads to a section, by an answer or as it was merged into it, may lead to another, or go."""
    lost = [essay_of("a", SECTIONS[2:])]
    register = reconcile(published({"a": SECTIONS}), lost, DOMAIN, FILE).register
    both = move(move(register, "a#two", "three"), "a#one", "three")
    four = [essay_of("a", [*SECTIONS[2:], ("Four", "f o u r")])]
    longer = reconcile(both, four, DOMAIN, FILE).register
    assert reconcile(longer, four, DOMAIN, FILE).names["a/"].aliases == ((), ("one", "two"), ())
    corrected = move(longer, "a#two", "four")
    assert reconcile(corrected, four, DOMAIN, FILE).names["a/"].aliases == ((), ("one",), ("two",))
    gone = retire(corrected, "a#two")
    assert reconcile(gone, four, DOMAIN, FILE).names["a/"].aliases == ((), ("one",), ())
    assert move(gone, "a#one", "three") == gone
    with pytest.raises(UnknownAnswerError, match="`#two` is no section of `a` that is gone; these are: one"):
        retire(gone, "a#two")


def test_only_the_essay_that_is_named_is_retired():
    register = published({"a": SECTIONS})
    assert retire(register, "/a/") == retire(register, "a")
    with pytest.raises(UnknownAnswerError, match="these are: none"):
        retire(register, "a#one")
    others = [register.essays[0]._replace(key=f"{lang}-b", address=f"{lang}/b/", feed="") for lang in ("pt", "zh")]
    both = register._replace(essays=(*register.essays, *others))
    with pytest.raises(UnknownAnswerError):
        retire(both, "b")
    assert [each.retired for each in retire(both, "zh/b").essays] == [False, False, True]


@pytest.mark.parametrize("names", [["a#"], ["", "a#"], ["", "a"]])
def test_an_id_that_was_forgotten_lets_no_essay_go(names):
    register = published({"a": SECTIONS})
    with pytest.raises(UnknownAnswerError, match="`#` is no section of `a` that is gone"):
        retire(register, *names)


def test_one_answer_at_a_time():
    with pytest.raises(UnknownAnswerError, match="both `a` and `a#one` are named; name one"):
        retire(published({"a": SECTIONS}), "a", "a#one")


def test_an_answer_means_the_essay_at_the_address_before_one_that_was_first_published_there():
    """An essay that was let go at another address is shown again there, while its first one is another essay's."""
    first, other = [("Moon", "x y z")], [("Tides", "k l m")]
    register = reconcile(published({"a": first}), [essay_of("b", first)], DOMAIN, FILE).register
    register = reconcile(retire(register, "b"), [essay_of("a", other)], DOMAIN, FILE).register
    register = reconcile(register, [essay_of("a", other), essay_of("b", first)], DOMAIN, FILE).register
    assert [(each.key, each.address, each.retired) for each in register.essays] == [
        ("a", "b/", False),
        ("a-2", "a/", False),
    ]
    assert load(dump(register), FILE) == register  # the address is in the hands of one of them alone
    assert [each.retired for each in retire(register, "a").essays] == [False, True]


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


def test_keys_of_new_essays_differ_from_each_other():
    """The next free key of the second essay at an address is the slug of another new one."""
    register = renamed(retire(published({"a": ONE}), "a"), ("a", TWO), ("a-2", SECTIONS)).register
    assert [each.key for each in register.essays] == ["a", "a-2", "a-3"]
    assert load(dump(register), FILE) == register


def test_the_page_at_a_former_address_shows_titles_as_they_are():
    page = redirect_page("https://a.example/b/", "A <b> & c", "en", [("men-门", "D <i> & e")])
    soup = BeautifulSoup(page, "html.parser")
    assert (soup.title.string, soup.li.a.string) == ("A <b> & c", "D <i> & e")
    assert (soup.li["id"], soup.li.a["href"]) == ("men-门", "https://a.example/b/#men-%E9%97%A8")


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


def test_what_two_essays_once_had_that_are_shown_again_is_one_of_theirs():
    a, b = published({"a": ONE, "b": TWO}).essays
    gone = (a._replace(retired=True, former=("x/",)), b._replace(retired=True, former=("a/", "x/")))
    found = renamed(Register(gone), ("a", ONE), ("b", TWO))
    assert found.redirects == {"x/": "a/"}
    assert load(dump(found.register), FILE) == found.register


def test_a_short_essay_that_takes_over_a_long_one_stays_itself():
    """Its words are all there still, though most are the other's now."""
    short = [("One", "x y z")]
    long = [(f"Part {i}", " ".join(f"word{i}{j}" for j in range(40))) for i in range(6)]
    register = renamed(published({"short": short, "long": long}), ("note", short), ("long", long)).register
    found = renamed(register, ("note", [*short, *long], ["long"]))
    assert [question for question in found.questions if question.stops] == []
    assert found.feeds == {"note/": f"tag:{DOMAIN},2025:short"}
    assert found.redirects == {"short/": "note/", "long/": "note/"}
    assert "/long/ leads to /note/ now" in difference(register, found.register)


def test_sections_that_were_taken_over_lead_to_the_top_where_no_words_of_them_stand():
    """What stands before them is another essay's."""
    register = published({"a": SECTIONS, "b": [("Tools", "one two"), ("Fonts", "three four")]})
    names = renamed(register, ("a", SECTIONS, ["b"])).names["a/"]
    assert (names.ids, names.aliases) == (("one", "two", "three"), (("fonts", "tools"), (), (), ()))


def test_the_address_that_an_essay_stands_at_is_no_claim_to_another():
    """As one that had it once and left it before it was let go."""
    register = published({"c": ONE})
    register = retire(renamed(register, ("d", ONE)).register, "d")
    register = retire(renamed(register, ("c", TWO)).register, "c")
    found = renamed(register, ("c", TWO, ["c"]))
    assert [question for question in found.questions if question.stops] == []
    assert [*difference(register, found.register)] == ["/c/ back; subscribers do not see it as new"]


def test_former_addresses_that_lead_on_are_not_gone():
    register = renamed(published({"a": ONE, "b": TWO}), ("c", ONE), ("b", TWO)).register
    after = retire(register, "c")
    assert [*difference(register, after)] == ["/c/ gone, and /a/ with it"]
    heir = after._replace(
        essays=tuple(each._replace(former=("a/",)) if each.key == "b" else each for each in after.essays)
    )
    assert "/c/ gone" in difference(register, heir)


def test_what_is_a_draft_now_is_asked_about_by_its_file(project):
    """Also where it was renamed, and says so."""
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").unlink()
    project.write("2025-05-01-tower.txt", f"Title: Tower\nStatus: draft\nFormer: wall\n\n{V1}")
    done = project.run_publishing()
    path = "content/essays/2025-05-01-tower.txt"
    assert f"{path}:1: the essay published at `/wall/` is a draft now, or of the future; publish it" in done.stderr


def test_an_essay_at_the_address_of_another_is_not_called_gone(project):
    """Which of the two is read, nobody has chosen."""
    project.write("2025-05-01-wall.txt", V1)
    project.write("2025-05-02-door.txt", "Lang: fr\nSlug: wall\n\nUne porte\n\nUn texte.\n")
    assert project.run_publishing().returncode == 0
    project.write("2025-05-02-door.txt", "Slug: wall\n\nUne porte\n\nUn texte.\n")
    done = project.run_publishing()
    assert "`/wall/` is the address of" in done.stderr
    assert "is gone" not in done.stderr


def test_no_file_of_the_authors_stands_where_the_folder_of_an_essay_is(project):
    project.write("2025-05-01-wall.txt", V1)
    (project.root / "content/extra/wall").write_text("A text of my own.")
    done = project.run()
    assert (done.returncode, done.stderr.count("content/extra/wall:1: `/wall` is the address of")) == (1, 1)


@pytest.mark.parametrize("name", ["wall/index.html", "wall"])
def test_no_page_that_leads_on_takes_the_place_of_an_authors_file(project, name):
    project.write("2025-05-01-wall.txt", V1)
    assert project.run_publishing().returncode == 0
    (project.essays / "2025-05-01-wall.txt").rename(project.essays / "2025-05-01-tower.txt")
    file = project.root / "content/extra" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("A page of my own.")
    done = project.run_publishing()
    assert done.returncode == 1
    assert f"content/extra/{name}:1: `/{name}` is the address of what leads to `/tower/` too; give it" in done.stderr
    file.unlink()
    assert project.run_publishing().returncode == 0


def test_an_answer_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    """As on a full disk."""
    (tmp_path / "content").mkdir()
    (tmp_path / FILE).write_text(dump(published({"a": ONE})), "utf-8")
    monkeypatch.chdir(tmp_path)

    def fail(*_):
        raise OSError(28, "No space left on device", FILE)

    monkeypatch.setattr("astro.permanence.__main__.write_register", fail)
    with pytest.raises(SystemExit, match="No space left on device"):
        answer("retire", "a")


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


def headings(*several):
    return [Heading(2, title, id_, under) for title, id_, under in several]


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


WATER = "the water must be soft and just below boiling when it is poured"
CUP = "a small cup is best as a friend who sits beside the fire fills it again and again while both talk of the sea"


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


SUGAR = "no sugar is ever given to guests who come by sea since salt has long spoiled their taste for sweeter things"


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


def test_an_id_that_leads_to_a_section_for_good_is_led_elsewhere_alone():
    """As the register of an essay may have it that was published before merged sections were remembered."""
    known = published({"a": [("One", "x y z"), ("Two", "u v w")]})
    one, two = known.essays[0].sections
    sections = (one.called_also("old").called_also("older"), two)
    register = known._replace(essays=(known.essays[0]._replace(sections=sections),))
    assert [each.aliases for each in move(register, "a#old", "two").essays[0].sections] == [("older",), ("old",)]


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


def test_a_section_of_an_essay_is_named_by_its_former_address_too():
    register = reconcile(published({"a": [*ONE, *TWO]}), [essay_of("b", [*ONE, *TWO])], DOMAIN, FILE).register
    register = reconcile(register, [essay_of("c", ONE)], DOMAIN, FILE).register
    assert [each.id for each in retire(register, "b#two").essays[0].sections] == ["one"]


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


def test_what_led_to_a_section_of_an_essay_that_is_taken_over_leads_to_none_of_the_heirs():
    """Both have a section of one id, and the author has led another one there."""
    intros = {"ant": [("Intro", WATER)], "bee": [("Intro", SUGAR), ("The cup", CUP)]}
    ant, bee = essay_of("ant", intros["ant"]), essay_of("bee", intros["bee"][:1])
    register = reconcile(published(intros), [ant, bee], DOMAIN, FILE).register
    register = reconcile(move(register, "bee#the-cup", "intro"), [ant, bee], DOMAIN, FILE).register
    heir = essay_of("ant", [("Intro", WATER), ("Of bees", SUGAR)], ["bee"])
    found = reconcile(register, [heir], DOMAIN, FILE)
    assert found.names["ant/"].aliases[1] == ()
    assert "section `#the-cup`" in found.questions[0].text
    assert reconcile(found.register, [heir], DOMAIN, FILE).register == found.register


def test_a_pair_of_words_that_any_texts_share_makes_no_text_a_part_of_another():
    shared = [f"said{i} before{i}" for i in range(200)]
    long = fingerprint(" ".join([*shared, *(f"word{i}" for i in range(1200))]))
    parts = [fingerprint(" ".join([pair, *(f"own{n}x{i}" for i in range(40))])) for n, pair in enumerate(shared)]
    assert any(containment(part, long, least=1) >= 0.5 for part in parts)
    assert max(containment(part, long) for part in parts) < 0.5
    assert containment(fingerprint("of the"), fingerprint("all of the few")) == 1


def test_a_part_of_a_much_longer_text_is_found_where_two_hashes_can_be_compared():
    """Both, then; less is no proof."""
    long = [f"word{i}" for i in range(1500)]
    shares = [
        containment(fingerprint(" ".join(long[i : i + 100])), fingerprint(" ".join(long))) for i in range(0, 1400, 50)
    ]
    assert set(shares) == {0, 1}
    assert shares.count(1) > len(shares) / 2


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


def test_an_essay_whose_words_stand_in_another_one_is_found_there():
    sections = {"a": [("The water", WATER)], "b": [("The cup", CUP)]}
    both = [essay_of("ab", [*sections["a"], *sections["b"]])]
    (asked,) = [each for each in reconcile(published(sections), both, DOMAIN, FILE).questions if each.stops]
    assert "its words stand in content/essays/ab.txt; write `Former: " in asked.text


def test_a_former_address_is_not_let_go_by_itself():
    register = published({"a": ONE})
    for slug in ("b", "c"):
        register = reconcile(register, [essay_of(slug, ONE)], DOMAIN, FILE).register
    with pytest.raises(UnknownAnswerError, match="`/b/` leads to `/c/`, and is let go with that essay alone"):
        retire(register, "b")


def test_a_slug_that_a_translation_may_want_is_not_free_alone():
    """An essay that got its language late has left the address that its translation is to have."""
    before = published({"h": ONE})
    german = essay_of("h", ONE)._replace(path="content/essays/h.txt", address="de/h/")
    english = essay_of("h", TWO)._replace(path="content/essays/h-en.txt")
    (asked,) = [each for each in reconcile(before, [german, english], DOMAIN, FILE).questions if each.stops]
    assert asked.text.endswith("give this one another slug, and that one the same if they are translations")


def test_a_section_that_takes_another_one_in_stays_itself():
    """Though it may have more words of that one than of its own."""
    apart, reworded = [("The water", WATER), ("The cup", CUP)], [("Of warmth", WATER), ("The cup", CUP)]
    assert told_apart(apart, reworded, [("Of warmth", f"{WATER} {CUP}")]) == {"the-water": ("the-cup",)}


def test_accents_that_are_written_apart_change_nothing():
    assert fingerprint("Mu\u0308ll und Käse") == fingerprint("M\u00fcll und Ka\u0308se")


def test_what_a_section_that_is_gone_leads_to_is_told():
    before = published({"a": [("One", "x y z"), ("Two", "u v w")]})
    for left, where in (
        (("One", "x y z"), "#two gone; its address leads to #one"),
        (("Two", "u v w"), "#one gone; its address leads to the top of the essay"),
    ):
        after = reconcile(before, [essay_of("a", [left])], DOMAIN, FILE).register
        assert f"/a/{where}" in [*difference(before, after)]


def test_an_offset_of_seconds_is_sent_in_minutes(project):
    """Berlin was 53 minutes and 28 seconds from Greenwich, which no feed can say."""
    project.write("1890-03-04-letter.txt", "A letter of ours\nIt says a thing or two.\n")
    conf = project.root / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace('TIMEZONE = "UTC"', 'TIMEZONE = "Europe/Berlin"'), "utf-8")
    done = project.run_publishing()
    assert done.returncode == 0, done.stderr
    for name in ("feed.xml", "rss.xml", "feed.json", "sitemap.xml", "letter/index.html"):
        text = (project.root / "output" / name).read_text("utf-8")
        assert re.search(r"(1890-03-04T00:00:00\+00:53|04 Mar 1890 00:00:00 \+0053)(?![:\d])", text), name
        assert not re.search(r"53:?28", text), name
