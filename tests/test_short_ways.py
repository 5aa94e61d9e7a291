"""What pages and feeds make of plain text straight from its blocks is what its tree gives, to the byte."""

import subprocess
import sys

import pytest
from astro.feeds.blocks import safe_blocks
from astro.feeds.place import Place
from astro.feeds.safe import safe_html
from astro.pages.blocks import blocks_as_text, opening_of
from astro.pages.text import as_text, opening
from astro.plain_text.essay import Break, Heading, List, Paragraph, Quotation
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.problem import EssayError
from conftest import SIGN_OFF, SITEURL, with_plugins
from hypothesis import given
from hypothesis import strategies as st
from plain_essays import LINES, PLAIN

PLACE = Place(f"{SITEURL}/wall/", "wall")


def assert_safe(blocks):
    html = render(blocks)
    by_blocks = safe_blocks(blocks, html, lambda part: safe_html(part, PLACE, turned=False).html)
    assert by_blocks == safe_html(html, PLACE, turned=False).html


def assert_both_agree(blocks):
    html = render(blocks)
    by_blocks = safe_blocks(blocks, html, lambda part: safe_html(part, PLACE, turned=False).html)
    assert by_blocks == safe_html(html, PLACE, turned=False).html
    assert blocks_as_text("T", blocks) == as_text("T", html)
    assert opening_of(blocks) == opening(html)


@pytest.mark.parametrize("source", PLAIN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_essays(source):
    assert_both_agree(parse(source.read_bytes(), f"2025-01-20-{source.name}", sign_off=SIGN_OFF).blocks)


@given(LINES, st.booleans())
def test_any_essay(lines, is_wrapped):
    joined = ("\n\n" if is_wrapped else "\n").join(["T", *lines, "A paragraph."])
    try:
        blocks = parse(joined.encode(), "2025-01-20-x.txt").blocks
    except EssayError:
        return
    assert_both_agree(blocks)


TEXT = st.text(st.sampled_from("ab  \n<&>'\"#\u00a0\u2028\U0001ffff\x85-") | st.characters(codec="utf-8"), min_size=1)
TEXT = (TEXT | st.sampled_from([" http://a.b/?x=1&y#", "https://[ ", "https://a.b  https://c.d/../e"])).map(
    lambda text: text.replace("\0", "").replace("\r", "")
)
TEXTS = st.lists(TEXT, min_size=1, max_size=3).map(tuple)
BLOCKS = st.one_of(
    TEXT.map(Paragraph),
    st.builds(Heading, TEXT, st.integers(2, 6)),
    st.builds(List, TEXTS, st.booleans()),
    TEXTS.map(Quotation),
    st.just(Break()),
)


@given(st.lists(BLOCKS, max_size=6))
def test_feeds_of_any_blocks(blocks):
    """Also of such as no file can hold: white space around words, what no feed may send."""
    assert_safe(blocks)


def test_the_short_way_is_taken():
    """Without a web address no tree is asked for."""
    blocks = (Paragraph("A <b>."), Heading("H", 2), List(("a", "b"), numbered=True), Quotation(("q",)), Break())
    for some in (blocks, blocks[:2]):
        assert safe_blocks(some, render(some), pytest.fail) == safe_html(render(some), PLACE, turned=False).html


def test_rooms_in_plain_text_load_nothing_for_trees():
    """Sections, feeds and pages load what works on HTML only where an essay needs it."""
    program = "import astro.feeds, astro.pages, sys; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=with_plugins(), capture_output=True, text=True, check=True)
    of_trees = {"astro.sections.anchors", "astro.feeds.safe", "astro.pages.text", "markdownify"}
    assert of_trees.isdisjoint(done.stdout.split())
