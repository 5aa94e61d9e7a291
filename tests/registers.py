"""Essays as permanence sees them, and what becomes of them from one publishing to the next."""

from astro.permanence.fingerprint import fingerprint
from astro.permanence.known import Register
from astro.permanence.questions import Today
from astro.permanence.reconcile import reconcile
from astro.sections.ids import Heading

DOMAIN = "essays.example.org"
FILE = "content/published.json"
ONE, TWO = [("One", "x y z")], [("Two", "p q r")]
SECTIONS = [("One", "x y z"), ("Two", "u v w"), ("Three", "k l m")]
WATER = "the water must be soft and just below boiling when it is poured"
CUP = "a small cup is best as a friend who sits beside the fire fills it again and again while both talk of the sea"
SUGAR = "no sugar is ever given to guests who come by sea since salt has long spoiled their taste for sweeter things"


def essay_of(slug, sections, former=()):
    """An essay with sections, (heading, words) each."""
    headings = tuple(Heading(2, title, "", text) for title, text in sections)
    words = fingerprint(" ".join(f"{title} {text}" for title, text in sections) + f" title of {slug}")
    return Today(f"content/essays/{slug}.txt", f"{slug}/", "2025-01-20", tuple(former), words, headings, frozenset())


def published(essays):
    """The register after a first publishing of essays: their sections, by their slugs."""
    return reconcile(Register(), [essay_of(slug, sections) for slug, sections in essays.items()], DOMAIN, FILE).register


def renamed(register, *essays):
    """What a publishing finds of essays, each as `essay_of` makes them."""
    return reconcile(register, [essay_of(*each) for each in essays], DOMAIN, FILE)


def headings(*several):
    """Sections, (heading, own id, words) each."""
    return [Heading(2, title, id_, under) for title, id_, under in several]
