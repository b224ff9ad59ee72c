"""Who is who in one article: which mentions mean the same actor, and whom do words stand for?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.along import Along
from depositary.extraction.mentions import Mention
from depositary.extraction.pointing import Pointers, body_name, group_name, name_in
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from depositary.extraction.articles import Article


class Office(NamedTuple):
    """An office as the article gives it: its words, and whose it is."""

    span: Span
    expression: str
    of: str
    """Name of the state or body, as its entity is called; empty where the words do not say."""


class Place(NamedTuple):
    """Words that mean an entity, and how: ``name short variant demonym metonym``."""

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
    why : Mention
        What it was first seen by.
    country : str
        ISO 3166-1 alpha-3, where known.
    record_id : str
        Of the register, where it is known there.
    """

    name: str
    kind: str
    why: Mention
    country: str = ""
    record_id: str = ""
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
        self._pointers = Pointers(self)
        self.every = every
        self._by_name = {each.name: each for each in every}
        placed = [(place, each) for each in every for place in each.places]
        placed.sort(key=lambda each: each[0])
        self._along = Along((place.span, entity) for place, entity in placed)
        self._subjects = Along(
            (place.span, entity)
            for place, entity in placed
            if article.text[place.span.end : place.span.end + 2] not in ("'s", "\u2019s")
        )

    def called(self, name: str) -> Entity | None:
        """The entity of a name; None for an empty one, or one that is not there."""
        return self._by_name.get(name)

    def within(self, span: Span) -> list[Entity]:
        """Those that are named in a stretch of the text, in order, once for each place."""
        return self._along.within(span)

    def placed(self, span: Span) -> list[tuple[Span, Entity]]:
        """Those that are named in a stretch, in order, each with its place."""
        return self._along.placed(span)

    def subjects(self, span: Span) -> list[Entity]:
        """Those that are named in a stretch, without owners of what is named: "Lund's lawyer"."""
        return self._subjects.within(span)

    def before(self, place: int, kind: str = "person") -> Iterator[Entity]:
        """Those of a kind, or of any, that are named before a place, the last first, each once."""
        found = (entity for entity in self._along.before(place) if kind in ("", entity.kind))
        seen: set[str] = set()
        for entity in found:
            if entity.name not in seen:
                seen.add(entity.name)
                yield entity

    def main_state(self) -> Entity | None:
        """The state that is named most often; None where none is."""
        states = [each for each in self.every if each.kind == "state"]
        return max(states, key=lambda each: len(each.places), default=None)

    def meant_by(self, span: Span) -> tuple[Entity, ...]:
        """The actors that a phrase stands for, a speaker or a participant.

        A person who is named outranks the body or state that stands with the office: "Kremlin
        spokesperson Dmitry Peskov" is Peskov. Compounds stand for each of their parts. Words that
        name nobody ("the two leaders", "he", "the company") stand for those before them.

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
        span = self._without_owner(phrase, span)
        phrase = span.of(self.article.text)
        named = self.within(span)
        persons = _once(entity for entity in named if entity.kind == "person")
        if persons:
            return persons
        pointed = self._apposed(span) or self._pointers.meant(phrase, span, named)
        if pointed:
            return pointed
        bodies = _once(entity for entity in named if entity.kind != "state")
        return bodies or _once(named) or self._governing(phrase, span)

    def meant_near(self, span: Span, *others: Entity) -> tuple[Entity, ...]:
        """Whom a pronoun means that takes part: named in its sentence or the one before.

        Parameters
        ----------
        span : Span
            Of the pronoun.
        others : Entity
            Who takes part in another way, and so is not meant.
        """
        sentence = self.article.sentence_of(span.start)
        if sentence is None:
            return ()
        start = sentence.span.start
        before = self.article.sentence_of(max(0, start - 2))
        near = {*map(id, self.within(Span(before.span.start if before else start, span.start)))}
        phrase = span.of(self.article.text)
        for place in (span.start, start):
            meant = self._pointers.meant(phrase, Span(place, place), ())
            if meant and all(id(each) in near and each not in others for each in meant):
                return meant
        return ()

    def _without_owner(self, phrase: str, span: Span) -> Span:
        """A phrase without the person it belongs to: "Lund's lawyer, Elena Ruiz" is not Lund."""
        owner = _OF_SOMEBODY.match(phrase)
        if owner is None:
            return span
        stop = span.start + owner.end()
        is_person = any(each.kind == "person" for each in self.within(Span(span.start, stop)))
        return Span(stop, span.end) if is_person else span

    def speaking(self, span: Span) -> tuple[Entity, ...]:
        """The actors that a phrase for speakers stands for: a group without a name is one of them.

        Parameters
        ----------
        span : Span
            Of the phrase.
        """
        if _PEOPLE.fullmatch(span.of(self.article.text)):
            return self._unnamed(span) or self.meant_by(span)
        return self.meant_by(span) or self._unnamed(span)

    def _unnamed(self, span: Span) -> tuple[Entity, ...]:
        """Those whom only a noun in the plural tells of: "two diplomats", "Police"."""
        owner = _OWNER.search(self.article.text, max(0, span.start - _OWNER_CHARS), span.start)
        if owner:
            span = Span(owner.start(1), span.end)
        whose = _OWNED_BY.match(self.article.text, span.end)
        if whose:
            span = Span(span.start, whose.end())
        phrase = span.of(self.article.text)
        body, named = body_name(phrase), name_in(phrase)
        name = group_name(phrase) or body or named
        if not name:
            return ()
        entity = self.called(name)
        if entity is None:
            rule = "speakers without a name of their own"
            why = Mention(span.start, span.end, "organisation", "entities", rule, 0.6)
            is_public = name.lower() in _BODIES or (name == body and not named)
            kind = "government_body" if is_public else "informal_group"
            kind = "organisation" if name == named else kind
            entity = self._add(Entity(name, kind, why, names={name: "canonical"}))
        entity.seen(self.article.text, span, "name")
        return (entity,)

    def unidentified(self, name: str, span: Span) -> Entity:
        """Somebody who must be there and whom the article does not name.

        Parameters
        ----------
        name : str
            What to call that one.
        span : Span
            The words that imply it.
        """
        entity = self.called(name)
        if entity is None:
            why = Mention(span.start, span.end, "person", "entities", _IMPLIED_BY_AN_ANSWER, 0.6)
            entity = self._add(Entity(name, "unidentified", why, names={name: "canonical"}))
        entity.seen(self.article.text, span, "implied")
        return entity

    def _add(self, entity: Entity) -> Entity:
        self.every = [*self.every, entity]
        self._by_name[entity.name] = entity
        return entity

    def _apposed(self, span: Span) -> tuple[Entity, ...]:
        """The person whose name follows at once: "his Ethiopian counterpart, Habtamu Itefa"."""
        after = _COMMA.match(self.article.text, span.end)
        entity = self._along.at(after.end()) if after else None
        return (entity,) if entity is not None and entity.kind == "person" else ()

    def _governing(self, phrase: str, span: Span) -> tuple[Entity, ...]:
        """Those who govern from a place that acts: who takes part or speaks is no place."""
        place = phrase.strip().removeprefix("the ").removeprefix("The ")
        entity = self.called(self._metonyms.get(place, ""))
        if entity is None:
            return ()
        entity.seen(self.article.text, span, "metonym", "metonym")
        self._along.add(span, entity)
        return (entity,)

    def bound_by(self, entity: Entity) -> Entity:
        """Who is bound by what an actor signs: of a person with a country, the state."""
        if entity.kind != "person" or not entity.country:
            return entity
        states = (each for each in self.every if each.kind == "state")
        return next((each for each in states if each.country == entity.country), entity)


def _once(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple({entity.name: entity for entity in entities}.values())


# The words and forces of somebody are that one's own; a lawyer, a party or a critic is another.
_OF_SOMEBODY = re.compile(
    r"[^,;]*['’]s\s+(?!(?:office|aides?|team|(?:own\s+)?words?|forces|army|troops|soldiers|fighters"  # noqa: RUF001
    r"|government|administration|regime|cabinet|speech|statement|account)\b)"
)
_COMMA = re.compile(r",?\s+")
# "Farmers' unions": a plural whose apostrophe may be taken for the end of a quotation.
_OWNER = re.compile(r"\b(\w+s['’]\s+)\Z")  # noqa: RUF001
# "Chilean senators" are no state; its authorities and forces act for it.
_PEOPLE = re.compile(
    r"(?:(?:the|some|many|two|three|several|senior|other)\s+)*[A-Z]\w+(?:an|ese|ish|ic|i|ch|sh)\s+(?:[a-z-]+\s+){0,2}?"
    r"(?:officials|senators|lawmakers|diplomats|farmers|fishermen|owners|critics|negotiators|unions"
    r"|experts|activists|campaigners|economists|analysts|media|newspapers|residents|workers"
    r"|businesses|companies|scientists|historians|scholars|deputies|opposition\s+leaders)"
)
_OWNER_CHARS = 30
_OWNED_BY = re.compile(r"['’]\s+(?:groups|unions|associations|leaders|representatives)\b")  # noqa: RUF001
_IMPLIED_BY_AN_ANSWER = "an answer to somebody without a name"
_BODIES = frozenset({"police", "prosecutors"})
