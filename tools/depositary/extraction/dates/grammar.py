"""The shapes of date expressions, as patterns: one for each way to name a date."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from depositary.extraction.dates.vocabulary import any_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMED = re.compile(r"\?P<\w+>")

YEAR = r"(?:(?:1\d|20|21)\d\d(?![\d%]|[.,:]\d))"
DAY = r"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?![%°/]|[.,:-]\d))"
DASH = r"(?:\s*[-–—]\s*|\s+(?:to|through)\s+)"

# "the end of", "early", "mid-": they belong to the expression, as in TimeML.
PHASE = (
    r"(?:(?:as\s+)?(?:(?:the\s+)?(?:early|late|earlier|later|mid|middle)(?:\s+in|\s+on)?(?:\s+the)?"
    r"(?:\s+|\s?-\s?)"
    r"|the\s+(?:very\s+)?(?:beginning|start|end|middle|close|(?:early|latter|later|first|last)\s+"
    r"(?:part|days|months|weeks|years))\s+of\s+)(?=\S))"
)
_FISCAL = r"(?:(?:fiscal|calendar|financial)\s+(?:year\s+)?)"
_WHICH = (
    r"(?:(?:the\s+)?(?:last|past|previous|preceding|prior|next|coming|upcoming|following"
    r"|current|present|same|latest|most\s+recent)|this(?:\s+(?:past|coming|current|same))?"
    r"|that(?:\s+same)?)"
)
_UNIT = r"(?:day|weekend|week|fortnight|month|quarter|year|decade|century)"
_UNITS = r"(?:days|weekends|weeks|fortnights|months|quarters|years|decades|centuries)"
_ABOUT = (
    r"(?:(?:about|around|nearly|almost|some|roughly|approximately|more\s+than|less\s+than|over"
    r"|just\s+over|just\s+under|at\s+least|only)\s+)"
)
_OF_YEAR = (
    rf"(?:{_FISCAL}?{YEAR}|(?:this|last|next|that|(?:the\s+)?(?:same|following|previous))\s+year)"
)


def _spelled_year() -> str:
    known = vocabulary()
    ones = any_of(
        word for word, number in known.numbers.items() if 0 < number < 10 and len(word) > 2
    )
    teens = any_of(word for word, number in known.numbers.items() if 9 < number < 20)
    tens = any_of(word for word, number in known.numbers.items() if word.endswith("ty"))
    below = rf"(?:{tens}(?:[\s-]{ones})?|{teens}|(?:oh?|hundred(?:\s+and)?)[\s-]{ones}|hundred)"
    return (
        rf"(?:(?:eighteen|nineteen)[\s-]{below}|twenty[\s-](?:{tens}(?:[\s-]{ones})?|{teens})"
        rf"|two\s+thousand(?:\s+(?:and\s+)?(?:{ones}|{teens}|{tens}))?)(?!\s+(?:hundred|thousand))\b"
    )


@cache
def rules() -> Mapping[str, str]:
    """Patterns by the name of their rule; of two that fit at one place, the first is meant."""
    known = vocabulary()
    long_month = rf"{any_of(known.months)}\b"
    month = rf"(?:{long_month}|{any_of(known.short_months)}\b\.?)"
    weekday = rf"(?:{any_of(known.weekdays)}\b)"
    any_weekday = rf"(?:{any_of(known.weekdays)}\b|{any_of(known.short_weekdays)}\b\.?(?=,?\s))"
    season = rf"(?:{any_of(known.seasons)}\b)"
    ordinal = any_of(list(known.ordinals)[:4])
    number = rf"(?:\d{{1,3}}|{any_of(known.numbers)}(?:[\s-]{any_of(_ones())})?)"
    spelled = _spelled_year()
    return {
        "iso": r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])",
        "numeric": r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)"
        r"(?P<year>\d{4}|\d\d)(?![\d/.-]\d|\d|%)",
        "month_day": rf"(?:{any_weekday},?\s+)?(?P<month>{month})\s+(?:the\s+)?(?P<day>{DAY})"
        rf"(?:{DASH}(?P<to_month>{month}\s+)?(?P<to_day>{DAY}))?"
        rf"(?:,?\s+(?P<year>{YEAR}|{_OF_YEAR}))?",
        "day_month": rf"(?:{any_weekday},?\s+)?(?:the\s+)?(?P<day>{DAY})"
        rf"(?:{DASH}(?:the\s+)?(?P<to_day>{DAY}))?[\s-]+(?:of\s+)?(?P<month>{month})"
        rf"(?:[,-]?\s*(?P<year>{YEAR})|,?\s+(?P<of_year>{_OF_YEAR}))?",
        "month_year": rf"{PHASE}?(?P<month>{month}),?\s+(?:of\s+|in\s+)?(?P<year>{_OF_YEAR}|{spelled})",
        "season_year": rf"(?:{PHASE}|the\s+)?(?P<season>{season}),?\s+(?:of\s+)?(?P<year>{_OF_YEAR})",
        "quarter": rf"{PHASE}?(?:the\s+)?(?:(?:(?P<before>(?:this|last|next)\s+year|{YEAR})(?:['’]s)?\s+)"
        rf"|{_FISCAL})?(?:(?P<ordinal>{ordinal})[\s-]+(?:fiscal[\s-]+)?quarter\b|Q(?P<figure>[1-4])\b)"
        rf"(?:,?\s+(?:of\s+)?(?:the\s+)?(?P<year>{_OF_YEAR}))?",
        "half": rf"(?:the\s+)?(?P<ordinal>first|second)[\s-]half\s+of\s+(?:the\s+)?(?P<year>{_OF_YEAR})",
        "decade": rf"(?:the\s+)?(?:{PHASE})?(?:(?P<figures>(?:1[5-9]|20)\d0)['’]?s\b"
        rf"|['’‘](?P<short>[1-9]0)['’]?s\b|(?:nineteen[\s-])?(?P<word>{any_of(known.decades)})\b)",
        "century": rf"(?:the\s+)?(?:{PHASE})?(?:(?P<figure>\d{{1,2}})(?:st|nd|rd|th)"
        rf"|(?P<ordinal>{any_of(known.ordinals)}))[\s-]+century\b",
        "spelled_year": rf"(?:{PHASE})?(?P<the>the\s+year\s+)?(?P<year>{spelled})",
        "years": rf"(?P<first>{YEAR})\s?[-–/]\s?(?P<last>{YEAR}|\d\d(?![\d%]|[.,:/-]\d))",
        "year": rf"(?P<phase>{PHASE})?(?P<the>the\s+year\s+|the\s+(?={YEAR}\s+period)|{_FISCAL}|FY\s?)?(?P<year>{YEAR})"
        r"(?P<open>\s+(?:or\s+later|or\s+earlier|and\s+beyond|onwards?))?(?!['’]?s\b\s+\d)"
        r"(?P<period>\s+period\b)?",
        "short_year": r"(?P<mark>['’‘])(?P<year>\d\d)(?!\d|['’]?s|[.,]\d|%)\b",
        "year_end": r"(?:(?:the\s+)?(?:calendar\s+|fiscal\s+)?(?P<which>year)(?:['’]s)?[\s-]+end|mid-?year)\b"
        rf"(?:\s+(?P<year>{YEAR}))?",
        **_relative(number, month, long_month, weekday, season),
    }


def _relative(
    number: str, month: str, long_month: str, weekday: str, season: str
) -> Mapping[str, str]:
    """Patterns of dates that are reckoned from another day."""
    known = vocabulary()
    return {
        "year_ago": r"the\s+(?:same\s+)?(?:year[\s-](?:earlier|ago|before)|prior-year|previous-year)"
        r"\s+(?:period|quarter|month)\b|the\s+(?:quarter|period)\s+a\s+year\s+(?:ago|earlier)\b"
        r"|year-(?:earlier|ago)\b(?!\s+(?:nine|six|three)\b)",
        "ago": rf"{_ABOUT}?(?P<number>{number}|several|(?:a\s+)?few|many)\s+(?:more\s+)?"
        rf"(?P<unit>{_UNITS}|{_UNIT})\s+(?P<way>ago|earlier|later|previously|from\s+now|hence"
        r"|before(?=\s*[,.;:!?]|\s*$))\b",
        "beside_day": r"the\s+day\s+(?P<way>before\s+yesterday|after\s+tomorrow)\b"
        rf"|the\s+(?P<unit>{_UNIT})\s+(?P<side>before|after|earlier)(?=\s*[,.;:!?]|\s*$|\s+last\b)"
        r"(?:\s+last\b)?",
        "today": r"(?:(?:earlier|later|early|late)\s+)?(?P<day>today|yesterday|tomorrow)\b",
        "which": rf"(?P<phase>{PHASE})?(?P<which>{_WHICH})\s+(?:fiscal\s+|calendar\s+)?"
        rf"(?:(?P<unit>{_UNIT}|period)|(?P<season>{season})|(?P<month>{long_month})|(?P<weekday>{weekday}))"
        r"\b(?!-)",
        "past_units": r"(?:the\s+)?(?:recent|past\s+(?:few|several)|last\s+few|future)\s+"
        rf"(?P<unit>{_UNITS})\b",
        "the_unit": rf"(?:(?P<phase>{PHASE})(?:the\s+)?|the\s+)(?P<fiscal>(?:latest\s+)?fiscal\s+)?"
        r"(?P<unit>year|quarter|month|weekend|week|day|decade|century)\b(?!-)",
        "weekday": rf"(?:(?:early|late|earlier|later)\s+(?:on\s+)?)?(?P<weekday>{weekday})",
        "holiday": rf"(?P<holiday>{any_of(known.holidays)})\b(?:,?\s+(?P<year>{YEAR}))?",
        "season": rf"(?P<phase>{PHASE}|the\s+)?(?P<season>{season})",
        "month": rf"(?P<phase>{PHASE})?(?P<month>{month})",
        "reference": rf"(?P<reference>{any_of(known.references)})\b(?!-)",
    }


def _ones() -> list[str]:
    return [
        word for word, number in vocabulary().numbers.items() if 0 < number < 10 and len(word) > 2
    ]


@cache
def scanner() -> re.Pattern[str]:
    """One pattern that finds every candidate; the group that matched is the name of its rule."""
    names = "|".join(f"(?P<{name}>{_without_names(pattern)})" for name, pattern in rules().items())
    return re.compile(rf"(?<![\w$£€#])(?:{names})", re.IGNORECASE)


def _without_names(pattern: str) -> str:
    """A pattern without groups, the date mark repeated by what it may be."""
    return _NAMED.sub("?:", pattern.replace("(?P=mark)", "[/.-]"))


@cache
def parser(rule: str) -> re.Pattern[str]:
    """The pattern of one rule, with a group for each part of the expression."""
    return re.compile(rules()[rule], re.IGNORECASE)
