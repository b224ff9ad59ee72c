"""How much is wrong in rows that come after more findings than are listed?

Where nothing is told any more, no words are made: a file of a million bad rows is counted in the
time in which a good one is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.fields import REFUSED, is_nan

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record
    from depositary.checks.sweeps import Doubts

    Weighed = Mapping[str, tuple[Any, int]]


def count_row(columns: Sequence[Column], record: Record, ledger: TableLedger) -> list[Any]:
    """Count what is wrong in one row, and return its values, None for what has none or a wrong one.

    Parameters
    ----------
    columns : sequence of Column
        As they stand in the table.
    record : Record
        The row.
    ledger : TableLedger
        With no room left.

    Raises
    ------
    TooBrokenError
        Where there are too many rows that are wrong as a whole.
    """
    cells, width = record.cells, len(columns)
    padded = [*cells[:width], *[None] * (width - len(cells))]
    weighed = [column.weigh(cell) for column, cell in zip(columns, padded, strict=True)]
    if all(value is None for value, _ in weighed):
        ledger.count()  # a blank row
    else:
        ledger.count(sum(wrong for _, wrong in weighed) + abs(width - len(cells)))
    return [None if value is REFUSED else value for value, _ in weighed]


def count_rest(
    columns: Sequence[Column],
    batch: Batch,
    found: Doubts,
    judged: Sequence[dict[int, Any]],
    needed: Container[int],
    listed: int,
    ledger: TableLedger,
) -> None:
    """Count what is wrong in the rows of a batch after the last that was told of.

    Parameters
    ----------
    columns : sequence of Column
        As they stand in the table.
    batch : Batch
        The rows.
    found : Doubts
        What in them is not surely right.
    judged : sequence of dict
        Is given the values of the columns that are needed, by row.
    needed : container of int
        The columns whose values are asked for later.
    listed : int
        The last row that was told of, -1 for none.
    ledger : TableLedger
        With no room left.
    """
    whole = [row for row in found.whole if row > listed]
    for row in whole:
        for at, value in enumerate(count_row(columns, batch.record(row), ledger)):
            judged[at][row] = value
    past = range(listed + 1)
    for at, cells in enumerate(found.cells):
        weighed = cells if isinstance(cells, dict) else {c: columns[at].weigh(c) for c in cells}
        # Counted first: what reads ahead adds to the same sum meanwhile.
        wrong = _wrong(weighed, batch, at, past, found.whole)
        ledger.unlisted += wrong
        if at in needed:
            for row, value in _values(weighed, batch, at).items():
                judged[at].setdefault(row, value)


def _wrong(cells: Weighed, batch: Batch, at: int, past: range, whole: Collection[int]) -> int:
    """How much is wrong in the rows that have one of some cells, but for those left out."""
    by_weight: dict[int, set[str]] = {}
    for cell, (_, weight) in cells.items():
        by_weight.setdefault(weight, set()).add(cell)
    by_weight.pop(0, None)
    count = 0
    for weight, alike in by_weight.items():
        rows: Sequence[int] = batch.rows_with(at, alike)
        if past or whole:
            rows = [row for row in rows if row not in past and row not in whole]
        count += weight * len(rows)
    return count


def _values(cells: Weighed, batch: Batch, at: int) -> dict[int, Any]:
    """The values of the rows that have one of some cells, None for wrong ones."""
    rows = batch.rows_with(at, cells) if cells else ()
    meant = {cell: None if value is REFUSED else value for cell, (value, _) in cells.items()}
    texts: list[Any] = batch.texts(at) if rows else []
    found = {row: meant[texts[row]] for row in rows}
    # No two NaN are one: each has to be a value of its own.
    return {row: float("nan") if is_nan(value) else value for row, value in found.items()}
