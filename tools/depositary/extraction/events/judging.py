"""What does a trigger mean where it stands? Its category, its modality, and how sure we are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary.extraction.events import grammar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.events.matching import Match

Modality = Literal[
    "happened", "ongoing", "planned", "pledged", "alleged", "speculated", "hypothetical", "negated"
]

# Both in the sense of PLOVER: what is announced of the first is AGREE, of the second THREATEN.
FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
HOSTILE = frozenset({"SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "FIGHT", "PROTEST"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", *grammar.COMING})  # noqa: RUF001
_DUTY = frozenset({"must", "should"})
_MAYBE = frozenset({"may", "might", "could"})
_IF = frozenset({"if", "unless", "whether"})
_DUTY_PHRASES = frozenset({"must", "should", "have", "has", "need", "needs", "ought"})
_UPCOMING = frozenset({"planned", "upcoming", "expected", "forthcoming", "scheduled", "proposed"})
_PLANNED = frozenset({"planned", "scheduled", "expected", "due", "will"})
_NEAR = 3
_WIDE = 8
_LONG = 14
# "The last to ratify it" has ratified it.
_RANKS = frozenset({"first", "last", "only", "second", "third"})
_NOT = frozenset({"not", "never"})
# Who "voted 31 to 12 on Monday to approve it" has approved it; who was led to do it, did it.
_LED = frozenset({"led", "forced", "prompted", "compelled", "persuaded", "obliged"})
_ENDS = frozenset(".!?…")

# How much what is known of a trigger's place says for it or against it; set by hand.
_HANGS = 0.65
_GOVERNED = 0.72
_GERUND = 0.8
_NOUN = 0.8
_FIRST = 1.2
_A_SLOT = 0.02
_WITHOUT_SPEAKER = 0.5
# So that the surest trigger at the head of a sentence stays below one.
_SCALE = 1.3
_NOBODY = 0.5
_NO_NAME = 0.85


class Context(NamedTuple):
    """A sentence as its triggers see it."""

    low: Sequence[str]
    found: Sequence[Match]
    hangs: Sequence[bool]

    def speaks_before(self, at: int) -> bool:
        """Whether somebody is said to say what a word belongs to."""
        return any(grammar.says(self.low, place) for place in range(at))

    @property
    def is_spoken(self) -> bool:
        """Whether anybody says anything in the sentence."""
        return any(word in grammar.SPEECH for word in self.low)


def is_future(match: Match, context: Context) -> bool:
    """Whether it is yet to come, by ``will`` and its like."""
    helpers = match.group.helpers
    return bool(helpers & _FUTURE) or (
        "would" in helpers and "have" not in helpers and context.speaks_before(match.group.start)
    )


def category(match: Match, context: Context) -> str:
    """The PLOVER category of a trigger where it stands; empty where none fits."""
    plover = match.trigger.plover
    if plover not in FRIENDLY and plover not in HOSTILE:
        return plover
    if match.group.helpers & _DUTY and match.group.governor < 0:
        return "DEMAND"
    if is_future(match, context):
        friendly = (plover in FRIENDLY) != match.group.is_negated
        if not friendly:
            return "REJECT" if plover in FRIENDLY else "THREATEN"
        return "AGREE"
    return plover


def modality(match: Match, context: Context) -> Modality:
    """How the sentence presents the event; where several hold, the first of these."""
    return _unreal(match, context) or _to_come(match, context) or _seen(match, context.low)


def _unreal(match: Match, context: Context) -> Modality | None:
    """Negated, alleged, speculated or hypothetical; None where it is none of these."""
    low, group = context.low, match.group
    is_no = match.trigger.part == "noun" and (
        "no" in low[max(0, match.at - 2) : match.at]
        or not _NOT.isdisjoint(low[max(match.at, match.last - 2) : match.last])
    )
    if (group.is_negated or is_no) != _says_no(match):
        return "negated"
    if _is_alleged(low, match.at, group.start):
        return "alleged"
    if group.helpers & _MAYBE:
        return "speculated"
    is_conditional = "would" in group.helpers and not is_future(match, context)
    has_if = context.hangs[match.at] and not _IF.isdisjoint(
        low[max(0, group.start - _WIDE) : group.start]
    )
    return "hypothetical" if is_conditional or has_if else None


def _to_come(match: Match, context: Context) -> Modality | None:
    """Pledged or planned; None where it is neither."""
    low, group, at = context.low, match.group, match.group.start
    if group.governor >= 0 and low[group.governor] in grammar.PROMISING:
        return "pledged"
    if (
        match.trigger.part == "verb"
        and match.trigger.rest[:1] == ("to",)
        and low[match.at] in grammar.PROMISING
    ):
        return "pledged"
    if is_future(match, context):
        return "pledged" if context.speaks_before(group.start) else "planned"
    if group.governor >= 0 and low[group.governor] in _RANKS:
        return None
    if match.trigger.part != "verb":
        before = low[max(0, match.at - _NEAR) : match.at]
        after = low[match.at + 1 : match.last + _WIDE]
        is_planned = not (_UPCOMING.isdisjoint(before) and _PLANNED.isdisjoint(after))
        return "planned" if is_planned else None
    is_ahead = group.governor >= 0 and not (
        "voted" in low[max(0, at - _LONG) : at] or _LED.intersection(low[max(0, at - _NEAR) : at])
    )
    return "planned" if is_ahead or group.helpers & _DUTY else None


def _says_no(match: Match) -> bool:
    """Whether a trigger tells that a step was turned down: a treaty that was *rejected*."""
    return match.trigger.plover == "REJECT" and match.trigger.kind == "ratification"


def _seen(match: Match, low: Sequence[str]) -> Modality:
    lasts = match.group.helpers & grammar.LASTING or (
        match.form == "gerund" and match.group.helpers & grammar.BE
    )
    is_present = match.trigger.part == "verb" and match.form == "third" and not _in_headline(low)
    return "ongoing" if lasts or is_present else "happened"


def _in_headline(low: Sequence[str]) -> bool:
    """Whether a sentence has no end, as headings have none: their present tense is past."""
    return low[-1] not in _ENDS


def _is_alleged(low: Sequence[str], at: int, start: int) -> bool:
    """Whether it hangs on a verb of alleging, or carries a word such as ``allegedly``."""
    return any(
        word in grammar.ALLEGING for word in [*low[max(0, start - _WIDE) : start], *low[start:at]]
    )


def confidence(match: Match, context: Context) -> float:
    """How likely it is that a trigger is what its sentence is about."""
    sure = match.trigger.confidence + _A_SLOT * len(match.trigger.slots)
    if context.hangs[match.at]:
        sure *= _HANGS
    if match.group.governor >= 0 and match.trigger.part == "verb":
        sure *= _GOVERNED
    if match.form == "gerund" and not match.group.helpers:
        sure *= _GERUND
    if match.trigger.part == "noun":
        sure *= _NOUN
    elif match is context.found[0] or match.group.start <= context.found[0].group.start:
        sure *= _FIRST
    if context.low[match.at] in _DUTY_PHRASES and not context.is_spoken:
        sure *= _WITHOUT_SPEAKER
    return sure / _SCALE


def with_actors(sure: float, actors: Sequence[str]) -> float:
    """How likely it is, once it is known who takes part: an event of no one is seldom one.

    Parameters
    ----------
    sure : float
        As the trigger alone has it.
    actors : sequence of str
        Participants in the words of the text.

    Examples
    --------
    >>> with_actors(0.8, ["Peru"]), with_actors(0.8, [])
    (0.8, 0.4)
    """
    if not actors:
        return sure * _NOBODY
    is_named = any(letter.isupper() for actor in actors for letter in actor)
    return sure if is_named else sure * _NO_NAME
