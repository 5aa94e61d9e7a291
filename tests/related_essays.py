"""Essays as related thinking has them: a few that stand with the tests, and others of a few words."""

import pytest
from astro.plain_text.parse import parse
from astro.plain_text.render import render
from astro.related import compared
from astro.related.essays import read_essays
from astro.related.rank import rank as rank_essays
from astro.sections.anchors import anchor
from astro.sections.outline import Outline, Section
from conftest import ROOT, SEED, SIGN_OFF

FIXTURES = ROOT / "tests" / "essays"
ROCKETS = ("Rocket engines", "Methane turbopumps and regenerative nozzles.")


def outline_of(path):
    """The outline of an essay in plain text."""
    essay = parse(path.read_bytes(), f"content/essays/{path.name}", sign_off=SIGN_OFF)
    result = anchor(render(essay.blocks))
    return Outline(essay.slug, essay.title, essay.date, "en", result.intro, result.sections)


def made(slug, title, *sections, intro="", date="2025-01-01"):
    """An essay of a few words; a section is (heading, text)."""
    parts = tuple(Section(2, heading.lower().replace(" ", "-"), heading, text) for heading, text in sections)
    return Outline(slug, title, date, "en", intro, parts)


def rank(outlines, **wishes):
    """The lists of essays that are given by their outlines."""
    return rank_essays(read_essays([*outlines]), **wishes)


def hold_together(outlines):
    """Essays that are given by their outlines, held against each other."""
    return compared.hold_together(read_essays(outlines))


@pytest.fixture(scope="session")
def essays():
    """The first essay, one that thinks about the same, and one that does not."""
    names = ("2025-02-10-the-second-wall.txt", "2025-03-02-a-sourdough-calendar.txt")
    return [outline_of(SEED), *(outline_of(FIXTURES / name) for name in names)]
