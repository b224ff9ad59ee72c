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
_QUOTES = {"'", "’", "‘"}


def starts(text: str, start: int, end: int) -> Iterator[int]:
    """The places in a stretch of a text where the grammar is worth a try, in order.

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
    >>> list(starts("Envoys met on 5 May.", 0, 20))
    [14, 16]
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
        yield place - 1 if word[0].isdigit() and text[place - 1 : place] in _QUOTES else place


def _is_head_number(text: str, token: re.Match[str]) -> bool:
    """Whether figures can be a date by themselves: a year, a decade, the first part of 5/5/1998."""
    start, end = token.span()
    return (
        len(token[0]) == _MOST_FIGURES
        or text[end : end + 1] in {"/", "-", ".", "s"}
        or text[start - 1 : start] in _QUOTES
    )


@cache
def _kinds() -> dict[str, bool]:
    """Whether a word makes a date, or only opens one; for all words that do either."""
    known = vocabulary()
    opening = [*known.opening, *known.numbers, *known.ordinals, *known.short_weekdays]
    named = [*known.months, *known.short_months, *known.weekdays, *known.seasons, *known.decades]
    named += [*known.references, *known.holidays]
    kinds = {_first(words): True for words in named}
    kinds |= {_first(words): False for words in opening}
    return kinds | dict.fromkeys(known.making, True)


def _first(words: str) -> str:
    return re.split(r"\W", words)[0]
