"""Sparse matrices by rows, of just what relating needs; loading a library of them takes longer than relating.

`begins` stands where numpy.unique would, which loads numpy.ma: a tenth of the time of relating a thousand essays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.floating[Any]]
COLUMNS = np.int64(1 << 31)  # more than a matrix has
SMALL = (1 << 31) - 1  # the largest number of 32 bits
NUMBERS_AT_ONCE = 1 << 20  # numbers that are sorted together, which takes memory


@dataclass(frozen=True)
class Rows:
    """Row r has the values `values[starts[r]:starts[r + 1]]` in the columns of the same places, which rise."""

    starts: Numbers
    columns: Numbers
    values: Floats

    @property
    def row(self) -> Numbers:
        """The row of each value."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @cached_property
    def keys(self) -> Numbers:
        """The places of all values as one number each, rising."""
        return self.row * COLUMNS + self.columns

    def has(self, row: Numbers, column: Numbers) -> NDArray[np.bool_]:
        """Whether there is a value at each of some places."""
        asked = row * COLUMNS + column
        if not len(self.keys):
            return np.zeros(len(asked), bool)
        found: NDArray[np.bool_] = self.keys[np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)] == asked
        return found

    def of(self, row: int) -> tuple[Numbers, Floats]:
        """(columns, values) of a row."""
        span = slice(self.starts[row], self.starts[row + 1])
        return self.columns[span], self.values[span]

    def places(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """(the places of all values of some rows, the number in `rows` of the row of each)."""
        return spans(self.starts[rows], self.starts[rows + 1])

    def dots(self, vectors: Iterable[tuple[slice, Floats]], firsts: Numbers, ends: Numbers) -> Floats:
        """The products of rows with dense vectors, of each span of rows from one of `firsts` up to its end.

        `vectors` says of which spans one is the other factor, one slice of them after the other.
        """
        rows, _ = spans(firsts, ends)
        sizes = self.starts[rows + 1] - self.starts[rows]
        is_full = sizes > 0  # an empty one is 0, and cannot be summed up with others
        cuts = np.append(0, np.cumsum(is_full))[np.append(0, np.cumsum(ends - firsts))].tolist()
        begins_at = (np.cumsum(sizes) - sizes)[is_full]
        slices = list(map(slice, self.starts[firsts].tolist(), self.starts[ends].tolist()))
        sums, found = np.zeros(len(rows), np.float32), [np.empty(0, np.float32)]
        for span, dense in vectors:
            first, end = cuts[span.start], cuts[span.stop]
            if first < end:
                products = dense.take(np.concatenate([self.columns[each] for each in slices[span]]))
                products *= np.concatenate([self.values[each] for each in slices[span]])
                found.append(np.add.reduceat(products, begins_at[first:end] - begins_at[first]))
        sums[is_full] = np.concatenate(found)
        return sums

    def weighted(self, columns: Floats, more: Floats) -> tuple[Rows, Floats]:
        """(rows of length 1 of the square roots of the values times `columns`, what each was divided by).

        `more` is what columns that are left out add to the square of each row's length; a row of nothing stays so.
        """
        values = np.sqrt(self.values) * columns.astype(np.float32)[self.columns]
        lengths = np.sqrt(total(self.row, values**2, len(self.starts) - 1) + more)
        by_row = np.repeat(lengths.astype(np.float32), np.diff(self.starts))
        return replace(self, values=values / by_row), lengths

    def turned(self, columns: int) -> Rows:
        """The columns as rows."""
        row = self.row.astype(np.int32)
        order = np.argsort(self.columns * np.int64(len(self.starts)) + row).astype(np.int32)
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.columns, minlength=columns))])
        return Rows(starts, row[order], self.values[order])


def spans(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """(the numbers from each start up to its end, one span after the other; the number of the span of each)."""
    sizes = ends - starts
    span = np.repeat(np.arange(len(sizes)), sizes)
    numbers = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    numbers += np.arange(len(span))
    return numbers, span


def begins(rising: NDArray[Any]) -> Numbers:
    """Where another number begins among those that rise."""
    return np.flatnonzero(np.append(True, rising[1:] != rising[:-1])[: len(rising)])


def keys_of(row: Numbers, column: Numbers, columns: int) -> Numbers:
    """The places of a matrix of so many columns as one number each, rising."""
    is_small = (int(row.max(initial=0)) + 1) * columns <= SMALL  # such ones are sorted in half the time
    keys: Numbers = row.astype(np.int32) if is_small else row.astype(np.int64)
    keys *= columns
    keys += column
    keys.sort()
    return keys


def counted(row: Numbers, column: Numbers, often: Numbers, rows: int, columns: int) -> Rows:
    """A matrix of how often each place is named, where each time counts so `often`; a row below 0 is none.

    A place that counts n times is written n times: numbers are sorted and counted faster than added up.
    """
    starts, found, values, ends = [np.zeros(1, np.int64)], [np.empty(0, np.int32)], [np.empty(0, np.float32)], 0
    at_once = max(1, min(rows // (1 + len(row) // NUMBERS_AT_ONCE) + 1, SMALL // max(columns, 1)))
    for first in range(0, rows, at_once):
        some = np.flatnonzero((row >= first) & (row < first + at_once))
        some = np.repeat(some, often[some])
        keys = keys_of(row[some] - first, column[some], columns)
        places = begins(keys)
        values.append(np.diff(places, append=len(keys)).astype(np.float32))
        keys = keys[places]
        starts.append(ends + np.searchsorted(keys, np.arange(1, min(at_once, rows - first) + 1) * columns))
        found.append((keys % max(columns, 1)).astype(np.int32))
        ends += len(keys)
    return Rows(np.concatenate(starts), np.concatenate(found), np.concatenate(values))


def filled(row: Numbers, column: Numbers, values: Floats, rows: int, columns: int) -> Rows:
    """A matrix of values at places of which none is named twice."""
    order = np.argsort(row * np.int64(columns) + column)
    starts = np.searchsorted(row[order], np.arange(rows + 1))
    return Rows(starts, column[order].astype(np.int32), values[order].astype(np.float32))


def total(group: Numbers, values: Numbers | Floats, groups: int) -> Floats:
    """The sum of the values of each group, in their order."""
    return np.bincount(group, values, groups).astype(np.float64)
