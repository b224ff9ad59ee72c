"""Rows that are judged by the column have the findings of rows that are judged one by one.

The table that is read by rows is the same, but for a comment character that stands nowhere in it:
with it in the dialect, nothing is read by blocks.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depositary.checks import blocks, keycolumns, ledger
from depositary.checks.packages import check_package

EXAMPLES = 300
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
ABSENT = "\x7f"
TIERS = {
    "lists": {},
    "small lists": {"FIRST_BYTES": 8, "BLOCK_BYTES": 40, "_STRETCH_RECORDS": 2},
    "pyarrow": {"_ARROW_BYTES": 0, "_ARROW_BYTES_AGAIN": 0},
    "small pyarrow": {
        "FIRST_BYTES": 8,
        "BLOCK_BYTES": 60,
        "_STRETCH_RECORDS": 2,
        "_ARROW_BYTES": 0,
        "_ARROW_BYTES_AGAIN": 0,
    },
}
CELLS = {
    "string": [
        *("a", "b", "act-1", "act-2", "é", "two words", "=1+1", "-", "+1 (x)", "\u202ea", "а"),
        *("e\u0301", "act\u20111", "ａ", "＝1", "+A1", "\t=1", "@name", "аct"),
    ],
    "integer": ["1", "2", "-3", "007", " 7 ", "+7", "9" * 19, "1_0", "0x1F", "x", "1.0"],
    "number": [
        "1.5",
        "2",
        "-0.1",
        "1e3",
        "NaN",
        "INF",
        "1e400",
        "9" * 20,
        "0.1",
        "x",
        "00.5",
        "1.23456",
    ],
    "boolean": ["true", "0", "FALSE", "maybe"],
    "date": ["2025-01-31", "2024-02-29", "2025-02-30", "0001-01-01", "0000-01-01", "2021-3-5"],
    "datetime": ["2025-01-31T15:00:00", "2025-01-01T15:00:00Z", "2025-01-01T15:00:00.5", "2025"],
    "year": ["2025", "0", "20255"],
    "any": ["a", "1", "=a"],
    "array": ["[1]", "[1, 2]", "{}", "x"],
}
BOUNDS = {
    "integer": [1, "3", -2],
    "number": [1, "1.5", "0.1", "0.1000000000000000055511151231257827"],
    "date": ["2024-02-29", "2025-01-01"],
    "datetime": ["2025-01-31T15:00:00"],
    "year": ["2000"],
}
ODD = ["", "", "NA", '"', 'a"b', "two\nlines", "a\r\nb", "a,b", "x" * 50]
ROW_SCHEMAS = [
    {"required": ["b"]},
    {"if": {"properties": {"a": {"const": "a"}}}, "then": {"required": ["c"]}},
    {"properties": {"a": {"maxLength": 3}}, "additionalProperties": False},
    {"minProperties": 2},
    {"not": {"required": ["a", "b"]}},
]
LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


@st.composite
def fields(draw, name):
    kind = draw(st.sampled_from([*CELLS, "string", "string"]))
    wants = {}
    if draw(st.integers(0, 2)) == 0:
        wants["required"] = True
    if draw(st.integers(0, 4)) == 0:
        wants["unique"] = True
    if draw(st.integers(0, 4)) == 0:
        wants["enum"] = draw(st.lists(st.sampled_from(CELLS[kind][:3]), min_size=1, unique=True))
    if kind in BOUNDS and draw(st.booleans()):
        wants[draw(st.sampled_from(LIMITS))] = draw(st.sampled_from(BOUNDS[kind]))
    if kind == "string" and draw(st.booleans()):
        name_, bound = draw(
            st.sampled_from(
                [
                    ("minLength", 2),
                    ("maxLength", 3),
                    ("pattern", "act-[a-z0-9-]+"),
                    ("pattern", r"\w+"),
                    ("pattern", r"(?!b)[a-z]+"),
                ]
            )
        )
        wants[name_] = bound
    field = {"name": name, "type": kind, "constraints": wants}
    if draw(st.integers(0, 4)) == 0:
        field["missingValues"] = draw(st.sampled_from([[], ["-"], ["", "NA"]]))
    return field


def texts(field):
    good = st.sampled_from(CELLS[field["type"]][:3])
    return st.one_of(good, good, st.sampled_from(CELLS[field["type"]]), st.sampled_from(ODD))


@st.composite
def lines(draw, described):
    """The rows of a table as text, quoted by whim, some of them ragged, blank or ill-formed."""
    rows = draw(st.lists(st.tuples(*map(texts, described)), max_size=12))
    found = []
    for cells in rows:
        written = [quoted(cell, draw(st.integers(0, 5))) for cell in cells]
        change = draw(st.integers(0, 20))
        written = {
            0: written[:-1],
            1: [*written, "x"],
            2: [""] * len(written),
            3: [],
            4: [*written[:-1], '"open'],
            5: [*written[:-1], '"a"b'],
            6: [*written[:-1], "a\0b"],
            7: [*written[:-1], "a\rb"],
        }.get(change, written)
        found.append(",".join(written))
    return found


def quoted(cell, whim):
    if whim == 0 or any(mark in cell for mark in ',"\n\r\t'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@st.composite
def packages(draw):
    tables = []
    for name in ("one", "two")[: draw(st.integers(1, 2))]:
        described = [draw(fields(each)) for each in "abc"[: draw(st.integers(1, 3))]]
        names = [field["name"] for field in described]
        schema = {"fields": described}
        if draw(st.booleans()):
            schema["primaryKey"] = draw(
                st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
            )
        if draw(st.integers(0, 3)) == 0:
            schema["uniqueKeys"] = [names]
        if draw(st.integers(0, 2)) == 0:
            schema["jsonSchema"] = draw(st.sampled_from(ROW_SCHEMAS))
        if draw(st.booleans()):
            other = draw(st.sampled_from([name, "one"]))
            theirs = ["a"]
            reference = {"resource": other, "fields": theirs}
            schema["foreignKeys"] = [{"fields": [names[-1]], "reference": reference}]
        ends = draw(st.sampled_from([["\n"], ["\n"], ["\r\n"], ["\n", "\r\n", "\r\n"]]))
        found = [",".join(names), *draw(lines(described))]
        body = "".join(line + draw(st.sampled_from(ends)) for line in found)
        body = body if draw(st.booleans()) else body.rstrip("\r\n")
        data = body.encode()
        data = draw(st.sampled_from([data, data, data, b"\xef\xbb\xbf" + data, data + b"\xe9"]))
        tables.append((name, schema, data))
    return tables


def write(folder: Path, tables, *, by_rows: bool) -> Path:
    resources = []
    for name, schema, data in tables:
        (folder / f"{name}.csv").write_bytes(data)
        dialect = {"commentChar": ABSENT} if by_rows else {}
        resources.append(
            {"name": name, "type": "table", "path": f"{name}.csv", "schema": schema}
            | {"dialect": dialect}
        )
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "name": "p", "resources": resources}))
    return descriptor


def everything(findings):
    """All of each finding, words and places too."""
    return sorted(
        (
            each.file,
            0 if each.file == "datapackage.json" else each.line,
            0 if each.file == "datapackage.json" else each.column,
            each.code,
            each.resource,
            each.row,
            each.field,
            each.kind,
            each.value,
            each.message,
            each.hint,
            each.severity,
        )
        for each in findings
    )


@pytest.mark.parametrize("tier", TIERS)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables=packages())
def test_columns_are_judged_as_rows_are(tier, tables, tmp_path, monkeypatch):
    by_rows, counts = check_package(write(tmp_path, tables, by_rows=True))

    with monkeypatch.context() as changed:
        for name, value in TIERS[tier].items():
            changed.setattr(blocks, name, value)
        by_columns, same_counts = check_package(write(tmp_path, tables, by_rows=False))

    assert everything(by_columns) == everything(by_rows)
    assert same_counts == counts


def how_many(findings):
    """How many findings there are of each table, those that are only counted included."""
    found = Counter(each.resource for each in findings)
    for each in findings:
        if more := re.match(r"(\d+) more findings", each.message):
            found[each.resource] += int(more[1]) - 1
    return found


@pytest.mark.parametrize("listed", [0, 1, 4])
@pytest.mark.parametrize("tier", TIERS)
@settings(
    max_examples=EXAMPLES // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables=packages())
def test_as_much_is_counted_of_what_is_not_listed(tier, listed, tables, tmp_path, monkeypatch):
    whole, _ = check_package(write(tmp_path, tables, by_rows=True))

    with monkeypatch.context() as changed:
        changed.setattr(ledger, "FINDINGS", listed)
        by_rows, counts = check_package(write(tmp_path, tables, by_rows=True))
        for name, value in TIERS[tier].items():
            changed.setattr(blocks, name, value)
        by_columns, same_counts = check_package(write(tmp_path, tables, by_rows=False))

    assert how_many(by_columns) == how_many(by_rows) == how_many(whole)
    assert same_counts == counts


FOLLOWED = [
    "one,two",  # the second is a key of the other table
    "a,act-1",
    "b,act-9",  # no key
    "c,ACT 1",  # neither a key nor of the pattern
    "d,",
    ",",
    "e,act-bad!",  # a key that is not of the pattern there either
    "f,\N{CYRILLIC SMALL LETTER A}ct-2",
    "g",
    "h,act-2,x",
    *(f"k{number},act-{1 + number % 2}" for number in range(40)),
]


@pytest.mark.parametrize("is_required", [True, False])
@pytest.mark.parametrize("together", [0, 1_000])
def test_cells_are_judged_where_their_reference_is_followed(
    is_required, together, tmp_path, monkeypatch
):
    pattern = {"pattern": "^act-[0-9a-z]+$"}
    actors = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    links = {
        "fields": [
            {"name": "one", "type": "string", "constraints": {"required": True}},
            {"name": "two", "type": "string", "constraints": pattern | {"required": is_required}},
        ],
        "foreignKeys": [{"fields": ["two"], "reference": {"resource": "actors", "fields": ["id"]}}],
    }
    keys = ["id", "act-1", "act-2", "act-bad!"]
    tables = [
        ("actors", actors | {"fields": [*actors["fields"], {"name": "x"}]},
         "\n".join(f"{key},y" for key in keys).replace("id,y", "id,x").encode()),
        ("links", links, "\n".join(FOLLOWED).encode()),
    ]  # fmt: skip
    by_rows, _ = check_package(write(tmp_path, tables, by_rows=True))

    for name, value in TIERS["pyarrow"].items():
        monkeypatch.setattr(blocks, name, value)
    monkeypatch.setattr(keycolumns, "_TOGETHER_ROWS", together)
    by_columns, _ = check_package(write(tmp_path, tables, by_rows=False))

    assert everything(by_columns) == everything(by_rows)
    assert {"E204", "E303", "E208", "E209"} <= {each.code for each in by_columns}


DAYS = [f"{1900 + at % 100}-{1 + at % 12:02}-{1 + at // 100 % 28:02}" for at in range(2_000)]


@pytest.mark.parametrize(
    ("kind", "cells", "missing"),
    [
        ("integer", [*map(str, range(2_000))], "99999"),
        ("number", [f"{at}.5" for at in range(2_000)], "-1"),
        ("date", DAYS, "2050-01-01"),
        ("datetime", [f"{day}T00:00:00" for day in DAYS], "2050-01-01T00:00:00"),
    ],
)
def test_what_means_no_value_is_none_though_it_is_written_as_one(
    kind, cells, missing, tmp_path, monkeypatch
):
    wanted = {"name": "v", "type": kind, "constraints": {"required": True}}
    schema = {"missingValues": ["", missing], "fields": [{"name": "id"}, wanted]}
    rows = [f"k{at},{cell}" for at, cell in enumerate([*cells, missing])]
    tables = [("one", schema, "\n".join(["id,v", *rows]).encode())]
    by_rows, _ = check_package(write(tmp_path, tables, by_rows=True))

    for name, value in TIERS["pyarrow"].items():
        monkeypatch.setattr(blocks, name, value)
    by_columns, _ = check_package(write(tmp_path, tables, by_rows=False))

    assert everything(by_columns) == everything(by_rows)
    assert [(each.code, each.row) for each in by_columns] == [("E202", len(cells) + 2)]
