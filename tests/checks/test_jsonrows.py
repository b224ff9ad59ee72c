"""JSON and JSON Lines: the same findings as frictionless 5.21, or the standard's.

Where frictionless is not what the standard (datapackage.org, version 2) says, ours is:

- RFC 8259, section 1: an object has no order; it reports keys that the first row has in another
  order than the schema;
- Table Dialect, property, itemKeys, itemType: it knows none of them, only "json": {"property": …,
  "keys": …};
- Table Dialect, header: objects have no header row that could be absent; it takes their keys for a
  row where header is false;
- RFC 8259, section 4: names within an object SHOULD be unique; it keeps the last of two;
- RFC 8259, section 6: NaN and Infinity are not permitted; it reads them from JSON Lines;
- a line that is no JSON, a row that is no list or object: it stops there, ours goes on; a blank
  line, which it refuses, is no row.
"""

import bz2
import gc
import gzip
import io
import json
import lzma
import warnings
import zipfile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from depositary.checks.packages import check_package

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import frictionless

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
VALUES = [
    None,
    True,
    0,
    1,
    1.0,
    2.5,
    -3,
    2025,
    10**30,
    "x",
    "",
    "1",
    "NA",
    "2025-01-31",
    "[1]",
    [1],
    [],
    {"k": 1},
    "é\u2028",
]
KINDS = [
    "string",
    "integer",
    "number",
    "boolean",
    "date",
    "any",
    "array",
    "object",
    "year",
    "yearmonth",
    "duration",
    "geopoint",
    "geojson",
    "list",
    "time",
    "datetime",
]
HASHED = ["string", "integer", "number", "boolean", "date", "year"]


@st.composite
def schemas(draw):
    described = [
        {"name": name, "type": draw(st.sampled_from(KINDS))}
        for name in "abc"[: draw(st.integers(1, 3))]
    ]
    for field in described:
        field["constraints"] = {"required": draw(st.booleans())}
        if field["type"] in HASHED and draw(st.integers(0, 3)) == 0:
            field["constraints"]["unique"] = True
        if field["type"] in ("array", "object", "string") and draw(st.booleans()):
            field["constraints"]["minLength"] = 1
        if field["type"] in ("integer", "number") and draw(st.booleans()):
            field["constraints"]["minimum"] = draw(st.sampled_from([1, "2"]))
        if draw(st.integers(0, 4)) == 0:
            field["missingValues"] = draw(st.sampled_from([["NA"], ["1", "2025"], []]))
    schema = {"fields": described}
    plain = [field["name"] for field in described if field["type"] in HASHED]
    if plain and draw(st.booleans()):
        schema["primaryKey"] = [draw(st.sampled_from(plain))]
    if draw(st.integers(0, 3)) == 0:
        schema["fieldsMatch"] = draw(st.sampled_from(["equal", "subset", "superset", "partial"]))
    return schema


@st.composite
def tables(draw):
    """Rows of lists after their header, or objects, some with a key too few or too many."""
    schema = draw(schemas())
    names = [field["name"] for field in schema["fields"]]
    value = st.sampled_from(VALUES)
    if draw(st.booleans()):
        rows = draw(st.lists(st.lists(value, max_size=4), max_size=6))
        return schema, [draw(st.sampled_from([names, names[:-1] or names, [*names, "z"]])), *rows]
    keys = st.sampled_from([*names, "z"])
    rows = draw(st.lists(st.dictionaries(keys, value), min_size=1, max_size=6))
    # The order of keys is a difference of its own.
    return schema, [dict(sorted(row.items())) for row in rows if row] or [{"a": 1}]


def described(folder, schema, **source):
    resource = {"name": "t", "type": "table", "schema": schema, **source}
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"$schema": V2, "name": "p", "resources": [resource]}))
    return descriptor


def found_by_frictionless(descriptor):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(descriptor), limit_errors=10**9)
        gc.collect()  # it leaves a compressed file open, of which Python would warn in another test
    assert not report.errors
    said = [error.to_descriptor() for task in report.tasks for error in task.errors]
    return {(each.get("rowNumber", 0), each.get("fieldName", ""), each["type"]) for each in said}


def found_by_us(descriptor):
    findings, _ = check_package(descriptor)
    return {
        (
            # frictionless gives no row for a header, nor for what it does not read on from
            0 if each.kind.endswith(("label", "header", "source-error")) else each.row,
            "" if each.kind == "primary-key" else each.field,
            each.kind,
        )
        for each in findings
        if each.severity == "error"
    }


def packed(data, ending):
    if ending == "zip":
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("inner", data)
        return made.getvalue()
    pack = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}.get(ending, bytes)
    return pack(data)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # open archives
@settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    table=tables(),
    form=st.sampled_from(["json", "jsonl", "ndjson"]),
    ending=st.sampled_from(["", "", "gz", "zip", "bz2", "xz"]),
    member=st.sampled_from(["", "rows", "a.rows"]),
)
def test_the_findings_of_random_json_are_those_of_frictionless(
    table, form, ending, member, tmp_path
):
    schema, rows = table
    dialect = {"header": True, "headerRows": [1]}
    value = rows
    if form == "json" and member:
        dialect["json"] = {"property": member}
        for name in reversed(member.split(".")):
            value = {"about": "it", name: value}
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    text = json.dumps(value, indent=1) if form == "json" else lines
    path = f"t.{form}" + (f".{ending}" if ending else "")
    (tmp_path / path).write_bytes(packed(text.encode(), ending))
    descriptor = described(tmp_path, schema, path=path, dialect=dialect, encoding="utf-8")

    assert found_by_us(descriptor) == found_by_frictionless(descriptor)


SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]}


def written(folder, text, path="t.json", schema=SCHEMA, **more):
    (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return described(folder, schema, path=path, **more)


def places(descriptor):
    return [
        (each.code, each.line, each.column, each.row, each.field)
        for each in check_package(descriptor)[0]
    ]


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ('[\n{"b": "x", "a": 1},\n{"a": "?", "b": "y"}]', {}),
        ('{"rows": [{"a": 1},\n\n{"a": "?"}]}', {"property": "rows", "itemKeys": ["a", "b"]}),
        ('{"x.y": [["a", "b"], [1, "x"],\n\n["?", 1]]}', {"property": "x.y"}),
        ('[{"c": 1, "a": 1},\n\n{"a": "?"}]', {"itemType": "object", "itemKeys": ["a", "b"]}),
    ],
)
def test_a_dialect_of_version_2_says_where_rows_are_and_what_their_keys_are(
    text, dialect, tmp_path
):
    """Table Dialect, property, itemType, itemKeys; RFC 8259, section 1: keys have no order."""
    descriptor = written(tmp_path, text, dialect=dialect)

    codes = [(each[0], each[1], each[3], each[4]) for each in places(descriptor)]
    assert ("E201", 3, 3, "a") in codes
    assert {each[0] for each in codes} == {"E201"}
    assert found_by_frictionless(descriptor) != found_by_us(descriptor), "no difference any more"


def test_rows_of_another_kind_than_the_dialect_says_are_found(tmp_path):
    """Table Dialect, itemType: whether there is an array of arrays or an array of objects."""
    text = '[["a", "b"],\n{"a": 1, "b": "x"},\n{"a": "?"}]'
    descriptor = written(tmp_path, text, dialect={"itemType": "object"})

    assert [(each[0], each[1]) for each in places(descriptor)] == [("E114", 1), ("E201", 3)]


def test_objects_have_no_header_that_could_be_absent(tmp_path):
    """Table Dialect, header: whether the file includes a header row."""
    descriptor = written(tmp_path, '[{"a": 1, "b": "x"}]', dialect={"header": False})

    assert places(descriptor) == []
    assert found_by_frictionless(descriptor) != set(), "no difference any more"


@pytest.mark.parametrize(
    ("first", "dialect"), [('["a", "b"]', {"itemType": "array"}), ('[1, "x"]', {"header": False})]
)
def test_lists_begin_with_their_header_if_any(first, dialect, tmp_path):
    descriptor = written(tmp_path, f'[{first},\n["?", "y"]]', dialect=dialect)

    assert places(descriptor) == [("E201", 2, 2, 2, "a")]
    assert found_by_frictionless(descriptor) == found_by_us(descriptor)


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ('{"a": 1, "b"', "E101", 13),
        ('{"a": NaN, "b": "x"}', "E101", 7),
        ('{"a": -Infinity}', "E101", 7),
        ('{"a": 1, "a": 2, "b": "x"}', "E111", 10),
        ("7", "E114", 1),
        ('["x"]', "E114", 1),
        ("[" * 100_000, "E101", 1),
        ('{"a": ' + "9" * 5000 + "}", "E101", 1),
        ('{"a": 1, "b": "\\ud800"}', "E101", 1),
        (b'{"a": 1, "b": "caf\xe9"}', "E102", 19),
    ],
)
def test_a_line_that_is_no_row_is_found_and_the_next_is_read(line, code, column, tmp_path):
    line = line if isinstance(line, bytes) else line.encode()
    text = b'{"a": 1, "b": "x"}\n' + line + b'\n\n{"a": "?", "b": "y"}\n'
    descriptor = written(tmp_path, text, "t.jsonl")

    assert places(descriptor) == [(code, 2, column, 3, ""), ("E201", 4, 7, 4, "a")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E101"),
        ("[]", "E122"),
        ("{}", "E114"),
        ('"x"', "E114"),
        ('{"rows": 5}', "E114"),
        ('[{"a": 1, "b": "x"}', "E101"),
        ('[{"a": NaN, "b": "x"}]', "E101"),
        ('[{"a": 1, "a": 2, "b": "x"}]', "E111"),
        (b'[{"a": 1, "b": "\xe9"}]', "E102"),
        ("[" * 100_000, "E101"),
        ("[7]", "E114"),
    ],
)
def test_a_file_that_holds_no_rows_of_json_is_one_finding(text, code, tmp_path):
    descriptor = written(tmp_path, text)

    assert [each[0] for each in places(descriptor)] == [code]


def test_an_empty_file_of_lines_is_found(tmp_path):
    descriptor = written(tmp_path, "\n", "t.jsonl")

    assert [each[0] for each in places(descriptor)] == ["E122"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_several_files_are_one_table_whose_header_may_repeat(form, tmp_path):
    """Data Resource, path: the files are to be concatenated."""
    rows = [["a", "b"], [1, "x"]], [["a", "b"], ["?", "y"]], [["!", "z"]]
    for name, part in zip("123", rows, strict=True):
        lines = "".join(json.dumps(row) + "\n" for row in part)
        (tmp_path / f"{name}.{form}").write_text(json.dumps(part) if form == "json" else lines)

    descriptor = described(tmp_path, SCHEMA, path=[f"{name}.{form}" for name in "123"])

    found = [(each.file, each.row, each.value) for each in check_package(descriptor)[0]]
    assert found == [(f"2.{form}", 3, "?"), (f"3.{form}", 4, "!")]


def test_an_integer_past_64_bits_is_read_exactly(tmp_path):
    schema = {**SCHEMA, "primaryKey": "a"}
    rows = [{"a": 2**80, "b": "x"}, {"a": 2**80 + 1, "b": "y"}, {"a": 2**80, "b": "z"}]
    descriptor = written(tmp_path, json.dumps(rows), schema=schema)

    assert ("E301", 4) in [(each[0], each[3]) for each in places(descriptor)]
    assert found_by_us(descriptor) == found_by_frictionless(descriptor)
