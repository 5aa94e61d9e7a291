"""What has changed in "Related thinking" since the last build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .links import RelatedLink

Lists = Mapping[str, Sequence[RelatedLink]]
"""The links of each essay, by its file."""


def changes(before: Lists, after: Lists) -> Iterator[str]:
    """A line for each essay that both know and whose list is another now, by file.

    `content/essays/x.txt: related thinking + y#z (.31, export controls), - w`. Scores that changed alone are no change.
    """
    for file in sorted(before.keys() & after.keys()):
        old, new = [_target(link) for link in before[file]], [_target(link) for link in after[file]]
        if old == new:
            continue
        come = [f"+ {_target(link)}{_why(link)}" for link in after[file] if _target(link) not in old]
        gone = [f"- {target}" for target in old if target not in new]
        what = ", ".join([*come, *gone]) or f"in another order: {', '.join(new)}"
        yield f"{file}: related thinking {what}"


def _target(link: RelatedLink) -> str:
    return link.address or f"{link.essay}{'#' if link.section else ''}{link.section}"


def _why(link: RelatedLink) -> str:
    if not link.score:
        return ""
    return f" ({link.score:.2f}".replace("0.", ".", 1) + f", {', '.join(link.reason)})"
