"""The arithmetic of one essay's list, in lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from .compared import Compared, nearest
from .floor import floor
from .near import RECENT, both_ways
from .section import best_section
from .similar import SECTION, TITLE, WHOLE, measure
from .why import gains, reasons

TERMS = 8


def explain(compared: Compared, slug: str, limit: int) -> Iterator[str]:
    """How each score came about; raises KeyError where no essay has the slug."""
    weighed = compared.weighed
    by_slug = {essay.slug: i for i, essay in enumerate(weighed.outlines)}
    one = by_slug[slug]
    yield f"{slug}: {weighed.outlines[one].title}"
    yield (
        f"score = ({WHOLE:g} x whole + {SECTION:g} x section + {TITLE:g} x title) / {WHOLE + SECTION + TITLE:g}"
        f" x time / {1 + RECENT:g}"
    )
    span = slice(compared.starts[one], compared.starts[one + 1])
    both = both_ways(compared.one[span], compared.other[span])
    scores, places = measure(weighed, *both), {pair: i for i, pair in enumerate(zip(*map(list, both), strict=True))}
    for place, (other, score) in enumerate(islice(nearest(compared, one), limit)):
        pair = places[one, other]
        least = floor(len(weighed.outlines), weighed.sizes[one], weighed.sizes[other])
        yield ""
        under = "" if score >= least else f" under {least:.3f}"
        yield f"{place + 1}. {weighed.outlines[other].slug}: {score:.3f}{under}"
        yield (
            f"   whole {scores.whole[pair]:.3f}, section {scores.section[pair]:.3f}, "
            f"title {scores.title[pair]:.3f}, time {scores.time[pair]:.3f}"
        )
        section, reason = best_section(weighed, one, other), reasons(weighed, one, other)
        yield f"   section: {f'#{section}' if section else 'none leads'}"
        yield f"   reason: {', '.join(reason) if reason else 'none that a reader would accept, so no link'}"
        terms, brought = gains(weighed, one, other)
        for term, gain in islice(zip(terms, brought, strict=True), TERMS):
            yield f"   {gain:.4f}  {weighed.term(int(term))} (in {weighed.df[term]} of {len(weighed.outlines)} essays)"
