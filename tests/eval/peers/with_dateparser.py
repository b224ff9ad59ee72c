"""Dates with dateparser: what its search finds, in the unit that its parser says they have."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import lines
from dateparser.date import DateDataParser
from dateparser.search import search_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V", "day": "%Y-%m-%d"}


def found(text: str, day: dt.date | None) -> Iterator[dict[str, Any]]:
    """What the search finds, in order: it says words, not where they stand."""
    settings = {"RELATIVE_BASE": dt.datetime.combine(day, dt.time())} if day else {}
    parser, at = DateDataParser(languages=["en"], settings=settings), 0
    for words, when in search_dates(text, languages=["en"], settings=settings) or ():
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            # Alone it may not be read: the search has pieces that it reads by the words before.
            unit = parser.get_date_data(words).period
            yield lines.date(start, at, when.strftime(FORMS.get(unit, FORMS["day"])))


lines.answer(found)
