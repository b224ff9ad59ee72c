"""Whom do words mean that name nobody: "he", "the two leaders", "the company", "the president"?"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from depositary.extraction.events.actors import actor_nouns
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depositary.extraction.entities import Entities, Entity

_NUMBERS = {"three": 3, "four": 4, "five": 5}
_GROUP = re.compile(
    r"\b(?:(?P<number>two|both|three|four|five)\s+(?:\w+\s+)?|the\s+)"
    r"(?P<noun>leaders|presidents|ministers|men|officials|premiers|diplomats|heads\s+of\s+state"
    r"|sides|countries|nations|states|parties|capitals|governments|neighbou?rs|allies|companies"
    r"|firms|groups|rivals)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"leaders|presidents|ministers|men|officials|premiers|diplomats|heads", re.IGNORECASE
)
_LEADERS = re.compile(r"leaders|presidents|ministers|premiers|heads\s+of\s+state", re.IGNORECASE)
_FIRMS = re.compile(r"companies|firms|rivals", re.IGNORECASE)
# Without a number, these words may mean anybody: "the ministers", "the parties" of a country.
_NEEDS_NUMBER = re.compile(
    r"men|officials|allies|groups|nations|states|governments|parties", re.IGNORECASE
)
_HE = re.compile(r"he|she|him|her|his", re.IGNORECASE)
_IT = re.compile(r"it|its|itself", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?P<the>the\s+|its\s+|his\s+|her\s+)?(?:[\w-]+\s+){0,3}?(?P<noun>president|prime\s+minister|premier"
    r"|chancellor|foreign\s+minister|defen[cs]e\s+minister|minister|spokes(?:man|woman|person)"
    r"|secretary|ambassador|envoy|king|queen|prince|emir|sultan|governor|mayor|senator|chairman"
    r"|chairwoman|chief|leader|general|commander|director|judge)\s*$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:the|that|this)\s+(?:[\w-]+\s+)?(?P<noun>company|firm|bank|carrier|operator|maker|manufacturer|group"
    r"|union|party|movement|organi[sz]ation|agency|authority|council|court|commission|committee"
    r"|ministry|bloc|alliance|fund|regulator|watchdog|broadcaster|newspaper|university|rebels|trust|club|charity|hospital|federation"
    r"|association|foundation|museum|board|institute"
    r"|militia|insurgents|country|nation|kingdom|republic|government|junta)",
    re.IGNORECASE,
)
_KINDS = {
    **dict.fromkeys(("company", "firm", "carrier", "operator", "maker", "manufacturer",
                     "broadcaster", "newspaper"), ("organisation",)),
    **dict.fromkeys(("group", "movement"), ("armed_group", "organisation")),
    **dict.fromkeys(("rebels", "militia", "insurgents"), ("armed_group",)),
    **dict.fromkeys(("organisation", "organization", "bloc", "alliance"), ("igo_or_bloc",)),
    **dict.fromkeys(("regulator", "watchdog"), ("government_body",)),
    **dict.fromkeys(("country", "nation", "kingdom", "republic"), ("state",)),
}  # fmt: skip
_RULED = frozenset({"government", "junta"})
_OFFICE_OF = re.compile(r"['’]s\s+(?:office|aides?|spokes\w+|team)$")  # noqa: RUF001
_LEADS = re.compile(
    r"^(?:(?:the|an?|some|many|several|most|other|two|three|four|five|more|few)\s+)+", re.IGNORECASE
)
_TAIL = re.compile(
    r"\s+(?:in|at|of|for|from|with|on|who|close|familiar|involved|based|representing)\s.*$",
    re.DOTALL,
)
_HEADS = re.compile(
    r"heads\s+of\s+(?:state|government|delegation)(?:\s+and\s+government)?", re.IGNORECASE
)
_MASSES = frozenset({"police"})
_LONGEST_NAME = 60
_MOST_BEFORE = 40
"""How many actors back a noun may point."""


class Pointers:
    """Finds whom words point back to, in one article.

    Parameters
    ----------
    entities : Entities
        Those of the article.
    """

    def __init__(self, entities: Entities) -> None:
        self._entities = entities
        self._article = entities.article

    def meant(self, phrase: str, span: Span, named: Sequence[Entity]) -> tuple[Entity, ...]:
        """Those whom a phrase points back to; empty where it points to nobody.

        Parameters
        ----------
        phrase : str
            The words.
        span : Span
            Where they stand.
        named : sequence of Entity
            Whom they name, no person among them.
        """
        words = _OFFICE_OF.sub("", phrase.strip())
        if _HE.fullmatch(words):
            return self._subject(span.start, _is_person)
        if _IT.fullmatch(words):
            return self._subject(span.start, _is_no_person)
        return (
            self._group(words, span)
            or self._holder(words, span, named)
            or (() if named else self._body(words, span))
        )

    def _group(self, words: str, span: Span) -> tuple[Entity, ...]:
        group = _GROUP.search(words)
        if not group or (not group["number"] and _NEEDS_NUMBER.fullmatch(group["noun"])):
            return ()
        count = _NUMBERS.get((group["number"] or "").lower(), 2)
        is_firm = _FIRMS.match(group["noun"])
        kind = "person" if _PERSONS.match(group["noun"]) else "organisation" if is_firm else "state"
        last = [*islice(self._entities.before(span.start, kind), count)]
        if is_firm:
            # Of many firms those are meant of whom the article speaks most.
            firms = [*islice(self._entities.before(span.start, kind), _MOST_BEFORE)]
            last = sorted(firms, key=lambda each: -len(each.places))[:count]
            last.sort(key=lambda each: each.places[0], reverse=True)
        if kind == "state" and group["noun"].lower() in {"sides", "parties"}:
            last = self._fighting(span.start) or last
        if kind == "person" and len(last) < count and _LEADERS.fullmatch(group["noun"]):
            # Leaders whom nobody named act for their states.
            last = [*islice(self._entities.before(span.start, "state"), count)]
        return tuple(reversed(last)) if len(last) == count else ()

    def _fighting(self, place: int) -> list[Entity]:
        """The state that is most spoken of, and the armed group before, where there is one."""
        group = next(self._entities.before(place, "armed_group"), None)
        state = self._entities.main_state()
        return [group, state] if group and state else []

    def _holder(self, words: str, span: Span, named: Sequence[Entity]) -> tuple[Entity, ...]:
        """Who was given the office before that words mean: "the president", "the Thai premier"."""
        title = _TITLE.search(words)
        if not title or not (title["the"] or named) or any(e.kind != "state" for e in named):
            return ()
        noun = title["noun"].lower()
        countries = {entity.country for entity in named}
        for entity in self._entities.before(span.start):
            if any(noun in each.expression.lower() for each in entity.offices) and (
                not countries or entity.country in countries
            ):
                return (entity,)
        return ()

    def _body(self, words: str, span: Span) -> tuple[Entity, ...]:
        """The body that a noun means: the last whose name holds it, or that is of its kind."""
        found = _BODY.fullmatch(words)
        if not found:
            return ()
        noun = found["noun"].lower()
        if noun in _RULED:
            return self._ruled(span.start)
        before = [*islice(self._entities.before(span.start, ""), _MOST_BEFORE)]
        called = (
            each for each in before if any(noun in name.lower().split() for name in each.names)
        )
        alike = (each for kind in _KINDS.get(noun, ()) for each in before if each.kind == kind)
        entity = next(called, None) or next(alike, None)
        return (entity,) if entity else ()

    def _ruled(self, place: int) -> tuple[Entity, ...]:
        """The state whose government is meant: of this sentence, or the one most spoken of."""
        sentence = self._article.sentence_of(place)
        own = self._entities.within(Span(sentence.span.start, place)) if sentence else []
        states = [each for each in own if each.kind == "state"]
        main = states[-1] if states else self._entities.main_state()
        return (main,) if main else ()

    def _subject(self, place: int, fits: Callable[[Entity], bool]) -> tuple[Entity, ...]:
        """Whom a pronoun means: the first one named before it in its own sentence.

        Where none is, the first of the sentence before, and then the last named at all (Hobbs 1978
        takes the subject first).
        """
        sentence = self._article.sentence_of(place)
        if sentence is None:
            return ()
        here = Span(sentence.span.start, place)
        before = self._article.sentence_of(max(0, sentence.span.start - 2))
        last = self._entities.subjects(before.span) if before else []
        owners = self._entities.within(here) + (
            self._entities.within(before.span) if before else []
        )
        rest = (each for each in self._entities.before(sentence.span.start, "") if fits(each))
        for each in (*self._entities.subjects(here), *last, *owners):
            if fits(each):
                return (each,)
        return tuple(islice(rest, 1))


def _is_person(entity: Entity) -> bool:
    return entity.kind == "person"


def _is_no_person(entity: Entity) -> bool:
    return entity.kind not in {"person", "informal_group", "opposition"}


def group_name(phrase: str) -> str:
    """What speakers without a name are called; empty for words that mean nobody in the plural.

    Examples
    --------
    >>> group_name("two Western diplomats"), group_name("the report")
    ('Western diplomats', '')
    """
    words = _LEADS.sub("", " ".join(phrase.split()))
    if _HEADS.fullmatch(words):
        return words
    head = _TAIL.sub("", words).rpartition(" ")[2].lower()
    is_plural = head in _MASSES or (head.endswith("s") and head in actor_nouns())
    return words if is_plural and len(words) <= _LONGEST_NAME else ""


_PUBLIC = re.compile(
    r"(?:(?:the|an?|its|their|his|her|country's)\s+)?(?P<name>(?:[\w-]+\s+)?(?:ministry|army|military|navy|air\s+force"
    r"|central\s+bank|parliament|police|council|coast\s*guard|court|prosecution|cabinet))"
    r"(?:\s+(?:spokes(?:man|woman|person)|officials?|statement|sources?))?",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:(?:the|an?|[A-Z][\w-]+)\s+)?(?:trade\s+union|union|newspaper|daily|weekly|magazine|broadcaster|website|company"
    r"|firm|bank|charity|agency|operator|think[ -]tank|pressure\s+group|group|club|association)\s+"
    r"(?P<name>[A-Z0-9][\w&.-]*(?:\s+(?:(?:of|the|and|for|&)\s+)*[A-Z][\w&.-]*){0,4})",
)


def body_name(phrase: str) -> str:
    """What a public body is called that speaks under no name of its own; empty for other words.

    Examples
    --------
    >>> body_name("Its foreign ministry"), body_name("A council spokeswoman"), body_name("the roof")
    ('foreign ministry', 'council', '')
    """
    found = _PUBLIC.fullmatch(" ".join(phrase.split()))
    return found["name"] if found else ""


def name_in(phrase: str) -> str:
    """The name of a body, told by what it is called; empty where no such word stands there.

    Examples
    --------
    >>> name_in("Trade union 3F"), name_in("the daily El Faro"), name_in("3F")
    ('3F', 'El Faro', '')
    """
    found = _CALLED.fullmatch(phrase) or _CALLED.fullmatch(phrase[:1].lower() + phrase[1:])
    return found["name"] if found else ""
