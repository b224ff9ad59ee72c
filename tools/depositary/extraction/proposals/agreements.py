"""Which agreements does the article speak of, and which words only point back to one?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from depositary.extraction.agreements.naming import may_be_same, sort_of
from depositary.extraction.along import Along
from depositary.extraction.proposals.drafts import along, joined, span_of
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.drafts import Drafts

# How far an agreement has come, by a step that is told of; later stages go before earlier ones.
_ORDER = ("unknown", "proposed", "under_negotiation", "text_agreed", "concluded",
          "signature_scheduled", "signed", "ratified", "in_force", "suspended",
          "ended")  # fmt: skip
_STAGES = {
    ("signing", "planned"): "signature_scheduled",
    ("signing", "happened"): "signed",
    ("conclusion", "happened"): "concluded",
    ("entry_into_force", "happened"): "in_force",
    ("termination", "happened"): "ended",
}
_ONE = frozenset({"merger", "ceasefire"})
"""Sorts of which an article seldom speaks of two."""
_OTHER = frozenset(
    {"new", "second", "previous", "earlier", "another", "first", "third", "last", "old", "similar"}
)
_BACK_CHARS = 600
"""How far a description may stand before the name that it is one of."""


class _Found:
    """One agreement, and all words that mean it."""

    def __init__(self, mention: Mention) -> None:
        self.mentions = [mention]

    @property
    def head(self) -> str:
        """The word that first said that it is an agreement, in the singular."""
        return str(self.mentions[0].about.get("head") or "")

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
        self._sectors = along(each for each in mentions if each.kind == "sector")
        self._described: set[str] = set()
        self._proposed: list[tuple[_Found, dict[str, Any]]] = []
        for found in _grouped(drafts.told(mentions, "agreement"), drafts):
            entry = self._entry(found)
            if entry is not None:
                self._proposed.append((found, entry))
        self._along = Along(
            (span := Span(mention.start, mention.end), (number, span))
            for number, (found, _) in enumerate(self._proposed)
            for mention in found.mentions
        )

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Those that are proposed, in the order in which they are first spoken of."""
        return [entry for _, entry in self._proposed]

    def within(self, span: Span) -> dict[str, Any] | None:
        """The entry of the agreement that words in a stretch mean: the first that is proposed."""
        numbers = [number for number, _ in self._along.within(span)]
        return self._proposed[min(numbers)][1] if numbers else None

    def placed(self, span: Span) -> list[tuple[Span, dict[str, Any]]]:
        """The entries of the agreements that a stretch speaks of, in order, with their places."""
        return [(at, self._proposed[number][1]) for at, (number, _) in self._along.placed(span)]

    def nearest(self, step: Span, span: Span) -> dict[str, Any] | None:
        """The entry of the agreement that stands nearest to the words for a step, in a stretch."""
        near = [
            (max(there.start - step.end, step.start - there.end), number)
            for number, there in self._along.within(span)
        ]
        return self._proposed[min(near)[1]][1] if near else None

    def before(self, place: int, reach: int = sys.maxsize) -> dict[str, Any] | None:
        """The entry of the agreement that was spoken of last, at most so many characters before."""
        found = next(self._along.before(place), None)
        is_near = found is not None and place - found[1].end <= reach
        return self._proposed[found[0]][1] if found is not None and is_near else None

    def told(
        self,
        entry: dict[str, Any],
        step: str,
        modality: str,
        bound: Sequence[Entity],
        clause: Span,
    ) -> None:
        """Take from a step in the life of an agreement how far it has come, and whom it binds.

        Parameters
        ----------
        entry : dict
            Of the agreement.
        step, modality : str
            Kind of the event, and how it is told.
        bound : sequence of Entity
            Who takes part in it.
        clause : Span
            That tells of it.
        """
        stage = _STAGES.get((step, modality))
        if stage and _ORDER.index(stage) > _ORDER.index(entry.get("stage", "unknown")):
            entry["stage"] = stage
        known = {each["actor"] for each in entry.get("participants", ())}
        if len(known) > 1 or len(bound) < 2:  # noqa: PLR2004 - an agreement binds two at least
            return
        drafts = self._drafts
        parties = {each.name: each for each in map(drafts.entities.bound_by, bound)}
        entry["participants"] = [
            {"actor": drafts.actor(each), "role": "party", "evidence": [drafts.quoted(clause)]}
            for each in parties.values()
        ]
        if entry.get("ambit", "unknown") == "unknown":
            entry["ambit"] = "bilateral" if len(parties) == 2 else "plurilateral"  # noqa: PLR2004
        if entry["id"] in self._described and " between " not in entry["title"]:
            entry["title"] += f" between {joined(parties)}"

    def _entry(self, found: _Found) -> dict[str, Any] | None:
        drafts, first = self._drafts, found.mentions[0]
        if drafts.is_decided("agreements", first):
            return None
        spans = [Span(each.start, each.end) for each in found.mentions]
        parties = [*_parties(found.mentions, drafts).values()]
        title = found.title or _described(first, drafts, parties)
        clause = drafts.clause(spans[0])
        values = {
            "title": title,
            "kind": found.first("kind", "other"),
            "form": found.first("form"),
            "ambit": found.first("ambit"),
            "stage": found.first("stage"),
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
        entry = drafts.entry("agr", first, values, evidence)
        if entry is not None and not found.title:
            self._described.add(entry["id"])
        return entry

    def _sectors_of(self, found: _Found) -> list[dict[str, Any]]:
        """What it is about, as far as the sentences say that name it or point to it."""
        drafts, entries = self._drafts, {}
        for mention in found.mentions:
            sentence = drafts.article.sentence_of(mention.start)
            if sentence is None:
                continue
            for sector in self._sectors.within(sentence.span):
                code = sector.about.get("sector")
                if code and code not in entries:
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
        else:
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
        if (
            not title
            and not _is_another(mention, drafts)
            and any(
                words == Span(m.start, m.end).of(drafts.article.text).lower() for m in each.mentions
            )
        ):
            return each
    if mention.about.get("is_reference") or not title:
        return _led_back(mention, found, drafts)
    last = found[-1] if found else None
    if (
        last is not None
        and not last.title
        and mention.start - last.mentions[-1].end <= _BACK_CHARS
        and _may_be_one(last.mentions[0], mention, drafts)
    ):
        return last
    return None


def _is_another(mention: Mention, drafts: Drafts) -> bool:
    """Whether the article brings it in anew: "signed a treaty of friendship"."""
    text = drafts.article.text
    before, after = (
        text[max(0, mention.start - 3) : mention.start],
        text[mention.end : mention.end + 4],
    )
    return before.lower().endswith((" a ", " an")) and after in (" of ", " on ", " for")


def _led_back(mention: Mention, found: Sequence[_Found], drafts: Drafts) -> _Found | None:
    """The last agreement that words without a name may lead back to."""
    head = str(mention.about.get("head") or "")
    alike = [each for each in found if may_be_same(each.head, head)]
    if mention.about.get("is_reference"):
        return alike[-1] if alike else None
    own = [each for each in alike if sort_of(each.head) == sort_of(head) and sort_of(head) in _ONE]
    return own[-1] if own and _is_the_same(mention, drafts) else None


def _is_the_same(mention: Mention, drafts: Drafts) -> bool:
    """Whether *the* leads back, by other words: "the 2.1 billion euro merger"."""
    text = drafts.article.text
    words = Span(mention.start, mention.end).of(text).lower().split()
    before = text[max(0, mention.start - 8) : mention.start].lower().split()
    return (
        bool(before) and before[-1] in ("the", "this", "its", "their") and _OTHER.isdisjoint(words)
    )


def _may_be_one(described: Mention, named: Mention, drafts: Drafts) -> bool:
    """Whether a name may be that of what was described: no different parties, a word in common.

    In one paragraph a name may say in other words what was described.
    """
    if not may_be_same(*(str(each.about.get("head") or "") for each in (described, named))):
        return False
    texts = [Span(m.start, m.end).of(drafts.article.text).lower() for m in (described, named)]
    heads = {str(each.about.get("head") or "") for each in (described, named)}
    is_alike = set(texts[0].split()) & set(texts[1].split()) - {"the", "of", "on", "and"} - heads
    if not is_alike and drafts.paragraph(described.start) != drafts.paragraph(named.start):
        return False
    one, other = (_parties([each], drafts).keys() for each in (described, named))
    return not one or not other or one == other


def _parties(mentions: Iterable[Mention], drafts: Drafts) -> dict[str, Entity]:
    """Those who are bound, as mentions name them, by their names."""
    parties: dict[str, Entity] = {}
    for mention in mentions:
        for part in mention.about.get("parties") or ():
            span = span_of(part)
            for entity in drafts.entities.meant_by(span) if span else ():
                bound = drafts.entities.bound_by(entity)
                parties.setdefault(bound.name, bound)
    return parties


def _described(mention: Mention, drafts: Drafts, parties: Sequence[Entity]) -> str:
    words = Span(mention.start, mention.end).of(drafts.article.text)
    words = words.removeprefix("the ").removeprefix("a ").removeprefix("an ")
    title = words[:1].upper() + words[1:]
    names = joined(each.name for each in parties)
    return f"{title} between {names}" if names and " between " not in title else title
