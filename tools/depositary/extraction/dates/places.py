"""Where can a date expression start? The few places of a text that the grammar is tried at."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from depositary.extraction.dates.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_REACH = 8
"""So many words before the word that makes a date of it, an expression can start."""
_MOST_FIGURES = 4

_OPENERS = frozenset(
    """the a an this that last past previous preceding prior next coming upcoming following current
    present same latest most early late earlier later mid middle as fiscal calendar financial fy
    about around nearly almost some roughly approximately more less over just at least only several
    few many recent future these in""".split()
)
"""Words with which an expression can start, but which alone make none."""
_HEADS = frozenset(
    """day days weekend weekends week weeks fortnight fortnights month months quarter quarters year
    years decade decades century centuries period today yesterday tomorrow half q fy midyear term
    moment past present future possible""".split()
)


def starts(text: str, start: int, end: int) -> Iterator[int]:
    """Places in a stretch of a text where the grammar is worth a try, in order.

    A place is one where an opening word stands shortly before a word that a date cannot do
    without, or such a word itself. Each word is looked up once.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The stretch, code points, half-open.

    Examples
    --------
    >>> list(starts("He met the envoy on 5 May.", 0, 26))
    [20, 22]
    """
    kinds = _kinds()
    waiting: list[tuple[int, int]] = []
    for number, token in enumerate(_TOKEN.finditer(text, start, end)):
        word = token[0]
        is_head = kinds.get(word.lower())
        if is_head is None:
            if not "0" <= word[0] <= "9" or len(word) > _MOST_FIGURES:
                continue
            is_head = _is_head_number(text, token)
        if not is_head:
            waiting.append((number, token.start()))
            continue
        yield from (place for at, place in waiting if number - at <= _REACH)
        waiting = []
        place = token.start()
        yield place - 1 if word[0].isdigit() and text[place - 1 : place] in "'’‘" else place  # noqa: RUF001


def _is_head_number(text: str, token: re.Match[str]) -> bool:
    """Whether figures can be a date by themselves: a year, a decade, the first part of 5/5/1998."""
    start, end = token.span()
    return (
        len(token[0]) == _MOST_FIGURES
        or text[end : end + 1] in {"/", "-", ".", "s"}
        or text[start - 1 : start] in {"'", "’", "‘"}  # noqa: RUF001
    )


@cache
def _kinds() -> dict[str, bool]:
    """Whether a word makes a date (or only opens one), for all words that do either."""
    known = vocabulary()
    opening = [*_OPENERS, *known.numbers, *known.ordinals, *known.short_weekdays]
    making = [
        *_HEADS,
        *known.months,
        *known.short_months,
        *known.weekdays,
        *known.seasons,
        *known.decades,
        *(words.split()[0] for words in known.references),
        *(re.split(r"\W", words)[0] for words in known.holidays),
        "eighteen",
        "nineteen",
        "twenty",
        "thousand",
    ]
    kinds = {re.split(r"\W", word)[0]: False for word in opening}
    alone = {words for words in known.references if " " not in words} | _HEADS
    return kinds | {word: word in alone or word not in _OPENERS for word in making}
