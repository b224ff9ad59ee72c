"""Which denial answers which allegation, and is a plain statement such a denial?"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from depositary.extraction.events.grammar import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depositary.extraction.entities import Entity
    from depositary.extraction.mentions import Mention
    from depositary.extraction.proposals.drafts import Drafts
    from depositary.spans import Span

_ANSWERS = frozenset({"denies", "dismisses", "confirms"})
_ASSERTS = frozenset({"alleges", "states", "speculates", "criticises", "warns", "demands"})
_ACCUSES = frozenset({"alleges", "criticises", "warns", "speculates"})
_ACCUSATION = re.compile(r"allegation|accusation|charge|speculation|rumou?r", re.IGNORECASE)
_CHARGE = re.compile(r"\b(?:allegation|accusation|charge|claim)s?\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:the|these|those|this|that|such|any|all|its|their|an?|both)\s+(?:\w+\s+)?"
    r"(?:claims?|allegations?|accusations?|charges?|reports?|suggestions?|speculation|rumou?rs?"
    r"|assertions?|threats?|demands?|findings?|account|criticisms?|complaints?|objections?|talk"
    r"|remarks?|figures?|fears?|concerns?|worries)\b"
    r"|\b(?:it|this|that|which|so|wrongdoing|involvement|responsibility|anything\s+of\s+the\s+(?:kind|sort)"
    r"|any\s+such\s+thing)\s*$",
    re.IGNORECASE,
)
# "a report by the paper that it had fled": what is answered is told here, and not before.
_TOLD_HERE = re.compile(r"\s+(?:(?:by|in|from)\b[^,.;]*?\s)?(?:that|of|about)\s", re.IGNORECASE)
# "claims that managers had threatened", "a report that": somebody else's, who is not named.
_OWN_WORDS = re.compile(
    r"^(?:(?:an?|any|the)\s+)?(?:\w+\s+){0,2}(?:claims?|allegations?|reports?|rumou?rs?|suggestions?"
    r"|speculation|accusations?)\s+(?:that|of|about|by|in|from)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|cannot|untrue|false|baseless|lie|lies|nonsense"
    r"|fabricated|invented)\b|n[\u2019']t\b",
    re.IGNORECASE,
)
_REACH = 3
"""How many paragraphs back an answer may look for what it answers."""
_MOST_BEFORE = 60
"""How many claims back it may look."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM_LETTERS = 5
_LEAST_COMMON = 0.5


class _Told(NamedTuple):
    """A claim that was read: its mention, who says it, whom it speaks of, its entry."""

    mention: Mention
    speaker: Entity
    named: frozenset[str]
    entry: dict[str, Any]


class Answers:
    """Knows the claims that were read so far, and which of them another one answers.

    Parameters
    ----------
    drafts : Drafts
        Knows who is who.
    """

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._told: list[_Told] = []

    def add(self, mention: Mention, speaker: Entity, content: Span, entry: dict[str, Any]) -> None:
        """Keep a claim that may be answered."""
        named = frozenset(each.name for each in self._drafts.entities.within(content))
        self._told.append(_Told(mention, speaker, named, entry))

    def act(self, mention: Mention, speaker: Entity, content: Span) -> str:
        """The act of a claim: who says "we have no soldiers" after an accusation denies it."""
        act = str(mention.about.get("act") or "states")
        words = content.of(self._drafts.article.text)
        if act == "dismisses" and _CHARGE.search(words) and "reject" in mention.rule:
            return "denies"
        if act != "states" or not _NEGATED.search(words):
            return act
        is_accused = any(
            self._speaks_of(told, speaker) for told in self._before(mention, _ACCUSES, 1)
        )
        return "denies" if is_accused else act

    def points(self, content: Span) -> bool:
        """Whether words only point to what they answer: "these claims"."""
        words = content.of(self._drafts.article.text).strip(' .,;"\u201c\u201d')
        found = _pointing(words)
        return found is not None and found.start() == 0

    def answered(
        self, mention: Mention, speaker: Entity, content: Span, act: str
    ) -> list[dict[str, Any]]:
        """The claims of others that one answers.

        Those that its words point to ("these claims"), or that have words in common with it, else,
        of a denial, the last that accuses who denies.

        Parameters
        ----------
        mention, speaker, content
            Of the claim that answers.
        act : str
            What it does: only denials, dismissals and confirmations answer.
        """
        if act not in _ANSWERS:
            return []
        words = content.of(self._drafts.article.text)
        pointing = _pointing(words)
        accuses = _ACCUSES if act != "confirms" else _ASSERTS
        wanted = accuses if not pointing or _ACCUSATION.search(pointing[0]) else _ASSERTS
        before = [
            told
            for told in self._before(mention, wanted, _REACH)
            if told.speaker.name != speaker.name
        ]
        chosen = None
        if pointing:
            chosen = next((t for t in before if self._speaks_of(t, speaker)), None) or next(
                iter(before), None
            )
            # An allegation may have been told as a plain statement.
            plain = self._before(mention, _ASSERTS, 1)
            chosen = chosen or next((t for t in plain if t.speaker.name != speaker.name), None)
        if chosen is None:
            chosen = next((told for told in before if _alike(words, told.entry["content"])), None)
        if chosen is None and act == "denies":
            chosen = next((told for told in before if self._speaks_of(told, speaker)), None)
            is_told_here = _OWN_WORDS.search(words)
            chosen = chosen or (
                None if is_told_here else self._just_before(mention, speaker, words)
            )
        return [
            each.entry
            for each in self._told[-_MOST_BEFORE:]
            if chosen and each.mention is chosen.mention
        ]

    def _before(self, mention: Mention, acts: frozenset[str], paragraphs: int) -> Iterator[_Told]:
        """The claims before a place that do such acts, the last first."""
        here = self._drafts.paragraph(mention.start)
        for told in islice(reversed(self._told), _MOST_BEFORE):
            if here - self._drafts.paragraph(told.mention.start) > paragraphs:
                return
            if told.entry["act"] in acts and told.mention.start < mention.start:
                yield told

    def _just_before(self, mention: Mention, speaker: Entity, words: str) -> _Told | None:
        """The claim of another right before a denial: one that accuses, or speaks of the same."""
        last = next(self._before(mention, _ASSERTS | _ACCUSES, 0), None)
        if last is None or last.speaker.name == speaker.name:
            return None
        is_charge = last.entry["act"] in _ACCUSES or "disagree" in mention.rule
        return last if is_charge or _stems(words) & _stems(last.entry["content"]) else None

    def _speaks_of(self, told: _Told, speaker: Entity) -> bool:
        """Whether a claim of another speaks of somebody, or of the state or body of that one."""
        own = {speaker.name, self._drafts.entities.bound_by(speaker).name}
        own |= {office.of for office in speaker.offices}
        return told.speaker.name not in own and bool(own & told.named)


def _pointing(words: str) -> re.Match[str] | None:
    """Words that point to what was said before; none where they go on to say it."""
    found = _POINTING.search(words)
    return None if found and _TOLD_HERE.match(words, found.end()) else found


def _stems(words: str) -> set[str]:
    return {word[:_STEM_LETTERS] for word in _WORD.findall(words.lower()) if word not in SMALL}


def _alike(one: str, other: str) -> bool:
    """Whether two say much the same: half of the words of the shorter begin alike."""
    stems = [_stems(one), _stems(other)]
    shorter = min(map(len, stems))
    return shorter > 1 and len(stems[0] & stems[1]) / shorter >= _LEAST_COMMON
