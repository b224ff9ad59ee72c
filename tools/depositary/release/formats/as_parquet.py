"""Parquet: one file a table, typed, with the words of the law beside each column."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from depositary.release.formats.cells import kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.release.formats.cells import Cell, Columns, Contents
    from depositary.schema.values import Table

_FOLDER = "derived/parquet"
_TYPES = {
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
    "date": "date32",
}


def write(contents: Contents) -> dict[str, bytes]:
    """A file a table, compressed by Zstandard.

    Notes
    -----
    pyarrow gives the same bytes in each run and on any number of threads; another version of it
    writes at least its own name otherwise. DuckDB gives other bytes each time.
    """
    about = {
        "dataset": contents.name, "version": contents.version,
        "title": contents.law.dataset["title"],
    }  # fmt: skip
    return {
        f"{_FOLDER}/{name}.parquet": _file(contents.law.tables[name], columns, about)
        for name, columns in contents.tables.items()
    }


def _file(table: Table, columns: Columns, about: Mapping[str, str]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    fields, arrays = [], []
    for column, cells in zip(table.columns, columns, strict=True):
        words = {"title": column.title, "description": column.description}
        type_ = pa.type_for_alias(_TYPES[kind(column)])
        nullable = not column.required
        fields.append(pa.field(column.name, type_, nullable=nullable, metadata=words))
        is_day = kind(column) == "date"
        arrays.append(
            pa.array(cells, pa.string()).cast(type_) if is_day else pa.array(cells, type_)
        )
    metadata = {**about, "table": table.name, "description": table.description}
    sink = io.BytesIO()
    parquet.write_table(
        pa.table(arrays, schema=pa.schema(fields, metadata)), sink, compression="zstd"
    )
    return sink.getvalue()


def read(contents: Contents, files: Mapping[str, bytes]) -> dict[str, Columns]:
    """The tables as the files hold them.

    Notes
    -----
    In one thread: a process that ends while threads of Arrow still run may be aborted.
    """
    from pyarrow import BufferReader, parquet

    tables = {}
    for name in contents.tables:
        source = BufferReader(files[f"{_FOLDER}/{name}.parquet"])
        table = parquet.ParquetFile(source, pre_buffer=False).read(use_threads=False)
        tables[name] = tuple(map(_cells, table.columns))
    return tables


def _cells(column: Any) -> list[Cell]:
    days = str(column.type).startswith("date32")
    cells: list[Cell] = (column.cast("string") if days else column).to_pylist()
    return cells
