"""Permanence: whatever the author edits, every address the public was given still leads to the right place."""

import pytest
from astro.permanence.__main__ import main as answer
from astro.permanence.answers import UnknownAnswerError, move, retire
from astro.permanence.difference import difference
from astro.permanence.fingerprint import fingerprint
from astro.permanence.known import Register
from astro.permanence.moments import moments
from astro.permanence.questions import Question, Today
from astro.permanence.reconcile import reconcile
from astro.permanence.redirects import redirect_page
from astro.permanence.register import dump, load
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.sections.anchors import anchor
from astro.sections.outline import Outline
from bs4 import BeautifulSoup
from conftest import case_folders
from hypothesis import given
from hypothesis import strategies as st
from registers import CUP, DOMAIN, FILE, ONE, SECTIONS, SUGAR, TWO, WATER, essay_of, published, renamed


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


def test_moments_of_the_last_minute_of_a_day_are_of_that_day():
    """Else feeds would say another day than pages, and at New Year another year."""
    new = [(name, "2024-12-31T23:59:00+05:30") for name in "abc"]
    assert moments([], new) == {
        "a": "2024-12-31T23:59:00+05:30",
        "b": "2024-12-31T23:59:01+05:30",
        "c": "2024-12-31T23:59:02+05:30",
    }


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


def test_a_former_address_speaks_the_language_of_its_essay():
    page = BeautifulSoup(redirect_page("/zh/wall/", "墙", "zh", [("men", "门")]), "html.parser")
    assert (page.html["lang"], page.h1.get("lang")) == ("en", None)
    assert {each.get_text(strip=True): each["lang"] for each in page.select("p, ul")} == {"墙": "zh", "门": "zh"}


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


def test_the_address_that_an_essay_stands_at_is_no_claim_to_another():
    """As one that had it once and left it before it was let go."""
    register = published({"c": ONE})
    register = retire(renamed(register, ("d", ONE)).register, "d")
    register = retire(renamed(register, ("c", TWO)).register, "c")
    found = renamed(register, ("c", TWO, ["c"]))
    assert [question for question in found.questions if question.stops] == []
    assert [*difference(register, found.register)] == ["/c/ back; subscribers do not see it as new"]


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


def test_an_answer_may_name_an_address_as_browsers_give_it_away(tmp_path, monkeypatch, capsys):
    (tmp_path / "content").mkdir()
    sections = {"a": [("机器", "x y z"), ("语言", "u v w")]}
    register = reconcile(published(sections), [essay_of("a", sections["a"][1:])], DOMAIN, FILE).register
    (tmp_path / FILE).write_text(dump(register), "utf-8")
    monkeypatch.chdir(tmp_path)
    answer("move", "a#%E6%9C%BA%E5%99%A8", "%E8%AF%AD%E8%A8%80")
    assert "/a/#机器 leads to #语言 now" in capsys.readouterr().out


def test_a_section_of_an_essay_is_named_by_its_former_address_too():
    register = reconcile(published({"a": [*ONE, *TWO]}), [essay_of("b", [*ONE, *TWO])], DOMAIN, FILE).register
    register = reconcile(register, [essay_of("c", ONE)], DOMAIN, FILE).register
    assert [each.id for each in retire(register, "b#two").essays[0].sections] == ["one"]


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
