"""Which records does a Parquet file hold?

It is read batch by batch, text as references to the distinct texts of the batch: a file of any
size takes the memory of one batch, and a text that stands in a million rows that of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from depositary.checks.cells import Unreadable
from depositary.checks.ledger import Fault
from depositary.checks.limits import FIELDS
from depositary.checks.streams import TooLargeError
from depositary.checks.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from pyarrow.parquet import FileMetaData, ParquetFile, ParquetSchema

    from depositary.checks.ledger import TableLedger

_BATCH_CELLS = 1 << 16
_BUFFER_BYTES = 1 << 16
# A column of one value takes a few bytes, whatever its length; what claims more cells or bytes
# than any table of its size has is a bomb.
_CELLS_LEAST, _CELLS_PER_BYTE = 1 << 21, 100
_BYTES_LEAST, _BYTES_RATIO = 1 << 23, 100
_TEXT_LIMIT_BYTES = 1 << 27
_TEXTS = frozenset({"STRING", "NONE", "JSON", "ENUM"})
# What pandas calls an index that has no name: no column of the table.
_NAMELESS = re.compile(r"__index_level_\d+__")


@dataclass(slots=True)
class ColumnRecord:
    """A record of a file that is kept by columns, and so has no lines.

    Parameters
    ----------
    number : int
        From 1; the names of the columns are the first.
    file : str
        Path as findings show it.
    cells : sequence
        Values, None where there is none.
    line : int
        Always 0.
    """

    number: int
    file: str
    cells: Sequence[object]
    line: int = 0

    def place(self, index: int) -> tuple[int, int]:
        """No line, and the number of the column, from 1."""
        return self.line, index + 1


class _Columns:
    """The columns of a Parquet file, in the order of the table."""

    def __init__(self, file: ParquetFile) -> None:
        schema = file.schema_arrow
        index, names = _index_columns(schema), schema.names
        order = sorted(range(len(names)), key=lambda at: names[at] not in index)
        self.at = [at for at in order if not _is_nameless(names[at], index)]
        self.names = [names[at] for at in self.at]


def _index_columns(schema: pa.Schema) -> frozenset[str]:
    """Columns that pandas wrote last, for they are its index, and reads first."""
    try:
        found = (schema.pandas_metadata or {}).get("index_columns", ())
        return frozenset(name for name in found if isinstance(name, str))
    except (ValueError, AttributeError, TypeError, RecursionError):
        return frozenset()  # written by something else


def _is_nameless(name: str, index: frozenset[str]) -> bool:
    return name in index and _NAMELESS.fullmatch(name) is not None


def parquet_records(
    source: BinaryIO, path: str, ledger: TableLedger, first: ColumnRecord | None
) -> Iterator[ColumnRecord]:
    """The records of a Parquet file; the first holds the names of its columns.

    Parameters
    ----------
    source : binary file
        Can be read from any place.
    path : str
        As findings show it.
    ledger : TableLedger
        What cannot be read is written down here.
    first : ColumnRecord, optional
        The names of an earlier file of the table, of which this one goes on.

    Raises
    ------
    TooLargeError
        Where the file unpacks to more than a table would.
    """
    import pyarrow as pa

    try:
        file = _opened(source)
        columns = _Columns(file)
        if first is None:
            yield ColumnRecord(1, path, columns.names)
        elif first.cells != columns.names:
            words = f"The columns of {shown(path)} are not those of {shown(first.file)}."
            ledger.write(path, (0, 0), 0, Fault("E114", "source-error", words, "list it apart"))
            return
        yield from _rows(file, columns, path, ledger)
    except (pa.ArrowMemoryError, pa.ArrowCapacityError) as error:
        raise TooLargeError from error
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = shown(str(error).partition("\n")[0])
        words = f"{shown(path)} cannot be read as Parquet: {reason}."
        hint = "write the file again, without encryption"
        ledger.write(path, (0, 0), 0, Fault("E114", "source-error", words, hint))


def _opened(source: BinaryIO) -> ParquetFile:
    from pyarrow.parquet import ParquetFile

    size = source.seek(0, 2)
    source.seek(0)
    file = ParquetFile(source, buffer_size=_BUFFER_BYTES)
    _refuse_bomb(file.metadata, size)
    source.seek(0)
    return ParquetFile(
        source,
        metadata=file.metadata,
        buffer_size=_BUFFER_BYTES,
        read_dictionary=_text_columns(file.schema),
    )


def _refuse_bomb(metadata: FileMetaData, size: int) -> None:
    cells = metadata.num_rows * metadata.num_columns
    # Not what each column says of itself: pyarrow ends the process where that is damaged.
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    unpacked = sum(group.total_byte_size for group in groups)
    if (
        metadata.num_columns > FIELDS
        or cells > _CELLS_LEAST + _CELLS_PER_BYTE * size
        or unpacked > _BYTES_LEAST + _BYTES_RATIO * size
    ):
        raise TooLargeError


def _text_columns(schema: ParquetSchema) -> list[str]:
    columns = map(schema.column, range(len(schema)))
    return [
        column.path
        for column in columns
        if column.physical_type == "BYTE_ARRAY" and column.logical_type.type in _TEXTS
    ]


def _rows(
    file: ParquetFile, columns: _Columns, path: str, ledger: TableLedger
) -> Iterator[ColumnRecord]:
    number = 1
    size = max(_BATCH_CELLS // max(len(columns.at), 1), 1)
    for batch in file.iter_batches(size, use_threads=False):
        for cells in _by_rows(batch, columns.at):
            number += 1
            record = ColumnRecord(number, path, cells)
            for at, cell in enumerate(cells):
                if isinstance(cell, Unreadable):
                    words = f"{shown(cell)} holds bytes that are not UTF-8."
                    fault = Fault("E102", "encoding-error", words, "", cell)
                    ledger.add(record, at, fault, columns.names[at])
            yield record


def _by_rows(batch: pa.RecordBatch, at: Sequence[int]) -> Iterator[tuple[object, ...]]:
    if not at:
        return iter(() for _ in range(batch.num_rows))
    return zip(*(_values(batch.column(each)) for each in at), strict=True)


def _values(array: pa.Array) -> list[object]:
    """The values of a column as Python has them."""
    import pyarrow as pa

    kind = array.type
    if pa.types.is_dictionary(kind):
        used = array.indices.dictionary_encode()
        words = _values(array.dictionary.take(used.dictionary))
        return [None if each is None else words[each] for each in used.indices.to_pylist()]
    if pa.types.is_nested(kind) and _text_bytes(array) > _TEXT_LIMIT_BYTES:
        raise TooLargeError
    array = _readable(array)
    try:
        found: list[object] = array.to_pylist()
    except (ValueError, OverflowError):
        return [_value(scalar) for scalar in array]
    return found


def _readable(array: pa.Array) -> pa.Array:
    """Moments as Python can have them: to the microsecond, in a time zone that is known."""
    import pyarrow as pa

    kind = array.type
    if getattr(kind, "unit", "") == "ns":
        to = pa.duration if pa.types.is_duration(kind) else pa.time64
        to = partial(pa.timestamp, tz=kind.tz) if pa.types.is_timestamp(kind) else to
        array = array.cast(to("us"), safe=False)
    if pa.types.is_timestamp(kind) and kind.tz:
        try:
            pa.scalar(0, array.type).as_py()
        except (LookupError, ValueError):
            return array.cast(pa.timestamp(array.type.unit, "UTC"))
    return array


def _value(scalar: pa.Scalar) -> object:
    """The value of one cell; text for what Python has no value for."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        if not hasattr(scalar, "as_buffer"):  # within a list or an object
            return Unreadable(f"a value as {scalar.type}")
        return Unreadable(scalar.as_buffer().to_pybytes().decode("utf-8", "replace"))
    except (ValueError, OverflowError):
        return f"{getattr(scalar, 'value', 'a value')} as {scalar.type}"


def _text_bytes(array: pa.Array) -> int:
    """The length of all texts within lists and objects, each counted as often as it stands."""
    import pyarrow as pa
    from pyarrow import compute

    kind = array.type
    if pa.types.is_map(kind):
        return _text_bytes(array.keys) + _text_bytes(array.items)
    if pa.types.is_struct(kind):
        return sum(map(_text_bytes, array.flatten()))
    if pa.types.is_nested(kind):
        return _text_bytes(array.flatten())
    if not pa.types.is_dictionary(kind):
        return array.nbytes  # type: ignore[no-any-return]
    lengths = compute.binary_length(array.dictionary).take(array.indices)
    return compute.sum(lengths).as_py() or 0
