"""Dates that name a day, a month, a quarter, a year: as they are, or with the year completed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.extraction.dates import years
from depositary.extraction.dates.memory import Meaning
from depositary.extraction.dates.timexes import days
from depositary.extraction.dates.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.extraction.dates.expressions import Expression
    from depositary.extraction.dates.memory import Basis, Memory

_NOTHING = Meaning(None, "relative")
_LARGEST_MONTH = 12
_ENDED = re.compile(r"\b(?:ended|since)\s+\Z", re.IGNORECASE)
_COMING = re.compile(r"\b(?:by|until|till|next)\s+\Z", re.IGNORECASE)


def _iso(found: Expression, _: Memory) -> Meaning:
    return _valid("{year}-{month}-{day}".format(**found.parts), "explicit")


def _numeric(found: Expression, memory: Memory) -> Meaning:
    first, second = int(found.parts["first"]), int(found.parts["second"])
    is_day_first = first > _LARGEST_MONTH or (
        second <= _LARGEST_MONTH and (memory.is_day_first or found.parts["mark"] == ".")
    )
    month, day = (second, first) if is_day_first else (first, second)
    return _valid(f"{years.short_year(found.parts['year']):04}-{month:02}-{day:02}", "explicit")


def _month_day(found: Expression, memory: Memory) -> Meaning:
    parts = found.parts
    month = _month_number(parts["month"])
    start = f"-{month:02}-{_figure(parts['day']):02}"
    year, basis = _year(parts.get("year") or parts.get("of_year"), start, found, memory)
    if year is None:
        return _NOTHING
    if last_day := parts.get("to_day") or parts.get("to_day_there"):
        last_month = _month_number(parts.get("to_month", parts["month"]))
        end = f"{year:04}-{last_month:02}-{_figure(last_day):02}"
        return _valid(f"{year:04}{start}/{end}", basis)
    return _valid(f"{year:04}{start}", basis)


def _month_year(found: Expression, memory: Memory) -> Meaning:
    part = f"-{_month_number(found.parts['month']):02}"
    year, basis = _year(found.parts.get("year"), part, found, memory)
    return Meaning(f"{year:04}{part}", basis) if year else _NOTHING


def _season_year(found: Expression, memory: Memory) -> Meaning:
    part = f"-{vocabulary().seasons[found.parts['season']]}"
    year, basis = _year(found.parts.get("year"), part, found, memory)
    return Meaning(f"{year:04}{part}", basis) if year else _NOTHING


def _quarter(found: Expression, memory: Memory) -> Meaning:
    parts = found.parts
    number = parts.get("figure") or vocabulary().ordinals[parts["ordinal"]]
    part = f"-Q{number}"
    year, basis = _year(parts.get("year") or parts.get("before"), part, found, memory)
    return Meaning(f"{year:04}{part}", basis) if year else _NOTHING


def _half(found: Expression, memory: Memory) -> Meaning:
    part = "-H1" if found.parts["ordinal"] == "first" else "-H2"
    year, basis = _year(found.parts["year"], part, found, memory)
    return Meaning(f"{year:04}{part}", basis) if year else _NOTHING


def _plain_year(found: Expression, memory: Memory) -> Meaning:
    year = int(found.parts["year"])
    if "period" in found.parts and memory.is_on_quarter(found):
        return Meaning(f"{year:04}{memory.quarter[4:]}", "from_event")
    return _valid(f"{year:04}", "explicit")


def _two_years(found: Expression, _: Memory) -> Meaning:
    first, last = found.parts["first"], found.parts["last"]
    return _valid(f"{first}/{first[: 4 - len(last)]}{last}", "explicit")


def _words_year(found: Expression, _: Memory) -> Meaning:
    year = years.spelled_year(found.parts["year"])
    return Meaning(f"{year:04}", "explicit") if year else _NOTHING


def _two_figures(found: Expression, _: Memory) -> Meaning:
    return Meaning(f"{years.short_year(found.parts['year']):04}", "explicit")


def _decade(found: Expression, _: Memory) -> Meaning:
    parts = found.parts
    if "figures" in parts:
        return Meaning(parts["figures"][:3], "explicit")
    tens = int(parts["short"]) if "short" in parts else vocabulary().decades[parts["word"]]
    return Meaning(f"19{tens // 10}", "completed")


def _century(found: Expression, _: Memory) -> Meaning:
    parts = found.parts
    number = int(parts["figure"]) if "figure" in parts else vocabulary().ordinals[parts["ordinal"]]
    return _valid(f"{number - 1:02}", "explicit")


def _year_end(found: Expression, memory: Memory) -> Meaning:
    year = found.parts.get("year")
    month = "" if "which" in found.parts else "-06"
    if year:
        return Meaning(f"{year}{month}", "explicit")
    if memory.published is None:
        return _NOTHING
    return Meaning(f"{memory.published.year:04}{month}", "completed")


def _holiday(found: Expression, memory: Memory) -> Meaning:
    rule = vocabulary().holidays[found.parts["holiday"]]
    if memory.published is None and "year" not in found.parts:
        return _NOTHING
    around = int(found.parts.get("year") or (memory.published.year if memory.published else 0))
    part = years.holiday(rule, around)
    year, basis = _year(found.parts.get("year"), part, found, memory)
    return _valid(f"{year:04}{years.holiday(rule, year)}", basis) if year else _NOTHING


def _year(
    words: str | None, part: str, found: Expression, memory: Memory
) -> tuple[int | None, Basis]:
    """The year that words name, or that the text's day, the tense and nearness complete."""
    if words:
        return named_year(words, memory)
    if memory.published is None:
        return None, "completed"
    told = memory.year_told_of(found)
    if told is not None and memory.direction(found) != "future":
        return told, "completed"
    if _ENDED.search(found.before) and (covered := days(f"{memory.published.year:04}{part}")):
        return memory.published.year - (covered[0] > memory.published), "completed"
    towards = "future" if _COMING.search(found.before) else memory.direction(found)
    return years.nearest_year(part, memory.published, towards), "completed"


def named_year(words: str, memory: Memory) -> tuple[int | None, Basis]:
    """The year of "1998", "fiscal 1998", "nineteen ninety-eight", "last year" or "that year"."""
    if found := re.search(r"\d{4}", words):
        return int(found[0]), "explicit"
    if words.startswith("year"):
        words = "last year"
    if not words.endswith(" year"):
        return years.spelled_year(words), "explicit"
    which = words.split()[-2]
    if which in {"that", "same", "following", "previous"}:
        if not memory.last:
            return None, "from_event"
        return int(memory.last[:4]) + {"following": 1, "previous": -1}.get(which, 0), "from_event"
    if memory.published is None:
        return None, "relative"
    return memory.published.year + {"last": -1, "next": 1}.get(which, 0), "relative"


def _month_number(word: str) -> int:
    known = vocabulary()
    return known.months.get(word) or known.short_months[word.rstrip(".")]


def _figure(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _valid(timex: str, basis: Basis) -> Meaning:
    """A meaning, or none where the calendar has no such day."""
    return Meaning(timex, basis) if days(timex) else Meaning(None, basis)


ABSOLUTES: Mapping[str, Callable[[Expression, Memory], Meaning]] = {
    "iso": _iso,
    "numeric": _numeric,
    "month_day": _month_day,
    "day_month": _month_day,
    "month_year": _month_year,
    "month": _month_year,
    "season_year": _season_year,
    "season": _season_year,
    "quarter": _quarter,
    "half": _half,
    "decade": _decade,
    "century": _century,
    "spelled_year": _words_year,
    "years": _two_years,
    "year": _plain_year,
    "short_year": _two_figures,
    "year_end": _year_end,
    "holiday": _holiday,
}
