"""Who says what about which record?"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.extraction.proposals.answers import Answers
from depositary.extraction.proposals.bounding import CALLS, Bounds, is_echo, is_undertaking
from depositary.extraction.proposals.drafts import span_of
from depositary.extraction.proposals.settling import Said
from depositary.extraction.proposals.speakers import Speakers
from depositary.extraction.proposals.unsaid import Unsaid
from depositary.extraction.proposals.uttering import answers, continued, expressed
from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.agreements import Agreements
    from depositary.extraction.proposals.drafts import Drafts
    from depositary.extraction.proposals.events import Events

_QUOTES = "\"\u201c\u201d\u2018\u2019'\u00ab\u00bb "
_OPENING = frozenset('"\u201c')
_DONE_BY_WORDS = frozenset({"conclusion", "signing", "ratification", "relations_strained",
                            "sanctions", "meeting", "cooperation"})  # fmt: skip
_AND_DID = re.compile(r"\s+and\s+(?:then\s+|later\s+)?(?:\w+ed|paid|said|went|took|made|gave)\b")
_MARKED = re.compile('["\u201c\u00ab](?P<words>[^"\u201c\u201d\u00ab\u00bb\\n]+)["\u201d\u00bb]')
_POSSESSORS = frozenset({"his", "her", "its", "their"})
_NOTHING_SAID = re.compile(
    r"(?:to\s+)?comment\b.*"
    r"|to\s+(?:discuss|say|elaborate|name|identify|answer|give|be|speak|provide|disclose|confirm|deny)\b.*"
    r"|(?:to\s+)?(?:a\s+|any\s+)?(?:requests?|questions?|calls?)\b.*",
    re.DOTALL | re.IGNORECASE,
)
"""What those are asked for who keep silent: "did not respond to a request"."""
_SILENT = re.compile(r"declin|refus|respond|repl|answer|comment", re.IGNORECASE)
_NO_WORDS = re.compile(
    r"(?:and|but)\b.*|among\s+them|(?:it|this|that|them)\s+(?:in|on|at|during|after|before|last|yesterday)\b.*|\W*(?:(?:it|him|her|them|us|me|this|that|so|which|whom|who|against|for|in\s+favou?r)\W*)*",
    re.DOTALL | re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:(?:on|in|last|this|earlier)\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]+|week"
    r"|month|year)\s+(?=that\b|to\b|it\b|he\b|she\b|they\b|the\b|there\b))?"
    r"(?:(?:reporters|journalists|lawmakers)\s+"
    r"|(?:investors|shareholders|delegates|residents|voters|councillors|members|governors|supporters|MPs|parliament)"
    r"\s+(?=that\b|the\b|it\b|he\b|she\b|they\b|an?\b|we\b|there\b))?"
    r"(?:(?:that|whether|if|how|why|as|to)\s+)?"
)
_NESTED = 0.5
"""How sure a claim within another must be: what it says may be only part of what is said."""
_ALIKE = 0.7
# As what an event is told that is known only through such words; a denial tells of what others say.
_MODALITY = {
    "promises": "pledged",
    "alleges": "alleged",
    "denies": "alleged",
    "speculates": "speculated",
    "dismisses": "speculated",
}


class _Parts(NamedTuple):
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

    @property
    def is_aside(self) -> bool:
        """Whether who says it only follows: "they signed it, officials said"."""
        return self.content.end <= min(each.start for each in (self.speaker, self.cue) if each)

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
        self._answers = Answers(drafts)
        self._speakers = Speakers(drafts, agreements)
        self._unsaid = Unsaid(drafts)
        self.said: list[Said] = []
        steps = {
            each.start
            for each in drafts.told(mentions, "event")
            if each.about.get("event_kind") in _DONE_BY_WORDS
        }
        told = [
            each
            for each in drafts.told(mentions, "claim")
            if not _is_step(each, steps) and not is_echo(each, drafts.article.text)
        ]
        self._bounds = Bounds(drafts.article, told)
        uttered = [
            *expressed(drafts.told(mentions, "event"), told, drafts.article),
            *answers(drafts.article, told),
            *continued(drafts.article, told),
        ]
        for mention in _once(sorted([*told, *uttered], key=lambda each: each.place)):
            if not drafts.is_decided("claims", mention):
                self._read(mention)

    def _read(self, mention: Mention) -> None:
        about = mention.about
        speaker, content = span_of(about.get("speaker")), span_of(about["content"])
        text = self._drafts.article.text
        cue = span_of(about.get("cue"))
        if speaker is None or content is None or _is_silence(content.of(text), cue, text):
            return
        words = speaker.of(text).lower()
        if words in _POSSESSORS and cue and speaker.end < cue.start < content.start:
            # "Her counterpart, the minister Rosa Lund, said": the name stands further on.
            speaker = Span(speaker.start, cue.start)
        if about.get("act") == "denies" and " that " not in content.of(text):
            # What the one who denies does besides is no part of what is denied.
            besides = _AND_DID.search(text, content.start, content.end)
            content = Span(content.start, besides.start()) if besides else content
        content = self._bounds.of(content, speaker, cue)
        if cue and is_undertaking(cue, content, text):
            return
        said = _Parts(speaker, cue, content)
        unsaid: dict[str, Any] | None = None
        for entity in self._speakers.of(speaker, cue):
            entry = self._entry(mention, entity, said)
            if entry is not None:
                self._answers.add(mention, entity, content, entry)
                is_quoted = self._drafts.article.text[content.start] in _QUOTES
                is_within = bool(said.inside) and not is_quoted
                self.said.append(Said(entry, is_aside=said.is_aside or is_within))
                points = self._answers.points(content)
                if unsaid is not None:
                    # Those who deny it together answer one claim.
                    entry |= {
                        "content": unsaid["content"],
                        "responds_to": [{"object": unsaid["id"]}],
                    }
                    continue
                unsaid = self._unsaid.answered(mention, content, entry, points=points)
                if unsaid is not None:
                    self.said.append(Said(unsaid, is_aside=False))

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Those that are proposed, in the order in which they are read."""
        return [each.entry for each in self.said]

    def _entry(self, mention: Mention, speaker: Entity, said: _Parts) -> dict[str, Any] | None:
        drafts, text = self._drafts, self._drafts.article.text
        act = self._answers.act(mention, speaker, said.content)
        answered = self._answers.answered(mention, speaker, said.content, act)
        points = bool(answered) and self._answers.points(said.content)
        if not points and (
            _NO_WORDS.fullmatch(said.content.of(text)) or _NO_WORDS.fullmatch(said.words(text))
        ):
            return None
        if act == "dismisses" and not answered and not self._unsaid.is_said(said.content):
            return None
        directness = str(mention.about.get("directness") or "indirect")
        if directness != "indirect" and not (quoted := self._quoted(said, directness)):
            directness = "indirect"
        values = {
            "speaker": drafts.actor(speaker),
            "act": act,
            "about": self._about(said, speaker, answered),
            "content": str(answered[0]["content"])
            if points
            else _sentence(said.words(text), cue=said.cue.of(text) if said.cue else ""),
            "cue": said.cue.of(text) if said.cue else "",
            "directness": directness,
            "quoted": "" if directness == "indirect" else quoted,
        }
        entry = drafts.entry("clm", mention, values, [drafts.quoted(self._whole(said))])
        if entry is not None:
            if answered:
                entry["responds_to"] = [{"object": each["id"]} for each in answered]
            self._attribute(entry, act, said.content)
        return entry

    def _quoted(self, said: _Parts, directness: str) -> str:
        """The words between quotation marks: of several stretches the longest."""
        text, content = self._drafts.article.text, said.content
        marked = [
            found["words"].strip(" ,;")
            for found in _MARKED.finditer(text, max(0, content.start - 2), content.end + 2)
            if content.start <= found.start("words") < content.end
        ]
        if marked:
            return max(marked, key=len)
        # Speech that goes on from the paragraph before, or into the next, has one mark or none.
        return content.of(text).strip(_QUOTES) if directness == "direct" and not said.inside else ""

    def _whole(self, said: _Parts) -> Span:
        """From the speaker to the end of what is said, inside one paragraph."""
        drafts = self._drafts
        start, end = min(each.start for each in said.parts), max(each.end for each in said.parts)
        if drafts.paragraph(start) != drafts.paragraph(end - 1):
            return said.content
        sentence = drafts.article.sentence_of(start)
        is_one = sentence is not None and end <= sentence.span.end
        return drafts.clause(*said.parts) if is_one else Span(start, end)

    def _about(self, said: _Parts, speaker: Entity, answered: Sequence[dict[str, Any]]) -> str:
        """The record that a claim is about: what its words tell of, else what was spoken of last.

        Of its words an event counts before an agreement, and that before an actor; where they tell
        of nothing, the same holds for the sentence, and then for what stands before.
        """
        if answered:
            return str(answered[0]["about"])
        drafts = self._drafts
        sentence = drafts.article.sentence_of(said.content.start)
        for span in (said.content, sentence.span if sentence else said.content):
            events = self._events.within(span)
            entry = events[0] if events else self._agreements.within(span)
            if entry is not None:
                return str(entry["id"])
            named = drafts.entities.within(span)
            other = next((each for each in named if each.name != speaker.name), None)
            if other is not None:
                return drafts.actor(other)
        entry = self._agreements.before(said.content.start)
        return str(entry["id"]) if entry else drafts.actor(speaker)

    def _attribute(self, entry: dict[str, Any], act: str, content: Span) -> None:
        """What is told only in the words of a speaker is known through that claim."""
        modality = _MODALITY.get(act)
        for of in self._events.within(content):
            if modality and of.get("modality") in ("happened", "planned", "ongoing"):
                of["modality"] = modality
            for evidence in of["evidence"]:
                evidence.setdefault("claim", entry["id"])


def _is_silence(words: str, cue: Span | None, text: str) -> bool:
    """Whether somebody is said to say nothing."""
    return bool(
        _NOTHING_SAID.fullmatch(words.strip()) and (cue is None or _SILENT.match(cue.of(text)))
    )


def _sentence(words: str, cue: str = "") -> str:
    """What is said as a sentence; a quotation within it keeps both of its marks."""
    text = words.strip(_QUOTES)
    # Who calls *that* view generous names it; who says that it is so does not.
    text = (text if cue.lower().startswith(CALLS) else _LEAD.sub("", text)).strip(" ,;")
    begins_quoted = words.lstrip()[:1] in _OPENING
    for opening, closing in (('"', '"'), ("\u201c", "\u201d")):
        odd = text.count(opening) + (text.count(closing) if opening != closing else 0)
        if odd % 2:
            text = opening + text if begins_quoted else text + closing
    text = text[:1].upper() + text[1:]
    return text if text.rstrip(_QUOTES).endswith((".", "!", "?")) else f"{text}."


def _once(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Claims without those that say the same again, and without doubtful ones within others."""
    rivals: dict[int, list[Mention]] = defaultdict(list)
    open_: list[int] = []
    for at, each in enumerate(mentions):
        open_ = [before for before in open_ if mentions[before].end > each.start]
        for before in open_:
            rivals[at].append(mentions[before])
            rivals[before].append(each)
        open_.append(at)
    for at, each in enumerate(mentions):
        if not any(_gives_way(each, other) for other in rivals[at]):
            yield each


def _is_step(claim: Mention, steps: Container[int]) -> bool:
    """Whether what looks like a claim is a step of an agreement: "announced the merger"."""
    cue = span_of(claim.about.get("cue"))
    return cue is not None and cue.start in steps and claim.about.get("directness") == "indirect"


def _gives_way(one: Mention, other: Mention) -> bool:
    """Whether a claim says only what another says better."""
    mine, theirs = span_of(one.about["content"]), span_of(other.about["content"])
    if mine is None or theirs is None:
        return False
    common = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    longer = max(mine.end - mine.start, theirs.end - theirs.start, 1)
    rank = (other.confidence, -other.start, other.proposed_by)
    if common / longer >= _ALIKE:
        return (one.confidence, -one.start, one.proposed_by) < rank
    is_inside = common / max(mine.end - mine.start, 1) >= _ALIKE
    return is_inside and one.confidence < min(_NESTED, other.confidence)
