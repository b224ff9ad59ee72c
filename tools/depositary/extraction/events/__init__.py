"""What happened, by whom and to whom? Events from a lexicon of triggers and a little syntax."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Any

from depositary.extraction import datelines, wordlists
from depositary.extraction.events import grammar, judging, matching
from depositary.extraction.events.actors import actors
from depositary.extraction.events.taking_part import Scene, parts
from depositary.extraction.mentions import Mention
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depositary.extraction.articles import Article, Sentence, Word
    from depositary.extraction.events.actors import Actor
    from depositary.extraction.events.matching import Match

__all__ = ["Events"]

_LEAST = 0.2
_LONGEST_SMALL = 4
# Whose these are, other sentences may tell: an agreement has parties.
_OF_NOBODY = frozenset({"termination", "negotiation", "entry_into_force", "ratification", "signing",
                        "conclusion", "armed_conflict", "government_fall"})  # fmt: skip
_NO_ACTORS = frozenset({"agreement", "date"})


@cache
def _roles() -> Mapping[str, tuple[str, str]]:
    """What source and target are called, by kind of event."""
    return {kind: (source, target) for kind, source, target in wordlists.rows("event_roles.tsv")}


class Events:
    """Proposes events: what a trigger announces, who takes part, and how the text presents it.

    Its mentions are ``about``: ``plover`` (category, or null), ``event_kind`` (code, or null),
    ``modality``, ``confidence``, ``participants`` (each with ``role``, ``text``, ``start``,
    ``end`` and ``as``, a code of ``role.json``), and ``place`` where one is stated.
    """

    name = "events"
    version = "1"
    proposes = frozenset({"event"})
    reads = frozenset({"person", "organisation", "place", "agreement"})

    def mentions(self, article: Article, found: Sequence[Mention]) -> Iterator[Mention]:
        """Events in an article; see :class:`~depositary.extraction.mentions.Extractor`."""
        # An agreement or a month is written like a name, and acts in nothing.
        inert = [Span(each.start, each.end) for each in found if each.kind in _NO_ACTORS]
        starts = [span.start for span in inert]
        for whole in article.sentences:
            sentence = _without_dateline(article.text, whole)
            triggers = [
                each
                for each in matching.matches(sentence.low)
                if each.trigger.slots or not _is_name(sentence.words, each.at)
            ]
            if triggers:
                first, after = (
                    bisect_left(starts, place) for place in (sentence.span.start, sentence.span.end)
                )
                yield from _events(article.text, sentence, triggers, inert[first:after])


def _without_dateline(text: str, sentence: Sentence) -> Sentence:
    """A sentence without the place and day before it, where nothing happens."""
    start = datelines.begins(text, sentence)
    if start == sentence.span.start:
        return sentence
    first = bisect_left([word.start for word in sentence.words], start)
    return sentence._replace(
        words=sentence.words[first:], texts=sentence.texts[first:], low=sentence.low[first:]
    )


def _is_name(words: Sequence[Word], at: int) -> bool:
    """Whether a trigger is part of a name, or a month, as its capital tells: in *March*."""
    word = words[at].text
    if not at or not word[0].isupper() or word.isupper():
        return False
    beside = [*words[at - 1 : at], *words[at + 1 : at + 2]]
    if word != "March" and not any(each.text[0].isupper() for each in beside):
        return False
    # In a heading all words are capitalised.
    return any(each.text[0].islower() and len(each.text) > _LONGEST_SMALL for each in words)


def _events(
    text: str,
    sentence: Sentence,
    triggers: list[Match],
    inert: Sequence[Span],
) -> Iterator[Mention]:
    """The events of one sentence."""
    low = sentence.low
    context = judging.Context(low, triggers, grammar.subordinate(low))
    likely = [
        (match, alone)
        for match in triggers
        if (alone := judging.confidence(match, context)) >= _LEAST
    ]
    if not likely:
        return
    verbs = frozenset(each.at for each in triggers)
    acting = tuple(
        each
        for each in actors(sentence, verbs)
        if not _is_within(_span(sentence.words, each), inert)
    )
    scene = Scene(low, acting)
    for match, alone in likely:
        about = _about(text, sentence.words, match, context, scene)
        told = [each["text"] for each in about["participants"]]
        sure = round(judging.with_actors(alone, told), 3)
        if sure >= _LEAST or match.trigger.kind in _OF_NOBODY:
            about["confidence"] = sure
            yield Mention(
                start=sentence.words[match.at].start,
                end=sentence.words[match.last].end,
                kind="event",
                proposed_by=Events.name,
                rule=f"{match.trigger.part} `{match.trigger.pattern}` announces an event",
                confidence=sure,
                about=about,
            )


def _about(
    text: str,
    words: Sequence[Word],
    match: Match,
    context: judging.Context,
    scene: Scene,
) -> dict[str, Any]:
    kind = match.trigger.kind
    who = parts(match, scene)
    source_as, target_as = _roles().get(kind, ("initiator", "target"))
    about: dict[str, Any] = {
        "plover": judging.category(match, context) or None,
        "event_kind": kind or None,
        "modality": judging.modality(match, context),
        "participants": [
            *(_participant(text, words, each, "source", source_as) for each in who.sources),
            *(_participant(text, words, each, "target", target_as) for each in who.targets),
        ],
    }
    if who.place:
        span = _span(words, who.place)
        about["place"] = {"text": span.of(text), "start": span.start, "end": span.end}
    return about


def _participant(
    text: str, words: Sequence[Word], actor: Actor, role: str, called: str
) -> dict[str, Any]:
    span = _span(words, actor)
    return {
        "role": role,
        "text": span.of(text),
        "start": span.start,
        "end": span.end,
        "as": called,
    }


def _span(words: Sequence[Word], actor: Actor) -> Span:
    return Span(words[actor.first].start, words[actor.stop - 1].end)


def _is_within(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)
