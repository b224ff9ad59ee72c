"""What of an article is underlined: the words that each proposal and record is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.spans import Span, locate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depositary.review.queue import Card

KINDS = {
    "actors": "actor",
    "agreements": "agreement",
    "events": "event",
    "claims": "claim",
    "relations": "relation",
    "set_aside": "aside",
}
"""What one entry of each list is called on the page."""

LETTERS = {
    "actor": "A",
    "agreement": "G",
    "event": "E",
    "date": "D",
    "sector": "S",
    "claim": "C",
    "place": "P",
    "relation": "R",
    "aside": "-",
}


class Mark(NamedTuple):
    """Words of the article that a card is about.

    Parameters
    ----------
    start, end : int
        Code points of the text, half-open.
    kind : str
        A key of :data:`LETTERS`.
    key, state : str
        Of the card.
    """

    start: int
    end: int
    kind: str
    key: str
    state: str


def marks_of(card: Card, text: str) -> tuple[Mark, ...]:
    """The words that a card is about: a name in its sentence, or all that is quoted.

    Parameters
    ----------
    card : Card
        A proposal or a record.
    text : str
        The article's.

    Returns
    -------
    tuple of Mark
        In order of their place; dates, sectors and places that it names are marks of their own.
    """
    kind = KINDS.get(card.table, "relation")
    own = [*_named(card, text)] or list(card.spans)
    found = [Mark(span.start, span.end, kind, card.key, card.state) for span in own]
    for inner, words in _inner(card.entry):
        place = next(
            (at[0] for span in card.spans if (at := locate(words, text, span)) and words), None
        )
        if place is not None:
            found.append(Mark(place.start, place.end, inner, card.key, card.state))
    return tuple(sorted(set(found)))


def _named(card: Card, text: str) -> Iterator[Span]:
    """Where the names of a thing stand within its evidence, the longest first."""
    names = [name for name in _names(card.table, card.entry) if name]
    if not names:
        return
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    either = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for span in card.spans:
        for match in either.finditer(text, span.start, span.end):
            yield Span(*match.span())


def _names(table: str, entry: Mapping[str, Any]) -> list[str]:
    match table:
        case "actors":
            others = [each.get("name", "") for each in _mappings(entry.get("names"))]
            return [str(name) for name in (entry.get("name", ""), *others)]
        case "agreements":
            return [str(entry.get("title", ""))]
        case "claims":
            return [str(entry.get("quoted", ""))]
        case _:
            return []


def _inner(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The dates, sectors and places of an entry, in the words of the article."""
    for key, kind in (("dates", "date"), ("sectors", "sector")):
        for each in _mappings(entry.get(key)):
            yield kind, str(each.get("expression", ""))
    yield "place", str(entry.get("place", ""))


def _mappings(value: object) -> Iterable[Mapping[str, Any]]:
    """The parts of a list that are as they should be: what is edited may not be."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
