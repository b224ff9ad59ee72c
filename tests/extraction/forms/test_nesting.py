"""Overlapping mentions become pieces that lie one within the other, and nothing of them is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from depositary.extraction.forms.nesting import nested
from depositary.extraction.mentions import Mention
from depositary.spans import Span

KINDS = st.sampled_from(["person", "place", "claim"])
PLACES = st.tuples(st.integers(0, 30), st.integers(1, 30), KINDS)
MENTIONS = st.lists(
    PLACES.map(lambda each: Mention(each[0], each[0] + each[1], each[2], "x", "y", 0.5)),
    max_size=12,
)


def test_an_inner_mention_makes_the_outer_one_level_higher() -> None:
    outer, inner = (Mention(0, 9, "claim", "x", "y", 1), Mention(2, 4, "place", "x", "y", 1))

    found = nested([outer, inner], Span(0, 9))

    assert [(each.start, each.end, each.height) for each in found] == [(0, 9, 1), (2, 4, 0)]


def test_a_mention_that_crosses_the_end_of_another_is_cut_there() -> None:
    first, second = (Mention(0, 5, "claim", "x", "y", 1), Mention(3, 8, "place", "x", "y", 1))

    found = nested([first, second], Span(0, 9))

    assert [(each.start, each.end, each.is_first) for each in found] == [
        (0, 5, True),
        (3, 5, True),
        (5, 8, False),
    ]


@given(MENTIONS, st.integers(0, 20), st.integers(1, 40))
def test_pieces_never_cross_and_cover_what_mentions_cover(mentions, start, length) -> None:
    within = Span(start, start + length)

    found = nested(mentions, within)

    for at, outer in enumerate(found):
        for inner in found[at + 1 :]:
            assert inner.start >= outer.end or inner.end <= outer.end
    for number, mention in enumerate(mentions):
        wanted = set(range(mention.start, mention.end)) & set(range(within.start, within.end))
        mine = [each for each in found if each.mention == number]
        assert set().union(*(range(each.start, each.end) for each in mine)) == wanted
        assert sum(each.is_first for each in mine) == bool(wanted)
