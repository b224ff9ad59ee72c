"""Several proposers, one list: those that agree confirm each other, those that clash give way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depositary.extraction.mentions import Mention

_NAMES = frozenset({"person", "organisation", "place", "event"})


def merged(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions by place, each once.

    Those of one place and kind become one: two proposers that find the same independently are
    right more often than either (their mistakes are taken for independent of each other). Of names
    that overlap, or stand in one place with different kinds, the one most likely to be right stays.

    Parameters
    ----------
    mentions : iterable of Mention
        Of any extractors, in any order.

    Returns
    -------
    tuple of Mention
        Sorted by place.
    """
    by_place: dict[tuple[int, int, str], list[Mention]] = {}
    for mention in mentions:
        by_place.setdefault(mention.place, []).append(mention)
    agreed = [_agreed(same) for same in by_place.values()]
    named = [each for each in agreed if each.kind in _NAMES and "plover" not in each.about]
    others = [each for each in agreed if each.kind not in _NAMES or "plover" in each.about]
    return tuple(sorted([*_apart(named), *others], key=lambda each: each.place))


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
    """Names that do not overlap: of those that do, the surest, then the longest, then the first."""
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
