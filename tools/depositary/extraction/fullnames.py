"""Which full name does an article give to somebody whom it calls by a part of it?"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.mentions import Mention

_PREFIXES = re.compile(r"^(?:al|el|ben|bin|ibn|von|van|de|da|di|du|la|le)-", re.IGNORECASE)
# What a name is led by that is no part of it: "Cllr Pask" is the Pask named before.
_HONORIFIC = re.compile(
    r"^(?:Cllr|Councillor|Alderman|Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Lord|Lady|Dame|Judge|Justice"
    r"|Rev|Sister|Brother|Father|Captain|Colonel|Major|General|Count|Countess|Baron|Duke)\.?\s+"
)
# Who reigns goes by the first name: "King Osric IV" is Osric.
_REIGNS = re.compile(
    r"^(?:King|Queen|Emperor|Empress|Tsar|Sultan|Pope|Bishop|Archbishop|Prince|Princess|Saint)\s+"
)
_REGNAL = re.compile(r"\s+[IVX]+$")


class FullNames:
    """The names of more than one word that an article gives to persons.

    Parameters
    ----------
    text : str
        The article.
    persons : sequence of Mention
        Those of persons, sorted by place.
    """

    def __init__(self, text: str, persons: Sequence[Mention]) -> None:
        self._by_last: dict[str, list[tuple[int, str]]] = {}
        self._by_first: dict[str, list[tuple[int, str]]] = {}
        self._by_both: dict[tuple[str, str], list[str]] = {}
        for mention in persons:
            name = Span(mention.start, mention.end).of(text)
            parts = _REGNAL.sub("", _REIGNS.sub("", _HONORIFIC.sub("", name))).split()
            if len(parts) > 1 or (parts and _REIGNS.match(name)):
                first, last = _stem(parts[0]), _stem(parts[-1])
                self._by_last.setdefault(last, []).append((mention.start, name))
                self._by_first.setdefault(first, []).append((mention.start, name))
                self._by_both.setdefault((first, last), []).append(name)

    def of(self, words: str, at: int) -> str:
        """The full name that is meant.

        Parameters
        ----------
        words : str
            A name, whole or in part.
        at : int
            Where it stands.

        Returns
        -------
        str
            Of a single word the name that ends with it, else the one that begins with it (where
            people go by that): the last before it, else the next after it. Of several words the
            first name with the same beginning and end that has no fewer.
        """
        parts = _HONORIFIC.sub("", words).split()
        if len(parts) > 1:
            alike = self._by_both.get((_stem(parts[0]), _stem(parts[-1])), ())
            return next((name for name in alike if len(name.split()) >= len(parts)), words)
        for by_part in (self._by_last, self._by_first):
            fuller = by_part.get(_stem(parts[0]), ())
            if fuller:
                before = bisect_right(fuller, at, key=lambda each: each[0])
                return fuller[max(before - 1, 0)][1]
        return words


def goes_by(name: str) -> str:
    """The one word by which somebody goes after the first time: the surname, of kings the first.

    Examples
    --------
    >>> goes_by("Rosa Lund"), goes_by("King Osric IV")
    ('Lund', 'Osric')
    """
    return _REGNAL.sub("", _REIGNS.sub("", name)).split()[0 if _REIGNS.match(name) else -1]


def _stem(word: str) -> str:
    return _PREFIXES.sub("", word).lower().removesuffix("\u2019s").removesuffix("'s")
