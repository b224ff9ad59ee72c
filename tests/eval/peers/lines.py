"""How a peer is asked: a text and its day on each line of input, what it finds on each of output.

What is found has the form of ``depositary annotate --json``: kind, start, end in code points, and
what its kind has more to say.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def answer(find: Callable[[str, dt.date | None], Iterable[dict[str, Any]]]) -> None:
    """Print what is found in each text that is given, in order."""
    # What a library prints by the way is no answer.
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        given = json.loads(line)
        day = given["day"] and dt.date.fromisoformat(given["day"])
        print(json.dumps(list(find(given["text"], day))), file=told, flush=True)


def date(start: int, end: int, timex: str | None = None) -> dict[str, Any]:
    """A date, with the value that TIMEX3 has for it."""
    return {"kind": "date", "start": start, "end": end, "timex": timex}


def claim(speaker: tuple[int, int], content: tuple[int, int]) -> dict[str, Any]:
    """A claim: where its speaker stands, and where what is said."""
    parts = {"speaker": speaker, "content": content}
    told = {name: {"start": start, "end": end} for name, (start, end) in parts.items()}
    start, end = min(speaker[0], content[0]), max(speaker[1], content[1])
    return {"kind": "claim", "start": start, "end": end, **told}
