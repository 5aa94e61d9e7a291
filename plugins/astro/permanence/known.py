"""What is known of an essay once it was published."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import starmap, zip_longest
from typing import Any, NamedTuple

FEED_SETTINGS = ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ALL_JSON")


class KnownSection(NamedTuple):
    """A section as it was last published."""

    id: str
    aliases: tuple[str, ...]
    """Other ids that lead to it, sorted."""
    heading: str
    level: int
    words: str
    """The fingerprint of the words under the heading."""
    gone: str | None = None
    """None for a section that stands; else the id of the one to which its ids lead now, empty for the essay's top."""
    answered: bool = False
    """Whether its author has said where they lead."""

    def called_also(self, id_: str) -> KnownSection:
        """The section with one more id that leads to it."""
        return self._replace(aliases=tuple(sorted({*self.aliases, id_})))

    def led(self, names: Mapping[str, str]) -> KnownSection:
        """The section with the name of today of the one to which it leads; nobody has said that of an essay's top."""
        to = names.get(self.gone, self.gone) if self.gone else self.gone
        return self._replace(gone=to, answered=self.answered and bool(to))

    def without(self, ids: Container[str]) -> KnownSection | None:
        """The section without these ids, which lead elsewhere; None where it has no other."""
        left = [id_ for id_ in (self.id, *self.aliases) if id_ not in ids]
        return self._replace(id=left[0], aliases=tuple(sorted(left[1:]))) if left else None


class KnownEssay(NamedTuple):
    """An essay as it was last published."""

    key: str
    """Its slug when it was first published, with its language in front where that is not the site's; fixed."""
    feed: str
    """Its identity in every feed, `tag:DOMAIN,YEAR:KEY`; fixed. Empty for a page."""
    published: str
    """When it was first published, in ISO 8601; fixed. Of no two essays of one machine the same. Empty for a page."""
    address: str
    """`slug/`, under the site's address."""
    former: tuple[str, ...]
    """Addresses it once had, sorted."""
    retired: bool
    """Whether the author has let its addresses go."""
    words: str
    """The fingerprint of all its words."""
    sections: tuple[KnownSection, ...]
    """In reading order, then those that are gone."""
    sent: tuple[str, ...] = ()
    """The found related links that its feed entry began with, `KEY#ID — reason` each; fixed."""
    hidden: bool | None = False
    """Whether it stood in no list and no feed any more: as a hidden essay or page, or as one that has become a page.

    None where that was not remembered.
    """

    def ids(self) -> Iterator[str]:
        """All ids that were ever given to one of its sections."""
        for section in self.sections:
            yield section.id
            yield from section.aliases

    def without(self, ids: Container[str]) -> KnownEssay:
        """The essay without these ids, which lead elsewhere, and without sections that have no other.

        What led to such a section leads to the top of the essay.
        """
        left = {each.id: each.without(ids) for each in self.sections}
        names = {id_: each.id if each else "" for id_, each in left.items()}
        return self._replace(sections=tuple(each.led(names) for each in left.values() if each))

    def without_words(self) -> KnownEssay:
        """The essay but for what other words in it change, and for whether it is hidden."""
        sections = (each._replace(heading="", level=0, words="") for each in self.sections)
        return self._replace(words="", hidden=None, sections=tuple(sorted(sections, key=lambda each: each.id)))


class Register(NamedTuple):
    """All essays ever published, sorted by their keys."""

    essays: tuple[KnownEssay, ...] = ()
    feed: str = ""
    """How the identity of every feed begins: `tag:DOMAIN,YEAR`, of the first essay; fixed. Empty before that."""
    items: int = 0
    """How many essays the feeds showed at most; 0 where that was not remembered."""
    feeds: tuple[str, ...] = ()
    """The files of all feeds of the whole site that there ever were, sorted."""

    def with_feeds(self, settings: Mapping[str, Any]) -> Register:
        """The register once the feeds that Pelican's settings name are public."""
        names = filter(None, map(settings.get, FEED_SETTINGS))
        return self._replace(items=settings["FEED_MAX_ITEMS"], feeds=tuple(sorted({*self.feeds, *names})))

    def shows_what(self, other: Register) -> bool:
        """Whether the same is to be found as by another one, and where, whatever other words the essays have."""
        return all(starmap(_is_the_same, zip_longest(self.essays, other.essays)))


def _is_the_same(one: KnownEssay | None, other: KnownEssay | None) -> bool:
    if not (one and other):
        return False
    is_known = None not in (one.hidden, other.hidden)
    return one.without_words() == other.without_words() and (one.hidden == other.hidden or not is_known)
