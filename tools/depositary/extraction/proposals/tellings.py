"""One event and every place that tells of it: who takes part, when, and which tell of the same."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.drafts import Drafts

# "Vela, founded in 1994, bought …", "under a treaty of 1892", "the pact for 2026"
_OF_A_THING = re.compile(
    r"(?:\b(?:founded|established|born|created|dating|amended|published|formed|based|introduced)\b"
    r"(?:\s+(?:by|in|on|at|under|from|back|as)\b[^,;]{0,20})?\s*"
    r"|\b(?:treaty|agreement|accord|pact|convention|protocol|deal|law|act|constitution|charter"
    r"|resolution|declaration|contract|budget|quotas?|season)\s+(?:of|for|from)\s+)$",
    re.IGNORECASE,
)
_A_THING = re.compile(r"\b(?:the|an?|its|their|his|her|under|over)\s+$", re.IGNORECASE)
_CUT = re.compile(r",|\b(?:and|but)\b")
_A_COMMA = 40
"""How many characters a comma or *and* between a date and an event counts for."""
_AHEAD = 25
"""And for how many that it stands before its event, as few dates do that do not open a sentence."""
_DUE = frozenset({"planned", "pledged"})
_TALKS = frozenset({"meeting", "summit", "negotiation"})
_MANY = frozenset({"policy_change", "relations_strained", "relations_improve", "sanctions",
                   "backing", "cooperation", "military_action", "request", "facility"})  # fmt: skip
"""Kinds so wide that two do many such things to each other: other words tell of another one."""


class Event:
    """One event: its mention, who takes part, when.

    Parameters
    ----------
    mention : Mention
        What tells of it. ``named`` counts the phrases that say who takes part.
    """

    def __init__(self, mention: Mention) -> None:
        self.mention = mention
        self.kind = str(mention.about.get("event_kind") or "")
        self.modality = str(mention.about.get("modality") or "happened")
        self.span = Span(mention.start, mention.end)
        self.roles: list[tuple[str, Entity, Span]] = []
        self.dates: list[Mention] = []
        self.agreement = ""
        self.named = 0
        self.entry: dict[str, Any] | None = None

    @property
    def actors(self) -> frozenset[str]:
        """The names of those who take part."""
        return frozenset(entity.name for _, entity, _ in self.roles)

    def is_same(self, other: Event) -> bool:
        """Whether two mentions tell of one event: same kind, same actors, dates that agree."""
        if self.kind != other.kind or not (self.actors & other.actors):
            return False
        if self.agreement != other.agreement and self.agreement and other.agreement:
            return False
        is_due = {each.modality in _DUE for each in (self, other)}
        if self.kind in _TALKS and len(is_due) > 1:
            return False
        if self.kind in _MANY and self.mention.rule != other.mention.rule:
            return False
        values = [{m.about.get("value") for m in each.dates} for each in (self, other)]
        if values[0] and values[1] and values[0] != values[1]:
            return False
        return self.actors <= other.actors or other.actors <= self.actors


def once(events: Iterable[Event]) -> list[Event]:
    """The events, those that are told of again left out.

    Parameters
    ----------
    events : iterable of Event
        In any order.
    """
    kept: list[Event] = []
    # Two that are the same have an actor in common: not all have to be compared with all.
    by_actor: dict[tuple[str, str], set[int]] = defaultdict(set)
    for event in sorted(events, key=lambda each: each.mention.place):
        keys = [(event.kind, name) for name in event.actors]
        alike = sorted(set().union(*(by_actor[key] for key in keys)))
        same = next((at for at in alike if kept[at].is_same(event)), len(kept))
        if same == len(kept):
            kept.append(event)
        else:
            kept[same].dates += event.dates
            names = kept[same].actors
            kept[same].roles += [each for each in event.roles if each[1].name not in names]
        for key in keys:
            by_actor[key].add(same)
    return kept


def nearest(span: Span, events: Sequence[Event], drafts: Drafts) -> Event:
    """The event that a date most likely belongs to: of its own clause, then by distance.

    Parameters
    ----------
    span : Span
        Of the date.
    events : sequence of Event
        At least one.
    drafts : Drafts
        Knows where clauses end.
    """

    def far(event: Event) -> tuple[bool, int, int]:
        clause = drafts.clause(event.span)
        is_apart = not (clause.start <= span.start < clause.end)
        between = _between(event, span, drafts.article.text)
        gap = len(between) + _A_COMMA * len(_CUT.findall(between))
        gap += _AHEAD if event.span.start > span.start else 0
        return is_apart, gap, event.span.start

    return min(events, key=far)


def own(event: Event, text: str) -> list[Mention]:
    """The dates of an event without those that a comma or *and* parts from it, if others are left.

    "It was signed on 2 May and ratified the next day": each step has a day of its own.
    """
    near = [
        each
        for each in event.dates
        if not _CUT.search(_between(event, Span(each.start, each.end), text))
    ]
    return near or event.dates


def _between(event: Event, span: Span, text: str) -> str:
    return text[event.span.end : span.start] or text[span.end : event.span.start]


def is_of_another(text: str, date: Mention) -> bool:
    """Whether a date is of what it stands with, and of no event: "founded in 1994"."""
    before, after = text[max(0, date.start - 60) : date.start], text[date.end : date.end + 2]
    if _OF_A_THING.search(before):
        return True
    is_attribute = after[:1] == " " and after[1:].isalpha() and _A_THING.search(before)
    return bool(is_attribute) and text[date.start : date.end].isdigit()
