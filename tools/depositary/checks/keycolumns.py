"""Are the keys of a batch of rows unique, and does each reference find its row?

The same questions as :meth:`Keys.see` asks of one row, asked of whole columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.fields import is_nan
from depositary.checks.keyvalues import has, is_missing
from depositary.checks.lookalikes import is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.holdings import Reference, Target, Uniqueness
    from depositary.checks.keys import Keys
    from depositary.checks.ledger import TableLedger
    from depositary.checks.shelves import Shelf

_TEXTS = ("string", "any")
_NESTED = frozenset({"array", "object", "geojson", "list", "geopoint"})
_EMPTY = frozenset({""})


class KeyColumns:
    """The keys of one batch.

    Parameters
    ----------
    batch : Batch
        The rows.
    columns : sequence of Column
        As they stand in the table.
    judged : sequence of mapping of int to object
        Values of the cells that were judged one by one, of each column by row; None for no value.
    """

    def __init__(
        self, batch: Batch, columns: Sequence[Column], judged: Sequence[Mapping[int, Any]]
    ) -> None:
        self._batch, self._columns = batch, columns
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

    def _see_empty(self, keys: Keys, primary: Uniqueness, ledger: TableLedger) -> None:
        rows = {
            row for at in primary.at for row, value in self._judged[at].items() if value is None
        }
        for row in sorted(rows):
            values = {at: self.values(at)[row] for at in primary.at}
            keys.see_empty(self._batch.record(row), values, ledger)

    def _see_unique(
        self, keys: Keys, unique: Uniqueness, ledger: TableLedger, *, is_primary: bool
    ) -> None:
        batch, shelf = self._batch, unique.shelf
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
            key = self._keys(unique.at)[row]
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
            self._batch.is_ascii(each) and all(map(is_plain, self._judged[each].values()))
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
        at, batch, seen = unique.at[0], self._batch, unique.seen
        column, after = self._columns[at], unique.seen.last
        if column.kind != "string" or not column.missing <= _EMPTY or after is None:
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
        number = self._batch.number
        if len(at) > 1 or self._columns[at[0]].kind not in _TEXTS:
            shelf.put_all(self._keys(at), number)
            return
        judged = self._judged[at[0]]
        texts, rows = self._batch.apart(at[0], judged)
        shelf.put_texts(texts, rows, self._columns[at[0]].missing)
        for row, value in judged.items():
            if value is not None:
                shelf.put(value, number + row)

    def _see_reference(self, keys: Keys, reference: Reference, ledger: TableLedger) -> None:
        if reference.shelf is not None:
            self._put(reference.at, reference.shelf)
            return
        known = reference.target.keys
        if len(reference.at) == 1:
            lost = self._lost_rows(reference.at[0], reference.target)
        else:
            every = enumerate(self._keys(reference.at))
            lost = [row for row, key in every if key is not None and not has(known, key)]
        found = self._keys(reference.at) if lost else []
        for row in lost:
            keys.see_reference(reference, found[row], self._batch.record(row), ledger)

    def _lost_rows(self, at: int, target: Target) -> list[int]:
        """The rows whose value in one column is not a key of a target."""
        column, batch = self._columns[at], self._batch
        cells = batch.distinct(at)
        if column.kind in _TEXTS:
            lost = cells.difference(target.keys, column.missing)
        else:
            lost = {
                cell
                for cell in cells
                if cell not in column.missing and not has(target.keys, column.read(cell))
            }
        judged = self._judged[at]
        rows = [row for row in batch.rows_with(at, lost) if row not in judged] if lost else []
        rows += [
            row
            for row, value in judged.items()
            if value is not None and not has(target.keys, value)
        ]
        return sorted(rows)

    def _keys(self, at: tuple[int, ...]) -> list[Any]:
        """The key of each row; None where it has none in any of its columns."""
        if len(at) == 1:
            return self.values(at[0])
        size = len(at)
        rows = zip(*(self.values(each) for each in at), strict=True)
        return [None if is_missing(key, size) else key for key in rows]

    def values(self, at: int) -> list[Any]:
        """The values of a column, None where a row has none or a wrong one."""
        if at not in self._values:
            found = self._read(at)
            for row, value in self._judged[at].items():
                found[row] = value
            self._values[at] = found
        return self._values[at]

    def _read(self, at: int) -> list[Any]:
        column, texts = self._columns[at], self._batch.texts(at)
        missing = column.missing
        if column.kind in _TEXTS:
            if missing.isdisjoint(texts):
                return texts
            return [None if text in missing else text for text in texts]
        meant: dict[str | None, Any] = {
            cell: column.read(cell) for cell in self._batch.distinct(at) if cell not in missing
        }
        if any(map(is_nan, meant.values())):  # no two of them are one
            return [
                None if text is None or text in missing else column.read(text) for text in texts
            ]
        return [meant.get(text) for text in texts]


def key_columns(keys: Keys) -> set[int]:
    """Where the columns stand that belong to a key, or to what refers to one."""
    found = {at for each in keys.unique for at in each.at}
    found.update(*(each.at for each in keys.references), *(at for at, _, _ in keys.feeds))
    return found.union(keys.primary.at if keys.primary else ())


def can_see(keys: Keys, columns: Sequence[Column]) -> bool:
    """Whether the keys of a table can be looked at by the column: not where they are lists."""
    return all(columns[each].kind not in _NESTED for each in key_columns(keys))
