"""JSON of people and strangers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depositary.jsontext import canonical, parse

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_what_is_written_reads_back_the_same(value) -> None:
    document, findings = parse(canonical(value), "a.json")

    assert not findings
    assert document is not None
    assert document.value == value


@given(values)
def test_a_second_writing_changes_nothing(value) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_a_quote_with_its_remarks_is_one_line() -> None:
    text = canonical({"evidence": [{"quote": "a", "nth": 2}, {"quote": "b"}]}).decode()

    assert text.splitlines()[2:4] == ['    {"quote": "a", "nth": 2},', '    {"quote": "b"}']


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b'{"a" 1}', "E101", 1, 6),
        (b'{"a": 1\n"b": 2}', "E101", 2, 1),
        (b'{"a": NaN}', "E101", 1, 1),
        (b"[" * 100_000, "E101", 1, 1),
        (b"1" * 5_000, "E101", 1, 1),
        (b'{"a": "\\ud800"}', "E101", 1, 1),
        (b'\xef\xbb\xbf{"a": 1}', "E101", 1, 1),
        (b"", "E101", 1, 1),
        (b'{"a":\n "caf\xe9"}', "E102", 2, 6),
        (b'{"a": 1, "b": {"a": 2},\n "a": 3}', "E111", 2, 2),
    ],
)
def test_what_is_not_strict_json_is_refused_at_its_place(data, code, line, column) -> None:
    _, (finding,) = parse(data, "a.json")

    assert (finding.code, finding.line, finding.column) == (code, line, column)


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ((), (1, 1)),
        (("a",), (1, 7)),
        (("b", 1, "c"), (3, 9)),
        (("b", 7), (2, 7)),
        (("é",), (4, 7)),
    ],
)
def test_every_value_has_its_place_and_a_missing_one_that_above_it(pointer, place) -> None:
    document, _ = parse(b'{"a": 1,\n "b": [2,\n  {"c": 3}],\n "\xc3\xa9": 4}', "a.json")

    assert document is not None
    assert document.place(pointer) == place
