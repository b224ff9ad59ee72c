"""States by their names, their adjectives and their capitals."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction import wordlists
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Country(NamedTuple):
    """A state: its code, its names (the first is the common one), its adjectives, its capital."""

    code: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    capital: str = ""


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
            self._labels.setdefault(country.code, country.names[0])
            for name in country.names:
                self.by_name.setdefault(name, country.code)
            for word in country.demonyms:
                self.by_demonym.setdefault(word, country.code)
            if country.capital:
                self.by_capital.setdefault(country.capital, country.code)

    @cached_property
    def _demonyms(self) -> re.Pattern[str]:
        return re.compile(rf"\b{_any_of(self.by_demonym)}\b")

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-]){_any_of(self.by_name)}(?![\w-])")

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){_any_of({*self.by_demonym, *self.by_name})}(?!\w)")

    def label(self, code: str) -> str:
        """What a state is called."""
        return self._labels.get(code, code)

    def is_state(self, words: str, code: str) -> bool:
        """Whether words are a name of a state, and not of a place in it."""
        return self.by_name.get(words.removeprefix("the ").removeprefix("The ")) == code

    def names_in(self, text: str) -> Iterator[tuple[Span, str]]:
        """The names of states in a text, the longest where they overlap, each with its code."""
        for match in self._names.finditer(text):
            yield Span(*match.span()), self.by_name[match[0]]

    def adjectives_in(self, text: str) -> Iterator[tuple[Span, str]]:
        """The adjectives of states in a text, each with its code."""
        for match in self._demonyms.finditer(text):
            yield Span(*match.span()), self.by_demonym[match[0]]

    def first_in(self, text: str, within: Span) -> tuple[Span, str] | None:
        """The first state that words name or imply: "Russian President", "President of Peru"."""
        match = self._any.search(text, within.start, within.end)
        if match is None:
            return None
        return Span(*match.span()), self.by_demonym.get(match[0]) or self.by_name[match[0]]


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


@lru_cache(maxsize=1)
def load() -> Countries:
    """The states that the package knows, those that are no more among them."""
    states = [
        Country(code, tuple(wordlists.parts(names)), tuple(wordlists.parts(adjectives)), capital)
        for code, names, adjectives, capital in wordlists.rows("countries.tsv")
    ]
    former = [
        Country(code, (name,), tuple(wordlists.parts(adjectives)))
        for name, code, adjectives in wordlists.rows("regions.tsv")
        if code
    ]
    return Countries([*states, *former])
