"""Rows of a table as text, and the one way in which we write them as CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from depositary.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import pyarrow as pa

_NEEDS_QUOTES = re.compile('[,"\r\n]')
_BATCH = 10_000
LARGE_BYTES = 4 << 20
"""From here on a table is packed: pyarrow, once it is there, reads it at a tenth of the time."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table in memory.

    Parameters
    ----------
    name : str
        Of the table.
    columns : tuple of str
        In the order of the law.
    rows : sequence of tuple of str
        Cells as they stand in CSV; ``""`` is a missing value. ``rows[i]`` is row ``i + 2``: the
        header is row 1, as frictionless counts. A tuple, or :class:`Packed`.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def __len__(self) -> int:
        """Return the number of rows, without the header."""
        return len(self.rows)

    def mappings(self) -> Iterator[dict[str, str]]:
        """Yield each row as column to cell."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of one column, in order."""
        at = self.columns.index(name)
        if isinstance(self.rows, Packed):
            return tuple(self.rows.cells.column(at).to_pylist())
        return tuple(row[at] for row in self.rows)

    def having(self, column: str, values: Collection[str]) -> Rows:
        """Return the table with those rows alone whose cell in a column is one of some values."""
        if isinstance(self.rows, Packed):
            import pyarrow as pa
            from pyarrow import compute

            cells = self.rows.cells
            wanted = pa.array(list(values), pa.string())
            found = cells.filter(compute.is_in(cells.column(column), wanted))
            return Rows(self.name, self.columns, tuple(Packed(found, b"")))
        at = self.columns.index(column)
        return Rows(self.name, self.columns, tuple(row for row in self.rows if row[at] in values))

    def arrow(self) -> pa.Table:
        """Return the table as columns of text."""
        if isinstance(self.rows, Packed):
            return self.rows.cells
        import pyarrow as pa

        turned = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        return pa.table([pa.array(cells, pa.string()) for cells in turned], list(self.columns))


class Packed(Sequence[tuple[str, ...]]):
    """Rows of a large table: as columns of text, a tenth of what as many tuples would take.

    Parameters
    ----------
    cells : pyarrow.Table
        Columns of text, none of them null.
    content : bytes
        Their canonical CSV.
    """

    def __init__(self, cells: pa.Table, content: bytes) -> None:
        self.cells = cells
        self.content = content

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.cells.num_rows)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Yield each row; some thousands of them are in memory at once."""
        for batch in self.cells.to_batches(max_chunksize=_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    @overload
    def __getitem__(self, at: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[str, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[str, ...] | Sequence[tuple[str, ...]]:
        """Return a row, or some."""
        if isinstance(at, slice):
            return tuple(self)[at]
        return tuple(column[at].as_py() for column in self.cells.columns)


def to_csv(rows: Rows) -> bytes:
    r"""The canonical CSV of a table: UTF-8, LF, quotes only where needed, no byte order mark.

    Parameters
    ----------
    rows : Rows
        Already in the order in which they should stand.

    Examples
    --------
    >>> to_csv(Rows("names", ("actor_id", "name"), (("act-a", 'A "b", c'),)))
    b'actor_id,name\nact-a,"A ""b"", c"\n'

    Notes
    -----
    Python's writer is not used: whether it quotes a lone carriage return differs by version.
    """
    if isinstance(rows.rows, Packed):
        return rows.rows.content
    return "".join(_line(cells) for cells in (rows.columns, *rows.rows)).encode()


def _line(cells: Iterable[str]) -> str:
    written = ",".join(
        '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell
        for cell in cells
    )
    return (written or '""') + "\n"


def from_csv(name: str, data: bytes) -> Rows:
    """Read a table that we wrote.

    Parameters
    ----------
    name : str
        Of the table.
    data : bytes
        Canonical CSV; line ends inside quotes are kept as they are.

    Raises
    ------
    DataError
        E102 where it is not UTF-8, E114 where its rows cannot be told apart or differ in length.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError("E102", f"Table {name} is not UTF-8.", "depositary build") from error
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (csv.Error, ValueError) as error:
        raise DataError("E114", f"Table {name}: {error}.", "depositary build") from error
    if any(len(row) != len(header) for row in rows):
        raise DataError("E114", f"Table {name} has a row of another length.", "depositary check")
    return Rows(name, tuple(header), tuple(map(tuple, rows)))


def packed(name: str, data: bytes) -> Rows:
    """Read a table that we wrote, and pack it if it is large; see :func:`from_csv`.

    Parameters
    ----------
    name : str
        Of the table.
    data : bytes
        Canonical CSV: :func:`to_csv` gives back these very bytes.
    """
    if len(data) < LARGE_BYTES:
        return from_csv(name, data)
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    header = next(csv.reader(io.StringIO(data[: data.find(b"\n")].decode("utf-8", "replace"))))
    try:
        cells = arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(block_size=LARGE_BYTES, use_threads=False),
            arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()),
                                     strings_can_be_null=False),
        )  # fmt: skip
    except pa.ArrowInvalid:
        return from_csv(name, data)  # where it says what is wrong
    if tuple(cells.column_names) != tuple(header) or len({*header}) != len(header):
        return from_csv(name, data)
    # What was read in blocks has room to grow; in one piece it takes half of that.
    return Rows(name, tuple(header), Packed(cells.combine_chunks(), data))


def rendered(name: str, cells: pa.Table) -> Rows:
    """Pack columns of text, none of them null, as a table; see :func:`to_csv` for its form.

    Parameters
    ----------
    name : str
        Of the table.
    cells : pyarrow.Table
        In the order in which they should stand.
    """
    from pyarrow import compute

    header = tuple(cells.column_names)
    columns = [_quoted(column) for column in cells.columns]
    *firsts, last = columns
    ended = compute.binary_join_element_wise(last, "\n", "")
    lines = compute.binary_join_element_wise(*firsts, ended, ",")
    written = b"".join([_line(header).encode(), *map(text_of, lines.chunks)])
    return Rows(name, header, Packed(cells, written))


def text_of(cells: pa.Array) -> memoryview:
    """The bytes of some texts one after the other, as they lie in memory; none of them is null."""
    from pyarrow import compute

    _, offsets, data = cells.buffers()
    if data is None:
        return memoryview(b"")
    start = memoryview(offsets).cast("i")[cells.offset] if len(cells) else 0
    size = compute.sum(compute.binary_length(cells)).as_py() or 0
    return memoryview(data)[start : start + size]


def _quoted(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells as they stand in CSV."""
    from pyarrow import compute

    needs = compute.match_substring_regex(column, _NEEDS_QUOTES.pattern)
    if not compute.any(needs).as_py():
        return column
    doubled = compute.replace_substring(column, '"', '""')
    return compute.if_else(needs, compute.binary_join_element_wise('"', doubled, '"', ""), column)


@contextlib.contextmanager
def memory_given_back() -> Iterator[None]:
    """Let pyarrow take its memory from the system; its own keeps what ended threads had held."""
    import pyarrow as pa

    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def forget_unused() -> None:
    """Give back the memory that pyarrow keeps for later: after a large table, hundreds of MB."""
    if "pyarrow" in sys.modules:
        import pyarrow as pa

        pa.default_memory_pool().release_unused()
