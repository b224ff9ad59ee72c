"""What entries of a proposed reading have in common: their ids, their quotes, who proposed them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from depositary.extraction.along import Along
from depositary.spans import Span, locate, paragraph_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depositary.extraction.articles import Article
    from depositary.extraction.entities import Entities, Entity
    from depositary.extraction.mentions import Mention

# Where a long sentence may be cut, so that a quote is the smallest clause with its subject.
_CLAUSE_END = re.compile(
    r";\s+|\s+[\u2014\u2013]\s+|,\s+(?=(?:while|but|although|though|whereas|and\s+(?:the|he|she|it|they))\b)"
)
_TRAILING = " \t\r\n.,;:"
_DIGITS = 12
_ID = re.compile(r"(?:act|agr|evt|clm)-[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Custody:
    """The article that is read, and what was decided about it.

    Parameters
    ----------
    source_id : str
        ``src-…``.
    sha256 : str
        Of its bytes: a proposal is the same as long as the article is.
    as_of : str
        The first day on which it can have appeared, ``YYYY-MM-DD``; empty where nobody knows.
    rejected : frozenset of str
        Proposals that a curator turned down.
    decided : mapping of str to sequence of tuple
        Of each table the stretches that are evidence for records of it, each with the id of the
        record, or the kind of an event.
    """

    source_id: str
    sha256: str
    as_of: str = ""
    rejected: frozenset[str] = frozenset()
    decided: Mapping[str, Sequence[tuple[Span, str]]] = field(default_factory=dict)


class Drafts:
    """Makes entries.

    Parameters
    ----------
    entities : Entities
        Who is who.
    custody : Custody
        Which article it is.
    """

    def __init__(self, entities: Entities, custody: Custody) -> None:
        self.entities = entities
        self.article: Article = entities.article
        self.custody = custody
        self._names: dict[str, str] = {}
        self.referred: set[str] = set()
        self._paragraphs = [part.span for part in self.article.parts]

    def told(self, mentions: Sequence[Mention], kind: str) -> list[Mention]:
        """The mentions of a kind in the body: headings state nothing of their own."""
        found = []
        for mention in mentions:
            sentence = self.article.sentence_of(mention.start)
            is_told = sentence is None or self.article.role_of(sentence) == "body"
            if mention.kind == kind and is_told:
                found.append(mention)
        return found

    def entry(
        self,
        prefix: str,
        mention: Mention,
        values: Mapping[str, Any],
        evidence: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any] | None:
        """A whole entry; None where it was rejected.

        Parameters
        ----------
        prefix : str
            Of the ids of its table.
        mention : Mention
            What it was read from.
        values : mapping
            Its columns and what is nested in it; empty ones are left out.
        evidence : sequence of mapping
            Its quotes.
        """
        kept = {key: value for key, value in values.items() if value not in ("", None, [], ())}
        proposal = self.proposal_id(prefix, mention, kept)
        if proposal in self.custody.rejected:
            return None
        return {
            "id": proposal,
            **kept,
            "evidence": [*evidence],
            "proposed_by": self.proposed_by(mention),
        }

    def proposal_id(self, prefix: str, mention: Mention, values: Mapping[str, Any]) -> str:
        """The id of a proposal: the same in every run, as long as article and values are.

        Actors count by their names and other records not at all: what they are called in the
        register changes when they are accepted, and what was turned down must be known again.
        """
        named = self._named(values)
        parts = [self.custody.sha256, mention.kind, mention.start, mention.end, named]
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"

    def _named(self, value: Any) -> Any:
        """A value with the names of actors in place of their ids, and without other ids."""
        if isinstance(value, str):
            return self._names.get(value, "" if _ID.fullmatch(value) else value)
        if isinstance(value, dict):
            return {key: self._named(part) for key, part in value.items()}
        return [self._named(part) for part in value] if isinstance(value, list) else value

    def proposed_by(self, mention: Mention) -> dict[str, str]:
        """Who proposed an entry, and why, in words."""
        paragraph = self.paragraph(mention.start)
        return {
            "extractor": mention.proposed_by,
            "why": f"{mention.rule}, paragraph {paragraph}" if paragraph else mention.rule,
        }

    def paragraph(self, place: int) -> int:
        """The number of the paragraph that holds a place, from 1; 0 outside of all."""
        return paragraph_of(Span(place, place + 1), self._paragraphs)

    def actor(self, entity: Entity) -> str:
        """The id of an actor that an entry refers to, which is kept in mind."""
        self.referred.add(entity.name)
        return self.actor_id(entity)

    def actor_id(self, entity: Entity) -> str:
        """The id of an actor."""
        text = json.dumps([self.custody.sha256, "actor", entity.kind, entity.name])
        made = f"act-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"
        key = entity.record_id or made
        self._names[key] = entity.name
        return key

    def quoted(self, span: Span, **more: str) -> dict[str, Any]:
        """Evidence: the words of a stretch, and which of several equal ones is meant."""
        quote = span.of(self.article.text)
        places = locate(quote, self.article.text, self.article.body)
        nth = {} if len(places) < 2 else {"nth": places.index(span) + 1}  # noqa: PLR2004 - several
        return {"quote": quote, **nth, **more}

    def clause(self, *spans: Span) -> Span:
        """The smallest clause of one sentence that holds some stretches, without its full stop."""
        text = self.article.text
        start, end = min(each.start for each in spans), max(each.end for each in spans)
        sentence = self.article.sentence_of(start)
        if sentence is None:
            return Span(start, end)
        first, last = sentence.span.start, sentence.span.end
        for cut in _CLAUSE_END.finditer(text, sentence.span.start, sentence.span.end):
            if cut.end() <= start:
                first = cut.end()
            elif cut.start() >= end:
                last = min(last, cut.start())
        last = max(last, end)
        while last > end and text[last - 1] in _TRAILING:
            last -= 1
        while first < start and text[first] in _TRAILING:
            first += 1
        return Span(first, last)

    def is_decided(self, table: str, mention: Mention, kind: str = "") -> bool:
        """Whether the register has a record of a table, of this kind, from these very words."""
        span = Span(mention.start, mention.end)
        return any(
            there.start <= span.start and span.end <= there.end and (not kind or of == kind)
            for there, of in self.custody.decided.get(table, ())
        )


def span_of(value: Mapping[str, Any] | None) -> Span | None:
    """The stretch that a part of a mention says."""
    if not value or "start" not in value:
        return None
    return Span(int(value["start"]), int(value["end"]))


def along(mentions: Iterable[Mention]) -> Along[Mention]:
    """Mentions, to be found by place."""
    return Along((Span(each.start, each.end), each) for each in mentions)


def joined(names: Iterable[str]) -> str:
    """Names as a sentence lists them.

    Examples
    --------
    >>> joined(["A"]), joined(["A", "B"]), joined(["A", "B", "C"])
    ('A', 'A and B', 'A, B and C')
    """
    *rest, last = [*names] or [""]
    return f"{', '.join(rest)} and {last}" if rest else last
