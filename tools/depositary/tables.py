"""Rows of a table as text, and the one way in which we write them as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NEEDS_QUOTES = re.compile('[,"\r\n]')


@dataclass(frozen=True, slots=True)
class Rows:
    """A table in memory.

    Parameters
    ----------
    name : str
        Of the table.
    columns : tuple of str
        In the order of the law.
    rows : tuple of tuple of str
        Cells as they stand in CSV; ``""`` is a missing value. ``rows[i]`` is row ``i + 2``: the
        header is row 1, as frictionless counts.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

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
        return tuple(row[at] for row in self.rows)


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
