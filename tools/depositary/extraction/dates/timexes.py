"""TIMEX3 values: the days that one covers, how EDTF says the same, and how far it is moved."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from dateutil.relativedelta import relativedelta

Unit = Literal["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?\Z")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)\Z")
_WEEKEND_STARTS = 6

_PARTS = {
    "Q1": (1, 3, 33),
    "Q2": (4, 3, 34),
    "Q3": (7, 3, 35),
    "Q4": (10, 3, 36),
    "H1": (1, 6, 40),
    "H2": (7, 6, 41),
    "SP": (3, 3, 21),
    "SU": (6, 3, 22),
    "FA": (9, 3, 23),
    "WI": (12, 3, 24),
}
"""First month, how many months, and EDTF's number (ISO 8601-2:2019, 4.8, sub-year groupings).

Seasons are those of the northern hemisphere, by months; a winter has the year in which it starts.
"""

Days = tuple[dt.date, dt.date]


def days(timex: str) -> Days | None:
    """The first and the last day that a TIMEX3 value covers; None where it names none.

    Examples
    --------
    >>> days("1998-W32")
    (datetime.date(1998, 8, 3), datetime.date(1998, 8, 9))
    >>> days("199")
    (datetime.date(1990, 1, 1), datetime.date(1999, 12, 31))
    >>> days("PRESENT_REF") is None
    True
    """
    if "/" in timex:
        first, last = (days(half) for half in timex.split("/", 1))
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    try:
        return _days(timex)
    except (ValueError, OverflowError):
        return None


def _days(timex: str) -> Days | None:
    if timex.isdecimal() and timex.isascii():
        missing = 4 - len(timex)
        return dt.date(int(timex + "0" * missing), 1, 1), dt.date(
            int(timex + "9" * missing), 12, 31
        )
    if found := _DAY.match(timex):
        day = dt.date(*map(int, found.groups()))
        return day, day
    if found := _WEEK.match(timex):
        year, week, is_weekend = int(found[1]), int(found[2]), bool(found[3])
        first = dt.date.fromisocalendar(year, week, _WEEKEND_STARTS if is_weekend else 1)
        return first, dt.date.fromisocalendar(year, week, 7)
    if found := _PART.match(timex):
        month, months, _ = _PARTS[found[2]]
        return _months(int(found[1]), month, months)
    if re.fullmatch(r"\d{4}-\d\d", timex):
        return _months(int(timex[:4]), int(timex[5:]), 1)
    return None


def _months(year: int, month: int, months: int) -> Days:
    first = dt.date(year, month, 1)
    return first, first + relativedelta(months=months, days=-1)


def edtf(timex: str) -> str | None:
    """A TIMEX3 value in EDTF, levels 0 to 2; None where it names no days.

    Weeks, which EDTF has not, become intervals of days.

    Examples
    --------
    >>> [edtf(value) for value in ("1998-08", "199", "1998-Q3", "1998-FA", "1998-W32-WE")]
    ['1998-08', '199X', '1998-35', '1998-23', '1998-08-08/1998-08-09']
    """
    covered = days(timex)
    if covered is None:
        return None
    if "/" in timex:
        return "/".join(edtf(half) or "" for half in timex.split("/", 1))
    if found := _PART.match(timex):
        return f"{found[1]}-{_PARTS[found[2]][2]}"
    if _WEEK.match(timex):
        return f"{covered[0]}/{covered[1]}"
    return timex.ljust(4, "X")


def unit_of(timex: str) -> Unit | None:
    """How fine a TIMEX3 value is; halves and seasons count as quarters.

    Examples
    --------
    >>> unit_of("1998-SU"), unit_of("PAST_REF")
    ('quarter', None)
    """
    if days(timex) is None or "/" in timex:
        return None
    if timex.isdecimal():
        return ("century", "decade", "year")[len(timex) - 2]
    if _DAY.match(timex):
        return "day"
    if found := _WEEK.match(timex):
        return "weekend" if found[3] else "week"
    return "quarter" if _PART.match(timex) else "month"


def at(day: dt.date, unit: Unit) -> str:
    """The TIMEX3 value of the unit of time that holds a day.

    Examples
    --------
    >>> [at(dt.date(1998, 8, 5), unit) for unit in ("day", "week", "quarter", "decade")]
    ['1998-08-05', '1998-W32', '1998-Q3', '199']
    """
    if unit == "day":
        return day.isoformat()
    if unit in {"week", "weekend"}:
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        return day.isoformat()[:7]
    digits = f"{day.year:04}"
    if unit == "quarter":
        return f"{digits}-Q{(day.month + 2) // 3}"
    return digits[: {"year": 4, "decade": 3, "century": 2}[unit]]


def moved(day: dt.date, unit: Unit, by: int) -> dt.date | None:
    """A day so many units later, or earlier; None outside of the years 1 to 9999.

    Examples
    --------
    >>> moved(dt.date(1998, 3, 31), "month", -1)
    datetime.date(1998, 2, 28)
    """
    steps = {
        "day": {"days": by},
        "week": {"weeks": by},
        "weekend": {"weeks": by},
        "month": {"months": by},
        "quarter": {"months": 3 * by},
        "year": {"years": by},
        "decade": {"years": 10 * by},
        "century": {"years": 100 * by},
    }
    try:
        return day + relativedelta(**steps[unit])  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None


def years_later(timex: str, by: int) -> str | None:
    """A TIMEX3 value of a year or less, moved by years: the same day, month or quarter of another.

    Examples
    --------
    >>> years_later("1989-Q3", -1), years_later("2024-02-29", 1)
    ('1988-Q3', '2025-02-28')
    """
    covered = days(timex)
    unit = unit_of(timex)
    if covered is None or unit in {None, "decade", "century"}:
        return None
    if unit in {"day", "week", "weekend"}:
        there = moved(covered[0], "year", by)
        return at(there, unit) if there else None
    year = int(timex[:4]) + by
    return f"{year:04}{timex[4:]}" if 0 < year <= dt.MAXYEAR else None
