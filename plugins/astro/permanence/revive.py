"""Essays that were let go and are shown again."""

from __future__ import annotations

from collections.abc import Sequence

from .fingerprint import overlap
from .known import KnownEssay, Register
from .match import ENOUGH
from .questions import Today


def revive(register: Register, today: Sequence[Today]) -> Register:
    """The register with each essay that was let go alive again where it stands with its words, or another claims it.

    The subscribers of one that stands have read it; the address of one that is claimed leads on. An address that has
    gone to another essay since then stays with that one, but for what was taken over and stands there with its words
    while nobody claims it: that is taken back. A claim brings back one essay: the one that stood there to the end,
    where others had left the address before.
    """
    register = _take_back(register, today)
    given = {place for known in register.essays if not known.retired for place in (known.address, *known.former)}
    standing = {essay.address: essay for essay in today}
    claimed = {f"{slug}/" for essay in today for slug in essay.former} - given - standing.keys()
    back: dict[str, KnownEssay] = {}
    for known in sorted(register.essays, key=lambda known: known.address not in claimed):
        if not known.retired or known.address in given:
            continue
        if essay := standing.get(known.address):
            is_back = overlap(known.words, essay.words) >= ENOUGH
        else:
            is_back = not claimed.isdisjoint((known.address, *known.former))
            claimed.difference_update((known.address, *known.former) if is_back else ())
        if is_back:
            back[known.address] = known
    given.update(back)
    alive = {}
    for known in back.values():
        former = tuple(address for address in known.former if address not in given)
        given.update(former)
        alive[known.key] = known._replace(retired=False, former=former)
    return register._replace(essays=tuple(alive.get(known.key, known) for known in register.essays))


def _take_back(register: Register, today: Sequence[Today]) -> Register:
    """The register without what an essay has of another one that it took over, and that stands as if it never had."""
    standing = {essay.address: essay.words for essay in today}
    claimed = {f"{slug}/" for essay in today for slug in essay.former}
    taken = {address for known in register.essays if not known.retired for address in known.former} - claimed
    own = [
        known
        for known in register.essays
        if known.retired and known.address in taken & standing.keys()
        if overlap(known.words, standing[known.address]) >= ENOUGH
    ]
    addresses = {address for known in own for address in (known.address, *known.former)}
    sections = {(section.id, section.words) for known in own for section in known.sections}
    essays = [known if known.retired else _without(known, addresses, sections) for known in register.essays]
    return register._replace(essays=tuple(essays))


def _without(known: KnownEssay, addresses: set[str], sections: set[tuple[str, str]]) -> KnownEssay:
    """An essay without these former addresses, and without those of its sections that are gone."""
    former = tuple(address for address in known.former if address not in addresses)
    left = [each for each in known.sections if each.gone is None or (each.id, each.words) not in sections]
    return known._replace(former=former, sections=tuple(left) if former != known.former else known.sections)
