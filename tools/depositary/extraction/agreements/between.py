"""Between whom is an agreement? Parties, where the sentence states them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depositary.extraction import wordlists
from depositary.extraction.events import grammar
from depositary.extraction.events.actors import actors
from depositary.extraction.events.taking_part import Scene, after, subject
from depositary.spans import Span

if TYPE_CHECKING:
    from depositary.extraction.agreements.naming import Named
    from depositary.extraction.articles import Sentence
    from depositary.extraction.events.actors import Actor

# Two names that a hyphen or a dash joins: the China-Laos treaty.
_PAIR = re.compile(r"([A-Z][\w.]+)[-–/]([A-Z][\w.]+)")  # noqa: RUF001
_MAKING = wordlists.lists("grammar.tsv")["making"]
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})  # noqa: RUF001 - as texts have it
_NEAR = 12


def parties(sentence: Sentence, named: Named) -> tuple[Span, ...]:
    """Those between whom an agreement is said to be, in order.

    Parameters
    ----------
    sentence : Sentence
        That speaks of it.
    named : Named
        Where it stands.
    """
    words, low = sentence.words, sentence.low
    for word in words[named.first : named.head]:
        pair = _PAIR.fullmatch(word.text)
        if pair:
            return tuple(
                Span(word.start + pair.start(at), word.start + pair.end(at)) for at in (1, 2)
            )
    verbs = frozenset(at for at, word in enumerate(low) if word in _MAKING)
    inert = range(named.first, named.stop)
    acting = [
        each
        for each in actors(sentence, verbs)
        if each.first not in inert and each.stop - 1 not in inert
    ]
    scene = Scene(low, acting)
    stated = _stated(scene, named)
    return tuple(Span(words[each.first].start, words[each.stop - 1].end) for each in stated)


def _stated(scene: Scene, named: Named) -> list[Actor]:
    last = named.stop - 1
    between = after(last, scene, frozenset({"between", "among"}))
    if between and _is_near(between[0], last):
        return between
    makers = _makers(scene, named)
    others = after(last, scene, frozenset({"with"}))
    if others and _is_near(others[0], last):
        return [*(makers or _owner(scene, named)), *others]
    return makers


def _is_near(actor: Actor, last: int) -> bool:
    return actor.first - last <= _NEAR


def _owner(scene: Scene, named: Named) -> list[Actor]:
    """Whose agreement it is: *Kenya's* deal."""
    low = scene.low
    return [
        each
        for each in scene.actors
        if each.stop == named.first - 1 and low[each.stop] in _POSSESSIVE
    ]


def _makers(scene: Scene, named: Named) -> list[Actor]:
    """Who signs or reaches it: before the verb, or after *by*."""
    low = scene.low
    for at in range(named.first - 1, max(-1, named.first - _NEAR), -1):
        if low[at] in _MAKING:
            return subject(grammar.group(low, at).start, scene)
    for at in range(named.stop, min(len(low), named.stop + _NEAR)):
        if low[at] in _MAKING:
            return after(at, scene, frozenset({"by"}))
    return []
