"""Dates with Microsoft Recognizers: of its candidates the one nearest before the text's day."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import lines
from recognizers_date_time import recognize_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = {"datetimeV2.date", "datetimeV2.daterange"}
REFERENCES = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"}
STRETCH = re.compile(r"\(.+,(P\d+[YMWD])\)")


def found(text: str, day: dt.date | None) -> Iterator[dict[str, Any]]:
    """What it takes for a day or a stretch of days; times of a day are no dates."""
    day = day or dt.date(2000, 1, 1)
    at = dt.datetime.combine(day, dt.time())
    for each in recognize_datetime(text, "en-us", reference=at):
        values = (each.resolution or {}).get("values")
        value = values and timex(values, day.isoformat())
        if each.type_name in TYPES or value in REFERENCES:
            yield lines.date(each.start, each.end + 1, value)


def timex(values: list[dict[str, str]], day: str) -> str:
    """The value that TIMEX3 has for it: its own, completed by a candidate where a part is open."""
    said = values[0]["timex"]
    starts = sorted(each.get("start") or each.get("value") or "" for each in values)
    start = max((each for each in starts if each <= day), default=starts[0])
    if re.fullmatch(r"XXXX-\d\d", said):
        return start[:7]
    if re.fullmatch(r"XXXX-\d\d-\d\d|XXXX-WXX-\d", said):
        return start
    if (stretch := STRETCH.fullmatch(said)) and start.endswith("-01"):
        return unit(start[:4], int(start[5:7]), stretch[1])
    return said


def unit(year: str, month: int, length: str) -> str:
    """A decade, a quarter or a half, which it says as a stretch from day to day."""
    units = {
        "P10Y": year[:3],
        "P3M": f"{year}-Q{(month + 2) // 3}",
        "P6M": f"{year}-H{(month + 5) // 6}",
    }
    return units.get(length, f"{year}-{month:02}")


lines.answer(found)
