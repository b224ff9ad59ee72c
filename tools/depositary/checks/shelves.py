"""Which keys on disk are repeated, missing elsewhere, or look like others?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.checks.keybytes import key_bytes
from depositary.checks.lookalikes import is_plain, look_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import pyarrow as pa

    from depositary.checks.cellar import Cellar

_PENDING_KEYS = 20_000


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
        self._looks: Shelf | None = None
        self._last_told = 0
        cellar.ask(f"CREATE TABLE {self.table} (key BLOB, row BIGINT)")

    def another(self) -> Shelf:
        """A new shelf beside this one."""
        return self._cellar.shelf()

    def look_after_twins(self) -> None:
        """Remember, of what is put down from now on, also how it looks."""
        self._looks = self.another()

    def end_told(self) -> None:
        """Say that of the rows up to here all was told, but that other keys look as theirs."""
        self.flush()
        ((last,),) = self._cellar.ask(f"SELECT coalesce(max(row), 0) FROM {self.table}")  # noqa: S608
        self._last_told = last

    def put(self, key: Any, row: int) -> None:
        """Put down a key."""
        self._keys.append(key_bytes(key))
        self._rows.append(row)
        if self._looks is not None and not is_plain(key):
            self._looks.put(look_of(key), row)
        if len(self._keys) >= _PENDING_KEYS:
            self.flush()

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
        if self._looks is not None:
            others = found.filter(pc.invert(pc.string_is_ascii(found["key"]))).to_pydict()
            for text, row in zip(others["key"], others["row"], strict=True):
                self._looks.put(look_of(text), row)
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
        self.flush()
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
        self.flush()
        other.flush()
        self._cellar.ask(
            f"CREATE TABLE {self.table}_missing AS SELECT row FROM {self.table} "  # noqa: S608
            f"ANTI JOIN {other.table} USING (key)"
        )
        found, total = self._answer("missing", "row", most)
        return [row for (row,) in found], total

    def twins(self, most: int) -> tuple[list[tuple[int, int]], int]:
        """The rows that are the first with a key that looks like another.

        Each with the first row whose key looks so, as :meth:`repeats` gives them.
        """
        if self._looks is None:
            return [], 0
        self.flush()
        self._looks.flush()
        table, looks = self.table, self._looks.table
        self._cellar.ask(
            f"CREATE TABLE {table}_twins AS WITH alike AS ("  # noqa: S608
            f"SELECT look.key AS look, own.key, min(row) AS row FROM {looks} AS look "
            f"JOIN {table} AS own USING (row) GROUP BY ALL UNION ALL "
            f"SELECT key AS look, key, min(row) AS row FROM {table} "
            f"WHERE key IN (SELECT key FROM {looks}) AND row NOT IN (SELECT row FROM {looks}) "
            "GROUP BY ALL) "
            "SELECT row, min(row) OVER (PARTITION BY look) AS first FROM alike "
            f"QUALIFY row <> first AND row > {self._last_told}"
        )
        return self._answer("twins", "row, first", most)

    def _answer(self, name: str, columns: str, most: int) -> tuple[list[Any], int]:
        found = f"{self.table}_{name}"
        ask = self._cellar.ask
        ((total,),) = ask(f"SELECT count(*) FROM {found}")  # noqa: S608
        return ask(f"SELECT {columns} FROM {found} ORDER BY row LIMIT {most}"), total  # noqa: S608

    def flush(self) -> None:
        """Write down what was put last."""
        if self._keys:
            import pyarrow as pa

            keys, rows = pa.array(self._keys, pa.binary()), pa.array(self._rows, pa.int64())
            self._insert(pa.table({"key": keys, "row": rows}))
            self._keys.clear()
            self._rows.clear()

    def _insert(self, content: pa.Table) -> None:
        self._cellar.ask(f"INSERT INTO {self.table} SELECT key, row FROM incoming", content)  # noqa: S608
