"""The tree of an essay: read quickly where HTML is strict, by Python's parser where not, and written to the byte."""

import re

import pytest
from astro.markup.raw import clean
from astro.sections.anchors import anchor
from astro.tree.node import Tag
from astro.tree.read import parse, parse_any, parse_strict
from astro.tree.write import to_html
from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

HTML5 = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")


def shape(tag):
    """What a tree is, to be compared."""
    children = [shape(node) if isinstance(node, Tag) else (type(node).__name__, str(node)) for node in tag.children]
    assert all(node.parent is tag for node in tag.elements)
    return tag.name, tag.attrs, children


ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "class", "title", "href", "data-x"]),
    st.lists(st.sampled_from([*"ab \n&'\"<>é", "&amp;", "&lt;", "&#39;"]), max_size=5).map("".join),
    max_size=2,
)
TEXT = st.text(st.sampled_from("ab \n\t&;é<>\u00a0"), max_size=5) | st.sampled_from(
    ["\n", " ", " \n", "&amp;", "&lt;b&gt;", "&nbsp;", "&copy;", "a < b", "&#8217;", "<!-- c -->", "<br>", "<hr/>"]
)
NAMES = "p div em a h2 ul li pre code table tr td sup ruby rt script style template textarea section".split()


def spelt(made):
    name, attributes, inside, is_closed = made
    given_ = "".join(f' {key}="{value.replace(chr(34), "")}"' for key, value in attributes.items())
    return f"<{name}{given_}>{''.join(inside)}" + (f"</{name}>" if is_closed else "")


def soup(closed):
    return st.recursive(
        TEXT,
        lambda inner: st.tuples(st.sampled_from(NAMES), ATTRIBUTES, st.lists(inner, max_size=4), closed).map(spelt),
        max_leaves=12,
    )


@given(soup(st.just(True)) | soup(st.booleans()))
def test_both_ways_find_the_same_tree(html):
    """What is not strict, or may be read in two ways, is left to the parser."""
    quick = parse_strict(html)
    assert quick is None or shape(quick) == shape(parse_any(html))


@pytest.mark.parametrize(
    "html",
    [
        "<p>a",
        "a</p>",
        "<p><em>a</p></em>",
        "a < b",
        '<p title="<b>">a</p>',
        "<p class=a>b</p>",
        '<p title="a&b">c</p>',
        "<P>a</P>",
        "<script>a</script>",
        "<ruby>a<rt>b</rt></ruby>",
        "<!-- a -->",
        "</>",
        "<p >",
    ],
)
def test_what_is_not_strict(html):
    assert parse_strict(html) is None


MARKDOWN = sorted((ROOT / "tests").rglob("*.md"))


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_essay_in_markdown_is_strict(path):
    """The parser, which takes ten times as long, has nothing to do."""
    html, _ = clean(Markdown(extensions=["markdown.extensions.extra"]).convert(path.read_text("utf-8")))
    assert parse_strict(html)
    assert parse_strict(str(anchor(html).page))


def words(html):
    """HTML without what Beautiful Soup reads in a way of its own."""
    return re.sub(r"&(?!(?:amp|lt|gt|nbsp|#\d+);)|<(?![a-z/][^<>]*>)", "", html)


@given(soup(st.booleans()).map(words))
def test_it_is_written_as_it_was_read(html):
    """As Beautiful Soup reads and writes it, whose trees these once were: no page may change."""
    tree, other = parse(html), BeautifulSoup(html, "html.parser")
    assert to_html(tree) == other.decode(formatter=HTML5)
    assert tree.text == other.get_text()
    assert [tag.name for tag in tree.tags()] == [tag.name for tag in other.find_all(True)]


def test_comments_are_no_words():
    """Nor is what stands in a script, or how a character is read."""
    tree = parse("<p>a<!-- b --><script>c</script><ruby>d<rt>e</rt></ruby><!doctype html></p>")
    assert tree.text == "ad"
    assert "<!" not in to_html(tree)


def test_elements_move():
    """Wrapped, unwrapped, put in front and taken out, each is where it should be, and knows it."""
    tree = parse("<p>a<em>b</em>c</p>")
    (em,) = tree.tags("em")
    em.wrap(Tag("strong")).append("!")
    assert to_html(tree) == "<p>a<strong><em>b</em>!</strong>c</p>"
    em.before(["x", Tag("i", children=["y"])])
    em.unwrap()
    assert to_html(tree) == "<p>a<strong>x<i>y</i>b!</strong>c</p>"
    tree.tags("i")[0].remove()
    assert to_html(tree) == "<p>a<strong>xb!</strong>c</p>"
    copied = tree.copy()
    copied.tags("strong")[0].children.clear()
    assert tree.text == "axb!c"
    assert shape(tree)[2][0][0] == "p"
    with pytest.raises(ValueError, match="nowhere"):
        tree.remove()
