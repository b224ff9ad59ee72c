"""Where does the time of a check go?

Whoever ends a stage says so with :func:`lap`; what passed since the last one was said is its time.
Where nobody asked, that is a call that returns at once, made once for each block of rows.
"""

from __future__ import annotations

import time
from typing import Any

STAGES = ("reading", "columns", "row schema", "keys", "row by row")
"""What is done with a table, in the order in which it is shown."""

_NARROWEST = len("9999.999")


class Timings:
    """The time of one check, by table and stage.

    Parameters
    ----------
    start_s : float
        What starting the program took.
    """

    def __init__(self, start_s: float) -> None:
        self.stages: dict[str, float] = {"start-up": start_s}
        self.tables: dict[str, dict[str, float]] = {}
        self.rows: dict[str, int] = {}
        self._table = ""
        self._last_s = time.perf_counter()

    @property
    def total_s(self) -> float:
        """All of it, in seconds."""
        tables = (sum(stages.values()) for stages in self.tables.values())
        return sum(tables) + sum(self.stages.values())

    def add(self, stage: str, rows: int) -> None:
        """Give a stage what passed since the last, and count rows that were judged singly."""
        now_s = time.perf_counter()
        stages = self.tables[self._table] if self._table else self.stages
        stages[stage] = stages.get(stage, 0.0) + now_s - self._last_s
        self._last_s = now_s
        if rows:
            self.rows[self._table] = self.rows.get(self._table, 0) + rows

    def turn_to(self, table: str) -> None:
        """Let what follows be of a table; empty for none."""
        self._table = table
        if table:
            self.tables.setdefault(table, {})

    def value(self) -> dict[str, Any]:
        """All of it for programs, in seconds to the microsecond."""
        tables = [
            {"table": name, **_rounded(stages), "rows judged singly": self.rows.get(name, 0)}
            for name, stages in self.tables.items()
        ]
        return {"tables": tables, **_rounded(self.stages), "total": round(self.total_s, 6)}

    def lines(self) -> list[str]:
        """All of it for people, a line a table and a line a stage."""
        wide = max(map(len, [*self.tables, *self.stages, "seconds"]))
        head = [word.rjust(_NARROWEST) for word in (*STAGES, "total", "rows judged singly")]
        found = []
        if self.tables:
            found.append("  ".join(["seconds".ljust(wide), *head]))
        for name, stages in self.tables.items():
            times = [*(stages.get(stage, 0.0) for stage in STAGES), sum(stages.values())]
            cells = [*(f"{each:.3f}" for each in times), f"{self.rows.get(name, 0):,}"]
            aligned = (cell.rjust(len(word)) for cell, word in zip(cells, head, strict=True))
            found.append("  ".join([name.ljust(wide), *aligned]))
        stages = {**self.stages, "total": self.total_s}
        return [
            *found,
            *(f"{name.ljust(wide)}  {each:{_NARROWEST}.3f}" for name, each in stages.items()),
        ]


def _rounded(stages: dict[str, float]) -> dict[str, float]:
    return {stage: round(each, 6) for stage, each in stages.items()}


class _Running:
    """The check that is timed, if one is."""

    timings: Timings | None = None


def begun(start_s: float) -> Timings:
    """Time what follows, until :func:`ended`.

    Parameters
    ----------
    start_s : float
        As for :class:`Timings`.
    """
    _Running.timings = Timings(start_s)
    return _Running.timings


def ended() -> None:
    """Time no more."""
    _Running.timings = None


def lap(stage: str, rows: int = 0) -> None:
    """Say that a stage ends here.

    Parameters
    ----------
    stage : str
        What was done since the last one ended.
    rows : int
        How many rows were judged one by one in it.
    """
    if _Running.timings is not None:
        _Running.timings.add(stage, rows)


def turn_to(table: str) -> None:
    """Say that what follows is of a table; empty for none."""
    if _Running.timings is not None:
        _Running.timings.turn_to(table)
