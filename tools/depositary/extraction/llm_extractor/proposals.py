"""Which mentions do a model's words become? Those whose every quote stands in the passage."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from depositary import edtf
from depositary.extraction.grounding import ground, grounds
from depositary.extraction.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from depositary.extraction.grounding import Ground
    from depositary.extraction.llm_extractor.passages import Passage
    from depositary.extraction.mentions import Kind
    from depositary.spans import Span

NAME = "llm"
"""Of the extractor, as mentions carry it."""
CONFIDENCE = 0.5
"""An even chance: models are many, and none was measured; agreement with a rule raises it."""
_KINDS: Mapping[str, Kind] = {"person": "person", "state": "place", "place": "place"}
"""Of the law's kinds of actors, those that are no organisation; a state is a place as a mention."""
_HOW = {
    "exact": "the article has these words",
    "folded": "the article has these words, with other marks or capitals",
    "alike": "the article has nearly these words",
}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_TIMEX = re.compile(r"\d{4}(?:-\d\d){0,2}\Z")


@dataclass(slots=True)
class Desk:
    """Where quotes of one passage are looked up, and what has no ground is counted.

    Parameters
    ----------
    text : str
        Of the article.
    passage : Passage
        What the model was given: nothing outside of it is a ground.
    reader : str
        Who read it, in the words of a rule.
    dropped : Counter
        By reason: ``ungrounded``, ``ambiguous`` or ``malformed``; counted on.
    """

    text: str
    passage: Passage
    reader: str
    dropped: Counter[str] = field(default_factory=Counter)

    def places(self, quote: str) -> tuple[Ground, ...]:
        """Every place of a quote."""
        found = grounds(quote, self.text, self.passage.span)
        self.dropped["ungrounded"] += not found
        return found

    def place(self, quote: str, near: Span) -> Ground | None:
        """The place of a quote that is nearest to another."""
        found = ground(quote, self.text, self.passage.span, near)
        if found is None:
            there = bool(grounds(quote, self.text, self.passage.span))
            self.dropped["ambiguous" if there else "ungrounded"] += 1
        return found

    def mention(self, kind: Kind, places: Sequence[Ground], about: Mapping[str, Any]) -> Mention:
        """A mention from the first to the last of its places."""
        least = min(places, key=lambda each: (each.score, each.how != "folded"))
        score = f" (alike {least.score:.2f} of 1)" if least.how == "alike" else ""
        return Mention(
            min(each.span.start for each in places),
            max(each.span.end for each in places),
            kind,
            NAME,
            f"{self.reader}; {_HOW[least.how]}{score}",
            CONFIDENCE * least.score,
            about,
        )


def mentions_of(
    answer: Mapping[str, Any], desk: Desk, is_formed: Callable[[str, Any], bool]
) -> Iterator[Mention]:
    """The mentions that an answer becomes.

    Parameters
    ----------
    answer : mapping
        Any JSON object; lists under other names are passed over.
    desk : Desk
        Of the passage that was asked about.
    is_formed : callable
        Whether an item of a list is as the schema says, by the name of the list.

    Yields
    ------
    Mention
        In the order of the answer.
    """
    for name, made in _MAKERS.items():
        items = answer.get(name, [])
        for item in items if isinstance(items, list) else [items]:
            if is_formed(name, item):
                yield from made(item, desk)
            else:
                desk.dropped["malformed"] += 1


def _actors(item: Mapping[str, Any], desk: Desk) -> Iterator[Mention]:
    """A name is one wherever it stands."""
    kind = _KINDS.get(item["kind"], "organisation")
    about = {} if item["kind"] == "place" else {"actor_kind": item["kind"]}
    for place in desk.places(item["quote"]):
        yield desk.mention(kind, [place], about)


def _agreements(item: Mapping[str, Any], desk: Desk) -> Iterator[Mention]:
    place = desk.place(item["quote"], desk.passage.sentence(item["sentence"]))
    if place is not None:
        about = {"agreement_kind": item["kind"], "form": item["form"], "stage": item["stage"]}
        parties = _participants("party", item["parties"], place, desk)
        yield desk.mention("agreement", [place], {**about, "participants": parties})


def _events(item: Mapping[str, Any], desk: Desk) -> Iterator[Mention]:
    place = desk.place(item["quote"], desk.passage.sentence(item["sentence"]))
    if place is not None:
        about = {
            "plover": item["plover"],
            "event_kind": item["kind"],
            "modality": item["modality"],
            "participants": [
                *_participants("source", item["source"], place, desk),
                *_participants("target", item["target"], place, desk),
            ],
        }
        yield desk.mention("event", [place], about)


def _participants(
    role: str, quotes: Sequence[str], near: Ground, desk: Desk
) -> list[dict[str, Any]]:
    places = (desk.place(quote, near.span) for quote in quotes)
    return [
        {
            "role": role,
            "text": place.span.of(desk.text),
            "start": place.span.start,
            "end": place.span.end,
        }
        for place in places
        if place is not None
    ]


def _dates(item: Mapping[str, Any], desk: Desk) -> Iterator[Mention]:
    place = desk.place(item["quote"], desk.passage.sentence(item["sentence"]))
    if place is not None:
        yield desk.mention("date", [place], _value(item["value"], place.span.of(desk.text)))


def _value(value: str, words: str) -> dict[str, Any]:
    """What a date adds; nothing where its value is none, or has another year than its words."""
    bounds = edtf.bounds(value)
    years = _YEAR.findall(words)
    if bounds is None or (years and not any(year in value for year in years)):
        return {}
    timex = {"timex": value} if _TIMEX.match(value) else {}
    return {
        "value": value,
        "earliest": bounds.earliest.isoformat() if bounds.earliest else None,
        "latest": bounds.latest.isoformat() if bounds.latest else None,
        **timex,
    }


def _claims(item: Mapping[str, Any], desk: Desk) -> Iterator[Mention]:
    """What is said, by whom, with which words: one without the other is no claim."""
    content = desk.place(item["content"], desk.passage.sentence(item["sentence"]))
    if content is None:
        return
    speaker = desk.place(item["speaker"], content.span)
    cue = desk.place(item["cue"], content.span)
    if speaker is None or cue is None:
        return
    if not _are_one_statement(desk.passage, speaker.span, cue.span, content.span):
        # They are all there, but not as one statement: each is a word of another one.
        desk.dropped["ungrounded"] += 1
        return
    parts = {"speaker": speaker, "cue": cue, "content": content}
    about = {name: {"start": each.span.start, "end": each.span.end} for name, each in parts.items()}
    yield desk.mention("claim", [*parts.values()], {"act": item["act"], **about})


def _are_one_statement(passage: Passage, speaker: Span, cue: Span, content: Span) -> bool:
    """Whether the verb stands in the speaker's sentence, and what is said there or next to it."""
    saying = passage.number(speaker)
    near = range(passage.number(content) - 1, passage.number(content) + 2)
    apart = all(a.end <= b.start for a, b in pairwise(sorted((speaker, cue, content))))
    return apart and passage.number(cue) == saying and saying in near


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], Desk], Iterator[Mention]]] = {
    "actors": _actors,
    "agreements": _agreements,
    "events": _events,
    "dates": _dates,
    "claims": _claims,
}
