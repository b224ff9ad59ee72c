"""Is it really a date? What stands around an expression can say no: 1998 people, it may go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depositary.extraction.dates.expressions import Expression

_CLOCK_BEFORE = re.compile(
    r"(?:\d\s*[ap]\.?m\.?|\d:\d\d|\bnoon|\bmidnight|\bmorning|\bevening|\bnight|\bafternoon"
    r"|\bGMT|\bES?T),?\s+(?:on\s+)?\Z",
    re.IGNORECASE,
)
_HOUR_AFTER = re.compile(r"\s+(?:mid)?(?:morning|afternoon|evening|night|noon)s?\b", re.IGNORECASE)
_SET_BEFORE = re.compile(r"\b(?:every|each|any|per|an?|all|most)\s+\Z", re.IGNORECASE)
_EVERY_BEFORE = re.compile(r"\b(?:every|each|any|per)\s+\Z", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|for|during|through|throughout|to|before|after|between|and"
    r"|or|into|on|around|about|circa|late|early|mid|year|the|than|that|its|their|his|her|a|an|at"
    r"|over)\s+|[-–(/]\s?)\Z",
    re.IGNORECASE,
)
_IN_TIME = re.compile(
    r"\b(?:in|since|until|till|by|from|of|for|during|through|throughout|before|after|between|over|to"
    r"|into|and|last|this|next)\s+\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:%|percent|per\s+cent|million|billion|thousand|hundred|points?|pounds|dollars|euros|miles"
    r"|kilomet|met(?:er|re)s|feet|foot|acres|tons|tonnes|people|troops|soldiers|men|women|students"
    r"|workers|employees|jobs|votes|shares|barrels|units|homes|houses|words|pages|copies|seats|members"
    r"|hours|days|years|calories|degrees|kilos|kg|km|lbs?|mph|yen|francs|marks|[ap]\.?m\b)",
    re.IGNORECASE,
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:[$£€#]\s?|\d[.,/]\s?|\b(?:No\.?|number|page|pages|room|route|highway|flight|section|article"
    r"|channel|model|at)\s+)\Z",
    re.IGNORECASE,
)
_NAMED_DAY = re.compile(
    r"\b(?:Black|Bloody|Ash|Super|Palm|Holy|Cyber|Fat|Shrove|Maundy|Giving|Ruby)\s+\Z",
    re.IGNORECASE,
)
_NEWSPAPER = re.compile(
    r"\s+(?:Times|Telegraph|Mail|Mirror|Express|Herald|Post|Star|Independent|Tribune|People)\b"
)
_COUNT_AFTER = re.compile(
    r"\s+(?:\d|few|several|couple|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:fif|six|seven|eigh|nine|twen|thir|for)\w*t(?:y|een)|hundred|dozen|many|half)\b",
    re.IGNORECASE,
)
_SPAN_BEFORE = re.compile(
    r"\b(?:over|during|for|within|in|throughout|through|of|under)\s+\Z", re.IGNORECASE
)
_AMBIGUOUS_MONTHS = {"may", "march"}
_NEEDS_STOP = {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
_NAMES = {"april", "june", "august", "may"}


def is_date(found: Expression) -> bool:
    """Whether what stands around an expression lets it be a date."""
    check = _CHECKS.get(found.rule)
    return check is None or check(found)


def _has_hour(found: Expression) -> bool:
    return bool(_HOUR_AFTER.match(found.after) or _CLOCK_BEFORE.search(found.before))


def _is_day(found: Expression) -> bool:
    return not _has_hour(found)


def _is_month_day(found: Expression) -> bool:
    return not found.words.islower() and not _CLOCK_BEFORE.search(found.before)


def _is_weekday(found: Expression) -> bool:
    # "Monday night" is an hour of a day that it names: an event of that night is of that day.
    return not (
        found.words.islower()
        or _SET_BEFORE.search(found.before)
        or _NAMED_DAY.search(found.before)
        or _NEWSPAPER.match(found.after)
    )


def _is_year(found: Expression) -> bool:
    if "the" in found.parts or "phase" in found.parts:
        return not _COUNTED.match(found.after)
    if _NO_YEAR_BEFORE.search(found.before) or _COUNTED.match(found.after):
        return False
    if "period" in found.parts:
        return False
    year = int(found.parts["year"])
    is_likely = 1800 <= year <= 2050
    return is_likely or bool(_PREPOSITION.search(found.before))


def _is_years(found: Expression) -> bool:
    return not (_NO_YEAR_BEFORE.search(found.before) or _COUNTED.match(found.after))


def _is_spelled_year(found: Expression) -> bool:
    year = found.parts["year"]
    if "the" in found.parts:
        return True
    if year.startswith("two thousand"):
        return year != "two thousand" and bool(_IN_TIME.search(found.before))
    return not _COUNTED.match(found.after)


def _is_month(found: Expression) -> bool:
    word = found.parts["month"]
    is_after_preposition = bool(_IN_TIME.search(found.before))
    if found.words.split("-")[-1].split()[-1].islower() or _EVERY_BEFORE.search(found.before):
        return False
    if word in _NEEDS_STOP:
        return False
    if "phase" in found.parts or is_after_preposition:
        return True
    is_name = word in _NAMES and re.match(r"\s[^\W\d_a-z]", found.after)
    return word not in _AMBIGUOUS_MONTHS and not is_name


def _is_season(found: Expression) -> bool:
    if found.parts["season"] == "fall":
        return bool(_FALL_BEFORE.search(found.before)) and not _FALL_OF.match(found.after)
    return "phase" in found.parts or bool(_IN_TIME.search(found.before))


_FALL_BEFORE = re.compile(r"\b(?:in|by|since|until)\s+\Z", re.IGNORECASE)
_FALL_OF = re.compile(r"\s+(?:of|in|from|into|to|by)\b")


def _is_decade(found: Expression) -> bool:
    return not re.search(
        r"\b(?:his|her|their|my|our|your)\s+(?:\w+\s+)?\Z", found.before, re.IGNORECASE
    )


def _is_the_unit(found: Expression) -> bool:
    unit = found.parts["unit"]
    if _COUNT_AFTER.match(found.after):
        return False
    if "fiscal" in found.parts or unit == "day":
        return unit != "day"
    if "phase" in found.parts:
        return True
    if unit == "quarter":
        return not _NO_QUARTER_AFTER.match(found.after)
    return unit not in {"decade", "century", "month"} and not _NO_UNIT_AFTER.match(found.after)


_NO_QUARTER_AFTER = re.compile(r"\s+(?:of|that|when|in\s+which|century)\b")
_NO_UNIT_AFTER = re.compile(
    r"\s+(?:ended|ending|end|to|that|when|of|in|before|after|old|is|he|she|they|the|since|which|for"
    r"|ahead|by|as|long)\b"
)


def _is_which(found: Expression) -> bool:
    if "weekday" in found.parts:
        return _is_weekday(found)
    if "unit" not in found.parts:
        is_verb = "month" in found.parts and found.words.split()[-1].islower()
        return not is_verb and not _COUNT_AFTER.match(found.after)
    return _is_which_unit(found, found.parts["which"], found.parts["unit"])


def _is_which_unit(found: Expression, which: str, unit: str) -> bool:
    first, last = which.split(maxsplit=1)[0], which.rsplit(maxsplit=1)[-1]
    if re.match(r"\s+(?:and\s+a\s+half|or\s+(?:two|so))\b", found.after):
        return False
    if unit == "day":
        return which == "that" or last in {"next", "following", "previous", "same", "preceding"}
    if unit == "period":
        return which == "the same" or last in {"latest", "recent"}
    # "Over the past year" is as long as a year, not the one before.
    is_stretch = first == "the" and last in {"past", "last", "next", "coming"}
    is_within = is_stretch and "phase" not in found.parts and _SPAN_BEFORE.search(found.before)
    return unit == "quarter" or not is_within


def _is_ago(found: Expression) -> bool:
    is_vague = found.parts["number"].split()[-1] in {"several", "few", "many"}
    return found.parts["way"] == "ago" or not is_vague


def _is_reference(found: Expression) -> bool:
    word, before = found.parts["reference"], found.before.lower()
    if word == "the moment":
        return before.endswith("at ")
    if word == "soon":
        return not before.endswith(("as ", "too ", "how ", "very ", "so ")) and not re.match(
            r"\s+(?:after|as|enough)\b", found.after
        )
    if word in {"the past", "the present", "the future"}:
        return not (
            _COUNT_AFTER.match(found.after)
            or re.match(
                r"\s+(?:day|week|month|year|quarter|decade|centur|season|tense)", found.after
            )
        )
    if word == "current":
        return not re.match(r"\s+(?:account|events|affairs)\b", found.after)
    return True


_CHECKS: Mapping[str, Callable[[Expression], bool]] = {
    "month_day": _is_month_day,
    "day_month": _is_month_day,
    "month_year": _is_month_day,
    "today": _is_day,
    "beside_day": _is_day,
    "weekday": _is_weekday,
    "year": _is_year,
    "years": _is_years,
    "short_year": lambda found: bool(_PREPOSITION.search(found.before)),
    "spelled_year": _is_spelled_year,
    "month": _is_month,
    "season": _is_season,
    "decade": _is_decade,
    "the_unit": _is_the_unit,
    "which": _is_which,
    "ago": _is_ago,
    "reference": _is_reference,
}
