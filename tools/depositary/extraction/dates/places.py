"""Where can a date expression start? The few places of a text that the grammar is tried at."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.dates.grammar import FIGURE, QUOTE, first_word
from depositary.extraction.dates.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depositary.extraction.articles import Word

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_REACH = 8
"""So many words before the word that makes a date of it, an expression can start."""
_MOST_FIGURES = 4
_QUOTES = {"'", "’", "‘"}


class _Token(NamedTuple):
    """Letters or figures in a word that tell of dates.

    Parameters
    ----------
    number : int
        The how many-th of the word.
    start, end : int
        Its place in the word.
    opening : str
        The letters in lower case, or `FIGURE`.
    is_head : bool
        Whether it makes a date, and does not only open one.
    """

    number: int
    start: int
    end: int
    opening: str
    is_head: bool


def starts(text: str, words: Sequence[Word]) -> Iterator[tuple[int, str]]:
    """The places in a sentence where the grammar is worth a try, in order, and how each opens.

    A place is one where an opening word stands shortly before a word that a date cannot do
    without, or such a word itself.

    Parameters
    ----------
    text : str
        The whole text.
    words : sequence of Word
        Of the sentence.

    Examples
    --------
    >>> from depositary.extraction.articles import words
    >>> from depositary.spans import Span
    >>> list(starts("Envoys met on 5 May.", words("Envoys met on 5 May.", Span(0, 20))))
    [(14, '0'), (16, 'may')]
    """
    waiting: list[tuple[int, int, str]] = []
    passed = 0
    for word, start, _ in words:
        tokens, telling = _form(word)
        for token in telling:
            place, opening = start + token.start, token.opening
            is_quoted = opening == FIGURE and text[place - 1 : place] in _QUOTES
            if not (token.is_head or is_quoted or _is_head_number(text, token, start)):
                waiting.append((passed + token.number, place, opening))
                continue
            reach = passed + token.number - _REACH
            yield from ((at, opens) for number, at, opens in waiting if number >= reach)
            waiting = []
            yield (place - 1, QUOTE) if is_quoted else (place, opening)
        passed += tokens


def _is_head_number(text: str, token: _Token, start: int) -> bool:
    """Whether figures can be a date by what follows them: a decade, the first part of 5/5/1998."""
    end = start + token.end
    return token.opening == FIGURE and text[end : end + 1] in {"/", "-", ".", "s"}


@lru_cache(maxsize=1 << 16)
def _form(word: str) -> tuple[int, tuple[_Token, ...]]:
    """How many runs of letters or figures a word has, and those that tell of dates."""
    tokens = list(_TOKEN.finditer(word))
    return len(tokens), tuple(_telling(tokens))


def _telling(tokens: Sequence[re.Match[str]]) -> Iterator[_Token]:
    for number, token in enumerate(tokens):
        word = token[0].lower()
        is_head = _kinds().get(word)
        if is_head is not None:
            yield _Token(number, *token.span(), word, is_head)
        elif "0" <= word[0] <= "9" and len(word) <= _MOST_FIGURES:
            # Four of them are a year.
            yield _Token(number, *token.span(), FIGURE, len(word) == _MOST_FIGURES)


@cache
def _kinds() -> dict[str, bool]:
    """Whether a word makes a date, or only opens one; for all words that do either."""
    known = vocabulary()
    opening = [*known.opening, *known.numbers, *known.ordinals, *known.short_weekdays]
    named = [*known.months, *known.short_months, *known.weekdays, *known.seasons, *known.decades]
    named += [*known.references, *known.holidays]
    kinds = {first_word(words): True for words in named}
    kinds |= {first_word(words): False for words in opening}
    return kinds | dict.fromkeys(known.making, True)
