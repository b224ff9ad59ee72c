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
from depositary.checks.keybytes import key_bytes
from depositary.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import duckdb
    import pyarrow as pa

    from depositary.checks.records import Record

    Part = Batch | Iterable[Record]

READING_BYTES = 400 << 20
"""What reading and judging take of the memory, whatever the number of rows."""

_DATABASE_BYTES = 128 << 20
_PENDING_KEYS = 20_000
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
        self._room_bytes = spare // 2
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
            from depositary.database import closed

            self._scratch = tempfile.TemporaryDirectory(prefix="depositary-")
            memory = f"{self._database_bytes}B"
            self._connection = closed({}, memory, scratch=self._scratch.name)
        return self._connection


class Shelf:
    """Keys on disk, each with its row.

    Parameters
    ----------
    cellar : Cellar
        Where it stands.
    number : int
        Which no other has there.
    """

    def __init__(self, cellar: Cellar, number: int) -> None:
        self._cellar = cellar
        self.table = f"shelf_{number}"
        self._keys: list[bytes] = []
        self._rows: list[int] = []
        cellar.ask(f"CREATE TABLE {self.table} (key BLOB, row BIGINT)")

    def another(self) -> Shelf:
        """A new shelf beside this one."""
        return self._cellar.shelf()

    def put(self, key: Any, row: int) -> None:
        """Put down a key."""
        self._keys.append(key_bytes(key))
        self._rows.append(row)
        if len(self._keys) >= _PENDING_KEYS:
            self._flush()

    def put_all(self, keys: Iterable[Any], row: int) -> None:
        """Put down the keys of rows from ``row`` on; None where there is none."""
        for at, key in enumerate(keys, row):
            if key is not None:
                self.put(key, at)

    def put_texts(
        self, texts: Sequence[str] | pa.Array, rows: Sequence[int], but: Collection[str] = ()
    ) -> None:
        """Put down texts, none of which begins with a NUL, but those that mean nothing.

        Parameters
        ----------
        texts : sequence of str, or pyarrow.Array
            Of rows.
        rows : sequence of int
            The number of each row.
        but : collection of str
            Texts to be left out.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        found = pa.table({"key": pa.array(texts, pa.string()), "row": pa.array(rows, pa.int64())})
        if but:
            is_left_out = pc.is_in(found["key"], value_set=pa.array([*but], pa.string()))
            found = found.filter(pc.invert(is_left_out))
        self._insert(found.set_column(0, "key", found["key"].cast(pa.binary())))

    def repeats(self, most: int) -> tuple[list[tuple[int, int]], int]:
        """The rows whose key stands in a row before: each with the first that has it.

        Parameters
        ----------
        most : int
            As many are named, the first of them.

        Returns
        -------
        tuple
            Those named, and how many there are.
        """
        self._flush()
        ask, table = self._cellar.ask, self.table
        # Numbers that keys are mixed to are smaller than keys, and seldom any comes twice.
        ask(
            f"CREATE TABLE {table}_marks AS SELECT hash(key) AS mark FROM {table} "  # noqa: S608
            "GROUP BY ALL HAVING count(*) > 1"
        )
        ask(
            f"CREATE TABLE {table}_repeats AS "  # noqa: S608
            f"SELECT row, min(row) OVER (PARTITION BY key) AS first FROM {table} "
            f"WHERE hash(key) IN (SELECT mark FROM {table}_marks) "
            "QUALIFY row <> first"
        )
        return self._answer("repeats", "row, first", most)

    def missing_in(self, other: Shelf, most: int) -> tuple[list[int], int]:
        """The rows whose key is not on another shelf, as :meth:`repeats` gives them."""
        self._flush()
        other._flush()
        self._cellar.ask(
            f"CREATE TABLE {self.table}_missing AS SELECT row FROM {self.table} "  # noqa: S608
            f"ANTI JOIN {other.table} USING (key)"
        )
        found, total = self._answer("missing", "row", most)
        return [row for (row,) in found], total

    def _answer(self, name: str, columns: str, most: int) -> tuple[list[Any], int]:
        found = f"{self.table}_{name}"
        ask = self._cellar.ask
        ((total,),) = ask(f"SELECT count(*) FROM {found}")  # noqa: S608
        named = ask(f"SELECT {columns} FROM {found} ORDER BY row LIMIT {most}")  # noqa: S608
        for each in (self.table, found):
            ask(f"DROP TABLE {each}")
        return named, total

    def _flush(self) -> None:
        if self._keys:
            import pyarrow as pa

            keys, rows = pa.array(self._keys, pa.binary()), pa.array(self._rows, pa.int64())
            self._insert(pa.table({"key": keys, "row": rows}))
            self._keys.clear()
            self._rows.clear()

    def _insert(self, content: pa.Table) -> None:
        self._cellar.ask(f"INSERT INTO {self.table} SELECT key, row FROM incoming", content)  # noqa: S608


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
