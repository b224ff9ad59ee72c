"""How much is wrong in rows that come after more findings than are listed?

Where nothing is told any more, no words are made: a file of a million bad rows is counted in the
time in which a good one is read.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from depositary.checks.fields import REFUSED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.ledger import TableLedger
    from depositary.checks.records import Record

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
    """
    cells, width = record.cells, len(columns)
    padded = [*cells[:width], *[None] * (width - len(cells))]
    weighed = [column.weigh(cell) for column, cell in zip(columns, padded, strict=True)]
    if all(value is None for value, _ in weighed):
        ledger.unlisted += 1  # a blank row
    else:
        ledger.unlisted += sum(wrong for _, wrong in weighed) + abs(width - len(cells))
    return [None if value is REFUSED else value for value, _ in weighed]


def count_cells(
    cells: Weighed, batch: Batch, at: int, *, but: Collection[int] = (), after: int = -1
) -> tuple[Sequence[int], Iterator[Any], int]:
    """The rows that have one of some cells in a column, their values, and how much is wrong.

    Parameters
    ----------
    cells : mapping of str to tuple
        What each cell weighs, see :meth:`Column.weigh`.
    batch : Batch
        The rows.
    at : int
        Where in it the column stands.
    but : collection of int
        Rows to be left out.
    after : int
        And those up to this one.
    """
    rows = batch.rows_with(at, cells) if cells else ()
    if but or after >= 0:
        rows = [row for row in rows if row > after and row not in but]
    texts: list[Any] = batch.texts(at) if rows else []
    weighed = [cells[texts[row]] for row in rows]
    values = (None if value is REFUSED else value for value, _ in weighed)
    return rows, values, sum(map(itemgetter(1), weighed))
