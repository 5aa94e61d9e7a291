"""Essays for measuring: invented words in the proportions of a language, the same ones at every run.

Half of the words are those that carry a sentence, a third are drawn from a vocabulary by Zipf's law, and the rest
belong to the subject that some 25 essays share.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from astro.plain_text.essay import Heading, Paragraph
from astro.plain_text.parse import parse

WORDS = 1000  # of an essay, about
VOCABULARY = 20_000
ESSAYS_OF_A_SUBJECT = 25
_SYLLABLES = [a + b for a in "b d f g k l m n p r s t v z".split() for b in "a e i o u an el or ia us".split()]
_SMALL = (
    "the of and to in that it is was for on with as by at from be this not but which are have an they one were all "
    "their there been has when who will more if no out so what up into than them can only other time some could these"
).split()


@dataclass(frozen=True, slots=True)
class Text:
    """One essay before it is written down for a tool."""

    slug: str
    date: str
    title: str
    intro: tuple[str, ...]
    """Paragraphs, each of some sentences."""
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """(heading, paragraphs) in reading order."""


def essays(number: int) -> Iterator[Text]:
    """As many essays, the first ones of a larger corpus equal to those of a smaller one but for their subjects."""
    words = _vocabulary()
    zipf = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    subjects = max(1, number // ESSAYS_OF_A_SUBJECT)
    for i in range(number):
        draw = random.Random(f"essay {i}")  # no secret
        subject = random.Random(f"subject {draw.randrange(subjects)}").sample(words, 40)
        yield _Writer(draw, words, zipf, subject).essay(i)


def first_essay() -> Text:
    """The essay that the blog begins with."""
    (source,) = (Path(__file__).parents[2] / "content/essays").glob("2025-01-20-*.txt")
    essay = parse(source.read_bytes(), source.name)
    parts: list[tuple[str, list[str]]] = [("", [])]
    for block in essay.blocks:
        if isinstance(block, Heading):
            parts.append((block.text, []))
        elif isinstance(block, Paragraph):
            parts[-1][1].append(block.text)
    (_, intro), *sections = ((heading, tuple(paragraphs)) for heading, paragraphs in parts)
    return Text(essay.slug, essay.date, essay.title, intro, tuple(sections))


def _vocabulary() -> list[str]:
    draw = random.Random("vocabulary")
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(2, 4)))] = None
    return list(words)


@dataclass(frozen=True, slots=True)
class _Writer:
    draw: random.Random
    words: list[str]
    zipf: list[float]
    subject: list[str]

    def essay(self, i: int) -> Text:
        """The essay with the number `i`, dated on a day of its own."""
        title = f"{self._phrase(3)} {i}"
        day = date(1990, 1, 1) + timedelta(days=i)
        headings = [self._phrase(self.draw.randint(2, 4)) for _ in range(self.draw.randint(5, 8))]
        share = WORDS // (len(headings) + 1)
        sections = tuple((heading, self._paragraphs(share)) for heading in headings)
        return Text(title.lower().replace(" ", "-"), day.isoformat(), title, self._paragraphs(share), sections)

    def _phrase(self, length: int) -> str:
        """Words of the subject; several essays have the first ones, so that some headings stand twice in a corpus."""
        return " ".join(self.draw.choice(self.subject[: 5 * length]) for _ in range(length)).capitalize()

    def _paragraphs(self, words: int) -> tuple[str, ...]:
        paragraphs = []
        while words > 20:  # half a paragraph
            sentences = [self._sentence() for _ in range(self.draw.randint(2, 4))]
            words -= sum(len(sentence.split()) for sentence in sentences)
            paragraphs.append(" ".join(sentences))
        return tuple(paragraphs)

    def _sentence(self) -> str:
        kinds = self.draw.choices("small zipf subject".split(), (50, 33, 17), k=self.draw.randint(8, 22))
        return " ".join(map(self._word, kinds)).capitalize() + "."

    def _word(self, kind: str) -> str:
        if kind == "small":
            return self.draw.choice(_SMALL)
        if kind == "subject":
            return self.draw.choice(self.subject)
        return self.draw.choices(self.words, cum_weights=self.zipf)[0]


def plain_text(text: Text) -> str:
    """The essay as astro's own plain text: a paragraph a line."""
    sections = (line for heading, paragraphs in text.sections for line in (heading, *paragraphs))
    return "\n".join([text.title, *text.intro, *sections, ""])


def markdown(text: Text, *, marked: bool) -> str:
    """The body of the essay in Markdown; `marked` puts emphasis, a link, a list and a quotation into each section."""
    mark = _mark if marked else tuple
    blocks = [*mark(text.intro)]
    for heading, paragraphs in text.sections:
        blocks += [f"## {heading}", *mark(paragraphs)]
    return "\n\n".join(blocks) + "\n"


def _mark(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    first, *others = paragraphs
    words = first.split()
    words[1] = f"*{words[1]}*"
    words[3] = f"**{words[3]}**"
    words[5] = f"[{words[5]}](https://example.org/{words[5].strip('.').lower()})"
    items = "\n".join(f"- {item}" for item in words[-3:])
    return (" ".join(words), *others, items, "> " + " ".join(words[:2]))
