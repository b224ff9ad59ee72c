"""Dates that lean on another: on the day of the text ("last week"), or on one named before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from depositary.extraction.dates.memory import Meaning
from depositary.extraction.dates.timexes import at, days, moved, years_later
from depositary.extraction.dates.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.extraction.dates.expressions import Expression
    from depositary.extraction.dates.memory import Memory
    from depositary.extraction.dates.timexes import Unit

_NOTHING = Meaning(None, "relative")
_ON_ANOTHER = {"that", "same", "following", "previous", "preceding", "prior"}
_LAST = {"last", "past", "previous", "preceding", "prior"}
_NEXT = {"next", "coming", "upcoming", "following"}


def _today(found: Expression, memory: Memory) -> Meaning:
    by = {"today": 0, "yesterday": -1, "tomorrow": 1}[found.parts["day"]]
    return _beside(memory.published, "day", by)


def _beside_day(found: Expression, memory: Memory) -> Meaning:
    if "way" in found.parts:
        return _beside(memory.published, "day", -2 if "before" in found.parts["way"] else 2)
    unit = _unit(found.parts["unit"])
    if found.words.lower().endswith("last"):
        return _beside(memory.published, unit, -2)
    return _from_last(memory, unit, 1 if found.parts["side"] == "after" else -1)


def _weekday(found: Expression, memory: Memory) -> Meaning:
    if memory.published is None:
        return _NOTHING
    number = vocabulary().weekdays[found.parts["weekday"]]
    towards = memory.direction(found)
    return Meaning(_day_of_week(memory.published, number, is_ahead=towards == "future"), "relative")


def _day_of_week(day: dt.date, number: int, *, is_ahead: bool) -> str | None:
    """The nearest such day, that day itself included."""
    back = (day.isoweekday() - number) % 7
    there = moved(day, "day", (7 - back) % 7 if is_ahead else -back)
    return at(there, "day") if there else None


def _which(found: Expression, memory: Memory) -> Meaning:
    parts = found.parts
    which = parts["which"].split()[-1]
    if "weekday" in parts:
        return _which_weekday(which, vocabulary().weekdays[parts["weekday"]], memory)
    if "month" in parts:
        return _which_part(which, f"-{vocabulary().months[parts['month']]:02}", memory)
    if "season" in parts:
        return _which_part(parts["which"], f"-{vocabulary().seasons[parts['season']]}", memory)
    if parts["unit"] == "period" or (parts["unit"] == "quarter" and which in {"latest", "recent"}):
        return Meaning(memory.quarter or None, "from_event")
    unit = _unit(parts["unit"])
    by = -1 if which in _LAST else 1 if which in _NEXT else 0
    if which in _ON_ANOTHER or (unit == "day" and memory.last):
        return _from_last(memory, unit, by)
    if parts["which"] == "this past":
        by = -1
    return _beside(memory.published, unit, by)


def _which_weekday(which: str, number: int, memory: Memory) -> Meaning:
    if memory.published is None:
        return _NOTHING
    anchor = memory.published
    if which in _ON_ANOTHER and memory.last and (covered := days(memory.last)):
        anchor = covered[0]
    if which in _LAST | _NEXT:
        near = moved(anchor, "day", -1 if which in _LAST else 1) or anchor
        return Meaning(_day_of_week(near, number, is_ahead=which in _NEXT), "relative")
    monday = anchor - dt.timedelta(days=anchor.weekday())
    return Meaning(at(monday + dt.timedelta(days=number - 1), "day"), "relative")


def _which_part(which: str, part: str, memory: Memory) -> Meaning:
    """The month or the season of a year: the last one, this year's, the next one."""
    if memory.published is None:
        return _NOTHING
    year, here = memory.published.year, memory.published
    covered = days(f"{year:04}{part}")
    if covered is None:
        return _NOTHING
    if which.rsplit(maxsplit=1)[-1] in _LAST and covered[1] >= here:
        year -= 1
    elif which.rsplit(maxsplit=1)[-1] in _NEXT and covered[0] <= here:
        year += 1
    return Meaning(f"{year:04}{part}", "relative")


def _the_unit(found: Expression, memory: Memory) -> Meaning:
    unit = _unit(found.parts["unit"])
    if unit == "quarter" and memory.quarter:
        return Meaning(memory.quarter, "from_event")
    if unit == "weekend" and memory.published:
        by = 0 if memory.direction(found) == "future" or memory.published.isoweekday() > 5 else -1
        return _beside(memory.published, unit, by)
    return _beside(memory.published, unit, 0)


def _year_ago(found: Expression, memory: Memory) -> Meaning:
    if memory.is_on_quarter(found):
        return Meaning(years_later(memory.quarter, -1), "from_event")
    return _from_last(memory, "year", -1) if memory.last else _beside(memory.published, "year", -1)


def _ago(found: Expression, memory: Memory) -> Meaning:
    unit = _unit(found.parts["unit"])
    way, words = found.parts["way"], found.parts["number"]
    if words.split()[-1] in {"several", "few", "many"}:
        return Meaning("PAST_REF", "relative")
    number = _number(words)
    is_year_ago = unit == "year" and number == 1 and way in {"ago", "earlier", "before"}
    if is_year_ago and memory.is_on_quarter(found):
        return _year_ago(found, memory)
    if found.parts["unit"].startswith("fortnight"):
        unit, number = "week", 2 * number
    if way in {"ago", "from now", "hence"}:
        by = -number if way == "ago" else number
        # "Two weeks ago" is a day, as TimeBank has it, not a week.
        return _beside(memory.published, *(("day", 7 * by) if unit == "week" else (unit, by)))
    by = number if way == "later" else -number
    if unit == "year" and memory.last:
        return Meaning(years_later(memory.last, by), "from_event")
    return _from_last(memory, unit, by)


def _number(words: str) -> int:
    known = vocabulary().numbers
    if words.isdecimal():
        return int(words)
    if words in known:
        return known[words]
    return sum(known.get(word, 0) for word in words.replace("-", " ").split())


def _past_units(found: Expression, _: Memory) -> Meaning:
    return Meaning("FUTURE_REF" if "future" in found.words.lower() else "PAST_REF", "relative")


def _reference(found: Expression, _: Memory) -> Meaning:
    return Meaning(vocabulary().references[found.parts["reference"]], "relative")


def _unit(word: str) -> Unit:
    singular = {"centuries": "century"}.get(word, word.removesuffix("s"))
    return cast("Unit", singular)


def _beside(day: dt.date | None, unit: Unit, by: int) -> Meaning:
    """The unit of time that is so many after that of a day."""
    there = moved(day, unit, by) if day else None
    return Meaning(at(there, unit) if there else None, "relative")


def _from_last(memory: Memory, unit: Unit, by: int) -> Meaning:
    """The same, counted from the date that was named last; from the text's day where none was."""
    covered = days(memory.last) if memory.last else None
    anchor = covered[0] if covered else memory.published
    meaning = _beside(anchor, unit, by)
    return Meaning(meaning.timex, "from_event") if covered else meaning


RELATIVES: Mapping[str, Callable[[Expression, Memory], Meaning]] = {
    "today": _today,
    "beside_day": _beside_day,
    "weekday": _weekday,
    "which": _which,
    "the_unit": _the_unit,
    "year_ago": _year_ago,
    "ago": _ago,
    "past_units": _past_units,
    "reference": _reference,
}
