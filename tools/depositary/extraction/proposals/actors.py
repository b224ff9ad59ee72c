"""Which actors does the article name: their names, their kinds, their offices?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.entities import Entity, Office, Place
    from depositary.extraction.proposals.drafts import Drafts

_NAMED = ("name", "short", "acronym", "variant")
_MOST_QUOTES = 3
_SPOKES = re.compile(r"spokes(?:man|woman|person)", re.IGNORECASE)


class Actors:
    """The actors of an article: all that are named, and all that other entries refer to.

    Parameters
    ----------
    drafts : Drafts
        Knows what other entries refer to.
    """

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self.entries: list[dict[str, Any]] = []
        for entity in drafts.entities.every:
            entry = self._entry(entity)
            if entry is not None:
                self.entries.append(entry)

    def _entry(self, entity: Entity) -> dict[str, Any] | None:
        drafts = self._drafts
        if _is_doubtful(entity) and entity.name not in drafts.referred:
            return None
        actor_id = drafts.actor(entity)
        if actor_id in drafts.custody.rejected:
            return None
        evidence = self._evidence(entity)
        if not evidence:
            return None
        by = drafts.proposed_by(entity.why)
        if entity.record_id:
            new = [each for each in evidence if not self._is_known(entity, each)]
            if not new:
                return None
            return {"id": actor_id, "evidence": new, "proposed_by": by}
        values: dict[str, Any] = {
            "id": actor_id,
            "name": entity.name,
            "kind": entity.kind,
            # A state that was gone before there were codes has one of ours, which begins with X.
            "country": ""
            if entity.country.startswith("X") and entity.country != "XKX"
            else entity.country,
            "names": [{"name": name, "kind": kind} for name, kind in entity.names.items()],
            "offices": self._offices(entity),
            "evidence": evidence,
            "proposed_by": by,
        }
        return {key: value for key, value in values.items() if value}

    def _is_known(self, entity: Entity, evidence: dict[str, Any]) -> bool:
        quotes = self._drafts.custody.decided.get("actors", ())
        text = self._drafts.article.text
        return any(
            of == entity.record_id and evidence["quote"] in span.of(text) for span, of in quotes
        )

    def _evidence(self, entity: Entity) -> list[dict[str, Any]]:
        """A few quotes: the first that name it; where none does, the first that imply it."""
        drafts = self._drafts
        named = [place for place in entity.places if place.how in _NAMED]
        chosen: Sequence[Place] = named or entity.places
        found: list[dict[str, Any]] = []
        for place in chosen:
            quote = drafts.quoted(drafts.clause(place.span), **_IMPLIED.get(place.how, {}))
            if quote not in found:
                found.append(quote)
            if len(found) == _MOST_QUOTES:
                break
        return found

    def _offices(self, entity: Entity) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for office in entity.offices:
            holder = self._drafts.entities.called(office.of)
            if holder is None or office.expression in found or _speaks(office):
                continue
            found[office.expression] = {
                "object": self._drafts.actor(holder),
                "expression": office.expression,
                "evidence": [self._drafts.quoted(self._drafts.clause(office.span))],
            }
        return [*found.values()]


def _is_doubtful(entity: Entity) -> bool:
    """Whether an actor is one word in one place that its proposer is not sure of."""
    is_word = len(entity.places) == 1 and " " not in entity.name and not entity.record_id
    return is_word and entity.kind in _DOUBTFUL and entity.why.confidence < _SURE


_DOUBTFUL = frozenset({"person", "organisation"})
_SURE = 0.6
_IMPLIED = {
    "demonym": {
        "support": "implies",
        "note": "The adjective stands for the state.",
    },
    "implied": {
        "support": "implies",
        "note": "What is answered was said by somebody; by whom was not found.",
    },
    "metonym": {
        "support": "implies",
        "note": "The name of the place stands for those who govern there.",
    },
}


def _speaks(office: Office) -> bool:
    return _SPOKES.search(office.expression) is not None


def spokespersons(drafts: Drafts) -> list[dict[str, Any]]:
    """Relations of those who speak for a state or a body."""
    found = []
    for entity in drafts.entities.every:
        for office in entity.offices:
            holder = drafts.entities.called(office.of)
            if holder is not None and _speaks(office):
                found.append(
                    {
                        "subject": drafts.actor(entity),
                        "predicate": "speaks_for",
                        "object": drafts.actor(holder),
                        "expression": office.expression,
                        "evidence": [drafts.quoted(drafts.clause(office.span))],
                        "proposed_by": drafts.proposed_by(entity.why),
                    }
                )
    return found
