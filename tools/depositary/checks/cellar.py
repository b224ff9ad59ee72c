"""Which keys are repeated, and which are missing, where there are more than memory may hold?

Keys stay in memory as long as they fit. When they do not, the largest set of them goes down to a
database in a scratch folder, and the questions about it are answered when all rows were read.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

from depositary.checks.batches import Batch
from depositary.checks.shelves import Shelf
from depositary.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb
    import pyarrow as pa

    from depositary.checks.records import Record

    Part = Batch | Iterable[Record]

READING_BYTES = 400 << 20
"""What reading and judging take of the memory, whatever the number of rows."""

_DATABASE_BYTES = 128 << 20
_ROWS_BETWEEN = 10_000


class Holding(Protocol):
    """A set of keys, in memory or on a shelf."""

    @property
    def size_bytes(self) -> int:
        """The memory that could be had by moving it, about."""

    def move_to(self, shelf: Shelf) -> None:
        """Put all that is in memory on a shelf, and what comes after it."""


class Cellar:
    """Where keys go that memory has no room for.

    Parameters
    ----------
    limit_bytes : int
        The most memory that the whole check should take. What reading takes without any keys
        (:data:`READING_BYTES` for large tables) cannot be made less.
    """

    def __init__(self, limit_bytes: int) -> None:
        # The other half is for the database, whose answers come when no more is read.
        spare = max(limit_bytes - READING_BYTES, limit_bytes // 4)
        self.waiting_bytes = spare // 8
        """For rows whose references are followed many at once."""
        self._room_bytes = spare // 2 - self.waiting_bytes
        self._database_bytes = max(spare // 2, _DATABASE_BYTES)
        self._holdings: list[Holding] = []
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._names = count()

    def close(self) -> None:
        """Leave nothing on the disk."""
        try:
            if self._connection is not None:
                self._connection.close()
        finally:
            if self._scratch is not None:
                self._scratch.cleanup()

    def watched(self, parts: Iterator[Part], holdings: Iterable[Holding]) -> Iterator[Part]:
        """The same rows; between them there is seen to it that their keys fit into memory.

        Parameters
        ----------
        parts : iterator
            The rows of a table.
        holdings : iterable of Holding
            What their keys are put into.
        """
        self._holdings += holdings
        for part in parts:
            yield part if isinstance(part, Batch) else self._by_rows(part)
            self._make_room()

    def _by_rows(self, rows: Iterable[Record]) -> Iterator[Record]:
        for number, row in enumerate(rows, 1):
            yield row
            if number % _ROWS_BETWEEN == 0:
                self._make_room()

    def _make_room(self) -> None:
        sizes = [each.size_bytes for each in self._holdings]
        while sum(sizes) > self._room_bytes:
            largest = sizes.index(max(sizes))
            self._holdings[largest].move_to(self.shelf())
            sizes[largest] = 0

    def shelf(self) -> Shelf:
        """A new shelf."""
        return Shelf(self, next(self._names))

    def ask(self, sql: str, content: pa.Table | None = None) -> list[tuple[Any, ...]]:
        """What the database answers.

        Parameters
        ----------
        sql : str
            Made here, without anything of the data in it.
        content : pyarrow.Table, optional
            What it calls ``incoming``.

        Raises
        ------
        Unavailable
            E107 where neither memory nor disk is enough.
        """
        with speaking():
            connection = self._opened()
            if content is not None:
                connection.register("incoming", content)
            found = connection.execute(sql).fetchall()
            if content is not None:
                connection.unregister("incoming")
            return found

    def _opened(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            # What is never full is never opened: to import a database takes long.
            from depositary.database import closed

            self._scratch = tempfile.TemporaryDirectory(prefix="depositary-")
            memory = f"{self._database_bytes}B"
            self._connection = closed({}, memory, scratch=self._scratch.name)
        return self._connection


@contextmanager
def speaking() -> Iterator[None]:
    """Turn a failure of the database, which has no more room, into one clear error.

    Raises
    ------
    KeyboardInterrupt
        Where a query was interrupted, for which DuckDB has no error of its own.
    Unavailable
        E107.
    """
    import duckdb

    try:
        yield
    except (duckdb.Error, RuntimeError) as error:
        if "KeyboardInterrupt" in str(error) or str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        if not isinstance(error, duckdb.Error):
            raise
        words = f"The keys cannot be kept on disk: {str(error).partition(chr(10))[0]}"
        hint = "free space where temporary files are kept, or raise --memory-limit"
        raise Unavailable("E107", words, hint) from error
