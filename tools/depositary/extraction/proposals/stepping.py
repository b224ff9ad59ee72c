"""Of which agreement is an event a step, and for which state does who takes it act?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from depositary.extraction.countries import load
from depositary.spans import Span

if TYPE_CHECKING:
    from depositary.extraction.entities import Entity
    from depositary.extraction.proposals.agreements import Agreements
    from depositary.extraction.proposals.drafts import Drafts
    from depositary.extraction.proposals.tellings import Event

OF_AGREEMENTS = frozenset(
    {"signing", "conclusion", "ratification", "entry_into_force", "termination", "negotiation"}
)
STEPS = OF_AGREEMENTS - {"negotiation"}
"""Steps in the life of an agreement: without one there is nothing that is signed or ends."""
# What is said of "it" in a sentence without an agreement is said of the one before.
_POINTS = re.compile(r"\b(?:[Ii]t|which|[Tt]his)(?:\s+[\w-]+){0,4}\s+$")
_OPENS = re.compile(r"(?:It|This)\s")
# Only an agreement is ratified or denounced.
_SURE_STEP = re.compile(r"ratif|deposit|acced")
# "The National Assembly of Togo approved the Convention."
_THE_DEAL = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir)\s+"
    r"(?:[Cc]onvention|[Tt]reaty|[Aa]ccord|[Pp]act|[Aa]greement|[Pp]rotocol|[Cc]harter)\b"
)
_BACK_CHARS = 2000
_OWNER = 16
"""How many characters before a parliament's name its state may begin: "Paraguay's Senate"."""


class Steps:
    """The steps in the lives of an article's agreements.

    Parameters
    ----------
    drafts : Drafts
        Knows the article and its actors.
    agreements : Agreements
        Those of the article.
    """

    def __init__(self, drafts: Drafts, agreements: Agreements) -> None:
        self._drafts, self._agreements = drafts, agreements

    def agreement_of(self, event: Event) -> dict[str, Any] | None:
        """The agreement of a step: of its clause, of its sentence, or the one that "it" means."""
        if event.kind not in OF_AGREEMENTS:
            return None
        clause = clause_of(event, None, self._drafts)
        sentence = self._drafts.article.sentence_of(event.span.start)
        found = self._agreements.nearest(event.span, clause) or (
            self._agreements.nearest(event.span, sentence.span) if sentence else None
        )
        if found or sentence is None:
            return found
        text = self._drafts.article.text
        words = event.span.of(text).lower()
        points = (
            words.split()[-1] in ("it", "text")
            or _THE_DEAL.search(text, sentence.span.start, sentence.span.end)
            or _OPENS.match(text, sentence.span.start)
            or _POINTS.search(text, sentence.span.start, event.span.start)
            or (event.kind in STEPS and _SURE_STEP.match(words))
        )
        return self._agreements.before(event.span.start, _BACK_CHARS) if points else None

    def is_by_another(self, event: Event) -> bool:
        """Whether somebody is said to do it whom we do not know: "approved by the lower house"."""
        return self._drafts.article.text.startswith(" by ", event.span.end)

    def parties_of(self, agreement: dict[str, Any], event: Event) -> list[tuple[str, Entity, Span]]:
        """Whom an agreement binds: they take a step of which nobody else is told."""
        entities = {self._drafts.actor_id(each): each for each in self._drafts.entities.every}
        role = "negotiator" if event.kind == "negotiation" else "party"
        return [
            (role, entities[each["actor"]], event.span)
            for each in agreement.get("participants", ())
            if each["actor"] in entities
        ]

    def bound(self, actor: Entity, span: Span) -> Entity:
        """The state for which a parliament or a ministry signs or ratifies, where one is named.

        Parameters
        ----------
        actor : Entity
            Who takes part.
        span : Span
            The words that say so.
        """
        if actor.kind != "government_body":
            return actor
        entities, text = self._drafts.entities, self._drafts.article.text
        for place in actor.places:
            before = Span(max(0, place.span.start - _OWNER), place.span.end)
            for where in (place.span, before):
                stated = load().first_in(text, where)
                state = entities.called(load().label(stated[1])) if stated else None
                if state is not None:
                    return state
        states = [each for each in entities.within(span) if each.kind == "state"]
        return states[-1] if states else actor


def clause_of(event: Event, place: Span | None, drafts: Drafts) -> Span:
    """The words that carry it, as far as they stand in its own sentence."""
    spans = [event.span]
    sentence = drafts.article.sentence_of(event.span.start)
    others = [span for _, _, span in event.roles] + ([place] if place else [])
    if sentence is not None:
        whole = sentence.span
        spans += [each for each in others if whole.start <= each.start < each.end <= whole.end]
    return drafts.clause(*spans)
