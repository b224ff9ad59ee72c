"""Which events does the article tell of: who, when, where, and as what: done, planned, alleged?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from depositary.extraction import datelines
from depositary.extraction.along import Along
from depositary.extraction.dates import profile_value
from depositary.extraction.proposals.drafts import along, span_of
from depositary.extraction.proposals.partaking import WHERE, Partaking
from depositary.extraction.proposals.stepping import OF_AGREEMENTS, STEPS, Steps, clause_of
from depositary.extraction.proposals.tellings import Event, is_of_another, nearest, once, own
from depositary.extraction.proposals.titling import SYMMETRIC, labels, titled
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.agreements import Agreements
    from depositary.extraction.proposals.drafts import Drafts
    from depositary.schema import Law

_OF_FORCE = frozenset({"military_action", "armed_conflict", "intervention", "arms_transfer"})
_WITH_FORCE = frozenset({"state", "armed_group", "government_body", "igo_or_bloc", "coalition",
                         "opposition"})  # fmt: skip
_OF_NOBODY = OF_AGREEMENTS | {"armed_conflict"}
_REACHED = frozenset({"conclusion", "signing"})
_ENDS = frozenset({"government_fall", "state_dissolution"})
"""What happens to somebody without a name, too: "the fall of the coalition"."""
_WITHOUT_ACTORS = 0.25


class Events:
    """The events of an article.

    Parameters
    ----------
    drafts : Drafts
        Makes entries.
    mentions : sequence of Mention
        All of the article.
    agreements : Agreements
        Those of the article.
    law : Law
        For the labels of kinds.
    """

    def __init__(
        self, drafts: Drafts, mentions: Sequence[Mention], agreements: Agreements, law: Law
    ) -> None:
        self._drafts = drafts
        self._agreements = agreements
        self._steps = Steps(drafts, agreements)
        self._labels = labels(law)
        self._sectors = along(each for each in mentions if each.kind == "sector")
        places = [Span(each.start, each.end) for each in mentions if each.kind == "place"]
        self._places = Along((each, each) for each in places)
        self._partaking = Partaking(drafts, self._places)
        told = [each for each in drafts.told(mentions, "event") if each.about.get("event_kind")]
        found = [
            self._read(each)
            for at, each in enumerate(told)
            if not self._partaking.is_setting(each, told[at - 1] if at else None)
        ]
        self._date(found, [each for each in mentions if each.kind == "date"])
        self._lend(found)
        self._proposed: list[Event] = []
        for event in once(found):
            event.entry = self._entry(event)
            if event.entry is not None:
                self._proposed.append(event)
        self._along = Along((each.span, each) for each in self._proposed)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Those that are proposed, in the order in which they are told of."""
        return [event.entry for event in self._proposed if event.entry is not None]

    def _read(self, mention: Mention) -> Event:
        event = Event(mention)
        taken: set[tuple[str, str]] = set()
        for part in mention.about.get("participants") or ():
            span = span_of(part)
            if span and (
                self._partaking.is_where(event, span)
                or self._partaking.is_apart(event, span)
                or self._partaking.is_deal(event, span)
            ):
                continue
            if event.kind == "ratification" and event.roles and part.get("role") == "target":
                continue
            event.named += 1
            default = "initiator" if part.get("role") == "source" else "target"
            role = str(part.get("as") or default)
            role = "participant" if event.kind in SYMMETRIC and role in _DIRECTED else role
            others = [entity for _, entity, _ in event.roles]
            for actor in self._partaking.meant(span, others) if span else ():
                entity = self._steps.bound(actor, span) if role == "party" and span else actor
                is_signed = role == "party" and entity.kind == "person"
                role = "signatory" if is_signed else role
                if (entity.name, role) not in taken and span is not None:
                    taken.add((entity.name, role))
                    event.roles.append((role, entity, span))
        if event.kind == "termination" and len(event.roles) == 1 and self._is_state(event):
            event.kind = "state_dissolution"
            event.roles = [("subject", entity, span) for _, entity, span in event.roles]
        agreement = self._steps.agreement_of(event)
        event.agreement = str(agreement["id"]) if agreement else ""
        return event

    def _is_state(self, event: Event) -> bool:
        """Whether it is a state that falls apart, and no agreement."""
        words = event.span.of(self._drafts.article.text).lower()
        return event.roles[0][1].kind == "state" and words.endswith((" apart", "collapsed"))

    def _lend(self, events: Sequence[Event]) -> None:
        """Give talks of which nobody is said to hold them those who, in their sentence, agree."""
        by_place = Along((event.span, event) for event in events if event.kind in _REACHED)
        for event in events:
            sentence = self._drafts.article.sentence_of(event.span.start)
            if event.kind not in ("meeting", "negotiation") or event.roles or sentence is None:
                continue
            bound = next((e for e in by_place.within(sentence.span) if len(e.actors) > 1), None)
            if bound is not None:
                event.kind = "negotiation"
                event.roles = [("negotiator", each, span) for _, each, span in bound.roles]

    def _date(self, events: Sequence[Event], dates: Iterable[Mention]) -> None:
        """Give each date to the event of its sentence that stands nearest, in its clause first."""
        by_place = Along((event.span, event) for event in events)
        for date in dates:
            sentence = self._drafts.article.sentence_of(date.start)
            if sentence is None or date.start < datelines.begins(
                self._drafts.article.text, sentence
            ):
                continue
            if is_of_another(self._drafts.article.text, date):
                continue
            near = by_place.within(sentence.span)
            if near:
                nearest(Span(date.start, date.end), near, self._drafts).dates.append(date)
        for event in events:
            if len(event.dates) > 1:
                event.dates = own(event, self._drafts.article.text)

    def within(self, span: Span) -> list[dict[str, Any]]:
        """The entries of events whose words stand in a stretch, the most confident first."""
        inside = sorted(self._along.within(span), key=lambda each: -each.mention.confidence)
        return [event.entry for event in inside if event.entry is not None]

    def _entry(self, event: Event) -> dict[str, Any] | None:
        drafts, mention = self._drafts, event.mention
        if drafts.is_decided("events", mention, event.kind):
            return None
        place = self._stated_place(mention) or self._place_of(event)
        agreement = self._steps.agreement_of(event)
        if agreement is not None and not event.roles and not self._steps.is_by_another(event):
            event.roles = self._steps.parties_of(agreement, event)
        self._partaking.receive(event)
        if not self._is_whole(event, agreement, place):
            return None
        clause, text = clause_of(event, place, drafts), drafts.article.text
        values = {
            "title": titled(
                event, str(agreement["title"]) if agreement else "", self._labels, text
            ),
            "kind": event.kind,
            "modality": self._modality(event),
            "place": place.of(drafts.article.text) if place else "",
            "agreement": agreement["id"] if agreement else "",
            "dates": self._date_entries(event),
            "sectors": self._sector_entries(clause),
            "participants": [
                {"actor": drafts.actor(entity), "role": role} for role, entity, _ in event.roles
            ],
        }
        entry = drafts.entry("evt", mention, values, [drafts.quoted(clause)])
        if entry is not None and agreement is not None:
            bound = [entity for role, entity, _ in event.roles if role in _BOUND]
            self._agreements.told(agreement, event.kind, entry["modality"], bound, clause)
        return entry

    def _is_whole(self, event: Event, agreement: dict[str, Any] | None, place: Span | None) -> bool:
        """Whether enough is known of an event to be worth a curator's look."""
        kinds = {entity.kind for _, entity, _ in event.roles}
        if event.kind in STEPS and agreement is None:
            return event.kind == "termination" and len(event.actors) > 1
        text = self._drafts.article.text
        if event.kind == "state_dissolution" and _OWNED.search(
            text, max(0, event.span.start - 4), event.span.start
        ):
            return False
        if event.kind in _OF_FORCE and kinds and not kinds & _WITH_FORCE:
            return False
        if not event.roles:
            return self._is_told_without_actors(event, agreement, place)
        if event.kind in _OF_TWO and len(event.actors) == 1:
            is_act = event.kind == "relations_strained" and event.mention.rule.startswith("verb ")
            return event.named > 1 or (is_act and bool(event.dates))
        text = event.span.of(self._drafts.article.text)
        is_doubtful = event.kind in _ONE_SIDED and len(event.actors) == 1
        is_moral = bool(_MORAL.match(text))
        return not (is_doubtful and (is_moral or text.split()[0].endswith("ing")))

    def _is_told_without_actors(
        self, event: Event, agreement: dict[str, Any] | None, place: Span | None
    ) -> bool:
        """Whether an event in which nobody takes part is worth a look all the same."""
        words = event.span.of(self._drafts.article.text).lower()
        if event.kind == "inauguration" or words.startswith(_HARM):
            return False
        is_told = agreement is not None or event.dates or place
        is_placed = event.kind in _OF_NOBODY and bool(agreement or place)
        is_sure = event.mention.confidence >= _WITHOUT_ACTORS or is_placed
        is_of_two = event.kind in _OF_TWO and event.kind != "meeting"
        return event.kind in _ENDS or (bool(is_told) and is_sure and not is_of_two)

    def _stated_place(self, mention: Mention) -> Span | None:
        """The place that stands with its words, where it is no body: "at the League"."""
        place = span_of(mention.about.get("place"))
        named = self._drafts.entities.within(place) if place else []
        return None if any(each.kind != "state" for each in named) else place

    def _place_of(self, event: Event) -> Span | None:
        """The place that is named after an event, in its clause."""
        text = self._drafts.article.text
        clause = self._drafts.clause(event.span)
        for place in self._places.within(Span(event.span.end, clause.end)):
            if WHERE.search(text, max(0, place.start - 30), place.start):
                return place
        return None

    def _modality(self, event: Event) -> str:
        """As it is told; what is dated after the article cannot have happened."""
        published = self._drafts.article.published
        days = [str(date.about.get("earliest") or "") for date in event.dates]
        is_ahead = published is not None and any(day > published.isoformat() for day in days)
        return (
            "planned" if is_ahead and event.modality in ("happened", "ongoing") else event.modality
        )

    def _date_entries(self, event: Event) -> list[dict[str, Any]]:
        drafts, entries = self._drafts, {}
        for date in event.dates:
            value = profile_value(date)
            if value is None:
                continue
            span = Span(date.start, date.end)
            sentence = drafts.article.sentence_of(date.start)
            is_near = sentence is not None and (
                sentence.span.start <= event.span.start < sentence.span.end
            )
            clause = drafts.clause(span, event.span) if is_near else drafts.clause(span)
            role = str(date.about.get("role_hint") or "occurred")
            entries[role, value] = {
                "role": role,
                "edtf": value,
                "basis": str(date.about.get("basis") or "explicit"),
                "expression": span.of(drafts.article.text),
                "evidence": [drafts.quoted(clause)],
            }
        return [*entries.values()]

    def _sector_entries(self, clause: Span) -> list[dict[str, Any]]:
        entries: dict[str, dict[str, Any]] = {}
        for sector in self._sectors.within(clause):
            code = sector.about.get("sector")
            if code:
                words = Span(sector.start, sector.end).of(self._drafts.article.text)
                entries.setdefault(code, {"sector": code, "expression": words})
        return [*entries.values()]


# What breaks up is no state where it belongs to somebody: the *Dockers'* Union.
_OWNED = re.compile(r"['’]s?\s+\Z")  # noqa: RUF001 - as texts have it
_HARM = ("kill", "wound", "injur")
"""What an accident does, too: somebody has to have done it."""
_OF_TWO = frozenset({"meeting", "cooperation", "relations_improve", "relations_strained"})
# Who would support a bill, or help to do so, gives no backing to an actor.
_MORAL = re.compile(
    r"(?:support|champion|defend|favou?r|uph|help|convinc|persuad|provid)", re.IGNORECASE
)
_ONE_SIDED = frozenset({"backing", "request"})
_BOUND = frozenset({"party", "signatory"})
_DIRECTED = frozenset({"initiator", "target", "recipient"})
