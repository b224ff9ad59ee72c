"""A date as a source gives it, and the days that it covers: a small profile of EDTF.

The profile (ISO 8601-2:2019, levels 0 and 1, and the sets of level 2): ``Y``, ``Y-M``, ``Y-M-D``,
each with an optional ``?``, ``~`` or ``%``; intervals ``a/b`` with ``..`` for an open end; sets
``[a..b]``, ``[..b]``, ``[a..]`` for "one day of these, it is not known which". Nothing else: no
seasons, no ``X``, no times.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?\Z")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that a date can mean, both included; None where it is open."""

    earliest: dt.date | None
    latest: dt.date | None


def bounds(edtf: str) -> Bounds | None:
    """The days that a date of the profile covers, or None where it is not of the profile.

    Parameters
    ----------
    edtf : str
        EDTF level 0 to 1 and sets; no white space.

    Returns
    -------
    Bounds or None
        Open ends are None, never a sentinel. ``?``, ``~`` and ``%`` do not widen the bounds.

    Notes
    -----
    python-edtf is not used: it turns an open end into a date ten years away (its setting
    ``DELTA_IF_UNKNOWN``), which would be invented.

    Examples
    --------
    >>> bounds("2024-02")
    Bounds(earliest=datetime.date(2024, 2, 1), latest=datetime.date(2024, 2, 29))
    >>> bounds("[..2025-01-17]").earliest is None
    True
    >>> bounds("2025-02-30") is None
    True
    """
    if edtf.startswith("[") and edtf.endswith("]"):
        return _between(*_halves(edtf[1:-1], ".."))
    if "/" in edtf:
        start, end = _halves(edtf, "/")
        return _between("" if start == ".." else start or None, "" if end == ".." else end or None)
    return _point(edtf)


def _halves(text: str, mark: str) -> tuple[str | None, str | None]:
    left, found, right = text.partition(mark)
    return (left, right) if found else (None, None)


def _between(start: str | None, end: str | None) -> Bounds | None:
    """Bounds from a first and a last date; an empty one is open, None is not of the profile."""
    if start is None or end is None or not (start or end):
        return None
    first = _point(start) if start else Bounds(None, None)
    last = _point(end) if end else Bounds(None, None)
    if first is None or last is None:
        return None
    if first.earliest and last.latest and first.earliest > last.latest:
        return None
    return Bounds(first.earliest, last.latest)


def _point(text: str) -> Bounds | None:
    match = _POINT.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            exact = dt.date(year, month, day)
            return Bounds(exact, exact)
        if match[2]:
            return Bounds(
                dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
            )
        return Bounds(dt.date(year, 1, 1), dt.date(year, 12, 31))
    except (ValueError, calendar.IllegalMonthError):
        return None
