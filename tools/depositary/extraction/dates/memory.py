"""What has been read so far of a text: its day, the last date it named, its last quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary.extraction.dates.tenses import direction
from depositary.extraction.dates.timexes import unit_of

if TYPE_CHECKING:
    import datetime as dt

    from depositary.extraction.dates.expressions import Expression
    from depositary.extraction.dates.tenses import Direction

_QUARTER = re.compile(r"\d{4}-Q[1-4]\Z")
_SAME_PASSAGE = 1500
"""So many code points after a quarter was named, its report goes on."""

Basis = Literal["explicit", "completed", "relative", "from_event"]


class Meaning(NamedTuple):
    """What an expression means: a TIMEX3 value, None where it cannot be told, and how it is known."""

    timex: str | None
    basis: Basis


@dataclass(slots=True)
class Memory:
    """What a reader has in mind at a place of a text.

    Parameters
    ----------
    text : str
        The whole text.
    published : datetime.date or None
        Its day.
    last : str
        The TIMEX3 value of the last date that was named; empty before the first.
    quarter : str
        The same of the last quarter.
    quarter_end : int
        Where that was named; code points.
    is_day_first : bool
        Whether it writes 5/6/1998 for the fifth of June.
    """

    text: str
    published: dt.date | None
    last: str = ""
    quarter: str = ""
    quarter_end: int = -1
    is_day_first: bool = False

    def direction(self, found: Expression) -> Direction:
        """Whether the sentence speaks of the past or of the future where the expression stands."""
        return direction(self.text, found.sentence, found.start, found.end)

    def is_on_quarter(self, found: Expression) -> bool:
        """Whether a report of a quarter is still being read: "a year earlier" is its quarter then."""
        return bool(self.quarter) and found.start - self.quarter_end < _SAME_PASSAGE

    def remember(self, meaning: Meaning, end: int) -> None:
        """Keep what later expressions may refer to: "a year earlier", "that year", "the quarter"."""
        timex = meaning.timex
        if not timex:
            return
        if _QUARTER.match(timex):
            # A report compares with the quarter of a year before, and goes on with its own.
            self.quarter, self.quarter_end = max(timex, self.quarter), end
        if unit_of(timex) not in {None, "decade", "century"}:
            self.last = timex
