"""Twenty-seven ways in which a row of the table ``evidence`` is broken, or only looks so.

Those whose names begin with ``ok`` look wrong and are valid, by the standard and for frictionless:
a check that reports them differs from it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ID, CLAIM, SOURCE, ACTOR, QUOTE, START, END, SUPPORT, SEEN, NOTE = range(10)


def _with(column: int, value: str) -> Callable[[list[str], str], list[str]]:
    return lambda row, _: [*row[:column], value, *row[column + 1 :]]


FAULTS: dict[str, Callable[[list[str], str], list[str]]] = {
    "type": _with(START, "12x"),
    "required": _with(SOURCE, ""),
    "enum": _with(SUPPORT, "supports"),
    "pattern": lambda row, _: [row[ID].upper(), *row[1:]],
    "double key": lambda row, before: [before, *row[1:]],
    "claim link": _with(CLAIM, "clm-ffffffff"),
    "actor link": _with(ACTOR, "act-ffffffff"),
    "source link": _with(SOURCE, "src-ffffffff"),
    "a cell more": lambda row, _: [*row, "x"],
    "3 cells more": lambda row, _: [*row, "x", "", "z"],
    "5 cells only": lambda row, _: row[:5],
    "a cell less": lambda row, _: row[:-1],
    "no such day": _with(SEEN, "2025-02-30"),
    "other date": _with(SEEN, "31.12.2024"),
    "minimum": _with(START, "-1"),
    "maximum": _with(END, "100000001"),
    "too early": _with(SEEN, "1999-12-31"),
    "two faults": lambda row, _: _with(SEEN, "soon")(_with(START, "first")(row, ""), ""),
    "blank row": lambda _row, _before: [],
    "no key": _with(ID, ""),
    "too short": _with(QUOTE, "short"),
    "ok spaces": _with(START, " 12 "),
    "ok 1_0": _with(START, "1_0"),
    "ok plus": _with(START, "+7"),
    "ok zeros": _with(START, "007"),
    "ok ١٢": _with(START, "١٢"),
    "ok 2021-3-5": _with(SEEN, "2021-3-5"),
}


def kind_of(row: int, rows: int) -> str:
    """The fault of a row: one row in a hundred has one, each kind in turn; ``""`` for others.

    Parameters
    ----------
    row : int
        Number of the record, the header being 1.
    rows : int
        Of the whole table; each kind stands at least once in 200 rows.
    """
    each = 7 if rows < 27 * 100 else 100
    at, rest = divmod(row - 5, each)
    return list(FAULTS)[at % len(FAULTS)] if at >= 0 and not rest else ""


def broken(lines: Iterator[str], rows: int) -> Iterator[str]:
    """The lines of a table, one row in a hundred broken.

    Parameters
    ----------
    lines : iterator of str
        With line ends; no quoted cell goes over a line.
    rows : int
        How many follow the header.
    """
    before = ""
    for row, line in enumerate(lines, 1):
        kind = kind_of(row, rows)
        yield _broken(line, kind, before) if kind else line
        before = line[: line.index(",")]


def _broken(line: str, kind: str, before: str) -> str:
    (cells,) = csv.reader([line])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(FAULTS[kind](cells, before))
    return text.getvalue()
