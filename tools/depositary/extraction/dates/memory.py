"""What has been read so far of a text: its day, the last date it named, its last quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary.extraction.dates.tenses import direction
from depositary.extraction.dates.timexes import days, unit_of

if TYPE_CHECKING:
    import datetime as dt

    from depositary.extraction.dates.expressions import Expression
    from depositary.extraction.dates.tenses import Direction

_QUARTER = re.compile(r"\d{4}-Q[1-4]\Z")
_SAME_PASSAGE = 1500
"""So many code points after a quarter was named, its report goes on."""

_SAME_STORY = 500
"""So many code points after a date long ago was named, a day without a year is of its year."""
_LONG_AGO = 15

Basis = Literal["explicit", "completed", "relative", "from_event"]


class Meaning(NamedTuple):
    """What an expression means: its TIMEX3 value, None where unknown, and how it was reached."""

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
    last_end : int
        Where that was named; code points.
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
    last_end: int = -1
    quarter: str = ""
    quarter_end: int = -1
    is_day_first: bool = False

    def direction(self, found: Expression) -> Direction:
        """Whether the sentence speaks of the past or of the future where the expression stands."""
        return direction(self.text, found.sentence, found.start, found.end)

    def is_on_quarter(self, found: Expression) -> bool:
        """Whether a report of a quarter is still read: "a year earlier" is its quarter then."""
        return bool(self.quarter) and found.start - self.quarter_end < _SAME_PASSAGE

    def year_told_of(self, found: Expression) -> int | None:
        """The year long ago of which the passage tells: "In 1833 … On 8 July the fleet left"."""
        if self.published is None or found.start - self.last_end > _SAME_STORY:
            return None
        year = int(self.last[:4]) if self.last[:4].isdigit() else self.published.year
        return year if year < self.published.year - _LONG_AGO else None

    def remember(self, meaning: Meaning, end: int) -> None:
        """Keep what later ones may refer to: "a year earlier", "that year", "the quarter"."""
        timex = meaning.timex
        if not timex:
            return
        if _QUARTER.match(timex):
            self.quarter_end = end
            # A report compares with the quarter of a year before, speaks of the next one, and goes
            # on with its own.
            if not self.quarter or (timex > self.quarter and self._is_over(timex)):
                self.quarter = timex
        if unit_of(timex) not in {None, "decade", "century"}:
            self.last, self.last_end = timex, end

    def _is_over(self, timex: str) -> bool:
        covered = days(timex)
        return covered is None or self.published is None or covered[1] < self.published
