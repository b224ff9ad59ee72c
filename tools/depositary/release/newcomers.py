"""In a first release every row is new: told from its table, without an object for each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from depositary.changes import CSV_COLUMNS, CellChange, RowChange
from depositary.tables import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from depositary.changes import Changes, Key
    from depositary.tables import Rows


class Newcomers(Sequence[RowChange]):
    """All rows of a table, each as one that was added, made when it is asked for.

    Parameters
    ----------
    rows : Rows
        The table.
    key : tuple of str
        The columns of its primary key.
    """

    def __init__(self, rows: Rows, key: Key) -> None:
        self.rows = rows
        self.key = key

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[RowChange]:
        """Yield each row."""
        return map(self._change, self.rows.rows)

    @overload
    def __getitem__(self, at: int) -> RowChange: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RowChange]: ...
    def __getitem__(self, at: int | slice) -> RowChange | Sequence[RowChange]:
        """Return a row, or some."""
        if isinstance(at, slice):
            return tuple(map(self._change, self.rows.rows[at]))
        return self._change(self.rows.rows[at])

    def _change(self, cells: tuple[str, ...]) -> RowChange:
        row = dict(zip(self.rows.columns, cells, strict=True))
        filled = (CellChange(column, "", cell) for column, cell in row.items() if cell)
        return RowChange(tuple(row[column] for column in self.key), tuple(filled))

    def names(self) -> pa.ChunkedArray:
        """The key of each row as a person reads it, columns joined by ``/``."""
        from pyarrow import compute

        cells = self.rows.arrow()
        return compute.binary_join_element_wise(*(cells.column(name) for name in self.key), "/")


def listed(changes: Changes, rule: str) -> Rows:
    """The changes of a first release as a table; see :meth:`Changes.as_rows`.

    Parameters
    ----------
    changes : Changes
        Without a release before.
    rule : str
        The rule of versions that judges a row that was added.
    """
    import pyarrow as pa

    schema = pa.schema([(name, pa.string()) for name in CSV_COLUMNS])
    parts = [schema.empty_table()]
    for name, table in changes.tables.items():
        if not isinstance(table.added, Newcomers):
            raise TypeError(name)
        constant = {"op": "add", "table": name, "class": "value", "rule": rule}
        columns = {
            column: pa.repeat(constant.get(column, ""), len(table.added)) for column in CSV_COLUMNS
        }
        parts.append(pa.table({**columns, "key": table.added.names()}, schema=schema))
    return rendered("changes", pa.concat_tables(parts))
