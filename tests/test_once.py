"""What Pelican would work out again and again is the same when it is worked out once."""

from types import SimpleNamespace

import pytest
from astro import once
from astro.once import Listed
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Tag


def test_essays_share_their_author_category_and_tags():
    """Those of one kind and name alone: the tag `astro` is no author."""
    settings = {**DEFAULT_CONFIG, "PATH": "/blog/content"}
    once.NAMES.clear()
    one, other = (
        Article("", {"title": "X", "author": Author("astro", settings), "tags": [Tag(tag, settings)]}, settings)
        for tag in ("astro", "Mars")
    )
    for essay in (one, other):
        once.share_names(essay)
    assert one.author is other.author is one.authors[0] is one.metadata["author"]
    assert (one.tags[0].name, other.tags[0].name) == ("astro", "Mars")
    assert isinstance(one.tags[0], Tag)
    assert {kind for kind, _ in once.NAMES} >= {Author, Tag}


def test_of_a_list_of_essays_it_is_told_at_once_which_are_in_it():
    """Pelican asks it of each essay for each author and category, which takes a second on a blog of ten thousand."""
    essays = [SimpleNamespace(slug=str(number)) for number in range(3)]
    listed = Listed(essays[:2])
    assert [essay in listed for essay in essays] == [True, True, False]
    assert listed == essays[:2]


def test_pelican_looks_for_essays_in_our_lists(project):
    """The essays of a tag, a category and an author are such lists when their pages are written."""
    lists = "<p> {% for name, these in authors + categories + tags %}{{ these.__class__.__name__ }} {% endfor %}</p>"
    (project.root / "theme/templates/404.html").write_text(lists)
    assert set((project.build() / "404.html").read_text().split()) == {"<p>", "Listed", "</p>"}


@pytest.mark.parametrize("asked", [None, "essays/y.txt", "y.txt"])
def test_the_path_of_an_essay_is_the_one_that_pelican_works_out(asked):
    """Also of the essay itself where it was asked for before, and of another file."""
    theirs = once._RELATIVE_PATH
    essay = Article("", {"title": "X"}, {**DEFAULT_CONFIG, "PATH": "/blog/content"}, "/blog/content/essays/x.txt")
    assert once.relative_path(essay, asked) == theirs(essay, asked)
    assert essay.relative_source_path == "essays/x.txt" == theirs(essay)
    del essay.relative_source_path
    assert once.relative_path(essay, asked) == theirs(essay, asked)
