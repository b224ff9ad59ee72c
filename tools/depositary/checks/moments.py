"""Which moment, or which stretch of time, do these characters mean?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import NamedTuple

# The ISO 8601 dates that python-dateutil reads before a time. They are matched once, without going
# back: eight digits are always a month and a day, never an ordinal day with a digit after it.
_DATE = (
    r"(?P<year>\d{4})(?:"
    r"-(?P<month>\d\d)-(?P<day>\d\d)|(?P<month_>\d\d)(?P<day_>\d\d)"
    r"|-W(?P<week>\d\d)-(?P<weekday>\d)|W(?P<week_>\d\d)(?P<weekday_>\d)"
    r"|-?(?P<ordinal>\d{3}))"
)
_TIME = (
    r"(?P<hour>\d\d)(?:"
    r"(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?"
    r"|(?P<minute_>\d\d)(?:(?P<second_>\d\d)(?:[.,](?P<fraction_>\d+))?)?)"
    r"(?P<zone>[Zz]|(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)?"
)
_DURATION = (
    r"(?P<sign>[+-])?P(?=[0-9T])"
    r"(?:(?P<years>[0-9]+(?:[,.][0-9]+)?)Y)?"
    r"(?:(?P<months>[0-9]+(?:[,.][0-9]+)?)M)?"
    r"(?:(?P<weeks>[0-9]+(?:[,.][0-9]+)?)W)?"
    r"(?:(?P<days>[0-9]+(?:[,.][0-9]+)?)D)?"
    r"(?:T(?:(?P<hours>[0-9]+(?:[,.][0-9]+)?)H)?"
    r"(?:(?P<minutes>[0-9]+(?:[,.][0-9]+)?)M)?"
    r"(?:(?P<seconds>[0-9]+(?:[,.][0-9]+)?)S)?)?"
)
_SECONDS = {"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}

# XML Schema Part 2, 3.2.6.2: one duration is longer than another where it is so from each of these.
_STARTS = (date(1696, 9, 1), date(1697, 2, 1), date(1903, 3, 1), date(1903, 7, 1))

_MIDNIGHT_AFTER = 24
_LAST_HOUR = 23
_LAST_MINUTE = 59
_MICROSECOND_DIGITS = 6


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """The form, made ready when it is first needed: few tables have all kinds of moments."""
    return re.compile(form, re.ASCII)


class Duration(NamedTuple):
    """A duration as months and seconds, which have no fixed ratio."""

    months: Decimal
    seconds: Decimal


class YearMonth(NamedTuple):
    """A month of a year."""

    year: int
    month: int


def parse_date(text: str) -> date:
    """The day that ``YYYY-MM-DD`` means, with the freedom of C's ``strptime`` (``2021-3-5``).

    Raises
    ------
    ValueError
        Where it means none.
    """
    if len(text) == len("YYYY-MM-DD") and text[4] == text[7] == "-" and text.isascii():
        return date.fromisoformat(text)
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone


def parse_datetime(text: str) -> datetime:
    """The moment that an ISO 8601 date and time mean, which must go to the second.

    Raises
    ------
    ValueError
        Where they mean none.
    """
    day = _compiled(_DATE).match(text)
    if day is None:
        raise ValueError(text)
    moment = _compiled(_TIME).fullmatch(text, day.end() + 1)
    if moment is None or not text.isascii():
        raise ValueError(text)
    start = _day(day)
    hour, minute, second, microsecond = _clock(moment)
    late = timedelta(0)
    if hour == _MIDNIGHT_AFTER:
        if minute or second or microsecond:
            raise ValueError(text)
        hour, late = 0, timedelta(days=1)
    clock = time(hour, minute, second, microsecond, _zone(moment))
    return datetime.combine(start, clock) + late


def parse_any(text: str) -> datetime:
    """The moment that a text means in whatever form, as ``python-dateutil`` guesses it.

    Raises
    ------
    ValueError, OverflowError
        Where it means none.
    """
    from dateutil import parser  # type: ignore[import-untyped,unused-ignore]

    found: datetime = parser.parse(text, tzinfos=_zone_at)
    return found


def _zone_at(_name: str | None, offset_s: int | None) -> timezone | None:
    """The zone of an offset; a name without one is no zone, nor is an offset of a day."""
    if offset_s is None or abs(offset_s) >= _SECONDS["days"]:
        return None
    return timezone(timedelta(seconds=offset_s))


def can_parse_any() -> bool:
    """Whether ``python-dateutil``, which few packages need, is installed."""
    import importlib.util

    return importlib.util.find_spec("dateutil") is not None


def _day(found: re.Match[str]) -> date:
    year = int(found["year"])
    if week := found["week"] or found["week_"]:
        return date.fromisocalendar(year, int(week), int(found["weekday"] or found["weekday_"]))
    if found["ordinal"]:
        day = date(year, 1, 1) + timedelta(days=int(found["ordinal"]) - 1)
        if day.year != year:
            raise ValueError(found.string)
        return day
    return date(year, int(found["month"] or found["month_"]), int(found["day"] or found["day_"]))


def _clock(found: re.Match[str]) -> tuple[int, int, int, int]:
    minute = found["minute"] or found["minute_"] or 0
    second = found["second"] or found["second_"] or 0
    fraction = (found["fraction"] or found["fraction_"] or "")[:_MICROSECOND_DIGITS]
    microsecond = int(fraction.ljust(_MICROSECOND_DIGITS, "0"))
    return int(found["hour"]), int(minute), int(second), microsecond


def _zone(found: re.Match[str]) -> timezone | None:
    if not found["zone"]:
        return None
    if not found["sign"]:
        return UTC
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > _LAST_HOUR or minutes > _LAST_MINUTE:
        raise ValueError(found.string)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found["sign"] == "-" else offset)


def parse_yearmonth(text: str) -> YearMonth:
    """The month that ``YYYY-MM`` means.

    Raises
    ------
    ValueError
        Where it means none.
    """
    year, month = text.split("-")
    found = YearMonth(int(year), int(month))
    date(2000, found.month, 1)  # refuses month 0 and 13
    return found


def parse_duration(text: str) -> Duration:
    """The duration that ``PnYnMnDTnHnMnS`` means; weeks and fractions may stand anywhere.

    Raises
    ------
    ValueError
        Where it means none.

    Examples
    --------
    >>> parse_duration("P1Y2MT3S")
    Duration(months=Decimal('14'), seconds=Decimal('3'))
    """
    found = _compiled(_DURATION).fullmatch(text)
    if found is None:
        raise ValueError(text)
    amounts = {
        name: Decimal((found[name] or "0").replace(",", "."))
        for name in ("years", "months", *_SECONDS)
    }
    months = amounts["years"] * 12 + amounts["months"]
    seconds = sum((amounts[name] * size for name, size in _SECONDS.items()), Decimal(0))
    return Duration(-months, -seconds) if found["sign"] == "-" else Duration(months, seconds)


def from_timedelta(length: timedelta) -> Duration:
    """The duration that a file of typed columns holds.

    Examples
    --------
    >>> from_timedelta(timedelta(days=1, microseconds=5))
    Duration(months=Decimal('0'), seconds=Decimal('86400.000005'))
    """
    microseconds = length // timedelta(microseconds=1)
    return Duration(Decimal(0), Decimal(microseconds).scaleb(-_MICROSECOND_DIGITS))


def at_least(longer: Duration, shorter: Duration) -> bool:
    """Whether a duration is as long as another, from whichever day one counts.

    Examples
    --------
    >>> at_least(parse_duration("P1M"), parse_duration("P28D"))
    True
    >>> at_least(parse_duration("P1M"), parse_duration("P30D"))
    False
    """
    return all(_seconds_from(day, longer) >= _seconds_from(day, shorter) for day in _STARTS)


def _seconds_from(day: date, duration: Duration) -> Decimal:
    whole = int(duration.months)
    month = day.year * 12 + day.month - 1 + whole
    # 400 Gregorian years are 146,097 days; the rest is what a calendar can count.
    cycles, rest = divmod(month, 4800)
    end = date(rest // 12 + 400, rest % 12 + 1, 1).toordinal() + (cycles - 1) * 146097
    days = Decimal(end - day.toordinal()) + (duration.months - whole) * 30
    return days * 86400 + duration.seconds
