"""A pattern that waits answers as one that was compiled at once."""

import re

import pytest
from astro import regex as waiting
from astro.regex import compile_all, regex


def test_a_pattern_answers_as_that_of_python():
    late, early = regex(r"(?P<word>\w)x", re.IGNORECASE), re.compile(r"(?P<word>\w)x", re.IGNORECASE)
    assert late.pattern == early.pattern
    for text in ("aX bx", "", "x"):
        assert late.findall(text) == early.findall(text)
        assert late.sub("-", text) == early.sub("-", text)
        assert [bool(ask(text)) for ask in (late.match, late.search, late.fullmatch)] == [
            bool(ask(text)) for ask in (early.match, early.search, early.fullmatch)
        ]
        assert [each.span() for each in late.finditer(text)] == [each.span() for each in early.finditer(text)]
    assert (late.flags, late.groups, late.groupindex) == (early.flags, early.groups, early.groupindex)
    assert regex(rb"\d").split(b"a1b") == [b"a", b"b"]


def test_a_pattern_is_compiled_when_it_is_asked(monkeypatch):
    made = []
    monkeypatch.setattr(
        waiting.re, "compile", lambda pattern, flags: made.append(pattern) or re._compile(pattern, flags)
    )
    one, other = regex("a"), regex("b")
    assert made == []
    assert one.match("a")
    assert one.match("a")
    assert made == ["a"]
    compile_all()
    assert made.count("b") == 1
    assert other.match("b")
    assert made.count("b") == 1


def test_what_no_pattern_has_is_not_asked_of_it():
    with pytest.raises(AttributeError, match="groop"):
        _ = regex("a").groop
