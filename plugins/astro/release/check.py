"""The facts of all files of a site -> everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping

from .facts import FEED_ENDINGS, Facts, links_to
from .links import Wrong, in_full, in_words, leads_nowhere


def wrongs_of(
    facts: Mapping[str, Facts], files: Collection[str], site: str, known: Container[str], read: Callable[[str], str]
) -> list[Wrong]:
    """What is wrong with the site at `site` whose files are `files`; what only stands in feeds because of a page, once.

    Of the pages `known` it is already said what is wrong with them, and only their links are checked. `read` returns
    the text of a file, which is asked for where something is wrong with it.
    """
    ids = {name: each.ids for name, each in facts.items() if name.endswith(".html")}
    feeds = {name: each for name, each in facts.items() if name.endswith(FEED_ENDINGS)}
    others = {name: each for name, each in facts.items() if name not in feeds}
    wrongs = [*_faults(others, known), *_astray(others, ids, files, site, read)]
    said = {each for wrong in wrongs for each in (wrong.text, in_full(wrong, site))}
    ids |= {name: each.ids for name, each in feeds.items()}
    of_feeds = (*_faults(feeds, ()), *_astray(feeds, ids, files, site, read))
    return wrongs + [wrong for wrong in of_feeds if said.isdisjoint((wrong.text, wrong.mark))]


def _faults(facts: Mapping[str, Facts], known: Container[str]) -> Iterator[Wrong]:
    for name, each in facts.items():
        if name not in known:
            yield from (Wrong(name, mark, text) for mark, text in each.faults)


def _astray(
    facts: Mapping[str, Facts],
    ids: Mapping[str, Collection[str]],
    files: Collection[str],
    site: str,
    read: Callable[[str], str],
) -> Iterator[Wrong]:
    """The links that lead nowhere. Where each leads is asked once, and the few that do not are put in words."""
    targets = set().union(*(each.targets for each in facts.values()))
    nowhere = {target for target in targets if leads_nowhere(target, ids, files)}
    for name, each in facts.items():
        yield from (Wrong(name, link, text) for link, text in each.nowhere)
        if nowhere and (here := nowhere.intersection(each.targets)):
            for link, target in links_to(here, name, read(name), site):
                yield Wrong(name, link, in_words(link, target, ids, files, read))
