"""Stretches that overlap become pieces that lie one within the other, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from depositary.nesting import nested
from depositary.spans import Span

PLACES = st.tuples(st.integers(0, 30), st.integers(1, 30))
STRETCHES = st.lists(PLACES.map(lambda each: Span(each[0], each[0] + each[1])), max_size=12)


def test_an_inner_stretch_makes_the_outer_one_level_higher() -> None:
    outer, inner = (Span(0, 9), Span(2, 4))

    found = nested([outer, inner], Span(0, 9))

    assert [(each.start, each.end, each.height) for each in found] == [(0, 9, 1), (2, 4, 0)]


def test_a_stretch_that_crosses_the_end_of_another_is_cut_there() -> None:
    first, second = (Span(0, 5), Span(3, 8))

    found = nested([first, second], Span(0, 9))

    assert [(each.start, each.end, each.is_first) for each in found] == [
        (0, 5, True),
        (3, 5, True),
        (5, 8, False),
    ]


@given(STRETCHES, st.integers(0, 20), st.integers(1, 40))
def test_pieces_never_cross_and_cover_what_stretches_cover(stretches, start, length) -> None:
    within = Span(start, start + length)

    found = nested(stretches, within)

    for at, outer in enumerate(found):
        for inner in found[at + 1 :]:
            assert inner.start >= outer.end or inner.end <= outer.end
    for number, stretch in enumerate(stretches):
        wanted = set(range(stretch.start, stretch.end)) & set(range(within.start, within.end))
        mine = [each for each in found if each.number == number]
        assert set().union(*(range(each.start, each.end) for each in mine)) == wanted
        assert sum(each.is_first for each in mine) == bool(wanted)
