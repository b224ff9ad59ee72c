"""Who of those that stand beside an event takes part in it, whom do words mean, who is the host?"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from depositary.extraction.countries import load
from depositary.extraction.events.grammar import LISTS, PRONOUNS
from depositary.extraction.proposals.stepping import OF_AGREEMENTS, STEPS, clause_of
from depositary.extraction.proposals.titling import SYMMETRIC
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.along import Along
    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.drafts import Drafts
    from depositary.extraction.proposals.tellings import Event

WHERE = re.compile(
    r"\b(?:in|at|near|outside|around)\s+(?:the\s+)?"
    r"(?:(?:north|south|east|west|central)\w*\s+|neighbou?ring\s+|rural\s+)?$"
)
_SOMEWHERE = OF_AGREEMENTS | {"military_action", "armed_conflict", "facility", "ceremony"}
_THE = re.compile(
    r"\b(?:(?:the|its|their|both|two|three)"
    r"|(?:both|two|three)\s+(?:foreign|prime|defen[cs]e|interior|finance|trade|transport|health))\s+$",
    re.IGNORECASE,
)
_THE_CHARS = 20
_GATHERINGS = frozenset({"meeting", "summit", "ceremony"})
_AT = re.compile(
    r"\b(?:at|during|on\s+the\s+(?:sidelines|margins)\s+of)\s+(?:an?|the|this|their)\s+(?:[\w-]+\s+){0,3}$"
)
_DURING = re.compile(
    r"\b(?:(?:[Dd]uring|[Aa]t)\s+(?:the|this|that|his|her|their)"
    r"|on\s+the\s+(?:sidelines|margins)\s+of\s+(?:an?|the))\s+$"
)
_LEAD = 30
_OF_ITSELF = re.compile(
    r"laps|expir|enter|c[oa]me|t[oa]ke?s?|took|collaps|f[ae]ll|end|r[au]n|unravel"
)
_TRAVELS = re.compile(r"arriv|visit|travel|fly\b|flies|flew|flown|trip|tour")
_MOST_BETWEEN = 2
_NEAR_WORDS = 5
_IN = re.compile(r"\b(?:is|are|was|were|been)\s+(?:\w+\s+)?in\s+(?:\w+\s+){0,2}$")
# With these a noun says what its subject does: "has begun a round of talks", "is in talks".
_LIGHT = LISTS["light"]


class Partaking:
    """Tells who takes part in the events of an article.

    Parameters
    ----------
    drafts : Drafts
        Knows the article and its actors.
    places : Along
        The places that it names.
    """

    def __init__(self, drafts: Drafts, places: Along[Span]) -> None:
        self._drafts, self._places = drafts, places

    def is_setting(self, mention: Mention, before: Mention | None) -> bool:
        """Whether a meeting is only where another event takes place: "met at a summit in Lima"."""
        if mention.about["event_kind"] not in _GATHERINGS:
            return False
        text = self._drafts.article.text
        if _DURING.search(text, max(0, mention.start - _LEAD), mention.start):
            return True
        sentence = self._drafts.article.sentence_of(mention.start)
        if before is None or sentence is None or before.start < sentence.span.start:
            return False
        return bool(_AT.search(text, before.end, mention.start))

    def is_where(self, event: Event, span: Span) -> bool:
        """Whether words say where something happens, and not who takes part."""
        text = self._drafts.article.text
        found = WHERE.search(text, max(0, span.start - 30), span.start)
        return found is not None and (event.kind in SYMMETRIC or event.kind in _SOMEWHERE)

    def is_deal(self, event: Event, span: Span) -> bool:
        """Whether "it" is the agreement that ends or enters into force, and nobody who does so."""
        text = self._drafts.article.text
        words = (span.of(text).lower(), event.span.of(text).lower())
        return event.kind in STEPS and words[0] == "it" and bool(_OF_ITSELF.match(words[1]))

    def is_apart(self, event: Event, span: Span) -> bool:
        """Whether a verb of its own stands between a participant and the noun that tells of it.

        Who regrets the attack, or is left out of the talks, takes no part in them.
        """
        if not event.mention.rule.startswith("noun ") or span.end > event.span.start:
            return False
        words = self._drafts.article.text[span.end : event.span.start].lower()
        between = words.split()
        is_far = len(between) > _MOST_BETWEEN
        return is_far and _LIGHT.isdisjoint(between[-_NEAR_WORDS:]) and not _IN.search(words)

    def meant(self, span: Span, others: Sequence[Entity]) -> tuple[Entity, ...]:
        """Who takes part, by words to which an article before them may belong."""
        text = self._drafts.article.text
        if span.of(text).lower() == "the two":
            last = [*islice(self._drafts.entities.before(span.start), 2)]
            return tuple(reversed(last)) if len(last) > 1 else ()
        if span.of(text).lower() in PRONOUNS:
            return self._drafts.entities.meant_near(span, *others)
        led = _THE.search(text, max(0, span.start - _THE_CHARS), span.start)
        return self._drafts.entities.meant_by(Span(led.start() if led else span.start, span.end))

    def receive(self, event: Event) -> None:
        """Take for a host the state to whose capital somebody travels."""
        text = self._drafts.article.text
        if len(event.roles) != 1 or not _TRAVELS.match(text, event.span.start):
            return
        role, guest, _ = event.roles[0]
        clause = clause_of(event, None, self._drafts)
        countries = load()
        for place in self._places.within(Span(event.span.start, clause.end)):
            code = countries.by_capital.get(place.of(text), "")
            host = self._drafts.entities.called(countries.label(code)) if code else None
            if host is not None and host is not guest and guest.country != code:
                event.roles.append((role, host, place))
                return
