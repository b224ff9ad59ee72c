"""Which day, time, stretch of time or year does a cell hold?

A cell is text, or what a file of typed columns has in its place: a ``date``, ``datetime``,
``time`` or ``timedelta``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from depositary.checks import moments
from depositary.checks.refusal import REFUSED, field_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from depositary.checks.refusal import Field, Read

_YEAR_DIGITS, _LAST_YEAR = 4, 9999
_MIDNIGHT = time()


def _moment(
    field: Field,
    default: Callable[[str], Any],
    part: Callable[[datetime], Any],
    typed: Callable[[Any], Any],
) -> Read:
    """Read a date, a time or both, by the format of the field."""
    form = field_format(field)
    parse = default if form == "default" else _by_format(form, part)

    def read(cell: object) -> object:
        if not isinstance(cell, str):
            return typed(cell)
        try:
            return parse(cell)
        except (ValueError, OverflowError, re.error):
            return REFUSED

    return read


def _by_format(form: str, part: Callable[[datetime], Any]) -> Callable[[str], Any]:
    if form == "any":
        return lambda text: part(moments.parse_any(text))
    return lambda text: part(datetime.strptime(text, form))  # noqa: DTZ007 - the format says whether there is a zone


def day(field: Field) -> Read:
    """Read a day, also one with a time where that is midnight."""

    def typed(cell: object) -> object:
        if isinstance(cell, datetime):
            return cell.date() if cell.time().replace(microsecond=0) == _MIDNIGHT else REFUSED
        return cell if isinstance(cell, date) else REFUSED

    return _moment(field, moments.parse_date, datetime.date, typed)


def day_with_time(field: Field) -> Read:
    """Read a day with a time, to the second."""

    def default(text: str) -> datetime:
        if len(text) < len("YYYY-MM-DDTHH:MM:SS") or text[16] != ":":
            raise ValueError(text)
        return moments.parse_datetime(text)

    def typed(cell: object) -> object:
        return cell if isinstance(cell, datetime) else REFUSED

    return _moment(field, default, lambda moment: moment, typed)


def time_of_day(field: Field) -> Read:
    """Read a time of the day, to the second."""

    def default(text: str) -> time:
        if len(text) < len("HH:MM:SS") or text[5] != ":":
            raise ValueError(text)
        return moments.parse_datetime(f"2000-01-01T{text}").timetz()

    def typed(cell: object) -> object:
        return cell if isinstance(cell, time) else REFUSED

    return _moment(field, default, datetime.timetz, typed)


def year(_field: Field) -> Read:
    """Read a year of four digits, the usual form of XML Schema's ``gYear``."""

    def read(cell: object) -> object:
        if isinstance(cell, str):
            try:
                cell = int(cell) if len(cell) == _YEAR_DIGITS else None
            except ValueError:
                return REFUSED
        is_year = isinstance(cell, int) and 0 <= cell <= _LAST_YEAR
        return cell if is_year else REFUSED

    return read


def month_of_year(_field: Field) -> Read:
    """Read a month of a year."""

    def read(cell: object) -> object:
        try:
            return moments.parse_yearmonth(cell) if isinstance(cell, str) else REFUSED
        except ValueError:
            return REFUSED

    return read


def duration(_field: Field) -> Read:
    """Read a stretch of time."""

    def read(cell: object) -> object:
        if isinstance(cell, timedelta):
            return moments.from_timedelta(cell)
        try:
            return moments.parse_duration(cell) if isinstance(cell, str) else REFUSED
        except ValueError:
            return REFUSED

    return read
