"""Which row has which key already, among keys that should be different in every row?"""

from __future__ import annotations

from bisect import bisect_left
from itertools import count
from operator import lt
from typing import TYPE_CHECKING, Any, Protocol

from depositary.checks.keyvalues import size_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from depositary.checks.shelves import Shelf

_ENTRY_BYTES = 140
"""What CPython takes for an entry of a dictionary and a number, beside the key."""

FEW = 0.02
"""As large a part of the keys may stand out of order, and the others still be said to rise."""


class Rising(Protocol):
    """Keys of rows one after another, each greater than the one before."""

    first: str
    last: str

    def row_of(self, key: str) -> int | None:
        """The row that has a key, None where none has."""

    def rows(self) -> Iterable[tuple[str, int]]:
        """Every key with its row."""

    def move_to(self, shelf: Shelf, but: Collection[str]) -> None:
        """Put every key, all but some, with its row on a shelf."""

    @property
    def size_bytes(self) -> int:
        """The memory that it takes, about."""


class RisingTexts:
    """Keys that rise, as a list.

    Parameters
    ----------
    keys : sequence of str
        One at least.
    numbers : sequence of int
        The row of each.
    """

    __slots__ = ("_keys", "_numbers", "first", "last")

    def __init__(self, keys: Sequence[str], numbers: Sequence[int]) -> None:
        self._keys, self._numbers = keys, numbers
        self.first, self.last = keys[0], keys[-1]

    def row_of(self, key: str) -> int | None:
        """The row that has a key, None where none has."""
        at = bisect_left(self._keys, key)
        return self._numbers[at] if at < len(self._keys) and self._keys[at] == key else None

    def rows(self) -> Iterable[tuple[str, int]]:
        """Every key with its row."""
        return zip(self._keys, self._numbers, strict=True)

    def move_to(self, shelf: Shelf, but: Collection[str]) -> None:
        """Put every key, all but some, with its row on a shelf."""
        shelf.put_texts(self._keys, self._numbers, but)

    @property
    def size_bytes(self) -> int:
        """The memory that it takes, about."""
        return size_of(self._keys, len(self._keys), _ENTRY_BYTES)


def rising(
    keys: Sequence[str | None], after: str, number: int
) -> tuple[Rising, dict[int, str]] | None:
    """The keys that rise, and the few that stand between them; None where they are not few.

    Parameters
    ----------
    keys : sequence of str or None
        Of rows one after another.
    after : str
        What they rise from.
    number : int
        Of the first row.
    """
    if keys and None not in keys and keys[0] > after and all(map(lt, keys, keys[1:])):  # type: ignore[operator,arg-type]
        return RisingTexts(keys, range(number, number + len(keys))), {}  # type: ignore[arg-type]
    kept, numbers, apart = [], [], {}
    last = after
    for row, key in enumerate(keys, number):
        if key is not None and key > last:
            kept.append(key)
            numbers.append(row)
            last = key
        elif key is not None:
            apart[row] = key
    if not kept or len(apart) > FEW * len(keys):
        return None
    return RisingTexts(kept, numbers), apart


class Seen:
    """The keys of the rows so far.

    As long as keys go on rising no two of them are equal, and none needs to be looked up; the few
    that stand out of order are kept apart. Only where most do are all put into one table.
    """

    __slots__ = ("_apart", "_runs", "_table")

    def __init__(self) -> None:
        self._table: dict[Any, int] | None = None
        self._runs: list[Rising] = []
        self._apart: dict[Any, int] = {}

    @property
    def last(self) -> str | None:
        """The greatest key of those that rise, ``""`` before any; None once all are a table."""
        if self._table is not None:
            return None
        return self._runs[-1].last if self._runs else ""

    def see(self, key: Any, row: int) -> int:
        """The first row with a key, which is ``row`` where it is new."""
        return self._as_table().setdefault(key, row)

    def first(self, key: Any) -> int | None:
        """The first row with a key; None where none has it."""
        return self._first(key) if self._table is None else self._table.get(key)

    def see_rising(self, run: Rising, others: Mapping[int, Any]) -> list[tuple[int, int]]:
        """Which rows have a key that was seen before: each with the first row that has it.

        Parameters
        ----------
        run : Rising
            Keys that go on rising from :attr:`last`.
        others : mapping of int to str
            The keys that stand between these, by row, in order; those of rows without one left out.
        """
        repeats = []
        for key, row in self._apart.items():
            again = run.row_of(key) if run.first <= key <= run.last else None
            if again is not None:
                repeats.append((again, row))
        self._runs.append(run)
        for row, key in others.items():
            first = self._first(key)
            if first is None:
                self._apart[key] = row
            elif first < row:
                repeats.append((row, first))
            else:
                repeats.append((first, row))
                self._apart[key] = row
        return repeats

    def _first(self, key: str) -> int | None:
        """The first row that has a key, of those that rise and those apart."""
        if key in self._apart:
            return self._apart[key]
        at = bisect_left(self._runs, key, key=lambda run: run.last)
        return self._runs[at].row_of(key) if at < len(self._runs) else None

    def see_all(self, keys: Sequence[Any], row: int) -> list[tuple[int, int]]:
        """Which rows have a key that was seen before: each with the first row that has it.

        Parameters
        ----------
        keys : sequence
            Of rows one after another; None where there is none.
        row : int
            Of the first of them.
        """
        table = self._as_table()
        new = dict(zip(keys, count(row), strict=False))
        wanted = len(keys) - keys.count(None)
        new.pop(None, None)
        if len(new) == wanted and table.keys().isdisjoint(new):
            table.update(new)
            return []
        repeats = []
        for at, key in enumerate(keys, row):
            if key is not None:
                first = table.setdefault(key, at)
                if first != at:
                    repeats.append((at, first))
        return repeats

    @property
    def size_bytes(self) -> int:
        """The memory that it takes, about."""
        keys = self._apart if self._table is None else self._table
        others = sum(run.size_bytes for run in self._runs)
        return others + size_of(reversed(keys), len(keys), _ENTRY_BYTES)

    def move_to(self, shelf: Shelf) -> None:
        """Put every key with its first row on a shelf."""
        for run in self._runs:
            run.move_to(shelf, self._apart.keys())  # which are told of already
        for key, row in (self._apart if self._table is None else self._table).items():
            shelf.put(key, row)

    def _as_table(self) -> dict[Any, int]:
        if self._table is None:
            self._table = dict(self._apart)
            for run in self._runs:
                for key, row in run.rows():
                    self._table[key] = min(row, self._table.get(key, row))
            self._runs.clear()
            self._apart.clear()
        return self._table
