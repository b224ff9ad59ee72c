"""Who did it to whom? The participants of an event, by where they stand around its trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depositary.extraction.events import grammar
from depositary.extraction.events.actors import Actor, actor_nouns, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depositary.extraction.events.matching import Match

_FARTHEST = 25
_MOST_BEFORE_NAME = 3
_BEYOND = 4
_MOST_LED = 3
_BY_AUTHORITIES = frozenset({"COERCE", "DISAPPROVE", "INVESTIGATE"})
_DUTY = frozenset({"must", "should"})
_OWN = frozenset({"its", "their", "his", "her"})
_PLACE = frozenset({"in", "at", "near", "inside", "outside"})
_STOPS = grammar.SUBORDINATORS - {"that", "until", "who", "whom"}
_ON = frozenset({"on", "against", "to", "with", "of", "from", "into", "for", "in", "over", "at"})
_DONE_TO = frozenset({"ASSAULT", "FIGHT", "COERCE", "SANCTION"})
_TO = frozenset({"to", "for"})
_DEALS = frozenset({"signing", "conclusion"})
_PERSONAL = frozenset({"he", "she", "it", "they", "him", "them"})
_TOWARDS = frozenset({"from", "with", "against", "to"})
_ON_PEOPLE = frozenset({"ASSAULT", "FIGHT", "COERCE"})


class Scene(NamedTuple):
    """A sentence with its actors, in order."""

    low: Sequence[str]
    actors: Sequence[Actor]


class Parts(NamedTuple):
    """Who takes part in an event: those who act, those to whom it is done, and where."""

    sources: list[Actor]
    targets: list[Actor]
    place: Actor | None


def parts(match: Match, scene: Scene) -> Parts:
    """The participants of an event.

    Parameters
    ----------
    match : Match
        Its trigger.
    scene : Scene
        The sentence.
    """
    if match.trigger.part == "noun":
        sources, targets = _of_noun(match, scene)
    elif match.is_passive and match.trigger.frame != "undergoes" and not _joins(match):
        sources, targets = _of_passive(match, scene)
    else:
        sources, targets = _of_verb(match, scene)
    sources = list(dict.fromkeys(sources))
    targets = [each for each in targets if each not in sources]
    taken = {*sources, *targets}
    return Parts(sources, targets, _place(match, scene, taken))


def _joins(match: Match) -> bool:
    """Whether who is let in joins, as if it acted."""
    return match.trigger.kind == "accession"


def _of_verb(match: Match, scene: Scene) -> tuple[list[Actor], list[Actor]]:
    acting = _accused(match, scene) or subject(match.group.start, scene)
    if _is_duty(match, scene.low):
        speakers = _speakers(match.at, scene)
        if speakers:
            return speakers, acting
    if match.trigger.frame == "undergoes":
        struck = after(match.last, scene, _TO) if match.trigger.kind == "setback" else []
        return struck or [each for each in acting if not _hangs(scene.low, each)], []
    is_deal = match.trigger.kind in _DEALS
    if match.trigger.frame == "mutual" and (len(acting) > 1 or is_deal):
        return acting, after(match.at, scene, frozenset({"with"}))
    return acting, _object(match, scene)


def _accused(match: Match, scene: Scene) -> list[Actor]:
    """Who is accused *of* doing it."""
    start = match.group.start
    low = scene.low
    if match.form != "gerund" or low[start - 1 : start] != ["of"]:
        return []
    return [each for each in scene.actors if each.stop == start - 1][:1]


def _is_duty(match: Match, low: Sequence[str]) -> bool:
    return bool({low[match.at], *match.group.helpers} & _DUTY)


def _of_passive(match: Match, scene: Scene) -> tuple[list[Actor], list[Actor]]:
    sources = after(match.at, scene, frozenset({"by"}))
    # "Was arrested in Kenya": by whom goes without saying.
    if not sources and match.trigger.plover in _BY_AUTHORITIES:
        sources = after(match.last, scene, frozenset({"in"}))
    return sources, [] if match.is_reduced else subject(match.group.start, scene)


def _of_noun(match: Match, scene: Scene) -> tuple[list[Actor], list[Actor]]:
    low = scene.low
    between = after(match.at, scene, frozenset({"between"}))
    if between:
        return between, []
    if match.trigger.frame == "undergoes" and low[match.last] == "of":
        # The fall of a government happens to it, whoever is spoken of before.
        undergoing = after(match.at, scene, frozenset({"of"}))
        if undergoing:
            return undergoing, []
    sources = after(match.at, scene, frozenset({"by"}))
    if not sources:
        at = match.at - 1
        sources = [
            each for each in scene.actors if each.stop - 1 in {at, at - 1} and each.stop <= match.at
        ]
        if not sources:
            sources = subject(match.at, scene)
    targets = after(match.at, scene, _ON)
    # Who is bombed, banned or expelled does none of it.
    if not sources and low[match.last] == "of" and match.trigger.plover not in _DONE_TO:
        sources, targets = targets, []
    return sources, targets


def subject(start: int, scene: Scene) -> list[Actor]:
    """Who stands before a verb group as its subject, or is meant by its pronoun."""
    low = scene.low
    before = [number for number, each in enumerate(scene.actors) if each.stop <= start]
    meant = _pronoun(start - 1, scene)
    if not before or (meant and low[max(0, start - 2) : start - 1] == [";"]):
        return meant
    led = _owner(before, scene) or _antecedent(start, scene.actors[before[-1]], low)
    if led:
        return led
    clause = _clause_start(low, start)
    nearest = before[-1]
    if _touches(low, scene.actors[nearest].stop, start) and not _hangs(low, scene.actors[nearest]):
        return joined(low, scene.actors, nearest, -1)
    inside = [each for each in before if scene.actors[each].first >= clause]
    if not inside and clause and low[clause - 1] == "saying" and start - clause > 1:
        # "Saying the deal could raise fares": the deal does so, and not who says it.
        return meant
    for number in inside or before:
        if not _hangs(low, scene.actors[number]):
            return [one for one in joined(low, scene.actors, number, 1) if one.stop <= start]
    return joined(low, scene.actors, (inside or before)[0], 1)


def _owner(before: Sequence[int], scene: Scene) -> list[Actor]:
    """Whose envoy, army or leader acts: of Qatar, *whose* envoy met them, Qatar."""
    last = scene.actors[before[-1]]
    is_owned = scene.low[last.first - 1 : last.first] == ["whose"] and len(before) > 1
    return [scene.actors[before[-2]]] if is_owned else []


def _antecedent(start: int, last: Actor, low: Sequence[str]) -> list[Actor]:
    """Of whom a relative clause tells: Ana Ruiz, *who* stepped down."""
    between = [word for word in low[last.stop : start] if word != ","]
    is_led = between[:1] in (["who"], ["which"]) and len(between) <= _MOST_LED
    return [last] if is_led and all(map(grammar.is_adverb, between[1:])) else []


def _pronoun(at: int, scene: Scene) -> list[Actor]:
    """A pronoun as an actor: whom it means, sentences before may tell."""
    low = scene.low
    if low[max(0, at - 1) : at + 1] == ["the", "two"]:
        return [Actor(at - 1, at + 1)]
    return [Actor(at, at + 1)] if 0 <= at < len(low) and low[at] in _PERSONAL else []


def _touches(low: Sequence[str], stop: int, start: int) -> bool:
    """Whether only what belongs to a verb group stands between."""
    return all(
        grammar.is_adverb(word) or word in grammar.TIMES or word == "on" for word in low[stop:start]
    )


def _clause_start(low: Sequence[str], start: int) -> int:
    """Where the clause of a verb begins: after what joins it to another, or who says it."""
    for place in range(start - 1, -1, -1):
        if low[place] in grammar.SUBORDINATORS or grammar.says(low, place):
            return place + 1
    return 0


def _hangs(low: Sequence[str], actor: Actor) -> bool:
    """Whether an actor hangs on a preposition: in *Kenya*."""
    place = actor.first - 1
    least = max(0, place - _MOST_BEFORE_NAME)
    while place > least and (low[place] in grammar.DETERMINERS or low[place] not in grammar.SMALL):
        place -= 1
    return place >= 0 and low[place] in grammar.PREPOSITIONS


def _object(match: Match, scene: Scene) -> list[Actor]:
    """The first actor after a trigger, as far as its clause goes."""
    low = scene.low
    if match.trigger.kind == "arms_transfer":
        receivers = after(match.last, scene, frozenset({"to"}))
        if receivers:
            return receivers
    meant = _pronoun(match.at + 1, scene)
    if meant:
        return meant
    for number, each in enumerate(scene.actors):
        if each.first <= match.at:
            continue
        if each.first - match.last > _FARTHEST:
            break
        between = low[match.at + 1 : each.first]
        if any(word in _STOPS for word in between) or _attributes(low, each):
            break
        if _leads_on(match, scene, number):
            continue
        return joined(low, scene.actors, number, 1)
    return []


def _leads_on(match: Match, scene: Scene, number: int) -> bool:
    """Whether what follows an actor is rather meant: troops from *Lebanon*."""
    if number + 1 >= len(scene.actors):
        return False
    low = scene.low
    each, after = scene.actors[number], scene.actors[number + 1]
    if low[each.first - 1] in _OWN:
        return True
    if match.trigger.plover in _ON_PEOPLE or after.first - each.stop > _BEYOND:
        return False
    is_plain = each.stop - each.first == 1 and low[each.first] in actor_nouns()
    return is_plain and low[each.stop] in _TOWARDS


def _attributes(low: Sequence[str], actor: Actor) -> bool:
    """Whether an actor is only who says so at the end: ", *police* said"."""
    after = low[actor.stop : actor.stop + 2]
    comma = "," in low[max(0, actor.first - 2) : actor.first]
    return comma and any(word in grammar.SPEECH for word in after)


def _speakers(at: int, scene: Scene) -> list[Actor]:
    for place, word in enumerate(scene.low):
        if word in grammar.SPEECH:
            if place < at:
                return subject(place, scene)
            return [each for each in scene.actors if each.stop in {place, place - 1}]
    return []


def after(at: int, scene: Scene, prepositions: frozenset[str]) -> list[Actor]:
    """Who follows one of the prepositions, in the clause."""
    low = scene.low
    for number, each in enumerate(scene.actors):
        if each.first <= at:
            continue
        if each.first - at > _FARTHEST or any(word in _STOPS for word in low[at + 1 : each.first]):
            break
        place = each.first - 1
        while place > at and low[place] not in grammar.PREPOSITIONS:
            place -= 1
        if low[place] in prepositions:
            return joined(low, scene.actors, number, 1)
    return []


def _place(match: Match, scene: Scene, taken: set[Actor]) -> Actor | None:
    for each in scene.actors:
        if each.first > match.at and each not in taken:
            before = scene.low[max(0, each.first - 2) : each.first]
            if before and (before[-1] in _PLACE or (before[0] in _PLACE and before[-1] == "the")):
                return each
    return None
