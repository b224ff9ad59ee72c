"""Rows that stand next to each other, to be judged a whole column at once."""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from depositary.checks.oddities import may_hide
from depositary.checks.records import TextRecord, allow_long_cells
from depositary.checks.seen import rising

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from depositary.checks.dialects import Dialect
    from depositary.checks.seen import Rising
    from depositary.checks.sweeps import Sweep


class UnfitError(Exception):
    """Records that have to be read one by one."""


class Piece(NamedTuple):
    """The bytes of whole records, well formed.

    Parameters
    ----------
    data : memoryview
        UTF-8, as far as is known.
    lines : int
        That they take.
    number, line : int
        Of the first record.
    file : str
        Path as findings show it.
    dialect : Dialect
        How they are written.
    """

    data: memoryview
    lines: int
    number: int
    line: int
    file: str
    dialect: Dialect


class Batch:
    """Rows that stand next to each other.

    Rows are counted from 0 in it. Those that have too many or too few cells are ``ragged``, and
    have no cell in any column.

    Parameters
    ----------
    piece : Piece
        What they are read from.
    """

    can_wait = False
    """Whether references are better followed from many of them at once."""

    __slots__ = (
        "_lines", "_piece", "_starts",
        "cells", "count", "is_clean", "lines", "number", "ragged",
    )  # fmt: skip

    def __init__(self, piece: Piece) -> None:
        self._piece, self.number, self.lines = piece, piece.number, piece.lines
        self.count = self.cells = 0
        self.ragged: Collection[int] = ()
        self.is_clean = False
        """Whether it is known that no cell hides a character."""
        self._lines: list[bytes] = []
        self._starts: list[int] = []

    @property
    def size_bytes(self) -> int:
        """What the rows take as they are written."""
        return len(self._piece.data)

    def keep(self, columns: Collection[int]) -> None:
        """Forget what was made of other columns than these, which are asked for later."""

    def suspects(self, at: int, sweep: Sweep) -> Collection[str]:
        """Different cells of a column, all but those that are surely right."""
        raise NotImplementedError

    def distinct(self, at: int) -> set[str]:
        """The different cells of a column."""
        raise NotImplementedError

    def rows_with(self, at: int, cells: Collection[str]) -> Sequence[int]:
        """The rows that have one of these cells in a column, in order."""
        raise NotImplementedError

    def cell(self, at: int, row: int) -> str:
        """One cell of a row that is not ragged."""
        raise NotImplementedError

    def texts(self, at: int) -> list[str | None]:
        """The cells of a column, None for ragged rows."""
        raise NotImplementedError

    def apart(self, at: int, but: Collection[int]) -> tuple[Sequence[str], Sequence[int]]:
        """The cells of a column and the number of the record of each.

        Parameters
        ----------
        at : int
            The column.
        but : collection of int
            Rows to be left out, as ragged rows are.
        """
        raise NotImplementedError

    def is_ascii(self, at: int) -> bool:
        """Whether all cells of a column are."""
        raise NotImplementedError

    def rising(
        self, at: int, after: str, but: Collection[int]
    ) -> tuple[Rising, dict[int, str]] | None:
        """The cells of a column that rise, and the few that stand between them.

        Parameters
        ----------
        at : int
            The column.
        after : str
            What they rise from.
        but : collection of int
            Rows to be left out, as ragged rows are.

        Returns
        -------
        tuple or None
            Rows are the numbers of records; None where most cells do not rise.
        """
        raise NotImplementedError

    def record(self, row: int) -> TextRecord:
        """A row as a record."""
        piece = self._piece
        if not self._lines:
            self._lines = bytes(piece.data).split(b"\n")
            if self.lines != self.count:
                self._starts = self._line_starts()
        first, after = row, row + 1
        if self._starts:
            first, after = self._starts[row], self._starts[row + 1]
        lines = [f"{line.decode()}\n" for line in self._lines[first:after]]
        cells = next(csv.reader(lines, **piece.dialect.options()), [])
        number, line = piece.number + row, piece.line + first
        return TextRecord(number, line, piece.file, cells, lines, piece.dialect)

    def _line_starts(self) -> list[int]:
        """The index of the first line of each row, and that after the last."""
        starts, at = [], 0
        for inner in self._inner_line_ends():
            starts.append(at)
            at += 1 + inner
        return [*starts, at]

    def _inner_line_ends(self) -> Sequence[int]:
        """How many line ends stand in the cells of each row."""
        raise NotImplementedError


class ListBatch(Batch):
    """Rows as lists of text, for tables so small that importing a library would take longer.

    Parameters
    ----------
    piece : Piece
        What they are read from.
    width : int
        Columns of the table.

    Raises
    ------
    UnfitError
        Where they are not well formed after all.
    """

    __slots__ = ("_columns", "_distinct", "_places", "_rows")

    def __init__(self, piece: Piece, width: int) -> None:
        super().__init__(piece)
        allow_long_cells()
        data = bytes(piece.data)
        try:
            text = io.StringIO(data.decode(), newline="")
            rows = list(csv.reader(text, strict=True, **piece.dialect.options()))
        except (UnicodeDecodeError, csv.Error) as error:
            raise UnfitError from error
        self._rows = rows
        self.is_clean = not may_hide(data)
        self.count = len(rows)
        self._places: Sequence[int] = range(self.count)
        self.cells = self.count * width
        if set(map(len, rows)) - {width}:
            self.cells = sum(map(len, rows))
            self._places = [at for at, row in enumerate(rows) if len(row) == width]
            self.ragged = {at for at, row in enumerate(rows) if len(row) != width}
            rows = [rows[at] for at in self._places]
        self._columns = [*zip(*rows, strict=True)] or [()] * width
        self._distinct: dict[int, set[str]] = {}

    def suspects(self, at: int, sweep: Sweep) -> Collection[str]:
        """Different cells of a column, all but those that are surely right."""
        return self.distinct(at).difference(sweep.known)

    def distinct(self, at: int) -> set[str]:
        """The different cells of a column."""
        if at not in self._distinct:
            self._distinct[at] = set(self._columns[at])
        return self._distinct[at]

    def rows_with(self, at: int, cells: Collection[str]) -> Sequence[int]:
        """The rows that have one of these cells in a column, in order."""
        wanted = cells if isinstance(cells, set | dict) else set(cells)
        return [*compress(self._places, map(wanted.__contains__, self._columns[at]))]

    def cell(self, at: int, row: int) -> str:
        """One cell of a row that is not ragged."""
        cell: str = self._columns[at][bisect_left(self._places, row)]
        return cell

    def texts(self, at: int) -> list[str | None]:
        """The cells of a column, None for ragged rows."""
        if not self.ragged:
            return [*self._columns[at]]
        found: list[str | None] = [None] * self.count
        for row, cell in zip(self._places, self._columns[at], strict=True):
            found[row] = cell
        return found

    def apart(self, at: int, but: Collection[int]) -> tuple[Sequence[str], Sequence[int]]:
        """The cells of a column and the number of the record of each."""
        cells = zip(self._places, self._columns[at], strict=True)
        kept = [(cell, self.number + row) for row, cell in cells if row not in but]
        return [cell for cell, _ in kept], [number for _, number in kept]

    def is_ascii(self, at: int) -> bool:
        """Whether all cells of a column are."""
        return "".join(self._columns[at]).isascii()

    def rising(
        self, at: int, after: str, but: Collection[int]
    ) -> tuple[Rising, dict[int, str]] | None:
        """The cells of a column that rise, and the few that stand between them."""
        texts = self.texts(at)
        for row in but:
            texts[row] = None
        return rising(texts, after, self.number)

    def _inner_line_ends(self) -> Sequence[int]:
        return [sum(cell.count("\n") for cell in row) for row in self._rows]
