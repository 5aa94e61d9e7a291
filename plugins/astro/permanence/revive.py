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
    gone to another essay since then stays with that one, and a claim brings back one essay: the one that stood there
    to the end, where others had left the address before.
    """
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
