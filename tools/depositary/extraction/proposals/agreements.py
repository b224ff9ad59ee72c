"""Which agreements does the article speak of, and which words only point back to one?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depositary.extraction.proposals.drafts import joined, span_of
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.drafts import Drafts

_BACK_CHARS = 600
"""How far a description may stand before the name that it is one of."""


class _Found:
    """One agreement, and all words that mean it."""

    def __init__(self, mention: Mention) -> None:
        self.mentions = [mention]
        self.id = ""

    @property
    def title(self) -> str:
        """Its name; empty where it is only described."""
        return next((str(m.about["title"]) for m in self.mentions if m.about.get("title")), "")

    def first(self, key: str, otherwise: str = "unknown") -> str:
        """What the first of its mentions that knows says."""
        values = [str(m.about.get(key) or otherwise) for m in self.mentions]
        return next((value for value in values if value not in (otherwise, "other")), values[0])


class Agreements:
    """The agreements of an article.

    Parameters
    ----------
    drafts : Drafts
        Makes entries.
    mentions : sequence of Mention
        All of the article.
    """

    def __init__(self, drafts: Drafts, mentions: Sequence[Mention]) -> None:
        self._drafts = drafts
        self._sectors = [each for each in mentions if each.kind == "sector"]
        self.found = _grouped(drafts.told(mentions, "agreement"), drafts)
        self.entries: list[dict[str, Any]] = []
        for each in self.found:
            entry = self._entry(each)
            if entry is not None:
                each.id = entry["id"]
                self.entries.append(entry)

    def within(self, span: Span) -> str:
        """The id of the agreement that words in a stretch mean; empty where there is none."""
        for each in self.found:
            for mention in each.mentions:
                if each.id and span.start <= mention.start and mention.end <= span.end:
                    return each.id
        return ""

    def title_of(self, agreement_id: str) -> str:
        """What an agreement is called."""
        for entry in self.entries:
            if entry["id"] == agreement_id:
                return str(entry["title"])
        return ""

    def _parties(self, found: _Found) -> list[Entity]:
        parties: dict[str, Entity] = {}
        for mention in found.mentions:
            for part in mention.about.get("parties") or ():
                span = span_of(part)
                for entity in self._drafts.entities.meant_by(span) if span else ():
                    bound = self._drafts.entities.bound_by(entity)
                    parties.setdefault(bound.name, bound)
        return [*parties.values()]

    def _entry(self, found: _Found) -> dict[str, Any] | None:
        drafts, first = self._drafts, found.mentions[0]
        if drafts.is_decided("agreements", first):
            return None
        spans = [Span(each.start, each.end) for each in found.mentions]
        parties = self._parties(found)
        title = found.title or _described(first, drafts, parties)
        clause = drafts.clause(spans[0])
        values = {
            "title": title,
            "kind": found.first("kind", "other"),
            "form": found.first("form"),
            "ambit": found.first("ambit"),
            "stage": _latest_stage(found),
            "stage_as_of": drafts.custody.as_of,
            "sectors": self._sectors_of(found),
            "participants": [
                {"actor": drafts.actor(each), "role": "party", "evidence": [drafts.quoted(clause)]}
                for each in parties
            ],
        }
        evidence = [drafts.quoted(clause)]
        for span in spans[1:]:
            more = drafts.quoted(drafts.clause(span))
            if more not in evidence:
                evidence.append(more)
        return drafts.entry("agr", first, values, evidence)

    def _sectors_of(self, found: _Found) -> list[dict[str, Any]]:
        """What it is about, as far as the sentences say that name it or point to it."""
        drafts, entries = self._drafts, {}
        for mention in found.mentions:
            sentence = drafts.article.sentence_of(mention.start)
            if sentence is None:
                continue
            for sector in self._sectors:
                inside = sentence.span.start <= sector.start < sentence.span.end
                code = sector.about.get("sector")
                if inside and code and code not in entries:
                    words = Span(sector.start, sector.end)
                    entries[code] = {
                        "sector": code,
                        "expression": words.of(drafts.article.text),
                        "evidence": [
                            drafts.quoted(drafts.clause(Span(mention.start, mention.end), words))
                        ],
                    }
        return [*entries.values()]


def _grouped(mentions: Sequence[Mention], drafts: Drafts) -> list[_Found]:
    """Agreements by their mentions: equal names, descriptions before a name, words that point."""
    found: list[_Found] = []
    for mention in mentions:
        there = _meant(mention, found, drafts)
        if there is not None:
            there.mentions.append(mention)
        elif not mention.about.get("is_reference"):
            found.append(_Found(mention))
    return found


def _meant(mention: Mention, found: Sequence[_Found], drafts: Drafts) -> _Found | None:
    """The agreement that was spoken of before and is meant; None for a new one."""
    to = span_of(mention.about.get("refers_to"))
    if to is not None:
        for each in found:
            if any(m.start == to.start and m.end == to.end for m in each.mentions):
                return each
    title = str(mention.about.get("title") or "")
    for each in reversed(found):
        if title and title.lower() == each.title.lower():
            return each
        words = Span(mention.start, mention.end).of(drafts.article.text).lower()
        if not title and any(
            words == Span(m.start, m.end).of(drafts.article.text).lower() for m in each.mentions
        ):
            return each
    if mention.about.get("is_reference"):
        return found[-1] if found else None
    last = found[-1] if found else None
    if (
        last is not None
        and title
        and not last.title
        and mention.start - last.mentions[-1].end <= _BACK_CHARS
        and _may_be_one(last.mentions[0], mention, drafts)
    ):
        return last
    return None


def _may_be_one(described: Mention, named: Mention, drafts: Drafts) -> bool:
    """Whether a description and a name that comes after it have no different parties."""
    one, other = (_parties_of(each, drafts) for each in (described, named))
    return not one or not other or one == other


def _parties_of(mention: Mention, drafts: Drafts) -> set[str]:
    spans = [span_of(part) for part in mention.about.get("parties") or ()]
    return {
        drafts.entities.bound_by(entity).name
        for span in spans
        if span is not None
        for entity in drafts.entities.meant_by(span)
    }


def _latest_stage(found: _Found) -> str:
    """The stage that its mentions give; a later one says more than an earlier one."""
    stages = [str(each.about.get("stage") or "unknown") for each in found.mentions]
    known = [stage for stage in stages if stage != "unknown"]
    return known[0] if known else "unknown"


def _described(mention: Mention, drafts: Drafts, parties: Sequence[Entity]) -> str:
    words = Span(mention.start, mention.end).of(drafts.article.text)
    words = words.removeprefix("the ").removeprefix("a ").removeprefix("an ")
    title = words[:1].upper() + words[1:]
    names = joined(each.name for each in parties)
    return f"{title} between {names}" if names and " between " not in title else title
