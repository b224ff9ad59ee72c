"""Tables as a database in memory: typed, and nothing else within reach."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from depositary.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    import pyarrow as pa

    from depositary.schema import Law
    from depositary.schema.values import Column
    from depositary.tables import Rows

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MEMORY = "2GB"
# No extension is fetched or loaded, nothing is spilled into the folder that one happens to be in.
_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
}
_LOCKS = ("SET enable_external_access = false", "SET lock_configuration = true")


def connect(
    law: Law,
    tables: Mapping[str, Rows],
    beside: Mapping[str, pa.Table] | None = None,
    memory: str = _MEMORY,
) -> duckdb.DuckDBPyConnection:
    """A database in memory with every table of the law, and no way out of it.

    Parameters
    ----------
    law : Law
        Says which tables there are and of which type their columns are.
    tables : mapping of str to Rows
        Those that are missing are there without rows; columns that are missing are empty.
    beside : mapping of str to pyarrow.Table, optional
        More tables, under their own names.
    memory : str
        The most that the database may take, as DuckDB writes it.

    Returns
    -------
    duckdb.DuckDBPyConnection
        Columns are BIGINT, DOUBLE, BOOLEAN, DATE or VARCHAR; an empty cell is NULL, and so is one
        that is not of its type. Files, network, extensions and settings are out of reach.
    """
    contents = {name: arrow(table.columns, tables.get(name)) for name, table in law.tables.items()}
    return closed({**contents, **(beside or {})}, memory)


def closed(
    contents: Mapping[str, pa.Table], memory: str = _MEMORY, scratch: str = ""
) -> duckdb.DuckDBPyConnection:
    """A database in memory with these tables, and no way out of it.

    Parameters
    ----------
    contents : mapping of str to pyarrow.Table
        By the name that each gets.
    memory : str
        The most that the database may take, as DuckDB writes it.
    scratch : str
        A folder for what memory has no room for, where rows need not keep their order; without it
        nothing is written.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {**_CLOSED, "memory_limit": memory}
    if scratch:
        config |= {"temp_directory": scratch, "preserve_insertion_order": "false"}
    connection = duckdb.connect(":memory:", config=config)
    for name, content in contents.items():
        _put(connection, name, content)
    for lock in _LOCKS:
        connection.execute(lock)
    return connection


def selected(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    """The relation of exactly one SELECT.

    Raises
    ------
    CallError
        E902 where it is anything else, or the database refuses it.
    """
    import duckdb

    try:
        statements = duckdb.extract_statements(sql)
        if len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT:
            return connection.sql(sql)
    except duckdb.Error as error:
        raise refused(error) from error
    raise CallError("E902", "A query is exactly one SELECT.", 'depositary query "SELECT …"')


def refused(error: duckdb.Error) -> CallError:
    """An error of the database in our form."""
    message, _, rest = str(error).partition("\n")
    hints = (line.strip() for line in rest.splitlines())
    hint = next((line for line in hints if line.startswith(("Did you mean", "Candidate"))), "")
    return CallError("E902", f"{message.rstrip('.')}.", hint or "correct the query")


def arrow(columns: Sequence[Column], rows: Rows | None) -> pa.Table:
    """The rows of a table in the types of the law.

    Parameters
    ----------
    columns : sequence of Column
        Of the table, in order.
    rows : Rows or None
        Cells as text; None where there are none.

    Returns
    -------
    pyarrow.Table
        Columns as the law names and orders them, rows in their order.
    """
    import pyarrow as pa

    cells = dict(zip(rows.columns, zip(*rows.rows, strict=True), strict=False)) if rows else {}
    absent = ("",) * (len(rows) if rows else 0)
    return pa.table({c.name: _typed(cells.get(c.name, absent), c) for c in columns})


def cell_value(cell: str, column: Column) -> Any:
    """The value of a cell in the type of its column, None where it is empty or of no such type.

    Parameters
    ----------
    cell : str
        As it stands in CSV.
    column : Column
        Of the law.
    """
    if not cell:
        return None
    if column.format == "date":
        return _date(cell)
    if column.type == "integer":
        return int(cell) if _INTEGER.fullmatch(cell) else None
    if column.type == "number":
        return float(cell) if _NUMBER.fullmatch(cell) else None
    if column.type == "boolean":
        return {"true": True, "false": False}.get(cell)
    return cell


def _put(connection: duckdb.DuckDBPyConnection, name: str, content: pa.Table) -> None:
    quoted = name.replace('"', '""')
    connection.register("incoming rows", content)
    connection.execute(f'CREATE TABLE "{quoted}" AS SELECT * FROM "incoming rows"')  # noqa: S608
    connection.unregister("incoming rows")


def _typed(cells: Sequence[str], column: Column) -> pa.ChunkedArray | pa.Array:
    import pyarrow as pa

    kinds = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    kind = pa.date32() if column.format == "date" else kinds.get(column.type)
    if kind is None:
        return pa.array([cell or None for cell in cells], pa.large_string())
    # Such columns hold few different values; each is read once.
    known = {cell: cell_value(cell, column) for cell in set(cells)}
    return pa.array([known[cell] for cell in cells], kind)


def _date(cell: str) -> dt.date | None:
    if not _DATE.fullmatch(cell):
        return None
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        return None
