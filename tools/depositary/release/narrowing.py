"""Only the rows that differ are read: of a million rows, those few that two versions do not share.

Rows are told apart as they stand in the file, before anything is parsed: a row that stands in both
versions, letter by letter, is no difference, whatever it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from depositary.release.edition import REGISTRY
from depositary.tables import from_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.release.edition import Edition
    from depositary.tables import Rows


class Unread(Mapping[str, "Rows"]):
    """Tables as bytes, each parsed when it is asked for.

    Parameters
    ----------
    contents : mapping of str to bytes
        CSV, by the name of the table.
    """

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = contents
        self._read: dict[str, Rows] = {}

    def __getitem__(self, name: str) -> Rows:
        """Return a table; it is parsed once."""
        if name not in self._read:
            self._read[name] = from_csv(name, self.contents[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names, in the order of the package."""
        return iter(self.contents)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self.contents)


def narrowed(before: Edition, after: Edition) -> tuple[Edition, Edition]:
    """Two editions whose tables hold only the rows that differ, and how many rows they had.

    Parameters
    ----------
    before, after : Edition
        As they were opened; tables that were read already stay as they are.

    Returns
    -------
    tuple of Edition
        The registry and tables with other columns stay whole: the one is asked about every id,
        and of the others every row differs.
    """
    if not (isinstance(before.tables, Unread) and isinstance(after.tables, Unread)):
        return before, after
    sides: tuple[dict[str, bytes], dict[str, bytes]] = ({}, {})
    totals: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for name, new in after.tables.contents.items():
        old = before.tables.contents.get(name)
        if old is None or name == REGISTRY:
            continue
        for at, (content, count) in enumerate(_apart(old, new)):
            sides[at][name], totals[at][name] = content, count
    return (
        replace(before, tables=Unread({**before.tables.contents, **sides[0]}), totals=totals[0]),
        replace(after, tables=Unread({**after.tables.contents, **sides[1]}), totals=totals[1]),
    )


def _apart(old: bytes, new: bytes) -> tuple[tuple[bytes, int], ...]:
    """The rows that only one of two tables has, below their header, and the number of all.

    Nothing where rows cannot be told apart by lines, or where the headers differ.
    """
    was, now = _lines(old), _lines(new)
    if not was or not now or was[0] != now[0]:
        return ()
    if old == new:
        return (was[0] + b"\n", len(was) - 1), (now[0] + b"\n", len(now) - 1)
    sets = set(was), set(now)
    if any(len(one) != len(lines) for one, lines in zip(sets, (was, now), strict=True)):
        return ()  # a row that stands twice: how often it stands is for the whole table to say
    return tuple(
        (b"\n".join([was[0], *sorted(own)]) + b"\n", len(lines) - 1)
        for own, lines in ((sets[0] - sets[1], was), (sets[1] - sets[0], now))
    )


def _lines(content: bytes) -> list[bytes] | None:
    """The rows of a table as they stand; None where one of them goes over several lines."""
    lines = content.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    if b'"' in content and any(line.count(b'"') % 2 for line in lines):
        return None
    return lines
