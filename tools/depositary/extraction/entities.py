"""Who is who in one article: which mentions mean the same actor, and whom do words stand for?"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.mentions import Mention


class Office(NamedTuple):
    """An office as the article gives it: its words, and whose it is."""

    span: Span
    expression: str
    of: str
    """Name of the state or body, as its entity is called; empty where the words do not say."""


class Place(NamedTuple):
    """Words that mean an entity, and how: ``name short title demonym metonym pronoun group``."""

    span: Span
    how: str


@dataclass(slots=True)
class Entity:
    """An actor of the article.

    Parameters
    ----------
    name : str
        What it is called here: the fullest name.
    kind : str
        Code of ``actor_kind``.
    country : str
        ISO 3166-1 alpha-3, where known.
    record_id : str
        Of the register, where it is known there.
    why : Mention, optional
        What it was first seen by.
    """

    name: str
    kind: str
    country: str = ""
    record_id: str = ""
    why: Mention | None = None
    names: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)

    def seen(self, text: str, span: Span, how: str, kind: str = "") -> None:
        """Take up words that mean it; with a kind of name, they are one of its names."""
        self.places.append(Place(span, how))
        if kind:
            self.names.setdefault(span.of(text), kind)


class Entities:
    """All actors of an article, and what other words than their names stand for them.

    Parameters
    ----------
    article : Article
        The text.
    every : sequence of Entity
        In the order in which they are first named.
    metonyms : mapping of str to str, optional
        Names of places, and what the entities are called that govern from there.
    """

    def __init__(
        self,
        article: Article,
        every: Sequence[Entity],
        metonyms: Mapping[str, str] | None = None,
    ) -> None:
        self.article = article
        self._metonyms = metonyms or {}
        self.every = list(every)
        self._sort()

    def _sort(self) -> None:
        found = [
            (place.span.start, place.span.end, place.how, entity)
            for entity in self.every
            for place in entity.places
        ]
        self._places = sorted(found, key=lambda each: each[:3])
        self._starts = [start for start, *_ in self._places]

    def add(self, entity: Entity) -> Entity:
        """Take up one more; an entity of that name that is there stays."""
        for there in self.every:
            if there.name == entity.name:
                there.places += [each for each in entity.places if each not in there.places]
                self._sort()
                return there
        self.every.append(entity)
        self._sort()
        return entity

    def within(self, span: Span) -> list[tuple[Span, str, Entity]]:
        """Those that are named in a stretch of the text, in order, each name once."""
        found = []
        for start, end, how, entity in self._places[bisect_left(self._starts, span.start) :]:
            if start >= span.end:
                break
            if end <= span.end:
                found.append((Span(start, end), how, entity))
        return found

    def before(self, place: int, kinds: Iterable[str] = ("person",)) -> list[Entity]:
        """Those of some kinds that are named before a place, the last first, each once."""
        wanted = frozenset(kinds)
        found: dict[str, Entity] = {}
        for start, _, how, entity in reversed(self._places[: bisect_left(self._starts, place)]):
            if start < place and entity.kind in wanted and how not in ("pronoun", "group"):
                found.setdefault(entity.name, entity)
        return [*found.values()]

    def meant_by(self, span: Span) -> tuple[Entity, ...]:
        """The actors that a phrase stands for, a speaker or a participant.

        A person who is named outranks the body or state that stands with the office: "Kremlin
        spokesperson Dmitry Peskov" is Peskov. Compounds stand for each of their parts. Words that
        name nobody ("the two leaders", "he", "the Iranian President") stand for those before them.

        Parameters
        ----------
        span : Span
            Of the phrase.

        Returns
        -------
        tuple of Entity
            In order; empty where nobody can be told for sure.
        """
        phrase = span.of(self.article.text)
        named = self.within(span)
        persons = _once(entity for _, _, entity in named if entity.kind == "person")
        if persons:
            return persons
        pointed = self._apposed(span) or self._pointed_at(phrase, span)
        if pointed:
            return pointed
        bodies = _once(entity for _, _, entity in named if entity.kind != "state")
        if bodies:
            return bodies
        states = _once(entity for _, _, entity in named)
        return states or self._governing(phrase, span)

    def _apposed(self, span: Span) -> tuple[Entity, ...]:
        """The person whose name follows at once: "his Ethiopian counterpart, Habtamu Itefa"."""
        after = _COMMA.match(self.article.text, span.end)
        if after is None:
            return ()
        at = bisect_left(self._starts, after.end())
        if at < len(self._places) and self._places[at][0] == after.end():
            entity = self._places[at][3]
            return (entity,) if entity.kind == "person" else ()
        return ()

    def _governing(self, phrase: str, span: Span) -> tuple[Entity, ...]:
        """Those who govern from a place that acts: who takes part or speaks is no place."""
        name = self._metonyms.get(phrase.strip().removeprefix("the ").removeprefix("The "))
        for entity in self.every:
            if name and entity.name == name:
                entity.seen(self.article.text, span, "metonym", "metonym")
                self._sort()
                return (entity,)
        return ()

    def bound_by(self, entity: Entity) -> Entity:
        """Who is bound by what an actor signs: of a person with a country, the state."""
        if entity.kind != "person" or not entity.country:
            return entity
        states = (each for each in self.every if each.kind == "state")
        return next((each for each in states if each.country == entity.country), entity)

    def _pointed_at(self, phrase: str, span: Span) -> tuple[Entity, ...]:
        """Whom words point back to that are no names."""
        group = _GROUP.search(phrase)
        if group:
            count = _NUMBERS.get(group["number"].lower(), 2)
            kinds = ("person",) if _PERSONS.match(group["noun"]) else ("state",)
            last = self.before(span.start, kinds)[:count]
            return tuple(reversed(last)) if len(last) == count else ()
        if _HE.fullmatch(phrase.strip()):
            return tuple(self._last_subject(span.start))
        title = _TITLE.search(phrase)
        if title and not self.within(span) and title.end() == len(phrase.rstrip()):
            noun = title["noun"].lower()
            holders = [
                entity
                for entity in self.before(span.start)
                if any(noun in each.expression.lower() for each in entity.offices)
            ]
            return tuple(holders[:1]) if holders and title["the"] else ()
        return ()

    def _last_subject(self, place: int) -> list[Entity]:
        """The person whom a pronoun means: the first one named in the sentence before its own.

        Within its own sentence it is the last one before it (Hobbs 1978 takes the subject first).
        """
        sentence = self.article.sentence_of(place)
        if sentence is None:
            return []
        own = self.within(Span(sentence.span.start, place))
        persons = [entity for _, _, entity in own if entity.kind == "person"]
        if persons:
            return persons[:1]
        return self.before(sentence.span.start)[:1]


def _once(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple({entity.name: entity for entity in entities}.values())


_COMMA = re.compile(r",?\s+")
_NUMBERS = {"two": 2, "both": 2, "three": 3}
_GROUP = re.compile(
    r"\b(?P<number>two|both|three)\s+(?:\w+\s+)?(?P<noun>leaders|presidents|ministers|men|officials"
    r"|premiers|diplomats|heads\s+of\s+state|sides|countries|nations|states|parties|capitals"
    r"|governments|neighbou?rs|allies)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"leaders|presidents|ministers|men|officials|premiers|diplomats|heads", re.IGNORECASE
)
_HE = re.compile(r"he|she|him|her|his", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?P<the>the\s+|its\s+|his\s+|her\s+)?(?:[\w-]+\s+){0,3}?(?P<noun>president|prime\s+minister|premier"
    r"|chancellor|foreign\s+minister|defen[cs]e\s+minister|minister|spokes(?:man|woman|person)"
    r"|secretary|ambassador|envoy|king|queen|prince|emir|sultan|governor|mayor|senator|chairman"
    r"|chairwoman|chief|leader|general|commander|director)\s*$",
    re.IGNORECASE,
)
