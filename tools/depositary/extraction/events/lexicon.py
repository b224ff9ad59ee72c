"""Which words announce an event? The patterns of ``events.tsv``, to be looked up by a form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from depositary.extraction import wordlists
from depositary.extraction.events import inflection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depositary.extraction.events.inflection import Form

Frame = Literal["acts", "mutual", "undergoes"]
_FAR = 7


class Slot(NamedTuple):
    """What has to follow in a pattern: one of these words, within so many.

    Parameters
    ----------
    reach : int
        Words that may stand between are one fewer.
    words : frozenset of str
        In lower case; one with a hyphen may stand in a text as two.
    opening : frozenset of str
        The same, with what stands before their hyphens: one of these has to be in the sentence.
    """

    reach: int
    words: frozenset[str]
    opening: frozenset[str]


class Trigger(NamedTuple):
    """A pattern of the lexicon, without the form of its first word.

    Parameters
    ----------
    rest : tuple of str
        The words of the pattern after its first, as they stand there.
    """

    pattern: str
    part: str
    plover: str
    kind: str
    frame: str
    confidence: float
    rest: tuple[str, ...]
    is_passive: bool

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What has to follow; worked out when it is first asked for, as most never are."""
        return _slots(self.rest)

    @property
    def rank(self) -> tuple[int, float]:
        """By which the most specific come first, then the surest."""
        return self.rest.count("~") - len(self.rest), -self.confidence


@cache
def lexicon() -> Mapping[str, tuple[tuple[Form, Trigger], ...]]:
    """Triggers by each form of their first word, the most specific first."""
    found: dict[str, list[tuple[Form, Trigger]]] = {}
    for pattern, part, plover, kind, frame, confidence in wordlists.rows("events.tsv"):
        first, *rest = pattern.split()
        is_passive = part == "verb" and first == "be"
        if is_passive:
            first, *rest = rest
        trigger = Trigger(
            pattern, part, plover, kind, frame, float(confidence), tuple(rest), is_passive
        )
        for form, what in _forms(first, part, is_passive=is_passive):
            found.setdefault(form, []).append((what, trigger))
    return {
        form: tuple(sorted(each, key=lambda one: one[1].rank) if len(each) > 1 else each)
        for form, each in found.items()
    }


@cache
def patterns(word: str) -> tuple[tuple[Form, Trigger, tuple[Slot, ...]], ...]:
    """The triggers of one form, each with its slots; none for a word that announces nothing."""
    return tuple((form, trigger, trigger.slots) for form, trigger in lexicon().get(word, ()))


def _forms(first: str, part: str, *, is_passive: bool) -> Iterator[tuple[str, Form]]:
    if part == "phrase":
        yield first, "phrase"
    elif part == "noun":
        yield first, "noun"
        if not first.endswith("s"):
            yield inflection.plural(first), "noun"
    elif is_passive:
        yield first, "participle"
    else:
        yield from inflection.of_verb(first)


@cache
def _slots(words: tuple[str, ...]) -> tuple[Slot, ...]:
    slots = []
    reach = 1
    for word in words:
        if word == "~":
            reach = _FAR
            continue
        choices = _choices(word)
        slots.append(Slot(reach, choices, choices.union(*map(_openings, choices))))
        reach = 1
    return tuple(slots)


def _openings(word: str) -> list[str]:
    parts = word.split("-")
    return ["-".join(parts[:stop]) for stop in range(1, len(parts))]


def _choices(word: str) -> frozenset[str]:
    """The words that a slot takes: one, one of several, or one of a list, with their plurals."""
    choices: set[str] = set()
    for each in word.split("|"):
        choices |= wordlists.lists("event_words.tsv")[each[1:]] if each[0] == "@" else {each}
    return frozenset(choices | {inflection.plural(one) for one in choices})
