"""The costs of many runs -> a table with medians, spreads and ratios, and the goals that were missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from measure import Cost

Costs = Mapping[str, Sequence[Cost]]
"""The runs of each tool at one work."""
_HEAD = ("", "wall s", "min-max", "CPU s", "min-max", "peak MB", "wall ratio", "CPU ratio")
_WIDTHS = (24, 8, 12, 8, 12, 8, 11, 10)


@dataclass(frozen=True, slots=True)
class Goal:
    """What one work may cost at most."""

    measure: str
    """wall, cpu or peak."""
    most: float
    """As a ratio to the cost of `against`."""
    against: str = "hugo"
    tool: str = "astro"


def middle(costs: Sequence[Cost], measure: str) -> float:
    """The median of one measure."""
    return median(getattr(cost, measure) for cost in costs)


def least(costs: Sequence[Cost], measure: str) -> float:
    """The least of one measure: what else a machine does only adds to it."""
    return min(getattr(cost, measure) for cost in costs)


def rows(title: str, costs: Costs, against: str) -> Iterator[str]:
    """The lines of one work: a row a tool, with its ratio to that of `against`."""
    yield title
    yield _row(_HEAD)
    for tool, runs in costs.items():
        cells = [f"  {tool}"]
        for measure in ("wall", "cpu"):
            values = sorted(getattr(cost, measure) for cost in runs)
            cells += [f"{median(values):.3f}", f"{values[0]:.2f}-{values[-1]:.2f}"] if any(values) else ["-", "-"]
        peak = middle(runs, "peak")
        cells.append(f"{peak:.0f}" if peak else "-")
        for measure in ("wall", "cpu"):
            base = middle(costs[against], measure) if against in costs else 0.0
            cells.append(f"{middle(runs, measure) / base:.2f}" if base else "-")
        yield _row(cells)


def _row(cells: Sequence[str]) -> str:
    first, *others = zip(cells, _WIDTHS, strict=True)
    return first[0].ljust(first[1]) + "".join(cell.rjust(width) for cell, width in others)


def judge(title: str, costs: Costs, goals: Sequence[Goal]) -> Iterator[tuple[bool, str]]:
    """(whether it is met, the goal and what was measured) of each goal whose tools were measured."""
    for goal in goals:
        if goal.tool in costs and goal.against in costs:
            ratio = middle(costs[goal.tool], goal.measure) / middle(costs[goal.against], goal.measure)
            what = f"{title}: {goal.tool}'s {goal.measure} at most {goal.most:g} x {goal.against}'s"
            yield ratio <= goal.most, f"{what}; it is {ratio:.2f} x"
