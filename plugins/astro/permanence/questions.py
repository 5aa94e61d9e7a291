"""What stands here today, and what must be asked of its author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from ..sections.ids import Heading
from .fingerprint import containment, overlap
from .known import KnownEssay, KnownSection, Register
from .match import MERGED
from .names import Names

_KEY = "former"
_ALIKE = 0.1  # below, sections share words by chance


class Today(NamedTuple):
    """An essay or page as it is now."""

    path: str
    """Its file: `content/essays/x.txt`."""
    address: str
    """`slug/`, under the site's address."""
    date: str
    """`YYYY-MM-DD…`; empty for a page."""
    former: tuple[str, ...]
    """Slugs that its author says it takes over."""
    words: str
    """The fingerprint of all its words."""
    headings: tuple[Heading, ...]
    taken: frozenset[str]
    """Ids of its other elements."""
    prints: tuple[str, ...] = ()
    """The fingerprints of the words under each heading, where they are known already."""
    hidden: bool = False
    """Whether it stands in no list and no feed."""


class Question(NamedTuple):
    """What cannot be decided without the author."""

    path: str
    text: str
    """What was lost, the nearest candidate with its score, and the line or command that answers."""
    stops: bool
    """Whether an address would lead nowhere until it is answered."""
    key: str = ""
    """The key of the header that it is about, where it is about one."""


def ask_sections(essay: Today, names: Names) -> Iterator[Question]:
    """Where the ids of sections that are gone should lead."""
    slug = essay.address.strip("/")
    standing = [section for section in names.known if section.gone is None]
    for lost in (section for section in names.known if section.id in names.lost):
        near = _nearest(lost, standing)
        where = f"`#{lost.gone}`" if lost.gone else "the essay's top"
        hint = f"nearest is `#{near[1]}` ({near[0]:.2f})" if near else "no section is like it"
        to = near[1] if near else lost.gone
        answer = f": `make move SECTION={slug}#{lost.id} TO={to}`, or" if to else ";"
        text = f"section `#{lost.id}` (“{lost.heading}”) is gone and its address leads to {where}; {hint}{answer}"
        yield Question(essay.path, f"{text} let it go: `make retire SECTION={slug}#{lost.id}`", stops=False)


def _nearest(lost: KnownSection, standing: Sequence[KnownSection]) -> tuple[float, str] | None:
    shares = ((overlap(lost.words, each.words), each.id) for each in standing)
    return max((share for share in shares if share[0] >= _ALIKE), default=None)


def ask_essay(
    known: KnownEssay, today: Sequence[Today], old_of: Mapping[int, KnownEssay], path: str, drafts: Mapping[str, str]
) -> Question:
    """What became of an essay that was published and is not there; `drafts` are as in `reconcile`."""
    slug, kind = known.address.strip("/"), "essay" if known.feed else "page"
    if draft := drafts.get(known.address):
        text = f"the {kind} published at `/{known.address}` is a draft now, or of the future; publish it, or let it go"
        return Question(draft, f"{text}: `make retire ESSAY={slug}`", stops=True)
    near = [(overlap(known.words, essay.words), essay.path) for j, essay in enumerate(today) if j not in old_of]
    holds = [(containment(known.words, essay.words), essay.path) for essay in today]
    if any(share >= MERGED for share, _ in holds):
        candidate = f"its words stand in {max(holds)[1]}"
    elif any(share > 0 for share, _ in near):
        candidate = "nearest is {1} ({0:.2f})".format(*max(near))
    else:
        candidate = "no new essay could be it"
    text = f"the {kind} published at `/{known.address}` is gone; {candidate}; write `Former: {slug}` into the header"
    return Question(path, f"{text} of the essay that takes over, or let it go: `make retire ESSAY={slug}`", stops=True)


def ask_addresses(standing: Mapping[str, Today], redirects: Mapping[str, str]) -> Iterator[Question]:
    """Of each essay that stands where another one says that it takes over, or was before."""
    claims = ((f"{slug}/", essay) for essay in standing.values() for slug in essay.former)
    claimed = {address: essay for address, essay in claims if address != essay.address}  # its own it need not claim
    for address in sorted({*claimed, *redirects} & standing.keys()):
        if address in claimed:
            yield _ask_former(claimed[address], standing[address])
        else:
            yield _ask_address(standing[address], redirects[address])


def ask_claims(
    standing: Mapping[str, Today], redirects: Mapping[str, str], register: Register, tomorrow: Register
) -> Iterator[Question]:
    """What an author means by a slug in Former that no essay was ever published with, or that leads to another.

    An essay that `tomorrow` has anew would be new to subscribers for good, and is not published until that is right.
    """
    keys = {known.key for known in register.essays}
    new = {known.address for known in tomorrow.essays if known.key not in keys}
    published = {each.strip("/") for known in register.essays for each in (known.address, *known.former)}
    for essay in standing.values():
        for slug in essay.former:
            if f"{slug}/" in standing:
                continue
            owner = redirects.get(f"{slug}/", essay.address)
            if slug not in published:
                near = get_close_matches(slug, sorted(published), 1)
                hint = f"did you mean `{near[0]}`?" if near else "take it out"
                text = f"`{slug}` in Former names nothing that was published; {hint}"
                yield Question(essay.path, text, stops=bool(published) and essay.address in new, key=_KEY)
            elif owner != essay.address:
                text = f"`{slug}` in Former leads to the essay at `/{owner}` already; take it out of Former"
                yield Question(essay.path, text, stops=True, key=_KEY)


def _ask_former(essay: Today, other: Today) -> Question:
    """Which of two essays an address belongs to that one of them takes over, where the other stands."""
    text = f"`{other.address.strip('/')}` in Former is the address of {other.path}, which stands"
    return Question(essay.path, f"{text}; take it out of Former, or take that essay away", stops=True, key=_KEY)


def _ask_address(essay: Today, owner: str) -> Question:
    """Which of two essays an address belongs to."""
    text = f"`/{essay.address}` is a former address of the essay at `/{owner}`, which links still lead to"
    slugs = {address.strip("/").rpartition("/")[2] for address in (essay.address, owner)}
    more = ", and that one the same if they are translations" if len(slugs) == 1 else ""
    return Question(essay.path, f"{text}; give this one another slug{more}", stops=True)
