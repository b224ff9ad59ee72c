"""The shapes of date expressions, as patterns: one for each way to name a date."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from depositary.extraction.dates.vocabulary import any_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_QUOTE = "['’‘]"
_DASH = "[-–—]"
_POSSESSIVE = rf"(?:{_QUOTE}s)?"
_YEAR = r"(?:(?:1\d|20|21)\d\d(?![\d%]|[.,:]\d))"
_DAY = r"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?![%°/]|[.,:]\d))"
_TO = rf"(?:\s*{_DASH}\s*|\s+(?:to|through)\s+)"

# "the end of", "early", "mid-": they belong to the expression, as in TimeML.
_PHASE = (
    r"(?:(?:as\s+)?(?:(?:the\s+)?(?:early|late|earlier|later|mid|middle)(?:\s+in|\s+on)?"
    r"(?:\s+the)?(?:\s+|\s?-\s?)|the\s+(?:very\s+)?(?:beginning|start|end|middle|close"
    r"|(?:early|latter|later|first|last)\s+(?:part|days|months|weeks|years))\s+of\s+)(?=\S))"
)
_FISCAL = r"(?:(?:fiscal|calendar|financial)\s+(?:year\s+)?)"
_WHICH = (
    r"(?:(?:the\s+)?(?:last|past|previous|preceding|prior|next|coming|upcoming|following|current"
    r"|present|same|latest|most\s+recent)|this(?:\s+(?:past|coming|current|same))?"
    r"|that(?:\s+same)?)"
)
_UNIT = r"(?:day|weekend|week|fortnight|month|quarter|year|decade|century)"
_UNITS = r"(?:days|weekends|weeks|fortnights|months|quarters|years|decades|centuries)"
_ABOUT = (
    r"(?:(?:about|around|nearly|almost|some|roughly|approximately|more\s+than|less\s+than|over"
    r"|just\s+over|just\s+under|at\s+least|only)\s+)"
)
_OF_YEAR = (
    rf"(?:{_FISCAL}?{_YEAR}"
    r"|(?:this|last|next|that|(?:the\s+)?(?:same|following|previous))\s+year)"
)
_ONES = any_of(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
_TEENS = any_of(
    [
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
)
_TENS = any_of(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_SPELLED = (
    rf"(?:(?:eighteen|nineteen)[\s-](?:{_TENS}(?:[\s-]{_ONES})?|{_TEENS}"
    rf"|(?:oh?|hundred(?:\s+and)?)[\s-]{_ONES}|hundred)"
    rf"|twenty[\s-](?:{_TENS}(?:[\s-]{_ONES})?|{_TEENS})"
    rf"|two\s+thousand(?:\s+(?:and\s+)?(?:{_ONES}|{_TEENS}|{_TENS}))?)"
    r"(?!\s+(?:hundred|thousand))\b"
)


@cache
def rules() -> Mapping[str, str]:
    """Patterns by the name of their rule; of two that fit at one place, the first is meant."""
    return {**_days(), **_stretches(), **_leaning()}


def _month() -> str:
    known = vocabulary()
    return rf"(?:{any_of(known.months)}\b|{any_of(known.short_months)}\b\.?)"


def _days() -> dict[str, str]:
    """Days by their month and number."""
    known, month = vocabulary(), _month()
    weekday = (
        rf"(?:(?:{any_of(known.weekdays)}\b|{any_of(known.short_weekdays)}\b\.?(?=,?\s)),?\s+)?"
    )
    return {
        "iso": r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])",
        "numeric": r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)"
        r"(?P<year>\d{4}|\d\d)(?![\d/.-]\d|\d|%)",
        "month_day": rf"{weekday}(?P<month>{month})\s+(?:the\s+)?(?P<day>{_DAY})"
        rf"(?:{_TO}(?P<to_day>{_DAY})"
        rf"|\s?{_DASH}\s?(?P<to_month>{month})\s+(?P<to_day_there>{_DAY}))?"
        rf"(?:,?\s+(?P<year>{_YEAR}|(?:of\s+)?{_OF_YEAR}))?",
        "day_month": rf"{weekday}(?:the\s+)?(?P<day>{_DAY})(?:{_TO}(?:the\s+)?(?P<to_day>{_DAY}))?"
        rf"[\s-]+(?:of\s+)?(?P<month>{month})"
        rf"(?:[,-]?\s*(?P<year>{_YEAR})|,?\s+(?:of\s+)?(?P<of_year>{_OF_YEAR}))?",
    }


def _stretches() -> dict[str, str]:
    """Months, seasons, quarters, years, decades and centuries by their names."""
    known = vocabulary()
    ordinal = any_of(list(known.ordinals)[:4])
    season = rf"(?P<season>{any_of(known.seasons)}\b)"
    return {
        "month_year": rf"{_PHASE}?(?P<month>{_month()}),?\s+(?:of\s+|in\s+)?"
        rf"(?P<year>{_OF_YEAR}|{_SPELLED})",
        "season_year": rf"(?:{_PHASE}|the\s+)?{season},?\s+(?:of\s+)?"
        rf"(?P<year>{_OF_YEAR}|{_SPELLED})",
        # TimeBank has "the third quarter", but the "third-quarter" loss.
        "quarter": rf"{_PHASE}?(?:the\s+(?!{ordinal}-))?(?:(?P<before>(?:this|last|next)\s+year"
        rf"|year-(?:ago|earlier)|{_YEAR}){_POSSESSIVE}\s+|{_FISCAL})?"
        rf"(?:(?P<ordinal>{ordinal})[\s-]+(?:fiscal[\s-]+)?quarter\b|Q(?P<figure>[1-4])\b)"
        rf"(?:,?\s+(?:of\s+)?(?:the\s+)?(?P<year>{_OF_YEAR}))?",
        "half": r"(?:the\s+)?(?P<ordinal>first|second|last|latter)[\s-]half\s+of\s+(?:the\s+)?"
        rf"(?P<year>{_OF_YEAR})",
        "decade": rf"(?:the\s+)?{_PHASE}?(?:(?P<figures>(?:1[5-9]|20)\d0){_QUOTE}?s\b"
        rf"|{_QUOTE}(?P<short>[1-9]0){_QUOTE}?s\b"
        rf"|(?:nineteen[\s-])?(?P<word>{any_of(known.decades)})\b)",
        "century": rf"(?:the\s+)?{_PHASE}?(?:(?P<figure>\d{{1,2}})(?:st|nd|rd|th)"
        rf"|(?P<ordinal>{any_of(known.ordinals)}))[\s-]+century\b",
        "spelled_year": rf"{_PHASE}?(?P<the>the\s+year\s+)?(?P<year>{_SPELLED})",
        "years": rf"(?P<first>{_YEAR})\s?[-–/]\s?"
        rf"(?P<last>{_YEAR}|\d\d(?![\d%]|[.,:/-]\d))",
        "year": rf"(?P<phase>{_PHASE})?(?P<the>the\s+year\s+"
        rf"|the\s+(?={_YEAR}\s+(?:period|quarter))|{_FISCAL}|FY\s?)?(?P<year>{_YEAR})"
        r"(?P<open>\s+(?:or\s+later|or\s+earlier|and\s+beyond|onwards?))?"
        r"(?P<period>\s+(?:period|quarter)\b)?",
        "short_year": rf"(?P<mark>{_QUOTE})(?P<year>\d\d)(?!\d|{_QUOTE}?s|[.,]\d|%)\b",
        "year_end": r"(?:(?:the\s+)?(?:calendar\s+|fiscal\s+)?(?P<which>year)"
        rf"{_POSSESSIVE}[\s-]+end|mid-?year)\b(?:\s+(?P<year>{_YEAR}))?",
        "holiday": rf"(?P<holiday>{any_of(known.holidays)})\b(?:,?\s+(?P<year>{_YEAR}))?",
    }


def _leaning() -> dict[str, str]:
    """What needs the day of the text, or a date named before, to be understood."""
    known = vocabulary()
    season = rf"(?P<season>{any_of(known.seasons)}\b)"
    weekday = rf"(?P<weekday>{any_of(known.weekdays)}\b)"
    number = rf"(?:\d{{1,3}}|{any_of(known.numbers)}(?:[\s-]{_ONES})?)"
    return {
        "year_ago": r"the\s+(?:(?:same|comparable|corresponding)\s+)?"
        r"(?:year[\s-](?:earlier|ago|before)|prior-year|previous-year)"
        r"\s+(?:period|quarter|month)\b"
        r"|the\s+(?:quarter|period)\s+a\s+year\s+(?:ago|earlier)\b"
        r"|year-(?:earlier|ago)\b(?!\s+(?:nine|six|three)\b)",
        "ago": rf"{_ABOUT}?(?P<number>{number}|several|(?:a\s+)?few|many)\s+(?:more\s+)?"
        rf"(?P<unit>{_UNITS}|{_UNIT})\s+(?P<way>ago|earlier|later|previously|from\s+now|hence"
        r"|before(?=\s*[,.;:!?]|\s*$))\b",
        "beside_day": r"the\s+day\s+(?P<way>before\s+yesterday|after\s+tomorrow)\b"
        rf"|the\s+(?P<unit>{_UNIT})\s+(?P<side>before|after|earlier)"
        r"(?=\s*[,.;:!?]|\s*$|\s+last\b)(?:\s+last\b)?",
        "today": r"(?:(?:earlier|later|early|late)\s+)?(?P<day>today|yesterday|tomorrow)\b",
        "which": rf"(?P<phase>{_PHASE})?(?P<which>{_WHICH})\s+(?:fiscal\s+|calendar\s+)?"
        rf"(?:(?P<unit>{_UNIT}|period)|{season}|(?P<month>{any_of(known.months)})|{weekday})"
        r"\b(?!-)",
        "past_units": r"(?:the\s+(?!past\s+\w+s\b))?"
        r"(?P<kind>recent|past\s+(?:few|several)|last\s+few|past|future|coming)\s+"
        rf"(?P<unit>{_UNITS})\b",
        "the_unit": rf"(?:(?P<phase>{_PHASE})(?:the\s+)?|the\s+)"
        r"(?P<fiscal>(?:latest\s+)?fiscal\s+|full\s+)?"
        r"(?P<unit>year|quarter|month|weekend|week|day|decade|century)\b(?!-)",
        "weekday": rf"(?:(?:early|late|earlier|later)\s+(?:on\s+)?)?{weekday}",
        "season": rf"(?P<phase>{_PHASE}|the\s+)?{season}",
        "month": rf"(?P<phase>{_PHASE})?(?P<month>{_month()})",
        "reference": rf"(?P<reference>{any_of(known.references)})\b(?!-)",
    }


FIGURE, QUOTE = "0", "'"
"""How an expression opens that begins with figures, or with the quote of the '60s."""

_PHASE_FIRST = "as the early late earlier later mid middle"
_YEAR_FIRST = f"{FIGURE} fiscal calendar financial"
_WHICH_FIRST = (
    "the last past previous preceding prior next coming upcoming following current present same"
    " latest most this that"
)
_ABOUT_FIRST = "about around nearly almost some roughly approximately more less over just at only"
_SPELLED_FIRST = "eighteen nineteen twenty two"


def first_word(words: str) -> str:
    """The first word of a name, as far as its letters go: *valentine* of "valentine's day"."""
    return re.split(r"\W", words)[0]


def _firsts(names: Iterable[str]) -> str:
    return " ".join(map(first_word, names))


@cache
def _openings() -> Mapping[str, frozenset[str]]:
    """By rule the words with which it can open."""
    return {rule: frozenset(words.split()) for rule, words in _told_openings().items()}


def _told_openings() -> dict[str, str]:
    known = vocabulary()
    months, seasons = _firsts([*known.months, *known.short_months]), _firsts(known.seasons)
    weekdays, ordinals = _firsts(known.weekdays), _firsts(known.ordinals)
    either = f"{weekdays} {_firsts(known.short_weekdays)}"
    return {
        "iso": FIGURE,
        "numeric": FIGURE,
        "month_day": f"{either} {months}",
        "day_month": f"{either} the {FIGURE}",
        "month_year": f"{_PHASE_FIRST} {months}",
        "season_year": f"{_PHASE_FIRST} {seasons}",
        "quarter": f"{_PHASE_FIRST} {_YEAR_FIRST} {ordinals} this last next year q",
        "half": "the first second last latter",
        "decade": f"{_PHASE_FIRST} {FIGURE} {QUOTE} nineteen {_firsts(known.decades)}",
        "century": f"{_PHASE_FIRST} {FIGURE} {ordinals}",
        "spelled_year": f"{_PHASE_FIRST} {_SPELLED_FIRST}",
        "years": FIGURE,
        "year": f"{_PHASE_FIRST} {_YEAR_FIRST} fy",
        "short_year": QUOTE,
        "year_end": "the calendar fiscal year mid midyear",
        "holiday": _firsts(known.holidays),
        "year_ago": "the year",
        "ago": f"{_ABOUT_FIRST} {FIGURE} several few many {_firsts(known.numbers)}",
        "beside_day": "the",
        "today": "earlier later early late today yesterday tomorrow",
        "which": f"{_PHASE_FIRST} {_WHICH_FIRST}",
        "past_units": "the recent past last future coming",
        "the_unit": _PHASE_FIRST,
        "weekday": f"early late earlier later {weekdays}",
        "season": f"{_PHASE_FIRST} {seasons}",
        "month": f"{_PHASE_FIRST} {months}",
        "reference": _firsts(known.references),
    }


@cache
def opened_by(word: str) -> tuple[str, ...]:
    """The rules that can open with a word in lower case, in order.

    Examples
    --------
    >>> opened_by("yesterday"), opened_by("easter")
    (('today',), ('holiday',))
    """
    return tuple(rule for rule, words in _openings().items() if word in words)


@cache
def parser(rule: str) -> re.Pattern[str]:
    """The pattern of one rule, with a group for each part of the expression."""
    return re.compile(rf"(?<![\w$£€#])(?:{rules()[rule]})", re.IGNORECASE)
