"""Which template a fault is of that stands on many pages: it is to be said once, and where it can be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from .links import Wrong
from .origin import find

BASE = "base.html"  # the frame of all pages comes first


def split(
    wrongs: Iterable[Wrong], templates: Mapping[str, str], source_of: Callable[[str], str]
) -> tuple[dict[Wrong, tuple[str, int]], list[Wrong]]:
    """The faults of templates, each once, with the template's name and the line there; and all other faults.

    A template's is what stands on more than one page, in a template's text, and not in that of what the pages show:
    `source_of` gives the text of the essay by the path of its page, empty for a page that no essay made.
    """
    wrongs = list(wrongs)
    times = Counter(wrong.text for wrong in wrongs)
    faults: dict[str, tuple[Wrong, tuple[str, int]]] = {}
    others: list[Wrong] = []
    for wrong in wrongs:
        place = None
        if times[wrong.text] > 1 and not find(wrong.mark, source_of(wrong.page)):
            place = next(_places(wrong.mark, templates), None)
        if place is None:
            others.append(wrong)
        else:
            faults.setdefault(wrong.text, (wrong, place))
    return dict(faults.values()), others


def _places(link: str, templates: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for name in sorted(templates, key=lambda name: (name != BASE, name)):
        for line in find(link, templates[name]):
            yield name, line
