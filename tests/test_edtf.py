"""Dates as sources give them, against an independent library."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from depositary.edtf import Bounds, bounds

if TYPE_CHECKING:
    from time import struct_time

days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
marks = st.sampled_from(["", "?", "~", "%"])


@st.composite
def points(draw):
    day = draw(days)
    return draw(st.sampled_from([f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"]))


def as_date(moment: struct_time) -> dt.date:
    return dt.date(*moment[:3])


@given(points())
def test_bounds_of_a_point_are_those_of_python_edtf(text: str) -> None:
    theirs = parse_edtf(text)

    assert bounds(text) == Bounds(as_date(theirs.lower_strict()), as_date(theirs.upper_strict()))


@given(points(), points())
def test_bounds_of_a_closed_interval_are_those_of_python_edtf(one: str, two: str) -> None:
    text = "/".join(sorted((one, two)))
    ours = bounds(text)

    if ours is not None:
        theirs = parse_edtf(text)
        assert ours.earliest == as_date(theirs.lower_strict())
        assert ours.latest == as_date(theirs.upper_strict())


@given(points(), marks)
def test_a_mark_of_doubt_does_not_widen_the_bounds(text: str, mark: str) -> None:
    assert bounds(text + mark) == bounds(text)


@given(points())
def test_an_open_end_has_no_bound(text: str) -> None:
    closed = bounds(text)
    assert closed is not None

    assert bounds(f"{text}/..") == bounds(f"[{text}..]") == Bounds(closed.earliest, None)
    assert bounds(f"../{text}") == bounds(f"[..{text}]") == Bounds(None, closed.latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17 Jan 2025", "2025-02-30", "2025-13", "2025-00", "2025-1-7", "0000", "2025-01-17T10:00",
        "202X", "2025-21", "Y17e7",
        "/2025", "2025/", "../..", "[..]", "[]", "[2025]", "2025..2026",
        "2026/2025", "[2026..2025]", "2025-01-17 ", "٢٠٢٥", "2025-01-17\n", "2025??", "[2025/2026]",
    ],
)  # fmt: skip
def test_what_is_not_of_the_profile_has_no_bounds(text: str) -> None:
    assert bounds(text) is None


@pytest.mark.parametrize("text", ["17 Jan 2025", "2025-1-7"])
def test_python_edtf_refuses_these_too(text: str) -> None:
    with pytest.raises(EDTFParseException):
        parse_edtf(text)
