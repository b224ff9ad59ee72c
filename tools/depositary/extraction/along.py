"""What stands at places of a text, to be found by place without looking at all of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depositary.spans import Span

_Thing = TypeVar("_Thing")


class Along(Generic[_Thing]):
    """Things along a text.

    Parameters
    ----------
    placed : iterable of tuple
        A span, and what stands there; of equal spans the first stays first.

    Examples
    --------
    >>> from depositary.spans import Span
    >>> along = Along([(Span(4, 6), "b"), (Span(0, 2), "a")])
    >>> along.within(Span(0, 5)), [*along.before(4)]
    (['a'], ['a'])
    """

    def __init__(self, placed: Iterable[tuple[Span, _Thing]]) -> None:
        self._placed = sorted(placed, key=itemgetter(0))
        self._starts = [span.start for span, _ in self._placed]

    def add(self, span: Span, thing: _Thing) -> None:
        """Put one more thing in its place, after what begins there already."""
        at = bisect_right(self._starts, span.start)
        self._placed.insert(at, (span, thing))
        self._starts.insert(at, span.start)

    def within(self, span: Span) -> list[_Thing]:
        """What stands wholly in a stretch, in order."""
        return [thing for _, thing in self.placed(span)]

    def placed(self, span: Span) -> list[tuple[Span, _Thing]]:
        """What stands wholly in a stretch, in order, each with its place."""
        first = bisect_left(self._starts, span.start)
        after = bisect_left(self._starts, span.end, first)
        return [each for each in self._placed[first:after] if each[0].end <= span.end]

    def before(self, place: int) -> Iterator[_Thing]:
        """What begins before a place, the last first."""
        for at in range(bisect_left(self._starts, place) - 1, -1, -1):
            yield self._placed[at][1]

    def at(self, place: int) -> _Thing | None:
        """The first thing that begins at a place."""
        at = bisect_left(self._starts, place)
        return self._placed[at][1] if self._starts[at : at + 1] == [place] else None
