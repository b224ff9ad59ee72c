"""Who says what about which record, and which denial answers which allegation?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from depositary.extraction.proposals.drafts import span_of
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.agreements import Agreements
    from depositary.extraction.proposals.drafts import Drafts
    from depositary.extraction.proposals.events import Events

_ANSWERS = frozenset({"denies", "dismisses", "confirms"})
_ASSERTS = frozenset({"alleges", "states", "speculates", "criticises", "warns"})
_ACCUSES = frozenset({"alleges", "criticises", "warns", "speculates"})
_ACCUSATION = re.compile(r"allegation|accusation|charge|speculation|rumou?r", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:the|these|those|this|that|such|any|all|its|their)\s+(?:\w+\s+)?"
    r"(?:claims?|allegations?|accusations?|charges?|reports?|suggestions?|speculation|rumou?rs?"
    r"|assertions?)\b|\bit\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:that|whether|if|how|why|as|to)\s+", re.IGNORECASE)
_QUOTES = "\"\u201c\u201d\u2018\u2019'\u00ab\u00bb "
# As what an event is told that is known only through such words; a denial tells of what others say.
_MODALITY = {
    "promises": "pledged",
    "alleges": "alleged",
    "denies": "alleged",
    "speculates": "speculated",
    "dismisses": "speculated",
}


class Claims:
    """The claims of an article, one of each speaker.

    Parameters
    ----------
    drafts : Drafts
        Makes entries.
    mentions : sequence of Mention
        All of the article.
    agreements, events
        Those of the article, which claims are about.
    """

    def __init__(
        self,
        drafts: Drafts,
        mentions: Sequence[Mention],
        agreements: Agreements,
        events: Events,
    ) -> None:
        self._drafts = drafts
        self._agreements = agreements
        self._events = events
        self.entries: list[dict[str, Any]] = []
        self._told: list[tuple[Mention, dict[str, Any]]] = []
        for mention in drafts.told(mentions, "claim"):
            if not drafts.is_decided("claims", mention):
                self._read(mention)

    def _read(self, mention: Mention) -> None:
        speaker, content = span_of(mention.about.get("speaker")), span_of(mention.about["content"])
        if speaker is None or content is None:
            return
        for entity in self._drafts.entities.meant_by(speaker):
            entry = self._entry(mention, entity, content)
            if entry is not None:
                self._told.append((mention, entry))
                self.entries.append(entry)

    def _entry(self, mention: Mention, speaker: Entity, content: Span) -> dict[str, Any] | None:
        drafts, text = self._drafts, self._drafts.article.text
        act = str(mention.about.get("act") or "states")
        answered = self._answered(mention, speaker, content) if act in _ANSWERS else []
        about = self._about(content, speaker, answered)
        if not about:
            return None
        cue = span_of(mention.about.get("cue"))
        directness = str(mention.about.get("directness") or "indirect")
        inner = cue is not None and content.start <= cue.start < content.end
        values = {
            "speaker": drafts.actor(speaker),
            "act": act,
            "about": about,
            "content": _sentence(self._words(mention, content), answered),
            "cue": cue.of(text) if cue else "",
            "directness": directness,
            "quoted": _inner(content.of(text)) if directness == "direct" and not inner else "",
        }
        span = self._whole(mention)
        entry = drafts.entry("clm", mention, values, [drafts.quoted(span)])
        if entry is not None:
            if answered:
                entry["responds_to"] = [{"object": each["id"]} for each in answered]
            self._attribute(entry, act, content)
        return entry

    def _whole(self, mention: Mention) -> Span:
        """From the speaker to the end of what is said, inside one paragraph."""
        drafts = self._drafts
        spans = [span_of(mention.about.get(key)) for key in ("speaker", "cue", "content")]
        inside = [each for each in spans if each is not None]
        start, end = min(each.start for each in inside), max(each.end for each in inside)
        if drafts.paragraph(start) == drafts.paragraph(end - 1):
            return (
                drafts.clause(*inside) if _is_one_sentence(drafts, start, end) else Span(start, end)
            )
        content = span_of(mention.about["content"])
        return content or inside[0]

    def _about(self, content: Span, speaker: Entity, answered: Sequence[dict[str, Any]]) -> str:
        """The record that a claim is about: an event or agreement of its words, else an actor."""
        if answered:
            return str(answered[0]["about"])
        events = self._events.within(content)
        agreement = self._agreements.within(content)
        if agreement and not any(event.kind for event in events):
            return agreement
        if events:
            return events[0].id
        if agreement:
            return agreement
        others = [
            entity
            for _, _, entity in self._drafts.entities.within(content)
            if entity.name != speaker.name
        ]
        return self._drafts.actor(others[0]) if others else ""

    def _words(self, mention: Mention, content: Span) -> str:
        """What is said, without the words between that say who says it."""
        text = self._drafts.article.text
        told = [span_of(mention.about.get(key)) for key in ("speaker", "cue")]
        inside = [each for each in told if each and content.start <= each.start < content.end]
        if not inside:
            return content.of(text)
        start, end = min(each.start for each in inside), max(each.end for each in inside)
        before = text[content.start : start].rstrip(" ,;" + _QUOTES)
        after = text[end : content.end].lstrip(" ,;.:" + _QUOTES)
        return f"{before} {after}" if after[:1].islower() else f"{before}. {after}"

    def _answered(self, mention: Mention, speaker: Entity, content: Span) -> list[dict[str, Any]]:
        """The claims of others before it that it answers: those that its words point to."""
        points = _POINTING.search(content.of(self._drafts.article.text))
        if not points:
            return []
        wanted = _ACCUSES if _ACCUSATION.search(points[0]) else _ASSERTS
        own = self._drafts.actor(speaker)
        before = [
            (told, entry)
            for told, entry in self._told
            if told.start < mention.start and entry["act"] in wanted and entry["speaker"] != own
        ]
        if not before:
            return []
        last = before[-1][0]
        return [entry for told, entry in before if told == last]

    def _attribute(self, entry: dict[str, Any], act: str, content: Span) -> None:
        """What is told only in the words of a speaker is known through that claim."""
        modality = _MODALITY.get(act)
        for event in self._events.within(content):
            of = self._events.entry_of(event.id)
            if modality and of.get("modality") in ("happened", "planned", "ongoing"):
                of["modality"] = modality
            for evidence in of["evidence"]:
                evidence.setdefault("claim", entry["id"])


def _is_one_sentence(drafts: Drafts, start: int, end: int) -> bool:
    sentence = drafts.article.sentence_of(start)
    return sentence is not None and end <= sentence.span.end


def _inner(words: str) -> str:
    return words.strip(_QUOTES)


def _sentence(words: str, answered: Sequence[dict[str, Any]]) -> str:
    """What is said as a sentence; of an answer that only points, what it answers."""
    if answered:
        return str(answered[0]["content"])
    text = _LEAD.sub("", words.strip(_QUOTES)).strip(" ,;")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
