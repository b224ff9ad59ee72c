"""Rows as columns of pyarrow, for tables so large that importing it is worth the time."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from depositary.checks.batches import Batch, UnfitError
from depositary.checks.masks import mask_of
from depositary.checks.seen import FEW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from depositary.checks.batches import Piece
    from depositary.checks.dialects import Dialect
    from depositary.checks.seen import Rising
    from depositary.checks.shelves import Shelf
    from depositary.checks.sweeps import Sweep

# Where so large a part of the first cells differ, they are judged by a mask, not each by itself.
_WIDE = 0.3
_SAMPLE_ROWS = 4096
_FEW_CELLS = 500


class ArrowBatch(Batch):
    """Rows as columns of pyarrow.

    Parameters
    ----------
    piece : Piece
        What they are read from.
    width : int
        Columns of the table, two or more.

    Raises
    ------
    UnfitError
        Where they are not well formed after all, or hold bytes that are no text.
    """

    can_wait = True

    __slots__ = ("_distinct", "_extra_lines", "_places", "columns")

    def __init__(self, piece: Piece, width: int) -> None:
        super().__init__(piece)
        unread: list[Any] = []
        try:
            data = pa.py_buffer(piece.data)
            _examine_text(data)
            table = _read(data, width, piece.dialect, unread)
        except pa.ArrowException as error:
            raise UnfitError from error
        self.columns = [_whole(column) for column in table.columns]
        self._distinct: dict[int, set[str]] = {}
        self.count = table.num_rows + len(unread)
        ragged = [row.number - 1 for row in unread]
        self.ragged = set(ragged)
        self.cells = table.num_rows * width + sum(row.actual_columns for row in unread)
        self._extra_lines = {row.number - 1: row.text.count("\n") for row in unread}
        self._places = _without(range(self.count), ragged) if ragged else None

    def keep(self, columns: Collection[int]) -> None:
        """Forget what was made of other columns than these, which are asked for later."""
        self._distinct.clear()
        if self.lines == self.count:  # else all are asked for where a row begins
            empty = pa.array([], pa.string())
            self.columns = [
                column if at in columns else empty for at, column in enumerate(self.columns)
            ]

    def suspects(self, at: int, sweep: Sweep) -> Collection[str]:
        """Different cells of a column, all but those that are surely right."""
        column = self.columns[at]
        if sweep.is_wide is None:
            sample = column[:_SAMPLE_ROWS]
            sweep.is_wide = len(pc.unique(sample)) > _WIDE * len(sample)
            sweep.mask = mask_of(sweep)
        if sweep.is_followed and sweep.mask is not None:
            return ()
        cells = column if sweep.is_wide else pc.unique(column)
        if sweep.mask is None or len(cells) < _FEW_CELLS:
            return set(cells.to_pylist()).difference(sweep.known)
        sure = sweep.mask(cells)
        if sure is None or not sure.false_count:
            return ()
        return set(pc.unique(cells.filter(pc.invert(sure))).to_pylist()).difference(sweep.known)

    def distinct(self, at: int) -> set[str]:
        """The different cells of a column."""
        if at not in self._distinct:
            self._distinct[at] = set(pc.unique(self.columns[at]).to_pylist())
        return self._distinct[at]

    def rows_with(self, at: int, cells: Collection[str]) -> Sequence[int]:
        """The rows that have one of these cells in a column, in order."""
        wanted = pa.array([*cells], pa.string())
        return self.rows(pc.is_in(self.columns[at], value_set=wanted))

    def rows(self, mask: pa.Array) -> Sequence[int]:
        """The rows that a mask over their cells names, in order."""
        found, places = pc.indices_nonzero(mask).to_pylist(), self._places
        return found if places is None else [places[row] for row in found]

    def cell(self, at: int, row: int) -> str:
        """One cell of a row that is not ragged."""
        text: str = self.columns[at][self._place(row)].as_py()
        return text

    def _place(self, row: int) -> int:
        """Where a row that is not ragged stands in the columns."""
        return row if self._places is None else bisect_left(self._places, row)

    def texts(self, at: int) -> list[str | None]:
        """The cells of a column, None for ragged rows."""
        return _texts(self.columns[at], self._places, self.count)

    def apart(self, at: int, but: Collection[int]) -> tuple[pa.Array, Sequence[int]]:
        """The cells of a column and the number of the record of each."""
        column, first = self.columns[at], self.number
        if not (but or self.ragged):
            return column, range(first, first + self.count)
        left_out = sorted({*self.ragged, *but})
        numbers = _without(range(first, first + self.count), left_out)
        if but:
            gone = [self._place(row) for row in sorted(but) if row not in self.ragged]
            column = column.take(pa.array(_without(range(len(column)), gone), pa.int64()))
        return column, numbers

    def is_ascii(self, at: int) -> bool:
        """Whether all cells of a column are."""
        return not pc.invert(pc.string_is_ascii(self.columns[at])).true_count

    def rising(
        self, at: int, after: str, but: Collection[int]
    ) -> tuple[Rising, dict[int, str]] | None:
        """The cells of a column that rise, and the few that stand between them."""
        column, numbers = self.apart(at, but)
        return _rising(column, after, numbers)

    def _inner_line_ends(self) -> Sequence[int]:
        counts = [pc.count_substring(column, "\n") for column in self.columns]
        found = counts[0]
        for more in counts[1:]:
            found = pc.add(found, more)
        if self._places is None:
            return [*found.to_pylist()]
        every = [0] * self.count
        for row, inner in zip(self._places, found.to_pylist(), strict=True):
            every[row] = inner
        for row, inner in self._extra_lines.items():
            every[row] = inner
        return every


def keys_as_column(
    keys: Collection[object], missing: Collection[str], sweep: Sweep | None
) -> pa.Array:
    """Keys that a cell can be, and what means that there is none, for :func:`strangers`.

    With a sweep, only those that are surely right.
    """
    try:
        found = pa.array([*keys, *missing], pa.string())
    except (pa.ArrowException, TypeError, UnicodeEncodeError):
        # Where not all are text that UTF-8 has, the others are no cells.
        texts = [each for each in (*keys, *missing) if isinstance(each, str) and _is_text(each)]
        found = pa.array(texts, pa.string())
    sure = sweep.mask(found) if sweep is not None and sweep.mask is not None else None
    return found if sure is None else found.filter(sure)


def _is_text(cell: str) -> bool:
    return cell.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in cell)


def strangers(batches: Sequence[ArrowBatch], at: int, known: pa.Array) -> Iterator[Sequence[int]]:
    """Of each batch the rows whose cell in a column is not among some keys."""
    columns = [batch.columns[at] for batch in batches]
    lost = pc.invert(pc.is_in(pa.concat_arrays(columns), value_set=known))
    start = 0
    for batch, column in zip(batches, columns, strict=True):
        part = lost[start : start + len(column)]
        start += len(column)
        yield batch.rows(part) if part.true_count else ()


def _examine_text(data: pa.Buffer) -> None:
    """Raise where bytes are no UTF-8: what puts rows aside could not, and would say so itself."""
    ends = pa.array([0, data.size], pa.int32()).buffers()[1]
    pa.StringArray.from_buffers(1, ends, data).validate(full=True)


def _read(data: pa.Buffer, width: int, dialect: Dialect, unread: list[Any]) -> pa.Table:
    """The rows as a table of text; those with too many or too few cells are put aside."""

    def put_aside(row: Any) -> str:
        unread.append(row)
        return "skip"

    names = [str(at) for at in range(width)]
    return csv.read_csv(
        data,
        csv.ReadOptions(use_threads=False, column_names=names, block_size=data.size + 1),
        csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=put_aside,
        ),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


class _RisingArray:
    __slots__ = ("_keys", "_numbers", "first", "last")

    def __init__(self, keys: pa.Array, numbers: Sequence[int]) -> None:
        self._keys, self._numbers = keys, numbers
        self.first, self.last = keys[0].as_py(), keys[-1].as_py()

    def row_of(self, key: str) -> int | None:
        at = bisect_left(self._keys, key, key=lambda scalar: scalar.as_py())
        if at == len(self._keys) or self._keys[at].as_py() != key:
            return None
        return self._numbers[at]

    def rows(self) -> Iterable[tuple[str, int]]:
        return zip(self._keys.to_pylist(), self._numbers, strict=True)

    def move_to(self, shelf: Shelf, but: Collection[str]) -> None:
        shelf.put_texts(self._keys, self._numbers, but)

    @property
    def size_bytes(self) -> int:
        in_rows = self._numbers.itemsize if isinstance(self._numbers, array) else 0
        return int(self._keys.nbytes) + in_rows * len(self._numbers)


def _rising(
    column: pa.Array, after: str, numbers: Sequence[int]
) -> tuple[Rising, dict[int, str]] | None:
    if not len(column):
        return None
    falls = pc.invert(pc.less(column[:-1], column[1:]))
    if not falls.true_count and column[0].as_py() > after:
        return _RisingArray(column, numbers), {}
    before = pc.indices_nonzero(pc.less_equal(column, after)).to_pylist()
    falling = pc.indices_nonzero(falls).to_pylist()
    if len(before) + len(falling) > FEW * len(column):
        return None
    # Where a key is not greater than the one before, one of the two is out of place.
    for shift in (1, 0):
        apart = sorted({*before, *(at + shift for at in falling)})
        keys = column.take(pa.array(_without(range(len(column)), apart), pa.int64()))
        if len(keys) and not pc.invert(pc.less(keys[:-1], keys[1:])).true_count:
            run = _RisingArray(keys, _without(numbers, apart))
            return run, {numbers[at]: column[at].as_py() for at in apart}
    return None


def _without(numbers: Sequence[int], left_out: Sequence[int]) -> array[int]:
    """All of some numbers but those at some places, which are in order."""
    kept, start = array("q"), 0
    for at in left_out:
        kept.extend(numbers[start:at])
        start = at + 1
    kept.extend(numbers[start:])
    return kept


def _texts(column: pa.Array, places: Sequence[int] | None, count: int) -> list[str | None]:
    texts: list[str | None] = column.to_pylist()
    if places is None:
        return texts
    every: list[str | None] = [None] * count
    for row, text in zip(places, texts, strict=True):
        every[row] = text
    return every
