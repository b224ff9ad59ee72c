"""What does a cell hold, whatever the program that opens it? Tables as typed columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    from depositary.schema import Law
    from depositary.schema.values import Column, Table
    from depositary.tables import Rows

Cell = str | int | float | bool | None
"""A date is its ISO day, as text; what is missing is None."""
Columns = tuple[list[Cell], ...]
"""The columns of a table, in the order of the law; rows in the order of the CSV."""

_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")
_WIDEST = 1 << 63
"""The integers that SQLite, Parquet and most programs can hold have 64 bits, with the sign."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is written in each format.

    Parameters
    ----------
    law : Law
        Of the package.
    tables : mapping of str to pyarrow.Table
        The typed columns of each table, in the order of the package; a day is text.
    version, date : str
        Of the release; the date is an ISO day.
    """

    law: Law
    tables: Mapping[str, pa.Table]
    version: str
    date: str

    @property
    def name(self) -> str:
        """Of the dataset."""
        return str(self.law.dataset["name"])

    def columns(self, table: str) -> Columns:
        """The cells of a table, a list a column."""
        return tuple(column.to_pylist() for column in self.tables[table].columns)


def contents(law: Law, tables: Mapping[str, Rows], version: str, date: str) -> Contents:
    """Tables of text as tables of values.

    Raises
    ------
    DataError
        E520 for a cell that is not of its type, or an integer of more than 64 bits.
    """
    typed = {name: _typed(rows, law.tables[name]) for name, rows in tables.items()}
    return Contents(law, typed, version, date)


def table_of(columns: Columns, table: Table) -> pa.Table:
    """Cells, a list a column, as a table of the types of the law."""
    import pyarrow as pa

    arrays = [pa.array(cells, arrow_type(column))
              for cells, column in zip(columns, table.columns, strict=True)]  # fmt: skip
    return pa.table(arrays, list(table.column_names))


def arrow_type(column: Column) -> pa.DataType:
    """The type of a column; days stay text, as most programs that read the formats have none."""
    import pyarrow as pa

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    return types.get(kind(column), pa.string())


def kind(column: Column) -> str:
    """What a column holds: ``string``, ``integer``, ``number``, ``boolean`` or ``date``."""
    return "date" if column.format == "date" else column.type


def _typed(rows: Rows, table: Table) -> pa.Table:
    import pyarrow as pa

    texts = rows.arrow()
    columns = [_values(texts.column(name), table.column(name), rows.name) for name in rows.columns]
    return pa.table(columns, list(rows.columns))


def _values(texts: pa.ChunkedArray, column: Column, table: str) -> pa.ChunkedArray:
    """The cells of a column as values of its type; each of those that differ is read once."""
    import pyarrow as pa
    from pyarrow import compute

    value = VALUES.get(kind(column))
    if value is None:
        return pa.chunked_array([_filled(chunk) for chunk in texts.chunks], pa.string())
    known = compute.unique(texts)
    try:
        values = [value(cell) if cell else None for cell in map(str, known.to_pylist())]
    except ValueError:
        raise _unreadable(texts, column, table) from None
    return pa.array(values, arrow_type(column)).take(compute.index_in(texts, known))


def _filled(texts: pa.Array) -> pa.Array:
    """The same texts, in the same memory, null where they are empty."""
    import pyarrow as pa
    from pyarrow import compute

    _, *text = texts.buffers()
    is_there = compute.greater(compute.binary_length(texts), 0)
    if texts.offset:  # then the two would begin at different places
        return compute.if_else(is_there, texts, None)
    return pa.Array.from_buffers(pa.string(), len(texts), [is_there.buffers()[1], *text])


def _unreadable(texts: pa.ChunkedArray, column: Column, table: str) -> DataError:
    """E520 for the first cell of a column that is not of its type."""
    for row, cell in enumerate(texts.to_pylist(), 2):
        try:
            VALUES[kind(column)](cell or "0")
        except ValueError as error:
            message = f"{cell} in column {column.name}: {error}."
            return differing(f"data/{table}.csv", row, message)
    raise AssertionError(column.name)


def _integer(text: str) -> int:
    number = int(text)
    if not -_WIDEST <= number < _WIDEST:
        raise ValueError("an integer of more than 64 bits, which no other format holds")
    return number


def _truth(text: str) -> bool:
    if text not in (*_TRUE, *_FALSE):
        raise ValueError("neither true nor false")
    return text in _TRUE


VALUES: Mapping[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": float,
    "boolean": _truth,
}
"""How the text of a cell becomes a value; every other kind stays text."""


def differing(path: str, row: int, message: str) -> DataError:
    """E520 at a row of a file, 0 for the whole of it; nothing is published."""
    hint = 'correct the cell, or leave the format out of "formats" in schema/dataset.json'
    finding = Finding(path, 0, 0, "E520", row=row, kind="release", message=message, hint=hint)
    place = f"{path}, row {row}" if row else path
    return DataError("E520", f"{place}: {message}", hint, (finding,))
