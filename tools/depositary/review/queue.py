"""What there is to decide, and what was decided: one card a proposal or record, as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from depositary.review.edits import key_of
from depositary.review.entries import became, defines, given, replaced
from depositary.review.labels import PARTS, Naming
from depositary.spans import Span, locate, paragraph_of, paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from depositary.review.decisions import Proposed
    from depositary.review.journal import Log
    from depositary.schema import Law
    from depositary.sources import SourceText

State = Literal["to_decide", "later", "draft", "accepted", "rejected", "record"]
Proposer = Literal["rule", "dictionary", "model", "you"]
_OPEN = ("to_decide", "later", "draft")
_MODELS = ("names", "spacy", "spacy-claims", "llm")
_DICTIONARIES = ("sectors", "entities")


@dataclass(frozen=True, slots=True)
class Card:
    """One proposal or record.

    Parameters
    ----------
    key : str
        Of the proposal; of the record where nobody proposed it.
    table : str
        The list of the reading that it belongs to.
    label : str
        What it is called.
    entry : mapping
        As it stands: of the record, the draft, or the proposal.
    proposed : mapping or None
        As it was proposed.
    state : str
        ``to_decide``, ``later``, ``draft``, ``accepted``, ``rejected``, or ``record``: one of this
        reading that no extractor proposed.
    is_edited : bool
        Whether the record says something else than what was proposed.
    record_id : str
        Of the record that it became, or is merged into.
    reason : str
        Why it was turned down.
    spans : tuple of Span
        Of its evidence, in code points, in order of the text.
    paragraph : int
        Where the first of them stands, from 1; 0 outside of all.
    proposer : str
        ``rule``, ``dictionary``, ``model`` or ``you``.
    why : str
        Of the extractor, in words.
    needs : tuple of str
        The undecided proposals that accepting it takes along.
    history : tuple of str
        What was decided about it, in words, the oldest first.
    """

    key: str
    table: str
    label: str
    entry: Mapping[str, Any]
    proposed: Mapping[str, Any] | None
    state: State
    is_edited: bool
    record_id: str
    reason: str
    spans: tuple[Span, ...]
    paragraph: int
    proposer: Proposer
    why: str
    needs: tuple[str, ...] = ()
    history: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state in _OPEN


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with a source.

    Parameters
    ----------
    reading : mapping
        As it is on disk.
    log : Log
        Of the decisions about it.
    needed : callable
        The undecided proposals that an entry refers to.
    label_of : callable
        What a record or proposal is called, by its id.
    """

    reading: Mapping[str, Any]
    log: Log
    needed: Callable[[str, Mapping[str, Any]], tuple[str, ...]]
    label_of: Callable[[str], str]


class _Fate(NamedTuple):
    """What became of a proposal: its state, its entry, the record that it is, the reason."""

    state: State
    entry: Mapping[str, Any]
    record_id: str = ""
    reason: str = ""


class Queue:
    """Makes cards of a reading and its proposals.

    Parameters
    ----------
    text : SourceText
        The article.
    proposed : Proposed
        What was proposed.
    law : Law
        For tables and keys.
    """

    def __init__(self, text: SourceText, proposed: Proposed, law: Law) -> None:
        self._text, self._proposed, self._law = text, proposed, law
        self._paragraphs = paragraphs(text.text, text.body)
        self._labels = Naming(law)
        self._places: dict[tuple[str, int], Span | None] = {}
        self._made: dict[tuple[str, str, str], tuple[Mapping[str, Any], tuple[Any, ...], Card]] = {}

    def cards(self, standing: Standing) -> tuple[Card, ...]:
        """Every card, in order of the text: proposals, and records that nobody proposed."""
        reading = standing.reading
        names = became(reading, self._law)
        records = given(reading, names)
        histories = _histories(standing.log)
        entries = {
            (part, key_of(part, entry, self._law)): entry
            for part in PARTS
            for entry in reading.get(part, ())
        }
        fates = _Fates(self._proposed, names, entries, standing)
        found = [
            self._kept(key, self._proposed.parts[key], fate, standing, records, histories)
            for key in self._proposed.entries
            for fate in fates.of(key)
        ]
        for part, key in entries.keys() - fates.taken:
            fate = _Fate("record", entries[part, key], key)
            found.append(self._kept(key, part, fate, standing, records, histories))
        return tuple(sorted(found, key=_order))

    def _kept(
        self,
        key: str,
        part: str,
        fate: _Fate,
        standing: Standing,
        records: Mapping[str, str],
        histories: Mapping[str, tuple[str, ...]],
    ) -> Card:
        """A card; the one that was made last, where nothing has changed of what it is made of."""
        entry = fate.entry
        is_record = fate.state == "accepted"
        links = tuple(map(records.get, self._proposed.links[key])) if is_record else ()
        label = self._labels.of(part, entry, standing.label_of)
        needs = standing.needed(key, entry) if fate.state in _OPEN else ()
        made_of = (*fate[:1], *fate[2:], links, label, needs, histories.get(key, ()))
        place = (part, key, fate.record_id)
        entry_before, before, card = self._made.get(place, (None, (), None))
        if card is None or entry_before is not entry or before != made_of:
            proposed = None if fate.state == "record" else self._proposed.entries[key]
            if proposed is not None and is_record:
                proposed = replaced(proposed, records)
            card = self._card(place[:2], fate, proposed, made_of[-3:])
            self._made[place] = entry, made_of, card
        return card

    def _card(
        self,
        place: tuple[str, str],
        fate: _Fate,
        proposed: Mapping[str, Any] | None,
        told: tuple[str, tuple[str, ...], tuple[str, ...]],
    ) -> Card:
        part, key = place
        label, needs, history = told
        spans = self.spans_of(part, fate.entry)
        by = (proposed or fate.entry).get("proposed_by", {})
        return Card(
            key,
            part,
            label,
            fate.entry,
            proposed,
            fate.state,
            fate.state == "accepted" and proposed is not None and _is_edited(fate.entry, proposed),
            fate.record_id,
            fate.reason,
            spans,
            paragraph_of(spans[0], self._paragraphs) if spans else 0,
            "you" if proposed is None else _proposer(str(by.get("extractor", ""))),
            str(by.get("why", "")),
            needs,
            history,
        )

    def spans_of(self, part: str, entry: Mapping[str, Any]) -> tuple[Span, ...]:
        """Where the quotes of an entry stand; one that is not surely in one place is left out."""
        quotes = [entry] if part == "set_aside" else entry.get("evidence") or ()
        found = {self.span_of(each) for each in quotes if isinstance(each, dict)}
        return tuple(sorted(span for span in found if span is not None))

    def span_of(self, written: Mapping[str, Any]) -> Span | None:
        """Where a quote stands, by its words and which of several equal ones is meant."""
        quote, nth = str(written.get("quote", "")), written.get("nth")
        nth = nth if isinstance(nth, int) else 0  # a draft may hold anything
        place = (quote, nth)
        if place not in self._places:
            spans = locate(quote, self._text.text, self._text.body) if quote else ()
            is_sure = len(spans) == 1 or 0 < nth <= len(spans)
            self._places[place] = spans[max(nth, 1) - 1] if spans and is_sure else None
        return self._places[place]


class _Fates:
    """What became of each proposal."""

    def __init__(
        self,
        proposed: Proposed,
        names: Mapping[str, Sequence[str]],
        entries: Mapping[tuple[str, str], Mapping[str, Any]],
        standing: Standing,
    ) -> None:
        self._proposed, self._names, self._entries = proposed, names, entries
        self._log = standing.log
        self._refused = {each["proposal"]: each for each in standing.reading.get("rejected", ())}
        self.taken: set[tuple[str, str]] = set()

    def of(self, key: str) -> list[_Fate]:
        """The fates of a proposal: several where it was split."""
        proposed, part = self._proposed.entries[key], self._proposed.parts[key]
        if key in self._refused:
            into = str(self._refused[key].get("into", ""))
            reason = str(self._refused[key]["reason"])
            return [_Fate("accepted" if into else "rejected", proposed, into, reason)]
        names = [name for name in self._names.get(key, ()) if (part, name) in self._entries]
        there = self._entries.get((part, key))
        if not names and there is not None and _holds(there, proposed):
            names = [key]
        self.taken.update((part, name) for name in names)
        if names:
            return [_Fate("accepted", self._entries[part, name], name) for name in names]
        if key in self._log.drafts:
            return [_Fate("draft", self._log.drafts[key])]
        return [_Fate("later" if key in self._log.later else "to_decide", proposed)]


def _is_edited(entry: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    """Whether a record says something else than was proposed; one that is cited may say more."""
    is_less = defines(proposed) and not _holds(proposed, entry)
    return is_less or not _holds(entry, proposed)


def _holds(entry: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    """Whether an entry says all that was proposed, apart from what things are called."""
    return all(
        _says(entry.get(name), value)
        for name, value in proposed.items()
        if name not in ("id", "proposed_by")
    )


def _says(there: Any, value: Any) -> bool:
    if isinstance(value, list):
        parts = there if isinstance(there, list) else []
        return all(any(_says(part, each) for part in parts) for each in value)
    if isinstance(value, dict):
        return isinstance(there, dict) and all(_says(there.get(k), v) for k, v in value.items())
    return bool(there == value)


def _proposer(extractor: str) -> Proposer:
    asked = extractor.replace(",", " ").split()
    if any(name in _MODELS for name in asked):
        return "model"
    return "dictionary" if any(name in _DICTIONARIES for name in asked) else "rule"


def _histories(log: Log) -> dict[str, tuple[str, ...]]:
    """What was decided about each card, in words."""
    found: dict[str, list[str]] = {}
    for step in log.steps:
        meant = log.steps[step.of] if step.of >= 0 else step
        for key in meant.keys:
            found.setdefault(key, []).append(f"{step.at} · {step.coder} · {step.words}")
    return {key: tuple(lines) for key, lines in found.items()}


def _order(card: Card) -> tuple[int, int, int, str]:
    first = card.spans[0] if card.spans else Span(0, 0)
    return (card.paragraph, PARTS.index(card.table), first.start, card.record_id or card.key)
