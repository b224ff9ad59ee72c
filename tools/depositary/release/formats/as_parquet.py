"""Parquet: one file a table, typed, with the words of the law beside each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.release.formats.cells import arrow_type, kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from depositary.release.formats.cells import Contents
    from depositary.schema.values import Table

_FOLDER = "derived/parquet"


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
        f"{_FOLDER}/{name}.parquet": _file(contents.law.tables[name], cells, about)
        for name, cells in contents.tables.items()
    }


def _file(table: Table, cells: pa.Table, about: Mapping[str, str]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    fields = []
    for column in table.columns:
        words = {"title": column.title, "description": column.description}
        type_ = pa.date32() if kind(column) == "date" else arrow_type(column)
        fields.append(pa.field(column.name, type_, nullable=not column.required, metadata=words))
    metadata = {**about, "table": table.name, "description": table.description}
    typed = cells.cast(pa.schema(fields, metadata)).combine_chunks()
    sink = pa.BufferOutputStream()
    parquet.write_table(typed, sink, compression="zstd")
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def read(contents: Contents, files: Mapping[str, bytes]) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table as its file holds it.

    Notes
    -----
    In one thread: a process that ends while threads of Arrow still run may be aborted.
    """
    import pyarrow as pa
    from pyarrow import parquet

    for name in contents.tables:
        source = pa.BufferReader(files[f"{_FOLDER}/{name}.parquet"])
        table = parquet.ParquetFile(source, pre_buffer=False).read(use_threads=False)
        texts = [pa.field(field.name, pa.string() if pa.types.is_date(field.type) else field.type)
                 for field in table.schema]  # fmt: skip
        yield name, table.cast(pa.schema(texts))
