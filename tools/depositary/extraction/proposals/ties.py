"""Which ties does the article tell in plain words: members, scholars, amended agreements?"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from depositary.extraction.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.extraction.entities import Entity
    from depositary.extraction.proposals.agreements import Agreements
    from depositary.extraction.proposals.drafts import Drafts
    from depositary.spans import Span

_Thing = TypeVar("_Thing")

_BODIES = frozenset({"igo_or_bloc", "coalition", "organisation", "informal_group"})
_OF_STATES = frozenset({"igo_or_bloc", "coalition"})
# "Norway, a member of NATO", "Vela, which is a member of the chamber", "a club of which Vela is a
# member".
_MEMBER = re.compile(
    r"(?:,\s+(?:(?:which|who)\s+(?:is|are|was)\s+)?(?:itself\s+|also\s+)?"
    r"|\s+(?:is|are|was|remains?|became)\s+(?:(?:also|still)\s+)?)(?P<what>(?:(?:an?|the|both|all)\s+)?"
    r"(?:[a-z]+\s+)?(?:members?|part)\s+of)\s+(?:the\s+)?"
)
_OF_WHICH = re.compile(r",?\s+(?P<what>of\s+which)\s+(?:the\s+)?")
_IS_MEMBER = re.compile(r"\s+(?:is|are|was)\s+(?:an?\s+)?(?:[a-z]+\s+)?members?\b")
# "a hydrologist at the University of Lea", "Economist Ana Ruiz, of the University of Lea".
_SCHOLAR = re.compile(
    r",?\s+(?:who\s+is\s+)?(?P<what>(?:(?:an?|the)\s+)?(?:[a-z-]+\s+){0,4}?(?:hydrologist|economist|historian"
    r"|analyst|professor|researcher|lecturer|fellow|scholar|scientist|lawyer|expert|specialist"
    r"|ecologist|biologist|engineer|archaeologist|geographer|associate|activist|campaigner)"
    r"(?:\s+of\s+[a-z ]{3,30}|\s+in\s+[a-z ]{3,30})?\s+(?:at|of|with|from))\s+(?:the\s+)?"
    r"|,?\s+(?P<of>of|at|from)\s+(?:the\s+)?"
)
_LEARNED = re.compile(
    r"\b(?:University|Institute|College|School|Centre|Center|Academy|Society|Foundation)\b"
)
_CHANGES = re.compile(
    r"(?:\s+of\s+[12]\d{3})?,?\s+(?:(?:which|that|would|will|later|also|formally|has|had)\s+){0,2}"
    r"(?P<what>(?P<amends>amend(?:s|ed)?|modif(?:y|ies|ied)|supplement(?:s|ed)?|revise[sd]?)"
    r"|replace[sd]?|supersede[sd]?|took\s+the\s+place\s+of)\s+"
    r"(?:(?:the|an?|its|their)\s+)?(?:(?:earlier|older|existing|original|previous|old|first)\s+)?"
)
_REACH = 90


class Ties:
    """Finds relations between actors, and between agreements.

    Parameters
    ----------
    drafts : Drafts
        Makes entries.
    agreements : Agreements
        Those of the article.
    """

    def __init__(self, drafts: Drafts, agreements: Agreements) -> None:
        self._drafts, self._agreements = drafts, agreements
        self._found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for sentence in drafts.article.sentences:
            if drafts.article.role_of(sentence) == "body":
                self._actors(sentence.span)
                self._changes(sentence.span)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The relations, each once, in the order in which they are told."""
        return [*self._found.values()]

    def _actors(self, sentence: Span) -> None:
        """Members of bodies and scholars of universities, told of in one sentence."""
        text = self._drafts.article.text
        for (here, one), (there, other), between in _pairs(
            self._drafts.entities.placed(sentence), text
        ):
            scholar = _SCHOLAR.fullmatch(between) if one.kind == "person" else None
            if scholar and (not scholar["of"] or _LEARNED.search(other.name)):
                if other.kind not in ("person", "state"):
                    self._tie(one, "affiliated_with", other, here, there, scholar)
                continue
            if one.kind == "person" or other.kind == "person":
                continue
            member, of_which = _MEMBER.fullmatch(between), _OF_WHICH.fullmatch(between)
            if member and other.kind in _BODIES:
                self._tie(one, _by_kind(other), other, here, there, member)
            elif of_which and one.kind in _BODIES and _IS_MEMBER.match(text, there.end):
                self._tie(other, _by_kind(one), one, here, there, of_which)

    def _changes(self, sentence: Span) -> None:
        """Agreements that amend or replace others, told of in one sentence."""
        placed = self._agreements.placed(sentence)
        for (here, one), (there, other), between in _pairs(placed, self._drafts.article.text):
            change = _CHANGES.fullmatch(between)
            if change and one["id"] != other["id"]:
                predicate = "amends" if change["amends"] else "replaces"
                self._add((one["id"], predicate, other["id"]), here, there, change)

    def _tie(
        self,
        subject: Entity,
        predicate: str,
        of: Entity,
        here: Span,
        there: Span,
        told: re.Match[str],
    ) -> None:
        if subject.name != of.name:
            ids = self._drafts.actor(subject), predicate, self._drafts.actor(of)
            self._add(ids, here, there, told)

    def _add(self, key: tuple[str, str, str], here: Span, there: Span, told: re.Match[str]) -> None:
        drafts = self._drafts
        words = next(
            (each for name, each in told.groupdict().items() if each and name != "amends"), ""
        )
        why = Mention(
            here.start, there.end, "organisation", "entities", "words that tell of a tie", 0.7
        )
        self._found.setdefault(
            key,
            {
                "subject": key[0],
                "predicate": key[1],
                "object": key[2],
                "expression": words,
                "evidence": [drafts.quoted(drafts.clause(here, there))],
                "proposed_by": drafts.proposed_by(why),
            },
        )


def _by_kind(body: Entity) -> str:
    return "member_of" if body.kind in _OF_STATES else "affiliated_with"


def _pairs(
    placed: list[tuple[Span, _Thing]], text: str
) -> Iterator[tuple[tuple[Span, _Thing], tuple[Span, _Thing], str]]:
    """Neighbours, with the words between them, where these are few."""
    for one, other in pairwise(placed):
        if 0 <= other[0].start - one[0].end <= _REACH:
            yield one, other, text[one[0].end : other[0].start]
