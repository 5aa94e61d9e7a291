"""What has changed in "Related thinking" since the last build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .links import RelatedLink

Lists = Mapping[str, Sequence[RelatedLink]]
"""The links of each essay, by its file."""


def changes(before: Lists, after: Lists) -> Iterator[str]:
    """A line for each essay that both know and whose list is another now, by file.

    `content/essays/x.txt: related thinking + y#z (.31, export controls), - w (.25 before)`. Scores that changed alone
    are no change.
    """
    for file in sorted(before.keys() & after.keys()):
        old, new = [_target(link) for link in before[file]], [_target(link) for link in after[file]]
        if old == new:
            continue
        come = [f"+ {_told(link, *link.reason)}" for link in after[file] if _target(link) not in old]
        gone = [f"- {_told(link, 'before', between=' ')}" for link in before[file] if _target(link) not in new]
        what = ", ".join([*come, *gone]) or f"in another order: {', '.join(map(_told, after[file]))}"
        yield f"{file}: related thinking {what}"


def _target(link: RelatedLink) -> str:
    return link.address or f"{link.essay}{'#' if link.section else ''}{link.section}"


def _told(link: RelatedLink, *more: str, between: str = ", ") -> str:
    """Where a link leads, with its score and more where it was found by one."""
    score = f"{link.score:.2f}".replace("0.", ".", 1)
    return f"{_target(link)} ({between.join([score, *more])})" if link.score else _target(link)
