"""Which dates does an article name? The extractor: finds, resolves, and says what each means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from depositary.extraction.dates.absolutes import ABSOLUTES
from depositary.extraction.dates.expressions import expressions
from depositary.extraction.dates.memory import Memory
from depositary.extraction.dates.relatives import RELATIVES
from depositary.extraction.dates.timexes import days, edtf
from depositary.extraction.mentions import Mention

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.dates.expressions import Expression
    from depositary.extraction.dates.memory import Meaning

_RESOLVERS = {**ABSOLUTES, **RELATIVES}
_STARTED = re.compile(
    r"\b(?:since|from|starting|beginning|effective)(?:\s+(?:in|on|from))?\s+\Z", re.IGNORECASE
)
_ENDED = re.compile(
    r"\b(?:until|till|through|ended|ending|ends|expires?|expired)(?:\s+(?:in|on))?\s+\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|around|approximately|circa|roughly|ca?\.)\s+\Z", re.IGNORECASE)
_PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}\Z")
_DAY_FIRST = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)


class Dates:
    """Proposes dates: needs nothing but the text, and its day for those that lean on it."""

    name = "dates"
    version = "1"
    proposes = frozenset({"date"})
    reads: frozenset[str] = frozenset()

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterator[Mention]:  # noqa: ARG002
        """The dates that an article names.

        Parameters
        ----------
        article : Article
            The text, and its day where that is known.
        found : sequence of Mention
            Not read.

        Yields
        ------
        Mention
            In order, none within another.
        """
        memory = Memory(article.text, article.published)
        memory.is_day_first = bool(_DAY_FIRST.search(article.text))
        for expression in expressions(article):
            meaning = _RESOLVERS[expression.rule](expression, memory)
            memory.remember(meaning, expression.end)
            words, confidence = RULES[expression.rule]
            yield Mention(
                expression.start,
                expression.end,
                "date",
                self.name,
                words,
                confidence,
                _about(expression, meaning, article.published),
            )


def _about(found: Expression, meaning: Meaning, published: dt.date | None) -> Mapping[str, Any]:
    timex = meaning.timex
    covered = days(timex) if timex else None
    earliest, latest = (day.isoformat() for day in covered) if covered else (None, None)
    value = edtf(timex) if timex else None
    if timex and timex.endswith("_REF") and published:
        value, earliest, latest = _seen_from(timex, published.isoformat())
    elif value and _PLAIN.match(value):
        value, earliest, latest = _loosened(found, value, earliest, latest)
    about = {
        "value": value,
        "earliest": earliest,
        "latest": latest,
        "timex": timex,
        "basis": meaning.basis,
    }
    if role := _role(found.before):
        about["role_hint"] = role
    return about


def _seen_from(timex: str, day: str) -> tuple[str, str | None, str | None]:
    """What "recently", "now" and "soon" can mean on a day: not after it, on it, not before it."""
    return {
        "PAST_REF": (f"[..{day}]", None, day),
        "PRESENT_REF": (day, day, day),
        "FUTURE_REF": (f"[{day}..]", day, None),
    }[timex]


def _loosened(
    found: Expression, value: str, earliest: str | None, latest: str | None
) -> tuple[str, str | None, str | None]:
    """A value with what "or later" and "about" make of it."""
    opening = found.parts.get("open", "")
    if opening == "or earlier":
        return f"[..{value}]", None, latest
    if opening:
        return f"[{value}..]", earliest, None
    return f"{value}~" if _ABOUT.search(found.before) else value, earliest, latest


def _role(before: str) -> str | None:
    """What the words before a date say of it: that something started or ended then."""
    if _STARTED.search(before):
        return "started"
    return "ended" if _ENDED.search(before) else None


RULES: Mapping[str, tuple[str, float]] = {
    "iso": ("a date in figures", 0.9),
    "numeric": ("a date in figures", 0.9),
    "month_day": ("a month and a day", 0.9),
    "day_month": ("a day and a month", 0.9),
    "month_year": ("a month and a year", 0.9),
    "month": ("a month, its year completed", 0.9),
    "season_year": ("a season and a year", 0.9),
    "season": ("a season, its year completed", 0.9),
    "quarter": ("a quarter of a year", 0.9),
    "half": ("a half of a year", 0.9),
    "decade": ("a decade", 0.9),
    "century": ("a century", 0.9),
    "spelled_year": ("a year in words", 0.9),
    "years": ("from one year to another", 0.9),
    "year": ("a year", 0.9),
    "short_year": ("a year in two figures", 0.9),
    "year_end": ("the end or the middle of a year", 0.9),
    "holiday": ("a holiday", 0.9),
    "today": ("a day named from the day of the text", 0.9),
    "beside_day": ("the time before or after another", 0.9),
    "weekday": ("a weekday, by the tense of its sentence", 0.9),
    "which": ("last, this, next or that", 0.9),
    "the_unit": ("the week, quarter or year at hand", 0.9),
    "year_ago": ("the same period of the year before", 0.9),
    "ago": ("so long ago, earlier or later", 0.9),
    "past_units": ("recent or future times", 0.9),
    "reference": ("now, the past or the future", 0.9),
}
"""By rule of the grammar: its words for a curator, and how often its values were right."""
