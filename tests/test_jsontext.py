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

    assert all(finding.code == "E123" for finding in findings)
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
        (b'{"a": "NaN", "b":\n NaN}', "E101", 2, 2),
        (b'{"a": -Infinity}', "E101", 1, 7),
        (b'{"a": 1} {}', "E101", 1, 10),
        (b'{"a": 1,}', "E101", 1, 9),
        (b"[" * 100_000, "E101", 1, 1),
        (b"[" * 201 + b"]" * 201, "E101", 1, 1),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "E101", 1, 1),
        (b"1" * 5_000, "E101", 1, 1),
        ('{"a": 1}'.encode("utf-16"), "E102", 1, 1),
        ('{"a": 1}'.encode("utf-16-le"), "E102", 1, 1),
        ('{"a": 1}'.encode("utf-32-be"), "E102", 1, 1),
        (b'{"a": 1,\n "b": [18446744073709551616]}', "E123", 2, 8),
        (b'{"12345678901234567890": -9223372036854775809}', "E123", 1, 26),
        (b'{"a": 1e400}', "E123", 1, 7),
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


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
        ('{"a": 1}'.encode("utf-16"), "UTF-16"),
        ('{"a": 1}'.encode("utf-32"), "UTF-32"),
        (b"[" * 100_000, "nested more than 200 deep"),
        (b'{"a": 1}]', "more after the end"),
        (b" \n", "empty"),
    ],
)
def test_what_is_wrong_is_named(data, words) -> None:
    _, (finding,) = parse(data, "a.json")

    assert words in finding.message


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b'{"a": [1, 2,]}', "remove the comma before it"),
        (b"{'a': 1}", "use double quotes"),
        (b'{"a": 1 // one\n}', "remove it: JSON has no comments"),
    ],
)
def test_what_people_write_for_json_is_mended_by_a_hint(data, hint) -> None:
    _, (finding,) = parse(data, "a.json")

    assert finding.hint == hint


def test_a_mark_before_the_text_hides_nothing_of_it() -> None:
    document, findings = parse(b'\xef\xbb\xbf{"a": 1,\n "a": 2}', "a.json")

    assert document is not None
    assert [(each.code, each.line) for each in findings] == [("E101", 1), ("E111", 2)]


def test_numbers_that_fit_and_digits_in_strings_are_no_finding() -> None:
    data = b'{"a": [18446744073709551615, 0.12345678901234567890123, 1e-400, "1e400"]}'

    assert parse(data, "a.json")[1] == []


def test_a_document_of_200_levels_is_read() -> None:
    assert parse(b"[" * 200 + b"]" * 200, "a.json")[1] == []


def test_doubled_keys_are_found_at_any_depth_and_counted_no_further_than_a_person_reads() -> None:
    deep = b'{"a":' * 190 + b'{"b": "{\\"b\\": 1}", "b": 2}' + b"}" * 190
    many = b"[" + b",".join([b'{"a": 1, "a": 2}'] * 1000) + b"]"

    assert [each.code for each in parse(deep, "a.json")[1]] == ["E111"]
    assert len(parse(many, "a.json")[1]) == 100


@given(values)
def test_the_place_of_every_value_is_where_it_is_written(value) -> None:
    text = canonical(value).decode()
    document, _ = parse(text.encode(), "a.json")
    lines = text.split("\n")

    def look(inner, pointer) -> None:
        line, column = document.place(pointer)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == inner
        steps = dict(enumerate(inner)) if isinstance(inner, list) else inner
        for step, part in steps.items() if isinstance(steps, dict) else ():
            look(part, (*pointer, step))

    if isinstance(value, list | dict):
        look(value, ())
