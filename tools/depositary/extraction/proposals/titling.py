"""What is an event called for which the article has no title?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depositary.extraction.proposals.drafts import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depositary.extraction.proposals.tellings import Event
    from depositary.schema import Law

SYMMETRIC = frozenset({"meeting", "summit", "negotiation", "relations_improve",
                        "relations_strained", "cooperation"})  # fmt: skip
"""Kinds in which all take part alike."""
_OF_ALL = SYMMETRIC | {"election", "inauguration", "government_fall", "state_dissolution",
                        "setback", "accession"}  # fmt: skip
_LABELS = {"backing": "Backing", "cooperation": "Cooperation"}
_TITLES = {
    "backing": "Backing of {others} by {doers}",
    "arms_transfer": "Arms transfer by {doers} to {others}",
    "request": "Request of {doers} to {others}",
    "sanctions": "Sanctions by {doers} against {others}",
    "sanctions_relief": "Sanctions relief by {doers} for {others}",
    "military_action": "Military action by {doers} against {others}",
    "intervention": "Intervention by {doers} in {others}",
    "mediation": "Mediation by {doers} for {others}",
    "policy_change": "Change of policy of {doers} towards {others}",
}
_DONE_TO = frozenset({"target", "recipient", "affected"})


def titled(event: Event, about: str, labels: Mapping[str, str], text: str) -> str:
    """The title of an event: its kind, who takes part, and of which agreement it is a step.

    Parameters
    ----------
    event : Event
        With its participants.
    about : str
        Title of the agreement; empty where there is none.
    labels : mapping
        Of kinds, by their codes.
    text : str
        The article.
    """
    doers = joined(e.name for role, e, _ in event.roles if role not in _DONE_TO)
    others = joined(e.name for role, e, _ in event.roles if role in _DONE_TO)
    every = joined(dict.fromkeys(e.name for _, e, _ in event.roles))
    if event.kind in _TITLES and doers and others:
        return _TITLES[event.kind].format(doers=doers, others=others)
    label = _LABELS.get(event.kind) or labels.get(event.kind, event.kind)
    if about:
        return f"{label} of the {about}" + (f" by {every}" if every else "")
    if not every:
        return f"{label}: {event.span.of(text)}"
    return f"{label} {'of' if event.kind in _OF_ALL else 'by'} {every}"


def labels(law: Law) -> dict[str, str]:
    """What the kinds of events are called, by their codes."""
    column = law.tables["events"].column("kind")
    return {code["const"]: str(code["title"]) for code in column.schema.get("oneOf", ())}
