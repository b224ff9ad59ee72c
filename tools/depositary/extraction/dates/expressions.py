"""The date expressions of a text: candidates of the grammar that their surroundings do not refute."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depositary.extraction.dates.grammar import parser, scanner
from depositary.extraction.dates.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from depositary.extraction.articles import Article, Sentence

_NEAR = 40
"""Code points before and after an expression that can refute it."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that name a date, and how they do.

    Parameters
    ----------
    start, end : int
        Code points of the text, half-open.
    words : str
        As they stand there.
    rule : str
        The rule of the grammar that they follow.
    parts : mapping
        The named parts of the rule, in plain words; only those that are there.
    before, after : str
        What stands around it in its paragraph, up to 40 code points.
    sentence : Sentence
        In which it stands.
    """

    start: int
    end: int
    words: str
    rule: str
    parts: Mapping[str, str]
    before: str
    after: str
    sentence: Sentence


def expressions(article: Article) -> Iterator[Expression]:
    """The date expressions of an article, in order, none within another."""
    text, scan = article.text, scanner()
    for part in article.parts:
        if part.role == "furniture":
            continue
        for match in scan.finditer(text, part.span.start, part.span.end):
            start, end = match.span()
            sentence = article.sentence_of(start)
            if sentence is None or end > sentence.span.end:
                continue
            rule = str(match.lastgroup)
            before = text[max(part.span.start, start - _NEAR) : start]
            after = text[end : min(part.span.end, end + _NEAR)]
            parsed = parser(rule).match(match[0] + after)
            parts = {
                name: plain(word) for name, word in (parsed or match).groupdict().items() if word
            }
            found = Expression(start, end, match[0], rule, parts, before, after, sentence)
            if _is_date(found):
                yield found


_CLOCK_BEFORE = re.compile(
    r"(?:\d\s*[ap]\.?m\.?|\d:\d\d|\bnoon|\bmidnight|\bmorning|\bevening|\bnight|\bafternoon|\bGMT|\bES?T)"
    r",?\s+(?:on\s+)?\Z",
    re.IGNORECASE,
)
_HOUR_AFTER = re.compile(r"\s+(?:mid)?(?:morning|afternoon|evening|night|noon)s?\b", re.IGNORECASE)
_SET_BEFORE = re.compile(r"\b(?:every|each|any|per|an?|all|most)\s+\Z", re.IGNORECASE)
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
_NAMES = {"april", "june", "august", "may"}


def _is_date(found: Expression) -> bool:
    """Whether what stands around an expression lets it be a date."""
    check = _CHECKS.get(found.rule)
    return check is None or check(found)


def _has_hour(found: Expression) -> bool:
    return bool(_HOUR_AFTER.match(found.after) or _CLOCK_BEFORE.search(found.before))


def _is_day(found: Expression) -> bool:
    return not _has_hour(found)


def _is_month_day(found: Expression) -> bool:
    if found.rule == "month_day":
        month = found.words.split()[-2 if len(found.words.split()) > 1 else 0]
    else:
        month = found.words
    return any(letter.isupper() for letter in month) and not _CLOCK_BEFORE.search(found.before)


def _is_weekday(found: Expression) -> bool:
    return not (
        (
            found.parts["weekday"].islower()
            and found.words[-3:].islower()
            and not any(letter.isupper() for letter in found.words)
        )
        or _has_hour(found)
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
    is_thousand = found.parts["year"].startswith("two thousand")
    if "the" in found.parts:
        return True
    if is_thousand and not (
        found.parts["year"] != "two thousand" and _IN_TIME.search(found.before)
    ):
        return False
    return not _COUNTED.match(found.after)


def _is_month(found: Expression) -> bool:
    word = found.parts["month"]
    is_after_preposition = bool(_IN_TIME.search(found.before))
    if not found.words.rstrip(".")[-3:].lower() or _SET_BEFORE.search(found.before):
        return False
    if not any(letter.isupper() for letter in found.words.split("-")[-1].split()[-1]):
        return False
    if len(word) <= 4 and not word.endswith(".") and word not in {"may", "june", "july", "sept"}:
        return False
    if "phase" in found.parts:
        return True
    if word in _AMBIGUOUS_MONTHS and not is_after_preposition:
        return False
    followed = found.after[:2]
    is_name = word in _NAMES and followed[:1] == " " and followed[1:].isupper()
    return is_after_preposition or not is_name


def _is_season(found: Expression) -> bool:
    if "phase" in found.parts and found.parts["season"] != "fall":
        return True
    is_fall_of = found.parts["season"] == "fall" and (
        re.match(r"\s+(?:of|in|from|into|to|by)\b", found.after)
        or not re.search(r"\b(?:in|by|since|until|this)\s+\Z", found.before, re.IGNORECASE)
    )
    return bool(_IN_TIME.search(found.before)) and not is_fall_of


def _is_decade(found: Expression) -> bool:
    return not re.search(
        r"\b(?:his|her|their|my|our|your)\s+(?:\w+\s+)?\Z", found.before, re.IGNORECASE
    )


def _is_the_unit(found: Expression) -> bool:
    unit = found.parts["unit"]
    if _COUNT_AFTER.match(found.after):
        return False
    if "fiscal" in found.parts:
        return True
    if unit == "day":
        return False
    if "phase" in found.parts:
        return True
    if unit in {"decade", "century", "month"}:
        return False
    return not re.match(
        r"\s+(?:ended|ending|end|to|that|when|of|in|before|after|old|is|he|she|they|the|since|which|for"
        r"|ahead|by|as|long)\b",
        found.after,
    )


def _is_which(found: Expression) -> bool:
    which, unit = found.parts["which"], found.parts.get("unit", "")
    if "weekday" in found.parts:
        return _is_weekday(found)
    if not unit:
        return not _COUNT_AFTER.match(found.after)
    if re.match(r"\s+(?:and\s+a\s+half|or\s+(?:two|so))\b", found.after):
        return False
    words = which.split()
    if unit == "day":
        return (
            words[-1] in {"next", "following", "previous", "same", "preceding"} or which == "that"
        )
    if unit == "period":
        return words[-1] in {"latest", "recent"} or which == "the same"
    is_stretch = words[0] == "the" and words[-1] in {"past", "last", "next", "coming"}
    if is_stretch and "phase" not in found.parts:
        return unit == "quarter" or not _SPAN_BEFORE.search(found.before)
    return True


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
