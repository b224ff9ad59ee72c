"""Who says what about which record, and which denial answers which allegation?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

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


class _Said(NamedTuple):
    """The stretches of a claim: who says it, by which word, and what."""

    speaker: Span
    cue: Span | None
    content: Span

    @property
    def parts(self) -> list[Span]:
        """Those that are there."""
        return [each for each in self if each is not None]

    @property
    def inside(self) -> list[Span]:
        """Of speaker and cue those that part what is said in two."""
        start, end = self.content.start, self.content.end
        return [each for each in (self.speaker, self.cue) if each and start <= each.start < end]

    def words(self, text: str) -> str:
        """What is said, without the words between that say who says it."""
        if not self.inside:
            return self.content.of(text)
        start, end = min(e.start for e in self.inside), max(e.end for e in self.inside)
        before = text[self.content.start : start].rstrip(" ,;" + _QUOTES)
        after = text[end : self.content.end].lstrip(" ,;.:" + _QUOTES)
        return f"{before} {after}" if after[:1].islower() else f"{before}. {after}"


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
        about = mention.about
        speaker, content = span_of(about.get("speaker")), span_of(about["content"])
        if speaker is None or content is None:
            return
        said = _Said(speaker, span_of(about.get("cue")), content)
        for entity in self._drafts.entities.meant_by(speaker):
            entry = self._entry(mention, entity, said)
            if entry is not None:
                self._told.append((mention, entry))
                self.entries.append(entry)

    def _entry(self, mention: Mention, speaker: Entity, said: _Said) -> dict[str, Any] | None:
        drafts, text = self._drafts, self._drafts.article.text
        act = str(mention.about.get("act") or "states")
        answered = self._answered(mention, speaker, said.content) if act in _ANSWERS else []
        about = self._about(said.content, speaker, answered)
        if not about:
            return None
        directness = str(mention.about.get("directness") or "indirect")
        is_whole = said.cue is None or said.cue not in said.inside
        values = {
            "speaker": drafts.actor(speaker),
            "act": act,
            "about": about,
            "content": _sentence(said.words(text), answered),
            "cue": said.cue.of(text) if said.cue else "",
            "directness": directness,
            "quoted": said.content.of(text).strip(_QUOTES)
            if directness == "direct" and is_whole
            else "",
        }
        entry = drafts.entry("clm", mention, values, [drafts.quoted(self._whole(said))])
        if entry is not None:
            if answered:
                entry["responds_to"] = [{"object": each["id"]} for each in answered]
            self._attribute(entry, act, said.content)
        return entry

    def _whole(self, said: _Said) -> Span:
        """From the speaker to the end of what is said, inside one paragraph."""
        drafts = self._drafts
        start, end = min(each.start for each in said.parts), max(each.end for each in said.parts)
        if drafts.paragraph(start) != drafts.paragraph(end - 1):
            return said.content
        sentence = drafts.article.sentence_of(start)
        is_one = sentence is not None and end <= sentence.span.end
        return drafts.clause(*said.parts) if is_one else Span(start, end)

    def _about(self, content: Span, speaker: Entity, answered: Sequence[dict[str, Any]]) -> str:
        """The record that a claim is about: an event or agreement of its words, else an actor."""
        if answered:
            return str(answered[0]["about"])
        events = self._events.within(content)
        entry = events[0] if events else self._agreements.within(content)
        if entry is not None:
            return str(entry["id"])
        named = self._drafts.entities.within(content)
        other = next((each for each in named if each.name != speaker.name), None)
        return self._drafts.actor(other) if other else ""

    def _answered(self, mention: Mention, speaker: Entity, content: Span) -> list[dict[str, Any]]:
        """The claims of others before it that it answers: those that its words point to."""
        points = _POINTING.search(content.of(self._drafts.article.text))
        if not points:
            return []
        wanted = _ACCUSES if _ACCUSATION.search(points[0]) else _ASSERTS
        own = self._drafts.actor(speaker)
        found: list[dict[str, Any]] = []
        last: Mention | None = None
        for told, entry in reversed(self._told):
            if last is not None and told is not last:
                break
            is_before = told.start < mention.start
            if is_before and entry["act"] in wanted and entry["speaker"] != own:
                found.append(entry)
                last = told
        return found[::-1]

    def _attribute(self, entry: dict[str, Any], act: str, content: Span) -> None:
        """What is told only in the words of a speaker is known through that claim."""
        modality = _MODALITY.get(act)
        for of in self._events.within(content):
            if modality and of.get("modality") in ("happened", "planned", "ongoing"):
                of["modality"] = modality
            for evidence in of["evidence"]:
                evidence.setdefault("claim", entry["id"])


def _sentence(words: str, answered: Sequence[dict[str, Any]]) -> str:
    """What is said as a sentence; of an answer that only points, what it answers."""
    if answered:
        return str(answered[0]["content"])
    text = _LEAD.sub("", words.strip(_QUOTES)).strip(" ,;")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
