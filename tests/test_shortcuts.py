"""One converter for all essays in Markdown, and its shorter ways, which change nothing."""

import pytest
from astro.markup.shortcuts import take_shortcuts
from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import BACKTICK_RE


class Seen:
    """A step of a converter that tells of itself."""

    def __init__(self, tell):
        self.run = lambda _: tell()


def converter(*extensions):
    return Markdown(extensions=["markdown.extensions.extra", *extensions], output_format="html5")


MARKED = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b",
                " ",
                "  ",
                "\n",
                "\n\n",
                "\\",
                "`",
                "``",
                "*",
                "**",
                "_",
                "__",
                "[",
                "]",
                "(c)",
                "[d]",
                "![",
                "<",
                ">",
                "&",
            ),
            *(
                "&amp;",
                "<e@f.example>",
                "<https://g.example/>",
                "<b>",
                "</b>",
                "[^h]",
                "\n[^h]: i",
                "\n*[ab]: j",
                "{#k}",
                "{: .l}",
            ),
            *(
                "~",
                "~~",
                "|",
                "---",
                "# ",
                "- ",
                "> ",
                "    ",
                "\n[d]: /m 'n'",
                ":",
                "\n:   ",
                "1. ",
                "!",
                "'",
                '"',
                "https://o/",
            ),
        ]
    ),
    max_size=24,
).map("".join)


@given(st.lists(MARKED, min_size=1, max_size=2))
def test_shortcuts_change_nothing(texts):
    """Whatever is written, Markdown makes the same of it, also of one text after another."""
    quick = converter("admonition", "sane_lists")
    take_shortcuts(quick)
    for text in texts:
        assert quick.reset().convert(text) == converter("admonition", "sane_lists").convert(text)


def test_what_is_passed_over():
    """Mere words are never searched, other texts only for the marks that their essay may hold."""
    markdown, seen = converter(), []
    take_shortcuts(markdown)
    inline = markdown.treeprocessors["inline"]
    markdown.treeprocessors.register(Seen(lambda: seen.extend(each.pattern for each in inline.inlinePatterns)), "", 1)
    assert markdown.convert("words\n\na `code`") == "<p>words</p>\n<p>a <code>code</code></p>"
    assert seen == [BACKTICK_RE]


@pytest.mark.parametrize("block", ["a\n# b", "a\nb\n- c", "1. a", "*a*\nb", "a|b\n-|-", "a\n---", "a\n: b"])
def test_only_lines_that_begin_with_letters_are_taken_for_a_paragraph(block):
    markdown = converter()
    take_shortcuts(markdown)
    paragraph = markdown.parser.blockprocessors["paragraph-of-letters"]
    assert paragraph.test(None, "a\né **b**\n中")
    assert not paragraph.test(None, block)


def essays():
    """A parameter for each essay in Markdown that stands with the tests; there must be some."""
    paths = sorted((ROOT / "tests").rglob("*.md"))
    assert paths
    return [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in paths]


@pytest.mark.parametrize("path", essays())
def test_shortcuts_change_no_essay(path):
    quick, text = converter(), path.read_text("utf-8")
    take_shortcuts(quick)
    assert quick.convert(text) == converter().convert(text)


def test_marks_of_other_extensions():
    """A converter that knows other marks searches all texts for them; `extra` alone knows none."""
    for extensions, is_quick in ((), True), (("smarty",), True), (("nl2br",), False), (("wikilinks",), False):
        quick, text = converter(*extensions), "a -- 'b' [[c]]\nd"
        take_shortcuts(quick)
        assert ("before-marks" in quick.treeprocessors) is is_quick, extensions
        assert quick.convert(text) == converter(*extensions).convert(text)
    other = converter()
    other.delimiters.add("~", "del")
    take_shortcuts(other)
    assert other.convert("a ~b~") == "<p>a <del>b</del></p>"


def test_blocks_of_other_extensions():
    """A converter that knows other blocks asks all of them."""

    class Shout(BlockProcessor):
        def test(self, _, block):
            return block.isupper()

        def run(self, parent, blocks):
            parent.text = blocks.pop(0)

    other = converter()
    other.parser.blockprocessors.register(Shout(other.parser), "shout", 11)
    take_shortcuts(other)
    assert other.convert("AH") == "AH"


@given(texts=st.lists(MARKED, min_size=2, max_size=3))
@example(texts=["[d]: /m\n\n*[ab]: j\n\na[^h]\n\n[^h]: i", "[d] ab b[^h]"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_converter_for_all_essays(reader, texts):
    """Nothing of an essay is left in it for the next: no note, no address, no abbreviation."""
    assert list(reader(*texts)) == [html for text in texts for html in reader(text)]


def test_a_link_of_another_essay_uses_no_definition_of_this_one(reader):
    """Which is a speech, and refused."""
    assert list(reader("A [b].\n\n[b]: /x", "A b: hello.\n\n[b]: hello")) == ['<p>A <a href="/x">b</a>.</p>', ""]


def test_a_converter_is_made_once(reader, monkeypatch):
    made = []
    monkeypatch.setattr("astro.markup.Markdown", lambda **given: made.append(1) or Markdown(**given))
    assert list(reader("a", "b")) == ["<p>a</p>", "<p>b</p>"]
    assert len(made) == 1


def test_a_converter_that_gave_up_is_not_used_again(reader):
    """It stopped in the middle of something."""
    too_deep = "".join(f"{'    ' * i}- a\n" for i in range(400))
    assert list(reader("b", too_deep, "c\n\nd")) == ["<p>b</p>", "", "<p>c</p>\n<p>d</p>"]


def test_a_converter_that_counts_essays(reader):
    """Its outcome would follow from what was read before; a new one each begins from one."""
    extra = "markdown.extensions.extra"
    counting = {"extensions": [extra], "extension_configs": {extra: {"footnotes": {"UNIQUE_IDS": True}}}}
    first, second = reader("a[^1]\n\n[^1]: b", "a[^1]\n\n[^1]: b", MARKDOWN=counting)
    assert first == second
