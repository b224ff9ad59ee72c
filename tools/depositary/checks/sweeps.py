"""Which cells of a column are not surely right, when all of them are looked at together?

A sweep only ever clears: what it is not sure of is judged by :meth:`Column.judge`, cell by cell.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.checks.cells import UNKNOWN
from depositary.checks.oddities import LEADS, in_text, may_be_odd_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.counting import Weighed

EMPTY = frozenset({""})
_REMEMBERED = 1 << 17
_LENGTHS = ("minLength", "maxLength")
_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
}
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
    """

    __slots__ = (
        "_unsure",
        "column",
        "is_followed",
        "is_wide",
        "known",
        "mask",
        "missing",
        "needs_value",
    )

    def __init__(self, column: Column, *, is_key: bool) -> None:
        self.column = column
        self.missing = column.missing
        self.needs_value = column.is_required or is_key
        self.known: set[str] = set() if self.needs_value else set(column.missing)
        self.is_wide: bool | None = None
        self.is_followed = False
        """Whether its cells are judged where the references that they are get followed."""
        self.mask: Any = None
        self._unsure = _bulk_test(column)

    @property
    def form_decides(self) -> bool:
        """Whether no number or moment that is written as one can mean that there is no value."""
        return not self.needs_value or self.missing <= EMPTY

    def doubtful(self, suspects: Collection[str], *, is_clean: bool) -> set[str]:
        """Those of some different cells that are not surely right; the others are remembered.

        Parameters
        ----------
        suspects : collection of str
            None of them known.
        is_clean : bool
            Whether it is known that they hide no character.
        """
        clear, missing = self.column.clear, self.missing
        left = self._left(suspects, is_clean=is_clean)
        found = {cell for cell in left if cell in missing or clear(cell) is UNKNOWN}
        self._remember(left - found)
        return found

    def weighed(self, suspects: Collection[str], *, is_clean: bool) -> dict[str, tuple[Any, int]]:
        """Those that are not surely right, as :meth:`doubtful`, each with what it weighs."""
        weigh, missing = self.column.weigh, self.missing
        left = self._left(suspects, is_clean=is_clean)
        found = {cell: each for cell in left if (each := weigh(cell))[1] or cell in missing}
        self._remember(left - found.keys())
        return found

    def _left(self, suspects: Collection[str], *, is_clean: bool) -> set[str]:
        """Those of some cells that are not seen to be right when looked at all together."""
        fresh = suspects if isinstance(suspects, set) else set(suspects)
        if not fresh:
            return fresh
        left = fresh & self.missing
        left |= self._unsure(fresh - left if left else fresh, is_clean)
        self._remember(fresh - left)
        return left

    def _remember(self, right: set[str]) -> None:
        if len(self.known) < _REMEMBERED:
            self.known |= right


class Doubts(NamedTuple):
    """What in a batch is not surely right.

    Parameters
    ----------
    cells : list of set of str, or of mapping
        Of each column; with what each weighs where nothing is told any more.
    whole : set of int
        Rows to be judged in every column: ragged ones, and those that have no value at all.
    """

    cells: list[set[str] | Weighed]
    whole: set[int]

    def by_row(self, batch: Batch) -> list[tuple[int, Sequence[int]]]:
        """The rows, in order, each with the columns to be judged in it."""
        found: dict[int, Sequence[int]] = dict.fromkeys(self.whole, range(len(self.cells)))
        partly: dict[int, list[int]] = {}
        for at, cells in enumerate(self.cells):
            for row in batch.rows_with(at, cells) if cells else ():
                partly.setdefault(row, []).append(at)
        return sorted((partly | found).items())


def doubts(batch: Batch, sweeps: Sequence[Sweep], *, is_told: bool) -> Doubts:
    """What in a batch is not surely right; of what is not told, how much it weighs as well."""
    found: list[set[str] | Weighed] = []
    empty: set[int] = set()
    for at, sweep in enumerate(sweeps):
        look = sweep.doubtful if is_told else sweep.weighed
        cells = look(batch.suspects(at, sweep), is_clean=batch.is_clean)
        found.append(cells)
        if not sweep.missing.isdisjoint(cells):
            empty.update(batch.rows_with(at, sweep.missing))
    needs_value = any(sweep.needs_value for sweep in sweeps)
    blank = _are_blank(batch, sweeps, empty) if needs_value else _blank_rows(batch, sweeps)
    return Doubts(found, {*batch.ragged, *blank})


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
_BulkTest = Callable[[set[str], bool], set[str]]
"""From cells, and whether they hide no character, to those that are not surely right."""


def _bulk_test(column: Column) -> _BulkTest:
    """A test of many cells, quicker than asking each; it may leave some that are right."""
    if column.form == "default" and column.kind in ("string", "any"):
        return _texts(column)
    if column.form == "default" and column.kind == "integer":
        return _integers(column)
    if column.form == "default" and column.kind == "date":
        return _days(column)
    return lambda cells, _is_clean: cells


def _texts(column: Column) -> _BulkTest:
    by_length = [each.test for each in column.constraints if each.name in _LENGTHS]
    is_bland = any(each.is_bland for each in column.constraints)
    one_by_one = [each.test for each in column.constraints if each.name not in _LENGTHS]

    def unsure(cells: set[str], is_clean: bool) -> set[str]:  # noqa: FBT001 - called in one place
        found: set[str] = set()
        if by_length and cells:
            ends = min(cells, key=len), max(cells, key=len)
            if not all(test(end) for test in by_length for end in ends):
                found.update(cell for test in by_length for cell in cells if not test(cell))
        for test in one_by_one:
            if not all(map(test, cells)):
                found.update(cell for cell in cells if not test(cell))
        if is_bland:
            return found
        if not is_clean or (column.is_id and may_be_odd_ids("".join(cells))):
            return cells
        leading = {cell for cell in cells if cell.startswith(LEADS)}
        return found.union(cell for cell in leading if in_text(cell, is_id=column.is_id))

    return unsure


def _integers(column: Column) -> _BulkTest:
    if any(each.name not in _BOUNDS for each in column.constraints):
        return lambda cells, _is_clean: cells
    limits = [(_BOUNDS[each.name], each.bound) for each in column.constraints]

    def unsure(cells: set[str], _is_clean: bool) -> set[str]:  # noqa: FBT001 - as above
        found: set[str] = set()
        digits = "".join(cells)
        if not (digits.isascii() and digits.isdigit()) or len(max(cells, key=len)) > _DIGITS:
            found = {cell for cell in cells if not _is_short_number(cell)}
        elif "" in cells:
            found = {""}
        values = {cell: int(cell) for cell in (cells - found if found else cells)}
        least, most = min(values.values(), default=0), max(values.values(), default=0)
        for keeps, bound in limits:
            if values and not (keeps(least, bound) and keeps(most, bound)):
                found.update(cell for cell, value in values.items() if not keeps(value, bound))
        return found

    return unsure


def _is_short_number(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) <= _DIGITS


def _days(column: Column) -> _BulkTest:
    """Days as the standard writes them, which compare as texts do."""
    if any(each.name not in _BOUNDS for each in column.constraints):
        return lambda cells, _is_clean: cells
    limits = [(_BOUNDS[each.name], each.bound.isoformat()) for each in column.constraints]
    is_day = re.compile(DAY).fullmatch

    def unsure(cells: set[str], _is_clean: bool) -> set[str]:  # noqa: FBT001 - as above
        found = {cell for cell in cells if not is_day(cell)}
        days = cells - found if found else cells
        least, most = min(days, default=""), max(days, default="")
        for keeps, bound in limits:
            if days and not (keeps(least, bound) and keeps(most, bound)):
                found.update(day for day in days if not keeps(day, bound))
        return found

    return unsure
