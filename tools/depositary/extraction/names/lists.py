"""What is known of words and names before any text is read: countries, towns, offices, heads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from depositary.extraction import wordlists
from depositary.extraction.countries import load

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of ``extraction/knowledge`` that tell names apart.

    Parameters
    ----------
    words : mapping
        Kind of word (``office``, ``organisation_noun``) to the words, in lower case.
    countries : mapping
        Name of a state or territory, present or former, to its ISO 3166 code.
    adjectives : mapping
        "Russian", "Swede" and the like to the code; empty where it is of no one state.
    capitals : mapping
        Name of a capital to the code of its country.
    places : frozenset of str
        Towns, provinces, regions and seas.
    organisations : mapping
        Name, acronym or short name to the name in full.
    given, surnames : frozenset of str
        Names of persons.
    """

    words: Mapping[str, frozenset[str]]
    countries: Mapping[str, str]
    adjectives: Mapping[str, str]
    capitals: Mapping[str, str]
    places: frozenset[str]
    organisations: Mapping[str, str]
    given: frozenset[str]
    surnames: frozenset[str]


@cache
def known_lists() -> Lists:
    """The lists as they were installed, read once.

    Examples
    --------
    >>> known_lists().countries["Russia"], known_lists().adjectives["Iranian"]
    ('RUS', 'IRN')
    """
    states = load()
    adjectives = dict(states.by_demonym)
    places = set(wordlists.lines("places.txt"))
    for name, _, people in wordlists.rows("regions.tsv"):
        places.add(name)
        for adjective in wordlists.parts(people):
            adjectives.setdefault(adjective, "")
    organisations: dict[str, str] = {}
    for name, short in wordlists.rows("organisations.tsv"):
        organisations.update(dict.fromkeys([name, *wordlists.parts(short)], name))
    return Lists(
        words=wordlists.lists("name_words.tsv"),
        countries=states.by_name,
        adjectives=adjectives,
        capitals=states.by_capital,
        places=frozenset(places),
        organisations=organisations,
        given=frozenset(wordlists.lines("given_names.txt")),
        surnames=frozenset(wordlists.lines("surnames.txt")),
    )
