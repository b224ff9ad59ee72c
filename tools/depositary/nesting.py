"""Stretches that overlap, as pieces that lie one within the other: what markup can say."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Stretch(Protocol):
    """What has a start and an end: a span, a mention, a mark."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """The code point after the last."""


class Piece(NamedTuple):
    """A part of a stretch that lies whole in another, or beside it.

    Parameters
    ----------
    start, end : int
        Code points of the text, half-open.
    number : int
        That of its stretch among those given.
    is_first : bool
        False for what goes on after a cut.
    height : int
        How many levels lie within it.
    """

    start: int
    end: int
    number: int
    is_first: bool
    height: int


def nested(stretches: Sequence[Stretch], within: Stretch) -> list[Piece]:
    """Pieces of stretches, so that of any two one holds the other or they have nothing in common.

    Parameters
    ----------
    stretches : sequence of Stretch
        In any order; what lies outside of ``within`` is cut off.
    within : Stretch
        A paragraph.

    Returns
    -------
    list of Piece
        By their start, the outer before the inner. A stretch that crosses the end of another
        is cut there.
    """
    waiting = [
        (max(each.start, within.start), -min(each.end, within.end), number, True)
        for number, each in enumerate(stretches)
        if each.start < within.end and each.end > within.start
    ]
    heapify(waiting)
    found: list[Piece] = []
    open_: list[int] = []
    while waiting:
        start, minus_end, number, is_first = heappop(waiting)
        end = -minus_end
        while open_ and found[open_[-1]].end <= start:
            _raise_outer(found, open_)
        if open_ and end > found[open_[-1]].end:
            cut = found[open_[-1]].end
            heappush(waiting, (cut, -end, number, False))
            end = cut
        open_.append(len(found))
        found.append(Piece(start, end, number, is_first, 0))
    while open_:
        _raise_outer(found, open_)
    return found


def _raise_outer(found: list[Piece], open_: list[int]) -> None:
    """Close the innermost piece; the one around it is at least one level higher."""
    height = found[open_.pop()].height
    if open_ and found[open_[-1]].height <= height:
        found[open_[-1]] = found[open_[-1]]._replace(height=height + 1)
