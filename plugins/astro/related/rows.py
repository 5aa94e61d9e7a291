"""Sparse matrices by rows, of just what relating needs; loading a library of them takes longer than relating."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Row r has the values `values[starts[r]:starts[r + 1]]` in the columns of the same places, which rise."""

    starts: Numbers
    columns: Numbers
    values: Floats

    @property
    def row(self) -> Numbers:
        """The row of each value."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def of(self, row: int) -> tuple[Numbers, Floats]:
        """(columns, values) of a row."""
        span = slice(self.starts[row], self.starts[row + 1])
        return self.columns[span], self.values[span]

    def places(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """(the places of all values of some rows, the number in `rows` of the row of each)."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        begins = np.cumsum(sizes) - sizes
        places = np.arange(sizes.sum()) + np.repeat(self.starts[rows] - begins, sizes)
        return places, np.repeat(np.arange(len(rows)), sizes)

    def dots(self, rows: Numbers, dense: Floats) -> Floats:
        """The product of each of some rows with a dense vector."""
        places, row = self.places(rows)
        return total(row, self.values[places] * dense[self.columns[places]], len(rows))

    def products(self, rows: Numbers, columns: Numbers, values: Floats) -> Floats:
        """The same with a vector of few values, in columns that rise; it is not made dense, which takes longer."""
        places, row = self.places(rows)
        found = np.minimum(np.searchsorted(columns, self.columns[places]), len(columns) - 1)
        theirs = np.where(columns[found] == self.columns[places], values[found], 0)
        return total(row, self.values[places] * theirs, len(rows))

    def weighted(self, columns: Floats, more: Floats) -> tuple[Rows, Floats]:
        """(rows of length 1 of the square roots of the values times `columns`, what each was divided by).

        `more` is what columns that are left out add to the square of each row's length; a row of nothing stays so.
        """
        values = np.sqrt(self.values) * columns[self.columns]
        lengths = np.sqrt(total(self.row, values**2, len(self.starts) - 1) + more)
        return replace(self, values=values / np.repeat(lengths, np.diff(self.starts))), lengths

    def turned(self, columns: int) -> Rows:
        """The columns as rows."""
        order = np.argsort(self.columns, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.columns, minlength=columns))])
        return Rows(starts, self.row[order], self.values[order])


def rows_of(row: Numbers, column: Numbers, value: Numbers | Floats, rows: int, columns: int) -> Rows:
    """A matrix of values at places; those at the same place are added up."""
    keys, where = np.unique(row.astype(np.int64) * columns + column, return_inverse=True)
    starts = np.searchsorted(keys, np.arange(rows + 1) * columns)
    return Rows(starts, keys % max(columns, 1), total(where, value, len(keys)))


def total(group: Numbers, values: Numbers | Floats, groups: int) -> Floats:
    """The sum of the values of each group, in their order."""
    return np.bincount(group, values, groups).astype(np.float64)
