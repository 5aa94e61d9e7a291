"""The records of "Related thinking"."""

from __future__ import annotations

from dataclasses import dataclass, field

LIMIT = 3


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link under "Related thinking"."""

    essay: str
    """The slug of the essay it leads to; empty for an address elsewhere."""
    section: str = ""
    """The id of the section it leads to; empty for the whole essay."""
    reason: tuple[str, ...] = ()
    """The shared terms as the other essay writes them, phrases first, then strongest first."""
    score: float = field(default=0.0, metadata={"told": False})
    """0-1; 0 for a link that the author chose or that leads to the essay's own sections. No page shows it."""
    address: str = ""
    """The web address of a pin that leads elsewhere."""
    note: str = ""
    """The author's own reason for a pin."""
