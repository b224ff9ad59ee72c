"""YAML of people and strangers."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from depositary.jsontext import canonical
from depositary.yamltext import parse, read_document

# Other ends of lines than JSON's, and what cannot be printed, are no text to YAML.
texts = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
plain = st.text("abno:-~.0127_,[]{}#&*!|>'\"% \n\t<=", max_size=30)


def codes_of(text):
    return [finding.code for finding in parse(text.encode(), "a.yaml")[1]]


@given(values, st.sampled_from([True, False, None]))
def test_what_the_library_writes_reads_back_the_same(value, flow) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)

    document, _ = parse(text.encode(), "a.yaml")

    assert document is not None
    assert document.value == value


@given(plain)
def test_a_text_that_is_read_is_read_as_the_library_reads_it(text) -> None:
    """By libyaml, where it is installed: frictionless reads it by PyYAML's own parser, which
    refuses a tab at the end of a line, as YAML 1.1 (section 5.5) does not."""
    document, findings = parse(text.encode(), "a.yaml")

    if document is not None and not any(each.severity == "error" for each in findings):
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        assert document.value == yaml.load(text, Loader=loader)  # noqa: S506 - both are safe


@given(values)
def test_json_is_yaml_and_has_its_places(value) -> None:
    data = canonical(value)
    document, _ = parse(data, "a.yaml")
    other, _ = read_document(data, "a.json")

    def look(inner, pointer) -> None:
        assert document.place(pointer) == other.place(pointer)
        steps = dict(enumerate(inner)) if isinstance(inner, list) else inner
        for step, part in steps.items() if isinstance(steps, dict) else ():
            look(part, (*pointer, step))

    if document is not None:
        look(value, ())


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "E111", 4, 3),
        ("a: 1\n1: 2\n", "E101", 2, 1),
        ("yes: 2\n", "E101", 1, 1),
        ("? [a]\n: b\n", "E101", 1, 3),
        ("a: .nan\n", "E101", 1, 4),
        ("a: -.INF\n", "E101", 1, 4),
        ("a: !!binary aGk=\n", "E101", 1, 4),
        ("a: !!python/object/apply:os.getcwd []\n", "E101", 1, 4),
        ("a: !own {b: c}\n", "E101", 1, 4),
        ("a: !!set {b}\n", "E101", 1, 4),
        ("a: =\n", "E101", 1, 4),
        ("a: [<<]\n", "E101", 1, 5),
        ("a: &x [*x]\n", "E101", 1, 8),
        ("a: *x\n", "E101", 1, 4),
        ("<<: [1]\n", "E101", 1, 5),
        ("--- {a: 1}\n--- {b: 2}\n", "E101", 2, 1),
        ("a: [\n", "E101", 2, 1),
        ("a: b\n\tc: d\n", "E101", 2, 1),
        ("a: \x01\n", "E101", 1, 1),
        ("[" * 100_000, "E101", 1, 201),
        ("- " * 5_000, "E101", 1, 401),
        ("a: 0x" + "f" * 5000, "E101", 1, 4),
        ("a: " + "9" * 5000, "E101", 1, 4),
        ("a: 18446744073709551616\n", "E123", 1, 4),
        ("- a\n" * 200_000, "E108", 100_000, 3),
        ("a: '" + "x" * (1 << 22) + "'", "E108", 1, 1),
    ],
)
def test_what_is_no_json_value_is_refused_at_its_place(text, code, line, column) -> None:
    _, (finding,) = parse(text.encode(), "a.yaml")

    assert (finding.code, finding.line, finding.column) == (code, line, column)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", False),
        ("On", True),
        ("012", 10),
        ("1:30", 90),
        ("1_000", 1000),
        ("1.10", 1.1),
        ("2025-01-31", dt.date(2025, 1, 31)),
    ],
)
def test_a_text_that_yaml_reads_as_something_else_is_kept_so_and_warned_of(text, value) -> None:
    document, findings = parse(f"name: {text}".encode(), "a.yaml")

    assert document is not None
    assert document.value == {"name": value}
    assert [(each.code, each.severity) for each in findings] == [("E125", "warning")]


@pytest.mark.parametrize("text", ["true", "False", "12", "-1.5", "~", "null", '"no"', "1.0.0"])
def test_what_is_read_as_it_looks_is_no_finding(text) -> None:
    assert codes_of(f"name: {text}") == []


def test_an_alias_is_the_value_that_it_names_and_a_merge_its_keys() -> None:
    text = "a: &one {b: 1, c: 2}\nd: *one\ne:\n  c: 3\n  <<: *one\n"

    document, findings = parse(text.encode(), "a.yaml")

    assert document is not None
    assert document.value == yaml.safe_load(text)
    assert findings == []
    assert document.place(("d", "c")) == (1, 19)
    assert document.place(("e", "b")) == (1, 13)
    assert document.place(("e", "c"), key=True) == (4, 3)


def test_a_billion_laughs_end_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    begun = time.perf_counter()

    assert codes_of("\n".join(lines)) == ["E108"]
    assert time.perf_counter() - begun < 1


def test_a_mark_before_the_text_is_allowed_and_another_encoding_named() -> None:
    assert parse(b"\xef\xbb\xbfa: 1", "a.yaml")[1] == []
    assert [each.code for each in parse("a: 1".encode("utf-16"), "a.yaml")[1]] == ["E102"]


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "A.YAML"])
def test_the_name_of_a_file_says_that_it_is_yaml(name) -> None:
    document, _ = read_document(b"a: b", name)

    assert document is not None
    assert document.value == {"a": "b"}
    assert read_document(json.dumps({"a": "b"}).encode(), "a.json")[0].value == {"a": "b"}
