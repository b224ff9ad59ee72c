"""Articles that are rows of Parquet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from depositary.errors import DataError
from depositary.extraction.corpus.entries import entry_of, failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depositary.extraction.corpus.entries import Entry, Failure, Fields
    from depositary.extraction.corpus.partitions import Slice

_BATCH_ROWS = 128
_BUFFER_BYTES = 1 << 20


def rows_in(path: Path) -> int:
    """How many rows a file has; none where it cannot be read, which is told when it is read."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return int(parquet.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def entries(piece: Slice, fields: Fields) -> Iterator[Entry | Failure]:
    """Articles of the rows of a slice.

    E712 where the file has no such column, E715 where it cannot be read.
    """
    import pyarrow as pa
    from pyarrow import parquet

    name = piece.file.name
    try:
        # Neither all of a row group in memory, nor threads of every process on every core.
        with parquet.ParquetFile(
            piece.file.path, pre_buffer=False, buffer_size=_BUFFER_BYTES
        ) as file:
            columns = [each for each in _names(fields) if each in file.schema_arrow.names]
            if fields.text not in columns or fields.id not in columns:
                if not piece.start:
                    yield _without_column(file, fields, name)
                return
            for number, row in _rows(file, piece, columns):
                yield entry_of(row, fields, name, partial("row {}".format, number))
    except (pa.ArrowException, OSError) as error:
        if getattr(error, "errno", None) is not None:
            raise  # the file system's, not the file's
        words = str(error).splitlines()[0]
        yield failure(DataError("E715", f"The file is not whole Parquet: {words}."), name)


def _names(fields: Fields) -> list[str]:
    return list(dict.fromkeys((fields.text, fields.id, fields.date)))


def _without_column(file: Any, fields: Fields, name: str) -> Failure:
    there = file.schema_arrow.names
    missing = next(each for each in (fields.text, fields.id) if each not in there)
    words = f"The file has no column {missing!r}, but {', '.join(there)[:200]}."
    return failure(DataError("E712", words), name)


def _rows(file: Any, piece: Slice, columns: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a slice, counted from 1 in the file."""
    groups, first = _groups(file.metadata, piece)
    at = first
    for batch in file.iter_batches(
        _BATCH_ROWS, row_groups=groups, columns=columns, use_threads=False
    ):
        if at < piece.stop and at + batch.num_rows > piece.start:
            for offset, row in enumerate(batch.to_pylist(), at):
                if piece.start <= offset < piece.stop:
                    yield offset + 1, row
        at += batch.num_rows


def _groups(metadata: Any, piece: Slice) -> tuple[list[int], int]:
    """Row groups that hold rows of a slice, and the row with which the first of them begins."""
    groups: list[int] = []
    first = at = 0
    for group in range(metadata.num_row_groups):
        end = at + metadata.row_group(group).num_rows
        if at < piece.stop and end > piece.start:
            first = first if groups else at
            groups.append(group)
        at = end
    return groups, first
