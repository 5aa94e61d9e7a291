"""The register: what is written down of what was published, and what is refused of a damaged one."""

import json
import re

import pytest
from astro.permanence.file import read_register, recover
from astro.permanence.known import Register
from astro.permanence.register import dump, load
from astro.problem import EssayError
from registers import DOMAIN, FILE, ONE, TWO, published


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
            "take that of the site that was sent last",
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
        (lambda text: text.replace('{"id": "one"', '{"id": "one one"', 1), 2, "'one one' is no id of a section"),
        (lambda text: text.replace('{"id": "one"', '{"id": "", "was": 1', 1), 2, "`a`: lacks or has too much of: was"),
        (lambda text: text.replace('{"id": "one"', '{"id": ""', 1), 2, "'' is no id of a section"),
        (lambda text: text.replace('"aliases": []', '"aliases": ["<b>"]', 1), 2, "'<b>' is no id of a section"),
        (lambda text: text.replace('"level": 2', '"level": 9', 1), 2, "section `one` has a wrong level"),
        (lambda text: text.replace('"gone": null', '"gone": "three"', 1), 2, "section `one` has a wrong gone"),
        (lambda text: re.sub('"words": "[^"]*", "gone"', '"words": "zz", "gone"', text), 2, "`one` has a wrong words"),
        (lambda text: re.sub('"words": "[^"]*",\n', '"words": "1234567",\n', text), 2, "`a`: has a wrong words"),
        (lambda text: text.replace(f'"tag:{DOMAIN},2025:a"', '"hello"'), 2, "'hello' is no identity in feeds"),
        (lambda text: text.replace(f"{DOMAIN},2025:a", f"{DOMAIN},2025:"), 2, "is no identity in feeds"),
        (
            lambda text: text.replace(f'"feed": "tag:{DOMAIN},2025"', '"feed": "x"'),
            1,
            "begins no identity in feeds",
        ),
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


def test_a_register_that_cannot_be_read_is_not_taken_for_none(tmp_path):
    """All that was published would be new."""
    assert read_register(tmp_path) == Register()
    (tmp_path / "published.json").mkdir()
    with pytest.raises(EssayError, match=r"the register is broken .*; restore it"):
        read_register(tmp_path)


def test_a_register_of_another_version_is_not_called_broken():
    with pytest.raises(
        EssayError, match="is of version 3, and this astro reads version 2; publish with the newer astro"
    ):
        load('{"version": 3, "essays": {}}', FILE)


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
