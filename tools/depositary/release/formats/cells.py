"""What does a cell hold, whatever the program that opens it? Tables as typed columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    tables : mapping of str to tuple of list
        The typed columns of each table, in the order of the package.
    version, date : str
        Of the release; the date is an ISO day.
    """

    law: Law
    tables: Mapping[str, Columns]
    version: str
    date: str

    @property
    def name(self) -> str:
        """Of the dataset."""
        return str(self.law.dataset["name"])


def contents(law: Law, tables: Mapping[str, Rows], version: str, date: str) -> Contents:
    """Tables of text as tables of values.

    Raises
    ------
    DataError
        E520 for a cell that is not of its type, or an integer of more than 64 bits.
    """
    typed = {name: columns_of(rows, law.tables[name]) for name, rows in tables.items()}
    return Contents(law, typed, version, date)


def columns_of(rows: Rows, table: Table) -> Columns:
    """The cells of a table by column, each as a value of its type."""
    turned = zip(*rows.rows, strict=True) if rows.rows else [()] * len(rows.columns)
    return tuple(
        _typed(cells, table.column(name), rows.name)
        for name, cells in zip(rows.columns, turned, strict=True)
    )


def kind(column: Column) -> str:
    """What a column holds: ``string``, ``integer``, ``number``, ``boolean`` or ``date``."""
    return "date" if column.format == "date" else column.type


def _typed(cells: tuple[str, ...], column: Column, table: str) -> list[Cell]:
    value = VALUES.get(kind(column), str)
    if value is str:
        return [cell or None for cell in cells]
    typed: list[Cell] = []
    for row, cell in enumerate(cells, 2):
        try:
            typed.append(value(cell) if cell else None)
        except ValueError as error:
            raise differing(
                f"data/{table}.csv", row, f"{cell} in column {column.name}: {error}."
            ) from error
    return typed


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
