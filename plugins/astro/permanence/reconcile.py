"""What was published, and what stands here today -> what leads where, what must be asked, and what to remember."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .fingerprint import containment, overlap
from .identity import first_sent, identified, identity_of_feeds
from .known import KnownEssay, Register
from .match import ENOUGH, MERGED, best_first
from .names import Names, name_permanently
from .questions import Question, Today, ask_addresses, ask_claims, ask_essay, ask_sections
from .revive import revive

FORMER, SAME_ADDRESS = 2.0, 0.4


class Reconciliation(NamedTuple):
    """What permanence asks of today's site."""

    names: Mapping[str, Names]
    """The ids of each essay's sections, by its address."""
    feeds: Mapping[str, str]
    """The identity of each essay in feeds, by its address."""
    redirects: Mapping[str, str]
    """Former address -> address today."""
    questions: tuple[Question, ...]
    register: Register
    """What to remember, once today's site is public."""


def reconcile(
    register: Register, essays: Sequence[Today], domain: str, path: str, drafts: Mapping[str, str] | None = None
) -> Reconciliation:
    """Lead every address ever published to the right place of today's site.

    `domain` names the publisher in the identities of new essays, `path` is the register's file, `drafts` are the files
    of drafts by what their address would be. A pure function: the order of `essays` does not matter, and, where no
    question stops the publishing, reconciling the register it returns with the same essays changes nothing.
    """
    today = sorted(essays, key=lambda essay: essay.address)
    register = revive(register, today)
    alive = [known for known in register.essays if not known.retired]
    pairs = best_first(_scores(alive, today))
    old_of = {new: alive[old] for old, new in pairs.items()}
    absorbed = _absorb(alive, today, pairs, old_of)
    keys = {known.key for known in register.essays}
    sent = first_sent(register, [essay for j, essay in enumerate(today) if j not in old_of or not old_of[j].feed])
    names: dict[str, Names] = {}
    remembered = [known for known in register.essays if known.retired]
    questions: list[Question] = []
    for j, essay in enumerate(today):
        known = identified(old_of.get(j) or _new(essay, keys), essay, domain, sent)
        keys.add(known.key)
        names[essay.address] = found = name_permanently(known.sections, essay.headings, essay.taken, essay.prints)
        remembered.append(_remember(known, essay, found))
        questions += ask_sections(essay, found)
    for i, known in enumerate(alive):
        if i in absorbed:
            remembered.append(known._replace(retired=True))  # its key and identity are never given again
        elif i not in pairs:
            remembered.append(known)
            questions.append(ask_essay(known, today, old_of, path, drafts or {}))
    essays_known = tuple(sorted(remembered, key=lambda known: known.key))
    tomorrow = register._replace(essays=essays_known, feed=identity_of_feeds(register, essays_known))
    standing = {essay.address: essay for essay in today}
    redirects = {old: known.address for known in tomorrow.essays if not known.retired for old in known.former}
    questions += [*ask_addresses(standing, redirects), *ask_claims(standing, redirects, register, tomorrow)]
    free = {old: new for old, new in sorted(redirects.items()) if old not in standing and new in standing}
    feeds = {each.address: each.feed for each in tomorrow.essays if each.address in standing and not each.retired}
    return Reconciliation(names, feeds, free, tuple(questions), tomorrow)


def _scores(known: Sequence[KnownEssay], today: Sequence[Today]) -> Iterator[tuple[float, int, int]]:
    """(score, known, today) of what may be one essay: by what the author says, the address and the words."""
    places = {essay.address: j for j, essay in enumerate(today)}
    claimed = {slug for essay in today for slug in essay.former}
    settled = {
        i: places[old.address]
        for i, old in enumerate(known)
        if old.address in places
        and _is_still(old.words, today[places[old.address]].words)
        and claimed.isdisjoint(_slugs(old))
    }
    for i, old in enumerate(known):
        # An essay that stands where it stood, with its words, is not compared with all others.
        candidates = [settled[i]] if i in settled else sorted(set(range(len(today))).difference(settled.values()))
        for j in candidates:
            score = overlap(old.words, today[j].words)
            score += SAME_ADDRESS * (old.address == today[j].address)
            score += FORMER * (not _slugs(old).isdisjoint(today[j].former))
            yield score, i, j


def _is_still(old: str, today: str) -> bool:
    """Whether the words of an essay are those it had, or hold them: it may have grown by a much longer one's."""
    return overlap(old, today) >= ENOUGH or containment(old, today, least=1) >= MERGED


def _absorb(
    known: Sequence[KnownEssay], today: Sequence[Today], pairs: Mapping[int, int], old_of: dict[int, KnownEssay]
) -> set[int]:
    """Give what was published as an essay that is gone to the one that says it takes over, and say which those are."""
    absorbed: set[int] = set()
    for i, old in enumerate(known):
        heirs = [j for j, essay in enumerate(today) if j in old_of and not _slugs(old).isdisjoint(essay.former)]
        if i in pairs or not heirs:
            continue
        heir = old_of[heirs[0]]
        sections = old.without(set(heir.ids())).sections
        if sections and sections[0].gone is None:  # what stands before it is another essay's
            sections = (sections[0]._replace(gone=""), *sections[1:])
        former = {*heir.former, old.address, *old.former}
        old_of[heirs[0]] = heir._replace(former=tuple(sorted(former)), sections=(*heir.sections, *sections))
        absorbed.add(i)
    return absorbed


def _slugs(known: KnownEssay) -> set[str]:
    """The words by which an author can name an essay that was published."""
    return {address.strip("/") for address in (known.address, *known.former)}


def _new(essay: Today, keys: set[str]) -> KnownEssay:
    """What is fixed for an essay or page on the day it is first published, but for its feed entry."""
    key = slug = essay.address.strip("/")
    number = 1
    while key in keys:
        number += 1
        key = f"{slug}-{number}"
    return KnownEssay(key, "", "", essay.address, (), retired=False, words=essay.words, sections=())


def _remember(known: KnownEssay, essay: Today, names: Names) -> KnownEssay:
    former = {known.address, *known.former} - {essay.address}
    return known._replace(
        address=essay.address,
        former=tuple(sorted(former)),
        words=essay.words,
        sections=names.known,
        hidden=essay.hidden or bool(known.feed and not essay.date),
    )
