"""The records of a table in order, one by one or, where they can be, in batches."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depositary.checks.batches import Batch
    from depositary.checks.cells import Column
    from depositary.checks.dialects import Dialect
    from depositary.checks.records import Record


class Source(Protocol):
    """The records of a table, in order."""

    def peek(self) -> Record | None:
        """The next record, which stays where it is; None at the end."""

    def take(self) -> Record | None:
        """The next record; None at the end."""

    def parts(self, columns: Sequence[Column]) -> Iterator[Batch | Iterable[Record]]:
        """All that are left: in batches of rows, or one by one."""

    def close(self) -> None:
        """Let go of what is open."""


class Records:
    """Records that come one by one.

    Parameters
    ----------
    records : iterator of Record
        All of them.
    dialect : Dialect
        Says which are comments.
    """

    def __init__(self, records: Iterator[Record], dialect: Dialect) -> None:
        self._rows = (each for each in records if dialect.is_row(each.number, each.cells))
        self._waiting: list[Record] = []

    def peek(self) -> Record | None:
        """The next record, which stays where it is; None at the end."""
        if not self._waiting:
            self._waiting = [*islice(self._rows, 1)]
        return self._waiting[0] if self._waiting else None

    def take(self) -> Record | None:
        """The next record; None at the end."""
        found = self.peek()
        self._waiting = []
        return found

    def parts(self, columns: Sequence[Column]) -> Iterator[Iterable[Record]]:
        """All that are left, one by one."""
        del columns  # a record has as many cells as it has
        yield chain(self._waiting, self._rows)

    def close(self) -> None:
        """Let go of what is open."""
        self._rows.close()
