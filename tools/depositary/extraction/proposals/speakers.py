"""Who speaks together: "Both sides noted", "Brazil and Argentina have complained", "They added"?"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from depositary.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.entities import Entity
    from depositary.extraction.proposals.agreements import Agreements
    from depositary.extraction.proposals.drafts import Drafts

_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_TOGETHER = re.compile(
    r"(?:(?P<the>the)\s+)?(?:(?P<number>both|two|three|four|five|six)\s+)?(?:(?:contracting|other)\s+)?"
    r"(?P<noun>sides|parties|signatories|partners|governments|countries|nations|states|companies|firms"
    r"|unions|councils|bodies|neighbou?rs)",
    re.IGNORECASE,
)
_FAR = 400
"""How many characters from a speaker those may stand who speak with it."""
_PARTIES = frozenset({"sides", "parties", "signatories", "partners"})
_BOUND = frozenset({"party", "signatory"})
_THEY = frozenset({"they"})
# "Rao and Lund both said": the word is taken for the speaker, who is named before it.
_ALL = re.compile(r"(?:both|each|all)(?:\s+of\s+them)?", re.IGNORECASE)
_ADVERB = re.compile(r"(?:\s+(?:also|both|each|further|later|again|then|still|now|\w{3,}ly))+$")
# What may stand between two who speak together: "Chad and Niger", "Rao, the mayor, and Ann Lund".
_TITLE = r"(?:,\s[^,.;:\"\u201c\u201d]{2,60},|,)?"
_AND_PERSON = re.compile(
    _TITLE + r"\s+(?:and|along\s+with|as\s+well\s+as)\s+[^.;:\"\u201c\u201d]{0,80}"
)
_AND = re.compile(
    r",?\s+(?:and|along\s+with|as\s+well\s+as)\s+(?:also\s+)?(?:the\s+|(?:its|their)\s+(?:[a-z]+\s+){0,3})?",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+(?:the\s+)?")
# Before the first of them a clause begins; after "with" or "met" they are spoken of, not speaking.
_OPENS = re.compile(
    r"(?:(?:^|\n)\s*(?!(?:In|With|For|From|Under|After|Before|At|By|To|Between|Of|Like)\b)(?:[A-Z]\w+\s+)?"
    r"|[,;:\u2014\u2013(\"\u201d]"
    r"|\b(?:but|and|while|as|that|which|whom|both|said|say|says|added|according\s+to))"
    r"\s*(?:[Bb]oth\s+|[Tt]he\s+)*$"
)
_OPENS_PERSON = re.compile(r"(?:^|[,;:\u2014\u2013(\"\u201d])[^.;:]{0,80}$")


class Speakers:
    """Knows who speaks: one, or several together, of whom each makes the claim.

    Parameters
    ----------
    drafts : Drafts
        Knows who is who.
    agreements : Agreements
        Those of the article, whose parties "both sides" are.
    """

    def __init__(self, drafts: Drafts, agreements: Agreements) -> None:
        self._drafts, self._agreements = drafts, agreements
        self._last: tuple[int, tuple[Entity, ...]] = (0, ())

    @cached_property
    def _by_id(self) -> dict[str, Entity]:
        return {self._drafts.actor_id(each): each for each in self._drafts.entities.every}

    def of(self, speaker: Span, cue: Span | None) -> tuple[Entity, ...]:
        """The actors that the words for a speaker stand for, in order.

        Parameters
        ----------
        speaker, cue : Span
            Of one claim; those of the claims before it were asked before.
        """
        words = _ADVERB.sub("", " ".join(speaker.of(self._drafts.article.text).split()))
        found = self._meant(words, speaker, cue)
        self._last = (speaker.start, found)
        return found

    def _meant(self, words: str, speaker: Span, cue: Span | None) -> tuple[Entity, ...]:
        if words.lower() in _THEY:
            return self._they(speaker.start)
        entities = self._drafts.entities
        if _ALL.fullmatch(words):
            return self._before(speaker, cue)
        together = _TOGETHER.fullmatch(words)
        if together is None:
            return self._joint(entities.speaking(speaker), speaker, cue)
        parties = self._bound(together, speaker.start)
        if together["noun"].lower() in _PARTIES and parties:
            return parties
        return entities.meant_by(speaker) or parties or entities.speaking(speaker)

    def _before(self, speaker: Span, cue: Span | None) -> tuple[Entity, ...]:
        """Those named in the same sentence whom "both" sums up."""
        sentence = self._drafts.article.sentence_of(speaker.start)
        start = sentence.span.start if sentence else speaker.start
        named = self._drafts.entities.placed(Span(start, speaker.start))
        if not named:
            return self._they(speaker.start)
        return self._joint((named[-1][1],), named[-1][0], cue)

    def _they(self, place: int) -> tuple[Entity, ...]:
        """Those who spoke together in this sentence or the one before."""
        at, found = self._last
        text = self._drafts.article.text
        near = text.count(". ", at, place) <= 1 and "\n\n" not in text[at:place]
        is_many = len(found) > 1 or any(each.kind == "informal_group" for each in found)
        return found if near and is_many else ()

    def _bound(self, together: re.Match[str], place: int) -> tuple[Entity, ...]:
        """The parties of the agreement spoken of last, where they are as many as is said."""
        entry = self._agreements.before(place)
        parties = [
            self._by_id[each["actor"]]
            for each in (entry or {}).get("participants", ())
            if each["role"] in _BOUND and each["actor"] in self._by_id
        ]
        wanted = _NUMBERS.get((together["number"] or "").lower(), len(parties))
        return tuple(parties) if len(parties) == wanted > 1 else ()

    def _joint(
        self, found: tuple[Entity, ...], speaker: Span, cue: Span | None
    ) -> tuple[Entity, ...]:
        """A speaker with those who are named beside it and speak with it."""
        sentence = self._drafts.article.sentence_of(speaker.start)
        if len(found) != 1 or sentence is None or cue is None:
            return found
        is_after = cue.end <= speaker.start
        span = sentence.span
        start, end = (cue.end, span.end) if is_after else (span.start, cue.start)
        start, end = max(start, speaker.start - _FAR), min(end, speaker.end + _FAR)
        is_person = found[0].kind == "person"
        places = [
            (place, entity)
            for place, entity in self._drafts.entities.placed(Span(start, end))
            if (entity.kind == "person") == is_person
        ]
        run = self._run(places, speaker, is_person=is_person)
        while len(run) > 1 and not self._opens(Span(start, run[0][0].start), is_person=is_person):
            run = run[1:]
        others = [entity for _, entity in run]
        if len(run) < 2 or found[0] not in others:  # noqa: PLR2004 - one speaks alone
            return found
        return tuple({each.name: each for each in others}.values())

    def _run(
        self, places: Sequence[tuple[Span, Entity]], speaker: Span, *, is_person: bool
    ) -> list[tuple[Span, Entity]]:
        """The names in a row of which one is the speaker's, joined by commas and one "and"."""
        text = self._drafts.article.text
        run: list[tuple[Span, Entity]] = []
        has_and = False
        for place, entity in places:
            between = text[run[-1][0].end : place.start] if run else ""
            is_and = bool((_AND_PERSON if is_person else _AND).fullmatch(between))
            if run and (has_and or not (is_and or _COMMA.fullmatch(between))):
                if has_and and run[-1][0].end > speaker.start:
                    break
                run, has_and = [], False
                is_and = False
            run.append((place, entity))
            has_and = has_and or is_and
        is_own = any(place.start < speaker.end and speaker.start < place.end for place, _ in run)
        return run if has_and and is_own else []

    def _opens(self, before: Span, *, is_person: bool) -> bool:
        """Whether a clause begins right before a name, or before the office of a person."""
        words = before.of(self._drafts.article.text)
        return bool((_OPENS_PERSON if is_person else _OPENS).search(words)) and not (
            is_person and _VERB_BEFORE.search(words)
        )


_VERB_BEFORE = re.compile(
    r"\b(?:with|met|to|between|from|for|by|against|told)\s+(?:[A-Z]\S*\s+|the\s+)*$"
)
