"""Are the keys of a batch of rows unique, and does each reference find its row?

The same questions as :meth:`Keys.see` asks of one row, asked of whole columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.fields import REFUSED, is_nan
from depositary.checks.keyvalues import has, is_missing
from depositary.checks.lookalikes import is_plain
from depositary.checks.sweeps import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.holdings import Reference, Target, Uniqueness
    from depositary.checks.keys import Keys
    from depositary.checks.ledger import TableLedger
    from depositary.checks.shelves import Shelf
    from depositary.checks.sweeps import Sweep

_TEXTS = ("string", "any")
_NESTED = frozenset({"array", "object", "geojson", "list", "geopoint"})
_TOGETHER_ROWS = 200_000
"""Rows that wait at least until a reference is followed from all of them at once.

As many as there are keys may, where memory allows: the time is linear only then.
"""


class KeyColumns:
    """The keys of one batch.

    Parameters
    ----------
    batch : Batch
        The rows.
    columns : sequence of Column
        As they stand in the table.
    judged : sequence of dict of int to object
        Values of the cells that were judged one by one, of each column by row; None for no value.
    """

    def __init__(
        self, batch: Batch, columns: Sequence[Column], judged: Sequence[dict[int, Any]]
    ) -> None:
        self.batch, self._columns = batch, columns
        self._judged = judged
        self._values: dict[int, list[Any]] = {}

    def see(self, keys: Keys, ledger: TableLedger) -> None:
        """Look at all rows of the batch."""
        for unique in keys.unique:
            self._see_unique(keys, unique, ledger, is_primary=False)
        if keys.primary:
            self._see_empty(keys, keys.primary, ledger)
            self._see_unique(keys, keys.primary, ledger, is_primary=True)
        for at, _, target in keys.feeds:
            self._feed(at, target)
        for reference in keys.references:
            if reference.target.is_known:
                self._see_reference(keys, reference, ledger)
        self._values.clear()
        if any(self in reference.batches for reference in keys.references):
            self.batch.keep({at for reference in keys.references for at in reference.at})

    def _see_empty(self, keys: Keys, primary: Uniqueness, ledger: TableLedger) -> None:
        rows = {
            row for at in primary.at for row, value in self._judged[at].items() if value is None
        }
        for row in sorted(rows):
            values = {at: self._value(at, row) for at in primary.at}
            keys.see_empty(self.batch.record(row), values, ledger)

    def _see_unique(
        self, keys: Keys, unique: Uniqueness, ledger: TableLedger, *, is_primary: bool
    ) -> None:
        batch, shelf = self.batch, unique.shelf
        if shelf is not None and len(unique.at) == 1:
            self._put(unique.at, shelf)
            return
        repeats = self._rising(unique) if len(unique.at) == 1 else None
        if repeats is None:
            found = self._unique_keys(unique, is_primary=is_primary)
            if shelf is not None:
                shelf.put_all(found, batch.number)
                return
            repeats = unique.seen.see_all(found, batch.number)
        for number, first in repeats:
            row = number - batch.number
            key = self._key(unique.at, row)
            keys.repeated(unique, key, first, batch.record(row), ledger)
        if unique.twins and (unique.twins.has_any or not self._are_plain(unique.at)):
            found = self._unique_keys(unique, is_primary=is_primary)
            repeated = {number for number, _ in repeats}
            for number, key in enumerate(found, batch.number):
                if key is None or number in repeated:
                    continue
                twin = unique.twins.see(key, number, unique.seen)
                if twin:
                    keys.twin(unique, key, twin, batch.record(number - batch.number), ledger)

    def _are_plain(self, at: tuple[int, ...]) -> bool:
        """Whether all values of some columns are ASCII."""
        return all(
            self.batch.is_ascii(each) and all(map(is_plain, self._judged[each].values()))
            for each in at
        )

    def _unique_keys(self, unique: Uniqueness, *, is_primary: bool) -> list[Any]:
        """The key of each row that has to be different."""
        found = self._keys(unique.at)
        if len(unique.at) > 1 and not is_primary:
            return [None if key is None or None in key else key for key in found]
        return found

    def _rising(self, unique: Uniqueness) -> list[tuple[int, int]] | None:
        """What is repeated among keys that rise; None where they do not."""
        at, batch, seen = unique.at[0], self.batch, unique.seen
        column, after = self._columns[at], unique.seen.last
        if column.kind != "string" or not column.missing <= EMPTY or after is None:
            return None
        judged = self._judged[at]
        found = batch.rising(at, after, judged)
        if found is None:
            return None
        run, others = found
        others |= {batch.number + row: key for row, key in judged.items()}
        none = (None, *column.missing)
        texts = {row: others[row] for row in sorted(others) if others[row] not in none}
        return seen.see_rising(run, texts)

    def _feed(self, at: tuple[int, ...], target: Target) -> None:
        if target.shelf is not None:
            self._put(at, target.shelf)
        else:
            target.update(self._keys(at))

    def _put(self, at: tuple[int, ...], shelf: Shelf) -> None:
        """Put the key of each row on a shelf."""
        number = self.batch.number
        if len(at) > 1 or self._columns[at[0]].kind not in _TEXTS:
            shelf.put_all(self._keys(at), number)
            return
        judged = self._judged[at[0]]
        texts, rows = self.batch.apart(at[0], judged)
        shelf.put_texts(texts, rows, self._columns[at[0]].missing)
        for row, value in judged.items():
            if value is not None:
                shelf.put(value, number + row)

    def _see_reference(self, keys: Keys, reference: Reference, ledger: TableLedger) -> None:
        at, target = reference.at, reference.target
        if reference.shelf is not None:
            self._put(at, reference.shelf)
        elif len(at) > 1:
            every = enumerate(self._keys(at))
            lost = [row for row, key in every if key is not None and not has(target.keys, key)]
            self._report(lost, keys, reference, ledger)
        elif target.is_complete and self.batch.can_wait and self._columns[at[0]].kind in _TEXTS:
            reference.batches.append(self)
            rows = sum(each.batch.count for each in reference.batches)
            taken = sum(each.batch.size_bytes for each in reference.batches)
            if rows > max(_TOGETHER_ROWS, len(target.keys)) or taken > keys.waiting_bytes:
                follow(keys, reference, ledger)
        else:
            self.report(self._strangers(at[0], target), keys, reference, ledger)

    def report(
        self, strangers: Iterable[int], keys: Keys, reference: Reference, ledger: TableLedger
    ) -> None:
        """Report references that do not find their row.

        Parameters
        ----------
        strangers : iterable of int
            Rows whose cell is not a key of the target.
        keys, reference, ledger
            What is followed, and where that is written down.
        """
        target, at = reference.target, reference.at[0]
        judged = self._judged[at]
        if reference.sweep is not None:
            for row in strangers:
                if row not in judged:
                    judged[row] = self._judge(at, row, ledger)
        lost = [row for row in strangers if row not in judged]
        lost += [
            row
            for row, value in judged.items()
            if value is not None and not has(target.keys, value)
        ]
        self._report(sorted(lost), keys, reference, ledger)

    def _judge(self, at: int, row: int, ledger: TableLedger) -> Any:
        """The value of a cell, what is wrong with it being written down."""
        column, cell = self._columns[at], self.batch.cell(at, row)
        if not ledger.room:
            value, wrong = column.weigh(cell)
            ledger.unlisted += wrong
            return None if value is REFUSED else value
        value, faults = column.judge(cell)
        for fault in faults:
            ledger.add(self.batch.record(row), at, fault, column.name)
        return value

    def _report(
        self, lost: Sequence[int], keys: Keys, reference: Reference, ledger: TableLedger
    ) -> None:
        for done, row in enumerate(lost):
            if not ledger.room and reference.target.is_complete:
                ledger.unlisted += len(lost) - done
                break
            key = self._key(reference.at, row)
            keys.see_reference(reference, key, self.batch.record(row), ledger)

    def _strangers(self, at: int, target: Target) -> Sequence[int]:
        """The rows whose cell in one column is not a key of a target."""
        column = self._columns[at]
        cells = self.batch.distinct(at)
        if column.kind in _TEXTS:
            lost = cells.difference(target.keys, column.missing)
        else:
            lost = {
                cell
                for cell in cells
                if cell not in column.missing and not has(target.keys, column.read(cell))
            }
        return self.batch.rows_with(at, lost) if lost else ()

    def _keys(self, at: tuple[int, ...]) -> list[Any]:
        """The key of each row; None where it has none in any of its columns."""
        if len(at) == 1:
            return self.values(at[0])
        size = len(at)
        rows = zip(*(self.values(each) for each in at), strict=True)
        return [None if is_missing(key, size) else key for key in rows]

    def _key(self, at: tuple[int, ...], row: int) -> Any:
        """The key of one row."""
        values = tuple(self._value(each, row) for each in at)
        return values[0] if len(at) == 1 else values

    def _value(self, at: int, row: int) -> Any:
        if row in self._judged[at]:
            return self._judged[at][row]
        column, cell = self._columns[at], self.batch.cell(at, row)
        return None if cell in column.missing else column.read(cell)

    def values(self, at: int) -> list[Any]:
        """The values of a column, None where a row has none or a wrong one."""
        if at not in self._values:
            found = self._read(at)
            for row, value in self._judged[at].items():
                found[row] = value
            self._values[at] = found
        return self._values[at]

    def _read(self, at: int) -> list[Any]:
        column, texts = self._columns[at], self.batch.texts(at)
        missing = column.missing
        if column.kind in _TEXTS:
            if missing.isdisjoint(texts):
                return texts
            return [None if text in missing else text for text in texts]
        meant: dict[str | None, Any] = {
            cell: column.read(cell) for cell in self.batch.distinct(at) if cell not in missing
        }
        if any(map(is_nan, meant.values())):  # no two of them are one
            return [
                None if text is None or text in missing else column.read(text) for text in texts
            ]
        return [meant.get(text) for text in texts]


def let_follow(keys: Keys, sweeps: Sequence[Sweep]) -> None:
    """Say which columns need no look of their own: what is a key that is right is right as well.

    They are judged where their references are followed: cells that are no such key, one by one.
    """
    alone = [each for each in keys.references if len(each.at) == 1]
    others = [each.at for each in keys.every_unique]
    others += [each.at for each in keys.references]
    others += [at for at, *_ in keys.feeds]
    for reference in alone:
        at, target = reference.at[0], reference.target
        is_once = sum(at in each for each in others) == 1
        if not (is_once and target.is_known and target.is_complete and target.shelf is None):
            continue
        # A row without any value has to be found by another column.
        rest = (sweep for place, sweep in enumerate(sweeps) if place != at)
        if any(sweep.needs_value and not sweep.is_followed for sweep in rest):
            sweeps[at].is_followed = True
            reference.sweep = sweeps[at]


def follow(keys: Keys, reference: Reference, ledger: TableLedger) -> None:
    """Follow a reference from all batches that wait for it.

    To look for cells among keys, pyarrow first makes a table of the keys, every time.
    """
    waiting, reference.batches = reference.batches, []
    if waiting:
        from depositary.checks.arrowbatches import keys_as_column, strangers

        if reference.column is None:
            missing = keys.columns[reference.at[0]].missing
            reference.column = keys_as_column(reference.target.keys, missing, reference.sweep)
        batches: list[Any] = [each.batch for each in waiting]
        found = strangers(batches, reference.at[0], reference.column)
        for each, lost in zip(waiting, found, strict=True):
            each.report(lost, keys, reference, ledger)


def key_columns(keys: Keys) -> set[int]:
    """Where the columns stand that belong to a key, or to what refers to one."""
    found = {at for each in keys.unique for at in each.at}
    found.update(*(each.at for each in keys.references), *(at for at, _, _ in keys.feeds))
    return found.union(keys.primary.at if keys.primary else ())


def can_see(keys: Keys, columns: Sequence[Column]) -> bool:
    """Whether the keys of a table can be looked at by the column: not where they are lists."""
    return all(columns[each].kind not in _NESTED for each in key_columns(keys))
