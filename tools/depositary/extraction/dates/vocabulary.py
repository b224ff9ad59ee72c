"""The words of the calendar that are known, from ``knowledge/calendar.json``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in lower case, and what each stands for.

    Parameters
    ----------
    months, short_months : mapping
        To the number of the month, from 1; the short ones may have a full stop.
    weekdays, short_weekdays : mapping
        To the number of the day in its week, from 1 for Monday (ISO 8601).
    seasons : mapping
        To their letters in TIMEX3.
    numbers, ordinals : mapping
        To what they count.
    decades : mapping
        To their first year in its century.
    references : mapping
        To ``PAST_REF``, ``PRESENT_REF`` or ``FUTURE_REF``.
    holidays : mapping
        To ``MM-DD``, ``MM-weekday-which`` or ``easter+days``.
    """

    months: Mapping[str, int]
    short_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    seasons: Mapping[str, str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    references: Mapping[str, str]
    holidays: Mapping[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The words that the project knows, read once."""
    path = resources.files("depositary.extraction").joinpath("knowledge", "calendar.json")
    known = json.loads(path.read_text(encoding="utf-8"))
    return Vocabulary(**{name: words for name, words in known.items() if not name.startswith("_")})


def any_of(words: Iterable[str]) -> str:
    r"""A pattern for one of some words, the longer before the shorter.

    Examples
    --------
    >>> any_of(["sep", "sept", "the past"])
    '(?:the\\s+past|sept|sep)'
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(_pattern(word) for word in longest_first)})"


def _pattern(word: str) -> str:
    return r"\s+".join(re.escape(part).replace("'", "['’]") for part in word.split())


def plain(words: str) -> str:
    """Words as the vocabulary has them: lower case, one space, straight apostrophes.

    Examples
    --------
    >>> plain("New  Year’s Eve")
    "new year's eve"
    """
    return " ".join(words.split()).lower().replace("’", "'")
