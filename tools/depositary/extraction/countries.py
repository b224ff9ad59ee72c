"""States by their names, their adjectives and their capitals."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMENT = "#"


class Country(NamedTuple):
    """A row of ``knowledge/countries.tsv``: names, adjectives and capitals with ``|`` between."""

    code: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]


class Countries:
    """What words mean which state.

    Parameters
    ----------
    every : iterable of Country
        Of two that share a word the first has it.
    """

    def __init__(self, every: Iterable[Country]) -> None:
        self._labels: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.by_demonym: dict[str, str] = {}
        self.by_capital: dict[str, str] = {}
        for country in every:
            self._labels.setdefault(country.code, country.name)
            for name in (country.name, *country.names):
                self.by_name.setdefault(name, country.code)
            for word in country.demonyms:
                self.by_demonym.setdefault(word, country.code)
            for word in country.capitals:
                self.by_capital.setdefault(word, country.code)
        words = sorted(self.by_demonym, key=len, reverse=True)
        self._demonyms = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
        every_word = sorted({*self.by_demonym, *self.by_name}, key=len, reverse=True)
        self._any = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, every_word))})(?!\w)")

    def label(self, code: str) -> str:
        """What a state is called."""
        return self._labels.get(code, code)

    def is_state(self, words: str, code: str) -> bool:
        """Whether words are a name of a state, and not of a place in it."""
        return self.by_name.get(words.removeprefix("the ").removeprefix("The ")) == code

    def demonyms_in(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The adjectives of states in a text: start, end and code of each."""
        for match in self._demonyms.finditer(text):
            yield match.start(), match.end(), self.by_demonym[match[0]]

    def in_title(self, title: str) -> Iterator[tuple[str, str]]:
        """The states that the words of an office name: "Russian President", "President of Peru"."""
        for match in self._any.finditer(title):
            code = self.by_demonym.get(match[0]) or self.by_name.get(match[0])
            if code:
                yield match[0], code


@lru_cache(maxsize=1)
def load() -> Countries:
    """The states that the package knows."""
    data = resources.files("depositary.extraction").joinpath("knowledge/countries.tsv")
    lines = data.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith(_COMMENT))
    header = next(rows)
    return Countries(_country(dict(zip(header, row, strict=False))) for row in rows)


def _country(row: dict[str, str]) -> Country:
    parts = (tuple(filter(None, row.get(key, "").split("|"))) for key in
             ("names", "demonyms", "capitals"))  # fmt: skip
    return Country(row["code"], row["name"], *parts)
