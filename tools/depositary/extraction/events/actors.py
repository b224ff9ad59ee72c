"""Who may act in a sentence? Names and nouns for people and bodies, and how they are joined."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction import wordlists
from depositary.extraction.events import grammar, inflection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.articles import Sentence

_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})  # noqa: RUF001 - as texts have it
_AND = frozenset({"and", "&"})
_PARTICLES = frozenset(
    {"al", "bin", "ibn", "da", "de", "del", "der", "di", "dos", "du", "el", "von", "van"}
)
_I = frozenset({"i'", "i’"})  # noqa: RUF001 - as texts have it
_WHOLE = frozenset({"the", "both", "two"})
_ADJECTIVAL = frozenset({"official", "national", "general", "criminal", "nationalist", "communist"})
# Adjectives of peoples, which a noun for those who act follows: a *Kenyan* missionary.
_OF_PEOPLE = re.compile(
    r"[A-Z].*(?:ian|ean|ican|ish|ese|eli|aqi|ani|audi|emeni|ench|utch|reek|wiss|erman|uban|enyan|slim)"
)
_PASSED = grammar.DETERMINERS | {"well", "as", "along", "with", "its"}
_LONGEST_LINK = 4
_MOST_BETWEEN = 2


class Actor(NamedTuple):
    """An actor by its words: first, and the one after the last."""

    first: int
    stop: int


@cache
def actor_nouns() -> frozenset[str]:
    """Common nouns for those who act, with their plurals."""
    nouns = wordlists.lines("actor_nouns.txt")
    return frozenset(nouns) | {inflection.plural(noun) for noun in nouns}


@lru_cache(maxsize=1 << 16)
def _is_name(word: str) -> bool:
    """Whether a word is capitalised, and no small word or date."""
    low = word.lower()
    return word[0].isupper() and low not in grammar.SMALL and low[:2] not in _I


@lru_cache(maxsize=1 << 16)
def _may_act(word: str) -> bool:
    """Whether a word alone may stand for an actor, wherever it stands."""
    low = word.lower()
    return low in actor_nouns() or low.startswith("al-") or _is_name(word)


class _Reader:
    """The words of a sentence, asked which of them name actors."""

    def __init__(self, sentence: Sentence, verbs: frozenset[int]) -> None:
        self.texts, self.low, self.verbs = sentence.texts, sentence.low, verbs
        self.nouns = actor_nouns()

    def is_name(self, at: int) -> bool:
        """Whether there is a word, and it is a name."""
        return at < len(self.texts) and _is_name(self.texts[at])

    def is_core(self, at: int) -> bool:
        """Whether a word alone stands for an actor."""
        if at >= len(self.texts) or at in self.verbs or not _may_act(self.texts[at]):
            return False
        return not (self.low[at] in _ADJECTIVAL and self._is_plain(at + 1))

    def _is_plain(self, at: int) -> bool:
        """Whether a word is lower-case, and neither small nor a verb that we know."""
        return (
            at < len(self.low)
            and self.texts[at][0].islower()
            and at not in self.verbs
            and self.low[at] not in grammar.SMALL
            and self.low[at] not in grammar.SPEECH
            and not grammar.is_adverb(self.low[at])
        )

    def stop(self, first: int) -> int:
        """Where the actor that begins with a word stops."""
        at = first + 1
        while at < len(self.low):
            after = self._joined(at)
            if after <= at:
                break
            at = after
        return at

    def _joined(self, at: int) -> int:
        """The word after what still belongs to an actor; ``at`` where nothing does."""
        if self.is_core(at):
            return at + 1
        word = self.low[at]
        if word in _POSSESSIVE or word in {"-", "/"}:
            return at + 2 if self.is_core(at + 1) else self._through(at + 1, at)
        if word in _PARTICLES and self.is_name(at + 1):
            return at + 2
        if word == "of" or (word == "in" and self.low[at - 1] in self.nouns):
            after = at + 2 if at + 1 < len(self.low) and self.low[at + 1] in _WHOLE else at + 1
            return after + 1 if self.is_core(after) else at
        return self._through(at, at)

    def _through(self, at: int, otherwise: int) -> int:
        """Past plain words to a noun for those who act: the *paper workers* of "French paper"."""
        for place in range(at, min(at + _MOST_BETWEEN + 1, len(self.low))):
            if self.low[place] in self.nouns and self.is_core(place):
                return place + 1
            if not self._is_plain(place):
                break
        if self._is_plain(at) and _OF_PEOPLE.fullmatch(self.texts[at - 1]):
            return at + 1
        return otherwise


def actors(sentence: Sentence, verbs: frozenset[int]) -> tuple[Actor, ...]:
    """What may be an actor in a sentence, in order.

    Parameters
    ----------
    sentence : Sentence
        With its words.
    verbs : frozenset of int
        Words that are taken: the triggers.
    """
    reader = _Reader(sentence, verbs)
    found = []
    stop = 0
    for at, word in enumerate(sentence.texts):
        if _may_act(word) and at >= stop and reader.is_core(at):
            stop = reader.stop(at)
            found.append(Actor(at, stop))
    return tuple(found)


def _link(low: Sequence[str], left: Actor, right: Actor) -> str:
    """How two neighbours are joined: ``and``, a comma, or not at all."""
    between = low[left.stop : right.first]
    if not between or len(between) > _LONGEST_LINK:
        return ""
    marks = [word for word in between if word not in _PASSED]
    if between[0] == "along" or between[:2] == ["as", "well"]:
        return "and" if not marks else ""
    if any(word not in _AND and word != "," for word in marks):
        return ""
    return "and" if any(word in _AND for word in marks) else "," if marks else ""


def joined(low: Sequence[str], found: Sequence[Actor], at: int, step: int) -> list[Actor]:
    """An actor with those that are named along with it: "A, B and C".

    Parameters
    ----------
    low : sequence of str
        Words of the sentence in lower case.
    found : sequence of Actor
        All of the sentence, in order.
    at : int
        Which of them to begin with.
    step : int
        1 to look to the right, -1 to the left.
    """
    links: list[str] = []
    place = at
    while 0 <= place + step < len(found):
        left, right = sorted((found[place], found[place + step]))
        link = _link(low, left, right)
        if not link:
            break
        links.append(link)
        place += step
    if step < 0:
        count = len(links) if links and links[0] == "and" else 0
    else:
        count = max((number + 1 for number, link in enumerate(links) if link == "and"), default=0)
    chosen = found[at - count : at + 1] if step < 0 else found[at : at + count + 1]
    return list(chosen)
