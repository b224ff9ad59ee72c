"""Is a text in English? Asked before rules that know nothing else are let loose on it."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from depositary.extraction import wordlists

_WORD = re.compile(r"[^\W\d_]+")
_LAST_LATIN = "\u024f"
_LOOKED_AT = 2_000
_FREE_WORDS = 35
_FEWEST_LETTERS = 12
_LEAST_SHARE = 0.05


@cache
def _small_words() -> frozenset[str]:
    return frozenset(wordlists.lines("small_words.txt"))


def is_english(text: str) -> bool:
    """Whether a text may be in English, by its letters and its small words.

    Parameters
    ----------
    text : str
        Of any length; the first 2,000 words are looked at.

    Returns
    -------
    bool
        False where most letters are not Latin, and where of the words beyond the first 35 fewer
        than one in twenty is matched by a small word of English. The shorter a text, the more it
        is given the benefit of the doubt.

    Notes
    -----
    In running English about one word in six is among these; names in a row have none.

    Examples
    --------
    >>> is_english("Der Vertrag wurde am Freitag von beiden Seiten unterschrieben. " * 5)
    False
    >>> is_english("Arvenia 3, Lutharia 1")
    True
    """
    words = [match[0] for match in islice(_WORD.finditer(text), _LOOKED_AT)]
    letters = sum(map(len, words))
    if letters >= _FEWEST_LETTERS:
        latin = sum(len(word) for word in words if word[0] <= _LAST_LATIN)
        if latin * 2 < letters:
            return False
    known = _small_words()
    small = sum(word.lower() in known for word in words)
    return small >= _LEAST_SHARE * (len(words) - _FREE_WORDS)
