"""Several proposers, one list: those that agree confirm each other, those that clash give way."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.extraction.mentions import Mention

_NAMES = frozenset({"person", "organisation", "place", "event"})


_PLACE = attrgetter("start", "end", "kind")


def merged(mentions: Iterable[Mention], before: Iterable[Mention] = ()) -> tuple[Mention, ...]:
    """Mentions by place, each once.

    Those of one place and kind become one: two proposers that find the same independently are
    right more often than either (their mistakes are taken for independent of each other). Of names
    that overlap, or stand in one place with different kinds, the one most likely to be right stays.

    Parameters
    ----------
    mentions : iterable of Mention
        Of any extractors, in any order.
    before : iterable of Mention
        What was merged before, to which they are added.

    Returns
    -------
    tuple of Mention
        Sorted by place.
    """
    added = list(mentions)
    kinds: set[str] = {each.kind for each in added}
    if not kinds.isdisjoint(_NAMES):
        kinds |= _NAMES
    by_place: dict[tuple[int, int, str], list[Mention]] = {}
    others: list[Mention] = []
    for each in chain(before, added):
        # What was merged before stays as it is, where nothing of its kind is added.
        if each.kind in kinds:
            by_place.setdefault(_PLACE(each), []).append(each)
        else:
            others.append(each)
    named: list[Mention] = []
    for same in by_place.values():
        one = _agreed(same) if len(same) > 1 else same[0]
        (named if one.kind in _NAMES and "plover" not in one.about else others).append(one)
    return tuple(sorted([*_apart(named), *others], key=_PLACE))


def _agreed(same: Sequence[Mention]) -> Mention:
    """One mention for several of the same place and kind."""
    ordered = sorted(same, key=lambda each: (-each.confidence, each.proposed_by, each.rule))
    best = ordered[0]
    proposers = list(dict.fromkeys(each.proposed_by for each in ordered))
    if len(proposers) == 1:
        return best
    wrong = 1.0
    for proposer in proposers:
        wrong *= 1 - max(each.confidence for each in ordered if each.proposed_by == proposer)
    about = {key: value for each in reversed(ordered) for key, value in each.about.items()}
    return replace(
        best,
        proposed_by=" + ".join(sorted(proposers)),
        rule="; ".join(dict.fromkeys(each.rule for each in ordered)),
        confidence=1 - wrong,
        about=about,
    )


def _apart(named: Sequence[Mention]) -> list[Mention]:
    """Names that do not overlap, of each group that does those that win."""
    kept: list[Mention] = []
    group: list[Mention] = []
    reached = 0
    for each in sorted(named, key=_PLACE):
        if each.start >= reached:
            kept += _winning(group)
            group = []
        group.append(each)
        reached = max(reached, each.end)
    return [*kept, *_winning(group)]


def _winning(named: Sequence[Mention]) -> Sequence[Mention]:
    """Of names that overlap the surest, then the longest, then the first."""
    if len(named) < 2:  # noqa: PLR2004 - most stand alone
        return named
    ranked = sorted(
        named, key=lambda each: (-each.confidence, each.start - each.end, each.start, each.kind)
    )
    kept: list[Mention] = []
    taken: set[int] = set()
    for each in ranked:
        if taken.isdisjoint(range(each.start, each.end)):
            taken.update(range(each.start, each.end))
            kept.append(each)
    return kept
