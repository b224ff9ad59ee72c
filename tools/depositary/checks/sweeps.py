"""Which cells of a column are not surely right, when all of them are looked at together?

A sweep only ever clears: what it is not sure of is judged by :meth:`Column.judge`, cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from depositary.checks.cells import UNKNOWN
from depositary.checks.oddities import LEADS, in_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column

_REMEMBERED = 1 << 17
_LENGTHS = ("minLength", "maxLength")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_DIGITS = 18
DAY = (
    "[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""A day that is in the calendar whatever the year; the 29th of February is not surely one."""


class Sweep:
    """The cells of one column that are surely right, as far as they were seen.

    Parameters
    ----------
    column : Column
        What is wanted.
    is_key : bool
        Whether the column belongs to the primary key, so that it may not be empty.
    refers : bool
        Whether it is a foreign key, whose different cells have to be known anyway.
    """

    __slots__ = (
        "_are_right",
        "column",
        "is_wide",
        "known",
        "mask",
        "missing",
        "needs_value",
        "refers",
    )

    def __init__(self, column: Column, *, is_key: bool, refers: bool) -> None:
        self.column = column
        self.missing = column.missing
        self.needs_value = column.is_required or is_key
        self.known: set[str] = set() if self.needs_value else set(column.missing)
        self.is_wide: bool | None = None
        self.refers = refers
        self.mask: Any = None
        self._are_right = _bulk_test(column)

    def doubtful(self, suspects: Collection[str], *, is_clean: bool) -> set[str]:
        """Those of some different cells that are not surely right; the others are remembered.

        Parameters
        ----------
        suspects : collection of str
            None of them known.
        is_clean : bool
            Whether it is known that they hide no character.
        """
        if not suspects:
            return set()
        fresh = suspects if isinstance(suspects, set) else set(suspects)
        found: set[str] = set()
        if not fresh.isdisjoint(self.missing) or not self._are_right(fresh, is_clean):
            clear = self.column.clear
            found = {cell for cell in fresh if cell in self.missing or clear(cell) is UNKNOWN}
        if len(self.known) < _REMEMBERED:
            self.known |= fresh - found if found else fresh
        return found


def doubts(batch: Batch, sweeps: Sequence[Sweep]) -> dict[int, list[int]]:
    """The rows of a batch that are not surely right, with the columns to be judged.

    Ragged rows, and rows that have no value at all, are to be judged in every column.
    """
    found: dict[int, list[int]] = {}
    empty: set[int] = set()
    for at, sweep in enumerate(sweeps):
        cells = sweep.doubtful(batch.suspects(at, sweep), is_clean=batch.is_clean)
        for row in batch.rows_with(at, cells) if cells else ():
            found.setdefault(row, []).append(at)
        if cells and not cells.isdisjoint(sweep.missing):
            empty.update(batch.rows_with(at, sweep.missing))
    every = [*range(len(sweeps))]
    needs_value = any(sweep.needs_value for sweep in sweeps)
    blank = _are_blank(batch, sweeps, empty) if needs_value else _blank_rows(batch, sweeps)
    found |= dict.fromkeys([*batch.ragged, *blank], every)
    return found


def _are_blank(batch: Batch, sweeps: Sequence[Sweep], rows: set[int]) -> list[int]:
    """Those of some rows that have no value in any column."""
    found = []
    for row in rows:
        cells = zip(batch.record(row).cells, sweeps, strict=False)
        if all(cell in sweep.missing for cell, sweep in cells):
            found.append(row)
    return found


def _blank_rows(batch: Batch, sweeps: Sequence[Sweep]) -> set[int]:
    """Rows that have no value in any column."""
    blank: set[int] | None = None
    for at, sweep in enumerate(sweeps):
        found = batch.rows_with(at, sweep.missing)
        blank = set(found) if blank is None else blank.intersection(found)
        if not blank:
            break
    return blank or set()


# ── all cells in one go ─────────────────────────────────────────────────────────────────────────
_BulkTest = Callable[[set[str], bool], bool]


def _bulk_test(column: Column) -> _BulkTest:
    """A test of many cells, quicker than asking each; it may say no where all are right."""
    if column.form == "default" and column.kind in ("string", "any"):
        return _texts(column)
    if column.form == "default" and column.kind == "integer":
        return _integers(column)
    if column.form == "default" and column.kind == "date":
        return _days(column)
    return lambda _cells, _is_clean: False


def _texts(column: Column) -> _BulkTest:
    by_length = [each.test for each in column.constraints if each.name in _LENGTHS]
    is_bland = any(each.is_bland for each in column.constraints)
    one_by_one = [each.test for each in column.constraints if each.name not in _LENGTHS]

    def are_right(cells: set[str], is_clean: bool) -> bool:  # noqa: FBT001 - called in one place
        if by_length:
            ends = min(cells, key=len), max(cells, key=len)
            if not all(test(end) for test in by_length for end in ends):
                return False
        if not all(all(map(test, cells)) for test in one_by_one):
            return False
        if is_bland:
            return True
        if not is_clean or (column.is_id and not "".join(cells).isascii()):
            return False
        return all(
            in_text(cell, is_id=column.is_id) is None for cell in cells if cell.startswith(LEADS)
        )

    return are_right


def _integers(column: Column) -> _BulkTest:
    if any(each.name not in _BOUNDS for each in column.constraints):
        return lambda _cells, _is_clean: False
    tests = [each.test for each in column.constraints]

    def are_right(cells: set[str], _is_clean: bool) -> bool:  # noqa: FBT001 - as above
        digits = "".join(cells)
        if not (digits.isascii() and digits.isdigit()) or len(max(cells, key=len)) > _DIGITS:
            return False
        if "" in cells:
            return False
        values = [*map(int, cells)]
        return all(test(end) for test in tests for end in (min(values), max(values)))

    return are_right


def _days(column: Column) -> _BulkTest:
    """Days as the standard writes them, which compare as texts do."""
    if any(each.name not in _BOUNDS for each in column.constraints):
        return lambda _cells, _is_clean: False
    tests = [each.test for each in column.constraints]
    is_day, read = re.compile(DAY).fullmatch, column.read

    def are_right(cells: set[str], _is_clean: bool) -> bool:  # noqa: FBT001 - as above
        if not all(map(is_day, cells)):
            return False
        ends = read(min(cells)), read(max(cells))
        return all(test(end) for test in tests for end in ends)

    return are_right
