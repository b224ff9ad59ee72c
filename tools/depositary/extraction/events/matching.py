"""Where does a sentence announce an event? Every pattern of the lexicon that fits its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.events import grammar
from depositary.extraction.events.actors import actor_nouns
from depositary.extraction.events.lexicon import lexicon, patterns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.events.inflection import Form
    from depositary.extraction.events.lexicon import Slot, Trigger

_BARRIERS = grammar.SUBORDINATORS - {"that", "to"} | frozenset(";:()")
_ADJECTIVES = frozenset(
    {"new", "old", "first", "last", "next", "further", "recent", "joint", "fresh", "major"}
)
_MANY = frozenset({"people", "police", "men", "women", "children", "militia", "militiamen"})
_PLACING = (["in"], ["at"], ["on"], ["after"])
_VERBAL = frozenset({"past", "participle", "either"})


class Match(NamedTuple):
    """A trigger in a sentence, by its first and last word.

    Parameters
    ----------
    at, last : int
        Words of the sentence.
    form : str
        Of the first one.
    group : Group or None
        Around a verb; a noun and a phrase have none.
    """

    at: int
    last: int
    form: Form
    trigger: Trigger
    group: grammar.Group
    is_reduced: bool = False
    """Whether only its participle stands there: an accord, *concluded* at Lima."""
    is_done_by: bool = False
    """Whether ``by`` follows: a truce *brokered* by Angola."""

    @property
    def is_passive(self) -> bool:
        """Whether the subject is who it is done to."""
        if self.form not in {"participle", "either"}:
            return False
        return self.is_done_by or self.is_reduced or bool(self.group.helpers & grammar.BE)


def matches(low: Sequence[str]) -> list[Match]:
    """The triggers of a sentence, in order; of those with the same first word the most specific.

    Parameters
    ----------
    low : sequence of str
        Its words in lower case.
    """
    known = lexicon()
    there = frozenset(low)
    found: list[Match] = []
    covered = -1
    for at in [at for at, word in enumerate(low) if word in known]:
        match = _best(low, at, there)
        # "Talks" in "held talks" is no event of its own.
        if match and not (at == covered or (at < covered and match.trigger.part == "noun")):
            found.append(match)
            covered = max(covered, match.last)
    return found


def _best(low: Sequence[str], at: int, there: frozenset[str]) -> Match | None:
    group: grammar.Group | None = None
    for form, trigger, slots in patterns(low[at]):
        # Most patterns are out for want of their next word, which a set tells at once.
        if slots and slots[0].opening.isdisjoint(there):
            continue
        last = _last(low, at, slots) if slots else at
        if last is None:
            continue
        if trigger.part == "verb":
            group = group or grammar.group(low, at)
            if not _is_verb(low, at, form, group):
                continue
        elif trigger.part == "noun" and _is_verbal(low, at):
            continue
        is_done_by = last == at and low[at + 1 : at + 2] == ["by"]
        is_reduced = (
            trigger.is_passive
            and low[at - 1 : at] == [","]
            and low[last + 1 : last + 2] in _PLACING
        )
        group = group or grammar.group(low, at)
        match = Match(at, last, form, trigger, group, is_reduced, is_done_by)
        if trigger.is_passive and not match.is_passive:
            continue
        return match
    return None


def _is_verb(low: Sequence[str], at: int, form: Form, group: grammar.Group) -> bool:
    if group.helpers or group.governor >= 0:
        return True
    if at and (
        (form == "third" and _is_plain(low[at - 1]))
        or (form == "base" and not _is_many(low[at - 1]))
    ):
        return False
    return not grammar.is_noun(low, at, form)


def _is_many(word: str) -> bool:
    """Whether a word may be a subject of which a verb stands in its plain form: *rebels* fight."""
    return (
        word.endswith("s")
        or word in _MANY
        or not word[0].isalnum()
        or grammar.is_adverb(word)
        or (word in grammar.SMALL and word not in grammar.PREPOSITIONS)
    )


def _is_plain(word: str) -> bool:
    """Whether a word is none that stands right before a verb: *medical* supplies."""
    return word in _ADJECTIVES or (
        word.endswith(("al", "ic", "ous", "ive", "ary")) and word not in actor_nouns()
    )


def _is_verbal(low: Sequence[str], at: int) -> bool:
    """Whether a word that the lexicon has as noun and verb stands as a verb."""
    forms = {form for form, trigger in lexicon()[low[at]] if trigger.part == "verb"}
    group = grammar.group(low, at)
    if group.helpers - grammar.BE or (group.governor >= 0 and "gerund" not in forms):
        return True
    return bool(forms & _VERBAL) and not grammar.is_noun(low, at, "either")


def _last(low: Sequence[str], at: int, slots: tuple[Slot, ...]) -> int | None:
    """The last word of a pattern that begins with a word; None where it does not fit."""
    for reach, choices, _ in slots:
        place = at + 1
        if reach == 1:
            place = _past_time(low, place)
        stop = min(place + reach, len(low))
        while place < stop:
            word = low[place]
            if word in choices:
                break
            if place + 1 < len(low) and f"{word}-{low[place + 1]}" in choices:
                place += 1
                break
            if word in _BARRIERS:
                return None
            place += 1
        else:
            return None
        at = place
    return at


def _past_time(low: Sequence[str], place: int) -> int:
    """Past "on Monday" and "today", which stand anywhere."""
    if place + 1 < len(low) and low[place] == "on" and low[place + 1] in grammar.TIMES:
        return place + 2
    if place < len(low) and low[place] in grammar.TIMES:
        return place + 1
    return place
