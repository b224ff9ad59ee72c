"""Only the rows that differ are read: of a million rows, those few that two versions do not share.

Rows are told apart as they stand in the file, before anything is parsed: a row that stands in both
versions, letter by letter, is no difference, whatever it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from depositary.release.edition import REGISTRY
from depositary.tables import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.release.edition import Edition
    from depositary.tables import Rows

_OTHERS = bytes(set(range(256)) - set(b'"\n'))
_BLOCK, _LARGEST = 1 << 11, 1 << 18
"""Bytes that are compared at once: few where two tables may differ, many where they did not yet."""


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
            self._read[name] = packed(name, self.contents[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names, in the order of the package."""
        return iter(self.contents)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self.contents)


def narrowed(before: Edition | None, after: Edition) -> tuple[Edition | None, Edition]:
    """Two editions whose tables hold only the rows that differ, and how many rows they had.

    Parameters
    ----------
    before : Edition or None
        None where there was nothing before.
    after : Edition
        As they were opened; tables that were read already stay as they are.

    Returns
    -------
    tuple of Edition
        The registry and tables with other columns stay whole: the one is asked about every id,
        and of the others every row differs.
    """
    if before is None or not (
        isinstance(before.tables, Unread) and isinstance(after.tables, Unread)
    ):
        return before, after
    sides: tuple[dict[str, bytes], dict[str, bytes]] = ({}, {})
    totals: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for name, new in after.tables.contents.items():
        old = before.tables.contents.get(name)
        if old is None or name == REGISTRY:
            continue
        for at, (content, count) in enumerate(apart(old, new)):
            sides[at][name], totals[at][name] = content, count
    return (
        replace(before, tables=Unread({**before.tables.contents, **sides[0]}), totals=totals[0]),
        replace(after, tables=Unread({**after.tables.contents, **sides[1]}), totals=totals[1]),
    )


def registry_alone(edition: Edition | None) -> Edition | None:
    """An edition with its registry alone: after a comparison, no more is asked of the older one."""
    if edition is None:
        return None
    kept = {REGISTRY: edition.tables[REGISTRY]} if REGISTRY in edition.tables else {}
    return replace(edition, tables=kept)


def apart(old: bytes, new: bytes) -> tuple[tuple[bytes, int], ...]:
    """The rows that only one of two tables has, below their header, and the number of all.

    Nothing where rows cannot be told apart by lines, or where the headers differ.
    """
    header = old[: old.find(b"\n") + 1]
    if not header or not new.startswith(header) or not _has_a_line_a_row(old):
        return ()
    was, now = _hunks(_whole(old), _whole(new))
    if any(line.count(b'"') % 2 for line in now):
        return ()
    sets = set(was), set(now)
    if any(len(one) != len(lines) for one, lines in zip(sets, (was, now), strict=True)):
        return ()  # a row that stands twice: how often it stands is for the whole table to say
    return tuple(
        (header + b"\n".join([*sorted(own), b""]), _whole(content).count(b"\n") - 1)
        for own, content in ((sets[0] - sets[1], old), (sets[1] - sets[0], new))
    )


def _whole(content: bytes) -> bytes:
    """A table whose last row ends as the others do."""
    return content if content.endswith(b"\n") else content + b"\n"


def _has_a_line_a_row(content: bytes) -> bool:
    """Whether no cell goes over several lines: between two quotes is no end of a line."""
    if b'"' not in content:
        return True
    return b'"' not in content.translate(None, _OTHERS).replace(b'""', b"")


def _hunks(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines of both where they are not in step; some of them may stand in both.

    Both are walked at once, so that two tables in the same order take one pass at the speed of the
    memory.
    """
    was: list[bytes] = []
    now: list[bytes] = []
    at = to = 0
    while at < len(old) and to < len(new):
        same = _same(old, at, new, to)
        left, right = _apart_from(old, at + same, new, to + same)
        was += left
        now += right
        at += same + sum(map(len, left)) + len(left)
        to += same + sum(map(len, right)) + len(right)
    return was + _lines(old[at:]), now + _lines(new[to:])


def _apart_from(old: bytes, at: int, new: bytes, to: int) -> tuple[list[bytes], list[bytes]]:
    """The lines from two places on, up to where a line of the one stands in the other too."""
    block = _BLOCK
    while True:
        left, right = _lines(old[at : at + block]), _lines(new[to : to + block])
        places = {line: place for place, line in reversed(list(enumerate(right)))}
        for place, line in enumerate(left):
            if line in places:
                return left[:place], right[: places[line]]
        if at + block >= len(old) and to + block >= len(new):
            return left, right
        block *= 4


def _same(old: bytes, at: int, new: bytes, to: int) -> int:
    """How many bytes two tables have in common from two places on, up to the end of a line."""
    same, step, is_near = 0, _BLOCK, False
    while step:
        here = old[at + same : at + same + step]
        if here and here == new[to + same : to + same + step]:
            same += len(here)
            step = step if is_near else min(2 * step, _LARGEST)
        else:
            is_near = True
            step //= 2
    return max(0, old.rfind(b"\n", at, at + same) + 1 - at)


def _lines(content: bytes) -> list[bytes]:
    """The whole lines at the start of a text."""
    return content.split(b"\n")[:-1]
