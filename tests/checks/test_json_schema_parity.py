"""The same rows and cells as jsonschema finds, by schemas that nobody thought of.

jsonschema is asked for each row with ``Draft202012Validator`` and its checker of formats. Where it
is not what JSON Schema says, ours is; the public suite (``test_json_schema_suite.py``) judges:

- patterns are those of ECMA-262 (Core, 6.4): ``\\d`` and ``\\w`` are ASCII, ``$`` is the very end,
  ``\\p{L}`` is known;
- multiples are those of exact numbers (Validation, 6.2.1): 19.99 is one of 0.01;
- formats that jsonschema checks only where further packages are installed (``date-time``, ``uri``,
  ``hostname``, …), or not by their RFC (``email``, ``duration``), are asserted (Validation, 7.2.2);
- ``dependencies`` of earlier drafts is heeded in 2020-12 too (Core, 10.2.2.4 by its suite).
"""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depositary.checks.packages import check_descriptor_value

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
TEXTS = ["a", "b", "act-1", "1", "1.0", "true", "2025-01-31", "2025-02-30", "192.0.2.1", "é", "a b"]
KINDS = {"kind": "string", "note": "string", "count": "integer", "share": "number",
         "is_open": "boolean", "place": "object", "marks": "array"}  # fmt: skip
VALUES = {
    "string": st.sampled_from(TEXTS),
    "integer": st.integers(-2, 3) | st.sampled_from([10**20, -(2**63)]),
    "number": st.sampled_from([-1.5, 0.0, 0.1, 1.0, 2.5, 1e30]),
    "boolean": st.booleans(),
    "object": st.dictionaries(
        st.sampled_from("ab"), st.sampled_from([1, 1.5, "a", None, True, [1], {"a": 1}]), max_size=2
    ),
    "array": st.lists(st.sampled_from([1, 1.0, "a", None, True, [1], {"a": 1}]), max_size=3),
}
EVERY_VALUE = st.one_of(*VALUES.values())
NAMES = st.sampled_from([*KINDS, "absent"])
LEAVES = st.one_of(
    st.booleans(),
    st.fixed_dictionaries({"type": st.sampled_from(
        ["string", "integer", "number", "boolean", "object", "array", ["string", "null"]])}),
    st.fixed_dictionaries({"const": EVERY_VALUE}),
    st.fixed_dictionaries({"enum": st.lists(EVERY_VALUE, min_size=1, max_size=4)}),
    st.fixed_dictionaries({"pattern": st.sampled_from(["^a", "[0-9]+", "^(a|b)$", "(?=a)b?"])}),
    st.fixed_dictionaries({"format": st.sampled_from(["date", "ipv4", "ipv6", "no-such-form"])}),
    st.dictionaries(st.sampled_from(["minLength", "maxLength", "minItems", "maxItems"]),
                    st.integers(0, 3), min_size=1),
    st.dictionaries(st.sampled_from(["minProperties", "maxProperties"]), st.integers(0, 5),
                    min_size=1),
    st.dictionaries(st.sampled_from(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
                    st.sampled_from([-1, 0, 1, 1.5, 10**20]), min_size=1),
    st.fixed_dictionaries({"multipleOf": st.sampled_from([1, 2, 0.5])}),
    st.fixed_dictionaries({"uniqueItems": st.booleans()}),
    st.fixed_dictionaries({"$ref": st.sampled_from(["#/$defs/one", "#/$defs/two"])}),
)  # fmt: skip


def extended(inner):
    """Schemas made of others, for cells and rows alike."""
    named = st.dictionaries(NAMES | st.sampled_from("ab"), inner, min_size=1, max_size=3)
    several = st.lists(inner, min_size=1, max_size=3)
    names = st.lists(NAMES, max_size=2, unique=True)
    return st.one_of(
        st.fixed_dictionaries({"properties": named}),
        st.fixed_dictionaries({"properties": named, "additionalProperties": inner}),
        st.fixed_dictionaries({"properties": named, "unevaluatedProperties": inner}),
        st.fixed_dictionaries({"patternProperties": st.dictionaries(st.just("^[a-k]"), inner)}),
        st.fixed_dictionaries({"propertyNames": inner}),
        st.fixed_dictionaries({"required": names}),
        st.fixed_dictionaries({"dependentRequired": st.dictionaries(NAMES, names, max_size=2)}),
        st.fixed_dictionaries({"dependentSchemas": st.dictionaries(NAMES, inner, max_size=2)}),
        st.fixed_dictionaries({"allOf": several}),
        st.fixed_dictionaries({"anyOf": several}),
        st.fixed_dictionaries({"oneOf": several}),
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"if": inner, "then": inner}, optional={"else": inner}),
        st.fixed_dictionaries({"items": inner}),
        st.fixed_dictionaries({"contains": inner}),
    )


PARTS = st.recursive(LEAVES, extended, max_leaves=6)


@st.composite
def schemas(draw):
    """A few keywords beside each other, and definitions that do not go round."""
    parts = draw(st.lists(PARTS, min_size=1, max_size=3))
    found = {}
    for part in parts:
        found |= part if isinstance(part, dict) else {"not": {"required": ["absent"]}}
    one, two = draw(LEAVES), draw(PARTS)
    without = [each if "$ref" not in json.dumps(each) else True for each in (one, two)]
    return {**found, "$defs": dict(zip(("one", "two"), without, strict=True))}


ROWS = st.fixed_dictionaries({}, optional={name: VALUES[kind] for name, kind in KINDS.items()})


def by_jsonschema(schema, values):
    """The numbers of the values that jsonschema refuses."""
    maker = jsonschema.Draft202012Validator
    validator = maker(schema, format_checker=maker.FORMAT_CHECKER)
    return {number for number, value in enumerate(values) if not validator.is_valid(value)}


def by_us(fields, rows, folder, **more):
    """The numbers of the rows that we refuse, by code."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([field["name"] for field in fields])
    for row in rows:
        cells = (row.get(field["name"], "") for field in fields)
        table.writerow([cell if isinstance(cell, str) else json.dumps(cell) for cell in cells])
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": fields, **more}}
    package = {"$schema": V2, "resources": [resource]}
    findings, _ = check_descriptor_value(package, folder, {"t.csv": written.getvalue().encode()})
    return {(found.code, found.row - 2) for found in findings if found.severity == "error"}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schema=schemas(), rows=st.lists(ROWS, min_size=1, max_size=8))
def test_rows_are_refused_that_jsonschema_refuses(schema, rows, tmp_path):
    rows = [{"id": f"r{number}", **row} for number, row in enumerate(rows)]
    fields = [{"name": name, "type": kind} for name, kind in {"id": "string", **KINDS}.items()]

    found = by_us(fields, rows, tmp_path, jsonSchema=schema)

    assert found == {("E218", number) for number in by_jsonschema(schema, rows)}


@settings(max_examples=75, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schema=schemas(), data=st.data(), kind=st.sampled_from(["object", "array"]))
def test_cells_are_refused_that_jsonschema_refuses(schema, data, kind, tmp_path):
    values = data.draw(st.lists(VALUES[kind], min_size=1, max_size=8))
    fields = [{"name": "value", "type": kind, "constraints": {"jsonSchema": schema}}]

    found = by_us(fields, [{"value": value} for value in values], tmp_path)

    assert found == {("E213", number) for number in by_jsonschema(schema, values)}


@pytest.mark.parametrize(
    ("schema", "text", "is_right"),
    [
        ({"pattern": r"^\d$"}, "٣", False),
        ({"pattern": r"^\w$"}, "é", False),
        ({"pattern": r"^\p{L}$"}, "é", True),
        ({"format": "date-time"}, "2025-01-31", False),
        ({"format": "uri"}, "no uri", False),
        ({"format": "hostname"}, "-a", False),
        ({"format": "email"}, "a b@example.org", False),
        ({"format": "duration"}, "P1", False),
    ],
)
def test_where_jsonschema_is_not_what_json_schema_says_ours_is(schema, text, is_right, tmp_path):
    found = by_us(
        [{"name": "a", "type": "string"}],
        [{"a": text}],
        tmp_path,
        jsonSchema={"properties": {"a": schema}},
    )

    assert (not found) is is_right
