"""A proposed reading: what was found in one article, as the entries that a curator would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.extraction.proposals.actors import Actors, spokespersons
from depositary.extraction.proposals.agreements import Agreements
from depositary.extraction.proposals.claims import Claims
from depositary.extraction.proposals.drafts import Drafts
from depositary.extraction.proposals.events import Events
from depositary.extraction.proposals.settling import settle
from depositary.extraction.proposals.ties import Ties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.entities import Entities
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.drafts import Custody
    from depositary.schema import Law

CODER = "depositary extract"


def proposed(
    entities: Entities, mentions: Sequence[Mention], custody: Custody, law: Law
) -> dict[str, Any]:
    """The reading that is proposed for an article.

    Parameters
    ----------
    entities : Entities
        Who is who in it.
    mentions : sequence of Mention
        What was found, sorted by place.
    custody : Custody
        Which article it is, and what was decided about it before.
    law : Law
        For the labels of codes.

    Returns
    -------
    dict
        In the form of a reading; each entry says who proposed it and why. Entries whose proposal
        was rejected, or whose facts stand in the register with this evidence, are left out.
    """
    drafts = Drafts(entities, custody)
    agreements = Agreements(drafts, mentions)
    events = Events(drafts, mentions, agreements, law)
    claims = Claims(drafts, mentions, agreements, events)
    settle(agreements.entries, events.entries, claims.said, custody.as_of)
    found = {
        "agreements": agreements.entries,
        "events": events.entries,
        "claims": claims.entries,
        "relations": [*spokespersons(drafts), *Ties(drafts, agreements).entries],
        "actors": Actors(drafts).entries,
    }
    reading: dict[str, Any] = {"source": custody.source_id, "coder": CODER}
    for key in ("actors", "agreements", "events", "relations", "claims"):
        if found[key]:
            reading[key] = found[key]
    aside = _set_aside(drafts)
    return reading | ({"set_aside": aside} if aside else {})


def _set_aside(drafts: Drafts) -> list[dict[str, Any]]:
    """Parts of the page that state nothing of their own."""
    reasons = {
        "furniture": "Furniture of the page.",
        "heading": "Heading: announces what follows, states nothing of its own.",
    }
    return [
        drafts.quoted(part.span) | {"reason": reasons[part.role]}
        for part in drafts.article.parts
        if part.role in reasons
    ]
