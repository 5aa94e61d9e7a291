"""The author's hand in related thinking: pins, wishes, and links of the text."""

from dataclasses import replace

import pytest
from astro.plain_text.essay import Line
from astro.related.changes import changes
from astro.related.hand import Hand, HandError, read_hand
from astro.related.linked import addresses_in, linked_essays
from astro.related.links import RelatedLink
from astro.related.pins import UnknownPinError, combine, resolve
from astro.sections.outline import Outline, Section
from conftest import SEED_SLUG
from related_essays import ROCKETS, made, rank


def test_a_pin_that_leads_somewhere_is_compared_with_no_other_name(monkeypatch):
    """That takes a tenth of a second of each pin on a blog of a thousand essays."""
    outlines = {slug: Outline(slug, f"On {slug}", "2025-01-01", "en", "", ()) for slug in ("iron", "tin")}
    monkeypatch.setattr("astro.related.pins.get_close_matches", None)
    assert [resolve(pin, outlines).essay for pin in ("tin", "On iron — it rusts")] == ["tin", "iron"]


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
    assert list(changes(old, now)) == [
        "a.txt: related thinking + c#y (.31, export controls, chips), - b#x (.20 before)"
    ]
    chosen = {"a.txt": (RelatedLink("b", "x"),)}
    assert list(changes(chosen, {"a.txt": ()})) == ["a.txt: related thinking - b#x"]
    two = {"a.txt": (RelatedLink("c"), RelatedLink("b"))}
    turned = {"a.txt": (RelatedLink("b", score=0.3), RelatedLink("c", reason=("chips",), score=0.25))}
    assert list(changes(two, turned)) == ["a.txt: related thinking in another order: b (.30), c (.25)"]


def test_unrelated_cuts_both_directions(essays):
    ranking = rank(essays, unrelated={"the-second-wall": frozenset({SEED_SLUG})})
    assert ranking[SEED_SLUG] == ranking["the-second-wall"] == ()


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
        ("dash § Rockets", "essay `dash` has no section `§ Rockets`; write `§ One`"),
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


def test_a_pin_may_name_a_heading_of_before_it_was_reworded():
    """Its section has the id of those words still; a heading of today that says them goes first."""
    section = Section(2, "sodium-in-winter", "Cheap cells", "x", aliases=("cold-days",))
    outlines = {"cells": Outline("cells", "Cells", "", "en", "", (section,))}
    link = RelatedLink("cells", "sodium-in-winter")
    assert [resolve(f"cells § {name}", outlines) for name in ("Sodium in winter", "Cold days")] == [link, link]
    with pytest.raises(UnknownPinError, match="did you mean `§ Cheap cells`"):
        resolve("cells § Cheap cells++", outlines)
    other = replace(section, id="other", title="Sodium in Winter", aliases=())
    outlines = {"cells": Outline("cells", "Cells", "", "en", "", (section, other))}
    assert resolve("cells § Sodium in winter", outlines) == RelatedLink("cells", "other")


@pytest.mark.parametrize("dash", [" – ", " - ", " -- ", " ― ", "\u3000—\u3000", "――", "——"])
def test_a_note_follows_any_dash(dash):
    assert resolve(f"second-wall{dash}paper burns", KNOWN) == RelatedLink("second-wall", note="paper burns")


@pytest.mark.parametrize("name", ["墙#%E4%B8%80", "墙#é", "墙#e\u0301", "墙#e%CC%81", "墙 § 一。", "墙："])
def test_a_pin_may_be_an_address_as_browsers_give_it_away(name):
    """Or composed otherwise, and a title may lack its final mark or have one."""
    sections = (Section(2, "一", "一", ""), Section(2, "é", "É", ""))
    outlines = {"墙": Outline("墙", "墙", "2025-01-01", "zh", "", sections)}
    section = "" if name == "墙：" else "一" if "一" in name or "B8" in name else "é"
    assert resolve(name, outlines) == RelatedLink("墙", section)


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
