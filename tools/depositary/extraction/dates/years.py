"""Which year is meant where words name none: that of the last, the next or the nearest such day."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from depositary.extraction.dates.timexes import days
from depositary.extraction.dates.vocabulary import vocabulary

if TYPE_CHECKING:
    from depositary.extraction.dates.tenses import Direction

_NEARLY_AS_FAR_DAYS = 230
"""Of two days of which one is nearer by more than this, the nearer is meant, whatever the tense."""
_CENTURY_TURN = 50
"""Of a year of two figures: up to this it is of the century of 2000."""


def nearest_year(part: str, published: dt.date, towards: Direction) -> int:
    """The year of a part of a year, as seen from the day of a text.

    Parameters
    ----------
    part : str
        What follows the year in TIMEX3: ``-02-01``, ``-06``, ``-Q3``.
    published : datetime.date
        The day of the text.
    towards : str
        What the tense says.

    Examples
    --------
    >>> nearest_year("-02-01", dt.date(1989, 10, 26), "future")
    1990
    >>> nearest_year("-06", dt.date(1989, 10, 26), "past")
    1989
    """
    years = (published.year - 1, published.year, published.year + 1)
    distances = {
        year: _distance_days(covered, published)
        for year in years
        if (covered := days(f"{year:04}{part}"))
    }
    if 0 in distances.values() or not distances:
        return published.year
    before = max((year for year, away in distances.items() if away < 0), default=published.year)
    after = min((year for year, away in distances.items() if away > 0), default=published.year)
    back, ahead = -distances.get(before, -999), distances.get(after, 999)
    is_nearest = towards == "unknown" or (part.startswith("-Q") and towards == "future")
    if is_nearest or (part.count("-") > 1 and abs(back - ahead) > _NEARLY_AS_FAR_DAYS):
        return before if back < ahead else after
    return after if towards == "future" else before


def _distance_days(covered: tuple[dt.date, dt.date], published: dt.date) -> int:
    """Days from a day to a stretch of time: negative before, 0 within."""
    first, last = covered
    if first <= published <= last:
        return 0
    return (last - published).days if last < published else (first - published).days


def spelled_year(words: str) -> int | None:
    """A year in words.

    Examples
    --------
    >>> [spelled_year(words) for words in ("nineteen ninety-six", "two thousand and four")]
    [1996, 2004]
    """
    known = vocabulary().numbers
    found = [
        known.get(word, 0) for word in re.split(r"[\s-]+", words) if word in known or word == "oh"
    ]
    if words.startswith("two thousand"):
        return 2000 + sum(found[1:])
    return 100 * found[0] + sum(found[1:]) if found else None


def short_year(figures: str) -> int:
    """A year of two figures, between 1951 and 2050.

    Examples
    --------
    >>> short_year("98"), short_year("24")
    (1998, 2024)
    """
    year = int(figures)
    if len(figures) > 2:
        return year
    return year + (2000 if year <= _CENTURY_TURN else 1900)


def holiday(rule: str, year: int) -> str:
    """The day of a holiday in a year, as ``-MM-DD``.

    Parameters
    ----------
    rule : str
        As in the vocabulary: ``MM-DD``, ``MM-weekday-which`` or ``easter+days``.
    year : int
        From 1583 for Easter.

    Examples
    --------
    >>> holiday("11-thursday-4", 2024), holiday("easter-2", 2024)
    ('-11-28', '-03-29')
    """
    if rule.startswith("easter"):
        day = easter(max(year, 1583)) + dt.timedelta(days=int(rule.removeprefix("easter")))
        return f"-{day:%m-%d}"
    month, *which = rule.split("-")
    if len(which) == 1:
        return f"-{rule}"
    weekday = vocabulary().weekdays[which[0]] - 1
    if which[1] == "last":
        first = dt.date(year, int(month), 1) + relativedelta(months=1, days=-1)
        return f"-{first - dt.timedelta(days=(first.weekday() - weekday) % 7):%m-%d}"
    first = dt.date(year, int(month), 1)
    ahead = (weekday - first.weekday()) % 7 + 7 * (int(which[1]) - 1)
    return f"-{first + dt.timedelta(days=ahead):%m-%d}"
