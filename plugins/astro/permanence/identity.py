"""What feeds know an essay by: fixed on the day when they first have it, and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .known import KnownEssay, Register
from .moments import moment_of, moments
from .questions import Today


def first_sent(register: Register, new: Sequence[Today]) -> dict[str, str]:
    """When each essay of `new`, which no feed has had, is published, by its address; pages have no date.

    Of those of one day lists show the first address as the newest.
    """
    taken = (known.published for known in register.essays if known.published)
    return moments(taken, [(essay.address, essay.date) for essay in reversed(new) if essay.date])


def identified(known: KnownEssay, essay: Today, domain: str, sent: Mapping[str, str]) -> KnownEssay:
    """The essay with an identity, if it has a date and none yet: it is new, or was a page until now."""
    if known.feed or not essay.date:
        return known
    return known._replace(feed=f"tag:{domain},{essay.date[:4]}:{known.key}", published=sent[essay.address])


def identity_of_feeds(register: Register, essays: Sequence[KnownEssay]) -> str:
    """How the identity of all feeds begins: as the register says, else as that of the essay that was published first.

    That is one of the register's, else one of `essays`; nothing where there is none.
    """
    known = [each for each in register.essays if each.feed] or [each for each in essays if each.feed]
    first = min(known, key=lambda each: (moment_of(each.published), each.feed), default=None)
    identity = first.feed if first else ""
    return register.feed or ":".join(identity.split(":")[:2])
