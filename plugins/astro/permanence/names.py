"""The sections of one essay, before and after: which is which, and where the ids of those that are gone lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..sections.ids import Heading, name_sections
from ..sections.marks import RESERVED
from .fingerprint import containment, fingerprint
from .known import KnownSection
from .match import MERGED, pair_sections, without_given


class Names(NamedTuple):
    """The ids of an essay's sections today."""

    ids: tuple[str, ...]
    """Of each heading in order."""
    aliases: tuple[tuple[str, ...], ...]
    """Sorted: first those at the essay's top, then those of each heading in order."""
    known: tuple[KnownSection, ...]
    """What the register is to keep."""
    lost: frozenset[str]
    """The ids of those that are gone of which neither words nor their author say where to lead."""


def name_permanently(
    known: Sequence[KnownSection], headings: Sequence[Heading], taken: frozenset[str], prints: Sequence[str] = ()
) -> Names:
    """Ids for today's `headings` under which every id in `known` still leads somewhere, each to one place.

    `taken` are the ids of other elements of the essay; they are the author's word, like an id given to a heading. A
    heading that was reworded keeps its id. No id that was ever given is given to another section. `prints` are the
    fingerprints of the words under each heading, where they are known already.
    """
    prints = prints or [fingerprint(heading.under) for heading in headings]
    ever = {id_ for old in known for id_ in (old.id, *old.aliases)}
    known = without_given(known, headings, prints)
    pairs = pair_sections(known, headings, prints)
    old_of = {new: known[old] for old, new in pairs.items()}
    kept = [_kept_id(heading, old_of.get(j), taken) for j, heading in enumerate(headings)]
    named = [
        heading if heading.id == id_ else heading._replace(id=id_) for heading, id_ in zip(headings, kept, strict=True)
    ]
    ids = name_sections(named, RESERVED | taken | ever | set(filter(None, kept)))

    places, lost = _places(known, prints, pairs)
    aliases: list[set[str]] = [set() for _ in range(len(headings) + 1)]
    for i, old in enumerate(known):
        aliases[places[i] + 1].update({old.id, *old.aliases}.difference(ids))
    left = {i: _gone(old, ids, places[i]) for i, old in enumerate(known) if i not in pairs}
    gone = [section for section in left.values() if section]
    ids_of_gone = {id_ for section in gone for id_ in (section.id, *section.aliases)}
    today = [
        KnownSection(id_, tuple(sorted(own - ids_of_gone)), heading.text, heading.level, print_)
        for id_, own, heading, print_ in zip(ids, aliases[1:], headings, prints, strict=True)
    ]
    # An id that the author gave to another element leads there; it is remembered for the day that element goes.
    sorted_aliases = tuple(tuple(sorted(each - taken)) for each in aliases)
    ids_lost = frozenset(section.id for i, section in left.items() if section and i in lost)
    return Names(tuple(ids), sorted_aliases, (*today, *gone), ids_lost)


def _kept_id(heading: Heading, old: KnownSection | None, taken: frozenset[str]) -> str:
    """The author's own id, else the one it had, unless another element has that one now.

    Another heading that has it is paired with what it belonged to: see OWN_ID.
    """
    return heading.id if heading.id or old is None or old.id in taken else old.id


def _places(
    known: Sequence[KnownSection], prints: Sequence[str], pairs: Mapping[int, int]
) -> tuple[dict[int, int], set[int]]:
    """The heading (-1: the essay's top) to which each known section's ids lead, and of which sections it is a guess.

    They lead to the section itself, else to where its author said, else to what holds its words now, else to where they
    led or, of one that stood, to the section before it.
    """
    places = dict(pairs)
    lost: set[int] = set()
    index = {old.id: i for i, old in enumerate(known)}
    for i, old in enumerate(known):
        if i in pairs:
            continue
        share, back = max(((containment(old.words, print_), -j) for j, print_ in enumerate(prints)), default=(0.0, 0))
        if share >= MERGED and not old.answered:
            places[i] = -back
            continue
        if old.gone is None:
            places[i] = places[i - 1] if i else -1
        else:
            places[i] = places.get(index.get(old.gone, -1), -1)
        if not old.answered:
            lost.add(i)
    return places, lost


def _gone(old: KnownSection, ids: Sequence[str], place: int) -> KnownSection | None:
    """What the register keeps of a section that is gone; None where the author gave all its ids away."""
    left = old.without(ids)
    return left and left._replace(gone=ids[place] if place >= 0 else "")
